"""Several tables in one file: sheets of a workbook, and tables one above the other."""

from __future__ import annotations

import csv
import io

import pytest
from samples import xlsx

from leadkit.base.errors import LeadkitError
from leadkit.files.read import ListFile
from leadkit.files.tables import holds_contacts, later_headers, side_by_side
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions

DAY_1 = [
    ["Name", "Firma", "Mail"],
    ["Ella Kranz", "Kranz", "ella@kranz.example.com"],
    ["Gero Haas", "Haas", ""],
]
DAY_2 = [["Vorname", "Nachname", "E-Mail"], ["Tilda", "Moser", "t.moser@moser.example.com"]]
NOTES = [["Notizen"], ["- Stand war zu klein"], ["Bitte bis Freitag alle anrufen!"]]
COUNTS = [["Firma", "Anzahl"], ["Kranz", 3], ["Summe", 3]]
COVER = [["Besucherliste"], ["Fragen an", "info@fair.example.org"], ["Version", 3]]
BOOK = {"Info": COVER, "Tag 1": DAY_1, "Tag 2": DAY_2, "Notizen": NOTES, "Zahlen": COUNTS}


@pytest.fixture
def book(folder):
    """Write sheets as a workbook; some of them may be hidden."""
    import openpyxl

    def writing(sheets, hidden=()):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            sheet.sheet_state = "hidden" if name in hidden else "visible"
            for row in rows:
                sheet.append(row)
        path = folder / "fair.xlsx"
        made.save(path)
        return str(path)

    return writing


def imported(path, **options):
    lists = ImportedLists([path], ImportOptions(**options))
    rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
    assert lists.rows_read == len(rows) + len(lists.rejects)
    return rows, "".join(lists.notes)


def test_all_sheets_with_contacts_are_read(book):
    """One sheet per day is the whole fair; covers, notes and counts are none, and that is said."""
    rows, notes = imported(book(BOOK))
    assert [(row["source_file"], row["source_row"]) for row in rows] == [
        ("fair.xlsx", "2"), ("fair.xlsx", "3"), ("fair.xlsx [Tag 2]", "2")]  # fmt: skip
    assert "2 sheets hold contacts and were read: 'Tag 1', 'Tag 2'; --sheet NAME reads one" in notes
    assert "'Info' or 'Notizen' or 'Zahlen'" in notes
    assert rows[2]["last_name"] == "Moser"


def test_a_sheet_that_is_asked_for(book):
    """--sheet reads one alone, by name or number, or every one that shows anything."""
    path = book(BOOK)
    assert [row["first_name"] for row in imported(path, sheet="Tag 2")[0]] == ["Tilda"]
    assert len(imported(path, sheet="2")[0]) == 2
    everything, notes = imported(path, sheet="all")
    assert "5 sheets" in notes
    assert len({row["source_file"] for row in everything}) == 5
    named, _ = imported(book({"all": DAY_2, "Tag 1": DAY_1}), sheet="all")
    assert [row["first_name"] for row in named] == ["Tilda"], "a sheet of this name is meant"


def test_hidden_sheets_with_contacts_are_read_and_named(book):
    """Nobody sees them, so the note says it."""
    rows, notes = imported(book({"Tag 1": DAY_1, "Tag 2": DAY_2}, hidden=["Tag 2"]))
    assert (len(rows), "'Tag 2' (hidden)" in notes) == (3, True)


def test_the_first_sheet_where_none_holds_contacts(book):
    """It is no worse than before: the first that shows anything, and the others are named."""
    rows, notes = imported(book({"Zahlen": COUNTS, "Notizen": NOTES}))
    assert (len(rows), "--sheet reads 'Notizen'" in notes) == (1, True)


STACKED = [["Lieferanten", "", ""], *DAY_1, ["", "", ""], ["Kunden", "", ""], *DAY_2]


def test_two_tables_in_a_sheet(book):
    """Each has its own header, and the rows say where they stand in the sheet."""
    rows, notes = imported(book({"Kontakte": STACKED}))
    assert [(row["source_row"], row["email"]) for row in rows] == [
        ("3", "ella@kranz.example.com"), ("4", ""), ("8", "t.moser@moser.example.com")]  # fmt: skip
    assert "another table has its header in row 7" in notes
    assert (rows[0]["full_name"], rows[2]["first_name"]) == ("Ella Kranz", "Tilda")


@pytest.mark.parametrize("block_size", [2 << 20, 1])
def test_two_tables_in_a_csv(folder, monkeypatch, block_size):
    """As in a sheet; each line is in one of the two, and rejects say their line."""
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
    text = "Name,Mail\nEva,e@x.example.com\nJo,j@x.example.com\n\nKunden\nVorname,Nachname,E-Mail\nIda,Lang,i@x.example.com\nto,o,many,cells\n"
    (folder / "a.csv").write_text(text)
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
    assert [(row["source_file"], row["source_row"], row["email"]) for row in rows] == [
        ("a.csv", "2", "e@x.example.com"), ("a.csv", "3", "j@x.example.com"),
        ("a.csv [line 6]", "7", "i@x.example.com")]  # fmt: skip
    assert [(reject.line, reject.code) for reject in lists.rejects] == [(8, "ragged")]
    assert lists.rows_read == 4
    assert "another table has its header in line 6" in "".join(lists.notes)


