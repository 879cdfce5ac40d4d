"""One reader of dates: scripts, words and signs of many languages, short years, counted days."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.fields import date_words
from leadkit.fields.date_words import USUAL, any_month_of
from leadkit.fields.dates import field_date, has_two_orders, iso_date, order_of
from leadkit.fields.spans import parse_day

WRITTEN = {  # a cell -> ISO 8601
    # numbers with words and signs around them
    "7.12.2025 r.": "2025-12-07", "7.12.2025 г.": "2025-12-07", "Mo 7.12.2026": "2026-12-07",
    "le 17/12/2025": "2025-12-17", "2025. 12. 7.": "2025-12-07", "2025.12.07. 8:05": "2025-12-07T08:05",
    "07.12.25": "2025-12-07", "17-12-2025 8:05 uur": "2025-12-17T08:05", "7.12.2025 klo 8.05": "2025-12-07T08:05",
    "17/12/25 8.05": "2025-12-17T08:05", "17/12/2025 8h05": "2025-12-17T08:05", "18. 11.25": "2025-11-18",
    "2025/12/7 8:05:09 vorm. MEZ": "2025-12-07T08:05:09", "2025/12/7 8:05:09 nachm. MEZ": "2025-12-07T20:05:09",
    "2025/12/7 12:05 du.": "2025-12-07T12:05", "2025/12/7 午前12:05": "2025-12-07T00:05",
    "Sun Dec 07 2025 08:05:09 GMT+0100 (Central European Standard Time)": "2025-12-07T08:05:09+01:00",
    "2025-12-07T08:05:09+01:00[Europe/Berlin]": "2025-12-07T08:05:09+01:00",
    # months with names
    "1er décembre 2025": "2025-12-01", "dimanche 7 déc. 2025 à 8h05": "2025-12-07T08:05",
    "7 grudnia 2025 r.": "2025-12-07", "7. prosince 2025": "2025-12-07", "7 декабря 2025 г., 8:05": "2025-12-07T08:05",
    "7 грудня 2025 р.": "2025-12-07", "2025. december 7.": "2025-12-07", "7 Aralık 2025 Pazar": "2025-12-07",
    "søndag den 7. december 2025": "2025-12-07", "7. joulukuuta 2025": "2025-12-07", "7 Δεκεμβρίου 2025": "2025-12-07",
    "domingo, 7 de diciembre de 2025": "2025-12-07", "7 dez. 2025": "2025-12-07", "7-dic-25": "2025-12-07",
    "٧ ديسمبر ٢٠٢٥": "2025-12-07", "7 दिसंबर 2025": "2025-12-07", "7 ธันวาคม 2568": "2025-12-07",
    "7 בדצמבר 2025": "2025-12-07", "7 decembrie 2025": "2025-12-07", "7 genn 2026": "2026-01-07",
    "2025 m. gruodžio 7 d.": "2025-12-07", "7. studenoga 2025.": "2025-11-07", "mar 7 oct 2025": "2025-10-07",
    "ngày 7 tháng 12 năm 2025": "2025-12-07", "7DEC2025": "2025-12-07", "Dec 7th, 2025": "2025-12-07",
    # East Asia
    "2025年12月7日(日) 8時05分": "2025-12-07T08:05", "令和7年12月7日": "2025-12-07", "令和元年12月7日": "2019-12-07",
    "2025년 12월 7일 오후 8:05": "2025-12-07T20:05", "２０２５／１２／７": "2025-12-07", "民國114年12月7日": "2025-12-07",
    # counted
    "45998": "2025-12-07", "45998.25": "2025-12-07T06:00:00", "45998,5": "2025-12-07T12:00:00",
    "1765065600": "2025-12-07T00:00:00Z", "1765065600000": "2025-12-07T00:00:00Z",
}  # fmt: skip

NONE = (
    "Dec 2025", "KW 49/2025", "7 cats 2025", "Raum 7 Dez 2025", "31. Februar 2025", "1.1.55", "1234", "459981",
    "7. lis 2025", "12. listopada 2025", "99999", "7 Dez 2025 25:00", "Hall 3, stand 14", "+49 30 123456",
)  # fmt: skip


@pytest.mark.parametrize(("cell", "date"), WRITTEN.items())
def test_a_date_of_any_language_is_read_alike_everywhere(cell, date):
    """Import, clean, and whatever asks for a day (activities, spend, rules, suppression)."""
    assert field_date(cell) == date
    assert iso_date(cell, "dmy") == date
    assert str(parse_day(cell)) == date[:10]


@pytest.mark.parametrize("cell", NONE)
def test_what_is_no_date_is_none(cell):
    """A month alone, words that nobody knows, and months of two languages that differ."""
    assert field_date(cell) is None


@pytest.mark.parametrize(
    "cell", ["LS10 1JF", "2.160.000 €", "1.234,50 EUR", "2026-v2", "12, 3. OG", "7.12.2025 r.", "3/4/26 2:30 PM"]
)  # fmt: skip
def test_no_language_is_loaded_for_what_names_no_month(cell, monkeypatch):
    """Loading them all takes longer than reading a short list."""
    for name in ("_months", "weekdays"):
        monkeypatch.setattr(date_words, name, lambda *_: pytest.fail("a language is loaded"))
    any_month_of.cache_clear()
    date_words.is_weekday.cache_clear()
    assert field_date(cell) in (None, "2025-12-07", "ambiguous")
    assert order_of(["3/4/26 2:30 PM", "7.12.2025 r."]) == ""


def test_polish_writes_no_dot_behind_the_day():
    """Listopad is November there, and October in Croatian, which has the dot."""
    assert field_date("12 listopada 2025") == "2025-11-12"


@pytest.mark.parametrize(
    ("cell", "recent", "born"),
    [
        ("10/27/76", "1976-10-27", "1976-10-27"), ("10/27/08", "2008-10-27", "2008-10-27"),
        ("10/27/26", "2026-10-27", None), ("10/27/35", "2035-10-27", "1935-10-27"), ("10/27/55", None, "1955-10-27"),
    ],
)  # fmt: skip
def test_years_of_two_digits(cell, recent, born):
    """The nearest century, and of birthdays that of somebody at work; what may be two is none."""
    assert field_date(cell, "mdy") == recent
    assert field_date(cell, "mdy", born=True) == born


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2049, 12, 31)),
    st.sampled_from([language for language in USUAL if language != "en"]),
    st.sampled_from(["long", "medium", "full"]),
)
def test_what_a_language_writes_is_read(day, language, width):
    """CLDR's own forms of a day, in each language; those with two readings are none."""
    from babel.dates import format_date

    cell = format_date(day, width, locale=language)
    assert field_date(cell, "dmy") in (day.isoformat(), None)
    if width != "medium":
        assert field_date(cell) == day.isoformat(), cell


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2049, 12, 31)))
def test_a_spreadsheet_counts_days(day):
    """Its number of a day is days since the end of 1899."""
    serial = (day - datetime.date(1899, 12, 30)).days
    assert field_date(str(serial)) == day.isoformat()


def test_months_with_foreign_names_tell_that_the_day_is_first():
    assert order_of(["3/4/2026", "12 mars 2026"]) == "dmy"
    assert (
        order_of(["3/4/2026", "12 March 2026"]) == order_of(["3/4/2026", "2026. március 12."]) == ""
    )
    assert has_two_orders("3/4/26")
    assert not has_two_orders("4/4/26")
    assert any_month_of("Sun") == 0
