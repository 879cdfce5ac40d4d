"""What leadkit tells: to a person on a terminal, in one line to a file, as JSON to a program."""

from __future__ import annotations

import json
import re

import pytest

from leadkit.commands.progress import rows_told
from tests.running import on_terminal

CANARY = "zzcanary"
# Lists in which whatever is told about could quote a cell, and all cells bear a canary
LISTS = {
    "dates": f"Name,E-Mail,Erstellt am\n{CANARY} A,{CANARY}a@x.example.com,31.02.{CANARY}\n",
    "two orders": f"Name,Created at\n{CANARY},04/25/2026 {CANARY}\n{CANARY},25/04/2026\n",
    "numbers that are days": f"Name,Created at\n{CANARY},46344\n{CANARY},181126\n",
    "consent that nobody understood": "Name,E-Mail,Marketing permission\n"
    + f"Eva,e@x.example.com,{CANARY} x\n" * 3,
    "one column": f"{CANARY} {CANARY}@x.example.com\n" * 4,
    "a line to each detail": f"Name: {CANARY}\nE-Mail: {CANARY}@x.example.com\n" * 3,
    "a table on its side": f"Name,{CANARY},Ida\nFirma,{CANARY},B\nE-Mail,{CANARY}@x.example.com,i@x.example.com\n"
    "Telefon,1,2\n",
    "rows that cannot be read": f"Name,E-Mail\n{CANARY},{CANARY}@x.example.com,{CANARY}\n"
    + "Eva,eva@x.example.com\n" * 9,
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_cell_is_told_where_nobody_watches(folder, leadkit, text, form):
    """Neither in what is told nor in the summary; row numbers say where to look."""
    (folder / "list.csv").write_text(text, "utf-8")
    files = ("-o", "out.csv", "--summary", "sum.json", "--rejects", "rejects.csv")
    run = leadkit("import", "list.csv", *files, "--log-format", form, cwd=folder)
    assert run.code in (0, 1)
    assert run.err
    told = run.err.decode() + (folder / "sum.json").read_text("utf-8")
    # The header is what a column is called; of a list without one it is what stands in its place.
    assert CANARY not in told.replace(text.splitlines()[0].split(",")[0], "")


def test_cells_are_told_who_asks_for_them(folder, leadkit):
    (folder / "list.csv").write_text(LISTS["dates"], "utf-8")
    files = ("import", "list.csv", "-o", "out.csv", "--summary", "sum.json")
    told = leadkit(*files, cwd=folder).lines[0]
    assert told == (
        "leadkit import: note: list.csv: created_at: 1 cell holds no date that can be read "
        "(line 2); --show-values shows the cells"
    )
    shown = leadkit(*files, "--show-values", cwd=folder).lines[0]
    assert shown.endswith(f"no date that can be read, such as '31.02.{CANARY}'")
    assert f"31.02.{CANARY}" in (folder / "sum.json").read_text("utf-8")


def test_activities_are_told_of_without_their_cells(folder, leadkit):
    (folder / "leads.csv").write_text("lead_id,email\n1,eva@x.example.com\n", "utf-8")
    visits = f"email,activity,date\neva@x.example.com,page_view,{CANARY}\n"
    (folder / "visits.csv").write_text(visits, "utf-8")
    scoring = ("score", "leads.csv", "--activities", "visits.csv", "-o", "out.csv")
    run = leadkit(*scoring, "--as-of", "2026-11-27", cwd=folder)
    assert "visits.csv: 1 activity has no readable day and does not count" in run.err.decode()
    assert CANARY not in run.err.decode()
    assert (
        CANARY
        in leadkit(*scoring, "--as-of", "2026-11-27", "--show-values", cwd=folder).err.decode()
    )


def test_a_workspace_keeps_no_cell_in_its_log(folder, leadkit):
    """Nor in its ledger, its manifest, and what it tells; the tables of the run hold them."""
    assert leadkit("init", "fair", cwd=folder).code == 0
    for name in ("dates", "two orders", "numbers that are days", "rows that cannot be read"):
        path = folder / "fair" / "inbox" / f"{name.replace(' ', '_')}.csv"
        path.write_text(LISTS[name] + "Ida Kern,ida@y.example.com\n" * 4, "utf-8")
    run = leadkit("run", "fair", cwd=folder)
    assert run.code in (0, 1), run.lines
    (made,) = (folder / "fair" / "runs").glob("2*")
    told = run.err.decode()
    for name in ("log.txt", "ledger.json", "manifest.json"):
        told += (made / name).read_text("utf-8")
    assert "(line 2)" in told
    assert CANARY not in told
    assert CANARY in (made / "leads.csv").read_text("utf-8")


LINE = """
import: {files: [list.csv], rejects: rejects.csv}
steps: [clean, dedupe, {score: {rules: b2b}}, classify]
output: leads.csv
"""


@pytest.fixture
def line(folder):
    people = (
        "Eva Meier,eva@x",
        "Jan Vos,jan@z",
        "Pia Roth,pia@a",
        "Ida Kern,ida@y",
        "Ida Kern,ida@y",
    )
    rows = "".join(f"{one}.example.com\n" for one in people) + "x\n"
    (folder / "list.csv").write_text(f"Name,E-Mail\n{rows}", "utf-8")
    (folder / "line.yaml").write_text(LINE, "utf-8")
    return folder


def test_cron_gets_one_line_and_the_notes(line, leadkit):
    run = leadkit("run", "line.yaml", cwd=line)
    *notes, told = run.lines
    assert all(one.startswith("leadkit run: note: ") for one in notes)
    assert told.startswith("leadkit run: 6 rows read = 4 written + 1 rejected + 1 merged; ")
    assert told.endswith("; rejects in rejects.csv: list.csv:7 (1 cell where the header has 2)")
    assert leadkit("run", "line.yaml", "-q", cwd=line).err == b""


def test_a_program_gets_one_object_a_line(line, leadkit):
    run = leadkit("run", "line.yaml", "--log-format", "json", cwd=line)
    told = [json.loads(one) for one in run.lines]
    for one in told:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one["time"])
        assert one["command"] == "run"
        assert one["level"] in ("info", "note", "warning", "error")
        assert one["message"]
    events = [one["event"] for one in told if one["event"] != "note"]
    assert events == ["stage"] * 4 + ["rejects", "summary"]
    stages = [one for one in told if one["event"] == "stage"]
    assert [(one["stage"], one["rows_in"], one["rows_out"]) for one in stages] == [
        ("clean", 5, 5), ("dedupe", 5, 4), ("score", 4, 4), ("classify", 4, 4),
    ]  # fmt: skip
    assert stages[1]["counts"] == {"leads made of several rows": 1}
    assert told[-2]["first"] == [
        {"file": "list.csv", "line": 7, "code": "ragged", "reason": "1 cell where the header has 2"}
    ]
    summed = ("read", "written", "rejected", "merged", "suppressed", "known")
    assert [told[-1][name] for name in summed] == [6, 4, 1, 1, 0, 0]
    assert told[-1]["files"] == {"leads": "leads.csv", "rejects": "rejects.csv"}
    assert {one["stage"] for one in told if one["event"] == "note"} <= {
        "import",
        "score",
        "classify",
    }


