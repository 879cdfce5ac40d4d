"""Dates in any of the usual spellings -> ISO 8601, with one order of day and month per column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache

DAY_FIRST, MONTH_FIRST, YEAR_FIRST, UNSETTLED = "dmy", "mdy", "ymd", ""

_TIME = r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_TIME += r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}", re.I
)
_SLASHED = re.compile(
    rf"(?P<one>\d{{1,2}})[/-](?P<two>\d{{1,2}})[/-](?P<year>\d{{4}}|\d\d){_TIME}", re.I
)
_COMPACT = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII
)  # fmt: skip
_DOTTED = re.compile(
    rf"(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?(?P<year>\d{{4}}|\d\d){_TIME}", re.I
)
_NAMED = re.compile(
    rf"(?:[^\W\d]+,? )?(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?[ -](?P<word>[^\W\d]{{3,12}})\.?|"
    rf"(?P<word2>[^\W\d]{{3,12}})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"[ ,-]+(?P<year>\d{{4}}|\d\d){_TIME}", re.I,
)  # fmt: skip
ALREADY_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
# Those of them that surely exist, for RE2: a 29th of February needs a look at its year.
REAL_ISO = (
    r"[1-9]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|"
    r"02-(?:0[1-9]|1\d|2[0-8]))"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_NO_DATE = re.compile(r"0+[-/.]0+[-/.]0+(?: 0+:0+(?::0+)?)?")  # what Outlook writes for none
_LOCALES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "da", "sv", "nb", "cs")


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
    found = _SLASHED.fullmatch(cell.strip())
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
    return any(_SLASHED.fullmatch(cell.strip()) for cell in cells)


def iso_date(cell: str, order: str, past: bool = False) -> str | None:
    """Return a date in ISO 8601, "" for what means no date, None for what cannot be told.

    ``past`` is for birthdays: there a year of two digits is not guessed.

    >>> iso_date("13.4.2025", ""), iso_date("3/15/2024 2:30 PM", "mdy"), iso_date("12 Mar 2024", "")
    ('2025-04-13', '2024-03-15T14:30', '2024-03-12')
    >>> iso_date("03/04/2025", ""), iso_date("0/0/00", ""), iso_date("45750", "")
    (None, '', None)
    """
    text = cell.strip()
    if ALREADY_ISO.fullmatch(text):
        return text if _is_real(text) else None
    if _NO_DATE.fullmatch(text):
        return ""
    if found := _ISO.fullmatch(text) or _DOTTED.fullmatch(text):
        return _written(found["year"], found["month"], found["day"], found, past)
    if found := _SLASHED.fullmatch(text):
        if not order:
            return None
        if order == YEAR_FIRST:
            if not _may_begin_with_year(found):
                return None
            return _written(found["one"], found["two"], found["year"], found, past)
        day, month = (found["one"], found["two"])[:: 1 if order == DAY_FIRST else -1]
        return _written(found["year"], month, day, found, past)
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = found.groups("")
        date = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second}{zone}" if hour else "")
        return date if _is_real(date) else None
    if found := _NAMED.fullmatch(text):
        number = month_of(found["word"] or found["word2"])
        if number:
            return _written(found["year"], str(number), found["day"] or found["day2"], found, past)
    return None


def _is_real(text: str) -> bool:
    try:
        return bool(datetime.datetime.fromisoformat(text))
    except ValueError:
        return False


def _written(year: str, month: str, day: str, found: re.Match[str], past: bool) -> str | None:
    if len(year) == 2:
        if past:
            return None
        year = f"20{year}"
    hour = int(found["hour"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    try:
        date = datetime.date(int(year), int(month), int(day))
        datetime.time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None
    if found["hour"] is None:
        return date.isoformat()
    seconds = f":{found['second']}" if found["second"] else ""
    zone = (found["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{date.isoformat()}T{hour:02}:{found['minute']}{seconds}{zone}"


def month_of(word: str) -> int:
    """Return the number of a month by its name in one of our languages, 0 if it is none.

    >>> month_of("Okt."), month_of("May"), month_of("Inc")
    (10, 5, 0)
    """
    return _months().get(word.casefold().rstrip("."), 0)


@cache
def _months() -> dict[str, int]:
    """Return the names of months in our languages (Unicode CLDR, through babel)."""
    from babel.dates import get_month_names

    return {
        name.casefold().rstrip("."): number
        for locale in _LOCALES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, locale).items()
    }
