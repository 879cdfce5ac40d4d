"""Fields: one cell in, its normal form out; twice is once."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.base.fold import fold_letters
from leadkit.fields.company import company_base_name
from leadkit.fields.consent import has_opted_out, yes_or_no
from leadkit.fields.country import _LANGUAGES, _names, country_code
from leadkit.fields.country_names import USUAL
from leadkit.fields.email.cleaner import is_role_mailbox
from leadkit.fields.email.one import read_email
from leadkit.fields.name.case import clean_name
from leadkit.fields.numbers import parse_number, parse_range
from leadkit.fields.phone.one import read_phone
from leadkit.fields.status_words import lifecycle_status

PHONES = [  # cell, region -> cell, status
    ("004989123456", "DE", "+4989123456", "valid"),
    ("+49 (0)89 99998-123", "", "+498999998123", "valid"),
    ("4915112345678", "DE", "+4915112345678", "valid"),
    ("491716783154", "DE", "+491716783154", "valid"),
    ("4915112345678.0", "DE", "+4915112345678", "valid"),  # never +4949151123456780
    ("0151 12345678 (mobil)", "DE", "+4915112345678", "valid"),  # letters are not dialled
    ("030 123456; 0171 1234567", "DE", "030 123456; 0171 1234567", "invalid"),
    ("+39 06 1234567", "", "+39061234567", "valid"),
    ("0049 89 99998123", "US", "0049 89 99998123", "invalid"),
    ("089\u2009999\xa098123", "DE", "+498999998123", "valid"),
    ("＋４９ ８９ 99998123", "", "+498999998123", "valid"),
    ("'+498999998123", "", "+498999998123", "valid"),
    ("tel: 089 99998123", "DE", "+498999998123", "valid"),
    ("", "DE", "", "missing"),
    ("  ", "DE", "  ", "missing"),
]


@pytest.mark.parametrize(("cell", "region", "expected", "status"), PHONES)
def test_phones(cell, region, expected, status):
    """A number becomes E.164 where that is certain, and else stays as it is."""
    assert tuple(read_phone(cell, region)[:2]) == (expected, status)


EMAILS = [
    ("John.Doe@Example.COM", "John.Doe@example.com", "valid"),
    ("mueller@xn--mller-kva.example.com", "mueller@müller.example.com", "valid"),
    ("a@localhost", "a@localhost", "invalid"),
    ("a@x.example.com; b@x.example.com", "a@x.example.com; b@x.example.com", "invalid"),
    ("eva at x.example.com", "eva at x.example.com", "invalid"),
    ("\u200beva@x.example.com;", "eva@x.example.com", "valid"),
]


@pytest.mark.parametrize(("cell", "expected", "status"), EMAILS)
def test_emails(cell, expected, status):
    """An address gets its normal form, and what is none stays as it is."""
    assert tuple(read_email(cell)[:2]) == (expected, status)


NAMES = [
    ("mcdonald", "McDonald"), ("MCDONALD", "McDonald"), ("von der leyen", "von der Leyen"),
    ("GROẞ", "Groß"), ("ß", "ß"), ("Mu\u0308ller", "Müller"), ("  Anna\tLena ", "Anna Lena"),
    ("True", "True"), ("NULL", "Null"), ("DE VRIES", "De Vries"), ("Nguyen Van An", "Nguyen Van An"),
    ("王小明", "王小明"), ("o'neill-smith", "O'Neill-Smith"), ("J.R.", "J.R."), ("EJ", "EJ"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), NAMES)
def test_names(cell, expected):
    """Names in one case are written as their bearers do; all others stay."""
    assert clean_name(cell) == expected


cells = st.text(max_size=12) | st.text("aAßäÄöéÉŉ .-'’vVonde", max_size=12)


@given(cells)
@example("ǰones")
@example("ΐx")
def test_names_twice_is_once(cell):
    """A clean name is clean."""
    assert clean_name(clean_name(cell)) == clean_name(cell)


@given(st.text(max_size=12) | st.from_regex(r"\A[+0 (]{0,3}[0-9 ()/.-]{4,14}\Z"), st.sampled_from(["", "DE", "US", "IT"]))  # fmt: skip
def test_phones_twice_is_once(cell, region):
    """A clean number is clean, wherever it is read again."""
    cleaned, status = read_phone(cell, region)[:2]
    assert tuple(read_phone(cleaned, region)[:2]) == (cleaned, status)
    if status == "valid":
        assert tuple(read_phone(cleaned, "FR")[:2]) == (cleaned, status)


@given(st.text(max_size=12) | st.emails())
def test_emails_twice_is_once(cell):
    """A clean address is clean."""
    cleaned, status = read_email(cell)[:2]
    assert tuple(read_email(cleaned)[:2]) == (cleaned, status)


@given(st.text(max_size=12))
def test_countries_and_answers_twice_is_once(cell):
    """Codes and answers stand for themselves."""
    assert country_code(country_code(cell)) == country_code(cell)
    for opt_out in (False, True):
        answer = yes_or_no(cell, opt_out=opt_out)
        assert yes_or_no(answer, opt_out=opt_out) == answer


COUNTRIES = [
    ("de", "DE"), ("UK", "GB"), ("Großbritannien", "GB"), ("Österreich", "AT"), ("Autriche", "AT"),
    ("U.S.A.", "US"), ("Namibia", "NA"), ("NA", "NA"), ("Atlantis", ""), ("Deutsch", ""), ("Polska", "PL"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), COUNTRIES)
def test_countries(name, code):
    """Names in usual languages and codes become ISO alpha-2; a guess is none."""
    assert country_code(name) == code


@pytest.mark.parametrize("language", [tongue for tongue in _LANGUAGES if tongue != "en"])
def test_what_people_call_a_country_means_no_other_one(language):
    """Names of our own agree with those of every language, which so need not be read first."""
    of_cldr = _names(language)
    assert not {
        name: of_cldr[name] for name, code in USUAL.items() if of_cldr.get(name, code) != code
    }


@given(st.text(max_size=12))
@example("Ltd")
@example("GmbH & Co. KG")
def test_a_company_keeps_a_name(cell):
    """A base name is blank only for what holds no letter or digit."""
    assert bool(company_base_name(cell)) == bool(fold_letters(cell.replace("&", " ")))


NUMBERS = [
    ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1.234.567", "1234567"), ("1,5", "1.5"),
    ("0,125", "0.125"), ("1 000", "1000"), ("-5", "-5"), ("1.2.3", None), ("1,2.3,4", None),
    ("", None), ("NaN", None), ("1e5", None), ("--5", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_numbers(text, number):
    """Either decimal sign and any grouping is read; what is no number is None."""
    parsed = parse_number(text)
    assert (None if parsed is None else str(parsed)) == number


RANGES = [
    ("51-200", (51, 200)), ("51 – 200", (51, 200)), ("1.000", (1000, 1000)),
    (">500", (501, float("inf"))), ("500+", (500, float("inf"))), ("<10", (0, 9)),
    ("> 499.5", (499.5, float("inf"))), (">500 €", (500, float("inf"))), ("over 10k", (1e4, float("inf"))),
    ("≥500", (500, float("inf"))), ("bis 10", (0, 10)), ("mehr als 1.000", (1001, float("inf"))), ("<0", None),
    ("~200", (200, 200)), ("ca. 50", (50, 50)), ("200 employees", (200, 200)), ("50 (2023)", (50, 50)),
    ("1-10 employees", (1, 10)), (">500 Mitarbeiter", (501, float("inf"))),
    ("21,6 Mio. €", (21.6e6, 21.6e6)), ("10k", (1e4, 1e4)), ("200-51", None), ("many", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_ranges(text, expected):
    """A cell may mean a span of numbers; which one is certain decides a comparison."""
    assert parse_range(text) == expected


def test_words_for_yes_no_and_status():
    """Words of usual lists are known, and none of them means two things."""
    assert [has_opted_out(word) for word in ("", " ", "no", "Nein", "0", "x", "maybe")] == [
        False, False, False, False, False, True, True,
    ]  # fmt: skip
    assert lifecycle_status("Marketing-Qualified Lead") == "MQL"
    assert is_role_mailbox("INFO+fair@x.example.com")
    assert not is_role_mailbox("informer@x.example.com")
