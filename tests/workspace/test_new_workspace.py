"""leadkit init: what is in a new workspace, and that nothing which is there is overwritten."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest
import yaml

from leadkit.base.errors import LeadkitError
from leadkit.importing.options import PER_LIST
from leadkit.rules.shipped import shipped_rules
from leadkit.run.pipeline import read_plan
from leadkit.workspace.new_workspace import RULES, new_workspace
from leadkit.workspace.running import run_workspace

USUAL = {
    "README.txt", "decisions.csv", "inbox", "pipeline.yaml", "rules", "spend.csv", "suppress.csv",
}  # fmt: skip


def content(folder: Path) -> dict[str, bytes | None]:
    """Return all that a folder holds: files with their bytes, folders with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_a_new_workspace_holds_what_people_need(folder):
    """All at the top, rules as they are shipped, an empty inbox, and nothing else."""
    made = new_workspace(folder / "fair")
    assert {path.name for path in (folder / "fair").iterdir()} == USUAL
    assert content(folder / "fair").keys() >= {name.rstrip("/") for name in made}
    shipped = shipped_rules()
    for name in RULES:
        own = folder / "fair" / "rules" / f"{name}.yaml"
        assert own.read_bytes() == shipped[name].read_bytes()
    assert not list((folder / "fair" / "inbox").iterdir())


def test_the_example_holds_the_trade_fair(folder, root):
    """Its lists, what the leads did, and what the sources cost."""
    new_workspace(folder / "fair", example=True)
    fair = root / "examples" / "trade-fair"
    for name, origin in {
        "inbox/badges.csv": "badges.csv",
        "inbox/business_cards.csv": "business_cards.csv",
        "inbox/crm.csv": "crm.csv",
        "activities.csv": "activities.csv",
        "spend.csv": "campaigns.csv",
    }.items():
        assert (folder / "fair" / name).read_bytes() == (fair / origin).read_bytes()


def test_the_readme_is_one_screen():
    """It fits a terminal of 80 by 24 with the line for the next command."""
    from leadkit.workspace.new_workspace import _TEMPLATES

    lines = (_TEMPLATES / "README.txt").read_text("utf-8").splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) < 80
    for name in USUAL - {"README.txt"}:
        assert any(line.strip().startswith(name) for line in lines), name


def switched_on(pipeline: str) -> str:
    """Return a pipeline with all lines that are switched off by a # in their place."""
    return re.sub(r"^( *)# ((?:- |  )?(?:\w+: \S.*|\{.*\}))$", r"\1\2", pipeline, flags=re.M)


@pytest.mark.parametrize("example", [False, True])
def test_every_key_of_a_new_pipeline_is_one_of_ours(folder, example):
    """Those that are switched off, too: without their # they stand where they belong."""
    new_workspace(folder / "fair", example)
    path = folder / "fair" / "pipeline.yaml"
    read_plan(str(path))
    text = path.read_text("utf-8")
    whole = switched_on(text)
    path.write_text(whole, "utf-8")
    plan = read_plan(str(path))
    assert plan.options.source == "Trade fair 2026"
    assert [step.stage for step in plan.steps] == [
        "clean", "update", "score", "classify", "assign", "cpl",
    ]  # fmt: skip
    assert {"rows", "MQL"} <= {one.name for one in plan.expected}
    commented = re.findall(r"^ *# .*", text, re.M)
    assert sum(line not in whole for line in commented) > 10


def test_the_line_for_owners_does_what_it_says(folder, leadkit):
    """Once the file that it names is made by the command that it names."""
    path = folder / "fair"
    new_workspace(path, example=True)
    text = (path / "pipeline.yaml").read_text("utf-8")
    assert "'leadkit rules new routing rules/routing.yaml'" in text
    leadkit("rules", "new", "routing", str(path / "rules" / "routing.yaml"))
    (path / "pipeline.yaml").write_text(text.replace("  # - assign:", "  - assign:"), "utf-8")
    run_workspace(path, as_of="2026-10-08")
    with open(path / "leads.csv", encoding="utf-8", newline="") as file:
        leads = list(csv.DictReader(file))
    given = [row for row in leads if row["owner"] in ("sales 1", "sales 2")]
    assert given
    ready = [row for row in leads if row["lead_status"] in ("SQL", "SQO", "SAL")]
    assert all(row["owner"] for row in ready if "yes" in (row["may_email"], row["may_call"]))
    assert {row["owner_since"] for row in given} == {"2026-10-08"}
    assert {row["owner_queue"] for row in given} == {""}


def test_the_example_has_the_options_of_the_trade_fair(folder, root):
    """Its lists, its activities and its day are told in two places, and are the same."""
    new_workspace(folder / "fair", example=True)
    own = read_plan(str(folder / "fair" / "pipeline.yaml"))
    fair = read_plan(str(root / "examples" / "trade-fair" / "pipeline.yaml"))

    def told(plan):
        lists = {Path(path).name: options for path, options in plan.per_list.items()}
        return {
            name: {one: getattr(options, one) for one in PER_LIST}
            for name, options in lists.items()
        }

    assert told(own) == told(fair)
    (score,), (theirs,) = (
        [step.options for step in plan.steps if step.stage == "score"] for plan in (own, fair)
    )
    named = [[Path(one).name for one in each.activities] for each in (score, theirs)]
    assert named == [["activities.csv"]] * 2
    assert score.as_of == theirs.as_of


