"""Merged cells of sheets: what they say of each row, and rows that they head."""

from __future__ import annotations

import openpyxl
import pytest

from leadkit.files.merged_cells import spread
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions

HEADER = ["Company", "Town", "First name", "Surname", "E-mail", "Newsletter"]
ROWS = [
    HEADER,
    ["MIDLANDS", "", "", "", "", ""],
    ["Acorn Ltd", "Leek", "Eva", "Moss", "eva@acorn.example.com", "yes"],
    ["", "", "Jo", "Hill", "jo@acorn.example.com", ""],
    ["", "", "", "", "", ""],
    ["Birch plc", "", "Ida", "Lane", "", ""],
    ["x@birch.example.com or 01632 960123", "", "", "", "", ""],
]


@pytest.fixture
def sheet(folder):
    """Write rows as a sheet with merged cells; give what import makes of it."""

    def reading(rows, *merged, **options):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        path = folder / "a.xlsx"
        book.save(path)
        lists = ImportedLists([str(path)], ImportOptions(**options))
        leads = [row for batch in lists.batches() for row in batch.to_dict("records")]
        return leads, lists

    return reading


def test_a_cell_over_several_rows_says_the_same_of_each(sheet):
    """The firm of three people stands there once; a yes is nobody's but the first one's."""
    leads, lists = sheet(ROWS, "A2:F2", "A3:A5", "B3:B4", "F3:F4")
    assert [(lead["company"], lead["city"]) for lead in leads[:3]] == [
        ("Acorn Ltd", "Leek"), ("Acorn Ltd", "Leek"), ("Birch plc", "")]  # fmt: skip
    assert [lead["email_consent"] for lead in leads[:2]] == ["yes", ""]
    assert (
        "sheet 'Sheet': merged cells were read in each row that they span, as in row 4"
        in "".join(lists.notes)
    )
    assert [(reject.code, reject.line) for reject in lists.rejects] == [("between", 2)]
    assert len(leads) == 4, "a wide cell with an address may be somebody"


@pytest.mark.parametrize("merged", [[], ["A1:B1"], ["A2:B2"], ["A7:F7"]])
def test_what_merged_cells_do_not_change(sheet, merged):
    """Titles, a pair of cells and an address in a wide one: every row stays as it stands."""
    leads, lists = sheet(ROWS, *merged)
    assert len(leads) == 5
    assert [lead["company"] for lead in leads].count("") == 1
    assert not lists.rejects
    assert not lists.notes[:-1]


def test_merged_cells_above_and_in_a_header_stay():
    rows = [
        ["Fair", "", ""],
        ["Firm", "Name", "E-mail"],
        ["", "", ""],
        ["A", "Eva", "e@x.example.com"],
    ]
    before = [list(row) for row in rows]
    spread(rows, [((0, 0), (0, 2)), ((1, 0), (2, 0))])
    assert rows == before
