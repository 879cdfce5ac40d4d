"""A run can be made again from what was kept: the same bytes, or the difference is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.rules import shipped
from leadkit.workspace import redo
from leadkit.workspace.paths import Workspace
from leadkit.workspace.redo import redo_run
from tests.workspace.fairs import EVA, HEADER, IDA, JAN, PIPELINE, TOM, Fair, new_fair


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Path:
    """A workspace with three runs, each with lists, options, rules and decisions of its own."""
    folder = tmp_path_factory.mktemp("three")
    fair = new_fair(folder / "deep" / "fair")
    (folder / "deep" / "shared").mkdir()
    (folder / "deep" / "shared" / "never.csv").write_text("email\ntom@roth.example.com\n")
    outside = folder / "elsewhere.csv"
    outside.write_text("email\nnobody@else.example.com\n")
    fair.write(
        "pipeline.yaml",
        PIPELINE.replace("suppress.csv", f"[suppress.csv, ../shared/never.csv, {outside}]").replace(
            "inbox/", "[{file: inbox/a.csv, source: Fair}, inbox/]"
        ),
    )
    fair.write(
        "inbox/a.csv",
        "Vorname;Nachname;E-Mail;Country;City",
        *(row.replace(",", ";") for row in (EVA, JAN)),
    )
    fair.list("b.csv", TOM, f"{EVA}Bonn")
    fair.run()
    fair.list("c.csv", IDA, JAN)
    fair.write("rules/points.yaml", "rules: [{name: in_us, when: {country: US}, points: 50}]")
    fair.run(as_of="2026-12-04", settings=("clean.region=AT",))
    one, two = sorted(row["lead_id"] for row in fair.rows("leads.csv"))[:2]
    fair.write("decisions.csv", "lead_id_1,lead_id_2,decision", f"{one},{two},y")
    fair.run(as_of="2026-12-11")
    return folder


@pytest.fixture
def fair(three, folder) -> Fair:
    """That workspace, to be changed."""
    shutil.copytree(three / "deep", folder / "deep")
    return Fair(Workspace(folder / "deep" / "fair"))


def test_all_runs_of_a_workspace(fair):
    """Whatever became of lists, rules and pipeline since then."""
    for path in (fair.folder / "inbox").iterdir():
        path.unlink()
    for name in ("rules/points.yaml", "rules/near.txt", "decisions.csv", "suppress.csv"):
        (fair.folder / name).write_text("not what it was\n")
    (fair.folder.parent / "shared" / "never.csv").unlink()
    fair.write("pipeline.yaml", "not what it was")
    before = fair.content()
    assert len(fair.runs) == 3
    for run in fair.runs:
        done = redo_run(fair.folder, run)
        assert (done.difference, done.notes, done.same) == ("", (), True)
        assert set(done.tables) == fair.tables(run).keys()
    assert fair.content() == before


@pytest.mark.slow
def test_a_workspace_that_was_moved(fair):
    """Its own files are found where it is now."""
    new = fair.folder.parent / "moved"
    fair.folder.rename(new)
    assert all(redo_run(new, run).same for run in fair.runs)


@pytest.mark.slow
def test_shipped_rules_that_changed(fair, monkeypatch, folder):
    """The run is made by those that came with leadkit then."""
    rules = dict(shipped.shipped_rules())
    mine = folder / "lifecycle.yaml"
    mine.write_text("statuses: [{name: lead}]\n")
    monkeypatch.setattr(redo, "shipped_rules", lambda: {**rules, "lifecycle": mine})
    assert redo_run(fair.folder, fair.in_force).same


def other(text: str, name: str = "leads.csv", again: str = "") -> object:
    """Make runs again with a table in which something stands instead of something else."""

    def make(*given: object, make_run=redo.make_run) -> object:
        done = make_run(*given)
        path = given[2].folder / name
        path.write_text(path.read_text("utf-8").replace(text, again, 1), "utf-8")
        return done

    return make


DIFFERENCES = {
    "a cell": (other("Meier", again="Maier"), "leads.csv: row 2, lead {eva}: last_name is another"),
    "a column": (other("last_name", again="surname"), "leads.csv: has other columns (last_name, surname)"),
    "the order of columns": (
        other("first_name,last_name", again="last_name,first_name"),
        "leads.csv: has other columns (in another order)",
    ),
    "how cells are written": (other("Meier", again='"Meier"'), "leads.csv: the same cells are written otherwise"),
    "a table before it": (other("lead_source", "funnel.csv", "source"), "funnel.csv: has other columns (lead_source, source)"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("make", "said"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_the_first_difference_is_named(fair, monkeypatch, make, said):
    """Table, row, lead and column, and no cell."""
    monkeypatch.setattr(redo, "make_run", make)
    done = redo_run(fair.folder, fair.runs[0])
    eva = next(row for row in fair.rows("leads.csv", fair.runs[0]) if row["first_name"] == "Eva")
    assert done.difference == said.replace("{eva}", eva["lead_id"])
    assert not done.same


@pytest.mark.slow
def test_a_row_less_and_a_table_less(fair, monkeypatch):
    """Are told as such."""

    def shorter(*given: object, make_run=redo.make_run) -> object:
        done = make_run(*given)
        path = given[2].folder / "leads.csv"
        path.write_bytes(b"".join(path.read_bytes().splitlines(True)[:-1]))
        return done

    monkeypatch.setattr(redo, "make_run", shorter)
    rows = len(fair.rows("leads.csv", fair.runs[0]))
    assert (
        redo_run(fair.folder, fair.runs[0]).difference == f"leads.csv: {rows - 1} rows, were {rows}"
    )

    def fewer(*given: object, make_run=shorter) -> object:
        done = make_run(*given)
        (given[2].folder / "funnel.csv").unlink()
        return done

    monkeypatch.setattr(redo, "make_run", fewer)
    assert redo_run(fair.folder, fair.runs[0]).difference == "funnel.csv: is not made any more"


@pytest.mark.slow
def test_other_versions_are_told(fair, monkeypatch):
    """They may be why a run is not the same."""
    monkeypatch.setattr(redo, "version", lambda name: "99")
    done = redo_run(fair.folder, fair.runs[1])
    assert done.same
    assert done.notes[0] == "leadkit is 99, was 0.1.0"


GONE = {
    "a list": ("list", r"what inbox/c.csv was in run \S+ is not kept any more; it cannot be made again"),
    "rules": ("rules", r"what rules/points.yaml was in run \S+ is not kept any more"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("role", "said"), GONE.values(), ids=GONE)
def test_what_is_not_kept_any_more(fair, role, said):
    """One line, exit code 2."""
    given = next(one for one in fair.manifest(fair.runs[1]).inputs if one.role == role)
    fair.workspace.kept(given.sha256).unlink()
    with pytest.raises(LeadkitError, match=said) as told:
        redo_run(fair.folder, fair.runs[1])
    assert told.value.exit_code == 2


@pytest.mark.slow
def test_the_run_before_is_gone_or_changed(fair):
    """A run goes on from the leads of another; without them there is nothing to go on from."""
    manifest = fair.workspace.manifest(fair.runs[0])
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("2026-11-27", "2026-11-26"), "utf-8")
    with pytest.raises(LeadkitError, match="was changed since run"):
        redo_run(fair.folder, fair.runs[1])
    manifest.unlink()
    with pytest.raises(LeadkitError, match="which is gone; it cannot be made again"):
        redo_run(fair.folder, fair.runs[1])


@pytest.mark.slow
def test_a_step_of_another_version(fair):
    """Is no fault of ours."""
    manifest = fair.workspace.manifest(fair.runs[0])
    manifest.write_text(manifest.read_text("utf-8").replace('"stage": "score"', '"stage": "rate"'))
    with pytest.raises(LeadkitError, match="this leadkit knows no step rate"):
        redo_run(fair.folder, fair.runs[0])
    manifest.write_text(manifest.read_text("utf-8").replace('"steps"', '"stairs"'))
    with pytest.raises(LeadkitError, match="does not say all that the run was told"):
        redo_run(fair.folder, fair.runs[0])


@pytest.mark.slow
def test_a_run_without_lists(folder):
    """Only the day was another."""
    fair = new_fair(folder / "fair")
    fair.write("inbox/a.csv", HEADER, EVA)
    fair.run()
    fair.run(as_of="2027-01-01")
    assert [redo_run(fair.folder, run).same for run in fair.runs] == [True, True]
