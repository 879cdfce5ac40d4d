"""Runs of a workspace: what they take in, what they make, when there is none, what they refuse."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
import threading
import time
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from leadkit.base.errors import Busy, CheckFailed, LeadkitError
from leadkit.run.variables import variable_hash
from leadkit.workspace import job as job_module
from leadkit.workspace import running
from leadkit.workspace.manifest import Gate, Link
from leadkit.workspace.new_workspace import new_workspace
from leadkit.workspace.paths import Workspace
from leadkit.workspace.pruning import prune_runs
from leadkit.workspace.redo import redo_run
from leadkit.workspace.reports import files_of_report
from leadkit.workspace.restoring import restore_run
from leadkit.workspace.standing import locked, read_standing
from tests.workspace.fairs import EVA, IDA, JAN, PIPELINE, TOM, Fair, new_fair

TABLES = {
    "leads.csv", "new.csv", "rejects.csv", "merges.csv", "review.csv", "review_merged.csv",
    "transitions.csv", "funnel.csv", "suppressed.csv",
}  # fmt: skip


@pytest.fixture
def fair(folder) -> Fair:
    """A workspace whose inbox is empty."""
    return new_fair(folder / "fair")


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A workspace that took in Eva and Jan, to be copied."""
    fair = new_fair(tmp_path_factory.mktemp("first") / "fair")
    fair.list("a.csv", EVA, JAN)
    fair.run()
    return fair.folder


@pytest.fixture
def begun(first, folder) -> Fair:
    """A workspace that took in Eva and Jan already."""
    return Fair(Workspace(shutil.copytree(first, folder / "fair")))


def test_a_first_run(fair):
    """All tables, ledger, log and manifest are in a folder of the run; the leads are copied."""
    fair.list("a.csv", EVA, JAN, "Eva,Meier,eva@meier.example.com,,Bonn")
    done = fair.run()
    assert fair.runs == [done.run] == [done.in_force] == [fair.in_force]
    assert {path.name for path in fair.workspace.run(done.run).iterdir()} == {
        *TABLES, "compared.arrow", "ledger.json", "log.txt", "manifest.json", "report.html",
    }  # fmt: skip
    assert sorted(path.name for path in fair.workspace.runs.iterdir()) == [
        done.run, "kept", "present.json",
    ]  # fmt: skip
    assert fair.people() == fair.people("new.csv") == ["Eva", "Jan"]
    assert [row["since_last_run"] for row in fair.rows("new.csv")] == ["new", "new"]
    for name in ("leads.csv", "new.csv"):
        assert fair.workspace.top(name).read_bytes() == fair.tables()[name]
    assert done.changed == ("this is the first run", "1 new list (inbox/a.csv)")


def test_a_manifest_tells_all_but_the_data(fair):
    """Versions, options with their defaults, inputs, outputs, counts, times: and no cell."""
    fair.list("a.csv", EVA, JAN, "Tom,Roth")
    fair.run(settings=("import.max_rejects=2",))
    told = fair.manifest()
    assert (told.kind, told.as_of, told.previous) == ("run", "2026-11-27", None)
    assert vars(told.ledger) == {
        "read": 3, "written": 2, "master": 0, "rejected": 1, "merged": 0, "suppressed": 0,
        "known": 0, "new": 2,
    }  # fmt: skip
    assert [(one.role, one.path) for one in told.inputs] == [
        ("pipeline", "pipeline.yaml"), ("shipped rules", "titles"), ("shipped rules", "remarks"),
        ("shipped rules", "merge"), ("decisions", "decisions.csv"), ("rules", "rules/points.yaml"),
        ("list of a rule", "rules/near.txt"), ("shipped rules", "lifecycle"),
        ("shipped rules", "consent"), ("suppress", "suppress.csv"), ("list", "inbox/a.csv"),
    ]  # fmt: skip
    for one in told.inputs:
        kept = fair.workspace.kept(one.sha256)
        assert kept.stat().st_size == one.bytes
    steps = {one["stage"]: one["options"] for one in told.options["steps"]}
    assert list(steps) == ["clean", "update", "score", "classify"]
    assert steps["clean"]["region"] == "DE"
    assert steps["clean"]["drop_placeholders"] is False
    assert steps["score"] == {
        "rules": "rules/points.yaml", "activities": [], "as_of": "2026-11-27",
    }  # fmt: skip
    rows = {one.name: one.rows for one in told.outputs}
    assert rows.keys() == {*TABLES, "compared.arrow", "ledger.json", "log.txt", "report.html"}
    assert rows["leads.csv"] == 2
    assert rows["rejects.csv"] == 1
    assert rows["log.txt"] is None
    assert [one.name for one in told.outputs if one.copied] == ["leads.csv", "new.csv"]
    assert {"import", "clean", "update", "score", "classify", "new", "all"} == told.seconds.keys()
    assert told.seconds["all"] > 0
    assert {"pandas", "pyarrow"} < told.libraries.keys()
    stages = {one.name: one for one in told.stages}
    assert (stages["clean"].rows_in, stages["classify"].rows_out) == (2, 2)


