"""Which runs there are, what people call them, and what is shown of them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.commands.completing import complete_runs
from leadkit.workspace.paths import open_workspace
from leadkit.workspace.runs import find_run, list_runs, statuses_of
from tests.running import on_terminal
from tests.workspace.invented_runs import HEADER, hashed, invent, run_name

LEADS = f"{HEADER}\na,Eva,lead,1,,\n"
DAYS = {6: "published", 13: "published", 20: "published", 27: "held back", 28: ""}


@pytest.fixture
def fair(folder):
    """A workspace with five runs: two were in force, one is, one is held back, one neither."""
    invent(folder / "fair", DAYS)
    return folder / "fair"


def test_each_run_has_a_state(fair):
    """The newest of the published ones is in force, whatever came after it."""
    runs = list_runs(fair)
    assert [(run.name, run.state) for run in runs] == [
        (run_name(6), "was in force"),
        (run_name(13), "was in force"),
        (run_name(20), "in force"),
        (run_name(27), "held back"),
        (run_name(28), "unpublished"),
    ]
    assert runs[0].statuses == {"lead": 0, "MQL": 1, "SQL": 0}  # and nothing that is no status
    assert statuses_of(runs) == ["MQL"]


CALLED = {
    "last": 28, "last-0": 28, "last-1": 27, "last-4": 6, "present": 20,
    "2026-11-13T093000Z": 13, "2026-11-13": 13, "2026-11-0": 6,
}  # fmt: skip


@pytest.mark.parametrize(("called", "day"), CALLED.items())
def test_runs_have_short_names(fair, called, day):
    """Beginnings that fit one alone, counted from the newest, and the one in force."""
    assert find_run(open_workspace(fair), called) == run_name(day)


ALL = " and ".join([", ".join(map(run_name, (28, 27, 20, 13))), run_name(6)])
UNKNOWN = {
    "2027": f"2027: is no run of this workspace; there are {ALL}",
    "2026-11-2": f"2026-11-2: may be several runs; there are {run_name(28)}, {run_name(27)} and {run_name(20)}",
    "last-5": f"last-5: there are 5 runs: {ALL}",
    "lats": f"lats: is no run of this workspace; there are {ALL}",
    "": f"'': is no run of this workspace; there are {ALL}",
    "../../etc": f"../../etc: is no run of this workspace; there are {ALL}",
}


@pytest.mark.parametrize(("called", "said"), UNKNOWN.items())
def test_a_run_that_is_none_is_told_with_those_there_are(fair, leadkit, called, said):
    """One line, exit code 2."""
    for command in ("show", "diff"):
        done = leadkit("runs", command, called, "--in", fair)
        assert (done.code, done.lines) == (2, [f"leadkit: {said}"])


def test_a_workspace_without_runs(folder, leadkit):
    """The list is empty, and says what makes a run; no name is a run's."""
    leadkit("init", "fair", cwd=folder)
    done = leadkit("runs", "fair", cwd=folder)
    assert (done.code, done.lines) == (
        0, ["leadkit runs: no run yet; 'leadkit run fair' makes one"],
    )  # fmt: skip
    assert done.out.startswith(b"run,kind,state,")
    done = leadkit("runs", "show", "last", "--in", "fair", cwd=folder)
    assert done.lines == ["leadkit: fair: there is no run yet; 'leadkit run fair' makes one"]
    invent(folder / "held", {27: "held back"})
    with pytest.raises(LeadkitError, match=f"no run is in force yet; there are {run_name(27)}"):
        find_run(open_workspace(folder / "held"), "present")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["."], "leadkit: .: is no workspace, as it holds no pipeline.yaml; 'leadkit init .' makes one"),
        ([], "leadkit: .: is no workspace, as it holds no pipeline.yaml; 'leadkit init .' makes one"),
        (["fiar"], "leadkit: fiar: no such folder; 'leadkit init fiar' makes a workspace"),
        (["shwo"], "leadkit: runs shwo: no such command; did you mean 'show'?"),
        (["show", "last"], "leadkit: .: is no workspace, as it holds no pipeline.yaml; 'leadkit init .' makes one"),
    ],
)  # fmt: skip
def test_what_is_no_workspace(folder, leadkit, words, said):
    """One line with what makes one, exit code 2."""
    done = leadkit("runs", *words, cwd=folder)
    assert (done.code, done.lines, done.out) == (2, [said], b"")


def test_a_list_for_programs(fair, leadkit):
    """In a pipe CSV, with --json the same; the oldest first, a column for each status."""
    done = leadkit("runs", fair)
    rows = list(csv.DictReader(io.StringIO(done.out.decode())))
    assert [row["run"] for row in rows] == list(map(run_name, DAYS))
    assert rows[0] == {
        "run": run_name(6), "kind": "run", "state": "was in force", "as_of": "2026-11-06",
        "began": "2026-11-06T09:30:00Z", "seconds": "4.1", "leads": "1", "read": "440", "new": "1",
        "merged": "437", "known": "0", "rejected": "3", "suppressed": "0", "MQL": "1",
    }  # fmt: skip
    assert json.loads(leadkit("runs", fair, "--json").out) == rows
    assert leadkit("runs", "list", fair).out == done.out
    assert leadkit("runs", cwd=fair).out == done.out


def test_a_list_for_people(fair):
    """The newest first, in 80 columns, with what its signs mean."""
    lines = on_terminal("runs", str(fair)).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["run", "leads", "read", "new", "merged", "by", "status", "took"]
    assert [line[:20] for line in lines[1:]] == [
        f"{sign} {run_name(day)}" for sign, day in zip("?!*  ", (28, 27, 20, 13, 6), strict=True)
    ]


