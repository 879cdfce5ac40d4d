"""Codes of a workbook are read as its own legend says what they mean."""

from __future__ import annotations

import io

import openpyxl
import pytest

from leadkit.files.legends import legend_of
from leadkit.files.workbook import read_workbook

CALLS = [
    ["Name", "Telefon", "Ergebnis"],
    ["Eva Lang", "0301234", 41],
    ["Jan Kern", "0305678", 42],
    ["Ida Roth", "0309", 41],
]
CODES = [
    ["Code", "Bedeutung"],
    [41, "keine Anrufe mehr"],
    [42, "keine E-Mails mehr"],
    [73, "Zusage E-Mail"],
]
IN_WORDS = ["keine Anrufe mehr", "keine E-Mails mehr", "keine Anrufe mehr"]


def book(hidden: bool = False, **sheets: list[list[object]]) -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made[[*sheets][-1]].sheet_state = "hidden" if hidden else "visible"
    made.save(file)
    return file.getvalue()


def last(content: bytes, **options: object) -> list[str]:
    return [row[-1] for row in read_workbook(content, "calls.xlsx", **options).cells]


LEGENDS = {
    "with a header": CODES,
    "without one": CODES[1:],
    "with a title and a remark": [["Unsere Codes, Stand Mai"], [], *CODES, [], ["Fragen an Eva"]],
    "in other letters, with a number in front": [["Nr", "Ergebniscode", "Text"], *([str(code), words] for code, words in CODES[1:])],
}  # fmt: skip


@pytest.mark.parametrize("codes", LEGENDS.values(), ids=LEGENDS)
@pytest.mark.parametrize("hidden", [False, True], ids=["shown", "hidden"])
@pytest.mark.parametrize("sheet", ["", "Calls"])
def test_codes_are_told_in_words(codes, hidden, sheet):
    content = book(hidden, Calls=CALLS, Codes=codes)
    read = read_workbook(content, "calls.xlsx", sheet=sheet)
    assert [row[-1] for row in read.cells] == IN_WORDS
    assert (
        "calls.xlsx: the codes in 'Ergebnis' were read as sheet 'Codes' says in words what they mean"
        in read.notes
    )


def test_words_as_codes_and_a_code_that_the_legend_lacks():
    rows = [
        ["Name", "E-Mail", "Status"],
        *(
            [f"N{n}", f"n{n}@x.example.com", code]
            for n, code in enumerate("KA KA ke ka KE X9".split())
        ),
    ]
    codes = [["ka", "kein Anruf"], ["KE", "keine E-Mail"], ["NE", "nicht erreicht"]]
    assert last(book(L=rows, Z=codes)) == [
        "kein Anruf",
        "kein Anruf",
        "keine E-Mail",
        "kein Anruf",
        "keine E-Mail",
        "X9",
    ]


NONE = {
    "numbers of the rows": ([["No", "Name", "Mail"], *([n, f"N{n}", f"n{n}@x.example.com"] for n in range(1, 6))], [["1", "one call"], ["2", "two calls"], ["3", "three"], ["4", "four"], ["5", "five"]]),
    "codes of something else": (CALLS, [["A", "at once"], ["B", "later"]]),
    "counts": (CALLS, [["41", "7"], ["42", "9"]]),
    "a sentence for each": (CALLS, [["all who were called", "41"], ["all who answered", "42"]]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "codes"), NONE.values(), ids=NONE)
def test_what_is_no_legend_of_a_column(rows, codes):
    read = read_workbook(book(L=rows, Z=codes), "calls.xlsx")
    assert [[str(cell) for cell in row] for row in rows[1:]] == read.cells
    assert not [note for note in read.notes if "codes" in note]


def test_two_columns_that_may_hold_the_codes():
    """Neither is told in words, and it is said how to name the one; a name decides."""
    rows = [
        ["Name", "Telefon", "Ergebnis", "Prio"],
        *([f"N{n}", "0301234", 1 + n % 2, 1 + n % 3 % 2] for n in range(6)),
    ]
    codes = [["Schlüssel", "Text"], [1, "keine Anrufe"], [2, "Anruf gewünscht"]]
    read = read_workbook(book(L=rows, Z=codes), "calls.xlsx")
    assert [row[2:] for row in read.cells] == [[str(one), str(two)] for *_, one, two in rows[1:]]
    assert read.notes[-1] == (
        "calls.xlsx: the codes of sheet 'Z' may be those of 'Ergebnis' and 'Prio', and were told in words in neither; "
        "call its first column as the one that it explains"
    )  # fmt: skip
    codes[0][0] = "ergebnis"
    assert {row[2] for row in read_workbook(book(L=rows, Z=codes), "calls.xlsx").cells} == {
        "keine Anrufe",
        "Anruf gewünscht",
    }


YES_OR_NO = [
    ["Mail", "email opt out"],
    ["a@x.example.com", "Y"],
    ["b@x.example.com", "N"],
    ["c@x.example.com", "Y"],
]


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ([["Status", "Meaning"], ["Y", "Yearly customer"], ["N", "New customer"]], ["Y", "N", "Y"]),
        ([["Y", "yes, opted out"], ["N", "no"]], ["yes, opted out", "no", "yes, opted out"]),
        ([["email opt out", "means"], ["Y", "Yearly, no more"], ["N", "New"]], ["Yearly, no more", "New", "Yearly, no more"]),
        ([["Y", "opted out"], ["Y", "opted out by phone"], ["N", "opted in"]], ["opted out; opted out by phone", "opted in", "opted out; opted out by phone"]),
    ],
)  # fmt: skip
def test_answers_stay_unless_the_legend_speaks_of_answers(codes, told):
    assert last(book(L=YES_OR_NO, Z=codes)) == told


def test_of_several_columns_the_one_about_consent_is_told():
    rows = [
        ["Mail", "employees", "email consent"],
        ["a@x.example.com", 1, 2],
        ["b@x.example.com", 2, 2],
        ["c@x.example.com", 1, 1],
    ]
    codes = [["Code", "Meaning"], [1, "Opted in"], [2, "Opted out"]]
    assert [row[1:] for row in read_workbook(book(L=rows, Z=codes), "calls.xlsx").cells] == [
        ["1", "Opted out"],
        ["2", "Opted out"],
        ["1", "Opted in"],
    ]


def test_a_sheet_of_contacts_is_none():
    assert (
        legend_of([["Name", "Mail"], ["Eva", "eva@x.example.com"], ["Jan", "jan@x.example.com"]])
        is None
    )


def test_a_no_in_codes_is_heard(leadkit, folder):
    """A consent of 1 is no yes where the legend says that it is a no."""
    rows = [
        ["Name", "E-Mail", "Newsletter"],
        ["Eva Lang", "eva@x.example.com", 1],
        ["Ida Roth", "ida@y.example.com", 2],
        ["Jan Kern", "jan@z.example.com", 1],
    ]
    (folder / "calls.xlsx").write_bytes(book(L=rows, Z=[[1, "nein"], [2, "ja"]]))
    told = leadkit(
        "import",
        "calls.xlsx",
        "--consent-at",
        "2026-11-02",
        "--consent-source",
        "call",
        "--consent-text",
        "Dürfen wir?",
        cwd=folder,
    )
    scored = leadkit("score", "--rules", "b2b", stdin=leadkit("clean", stdin=told.out).out)
    judged = leadkit("classify", "--as-of", "2026-11-27", stdin=scored.out).out.decode()
    assert [line.count(",yes,no,no,") for line in judged.splitlines()[1:]] == [0, 1, 0]