WRONG = {  # arguments -> exit code
    ("run", "gone.yaml", "--log-format", "json"): 2,
    ("run", "--log-format=json", "--no-such", "line.yaml"): 2,
    ("clean", "list.csv", "--log-format", "json", "--fail-on", "missing-email:0"): 1,
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "code"), WRONG.items(), ids=str)
def test_a_program_is_told_why_a_command_ends(line, leadkit, arguments, code):
    (line / "list.csv").write_text("lead_id,email\n1,\n", "utf-8")
    run = leadkit(*arguments, cwd=line)
    last = json.loads(run.lines[-1])
    assert run.code == last["exit_code"] == code
    assert (last["level"], last["event"]) == ("error", "error")


def test_a_form_that_there_is_not_is_refused(line, leadkit):
    run = leadkit("run", "line.yaml", "--log-format", "xml", cwd=line)
    assert (run.code, run.lines) == (2, ["leadkit: --log-format xml: give text or json"])


def test_a_person_sees_each_stage_and_lines_that_break_between_words(line):
    """The progress is gone when the run is done: a line for each stage, then notes and tables."""
    (line / "list.csv").write_text(LISTS["dates"] + "Ida Kern,ida@y.example.com,tba\n", "utf-8")
    shown = on_terminal("run", "line.yaml", told=True, cwd=line)
    progress, _, rest = shown.rpartition("\x1b[?25h")  # where the cursor comes back
    for stage in ("import", "clean", "dedupe", "score", "classify"):
        assert re.search(rf"(?m)(K|^){stage} +.*rows", progress), stage
    lines = [re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", one) for one in rest.split("\n")]
    assert max(map(len, lines)) <= 80
    # a person who watches sees the cells; what is too long for a line goes on below it
    note = " ".join(map(str.strip, lines)).split("leadkit run: note: ")[1]
    assert (
        f"list.csv: created_at: 2 cells hold no date that can be read, such as '31.02.{CANARY}', 'tba'"
        in note
    )
    assert "leads in leads.csv" in rest


def test_rates_are_told_as_wide_as_they_get():
    assert len(rows_told(1, 0)) == len(rows_told(99_999_999, 3.0))


def test_a_terminal_of_json_gets_no_progress_and_no_tables(line):
    (line / "list.csv").write_text("Name,E-Mail\nEva,eva@x.example.com\n", "utf-8")
    shown = on_terminal("run", "line.yaml", "--log-format", "json", told=True, cwd=line)
    assert all(json.loads(one) for one in shown.splitlines())
