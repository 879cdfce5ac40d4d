"""What the name of an output promises is what is written, by every command that has ``-o``."""

from __future__ import annotations

import pytest
from python_calamine import CalamineWorkbook
from typer.main import get_command

from leadkit.cli import app
from leadkit.commands.manual import commands_of
from tests.handoff.conftest import EXAMPLE

CPL = ["cpl", "--revenue", "100", "--margin", "20%", "--sql-rate", "50%"]
CPL += ["--order-rate", "20%", "--mql-rate", "50%", "--opportunity-rate", "50%"]
# Commands whose output is a table.
TABLES = {
    "import": ["import", "badges.csv"],
    "clean": ["clean", "leads.csv"],
    "dedupe": ["dedupe", "leads.csv"],
    "update": ["update", "leads.csv", "leads.csv"],
    "score": ["score", "leads.csv"],
    "classify": ["classify", "leads.csv"],
    "assign": ["assign", "leads.csv", "--rules", "routing"],
    "unmerge": ["unmerge", "deduped.csv", "--merges", "merges.csv"],
    "accounts": ["accounts", "leads.csv"],
    "consent": ["consent", "leads.csv"],
    "suppress": ["suppress", "never.csv"],
    "cpl": ["cpl", "leads.csv", "--by", "country", "--spend", "spend.csv"],
    "cpl, more figures": [
        "cpl",
        "--revenue",
        "100",
        "--margin",
        "20%",
        "--leads",
        "70",
        "--orders",
        "2",
    ],
    "cpl, every row": ["cpl", "leads.csv", *CPL[1:]],
    "run": ["run", "pipeline.yaml"],
    "runs diff": ["runs", "diff", "--in", "fair"],
}
# Those that write a page, JSON or a text, and what such a name ends with.
TEXTS = {
    "report": (["report", "fair"], ".html"),
    "profile": (["profile", "leads.csv"], ".html"),
    "profile, as JSON": (["profile", "leads.csv", "--json"], ".json"),
    "rules schema": (["rules", "schema"], ".json"),
    "cpl, one figure": ([*CPL[:5], "--leads-per-order", "20"], ".txt"),
    "score, compared": (["score", "leads.csv", "--compare", "b2b", "b2b-saas"], ".csv"),
}
WRONG = (".ods", ".gz", ".tsv", ".parquet")


@pytest.fixture(scope="module")
def place(leadkit, tmp_path_factory):
    """A folder with all that these commands read."""
    place = tmp_path_factory.mktemp("endings")
    (place / "badges.csv").write_bytes((EXAMPLE / "badges.csv").read_bytes())
    (place / "never.csv").write_text("email\neva@meier.example.com\n", "utf-8")
    (place / "spend.csv").write_text("country,spend\nGermany,100\nDE,100\n", "utf-8")
    (place / "pipeline.yaml").write_text("import: {files: badges.csv}\nsteps: [clean]\n", "utf-8")
    for line in (
        "import badges.csv -o raw.csv",
        "dedupe raw.csv --merges merges.csv -o deduped.csv",
        "score deduped.csv -o scored.csv",
        "classify scored.csv -o leads.csv",
        "init fair",
    ):
        assert leadkit(*line.split(), cwd=place).code == 0
    for number in ("1", "2"):
        rows = f"Name,E-mail\nEva {number},eva{number}@meier.example.com\n"
        (place / "fair" / "inbox" / f"{number}.csv").write_text(rows, "utf-8")
        assert leadkit("run", "-q", "fair", cwd=place).code == 0
    return place


def test_every_command_with_an_output_is_asked_here():
    """Export writes a folder."""
    asked = {
        " ".join(given) for given in (*TABLES.values(), *(given for given, _ in TEXTS.values()))
    }
    whole = get_command(app)
    for name, command in commands_of(whole, whole.make_context("", [], resilient_parsing=True)):
        has_output = any("-o" in one.opts for one in command.params)
        assert (
            not has_output
            or name == "export"
            or any(f"{line} ".startswith(f"{name} ") for line in asked)
        ), name


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_a_workbook_under_its_name(leadkit, place, name):
    """With the same cells as the CSV."""
    for ending in (".csv", ".xlsx"):
        done = leadkit(*TABLES[name], "-o", f"out{ending}", cwd=place)
        assert done.code == 0, done.err
    book = CalamineWorkbook.from_path(str(place / "out.xlsx"))
    cells = book.get_sheet_by_index(0).to_python()
    header = (place / "out.csv").read_text("utf-8").splitlines()[0]
    assert ",".join(map(str, cells[0])) == header
    assert len(cells) > 1


@pytest.mark.parametrize("name", [*TABLES, *TEXTS])
def test_an_ending_that_says_another_is_refused(leadkit, place, name):
    """In one line, and nothing is there."""
    given, own = TEXTS.get(name) or (TABLES[name], "")
    for ending in (*WRONG, *([".xlsx", ".pdf"] if own else [".json"])):
        done = leadkit(*given, "-o", f"wrong{ending}", cwd=place)
        assert (done.code, len(done.lines)) == (2, 1), (ending, done.err)
        assert f"wrong{ending}: " in done.lines[0]
        assert not (place / f"wrong{ending}").exists()
    if own:
        assert leadkit(*given, "-o", f"right{own}", cwd=place).code == 0
        assert (place / f"right{own}").stat().st_size