@pytest.mark.parametrize("name", ["fair", "Messe: 2026", "2026", "été #1", "no", '"', "a'b"])
def test_a_workspace_may_be_called_anything(folder, name):
    """The name of a folder is a text in its pipeline, whatever YAML would make of it."""
    new_workspace(folder / name)
    text = (folder / name / "pipeline.yaml").read_text("utf-8")
    assert yaml.safe_load(text)["name"] == name


TAKEN = ["pipeline.yaml", "rules", "inbox", "decisions.csv", "README.txt", "leads.csv", "runs"]


@pytest.mark.parametrize("name", TAKEN)
def test_nothing_is_overwritten(folder, name):
    """One name that is taken, even by a link to nowhere: nothing is made."""
    (folder / name).symlink_to("nowhere")
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(LeadkitError, match=f"holds {name} already"):
        new_workspace(folder)
    assert {path.name for path in folder.iterdir()} == {name, "mine.txt"}
    assert os.readlink(folder / name) == "nowhere"


def test_all_that_is_in_the_way_is_named_at_once(folder, leadkit):
    """The command ends with 2 and one line; a second init says what to do instead."""
    for name in ("spend.csv", "new.csv", "rules"):
        (folder / name).write_text("mine")
    done = leadkit("init", ".", cwd=folder)
    assert (done.code, done.lines) == (
        2,
        [
            "leadkit: .: holds new.csv, rules, spend.csv already; move them away, or name another "
            "folder"
        ],
    )
    assert leadkit("init", "fair", cwd=folder).code == 0
    before = content(folder / "fair")
    done = leadkit("init", "fair", "--example", cwd=folder)
    assert (done.code, len(done.lines)) == (2, 1)
    assert done.lines[0].endswith("it is a workspace: leadkit run fair")
    assert content(folder / "fair") == before


def test_a_file_is_no_folder(folder, leadkit):
    """Nor is what lies below one."""
    (folder / "list.csv").write_text("mine")
    assert leadkit("init", "list.csv", cwd=folder).lines == [
        "leadkit: list.csv: is a file; name a folder"
    ]
    assert leadkit("init", "list.csv/fair", cwd=folder).code == 2
    assert content(folder) == {"list.csv": b"mine"}


def test_other_things_in_the_folder_stay(folder):
    """A folder that holds other files becomes a workspace beside them."""
    (folder / "notes.txt").write_text("mine")
    new_workspace(folder)
    assert {path.name for path in folder.iterdir()} == USUAL | {"notes.txt"}
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("after", [0, 3, 8])
def test_what_fails_makes_nothing(folder, monkeypatch, after):
    """A disk that is full after some files: no folder is left, nor anything in one that was there."""
    import leadkit.workspace.new_workspace as module

    written = []

    def full(path):
        if len(written) == after:
            raise OSError(28, "no space")
        written.append(path)
        return usual(path)

    usual = module.open_output
    monkeypatch.setattr(module, "open_output", full)
    there = folder / "there"
    there.mkdir()
    for target in (there, folder / "fair"):
        written.clear()
        with pytest.raises(LeadkitError, match="the disk is full"):
            new_workspace(target)
        assert content(folder) == {"there": None}


@pytest.mark.parametrize("moved", range(8))
def test_an_interrupted_init_is_finished_by_the_next(folder, monkeypatch, moved):
    """A kill between two moves: no workspace yet, and whole after the next call."""

    class Killed(BaseException):
        pass

    usual = Path.rename
    moves = []

    def rename(self, target):
        if Path(target).parent == folder / "fair" and Path(target).name in USUAL:
            if len(moves) == moved:
                raise Killed
            moves.append(target)
        return usual(self, target)

    new_workspace(folder / "whole" / "fair")
    monkeypatch.setattr(Path, "rename", rename)
    if moved < len(USUAL):
        with pytest.raises(Killed):
            new_workspace(folder / "fair")
        assert not (folder / "fair" / "pipeline.yaml").exists()
    monkeypatch.setattr(Path, "rename", usual)
    new_workspace(folder / "fair")
    assert content(folder / "fair") == content(folder / "whole" / "fair")


def test_the_command_says_what_to_do_next(folder, leadkit):
    """With an inbox to fill, or an example to run; quiet it says nothing."""
    done = leadkit("init", "my fair", cwd=folder)
    assert (done.code, done.out) == (0, b"")
    assert done.lines == [
        "leadkit init: made my fair: decisions.csv, inbox/, pipeline.yaml, README.txt, rules/, "
        "spend.csv, suppress.csv",
        "put lists into my fair/inbox/, then: leadkit run 'my fair'",
    ]
    assert leadkit("init", "fair", "--example", cwd=folder).lines[1:] == ["leadkit run fair"]
    assert leadkit("init", "third", "-q", cwd=folder).lines == []
