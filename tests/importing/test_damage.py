"""What spreadsheets do to cells is found by name, and undone only where nothing was lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.base.values import with_values
from leadkit.fields.dates import iso_date, order_of
from leadkit.fields.email.one import mend_email
from leadkit.importing.damage import ISSUES, once_decoded
from leadkit.importing.digits import mend_dialled, mend_number
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions


@pytest.fixture
def imported(folder):
    """Import text as a list: (rows as dictionaries, notes)."""

    def importing(text, **options):
        (folder / "list.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        lists = ImportedLists([str(folder / "list.csv")], ImportOptions(**options))
        rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
        assert lists.rows_read == len(rows) + len(lists.rejects)
        codes = {code for row in rows for code in row["issues"].split("; ") if code}
        assert codes <= ISSUES.keys(), "a code that is not documented"
        return rows, [with_values(note) for note in lists.notes]

    return importing


PHONES = {  # cell -> cell, what follows it, code
    "4.91512E+12": ("4.91512E+12", "", "digits_lost"),
    "4.91512345678E+12": ("4.91512345678E+12", "", "digits_lost"),
    "4.915123456789E+12": ("4915123456789", "", "restored"),
    "4,915123456789E+12": ("4915123456789", "", "restored"),
    "491512345678.0": ("491512345678", "", "restored"),
    "491512345678.00": ("491512345678", "", "restored"),
    "491512345678.": ("491512345678", "", "restored"),
    "4.9151234567890E+12": ("4915123456789", "", "restored"),
    "4.9151234567891E+12": ("4.9151234567891E+12", "", ""),
    "4.91E+012": ("4.91E+012", "", "digits_lost"),
    "1.000": ("1.000", "", ""),
    "'+49 30 1234567": ("+49 30 1234567", "", "unwrapped"),
    "tel:+49-30-1234567": ("+49-30-1234567", "", "unwrapped"),
    "p:+27825550101": ("+27825550101", "", "unwrapped"),
    "030 1234567; 0171 1234567": ("030 1234567", "0171 1234567", ""),
    "030 1234567 / 0171 1234567": ("030 1234567", "0171 1234567", ""),
    "030/1234567": ("030/1234567", "", ""),
    "+49 30 1234567, ext. 12": ("+49 30 1234567, ext. 12", "", ""),
    "+1 843-555-5555 ::: 843-555-5556": ("+1 843-555-5555", "843-555-5556", ""),
    "089 / 123 45-67": ("089 / 123 45-67", "", ""),
    "1-800-FLOWERS": ("1-800-FLOWERS", "", ""),
    "?": ("?", "", ""),
    "": ("", "", ""),
}


@pytest.mark.parametrize(("cell", "told"), PHONES.items(), ids=PHONES)
def test_phones(cell, told):
    """Digits that are all there are written out; lost ones are said to be lost."""
    mended = mend_dialled(cell)
    assert (mended.cell, mended.more, mended.code) == told


EMAILS = {
    "mailto:eva@x.example.com": ("eva@x.example.com", "", "unwrapped"),
    "a@x.example.com; b@x.example.com": ("a@x.example.com", "b@x.example.com", ""),
    "a@x.example.com,b@x.example.com c@x.example.com": ("a@x.example.com", "b@x.example.com; c@x.example.com", ""),
    "a@x.example.com ::: b@x.example.com": ("a@x.example.com", "b@x.example.com", ""),
    "Eva Meier <eva@x.example.com>": ("Eva Meier <eva@x.example.com>", "", ""),
    "eva @x.example.com": ("eva @x.example.com", "", ""),
    "mailto:k@x.example.com?subject=hi": ("k@x.example.com", "", "unwrapped"),
    "Eva <o@x.example.com>; Ida <p@x.example.com>": ("Eva <o@x.example.com>", "Ida <p@x.example.com>", ""),
    '"Muster, Eva" <o@x.example.com>, "Lang, Ida" <p@x.example.com>': ('"Muster, Eva" <o@x.example.com>', '"Lang, Ida" <p@x.example.com>', ""),
    "a@x.example.com oder b@x.example.com": ("a@x.example.com", "b@x.example.com", ""),
    "Eva a@x.example.com Ida b@x.example.com": ("Eva a@x.example.com Ida b@x.example.com", "", "several"),
    "o'neill@x.example.com": ("o'neill@x.example.com", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "told"), EMAILS.items(), ids=EMAILS)
def test_emails(cell, told):
    """Several addresses come apart only where each is one."""
    mended = mend_email(cell)
    assert (mended.cell, mended.more, mended.code) == told


@given(st.text(max_size=30))
def test_nothing_is_lost_in_mending(cell):
    """Whatever the cell, its letters and digits are still there."""
    for mend in (mend_email, mend_dialled, mend_number):
        told = mend(cell)
        if told.code == "":
            assert set(cell) - set(" ;,|:/\t\n\r") <= set(told.cell + told.more) | set(" ") or (
                told.cell.split() == cell.split() or not cell.isascii()
            )


DATES = {  # cell, order -> ISO 8601
    ("2026-10-06 09:22:21", ""): "2026-10-06T09:22:21",
    ("2026-09-01T18:00:00.000Z", ""): "2026-09-01T18:00:00.000Z",
    ("2026-08-30T07:41:00+0200", ""): "2026-08-30T07:41:00+02:00",
    ("2025/4/3", ""): "2025-04-03",
    ("13.04.2025 09:05", ""): "2025-04-13T09:05",
    ("3.4.25", ""): "2025-04-03",
    ("03/04/2025", "dmy"): "2025-04-03",
    ("03/04/2025", "mdy"): "2025-03-04",
    ("03/04/2025", ""): None,
    ("13/04/2025", "mdy"): None,
    ("11/29/24 22:28", "mdy"): "2024-11-29T22:28",
    ("3/15/2024 12:30 AM", "mdy"): "2024-03-15T00:30",
    ("12 Mar 2024", ""): "2024-03-12",
    ("March 12, 2024", ""): "2024-03-12",
    ("12. März 2024", ""): "2024-03-12",
    ("1 février 2024", ""): "2024-02-01",
    ("3-Apr-25", ""): "2025-04-03",
    ("31.02.2025", ""): None,
    ("2025-02-31", ""): None,
    ("45750", ""): "2025-04-03",
    ("4575", ""): None,
    ("26-04-03", ""): None,
    ("26-04-03", "ymd"): "2026-04-03",
    ("99-04-03", "dmy"): None,
    ("2026-13-45", ""): None,
    ("0000-00-00", ""): None,
    ("20260503", ""): "2026-05-03",
    ("20260503T091500Z", ""): "2026-05-03T09:15:00Z",
    ("20261350", ""): None,
    ("0/0/00", ""): "",
    ("0.0.00", ""): "",
    ("soon", ""): None,
}


@pytest.mark.parametrize(("told", "date"), DATES.items(), ids=str)
def test_dates(told, date):
    """Each spelling has one reading, or none."""
    assert iso_date(*told) == date


def test_a_column_has_one_order_of_day_and_month(imported):
    """All values of a column settle its order, also those far down; else nobody guesses."""
    rows = "".join(f"{number},03/04/2025\n" for number in range(9000))
    read, notes = imported(f"Name,Created at\n{rows}x,13/04/2025\n")
    assert {row["created_at"] for row in read} == {"2025-04-03", "2025-04-13"}
    assert "created_at is read day first, as 13/04/2025 says: 03/04/2025 is 2025-04-03" in notes[0]
    read, notes = imported(f"Name,Created at\n{rows}")
    assert {row["created_at"] for row in read} == {"03/04/2025"}
    assert {row["issues"] for row in read} == {"created_at_unclear"}
    assert "--date-order" in notes[0]
    read, _ = imported(f"Name,Created at\n{rows}", date_order="mdy")
    assert {row["created_at"] for row in read} == {"2025-03-04"}
    assert order_of(["13/04/2025", "04/13/2025"]) == "", "values that contradict settle nothing"
    with pytest.raises(LeadkitError, match="--date-order ymd: give dmy"):
        imported("Name\nEva\n", date_order="ymd")


ORDERS = {  # cells -> the order that they prove
    ("26-04-03", "26-05-13", "25-12-01"): "",
    ("26-04-03", "99-05-13"): "ymd",
    ("26-04-03", "26-05-99"): "dmy",
    ("3-4-25", "3-13-25"): "mdy",
    ("13/04/25",): "dmy",
}


@pytest.mark.parametrize(("cells", "order"), ORDERS.items(), ids=str)
def test_years_of_two_digits_prove_little(cells, order):
    """A date such as 26-04-03 may begin with its year, so that 26 alone settles nothing."""
    assert order_of(cells) == order


def test_an_order_that_the_column_disproves(imported):
    """What --date-order says cannot be where the values prove the other: said, and left as it is."""
    read, notes = imported("Name,Created at\na,03/04/2026\nb,04/13/2026\n", date_order="dmy")
    assert [row["created_at"] for row in read] == ["03/04/2026", "04/13/2026"]
    assert {row["issues"] for row in read} == {"created_at_unclear"}
    assert "created_at holds 04/13/2026, which --date-order dmy cannot be" in notes[0]


def test_dates_that_do_not_exist_are_flagged(imported):
    """Also where they are written as ISO 8601 writes dates."""
    cells = ("2026-02-30", "2026-13-45", "2026-04-03T25:61", "0000-00-00", "2023-02-29")
    read, _ = imported("Name,Created at\n" + "".join(f"x,{cell}\n" for cell in cells))
    assert [(row["created_at"], row["issues"]) for row in read] == [
        (cell, "created_at_unclear") for cell in cells
    ]
    read, _ = imported("Name,Created at\na,2024-02-29\nb,2026-12-31T23:59:59Z\n")
    assert {row["issues"] for row in read} == {""}


def test_double_encoded_text(imported):
    """It is noted, and repaired only where that was asked for."""
    text = "Name,Company\nJÃ¼rgen,x\nÄrger,SÃO\n"
    read, _ = imported(text)
    assert [(row["full_name"], row["issues"]) for row in read] == [
        ("JÃ¼rgen", "mojibake"),
        ("Ärger", ""),
    ]
    read, _ = imported(text, fix_mojibake=True)
    assert [(row["full_name"], row["issues"]) for row in read] == [
        ("Jürgen", "mojibake_fixed"),
        ("Ärger", ""),
    ]
    assert once_decoded("â‚¬ 5") == "€ 5"


def test_signs_that_were_read_as_control_characters(imported):
    """Latin-1 has control characters where cp1252 has dashes, quotes and the euro."""
    text = "Name,Note\nEva,Mo\u0096Fr \u0084sofort\u0093 5 \u0080\nIda,odd \u0081\nBo,5 °C\n"
    read, _ = imported(text)
    assert [row["issues"] for row in read] == ["mojibake", "", ""]
    read, _ = imported(text, fix_mojibake=True)
    assert [row["notes"] for row in read] == ["Mo–Fr „sofort“ 5 €", "odd \u0081", "5 °C"]
    assert read[0]["issues"] == "mojibake_fixed"


def test_second_addresses_have_a_column(imported):
    """The first goes to the field, the rest to the next; where there is none the cell stays whole."""
    read, _ = imported(
        "Name,Email,Phone\nEva,a@x.example.com; b@x.example.com,030 1234567 / 0171 1234567\n"
    )
    assert read[0]["email_2"] == "b@x.example.com"
    assert read[0]["phone_2"] == "0171 1234567"
    read, _ = imported("Email,Email 2\na@x.example.com; b@x.example.com,c@x.example.com\n")
    assert read[0]["email"] == "a@x.example.com; b@x.example.com"
    assert read[0]["issues"] == "email_several"


ISSUES_OF = {
    "a postal code without its zero": ("PLZ,Land\n1067,DE\n1010,AT\n01067,Deutschland\n", ["postal_code_zero_restored", "", ""]),
    "a phone without its zero": ("Phone,Country\n301234567,DE\n4930123456,DE\n2125550100,US\n", ["phone_zero_lost", "", ""]),
    "a number of employees as a date": ("Name,Employees\na,Oct 50\nb,51-200\n", ["employees_date", ""]),
    "two zeros": ("PLZ,Land\n185,IT\n120,FI\n601,US\n185,DE\n", ["postal_code_zero_restored"] * 3 + [""]),
    "dates for numbers": (
        "Name,Employees\n" + "".join(f"a,{cell}\n" for cell in (
            "2024-10-11", "10. Nov", "50. Okt", "10/11/2024", "11-Okt-24", "11-50", "LLC-24")),
        ["employees_date"] * 5 + ["", ""],
    ),
    "errors of a spreadsheet": ("Name,Phone\n#N/A,####\n#1,#REF!\n# 5,\n", ["cell_error", "cell_error", ""]),
    "formulas": ("Name,Phone\n=A2&B2,\n=1/0,1\n==,2\n=) hi,3\n", ["formula_unread; formula", "formula_unread; formula", "", ""]),
    "a formula around text": ('Name,Phone\na,"=""0171 123456"""\n', ["formula_text"]),
    "a NUL byte": ("Name,Phone\na\0b,\n" + "x,1\n" * 2000, ["nul_byte"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), ISSUES_OF.values(), ids=ISSUES_OF)