def test_a_run_is_shown(fair, leadkit):
    """Why it was made, where all rows went, what held it back; as JSON it is its manifest."""
    said = leadkit("runs", "show", "2026-11-27", "--in", fair).out.decode()
    for line in (
        f"{run_name(27)}: held back",
        "  held back by merged: 812, 61% more than the 504 of the last run; allowed is 30%",
        "  why        1 new list (inbox/crm.csv)",
        "  rows       440 read = 1 lead + 3 rejected + 437 merged",
        "  statuses   1 MQL",
        f"  went on from {run_name(20)}",
        "  clean      437 in, 437 out, 1.2 s",
        f"  {hashed('list 27')[:10]}     17 kB  list: inbox/crm.csv",
        f"  {hashed(LEADS)[:10]}      80 B  leads.csv, 1 row",
    ):
        assert line in said.splitlines(), line
    manifest = fair / "runs" / run_name(27) / "manifest.json"
    shown = leadkit("runs", "show", "2026-11-27", "--in", fair, "--json")
    assert shown.out == manifest.read_bytes()
    assert "it is the first run" in leadkit("runs", "show", "2026-11-06", "--in", fair).out.decode()


def test_two_runs_are_compared(folder, leadkit):
    """The last two where nobody says which; all of it as CSV, and one line of words."""
    invent(
        folder / "fair",
        {6: "published", 13: "published", 20: "held back"},
        {
            6: ["a,Eva,lead,10,x:+10,", "b,Jan,lead,5,,"],
            13: ["a,Eva,MQL,30,x:+10; y:+20,score is at least 25", "b,Jan,lead,5,,"],
            20: ["a,Eva,MQL,30,x:+10; y:+20,score is at least 25", "c,Kim,lead,1,,"],
        },
    )
    done = leadkit("runs", "diff", cwd=folder / "fair")
    assert done.out.decode().splitlines()[1:] == [
        "came,c,Kim,,,,lead,,1,,", "went,b,Jan,,,lead,,5,,,",
    ]  # fmt: skip
    assert done.lines == [
        f"leadkit runs diff: from {run_name(13)} to {run_name(20)}: 1 came, 1 went, 1 are as they were"
    ]
    done = leadkit(
        "runs", "diff", "2026-11-06", "present", "-o", "d.csv", "-q", cwd=folder / "fair"
    )
    assert (done.out, done.lines) == (b"", [])
    assert (folder / "fair" / "d.csv").read_text().splitlines()[1:] == [
        "status,a,Eva,,,lead,MQL,10,30,,score is at least 25; y +20"
    ]


def test_a_difference_fits_a_terminal(folder):
    """The first leads, in 80 columns."""
    rows = [f"id{number:014},Eva,MQL,30,x:+10; y:+20,score is at least 25" for number in range(50)]
    plain = [
        row.replace("MQL,30,x:+10; y:+20,score is at least 25", "lead,10,x:+10,") for row in rows
    ]
    invent(folder / "fair", {6: "published", 13: "published"}, {6: plain, 13: rows})
    lines = on_terminal("runs", "diff", "--in", str(folder / "fair")).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum("lead > MQL" in line for line in lines) == 20


def test_a_difference_is_told_in_whole_words(folder):
    """Below the lead and who it is, what changed and why, with a name of a rule in one piece."""
    rule = "asked_for_demo_or_price_or_a_visit"
    before, after = f"a,Eva,lead,10,{rule}:+10,", f"a,Eva,MQL,30,{rule}:+30,{'long ' * 30}"
    invent(folder / "fair", {6: "published", 13: "published"}, {6: [before], 13: [after]})
    shown = on_terminal("runs", "diff", "--in", str(folder / "fair"), columns=60)
    lines = shown.replace("\r", "").splitlines()
    assert lines[:2] == ["a  Eva", "  lead > MQL, score 10 > 30"]
    assert lines[2].startswith("  because ")
    assert any(f"{rule} +20" in line for line in lines[2:])
    assert max(map(len, lines)) <= 60


def test_the_least_needed_figures_of_runs_make_room(folder):
    """A narrow terminal has no cell that is cut, and a line says what is not there."""
    rows = ["a,Eva,lead,10,,"]
    invent(folder / "fair", {6: "published", 13: "published"}, {6: rows, 13: rows})
    wide, narrow = (
        on_terminal("runs", str(folder / "fair"), columns=columns) for columns in (120, 46)
    )
    assert "took" in wide.splitlines()[0]
    assert "no room" not in wide
    assert "took" not in narrow.splitlines()[0]
    assert "took have no room in 46" in narrow
    assert "…" not in narrow


@pytest.mark.parametrize(
    ("line", "begun", "offered"),
    [
        ("leadkit runs show --in FAIR ", "2026-11-2", [run_name(28), run_name(27), run_name(20)]),
        ("leadkit runs diff --in FAIR last-1 ", "la", ["last", "last-1"]),
        ("leadkit runs publish --in nowhere ", "2", []),
    ],
)
def test_names_of_runs_are_completed(fair, monkeypatch, line, begun, offered):
    """Those of the workspace that the line names."""
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line.replace("FAIR", str(fair)))
    assert complete_runs(begun) == offered


def test_a_broken_manifest_is_one_line(fair, leadkit):
    """Which file, and what to do; exit code 2."""
    (fair / "runs" / run_name(13) / "manifest.json").write_text("{")
    for words in (["show", "2026-11-13"], ["list"]):
        in_ = [fair] if words == ["list"] else ["--in", fair]
        done = leadkit("runs", *words, *in_)
        assert (done.code, len(done.lines)) == (2, 1)
        assert "manifest.json: is a broken manifest" in done.lines[0]
