"""write: further files for some of the leads, by the conditions of rule files."""

from __future__ import annotations

import json

import pandas as pd
import pytest

LIST = (
    "Name,E-Mail,Land,Lead Status,Umsatz,Create Date\n"
    "Eva Meier,eva@meier.example.com,AT,SQL,12000,2026-10-01\n"
    "Jan Kern,jan@kern.example.com,CH,SQO,,2026-08-01\n"
    'Ida Voss,"ida@voss.example.com",DE,lead,800,\n'
    "Udo Lang,,DE,MQL,9000,2026-09-30\n"
)
PIPELINE = """\
import: {files: list.csv}
steps: [clean]
output: out/leads.csv
write:
"""


@pytest.fixture
def run(folder, leadkit):
    """Run a pipeline with these lines under write; return what came of it, and names by file."""
    (folder / "list.csv").write_text(LIST, "utf-8")
    (folder / "out").mkdir()

    def done(write, *more, text=PIPELINE):
        (folder / "p.yaml").write_text(text + write, "utf-8")
        made = leadkit("run", "p.yaml", *more, cwd=folder)
        return made, {path.name: path.read_text("utf-8") for path in (folder / "out").iterdir()}

    return done


def names(text):
    return [line.split(",")[3].split()[0] for line in text.splitlines()[1:]]


CONDITIONS = {  # the language of rule files, as conditions -> whose rows are in the file
    "{lead_status: [SQL, SQO]}": ["Eva", "Jan"],
    "{country: DE}": ["Ida", "Udo"],
    "{not: {country: DE}}": ["Eva", "Jan"],
    "{revenue: {at_least: 5000}}": ["Eva", "Udo"],
    "{not: {revenue: {at_least: 5000}}}": ["Ida"],  # of Jan nobody can tell
    "{any: {country: CH, revenue: {at_least: 10000}}}": ["Eva", "Jan"],
    "{email: {known: true}, country: [AT, DE]}": ["Eva", "Ida"],
    "{lead_status: nobody}": [],
    "{lead_id: {known: true}}": ["Eva", "Jan", "Ida", "Udo"],
}


@pytest.mark.parametrize(("condition", "whose"), CONDITIONS.items(), ids=CONDITIONS)
def test_whose_rows_a_file_has(run, condition, whose):
    """Those for whom the condition holds, byte for byte as among all leads, in their order."""
    done, files = run(f"  out/part.csv: {condition}\n")
    assert done.code == 0
    assert names(files["part.csv"]) == whose
    assert set(files["part.csv"].splitlines()) <= set(files["leads.csv"].splitlines())
    assert files["part.csv"].splitlines()[0] == files["leads.csv"].splitlines()[0]
    assert f", {len(whose)} in out/part.csv" in done.lines[-1]


def test_all_files_together(run, folder, leadkit):
    """A lead may be in several; all leads are written as without; the counts are in the summary."""
    written = "  out/a.csv: {country: DE}\n  out/b.csv: {lead_status: [lead, SQL]}\n"
    done, files = run(written, "--summary", "rows.json")
    assert done.lines[-1].endswith("2 in out/a.csv, 2 in out/b.csv")
    assert json.loads((folder / "rows.json").read_text("utf-8"))["parts"] == {
        "out/a.csv": 2,
        "out/b.csv": 2,
    }
    assert names(files["a.csv"]) == ["Ida", "Udo"]
    assert names(files["b.csv"]) == ["Eva", "Ida"]
    _, without = run("", text=PIPELINE.replace("write:\n", ""))
    assert without["leads.csv"] == files["leads.csv"]


def test_without_a_step_and_with_safe_cells(run):
    """Rows of import alone go the same way; marks are those of all leads."""
    text = PIPELINE.replace("[clean]", "[]")
    for more in ((), ("--safe-cells",)):
        done, files = run("  out/a.csv: {country: AT}\n", *more, text=text)
        assert done.code == 0
        assert names(files["a.csv"]) == ["Eva"]


def test_conditions_that_count_days(run):
    """Up to the day of the steps; without one they cannot."""
    write = "  out/new.csv: {created_at: {within: 14 days}}\n"
    done, files = run(write)
    assert (done.code, files) == (2, {})
    said = "this counts days: say up to which, with as_of in a step"
    assert done.lines == [f"leadkit: p.yaml:5: {said}"]
    dated = PIPELINE.replace("[clean]", "[clean, {score: {as_of: 2026-10-08}}]")
    done, files = run(write, text=dated)
    assert names(files["new.csv"]) == ["Eva", "Udo"]


WRONG = {  # what is written under write -> what is said, before a row is read
    "  a.csv: {lead_statsu: SQL}\n": "p.yaml:5: unknown column 'lead_statsu'; did you mean 'lead_status'?",
    "  a.csv: {score: {atleast: 5}}\n": "p.yaml:5: unknown operator 'atleast'; did you mean 'at_least'?",
    "  a.csv: SQL\n": "p.yaml:5: a.csv: say which leads, such as {lead_status: [SQL, SQO]}",
    "  a.csv: {}\n": "p.yaml:5: a condition is missing here, such as {country: DE}",
    "  '': {country: DE}\n": "p.yaml:5: write: the name of a file is missing here",
    "  '-': {country: DE}\n": "p.yaml:5: write: '-' is for all leads; name a file for some of them",
    "  - a.csv\n": "p.yaml:5: write: expected names with values, not a list",
    "  out/leads.csv: {country: DE}\n": "out/leads.csv: two outputs cannot go into one file",
    "  gone/a.csv: {country: DE}\n": "gone/a.csv: ",
    "  a.csv: {score: {at_least: 50}}\n": "write: a.csv asks for score, and this list has none of them; there are: ",
    "  list.csv/a.csv: {country: DE}\n": "list.csv/a.csv: ",
}  # fmt: skip


@pytest.mark.parametrize(("write", "said"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_said_before_a_row_is_read(run, folder, write, said):
    before = set(folder.rglob("*")) | {folder / "p.yaml"}
    done, files = run(write)
    assert (done.code, files) == (2, {})
    assert done.lines[0].startswith(f"leadkit: {said}")
    assert set(folder.rglob("*")) == before


def test_a_dry_run_counts_and_writes_nothing(run):
    done, files = run("  out/a.csv: {country: DE}\n", "--dry-run")
    assert (done.code, files) == (0, {})
    assert "2 in out/a.csv" in done.lines[-1]


@pytest.mark.slow
def test_many_batches_are_one_file(run, folder):
    """Each row once, one header, whatever the batches: more rows than one batch holds."""
    rows = [f"P{n} Q,p{n}@x.example.com,{('DE', 'AT')[n % 2]},,,\n" for n in range(60_000)]
    (folder / "list.csv").write_text(LIST + "".join(rows), "utf-8")
    done, _ = run("  out/de.csv: {country: DE}\n  out/at.csv: {country: AT}\n")
    assert "30,002 in out/de.csv, 30,001 in out/at.csv" in done.lines[-1]
    tables = {
        name: pd.read_csv(folder / "out" / f"{name}.csv", dtype="str", keep_default_na=False)
        for name in ("leads", "de", "at")
    }
    for name in ("de", "at"):
        own = tables["leads"][tables["leads"]["country"] == name.upper()]
        pd.testing.assert_frame_equal(tables[name], own.reset_index(drop=True))