def gathered(monkeypatch):
    """Return a list to which the rows are added of every table whose evidence is gathered."""
    from leadkit.deduping.matching import row_evidence

    seen, gather = [], row_evidence.gather_rows

    def counted(leads):
        seen.append(len(leads))
        return gather(leads)

    monkeypatch.setattr(row_evidence, "gather_rows", counted)
    return seen


LEFT = {
    "as it was": (lambda path: None, False),
    "gone": (lambda path: path.unlink(), True),
    "changed": (lambda path: path.write_bytes(b"x"), True),
}


@pytest.mark.parametrize(("change", "anew"), LEFT.values(), ids=LEFT)
def test_what_matching_knows_of_the_leads_is_kept(begun, monkeypatch, change, anew):
    """The next run gathers it anew only where it is gone; the tables are the same."""
    change(begun.workspace.run(begun.in_force) / "compared.arrow")
    begun.list("b.csv", IDA, EVA, TOM)
    seen = gathered(monkeypatch)
    done = begun.run()
    assert begun.people() == ["Eva", "Ida", "Jan", "Tom"]
    assert (2 in seen) == anew  # the master has two leads, the new list another number of rows
    assert redo_run(begun.folder, done.run).same


def test_it_is_kept_by_the_steps_that_init_writes(folder):
    new_workspace(folder / "new", example=True)
    done = running.run_workspace(folder / "new", as_of="2026-11-27")
    assert (folder / "new" / "runs" / done.run / "compared.arrow").exists()


@pytest.mark.parametrize(("given", "named"), [
    ("decided.csv", "decided.csv"), ("[decided.csv, decisions.csv]", "decisions.csv"),
])  # fmt: skip
def test_a_report_names_the_decisions_of_its_pipeline(folder, given, named):
    """Into which the lines of review.csv are copied: of several files the last."""
    fair = new_fair(
        folder / "fair", PIPELINE.replace("decisions: decisions.csv", f"decisions: {given}")
    )
    fair.write("decided.csv", "lead_id_1,lead_id_2,decision")
    fair.list("a.csv", EVA, JAN)
    run = fair.run().run
    files = files_of_report(fair.workspace, fair.manifest(run), fair.workspace.run(run))
    assert files.decisions == named


def test_it_is_not_kept_where_a_later_step_changes_leads(folder):
    later = PIPELINE.replace("  - score", "  - dedupe: {}\n  - score")
    fair = new_fair(folder / "fair", later)
    fair.list("a.csv", EVA, JAN)
    done = fair.run()
    assert not (fair.workspace.run(done.run) / "compared.arrow").exists()
    assert [row["lead_id"] for row in fair.rows("merges.csv", done.run)] == []  # of both steps


SECRETS = ("Zacharias", "Quendolin", "zack@quendolin.example.com", "7734521", "Geheimweg", "psst")


def test_no_cell_is_in_manifest_and_log(fair):
    """Neither of leads nor of rejects, merges, removed leads or decisions."""
    fair.write(
        "inbox/a.csv", "First Name,Last Name,E-Mail,Phone,City,Notes",
        "Zacharias,Quendolin,zack@quendolin.example.com,0897734521,Geheimweg 3,psst",
        "Zacharias,Quendolin,zack@quendolin.example.com,0897734521,Geheimweg 3,psst psst",
        "Zacharias,Quendolin,a,b,c,d,psst,psst",
        "Quendolin,Zacharias,zack@,0897734521 7734521,Geheimweg,bitte psst nie mehr anrufen",
    )  # fmt: skip
    fair.write("suppress.csv", "email", "zack@quendolin.example.com", "psst")
    fair.run(settings=("import.max_rejects=2",))
    fair.write("inbox/b.csv", "First Name,E-Mail", "Quendolin,zack@quendolin.example.com")
    fair.run()
    for run in fair.runs:
        for name in ("manifest.json", "log.txt"):
            text = (fair.workspace.run(run) / name).read_text("utf-8")
            assert [secret for secret in SECRETS if secret in text] == []


def test_a_second_run_goes_on_from_the_first(begun):
    """Ids stay, people stay, the lists of before are not read again, and runs are a chain."""
    first = begun.in_force
    ids = {row["first_name"]: row["lead_id"] for row in begun.rows("leads.csv")}
    begun.list("b.csv", JAN, IDA)
    second = begun.run()
    assert second.changed == ("1 new list (inbox/b.csv)",)
    assert begun.people() == ["Eva", "Ida", "Jan"]
    assert begun.people("new.csv") == ["Ida"]
    assert {
        row["first_name"]: row["lead_id"] for row in begun.rows("leads.csv")
    }.items() > ids.items()
    told, before = begun.manifest(), begun.manifest(first)
    assert told.previous == Link(
        first, read_standing(begun.workspace).present.before.manifest_sha256
    )
    assert (told.ledger.read, told.ledger.master, told.ledger.new) == (2, 2, 1)
    assert [(one.path, one.run) for one in told.taken] == [
        ("inbox/a.csv", first), ("inbox/b.csv", second.run),
    ]  # fmt: skip
    assert before.taken == told.taken[:1]
    assert json.loads((begun.workspace.run(second.run) / "ledger.json").read_text())["master"] == 2


