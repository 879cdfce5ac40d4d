"""Workbooks as they are written: what calamine and LibreOffice read of them is what went in."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.base.errors import LeadkitError
from leadkit.files import xlsx_out
from leadkit.files.disk import refuse_ending
from leadkit.files.xlsx_out import WorkbookOutput

NASTY = [
    "+491712345678", "007", "=1+1", "@x", "-5", "'=1", "1e5", "2026-10-06", "TRUE", "#N/A",
    "<r>x</r>", "<r><t>x</t></r>", "a & b", "]]>", "&amp;", "_x0041_", "_x005F_", "Zoë 🚀",
    " lead", "trail ", "line\nbreak", "tab\there", "\u00a0nbsp", "https://x.example.com", '"quoted"',
]  # fmt: skip


def written(path, columns, rows):
    """Write rows as a workbook."""
    import pyarrow as pa

    output = WorkbookOutput(str(path))
    sheet = output.sheet("Leads", columns)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    sheet.write(pa.table([texts(column) for column in cells], names=columns))
    output.commit()
    return output


def read(path, sheet=0):
    """Return the rows of a sheet as calamine reads them."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def test_every_cell_is_text(tmp_path):
    """Formulas, numbers, dates, tags of XML and signs of other planes come back as they were."""
    rows = [
        (cell, "", cell[::-1] if "_x" not in cell and "<" not in cell else "x") for cell in NASTY
    ]
    written(tmp_path / "a.xlsx", ["one", "two & <three>", "four"], rows)
    assert read(tmp_path / "a.xlsx") == [["one", "two & <three>", "four"], *map(list, rows)]


def test_header_filter_and_widths(tmp_path):
    """The header stays in sight and has a filter; columns are as wide as their cells, to a limit."""
    from openpyxl import load_workbook

    written(tmp_path / "a.xlsx", ["a", "b"], [("x" * 30, "y"), ("z" * 500, "")])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet.column_dimensions["A"].width > 50
    assert sheet.column_dimensions["B"].width < 15
    assert sheet["A1"].font.bold
    assert {sheet["A2"].number_format, sheet["B2"].number_format} == {"@"}


_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)


