"""Dates and times of any usual spelling -> ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from leadkit.base.cells import each_distinct, is_blank, matches, rows_of, with_rows
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column

DATES = ("created_at", "consent_at", "birthday")
AMBIGUOUS = "ambiguous"
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "sk", "hu", "ro", "tr", "sv",
              "da", "nb", "fi", "ru", "uk", "de_AT")  # fmt: skip
_PLAIN = (
    r"^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-][01]\d:[0-5]\d)?)?$"
)
_TIME = re.compile(
    r"(?i)[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(\.\d{1,9})?)?\s*([ap]\.?m\.?|uhr|h)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d\d?)\2(\d\d?)")
_YEAR_LAST = re.compile(r"(\d\d?)([-/.])\s?(\d\d?)\2\s?(\d{4})")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
_COMPACT = re.compile(r"(\d{8})T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?")  # ISO's basic format
_WEEKDAY = re.compile(r"^[^\W\d_]{2,}\.?,\s*(?=\d)")  # Fr., 3.4.2026
_MONTH_NAMED = re.compile(r"(?:\w+\.?,?\s+)??(\d{1,2})(?:\.|st|nd|rd|th|º|er)?[-\s]*(?:de\s+)?"
                          r"([^\W\d_]{3,})\.?,?[-\s]*(?:de\s+)?(\d{4})")  # fmt: skip
_MONTH_FIRST = re.compile(r"(?:\w+,?\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def iso_date(cell: str, order: str = "") -> str:
    """Return a date, or date and time, as ISO 8601; "" if it is none, AMBIGUOUS if two.

    With dots the day comes first, as everywhere where dots are used. With slashes a day over 12
    tells; else only the order that the caller knows ("dmy" or "mdy") does.

    >>> [iso_date(day) for day in ("3.4.2026", "04/13/2026", "03/04/2026", "31.2.2026")]
    ['2026-04-03', '2026-04-13', 'ambiguous', '']
    >>> iso_date("3. März 2026 14:05"), iso_date("03/04/2026 2:05 PM", "mdy")
    ('2026-03-03T14:05:00', '2026-03-04T14:05:00')
    """
    text = _WEEKDAY.sub("", " ".join(cell.split())).rstrip(".")
    if compact := _COMPACT.fullmatch(text):
        day, hour, minute, second, zone = compact.groups("")
        text = f"{day} {hour}:{minute}:{second or '00'}{zone}"
    clock, zone = None, ""
    if timed := _TIME.search(text):
        clock = _clock(timed)
        if clock is None:
            return ""
        zone = {"utc": "Z", "gmt": "Z"}.get((timed[6] or "").lower(), timed[6] or "").upper()
        zone = re.sub(r"(\d\d)(\d\d)$", r"\1:\2", zone)
        text = text[: timed.start()].strip()
    day = _day(text, order)
    if day in ("", AMBIGUOUS):
        return day
    return f"{day}T{clock}{zone}" if clock else day


def _clock(timed: re.Match[str]) -> str | None:
    hour, half = int(timed[1]), (timed[5] or "").lower().replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or int(timed[2]) > 59 or int(timed[3] or 0) > 59:
        return None
    return f"{hour:02d}:{timed[2]}:{timed[3] or '00'}{timed[4] or ''}"


def _day(text: str, order: str) -> str:
    if found := _YEAR_FIRST.fullmatch(text):
        if not found[2] and len(text) != 8:
            return ""  # 2026412 may be two days, and 45750 is a sheet's own count
        return _real(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or order == "dmy" or first > 12 or first == second:
            return _real(found[4], found[3], found[1])
        if order == "mdy" or second > 12:
            return _real(found[4], found[1], found[3])
        return AMBIGUOUS
    if found := _EAST_ASIAN.fullmatch(text):
        return _real(found[1], found[2], found[3])
    if found := _MONTH_NAMED.fullmatch(text):
        return _real(found[3], _months().get(found[2].casefold(), 0), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _real(found[3], _months().get(found[1].casefold(), 0), found[2])
    return ""


def _real(year: str, month: str | int, day: str) -> str:
    try:
        return f"{datetime(int(year), int(month), int(day)):%Y-%m-%d}"
    except ValueError:
        return ""


@cache
def _months() -> dict[str, int]:
    """Month names and their abbreviations in our languages -> number, by Unicode's CLDR."""
    from babel.dates import get_month_names

    names = {
        name.casefold().rstrip("."): number
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
    return names | {"sept": 9, "mar": 3, "märz": 3, "maerz": 3, "mrz": 3, "feber": 2}


def clean_dates(fields: Fields) -> Cleaned:
    """Write dates as ISO 8601; what cannot be told stays and is flagged."""
    import numpy as np

    cleaned = Cleaned()
    order = fields.options.date_order
    for name in fields.present(DATES):
        cells = fields[name]
        rest = ~matches(cells, _PLAIN) & ~is_blank(cells)
        found = each_distinct(rows_of(cells, rest), lambda cell: iso_date(cell, order))
        known, ambiguous = np.zeros(len(cells), bool), np.zeros(len(cells), bool)
        ambiguous[rest] = [day == AMBIGUOUS for day in found]
        known[rest] = [day not in ("", AMBIGUOUS) for day in found]
        cleaned.columns[name] = with_rows(
            cells, known, [day for day in found if day not in ("", AMBIGUOUS)]
        )
        cleaned.issues[f"{name}_invalid"] = rest & ~known & ~ambiguous
        cleaned.issues[f"{name}_ambiguous"] = ambiguous
    return cleaned


DATE = Cleaner(
    "date",
    DATES,
    clean_dates,
    why="date as ISO 8601",
    issues=each_column(
        DATES,
        invalid="{} holds no date",
        ambiguous="{} may be day/month or month/day; --date-order tells which",
    ),
)