def test_nothing_to_do(begun):
    """Where nothing changed there is no run; another way to write the pipeline is no change."""
    run = begun.in_force
    before = begun.content()
    done = begun.run()
    assert (done.run, done.changed, done.in_force, done.ledger) == ("", (), run, None)
    begun.write("pipeline.yaml", "# the same", PIPELINE.replace("{region: DE}", "{region: 'DE'}"))
    assert begun.run().run == ""
    begun.write("pipeline.yaml", PIPELINE.strip())
    assert {**before, "pipeline.yaml": b""} == {**begun.content(), "pipeline.yaml": b""}


CHANGES = {
    "rules": (
        lambda fair: fair.write("rules/points.yaml", "rules: [{name: a, when: {country: US}, points: 1}]"),
        ("rules/points.yaml changed", "rules/near.txt is not read any more"),
    ),
    "a list that rules name": (
        lambda fair: fair.write("rules/near.txt", "CH"),
        ("rules/near.txt changed",),
    ),
    "decisions": (
        lambda fair: fair.write("decisions.csv", "lead_id_1,lead_id_2,decision,note"),
        ("decisions.csv changed",),
    ),
    "suppression": (
        lambda fair: fair.write("suppress.csv", "email", "nobody@else.example.com"),
        ("suppress.csv changed",),
    ),
    "an option": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("region: DE", "region: AT")),
        ("clean.region is AT, was DE",),
    ),
    "an option is gone": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("{region: DE}", "{}")),
        ("clean.region is not set, was DE",),
    ),
    "the steps": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("  - clean: {region: DE}\n", "")),
        (
            "titles of leadkit is not read any more", "remarks of leadkit is not read any more",
            "the steps are update, score, classify, were clean, update, score, classify",
        ),
    ),
    "import": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("inbox/", "inbox/, source: Fair")),
        ("import.source is Fair, was not set",),
    ),
    "a gate": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE, "expect: {rows: {at_least: 0}}"),
        ("expect in pipeline.yaml changed",),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
def test_what_changed_is_said(begun, change, said):
    """There is a run, without any new list, and it says why."""
    change(begun)
    done = begun.run()
    assert done.changed == said
    assert done.run == begun.in_force
    assert begun.people() == ["Eva", "Jan"]
    assert begun.manifest().changed == said
    assert begun.rows("new.csv") == []


def test_files_that_a_pattern_fits(begun):
    """Each is an input of its own, one that came since is named, and a run is made again of all."""
    pipeline = PIPELINE.replace("decisions.csv", "decided/*.csv").replace(
        "points.yaml", "points.yaml, activities: [did, calls.csv]"
    )
    header = "lead_id_1,lead_id_2,decision"
    begun.write("decided/1.csv", header)
    begun.write("did/mails.csv", "email,type,when", "eva@meier.example.com,open,2026-11-01")
    begun.write("calls.csv", "email,type,when", "jan@kern.example.com,call,2026-11-02")
    begun.write("pipeline.yaml", pipeline)
    assert begun.run().changed == (
        "decided/1.csv is new", "did/mails.csv is new", "calls.csv is new",
        "decisions.csv is not read any more", "update.decisions is decided/*.csv, was decisions.csv",
        "score.activities is did, calls.csv, was not set",
    )  # fmt: skip
    begun.write("decided/2.csv", header)
    begun.write("did/more.csv", "email,type,when", "ida@lang.example.com,open,2026-11-01")
    assert begun.run().changed == ("decided/2.csv is new", "did/more.csv is new")
    found = [one for one in begun.manifest().inputs if one.role in ("decisions", "activities")]
    assert [(one.role, one.path) for one in found] == [
        ("decisions", "decided/1.csv"), ("decisions", "decided/2.csv"),
        ("activities", "did/mails.csv"), ("activities", "did/more.csv"), ("activities", "calls.csv"),
    ]  # fmt: skip
    for one in found:
        content = (begun.folder / one.path).read_bytes()
        assert (one.bytes, one.sha256) == (len(content), sha256(content).hexdigest())
    begun.write("did/more.csv", "email,type,when")
    (begun.folder / "decided" / "1.csv").unlink()
    assert begun.run().changed == ("did/more.csv changed", "decided/1.csv is not read any more")
    for run in begun.runs:
        assert redo_run(begun.folder, run).difference == ""
    (begun.folder / "decided" / "2.csv").unlink()
    with pytest.raises(LeadkitError, match=r"decided/\*\.csv: no file fits this pattern"):
        begun.run()


def test_a_run_of_an_earlier_leadkit(begun, monkeypatch):
    """It took one file where several may be given by now: nothing changed, and it can be redone."""
    path = begun.workspace.manifest(begun.in_force)
    told = json.loads(path.read_text("utf-8"))
    steps = {one["stage"]: one["options"] for one in told["options"]["steps"]}
    steps["update"]["decisions"], steps["score"]["activities"] = "decisions.csv", ""
    path.write_text(json.dumps(told), "utf-8")
    present = json.loads(begun.workspace.present.read_text("utf-8"))
    present["history"][-1]["manifest_sha256"] = sha256(path.read_bytes()).hexdigest()
    begun.workspace.present.write_text(json.dumps(present), "utf-8")
    assert begun.run().changed == ()
    assert redo_run(begun.folder, begun.in_force).difference == ""


