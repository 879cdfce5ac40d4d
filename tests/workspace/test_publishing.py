"""runs publish: what was held back comes into force, and nothing that is in force is lost."""

from __future__ import annotations

import pytest

from leadkit.workspace.paths import Workspace
from leadkit.workspace.present import read_present
from leadkit.workspace.runs import list_runs
from tests.workspace.invented_runs import invent, run_name


@pytest.fixture
def fair(folder):
    """Two runs that came into force, and one after them that is held back."""
    rows = {day: [f"{day},Eva,lead,1,,"] for day in (6, 13, 20)}
    invent(folder / "fair", {6: "published", 13: "published", 20: "held back"}, rows)
    return folder / "fair"


def test_a_run_that_was_held_back_comes_into_force(fair, leadkit):
    """By one step, with its copies at the top; how it came so is in the history."""
    done = leadkit("runs", "publish", "last", cwd=fair)
    assert (done.code, done.lines) == (
        0, [f"leadkit runs: {run_name(20)} is in force; leads.csv and new.csv are its own"],
    )  # fmt: skip
    for name in ("leads.csv", "new.csv"):
        assert (fair / name).read_bytes() == (fair / "runs" / run_name(20) / name).read_bytes()
    present = read_present(Workspace(fair))
    assert [(one.run, one.how) for one in present.history] == [
        (run_name(6), "run"), (run_name(13), "run"), (run_name(20), "publish"),
    ]  # fmt: skip
    assert [run.state for run in list_runs(fair)] == ["was in force", "was in force", "in force"]


def test_what_was_typed_into_a_copy_is_put_back(fair, leadkit):
    """Where the run in force itself is published; before, nothing else may take its place."""
    (fair / "leads.csv").write_text("typed")
    done = leadkit("runs", "publish", "last", cwd=fair)
    assert done.code == 2
    assert "leads.csv: was changed by hand" in done.lines[0]
    assert leadkit("runs", "publish", "present", cwd=fair).code == 0
    assert (fair / "leads.csv").read_text() == (
        fair / "runs" / run_name(13) / "leads.csv"
    ).read_text()
    assert leadkit("runs", "publish", "last", cwd=fair).code == 0


def test_what_is_in_force_is_not_lost(folder, leadkit):
    """A run that went on from another one, and one that was in force before."""
    fair = folder / "fair"
    invent(fair, {6: "published", 13: "held back", 20: "published"})
    for called, said in (
        (
            "2026-11-13",
            f"{run_name(13)}: went on from {run_name(6)}, and {run_name(20)} is in force since",
        ),
        ("2026-11-06", f"{run_name(6)}: was in force before {run_name(20)}; 'leadkit runs restore"),
    ):
        done = leadkit("runs", "publish", called, "--in", fair)
        assert (done.code, len(done.lines)) == (2, 1)
        assert said in done.lines[0]
    assert read_present(Workspace(fair)).run == run_name(20)


def test_a_damaged_run_is_not_published(fair, leadkit):
    """Its file is named, and what was in force stays."""
    (fair / "runs" / run_name(20) / "leads.csv").write_text("damaged")
    done = leadkit("runs", "publish", "last", cwd=fair)
    assert (done.code, len(done.lines)) == (2, 1)
    assert "leads.csv: was changed since the run" in done.lines[0]
    assert read_present(Workspace(fair)).run == run_name(13)


def test_any_run_may_be_published_where_nothing_says_what_is_in_force(fair, leadkit):
    """The file that says so is gone: nobody else can tell but the user."""
    (fair / "runs" / "present.json").unlink()
    done = leadkit("runs", "show", "present", cwd=fair)
    assert done.code == 2
    assert "is gone" in done.lines[0]
    assert leadkit("runs", "publish", "2026-11-13", cwd=fair).code == 0
    assert read_present(Workspace(fair)).run == run_name(13)
