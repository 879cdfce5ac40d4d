"""Rows with quotes or delimiters that do not fit: read where their cells prove it, else told of."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from leadkit.files.broken_rows import fits, is_swallowed, kinds_of, mended
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions

HEADER = "Firm,Name,Town,E-mail,Remarks"
GOOD = "Elm plc,Ida,Leek,ida@elm.example.com,ok"
ROWS = {  # lines below the header -> (firm, name, remarks) of each lead, codes of the rejects
    "quotes within a quoted cell": (
        ['Ash,"Jo "Joe" Hill",York,jo@ash.example.com,'], [("Ash", 'Jo "Joe" Hill', "")], []),
    "a quote that never closes, in the last cell": (
        ['Ash,Jo,York,jo@ash.example.com,"call, then mail'], [("Ash", "Jo", "call, then mail")], []),
    "a quote that never closes, in the middle": (
        ['Ash,"Jo,York,jo@ash.example.com,', GOOD], [("Ash", "Jo", ""), ("Elm plc", "Ida", "ok")], []),
    "rows that a quote took in": (
        ['Ash,"Jo,York,jo@ash.example.com,', GOOD, 'Oak,Kim",Bath,kim@oak.example.com,x'],
        [("Ash", "Jo", ""), ("Elm plc", "Ida", "ok"), ("Oak", 'Kim"', "x")], []),
    "a row of the right width that a quote took in": (
        ['Ash,Jo,York,jo@ash.example.com,"now', 'Oak,Kim,Bath,kim@oak.example.com,"'],
        [("Ash", "Jo", "now"), ("Oak", "Kim", "")], []),
    "remarks with delimiters": (
        ["Ash,Jo,York,jo@ash.example.com,6 in. valves, 40 pcs"],
        [("Ash", "Jo", "6 in. valves, 40 pcs")], []),
    "blank cells too many": (["Ash,Jo,York,jo@ash.example.com,now,,"], [("Ash", "Jo", "now")], []),
    "a firm with a delimiter": (["Ash, Ltd,Jo,York,jo@ash.example.com,now"], [], ["ragged"]),
    "a firm with a delimiter and a blank cell": (
        ["Ash, Ltd,Jo,York,jo@ash.example.com,"], [], ["ragged"]),
    "nothing that proves it": (['Ash,"Jo "Joe" Hill",York,,'], [], ["stray_quote"]),
    "an address elsewhere": (['Ash,"Jo "Joe" Hill",jo@ash.example.com,,'], [], ["stray_quote"]),
    "a remark of several lines": (
        ['Ash,Jo,York,jo@ash.example.com,"now', 'or, later, a, b"'],
        [("Ash", "Jo", "now\nor, later, a, b")], []),
}  # fmt: skip


MENDED = {  # lines -> how many rows are flagged, where not all that are read
    "\n".join(ROWS[name][0]): count
    for name, count in [
        ("a quote that never closes, in the middle", 1),
        ("rows that a quote took in", 1),
        ("a remark of several lines", 0),
    ]
}


@pytest.mark.parametrize("block_size", [2 << 20, 1])
@pytest.mark.parametrize(("lines", "leads", "codes"), ROWS.values(), ids=ROWS)
def test_broken_rows(folder, monkeypatch, lines, leads, codes, block_size):
    """What an address below its header proves is read and flagged, however the text is cut."""
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
    text = "\n".join([HEADER, *[GOOD] * 6, *lines, *[GOOD] * 6, ""])
    (folder / "a.csv").write_text(text, "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    rows = [row for batch in lists.batches() for row in batch.to_dict("records")]
    own = [row for row in rows if 7 < int(row["source_row"]) < 8 + len(lines)]
    found = [(row["company"], row["full_name"], row["notes"]) for row in own]
    assert found == leads
    assert [reject.code for reject in lists.rejects] == codes
    assert len(rows) == 12 + len(leads)
    mended_rows = [row for row in rows if "row_mended" in row["issues"]]
    assert len(mended_rows) == MENDED.get("\n".join(lines), 0 if codes else len(leads))


def test_a_row_that_a_quote_took_in_at_the_very_end(folder):
    text = (
        f'{HEADER}\n{GOOD}\nAsh,Jo,York,jo@ash.example.com,"now\nOak,Kim,Bath,kim@oak.example.com,"'
    )
    (folder / "a.csv").write_text(text, "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    names = [name for batch in lists.batches() for name in batch["full_name"]]
    assert names == ["Ida", "Jo", "Kim"]


def test_no_consent_is_shifted():
    """What stands right of the last proof must be known: a no that moved would be a yes."""
    kinds = kinds_of(["Name", "E-mail", "Firm", "Newsletter", "Remarks"])
    row = "Eva,eva@x.example.com,Ash, Ltd,no,call"
    assert mended(row, ",", kinds) == []
    assert fits(["Eva", "eva@x.example.com", "Ash", " Ltd", "no"], kinds, to_end=True) is None
    assert fits(["Eva", "eva@x.example.com", "Ash", "no", ""], kinds) is True


EARLY = {  # rows below "Name,Firm,Phone,E-mail,Town" -> how many are read
    "blank cells left out, by hand": (
        "Eva,Ash,0301 555 12\nJo,Elm,,jo@x.example.com\nIda,Oak,,,\nKim,Fir,0301 555 13\nUdo\n", 5),
    "rows cut in two": ("Eva,Ash,0301 555 12\ne@x.example.com,Ulm\nJo,Elm,0301 555 13\n"
                        "j@x.example.com,Bonn\nIda,Oak,,i@x.example.com,\n", 1),
    "nothing that proves it": ("Eva,Ash\nJo,Elm\nIda,Oak\nKim,Fir,,,\n", 1),
}  # fmt: skip


@pytest.mark.parametrize(("text", "read"), EARLY.values(), ids=EARLY)
def test_rows_that_end_early_here_and_there(folder, text, read):
    (folder / "a.csv").write_text(f"Name,Firm,Phone,E-mail,Town\n{text}", "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    assert sum(map(len, lists.batches())) == read
    assert bool(lists.too_many_rejected()) == (read < 5)


@examples(30, 500)
@given(
    st.lists(st.tuples(st.text("ab ,;'é\n", max_size=8), st.text('ab,"\n', max_size=8)), max_size=6)
)
def test_a_list_by_the_book_is_never_mended(rows):
    """Cells with quotes, delimiters and line ends, written as CSV has them, are as they were."""
    kinds = kinds_of(["Name", "E-mail", "Remarks"])
    text = io.StringIO()
    made = [[name, f"{at}@x.example.com", remark] for at, (name, remark) in enumerate(rows)]
    csv.writer(text, lineterminator="\n").writerows(made)
    for row in csv.reader(io.StringIO(text.getvalue())):
        assert not is_swallowed(row, ",", kinds)