SECRET = {"TOKEN": "s3cr3t-Wort", "LIMIT": "0.9375", "WHERE": "Genf", "FOLDER": "did"}


def test_no_value_of_a_variable_is_written(begun):
    """Neither in the manifest nor in the log, wherever it stands; a run is made again with it."""
    begun.write("did/a.csv", "email,type,when", "eva@meier.example.com,open,2026-11-01")
    begun.write("inbox/b.csv", "First Name,E-Mail,Text", "Ida,ida@lang.example.com,x")
    lists = "[{file: inbox/b.csv, consent_text: 'ask ${TOKEN}'}, inbox/]"
    pipeline = PIPELINE.replace("inbox/", f"{lists}, source: '${{TOKEN}}'")
    pipeline = pipeline.replace("points.yaml", "points.yaml, activities: ['${FOLDER}/a.csv']")
    pipeline = pipeline.replace("decisions.csv", "decisions.csv, merge_at: '${LIMIT}'")
    part = "write: {part.csv: {city: ['${WHERE}', '$${x}'], lead_source: ['${TOKEN}']}}"
    begun.write("pipeline.yaml", pipeline, part)
    done = begun.run(environment=SECRET)
    folder = begun.workspace.run(done.run)
    told = "".join((folder / name).read_text("utf-8") for name in ("manifest.json", "log.txt"))
    assert [value for name, value in SECRET.items() if name != "FOLDER" and value in told] == []
    assert "s3cr3t" in (folder / "leads.csv").read_text("utf-8")  # it is what the cells say
    assert redo_run(begun.folder, done.run, environment=SECRET).difference == ""
    for name in SECRET:
        for wrong in ({**SECRET, name: "other"}, {k: v for k, v in SECRET.items() if k != name}):
            with pytest.raises(LeadkitError) as error:
                redo_run(begun.folder, done.run, environment=wrong)
            assert str(error.value).startswith(f"${{{name}}} ")
            assert "set the variable as it was then" in str(error.value)
    assert begun.run(environment=SECRET).changed == ()
    assert begun.run(environment={**SECRET, "WHERE": "Bern"}).changed == (
        "${WHERE} has another value",
    )


def test_the_day_and_the_version(begun, monkeypatch):
    """A run counts on its day, which is today where nobody says another."""
    done = begun.run(as_of="2026-11-28")
    assert done.changed == ("the day is 2026-11-28, was 2026-11-27",)
    monkeypatch.setattr(job_module, "today", lambda: date(2026, 12, 1))
    assert begun.run(as_of=None).changed == ("the day is 2026-12-01, was 2026-11-28",)
    assert begun.rows("leads.csv")[0]["status_since"] == "2026-11-27"
    begun.write(
        "pipeline.yaml",
        PIPELINE.replace(
            "{rules: rules/points.yaml}", "{rules: rules/points.yaml, as_of: 2026-12-24}"
        ),
    )
    assert begun.run(as_of=None).manifest.as_of == "2026-12-24"
    steps = {one["stage"]: one["options"] for one in begun.manifest().options["steps"]}
    assert {one["as_of"] for one in steps.values() if "as_of" in one} == {"2026-12-24"}
    monkeypatch.setattr("importlib.metadata.version", lambda name: "9.9")
    assert begun.run(as_of=None).changed == ("leadkit is 9.9, was 0.1.0",)


def test_settings_and_variables(begun):
    """What stands for the pipeline's own values counts as they do, and is recorded."""
    begun.write("pipeline.yaml", PIPELINE.replace("region: DE", "region: '${HOME_MARKET}'"))
    done = begun.run(environment={"HOME_MARKET": "DE"})
    assert done.changed == ("clean.region is ${HOME_MARKET}, was DE",)
    assert begun.run(environment={"HOME_MARKET": "DE", "OTHER": "x"}).run == ""
    done = begun.run(environment={"HOME_MARKET": "AT"})
    assert done.changed == ("${HOME_MARKET} has another value",)
    told = done.manifest.options
    assert told["variables"] == {"HOME_MARKET": variable_hash("HOME_MARKET", "AT")}
    assert told["steps"][0]["options"]["region"] == {"written": "${HOME_MARKET}"}
    done = begun.run(environment={"HOME_MARKET": "AT"}, settings=("clean.region=DE",))
    assert done.changed == ("clean.region is DE, was ${HOME_MARKET}",)
    assert done.manifest.options["set"] == ["clean.region=DE"]
    with pytest.raises(LeadkitError, match="no variable HOME_MARKET"):
        begun.run(environment={})


def test_a_list_by_its_content(fair):
    """A renamed list and a copy are no new ones; one with a further row is, and is read whole."""
    path = fair.list("a.csv", EVA)
    fair.run()
    path.rename(path.with_name("renamed.csv"))
    fair.list("copy.csv", EVA)
    assert fair.run().run == ""
    fair.list("b.csv", JAN)
    fair.list("c.csv", JAN)
    told: list[str] = []
    fair.run(tell=told.append)
    assert (
        f"{fair.folder}/inbox/c.csv: holds the same as {fair.folder}/inbox/b.csv, and was not read twice"
        in told
    )
    assert fair.manifest().ledger.read == 1
    fair.list("b.csv", JAN, IDA)
    fair.run()
    assert fair.manifest().ledger.read == 2
    assert (fair.people(), fair.people("new.csv")) == (["Eva", "Ida", "Jan"], ["Ida"])


