"""A run that dies between any two steps leaves the old run or the new one, whole, and no trap."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import randint

import pytest

from leadkit.workspace.paths import Workspace
from leadkit.workspace.standing import check_run, read_standing
from tests.files.dying import Dying, dying
from tests.workspace.fairs import EVA, IDA, JAN, PIPELINE, TOM, Fair, new_fair


def first_run(fair: Fair) -> None:
    """A workspace before its first run."""
    fair.list("a.csv", EVA, JAN)


def second_run(fair: Fair) -> None:
    """A workspace whose second run has a new list, other rules, and somebody to remove."""
    fair.list("a.csv", EVA, JAN)
    fair.run()
    fair.list("b.csv", IDA, f"{JAN}Bonn", TOM)
    fair.write("rules/near.txt", "CH")
    fair.write("suppress.csv", "email", "tom@roth.example.com")


def run_with_hand_overs(fair: Fair) -> None:
    """A workspace whose second run hands over otherwise than the first did."""
    exports = "export: {{to: {}, folder: {}, where: {{country: [US, CH]}}}}\n"
    fair.list("a.csv", EVA, JAN)
    fair.write("pipeline.yaml", PIPELINE + exports.format("hubspot", "crm"))
    fair.run()
    fair.list("b.csv", IDA, TOM)
    first = exports.format("odoo", "crm").replace("{to", "[{to").rstrip()
    fair.write("pipeline.yaml", f"{PIPELINE}{first}, {{to: excel, folder: book, new: true}}]")


EVERY = 29  # step is tried
CASES = [first_run, second_run, run_with_hand_overs]


def undisturbed(folder: Path, make: Callable[[Fair], None]) -> tuple[dict, dict]:
    """Return the tables of the run before, and those that a run gives."""
    fair = new_fair(folder)
    make(fair)
    before = fair.tables() if fair.runs else {}
    fair.run()
    return before, fair.tables()


def whole(fair: Fair) -> dict[str, bytes]:
    """Return the tables of the run in force, when all of it was looked at."""
    standing = read_standing(fair.workspace)
    if standing.manifest is None:
        return {}
    check_run(fair.workspace, standing.manifest)
    ledger = json.loads((fair.workspace.run(fair.in_force) / "ledger.json").read_text("utf-8"))
    gone = ("written", "rejected", "merged", "suppressed", "known")
    assert ledger["read"] + ledger.get("master", 0) == sum(ledger[name] for name in gone)
    return fair.tables()


def die(template: Path, folder: Path, before: int) -> tuple[Fair, Dying]:
    """Run a copy of a workspace, which dies before this step."""
    shutil.copytree(template, folder)
    fair = Fair(Workspace(folder))
    with dying(before) as process:
        fair.run()
    return fair, process


def check_next(fair: Fair, new: dict[str, bytes]) -> None:
    """See that the next run gives what an undisturbed one gives, and nothing stays behind."""
    fair.run()
    assert whole(fair) == new
    for name in ("leads.csv", "new.csv"):
        assert fair.workspace.top(name).read_bytes() == new[name]
    copied = [one.name for one in fair.manifest().outputs if one.copied]
    for name in copied:
        there = fair.workspace.run(fair.in_force) / name
        assert fair.workspace.top(name).read_bytes() == there.read_bytes()
    for folder in {Path(name).parent for name in copied} - {Path()}:
        tops = {path.name for path in (fair.folder / folder).iterdir()}
        assert tops == {Path(name).name for name in copied if Path(name).parent == folder}
    names = [path.name for path in fair.folder.rglob("*")]
    assert not [name for name in names if name.startswith(".")]
    assert fair.run().run == ""


@pytest.mark.slow
def test_a_run_that_dies_at_some_steps(memory):
    """At some of all, and around the one that brings it into force."""
    old, new = undisturbed(memory / "undisturbed", second_run)
    template = new_fair(memory / "template")
    second_run(template)
    _, process = die(template.folder, memory / "counted", 0)
    # What is replaced last are present.json and the two copies.
    in_force = [at for at, name in enumerate(process.steps, 1) if name == "replace"][-3]
    seen = []
    for step in (in_force // 2, in_force, in_force + 1):
        fair, _ = die(template.folder, memory / f"at{step}", step)
        seen.append(whole(fair))
        check_next(fair, new)
    assert seen == [old, old, new]


@pytest.mark.slow
@pytest.mark.parametrize("make", CASES)
def test_a_run_that_dies_anywhere(memory, make):
    """At some of all steps, each time at others; make faults kills at any moment."""
    old, new = undisturbed(memory / "undisturbed", make)
    template = new_fair(memory / "template")
    make(template)
    step, dead, forced = randint(1 - EVERY, 0), True, 0
    while dead:
        step += EVERY
        fair, process = die(template.folder, memory / "dying", step)
        dead = process.dead
        found = whole(fair)
        assert found in (old, new), (step, process.steps)
        assert found == new or not forced, step  # from that step on it is in force
        forced += found == new
        check_next(fair, new)
        shutil.rmtree(fair.folder)
    assert step > 100 > forced > 0
