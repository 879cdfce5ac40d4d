"""Dates in any of the usual spellings -> ISO 8601, with one order of day and month per column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

from leadkit.fields.date_text import DateText, has_foreign_month, split_date
from leadkit.fields.date_words import weekdays

DAY_FIRST, MONTH_FIRST, YEAR_FIRST, UNSETTLED = "dmy", "mdy", "ymd", ""

AMBIGUOUS = "ambiguous"

_YEAR_FIRST = re.compile(r"(\d{4})([-/]|\. ?)(\d\d?)(?:[-/]|\. ?)(\d\d?)")
_SLASHED = re.compile(r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{4}|\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
ALREADY_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
# Those of them that surely exist, for RE2: a 29th of February needs a look at its year.
REAL_ISO = (
    r"[1-9]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|"
    r"02-(?:0[1-9]|1\d|2[0-8]))"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
)
_NUMBERED_DAY = re.compile(
    r"(?i)(tag|day|jour|d[ií]a|giorno|dag|dia|dzień|den|deň|nap|ziua|gün|päivä|день)\W{0,2}\d{1,2}"
    r"|\d{1,2}\.? ?(tag|day|jour|nap|gün)|第?\d{1,2}日目?"
)
_NO_DATE = re.compile(r"0+[-/.]0+[-/.]0+(?: 0+:0+(?::0+)?)?")  # what Outlook writes for none
# What a spreadsheet stores for a day, days since 1899-12-30, of the years 2000 to 2049; in
# birthdays from 1930 on. Programs count seconds, or thousandths, since 1970.
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?", re.ASCII)
_SECONDS = re.compile(r"(\d{10})(?:\d{3})?", re.ASCII)
_SERIALS, _SERIALS_OF_BIRTHDAYS = range(36526, 54789), range(10959, 54789)
_EPOCHS = range(946_684_800, 2_524_608_000)
_BUDDHIST, _LATEST = 543, 2400  # years ahead in Thailand; a year after it is Thailand's
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)


def order_of(cells: Iterable[str]) -> str:
    """Return the order of day and month of a column, "" where its values do not settle it.

    >>> order_of(["03/04/2025", "13/04/2025"]), order_of(["03/04/2025"])
    ('dmy', '')
    """
    return order_told(cells)[0]


def order_told(cells: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the order of day and month of a column and a cell that tells it.

    Where dates with slashes or hyphens tell nothing, a month with a name that is not English
    tells that the day comes first. Where cells contradict each other the order is "", and there is
    a cell of each.

    >>> order_told(["03/04/2025", "13/04/2025"]), order_told(["3/4/2025", "12 févr. 2025"])
    (('dmy', ('13/04/2025',)), ('dmy', ('12 févr. 2025',)))
    >>> order_told(["13/04/2025", "04/13/2025", "3/4/2025"])
    ('', ('04/13/2025', '13/04/2025'))
    """
    cells = sorted(cells)
    shown: dict[str, str] = {}
    for cell in cells:
        shown.setdefault(order_shown(cell), cell)
    shown.pop(UNSETTLED, None)
    if not shown and (foreign := next(filter(has_foreign_month, cells), "")):
        return DAY_FIRST, (foreign,)
    order = next(iter(shown)) if len(shown) == 1 else UNSETTLED
    return order, tuple(shown.values())


def order_shown(cell: str) -> str:
    """Return the one order that a date can have, "" where it can have several.

    >>> order_shown("13/04/2025"), order_shown("26-04-03"), order_shown("99-04-03")
    ('dmy', '', 'ymd')
    """
    found = _SLASHED.fullmatch(split_date(cell).day)
    return _order_of(found) if found else UNSETTLED


def _order_of(found: re.Match[str]) -> str:
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    if one > 31 and _may_begin_with_year(found):
        return YEAR_FIRST
    if two > 12:
        return MONTH_FIRST
    if one > 12 and (year > 31 or not _may_begin_with_year(found)):
        return DAY_FIRST
    return UNSETTLED


def _may_begin_with_year(found: re.Match[str]) -> bool:
    """Tell whether a date is one such as 26-04-03."""
    return len(found["year"]) == 2 and found[0][len(found["one"])] == "-"


