"""A column of dates is read as a whole, and import says how, and what it could not read."""

from __future__ import annotations

import pytest

from leadkit.base.values import with_values, without_values
from leadkit.importing.date_columns import DateColumns
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions

COLUMNS = {  # cells of a column -> what is said of it, and the first of them as it is read
    ("03/04/2026", "25/04/2026"): ("created_at is read day first, as 25/04/2026 says: 03/04/2026 is 2026-04-03", "2026-04-03"),
    ("03/04/2026", "04/25/2026"): ("created_at is read month first, as 04/25/2026 says: 03/04/2026 is 2026-03-04", "2026-03-04"),
    ("03/04/2026", "12 févr. 2026"): ("created_at is read day first, as 12 févr. 2026 says: 03/04/2026 is 2026-04-03", "2026-04-03"),
    ("03/04/2026", "05/06/2026"): ("created_at may be day or month first (03/04/2026, 05/06/2026)", None),
    ("04/25/2026", "25/04/2026"): ("created_at holds 04/25/2026 and 25/04/2026, in two orders", None),
    ("46344", "2026-11-17"): ("created_at holds days that a spreadsheet or a program counted: 46344 is 2026-11-18", "2026-11-18"),
    ("46344", "181126"): ("created_at holds numbers such as 46344, which would be days", None),
    ("25/04/2026", "26/04/2026"): ("", "2026-04-25"),
    ("3.4.2026", "2026-04-04"): ("", "2026-04-03"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "told"), COLUMNS.items(), ids=str)
def test_a_column_is_settled_by_all_of_its_cells(cells, told):
    said, read = told
    dates = DateColumns()
    notes = dates.settle("created_at", set(cells))
    assert len(notes) == bool(said)
    assert not said or with_values(notes[0]).startswith(said)
    assert not any(cell in without_values(note) for cell in cells for note in notes)
    assert dates.read("created_at", cells[0]) == read


def test_an_order_that_is_given_needs_no_words():
    dates = DateColumns("mdy")
    assert dates.settle("birthday", {"10/27/76", "3/4/80"}) == []
    assert dates.read("birthday", "10/27/76") == "1976-10-27"
    assert dates.read("birthday", "3/4/80") == "1980-03-04"


def imported(folder, text):
    """Import text as a list: (rows as dictionaries, notes)."""
    (folder / "list.csv").write_text(text, "utf-8")
    lists = ImportedLists([str(folder / "list.csv")], ImportOptions())
    rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
    return rows, lists.notes


def test_what_cannot_be_read_is_shown(folder):
    """Three examples, and how many there are; those that --date-order would read are told apart."""
    cells = ["2026-11-18", "tba", "31.02.2026", "Nov 2026", "KW 47", "tba", "18.11.26"]
    read, notes = imported(folder, "Name,Created at\n" + "".join(f"x,{cell}\n" for cell in cells))
    assert [row["created_at"] for row in read] == [*cells[:-1], "2026-11-18"]
    told = (
        "created_at: 5 cells hold no date that can be read, such as 'tba', '31.02.2026', 'Nov 2026'"
    )
    assert any(with_values(note).endswith(told) for note in notes)
    told = "created_at: 5 cells hold no date that can be read (lines 3, 4 and 5)"
    assert any(without_values(note).endswith(told) for note in notes)
    _, notes = imported(folder, "Name,Created at\nx,03/04/2026\n")
    assert "--date-order dmy or mdy settles it" in notes[0]
    assert not any("no date that can be read" in note for note in notes)
