"""leadkit run FOLDER: what it says, and with which code it ends."""

from __future__ import annotations

import json
import re

import pytest

from leadkit.workspace.standing import locked
from tests.workspace.fairs import EVA, IDA, JAN, PIPELINE, Fair, new_fair

ASKED = ("--as-of", "2026-11-27")


@pytest.fixture
def fair(folder) -> Fair:
    """A workspace with one list."""
    fair = new_fair(folder / "fair")
    fair.list("a.csv", EVA, JAN)
    return fair


def told(lines: list[str]) -> list[str]:
    """Return lines with a word for each run's name."""
    return [re.sub(r"\d{4}-\d\d-\d\dT\d{6}Z", "RUN", line) for line in lines]


def test_what_a_run_says(fair, folder, leadkit):
    """Why there is one, what became of all rows, and where the leads are; then that nothing is to do."""
    done = leadkit("run", "fair", *ASKED, cwd=folder)
    assert (done.code, done.out) == (0, b"")
    assert told(done.lines) == [
        "leadkit run: this is the first run; 1 new list (inbox/a.csv)",
        "leadkit run: 2 rows read = 2 written; 2 phones missing, 2 new, 2 lead; fair/leads.csv: "
        "2 leads, 2 new (fair/new.csv); run RUN, to look at: fair/runs/RUN/report.html",
    ]  # fmt: skip
    done = leadkit("run", "fair", *ASKED, cwd=folder)
    assert (done.code, done.out) == (0, b"")
    assert told(done.lines) == ["leadkit run: fair: nothing to do: nothing changed since run RUN"]
    fair.list("b.csv", IDA, EVA)
    done = leadkit("run", "fair", *ASKED, cwd=folder)
    assert told(done.lines)[0] == "leadkit run: 1 new list (inbox/b.csv)"
    assert told(done.lines)[-1].endswith(
        "fair/leads.csv: 3 leads, 1 new (fair/new.csv); run RUN, "
        "to look at: fair/runs/RUN/report.html"
    )
    assert leadkit("run", "fair", "-q", "--as-of", "2026-12-01", cwd=folder).lines == []
    assert leadkit("run", "fair", "-q", "--as-of", "2026-12-01", cwd=folder).lines == []


def test_what_a_dry_run_says(fair, folder, leadkit):
    """That nothing was written."""
    done = leadkit("run", "fair", "--dry-run", cwd=folder)
    assert done.code == 0
    assert done.lines[-1].endswith("; nothing was written")
    assert not fair.runs


def test_a_run_that_is_held_back(fair, folder, leadkit):
    """Exit code 1: which gate, by how much, and what to do."""
    fair.write("pipeline.yaml", PIPELINE, "expect: {rows: {at_least: 100}}")
    done = leadkit("run", "fair", "-q", *ASKED, cwd=folder)
    assert done.code == 1
    assert told(done.lines) == [
        "leadkit: run RUN is held back, and no run stays in force: rows: 2; expected are at least "
        "100; look into fair/runs/RUN, then 'leadkit runs publish RUN --in fair'"
    ]
    done = leadkit("run", "fair", *ASKED, cwd=folder)
    assert done.code == 1
    assert told(done.lines)[-1].startswith("leadkit: fair: nothing changed since run RUN, which is")
    done = leadkit("run", "fair", "--dry-run", cwd=folder)
    assert done.code == 1
    assert done.lines[-1] == (
        "leadkit: this run would be held back: rows: 2; expected are at least 100; nothing was written"
    )


def test_two_at_once(fair, folder, leadkit):
    """Exit code 75."""
    with locked(fair.workspace):
        done = leadkit("run", "fair", cwd=folder)
        assert (done.code, done.lines) == (
            75,
            ["leadkit: fair: another run is at work here now; try again when it is done"],
        )
        done = leadkit("run", "fair", "--wait", "1s", cwd=folder)
    assert (done.code, done.lines) == (
        75,
        [
            "leadkit run: fair: another run is at work here; waiting for its end",
            "leadkit: fair: another run is at work here and did not end in time",
        ],
    )


REFUSED = [
    (("fair", "-o", "x.csv"), "--output is for a pipeline file; a workspace writes its leads to"),
    (("fair", "--summary", "x"), "--summary is for a pipeline file; each run of a workspace has"),
    (("fair", "--safe-cells"), "--safe-cells is for a pipeline file; write safe_cells: true into"),
    (("fair/pipeline.yaml", "--as-of", "today"), "--as-of is for a workspace; of a pipeline file"),
    (("fair/pipeline.yaml", "--wait", "1m"), "--wait is for a workspace; a pipeline file waits"),
    (("fair", "--wait", "soon"), "--wait soon: give seconds, minutes or hours, as 90s, 10m or 1h"),
    (("nowhere",), "nowhere: no such folder; 'leadkit init nowhere' makes a workspace"),
    (("fair/inbox",), "fair/inbox: is no workspace, as it holds no pipeline.yaml"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=str)
def test_what_is_refused(fair, folder, leadkit, arguments, said):
    """One line, exit code 2, and nothing is changed."""
    before = fair.content()
    done = leadkit("run", *arguments, cwd=folder)
    assert (done.code, len(done.lines)) == (2, 1)
    assert done.lines[0].startswith(f"leadkit: {said}")
    assert fair.content() == before


def test_what_a_program_is_told(fair, folder, leadkit):
    """JSON objects, as with a pipeline file."""
    done = leadkit("run", "fair", *ASKED, "--log-format", "json", cwd=folder)
    events = [json.loads(line) for line in done.lines]
    assert {one["command"] for one in events} == {"run"}
    why, *_, summary = events
    assert (why["event"], why["message"]) == (
        "told",
        "this is the first run; 1 new list (inbox/a.csv)",
    )
    assert (summary["event"], summary["run"], summary["written"]) == ("summary", fair.in_force, 2)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("before", "interrupted; no file was changed"),
        ("after", "interrupted; fair/runs/present.json, fair/new.csv and fair/leads.csv are written already"),
    ],
)  # fmt: skip
def test_who_interrupts_a_run_hears_what_is_true(folder, leadkit_here, monkeypatch, when, said):
    """Lists that were kept for it are no change that anybody sees; the leads are."""
    from leadkit.workspace import running

    monkeypatch.chdir(folder)
    assert leadkit_here("init", "fair").code == 0
    (folder / "fair" / "inbox" / "list.csv").write_text(
        "Name,E-Mail\nEva,eva@x.example.com\n", "utf-8"
    )
    does = running.into_place

    def interrupted(*arguments: object) -> None:
        if when == "after":
            does(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "into_place", interrupted)
    done = leadkit_here("run", "fair")
    assert (done.code, done.lines[-1]) == (130, f"leadkit: {said}")
    assert (folder / "fair" / "leads.csv").exists() == (when == "after")