def needs_order(cells: Iterable[str]) -> bool:
    """Tell whether only the whole column says how some cell is meant: 03/04/2025, 45750.

    >>> needs_order(["3.4.2025", "2025-04-03"]), needs_order(["03/04/2025"]), needs_order(["45750"])
    (False, True, True)
    """
    return any(_SLASHED.fullmatch(split_date(cell).day) or _is_counted(cell) for cell in cells)


def has_two_orders(cell: str) -> bool:
    """Tell whether a date is two, one day first and one month first.

    >>> has_two_orders("03/04/2025"), has_two_orders("13/04/2025"), has_two_orders("3.4.2025")
    (True, False, False)
    """
    found = _SLASHED.fullmatch(split_date(cell).day)
    return (
        found is not None
        and _order_of(found) == UNSETTLED
        and (found["one"] != found["two"] or _may_begin_with_year(found))
        and not _NO_DATE.fullmatch(cell.strip())
    )


def are_counts(cells: Iterable[str]) -> bool:
    """Tell whether bare numbers of a column may be days that a spreadsheet or a program counted.

    Numbers of another length beside them, such as 3426 and 181126, say that they are none.

    >>> are_counts(["46344", "2026-11-18", "46344.5"]), are_counts(["46344", "181126"])
    (True, False)
    """
    numbers = [cell.strip() for cell in cells if _DIGITS.fullmatch(cell.strip())]
    return all(_is_counted(cell) or _COMPACT.fullmatch(cell) for cell in numbers)


def _is_counted(cell: str) -> bool:
    return _day_counted(cell.strip(), born=False) is not None


def iso_date(cell: str, order: str, past: bool = False, counted: bool = True) -> str | None:
    """Return a date of a column whose order is known, None for what cannot be told.

    As field_date. Where a column does not settle its order no cell with slashes is read alone: its
    values contradict each other; and where its numbers are not ``counted`` none is read.

    >>> iso_date("13.4.2025", ""), iso_date("3/15/2024 2:30 PM", "mdy"), iso_date("12 Mar 2024", "")
    ('2025-04-13', '2024-03-15T14:30', '2024-03-12')
    >>> iso_date("03/04/2025", ""), iso_date("0/0/00", ""), iso_date("45750", "")
    (None, '', '2025-04-03')
    """
    text = cell.strip()
    if counted and (count := _day_counted(text, past)):
        return count
    date = split_date(text)
    found = _SLASHED.fullmatch(date.day)
    settled = found and order and _order_of(found) in (UNSETTLED, order)
    if found and not settled and not _NO_DATE.fullmatch(text):
        return None
    read = _read(text, order, _BORN if past else _RECENT, date)
    return None if read == AMBIGUOUS else read


def field_date(cell: str, order: str = "", born: bool = False) -> str | None:
    """Return the date of a cell that holds a date if anything: the reader of all date columns.

    As read_date, with years of two digits (1970 to 2049; of who was ``born`` then 1930 to 2009),
    and with days and seconds as spreadsheets and programs count them.

    >>> field_date("18.11.26"), field_date("10/27/76", "mdy"), field_date("10/27/76", "mdy", True)
    ('2026-11-18', '1976-10-27', '1976-10-27')
    >>> field_date("46344.5"), field_date("1795014000"), field_date("1.1.55"), field_date("1234")
    ('2026-11-18T12:00:00', '2026-11-18T15:00:00Z', None, None)
    """
    return _day_counted(cell.strip(), born) or _read(cell, order, _BORN if born else _RECENT)


def read_date(cell: str, order: str = "", short_years: bool = False) -> str | None:
    """Return a date, or date and time, as ISO 8601, as exact as it is written.

    "" is what means no date (0/0/00), AMBIGUOUS what may be two, None what is none. With dots the
    day comes first, as everywhere where dots are used. With slashes a day over 12 tells; else only
    the order that the caller knows does. A year of two digits is no year but with
    ``short_years``: from 1970 to 2049.

    >>> [read_date(day) for day in ("3.4.2026", "04/13/2026", "03/04/2026", "31.2.2026")]
    ['2026-04-03', '2026-04-13', 'ambiguous', None]
    >>> read_date("Fr., 3. März 2026 14:05"), read_date("03/04/2026 2:05:09 PM", "mdy")
    ('2026-03-03T14:05', '2026-03-04T14:05:09')
    >>> read_date("3.4.26"), read_date("3.4.26", short_years=True)
    (None, '2026-04-03')
    """
    return _read(cell, order, _RECENT if short_years else _NONE)


