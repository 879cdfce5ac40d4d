"""Dates in any of the usual spellings -> ISO 8601, with one order of day and month per column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache

DAY_FIRST, MONTH_FIRST, UNSETTLED = "dmy", "mdy", ""

_TIME = r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_TIME += r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}", re.I
)
_SLASHED = re.compile(
    rf"(?P<one>\d{{1,2}})[/-](?P<two>\d{{1,2}})[/-](?P<year>\d{{4}}|\d\d){_TIME}", re.I
)
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
_NO_DATE = re.compile(r"0+[-/.]0+[-/.]0+(?: 0+:0+(?::0+)?)?")  # what Outlook writes for none
_LOCALES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "da", "sv", "nb", "cs")


def order_of(cells: Iterable[str], told: str = "") -> str:
    """Return the order of day and month of a column, "" where its values do not settle it.

    >>> order_of(["03/04/2025", "13/04/2025"]), order_of(["03/04/2025"])
    ('dmy', '')
    """
    if told:
        return told
    seen = set()
    for cell in cells:
        if found := _SLASHED.fullmatch(cell.strip()):
            if int(found["one"]) > 12:
                seen.add(DAY_FIRST)
            elif int(found["two"]) > 12:
                seen.add(MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else UNSETTLED


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
        day, month = (found["one"], found["two"])[:: 1 if order == DAY_FIRST else -1]
        return _written(found["year"], month, day, found, past)
    if found := _NAMED.fullmatch(text):
        number = _months().get((found["word"] or found["word2"]).casefold().rstrip("."))
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