def test_damage_is_noted(imported, text, codes):
    """Each kind of damage has a code in the column issues of its row."""
    read, notes = imported(text)
    assert [row["issues"] for row in read][: len(codes)] == codes
    assert "damage is noted in the column issues" in notes[-1]


def test_formulas_around_text_are_unwrapped(imported):
    """Excel's ="0171" is the text 0171."""
    assert imported('Name,Phone\na,"=""0171 123456"""\n')[0][0]["phone"] == "0171 123456"


def test_links_are_unwrapped(imported):
    """A link gives its address where we want one, else what a person sees."""
    link = '"=HYPERLINK(""mailto:l@x.example.com"",""Mail"")"'
    read, _ = imported(f'Name,E-Mail\n"=HYPERLINK(""https://x.example.com"",""Eva"")",{link}\n')
    assert (read[0]["full_name"], read[0]["email"]) == ("Eva", "l@x.example.com")
    assert read[0]["issues"] == "formula_text; email_unwrapped"


def test_several_addresses_far_down_are_said(imported):
    """Where the sample shows no need of email_2, the cell stays whole and the user learns it."""
    rows = "a@x.example.com\n" * 5000
    read, notes = imported(f"E-Mail\n{rows}b@x.example.com; c@x.example.com\n")
    assert (read[-1]["email"], read[-1]["issues"]) == (
        "b@x.example.com; c@x.example.com",
        "email_several",
    )
    assert any("an empty column email_2" in note for note in notes)


def test_block_cuts_change_nothing(imported, monkeypatch):
    """What is found does not depend on how much is read at a time."""
    text = "Name,Email,Created at,Phone,Country\n" + "".join(
        f"{n},a{n}@x.example.com,{n % 28 + 1}/02/2025,4.91512E+1{n % 4},DE\n" for n in range(3000)
    )
    whole = imported(text)
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", 5000)
    assert imported(text) == whole