def test_a_list_may_go_when_it_was_taken_in(fair):
    """Also one that stands in the pipeline by its name."""
    fair.write(
        "pipeline.yaml", PIPELINE.replace("inbox/", "[{file: inbox/a.csv, source: Fair}, inbox/]")
    )
    with pytest.raises(LeadkitError, match=r"inbox/a.csv: no such file"):
        fair.run()
    path = fair.list("a.csv", EVA)
    fair.list("b.csv", JAN)
    fair.run()
    rows = {row["first_name"]: row.get("lead_source") for row in fair.rows("leads.csv")}
    assert rows == {"Eva": "Fair", "Jan": ""}
    path.unlink()
    assert fair.run().run == ""
    (fair.folder / "inbox" / "b.csv").unlink()
    assert fair.run(as_of="2026-11-28").changed == ("the day is 2026-11-28, was 2026-11-27",)
    assert fair.people() == ["Eva", "Jan"]


def test_who_was_removed_once_never_comes_back(fair):
    """Not by a later list, and not where the suppression list was emptied since."""
    fair.list("a.csv", EVA, JAN)
    fair.write("suppress.csv", "email", "eva@meier.example.com")
    fair.run()
    assert (fair.people(), len(fair.rows("suppressed.csv", fair.in_force))) == (["Jan"], 1)
    fair.write("suppress.csv", "email", "tom@roth.example.com")
    fair.list("b.csv", f"{EVA}Bonn", IDA, TOM)
    fair.run()
    assert fair.people() == ["Ida", "Jan"]
    told = fair.manifest().ledger
    assert (told.known, told.suppressed) == (1, 1)
    fair.write("pipeline.yaml", PIPELINE.replace("suppress: suppress.csv, ", ""))
    fair.list("c.csv", EVA, TOM)
    fair.run()
    assert fair.people() == ["Ida", "Jan"]
    assert len(fair.rows("suppressed.csv", fair.in_force)) == 2


def test_who_newly_qualified_is_in_new_csv(begun):
    """Moved forward along the line since the run in force; who fell back or was told of is not."""
    begun.list("b.csv", f"{EVA}Bonn", f"{IDA}Bonn")
    begun.run()
    told = {row["first_name"]: row["since_last_run"] for row in begun.rows("new.csv")}
    assert told == {"Eva": "now MQL", "Ida": "new"}
    assert next(iter(begun.rows("new.csv")[0])) == "since_last_run"
    assert begun.run(as_of="2026-11-28").run
    assert begun.rows("new.csv") == []


def test_a_held_back_run(begun):
    """It is kept, the one before stays in force, and the same is not made again and again."""
    first = begun.in_force
    tops = {name: begun.workspace.top(name).read_bytes() for name in ("leads.csv", "new.csv")}
    begun.write("pipeline.yaml", PIPELINE, "expect: {rows: {at_least: 2}}")
    begun.list("b.csv", IDA)
    done = begun.run()
    assert (done.in_force, begun.in_force, begun.runs) == (first, first, [first, done.run])
    assert done.held_back == (Gate("rows", "at_least: 2", done.held_back[0].found, False),)
    assert begun.people("leads.csv", done.run) == ["Eva", "Ida", "Jan"]
    assert {name: begun.workspace.top(name).read_bytes() for name in tops} == tops
    with pytest.raises(
        CheckFailed, match=rf"nothing changed since run {done.run}, which is held back"
    ):
        begun.run()
    assert begun.runs == [first, done.run]
    begun.list("c.csv", TOM)
    again = begun.run()
    assert again.in_force == again.run == begun.in_force
    assert begun.people() == ["Eva", "Ida", "Jan", "Tom"]
    assert begun.people("new.csv") == ["Ida", "Tom"]
    assert begun.run().run == ""


def test_a_list_that_could_not_be_read_holds_a_run_back(fair):
    """More than a fifth of its rows rejected, or a check of a step: as with a pipeline, exit 1."""
    fair.list("a.csv", EVA, "x,y", "y,z", JAN)
    done = fair.run()
    assert done.in_force == ""
    assert [gate.name for gate in done.held_back] == ["check"]
    assert not fair.workspace.top("leads.csv").exists()
    with pytest.raises(CheckFailed, match="nothing changed since"):
        fair.run()
    assert fair.run(settings=("import.max_rejects=90%",)).in_force == fair.runs[-1]