@given(st.lists(st.tuples(_CELL, _CELL), max_size=6))
def test_any_text_comes_back(rows):
    """Whatever signs: what calamine reads is what was written."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder, "a.xlsx"), ["a", "b", "c"], [(*row, "x") for row in rows])
        back = [
            ["" if cell is None else cell for cell in row] for row in read(Path(folder, "a.xlsx"))
        ]
    assert [row[:2] for row in back] == [["a", "b"], *map(list, rows)]


def test_more_rows_than_a_sheet_takes(tmp_path, monkeypatch):
    """They go on in a further sheet, with the header again."""
    monkeypatch.setattr(xlsx_out, "MOST_ROWS", 4)
    written(tmp_path / "a.xlsx", ["a"], [(str(number),) for number in range(7)])
    sheets = [read(tmp_path / "a.xlsx", sheet) for sheet in range(3)]
    assert sheets == [[["a"], ["0"], ["1"], ["2"]], [["a"], ["3"], ["4"], ["5"]], [["a"], ["6"]]]


def test_a_cell_longer_than_a_sheet_takes(tmp_path):
    """It is cut, and that is told; half a sign is never left."""
    output = written(tmp_path / "a.xlsx", ["a"], [("x" * 32_766 + "🚀",), ("y" * 32_767,)])
    assert [len(row[0]) for row in read(tmp_path / "a.xlsx")[1:]] == [32_766, 32_767]
    assert output.notes == [f"{tmp_path}/a.xlsx: 1 cell was longer than a workbook takes, and cut"]


def test_nothing_is_left_beside_it(tmp_path):
    """Rows lie beside the workbook only while it is written; who gives up leaves nothing."""
    output = WorkbookOutput(str(tmp_path / "a.xlsx"))
    output.sheet("x", ["a"])
    assert len(list(tmp_path.iterdir())) == 3  # the half-written file, its rows, the lock
    output.discard()
    written(tmp_path / "b.xlsx", ["a"], [])
    assert [one.name for one in tmp_path.iterdir()] == ["b.xlsx"]


def test_what_a_killed_run_left_is_removed(tmp_path, leadkit):
    """The rows of a workbook that was never finished go with the next command in that folder."""
    left = tmp_path / ".a.xlsx.00112233445566778899aabbccddeeff.leadkit-partial"
    left.mkdir(0o700)
    (left / "tmpx").write_text("eva@meier.example.com")
    (tmp_path / "a.csv").write_text("lead_id,email\n1,a@b.example.com\n")
    done = leadkit("clean", "a.csv", "-o", "a.xlsx", cwd=tmp_path)
    assert done.code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "a.xlsx"]


def test_names_of_sheets(tmp_path):
    """Excel takes no two of one name, no History, no more than 31 signs, and some signs not at all."""
    from openpyxl import load_workbook

    output = WorkbookOutput(str(tmp_path / "a.xlsx"))
    for name in ("a/b", "A:B", "History", "", "x" * 40, "x" * 50, "'q'"):
        output.sheet(name, ["a"])
    output.commit()
    names = load_workbook(tmp_path / "a.xlsx").sheetnames
    assert names == ["a b", "A B 2", "History_", "Leads", "x" * 31, "x" * 29 + " 2", "q"]


ENDINGS = ["a.ods", "a.xls", "a.gz", "a.json", "a.tsv", "a.csv.gz", "a.parquet"]


@pytest.mark.parametrize("name", ENDINGS)
def test_other_endings_are_refused(name, tmp_path, leadkit):
    """A table is written as CSV or as a workbook; a name that promises something else is refused."""
    (tmp_path / "l.csv").write_text("email\na@b.example.com\n")
    done = leadkit("import", "l.csv", "-o", name, cwd=tmp_path)
    assert (done.code, len(done.lines)) == (2, 1)
    assert "tables are written as .csv or .xlsx" in done.lines[0]
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "name", ["a.csv", "A.CSV", "a", "a.txt", "-", "a.xlsx", "leads.2026-10", ".hidden"]
)
def test_endings_that_are_taken(name):
    """CSV, workbooks, and names that promise nothing."""
    assert refuse_ending(name) is None


def test_what_is_no_table_is_no_workbook(tmp_path, leadkit):
    """A report or a schema under that name is refused."""
    done = leadkit("rules", "schema", "-o", "a.xlsx", cwd=tmp_path)
    assert done.code == 2
    assert done.lines == ["leadkit: a.xlsx: this is JSON, written as .json; give that, not .xlsx"]
    with pytest.raises(LeadkitError):
        WorkbookOutput(str(tmp_path / "b.xlsx")).write(b"x")


STAGES = [
    "import l.csv",
    "clean l.csv",
    "dedupe l.csv",
    "score l.csv",
    "classify l.csv --consent consent",
]


@pytest.mark.parametrize("stage", STAGES)
def test_any_stage_writes_a_workbook(stage, tmp_path, leadkit):
    """The same cells as its CSV, and imported again the same leads."""
    (tmp_path / "l.csv").write_text(
        "lead_id,source_file,source_row,email,phone,last_name,country,score,score_engagement\n1,a,2,eva@x.example.com,+491712345678,007,DE,5,3\n"
    )
    words = stage.split()
    assert leadkit(*words, "-o", "a.csv", cwd=tmp_path).code == 0
    assert leadkit(*words, "-o", "a.xlsx", cwd=tmp_path).code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert read(tmp_path / "a.xlsx") == rows
    assert leadkit("import", "a.xlsx", "-o", "b.csv", cwd=tmp_path).code == 0
    assert leadkit("import", "a.csv", "-o", "c.csv", cwd=tmp_path).code == 0
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "c.csv").read_bytes()


@pytest.mark.slow
def test_libreoffice_reads_the_same_cells(tmp_path):
    """Headless LibreOffice converts the workbook to the same CSV."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    rows = [(cell, "x") for cell in NASTY if "\n" not in cell and "\t" not in cell]
    written(tmp_path / "a.xlsx", ["one", "two"], rows)
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        office,
        home,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["one", "two"], *map(list, rows)]
