"""Dates in any of the usual spellings -> ISO 8601, with one order of day and month per column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

DAY_FIRST, MONTH_FIRST, YEAR_FIRST, UNSETTLED = "dmy", "mdy", "ymd", ""

AMBIGUOUS = "ambiguous"

_TIME = re.compile(  # a zone that is named by letters alone (CET, CST) may be several: none is kept
    r"(?i)(?:[T ,]+|,?\s+(?:um|at|à|a las|alle|ore|om|kl\.?|o|-|–|@)\s+)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?|uhr|hrs?|h)?"
    r"\s*\(?(?P<zone>Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|UTC|GMT|[A-Z]{3,5})?\)?$"
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,}\.?,\s*(?=\d)")  # Fr., 3.4.2026
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d\d?)[-/.](\d\d?)")
_SLASHED = re.compile(r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{4}|\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_COMPACT_TIME = re.compile(  # ISO's basic format
    r"(\d{8})T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_MONTH_NAMED = re.compile(r"(?:\w+\.?,?\s+)??(\d{1,2})(?:\.|st|nd|rd|th|º|er)?[-\s]*(?:de\s+)?"
                          r"([^\W\d_]{3,})\.?,?[-\s]*(?:de\s+)?(\d{4}|\d\d)")  # fmt: skip
_MONTH_FIRST = re.compile(
    r"(?:\w+,?\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?[ ,-]+(\d{4}|\d\d)"
)
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
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "sk", "hu", "ro", "tr", "sv",
              "da", "nb", "fi", "ru", "uk", "de_AT")  # fmt: skip


def order_of(cells: Iterable[str]) -> str:
    """Return the order of day and month of a column, "" where its values do not settle it.

    >>> order_of(["03/04/2025", "13/04/2025"]), order_of(["03/04/2025"])
    ('dmy', '')
    """
    seen = {order_shown(cell) for cell in cells} - {UNSETTLED}
    return seen.pop() if len(seen) == 1 else UNSETTLED


def order_shown(cell: str) -> str:
    """Return the one order that a date can have, "" where it can have several.

    >>> order_shown("13/04/2025"), order_shown("26-04-03"), order_shown("99-04-03")
    ('dmy', '', 'ymd')
    """
    found = _SLASHED.fullmatch(_split(cell)[0])
    if not found:
        return UNSETTLED
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
    """Tell whether some cell can be read in two orders."""
    return any(_SLASHED.fullmatch(_split(cell)[0]) for cell in cells)


def iso_date(cell: str, order: str, past: bool = False) -> str | None:
    """Return a date of a column whose order is known, None for what cannot be told.

    As read_date, with years of two digits but in the ``past``, as birthdays are. Where a column
    does not settle its order no cell with slashes is read alone: its values contradict each other.

    >>> iso_date("13.4.2025", ""), iso_date("3/15/2024 2:30 PM", "mdy"), iso_date("12 Mar 2024", "")
    ('2025-04-13', '2024-03-15T14:30', '2024-03-12')
    >>> iso_date("03/04/2025", ""), iso_date("0/0/00", ""), iso_date("45750", "")
    (None, '', None)
    """
    written = _split(cell)[0]
    if _SLASHED.fullmatch(written) and not _NO_DATE.fullmatch(cell.strip()):
        contradicts = order_shown(written) not in (UNSETTLED, order)
        if not order or contradicts:
            return None
    read = read_date(cell, order, short_years=not past)
    return None if read == AMBIGUOUS else read


def read_date(cell: str, order: str = "", short_years: bool = False) -> str | None:
    """Return a date, or date and time, as ISO 8601, as exact as it is written.

    "" is what means no date (0/0/00), AMBIGUOUS what may be two, None what is none. With dots the
    day comes first, as everywhere where dots are used. With slashes a day over 12 tells; else only
    the order that the caller knows does. A year of two digits is no year but with
    ``short_years``, and then of this century.

    >>> [read_date(day) for day in ("3.4.2026", "04/13/2026", "03/04/2026", "31.2.2026")]
    ['2026-04-03', '2026-04-13', 'ambiguous', None]
    >>> read_date("Fr., 3. März 2026 14:05"), read_date("03/04/2026 2:05:09 PM", "mdy")
    ('2026-03-03T14:05', '2026-03-04T14:05:09')
    >>> read_date("3.4.26"), read_date("3.4.26", short_years=True)
    (None, '2026-04-03')
    """
    text = cell.strip()
    if ALREADY_ISO.fullmatch(text):
        return text if _is_real(text) else None
    if _NO_DATE.fullmatch(text):
        return ""
    written, timed = _split(cell)
    clock = _clock(timed) if timed else ""
    if clock is None:
        return None
    day = _day(written, order, short_years)
    return f"{day}{clock}" if day and day != AMBIGUOUS else day


def _split(cell: str) -> tuple[str, re.Match[str] | None]:
    """Return a date without its weekday and time, and the time."""
    text = _WEEKDAY.sub("", " ".join(cell.split())).rstrip(".")
    if compact := _COMPACT_TIME.fullmatch(text):
        day, hour, minute, second, zone = compact.groups("")
        text = f"{day} {hour}:{minute}{':' if second else ''}{second}{zone}"
    timed = _TIME.search(text)
    return (text[: timed.start()].strip(), timed) if timed else (text, None)


def _clock(timed: re.Match[str]) -> str | None:
    """Return a time of day with its zone, None where there is no such time."""
    hour, half = int(timed["hour"]), re.sub(r"[. ]", "", (timed["half"] or "").lower())
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or int(timed["minute"]) > 59 or int(timed["second"] or 0) > 59:
        return None
    second = f":{timed['second']}" if timed["second"] else ""
    part = f".{timed['part']}" if timed["part"] else ""
    return f"T{hour:02d}:{timed['minute']}{second}{part}{_zone(timed['zone'] or '')}"


def _zone(written: str) -> str:
    """Return a time zone as ISO 8601 writes it, "" where its letters do not tell for sure.

    >>> [_zone(one) for one in ("GMT", "GMT+2", "+0530", "UTC-03:00", "CET")]
    ['Z', '+02:00', '+05:30', '-03:00', '']
    """
    name = written.upper()
    if found := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?", name):
        return f"{found[1]}{int(found[2]):02d}:{found[3] or '00'}"
    return "Z" if name in ("Z", "UTC", "GMT") else ""


def _day(text: str, order: str, short_years: bool) -> str | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _real(found[1], found[3], found[4], short_years)
    if found := _DOTTED.fullmatch(text):
        return _real(found[3], found[2], found[1], short_years)
    if found := _SLASHED.fullmatch(text):
        return _slashed(found, order_shown(text) or order, short_years)
    if found := _COMPACT.fullmatch(text) or _EAST_ASIAN.fullmatch(text):
        return _real(found[1], found[2], found[3], short_years)
    if found := _MONTH_NAMED.fullmatch(text):
        return _real(found[3], month_of(found[2]), found[1], short_years)
    if found := _MONTH_FIRST.fullmatch(text):
        return _real(found[3], month_of(found[1]), found[2], short_years)
    return None


def _slashed(found: re.Match[str], order: str, short_years: bool) -> str | None:
    one, two, year = found["one"], found["two"], found["year"]
    if order == YEAR_FIRST:
        return _real(one, two, year, short_years) if _may_begin_with_year(found) else None
    if order:
        day, month = (one, two) if order == DAY_FIRST else (two, one)
        return _real(year, month, day, short_years)
    if int(one) == int(two) and len(year) == 4:
        return _real(year, two, one, short_years)
    return AMBIGUOUS if len(year) == 4 or short_years else None


def _is_real(text: str) -> bool:
    try:
        return bool(datetime.datetime.fromisoformat(text))
    except ValueError:
        return False


def _real(year: str, month: str | int, day: str, short_years: bool) -> str | None:
    if len(year) == 2:
        if not short_years:
            return None
        year = f"20{year}"
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def month_of(word: str) -> int:
    """Return the number of a month by its name in one of our languages, 0 if it is none.

    >>> month_of("Okt."), month_of("May"), month_of("Inc")
    (10, 5, 0)
    """
    return _months().get(word.casefold().rstrip("."), 0)


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
        return text.casefold() in _weekdays("wide")  # Sun and Mar may be people
    return word.casefold().strip(".,:") in _weekdays("abbreviated") | _weekdays("wide") and bool(
        read_date(rest.strip(), DAY_FIRST) or re.fullmatch(r"[\d./ -]+", rest)
    )


@cache
def _weekdays(width: Literal["wide", "abbreviated"]) -> frozenset[str]:
    """Return the names of weekdays in our languages (Unicode CLDR, through babel)."""
    from babel.dates import get_day_names

    return frozenset(
        name.casefold().rstrip(".")
        for language in _LANGUAGES
        for name in get_day_names(width, locale=language).values()
    )


@cache
def _months() -> dict[str, int]:
    """Return the names of months in our languages (Unicode CLDR, through babel)."""
    from babel.dates import get_month_names

    names = {
        name.casefold().rstrip("."): number
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
    return names | {"sept": 9, "mar": 3, "märz": 3, "maerz": 3, "mrz": 3, "feber": 2}