NO_HEADERS = {  # rows below a first table that begin no other
    "a person whose words name fields": [["", ""], ["Name", "x@x.example.com"], ["Ida", "Lang"]],
    "the header again": [["", ""], DAY_1[0], ["Ida", "Lang"]],
    "no blank row above": [DAY_2[0], ["Ida", "Lang", ""]],
    "nothing below": [["", ""], DAY_2[0]],
    "words that name no field": [["", ""], ["Huber", "Gruber", "Moser"], ["Ida", "Lang", ""]],
}


@pytest.mark.parametrize("below", NO_HEADERS.values(), ids=NO_HEADERS)
def test_what_begins_no_table(below):
    """Doubt means one table."""
    assert later_headers([*DAY_1, *below]) == []
    assert holds_contacts(DAY_1)


def test_a_list_to_look_up_holds_one_table(book):
    """Of a suppression list no sheet may be left out in silence."""
    with pytest.raises(LeadkitError, match=r"several tables.*'Tag 2'|several tables.*Tag 2"):
        ListFile(book(BOOK))


def test_the_command_reads_all_sheets(book, leadkit):
    """One golden run: rows of both days, the note, and exit 0."""
    run = leadkit("import", book(BOOK))
    assert run.code == 0
    told = list(csv.DictReader(io.StringIO(run.out.decode())))
    assert [row["email"] for row in told] == [
        "ella@kranz.example.com",
        "",
        "t.moser@moser.example.com",
    ]
    assert "3 rows read = 3 written" in run.lines[-1]


BESIDE = [
    ["Mitglieder", "", "", "Gäste", ""],
    ["Name", "Mail", "", "Nom", "Courriel"],
    ["Eva", "e@x.example.com", "", "Ida", "i@x.example.com"],
    ["Udo", "u@x.example.com", "", "", ""],
]


def test_tables_side_by_side_in_a_sheet(folder):
    """Each is a list of its own, whose rows say where they stand."""
    (folder / "a.xlsx").write_bytes(xlsx(BESIDE))
    rows, notes = imported(str(folder / "a.xlsx"))
    assert [(row["source_file"], row["source_row"], row["email"]) for row in rows] == [
        ("a.xlsx", "3", "e@x.example.com"), ("a.xlsx", "4", "u@x.example.com"),
        ("a.xlsx [column 4]", "3", "i@x.example.com")]  # fmt: skip
    assert "another table stands beside the first, from column 4 on" in notes
    (folder / "a.csv").write_text("\n".join(map(",".join, BESIDE)), "utf-8")
    assert "2 tables stand side by side" in imported(str(folder / "a.csv"))[1]


ONE_TABLE = {
    "a blank column within": ["Name", "Mail", "", "Ort", "Tel"],
    "no column between": ["Name", "Mail", "Tel", "Nom", "Courriel"],
    "a second person without an address": ["Name", "Mail", "", "Nachname", "Firma"],
}


@pytest.mark.parametrize("header", ONE_TABLE.values(), ids=ONE_TABLE)
def test_what_stands_in_one_table(header):
    """Doubt means one table."""
    row = ["x@x.example.com" if name else "" for name in header]
    assert side_by_side([header, row]) == []


GROUPED = {  # firms and e-mails of a list -> whether it is told that firms stand once
    "a firm above its people": (["Elm", "", "", "Oak", "", ""], "eeeooo", True),
    "a firm of one more": (["Elm", "", "Oak"], "eeo", False),
    "people without a firm": (["Elm", "", "", "", "Oak", ""], "exyzoq", False),
    "another's domain among them": (["Elm", "", "", "", "", "Oak"], "eeeexo", False),
    "a firm in each row": (["Elm"] * 6, "eeeeee", False),
}  # fmt: skip


@pytest.mark.parametrize(("firms", "domains", "told"), GROUPED.values(), ids=GROUPED)
def test_firms_that_stand_once_for_several_rows_are_told_of(folder, firms, domains, told):
    """As in a sheet whose merged cells were lost: nothing is filled, and a note says what to do."""
    rows = [
        f"{firm};p{at}@{of}.example.com"
        for at, (firm, of) in enumerate(zip(firms, domains, strict=True))
    ]
    (folder / "a.csv").write_text("\n".join(["Firma;E-Mail", *rows, ""]), "utf-8")
    leads, notes = imported(str(folder / "a.csv"))
    assert len(leads) == len(firms)
    assert ("'Firma' stands once for several rows below it" in notes) == told
