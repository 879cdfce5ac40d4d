"""A lead's id is made of its row's cells: no name, place or kind of its file changes it."""

from __future__ import annotations

import csv
import io
from collections import Counter

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.importing.lead_ids import strung
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions

ROWS = [
    ["Vorname", "Firma", "E-Mail"],
    ["Eva", "Meier; Söhne", "eva@meier.example.com"],
    ["Tom", 'Kern "Bau"', "tom@kern.example.com"],
    ["Eva", "Meier; Söhne", "eva@meier.example.com"],
    ["Ida", "", "ida@voss.example.com"],
]


def text_of(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)
    return text.getvalue()


def ids_of(*paths):
    """Return (first name, id) of all rows of one import."""
    batches = ImportedLists([str(path) for path in paths], ImportOptions()).batches()
    return [
        pair
        for leads in batches
        for pair in zip(leads["first_name"], leads["lead_id"], strict=True)
    ]


KINDS = {
    "another name": ("export (2).csv", text_of(ROWS)),
    "another folder": ("old/list.csv", text_of(ROWS)),
    "another delimiter": ("list.csv", text_of(ROWS, ";")),
    "all in quotes": ("list.csv", text_of(ROWS, quoting=csv.QUOTE_ALL)),
    "Windows' ends of lines": ("list.csv", text_of(ROWS).replace("\n", "\r\n")),
    "an old encoding": ("list.csv", text_of(ROWS).encode("cp1252")),
    "sorted anew": ("list.csv", text_of([ROWS[0], *sorted(ROWS[1:])])),
    "other headers": ("list.csv", text_of([["First name", "Company", "E-mail"], *ROWS[1:]])),
}


@pytest.fixture
def ids(folder):
    (folder / "list.csv").write_text(text_of(ROWS), "utf-8")
    return Counter(ids_of(folder / "list.csv"))


@pytest.mark.parametrize(("name", "content"), KINDS.values(), ids=KINDS)
def test_no_kind_of_file_changes_an_id(ids, folder, name, content):
    """The same cells are the same lead, wherever they stand."""
    (folder / "new" / name).parent.mkdir(parents=True)
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "new" / name).write_bytes(data)
    assert Counter(ids_of(folder / "new" / name)) == ids


def test_a_workbook_gives_the_ids_of_its_csv(ids, folder):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(folder / "list.xlsx")
    assert Counter(ids_of(folder / "list.xlsx")) == ids


def test_the_same_record_in_several_lists_is_counted(folder):
    """Over all lists of an import, and none else is touched."""
    for name, rows in {"a": ROWS, "b": ROWS[:2], "c": [ROWS[0], ROWS[4], ROWS[1]]}.items():
        (folder / f"{name}.csv").write_text(text_of(rows), "utf-8")
    found = ids_of(*(folder / f"{name}.csv" for name in "abc"))
    eva = [one for name, one in found if name == "Eva"]
    assert eva == [eva[0], *(f"{eva[0]}-{nth}" for nth in (2, 3, 4))]
    ida = [one for name, one in found if name == "Ida"]
    assert ida == [ida[0], f"{ida[0]}-2"]
    assert len({one for _, one in found}) == len(found)


CELLS = st.sampled_from(["a", "b", "", 'a"', "a\nb", "a,b", "ab"])


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.randoms())
def test_rows_that_differ_have_different_ids(tmp_path_factory, rows, random):
    """Those that do not differ share their first part; the order of the rows changes no id."""
    path = tmp_path_factory.mktemp("ids") / "list.csv"

    def by_row(rows):
        cells = [["Vorname", "Bemerkung", "E-Mail"], *([*row, "x@x.example.com"] for row in rows)]
        path.write_text(text_of(cells), "utf-8", newline="")
        batches = ImportedLists([str(path)], ImportOptions()).batches()
        ids = [one for leads in batches for one in leads["lead_id"]]
        return sorted(zip(rows, ids, strict=True))

    found = by_row(rows)
    assert len({one for _, one in found}) == len(rows)
    assert len({one.partition("-")[0] for _, one in found}) == len(set(rows))
    assert by_row(random.sample(rows, len(rows))) == found


SIGNS = st.text("ab\x1f", max_size=4)


@given(st.lists(st.tuples(SIGNS, SIGNS), min_size=1, max_size=8))
def test_cells_are_strung_so_that_no_two_rows_look_alike(rows):
    """Whatever a cell holds of what stands between cells."""
    keys = strung([texts(cells) for cells in zip(*rows, strict=True)])
    assert len(set(keys)) == len(set(rows))