REFUSED = {
    "no list and no master": (lambda fair: None, "there is no list to read, and no run yet; put lists into"),
    "an output": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE, "output: x.csv", "summary: y.json"),
        "take out output, summary: a workspace writes all tables",
    ),
    "a side table": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("{region: DE}", "{changes: c.csv}")),
        "take out changes: a workspace writes all tables",
    ),
    "no update": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("update: {decisions: decisions.csv}", "dedupe")),
        "a workspace needs one step 'update', which takes the lists into the master; there are 0",
    ),
    "two updates": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE, "  - update"),
        "pipeline.yaml:9: a workspace needs one step 'update'",
    ),
    "a master": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("{decisions", "{master: m.csv, decisions")),
        "pipeline.yaml:5: take out master: a workspace brings the leads of its last run up to date",
    ),
    "standard input": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("inbox/", "'-'")),
        "a workspace reads no standard input",
    ),
    "standard input of a step": (
        lambda fair: (fair.list("a.csv", EVA), fair.write("pipeline.yaml", PIPELINE.replace("decisions.csv", "'-'"))),
        "pipeline.yaml:5: update: decisions -: a workspace reads no standard input",
    ),
    "its own folder": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("inbox/", ".")),
        "holds files of the workspace itself",
    ),
    "its own runs": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("inbox/", "runs/kept")),
        "holds files of the workspace itself",
    ),
    "its own files": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("inbox/", "'*.csv'")),
        "fits files of the workspace itself",
    ),
    "its own leads": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("inbox/", "leads.csv")),
        "is the workspace's own",
    ),
    "a list twice": (
        lambda fair: (fair.list("a.csv", EVA), fair.write("pipeline.yaml", PIPELINE.replace("inbox/", "[inbox/a.csv, inbox/a.csv]"))),
        "given twice; every row would come twice",
    ),
    "a file that is not there": (
        lambda fair: (fair.list("a.csv", EVA), (fair.folder / "decisions.csv").unlink()),
        "pipeline.yaml:5: update: {folder}/decisions.csv: no such file",
    ),
    "rules that are not there": (
        lambda fair: (fair.list("a.csv", EVA), (fair.folder / "rules" / "points.yaml").unlink()),
        "pipeline.yaml:6: score: {folder}/rules/points.yaml: no such file",
    ),
    "two days": (
        lambda fair: fair.write("pipeline.yaml", PIPELINE.replace("{rules", "{as_of: 2026-01-01, rules").replace("{suppress", "{as_of: 2026-01-02, suppress")),
        "as_of is 2026-01-01 and 2026-01-02; a run has one day for all of its steps",
    ),
    "leads that no run wrote": (
        lambda fair: (fair.list("a.csv", EVA), fair.write("leads.csv", "mine")),
        "leads.csv: is there, but no run wrote it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED)
def test_what_a_first_run_refuses(fair, make, said):
    """One line, exit code 2, and nothing was changed."""
    make(fair)
    before = fair.content()
    with pytest.raises(LeadkitError) as told:
        fair.run(as_of=None)
    assert said.replace("{folder}", str(fair.folder)) in str(told.value)
    assert told.value.exit_code == 2
    assert fair.content() == before


def broken(name: str, change: object) -> object:
    def breaking(fair: Fair) -> None:
        path = fair.workspace.run(fair.in_force) / name
        path.write_bytes(change(path.read_bytes()))

    return breaking


BROKEN = {
    "leads changed by hand": (
        lambda fair: fair.workspace.top("leads.csv").write_bytes(b"lead_id\n1\n"),
        r"leads.csv: was changed by hand since run \S+; move it into \S+inbox to take the changes in, or",
    ),
    "leads of the run changed": (broken("leads.csv", lambda text: text + b"x\n"), r"leads.csv: was changed since the run"),
    "one byte of it": (broken("merges.csv", lambda text: text.replace(b"a", b"b", 1)), r"merges.csv: was changed since"),
    "a table is gone": (
        lambda fair: (fair.workspace.run(fair.in_force) / "funnel.csv").unlink(),
        r"funnel.csv: is gone; put it back",
    ),
    "the manifest": (broken("manifest.json", lambda text: text[:-9]), r"manifest.json: is a broken manifest \(it is not JSON\)"),
    "a word of it": (broken("manifest.json", lambda text: text.replace(b"2026-11-27", b"2026-11-26")), r"was changed since the run came into force"),
    "a later schema": (broken("manifest.json", lambda text: text.replace(b'"schema": 1', b'"schema": 2')), r"manifest.json: is of schema 2"),
    "no manifest": (lambda fair: fair.workspace.manifest(fair.in_force).unlink(), r"manifest.json: no such file"),
    "no folder of the run": (
        lambda fair: shutil.rmtree(fair.workspace.run(fair.in_force)), r"manifest.json: no such file"
    ),
    "a manifest of another run": (broken("manifest.json", lambda text: re.sub(rb'"run": "20..', b'"run": "1999', text)), r"is the manifest of another run"),
    "a manifest without a key": (broken("manifest.json", lambda text: text.replace(b'"as_of"', b'"as"', 1)), r"manifest.json: is a broken manifest \("),
    "a manifest that is a list": (broken("manifest.json", lambda text: b"[]"), r"manifest.json: is a broken manifest"),
    "what is in force, cut off": (lambda fair: fair.workspace.present.write_bytes(fair.workspace.present.read_bytes()[:40]), r"present.json: is a broken file \(it is not JSON\)"),
    "what is in force, empty": (lambda fair: fair.workspace.present.write_bytes(b""), r"present.json: is a broken file"),
    "what is in force, nowhere": (
        lambda fair: fair.workspace.present.write_bytes(fair.workspace.present.read_bytes().replace(fair.in_force.encode(), b"2026-01-01T000000Z")),
        r"2026-01-01T000000Z.manifest.json: no such file",
    ),
    "what is in force, outside": (
        lambda fair: fair.workspace.present.write_bytes(fair.workspace.present.read_bytes().replace(fair.in_force.encode(), b"../../elsewhere")),
        r"present.json: is a broken file \(",
    ),
    "what is in force, gone": (
        lambda fair: fair.workspace.present.unlink(),
        r"present.json: is gone, and so nothing says which run is in force; put it back from a backup, or 'leadkit runs publish",
    ),
    "what is in force": (lambda fair: fair.workspace.present.write_bytes(b"{}"), r"present.json: is a broken file"),
    "what is in force, later": (lambda fair: fair.workspace.present.write_bytes(b'{"schema": 9}'), r"present.json: is of schema 9"),
}  # fmt: skip


@pytest.mark.parametrize(("breaking", "said"), BROKEN.values(), ids=BROKEN)
def test_what_a_later_run_refuses(begun, breaking, said):
    """One line, exit code 2, and nothing is changed."""
    begun.list("b.csv", IDA)
    breaking(begun)
    before = begun.content()
    with pytest.raises(LeadkitError, match=said) as told:
        begun.run()
    assert told.value.exit_code == 2
    assert "\n" not in str(told.value)
    assert begun.content() == before


def test_changes_by_hand_are_taken_in(begun):
    """As the error says: leads.csv goes into the inbox, and is a list like others."""
    ids = {row["lead_id"] for row in begun.rows("leads.csv")}
    top = begun.workspace.top("leads.csv")
    top.write_text(top.read_text("utf-8").replace("Kern", "Kernbeißer"), "utf-8")
    top.rename(begun.folder / "inbox" / "leads.csv")
    told: list[str] = []
    begun.run(tell=told.append)
    assert f"{top}: now of run {begun.runs[0]}, as the last command did not come so far" in told
    assert {row["lead_id"] for row in begun.rows("leads.csv")} == ids
    assert begun.manifest().ledger.merged == 2


def test_notes_in_a_copy_are_nobodys_master(begun):
    """new.csv may be changed by hand; the next run replaces it."""
    begun.workspace.top("new.csv").write_text("called her\n")
    assert begun.run().run == ""
    assert begun.workspace.top("new.csv").read_text() == "called her\n"
    begun.list("b.csv", IDA)
    begun.run()
    assert begun.people("new.csv") == ["Ida"]


def test_a_list_that_went_away_meanwhile(begun, monkeypatch):
    """The run is not kept, and the one before stays in force."""
    path = begun.list("b.csv", JAN)
    before = begun.content()
    make = running.make_run

    def slowly(*given: object) -> object:
        path.unlink()
        return make(*given)

    monkeypatch.setattr(running, "make_run", slowly)
    with pytest.raises(
        LeadkitError, match=r"b.csv: went away while the run was made, which was not"
    ):
        begun.run()
    after = begun.content()
    assert {name: text for name, text in after.items() if not name.startswith("runs/kept/")} == {
        name: text
        for name, text in before.items()
        if not name.startswith("runs/kept/") and name != "inbox/b.csv"
    }


def test_a_list_is_read_as_it_was_hashed(fair, monkeypatch):
    """What changes after it was looked at is noticed, or was kept before and is read from there."""
    path = fair.list("a.csv", EVA)
    keep = running.keep_all

    def changed_before(*given: object) -> None:
        path.write_text("other\n")
        keep(*given)

    monkeypatch.setattr(running, "keep_all", changed_before)
    with pytest.raises(LeadkitError, match=r"a.csv: changed while it was read"):
        fair.run()
    assert not fair.runs
    path = fair.list("a.csv", EVA)

    def changed_after(*given: object) -> None:
        keep(*given)
        path.write_text("other\n")

    monkeypatch.setattr(running, "keep_all", changed_after)
    fair.run()
    assert fair.people() == ["Eva"]


def test_rules_that_change_meanwhile(fair, monkeypatch):
    """Nobody can say by which rules such a run scored; it is not kept."""
    fair.list("a.csv", EVA)
    make = running.make_run

    def slowly(*given: object) -> object:
        done = make(*given)
        fair.write("rules/near.txt", "CH")
        return done

    monkeypatch.setattr(running, "make_run", slowly)
    with pytest.raises(LeadkitError, match=r"rules/near.txt: changed while it was read"):
        fair.run()
    assert (fair.runs, fair.in_force) == ([], "")


def test_two_runs_at_once(fair):
    """The second ends at once with 75, or waits for the first."""
    fair.list("a.csv", EVA)
    with locked(fair.workspace):
        with pytest.raises(Busy, match="fair: another run is at work here now; try again") as told:
            fair.run()
        assert told.value.exit_code == 75
        with pytest.raises(Busy, match="did not end in time"):
            fair.run(wait=0.3)
        assert not fair.runs
        assert fair.run(dry_run=True).ledger.read == 1  # which needs no lock
    said: list[str] = []
    lock = locked(fair.workspace)
    lock.__enter__()
    threading.Thread(target=lambda: (time.sleep(0.5), lock.__exit__(None, None, None))).start()
    assert fair.run(wait=30, tell=said.append).run
    assert said[0] == f"{fair.folder}: another run is at work here; waiting for its end"


def test_a_dry_run_writes_nothing(fair):
    """But it reads all and says what would be."""
    fair.list("a.csv", EVA, JAN)
    before = fair.content()
    done = fair.run(dry_run=True)
    assert (done.run, done.in_force, done.ledger.written) == ("", "", 2)
    assert fair.content() == before
    assert not fair.workspace.runs.exists()
    fair.run()
    assert fair.run(dry_run=True).changed == ()
    fair.list("b.csv", IDA)
    before = fair.content()
    done = fair.run(dry_run=True)
    assert (done.ledger.written, done.manifest.ledger.new) == (3, 1)
    assert fair.content() == before


def test_private_lists_are_kept_private(fair):
    """What is kept is for nobody else than the list itself is."""
    path = fair.list("a.csv", EVA)
    path.chmod(0o600)
    fair.run()
    (taken,) = fair.manifest().taken
    assert fair.workspace.kept(taken.sha256).stat().st_mode & 0o777 == 0o600


def test_a_clock_that_was_put_back(begun, monkeypatch):
    """Runs are in the order of their names even so."""
    first = begun.in_force
    monkeypatch.setattr(running, "_now", lambda: running.datetime(2020, 1, 1, tzinfo=running.UTC))
    begun.list("b.csv", IDA)
    assert begun.run().run > first


def test_the_same_bytes_from_wherever_it_is_run(folder, monkeypatch):
    """Tables say nothing of the path by which the workspace was given."""
    made = []
    for at, given in enumerate((".", "fair", None)):
        place = folder / str(at) / "fair"
        place.parent.mkdir()
        fair = new_fair(place)
        fair.list("a.csv", EVA, JAN)
        fair.write("suppress.csv", "email", "eva@meier.example.com")
        monkeypatch.chdir(place if given == "." else place.parent)
        running.run_workspace(given or place, as_of="2026-11-27")
        made.append(fair.tables())
    assert made[0] == made[1] == made[2]


def test_paths_are_told_as_people_gave_them(fair, monkeypatch):
    """Rejects name the list in the inbox, and not what was kept of it."""
    fair.list("a.csv", EVA, JAN, IDA, TOM, EVA + ",x")
    monkeypatch.chdir(fair.folder.parent)
    done = running.run_workspace("fair", as_of="2026-11-27")
    assert [(one.file, one.line) for one in done.ledger.rejects] == [("fair/inbox/a.csv", 6)]
    assert fair.rows("rejects.csv", done.run)[0]["_file"] == "a.csv"
    assert os.sep not in fair.rows("leads.csv")[0]["source_file"]
    assert Path(fair.rows("leads.csv")[0]["source_file"]).name == "a.csv"


COMMANDS = {
    "one": "runs show last", "differences": "runs diff", "again": "runs redo last",
    "publish": "runs publish last", "restore": "runs restore last", "prune": "runs prune --keep 1",
    "all": "runs",
}  # fmt: skip
RUINED = ("the manifest", "a later schema", "no folder of the run", "what is in force, cut off")


@pytest.mark.parametrize("ruined", RUINED)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_other_commands_make_of_it(begun, leadkit, ruined, command):
    """One line that names the file, exit code 2, and nothing is changed."""
    breaking, _ = BROKEN[ruined]
    breaking(begun)
    before = begun.content()
    done = leadkit(*command.split(), cwd=begun.folder)
    if (command, ruined) == ("runs redo last", "what is in force, cut off"):  # it needs none
        assert done.code == 0
    else:
        assert (done.code, len(done.lines)) == (2, 1)
    assert begun.content() == before


def test_without_what_only_posix_has(begun, monkeypatch):
    """Rights, folders on disk, signals, how memory is counted: what Windows has not is not needed.

    test_elsewhere.py tries the same in processes of their own, with Windows' rules for open files.
    """
    for name in ("fchmod", "chown", "geteuid", "getuid", "posix_fadvise", "O_DIRECTORY", "fork",
                 "O_NOFOLLOW", "statvfs", "killpg", "mkfifo", "link", "symlink"):  # fmt: skip
        monkeypatch.delattr(os, name, raising=False)
    for name in ("SIGHUP", "SIGKILL", "SIGALRM", "setitimer", "pthread_sigmask"):
        monkeypatch.delattr(signal, name, raising=False)
    for name in ("fcntl", "resource", "pwd", "grp", "termios"):
        monkeypatch.setitem(sys.modules, name, None)
    begun.list("b.csv", IDA, f"{EVA}Bonn")
    done = begun.run()
    assert begun.people() == ["Eva", "Ida", "Jan"]
    assert done.manifest.peak_memory is None
    assert begun.run().changed == ()
    assert redo_run(begun.folder, done.run).difference == ""
    before = begun.runs[0]
    restore_run(begun.folder, before)
    assert begun.people() == ["Eva", "Jan"]
    prune_runs(begun.folder, 2)