# The years that two digits may stand for; the others are left open.
_NONE: Mapping[int, int] = {}
_RECENT = {year % 100: year for year in range(1970, 2050)}
_BORN = {year % 100: year for year in range(1930, 2010)}


def _read(
    cell: str, order: str, years: Mapping[int, int], date: DateText | None = None
) -> str | None:
    text = cell.strip()
    if ALREADY_ISO.fullmatch(text):
        return text if _is_real(text) else None
    if _NO_DATE.fullmatch(text):
        return ""
    date = date or split_date(text)
    day = _day(date.day, order, years)
    if not day or day == AMBIGUOUS or not date.timed:
        return day
    clock = date.clock
    return None if clock is None else f"{day}{clock}"


def _day_counted(text: str, born: bool) -> str | None:
    """Return the day that a spreadsheet or a program stores as a number, None if it is none."""
    if not text.isascii() or not text[:5].isdecimal():
        return None
    if serial := _SERIAL.fullmatch(text):
        if int(serial[1]) not in (_SERIALS_OF_BIRTHDAYS if born else _SERIALS):
            return None
        day = datetime.datetime(1899, 12, 30) + datetime.timedelta(int(serial[1]))
        if not serial[2] or not int(serial[2]):
            return day.date().isoformat()
        # No more exact than a second, and not over the end of the day
        seconds = min(round(float(f"0.{serial[2]}") * 86_400), 86_399)
        return (day + datetime.timedelta(seconds=seconds)).isoformat()
    if _SECONDS.fullmatch(text) and int(text[:10]) in _EPOCHS and not born:
        moment = datetime.datetime.fromtimestamp(int(text[:10]), datetime.UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return None


def _day(text: str, order: str, years: Mapping[int, int]) -> str | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _real(found[1], found[3], found[4], years)
    if found := _DOTTED.fullmatch(text):
        return _real(found[3], found[2], found[1], years)
    if found := _SLASHED.fullmatch(text):
        return _slashed(found, _order_of(found) or order, years)
    if found := _COMPACT.fullmatch(text):
        return _real(found[1], found[2], found[3], years)
    return None


def _slashed(found: re.Match[str], order: str, years: Mapping[int, int]) -> str | None:
    one, two, year = found["one"], found["two"], found["year"]
    if order == YEAR_FIRST:
        return _real(one, two, year, years) if _may_begin_with_year(found) else None
    if order:
        day, month = (one, two) if order == DAY_FIRST else (two, one)
        return _real(year, month, day, years)
    if int(one) == int(two) and not _may_begin_with_year(found):
        return _real(year, two, one, years)
    return AMBIGUOUS if len(year) == 4 or years else None


def _is_real(text: str) -> bool:
    try:
        return bool(datetime.datetime.fromisoformat(text))
    except ValueError:
        return False


def _real(year: str, month: str, day: str, years: Mapping[int, int]) -> str | None:
    whole = years.get(int(year)) if len(year) == 2 else int(year)
    if whole is None:
        return None
    if whole > _LATEST:
        whole -= _BUDDHIST
    try:
        return datetime.date(whole, int(month), int(day)).isoformat()
    except ValueError:
        return None


def is_day_alone(text: str) -> bool:
    """Tell whether a text names a day and nothing else: a date, a weekday, or both.

    >>> [is_day_alone(text) for text in ("Jeudi", "Fr., 03.04.2026", "Tag 2", "Frida Donner")]
    [True, True, True, False]
    """
    text = text.strip(" .:-–—*=#")
    if not text or len(text) > 40:
        return False
    if _NUMBERED_DAY.fullmatch(text) or read_date(text, DAY_FIRST):
        return True
    word, _, rest = text.partition(" ")
    if not rest.strip():
        return text.casefold() in weekdays("wide")  # Sun and Mar may be people
    return word.casefold().strip(".,:") in weekdays("abbreviated") | weekdays("wide") and bool(
        read_date(rest.strip(), DAY_FIRST) or re.fullmatch(r"[\d./ -]+", rest)
    )
