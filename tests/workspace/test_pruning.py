"""runs prune: old runs go with the inputs that nobody needs, and never what is in force."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.workspace.paths import Workspace, run_names
from leadkit.workspace.present import read_present
from leadkit.workspace.pruning import prune_runs
from leadkit.workspace.publishing import publish_run
from tests.workspace.invented_runs import hashed, invent, run_name

DAYS = dict.fromkeys((1, 3, 5, 7), "published") | {
    9: "held back",
    11: "held back",
    13: "held back",
}


@pytest.fixture
def fair(folder):
    """Seven runs; the fourth is in force, and three later ones are held back."""
    invent(folder / "fair", DAYS)
    return folder / "fair"


def kept(fair: Path) -> set[str]:
    return {path.name for path in (fair / "runs" / "kept").iterdir()}


def left(fair: Path) -> list[str]:
    return run_names(Workspace(fair))


STAY = {  # how many are to be kept -> the days that stay
    7: [1, 3, 5, 7, 9, 11, 13],
    12: [1, 3, 5, 7, 9, 11, 13],
    5: [5, 7, 9, 11, 13],
    4: [5, 7, 9, 11, 13],  # what is in force, and what it went on from
    1: [5, 7, 13],
}


@pytest.mark.parametrize(("keep", "days"), STAY.items())
def test_the_newest_stay_and_what_is_in_force(fair, keep, days):
    """With the inputs of those that stay, and no others; the history knows no others either."""
    pruned = prune_runs(fair, keep)
    assert left(fair) == list(pruned.left) == list(map(run_name, days))
    assert pruned.runs == tuple(run_name(day) for day in DAYS if day not in days)
    assert kept(fair) == {hashed(f"list {day}") for day in days}
    present = read_present(Workspace(fair))
    assert present.run == run_name(7)
    assert present.names() == {run_name(day) for day in days if DAYS[day] == "published"}
    assert prune_runs(fair, keep).runs == ()
    publish_run(fair, "present")  # all that it needs is there


def test_a_dry_run_removes_nothing(fair, leadkit):
    """It says what would go; so does the command itself."""
    before = {str(path): path.stat().st_mtime_ns for path in fair.rglob("*")}
    done = leadkit("runs", "prune", "--keep", "1", "--dry-run", "--in", fair)
    assert done.lines[0].startswith(
        f"leadkit runs: 4 runs ({run_name(1)} to {run_name(11)}) and 4 kept inputs would be removed, "
    )
    assert {str(path): path.stat().st_mtime_ns for path in fair.rglob("*")} == before
    done = leadkit("runs", "prune", "--keep", "1", "--in", fair)
    assert done.lines[0].startswith(f"leadkit runs: 4 runs ({run_name(1)} to {run_name(11)})")
    assert done.lines[0].endswith("; 3 runs stay")
    done = leadkit("runs", "prune", "--in", fair)
    assert done.lines == ["leadkit runs: there is nothing to remove; 3 runs stay"]


def test_an_input_of_two_runs_stays_with_the_second(fair):
    """Kept inputs are counted by content, whichever run brought them."""
    again = hashed("list 13")
    assert again in kept(fair)
    (fair / "runs" / "kept" / f".{again}.half").write_text("x")  # somebody is keeping one
    prune_runs(fair, 1)
    assert again in kept(fair)


def test_a_broken_manifest_keeps_everything(fair, leadkit):
    """Nobody knows what its run needs."""
    (fair / "runs" / run_name(3) / "manifest.json").write_text("{")
    done = leadkit("runs", "prune", "--keep", "1", "--in", fair)
    assert (done.code, len(done.lines)) == (2, 1)
    assert len(left(fair)) == 7
    with pytest.raises(LeadkitError, match="--keep 0: give how many runs to keep"):
        prune_runs(fair, 0)


@pytest.mark.parametrize("renamed", range(3))
def test_a_kill_leaves_no_half_run(fair, monkeypatch, renamed):
    """Whatever was removed by then: the runs that are there are whole, and the next prune ends it."""

    class Killed(BaseException):
        pass

    usual, seen = os.rename, []

    def rename(source, target):
        usual(source, target)
        if str(target).endswith(".pruned"):
            seen.append(target)
            if len(seen) > renamed:
                raise Killed

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(Killed):
        prune_runs(fair, 1)
    monkeypatch.undo()
    for name in left(fair):
        assert (fair / "runs" / name / "manifest.json").exists()
    assert prune_runs(fair, 1).left == (run_name(5), run_name(7), run_name(13))
    assert {path.name for path in (fair / "runs").iterdir()} == {
        "kept", "present.json", run_name(5), run_name(7), run_name(13),
    }  # fmt: skip
