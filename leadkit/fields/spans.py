"""Days and spans of time: which day a cell names, and how long before another day that is.

Time is counted in whole calendar days, as written: clock and time zone of a cell are not looked
at, so the same file gives the same days on every machine.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from leadkit.base.errors import LeadkitError
from leadkit.fields.dates import AMBIGUOUS, field_date

_CLOCK = r"[T ,]+\d{1,2}[:.h]?\d{2}.*"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:{_CLOCK})?")
_WITH_CLOCK = re.compile(rf"(.*?\d){_CLOCK}")  # of any form, as it is not looked at
_SPAN = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?|months?|y|years?)")


@lru_cache(maxsize=1 << 14)
def parse_day(cell: str, order: str = "") -> date | None:
    """Return the day that a cell names, or None.

    03/04/2025 names none, unless an order is told ("dmy" or "mdy"): it is 3 April in one country
    and 4 March in another.

    >>> parse_day("2025-04-03"), parse_day("3.4.2025 14:05"), parse_day("2025-04-03T23:59:59Z")
    (datetime.date(2025, 4, 3), datetime.date(2025, 4, 3), datetime.date(2025, 4, 3))
    >>> parse_day("4/13/2025 2:05 PM"), parse_day("28. Sept. 2025"), parse_day("03/04/2025", "mdy")
    (datetime.date(2025, 4, 13), datetime.date(2025, 9, 28), datetime.date(2025, 3, 4))
    >>> parse_day("03/04/2025"), parse_day("2025-02-30"), parse_day("soon")
    (None, None, None)
    """
    text = cell.strip()
    if plain := _ISO.fullmatch(text):
        try:
            return date(int(plain[1]), int(plain[2]), int(plain[3]))
        except ValueError:
            return None
    read = field_date(text, order)
    if not read and (timed := _WITH_CLOCK.fullmatch(text)):
        read = field_date(timed[1], order)
    return date.fromisoformat(read[:10]) if read and read != AMBIGUOUS else None


def may_be_two(cell: str) -> bool:
    """Tell whether only the order of day and month is wanting to read a cell as a day.

    >>> may_be_two("03/04/2025 9:30"), may_be_two("13/04/2025"), may_be_two("soon")
    (True, False, False)
    """
    return parse_day(cell) is None and parse_day(cell, "dmy") is not None


@dataclass(frozen=True)
class Span:
    """A length of time as people say it."""

    many: int
    unit: Literal["day", "week", "month", "year"]

    def before(self, day: date) -> date:
        """Return the day this span earlier; where its month is too short, that month's last.

        >>> Span(1, "month").before(date(2025, 3, 31)), Span(18, "year").before(date(2025, 3, 31))
        (datetime.date(2025, 2, 28), datetime.date(2007, 3, 31))
        """
        if self.unit in ("day", "week"):
            days = self.many * (7 if self.unit == "week" else 1)
            return date.fromordinal(max(day.toordinal() - days, 1))
        months = day.year * 12 + day.month - 1 - self.many * (12 if self.unit == "year" else 1)
        if months < 12:
            return date.min
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    def after(self, day: date) -> date:
        """Return the day this span later; where its month is too short, that month's last.

        >>> Span(1, "month").after(date(2025, 1, 31)), Span(2, "week").after(date(2025, 3, 31))
        (datetime.date(2025, 2, 28), datetime.date(2025, 4, 14))
        """
        if day.year + self.days // 365 + 1 > date.max.year:
            return date.max
        return Span(-self.many, self.unit).before(day)

    @property
    def days(self) -> int:
        """The length in days, a month taken as 30 and a year as 365."""
        return self.many * {"day": 1, "week": 7, "month": 30, "year": 365}[self.unit]


def parse_span(text: str) -> Span | None:
    """Return the span that is written, or None.

    >>> parse_span("30 days"), parse_span("6 months"), parse_span("2w"), parse_span("soon")
    (Span(many=30, unit='day'), Span(many=6, unit='month'), Span(many=2, unit='week'), None)
    """
    written = _SPAN.fullmatch(text.strip().casefold())
    if not written or not int(written[1]):
        return None
    units: dict[str, Literal["day", "week", "month", "year"]] = {
        "d": "day", "w": "week", "m": "month", "y": "year",
    }  # fmt: skip
    return Span(int(written[1]), units[written[2][0]])


def span_or_days(text: str) -> Span | None:
    """Return the span that is written, or None; a bare number counts days.

    >>> span_or_days("30"), span_or_days("6 months"), span_or_days("0")
    (Span(many=30, unit='day'), Span(many=6, unit='month'), None)
    """
    return parse_span(f"{text} days" if text.strip().isdecimal() else text)


def today() -> date:
    """Return the day on this machine's calendar: the one place where leadkit asks the clock."""
    return date.today()


NO_DAY = 0  # the same input gives the same output on any day: nothing ages


def day_number(cell: str) -> int:
    """Return the proleptic Gregorian number of a day, 0 where there is none or it is ambiguous.

    ISO 8601 dates, with or without a time, and dotted ones, which are written day first
    everywhere. 03/04/2026 is the third of April or the fourth of March: nobody knows.

    >>> [day_number(cell) for cell in ("2026-10-06T09:30Z", "6.10.2026", "03/04/2026", "")]
    [739895, 739895, 0, 0]
    """
    day = parse_day(cell)
    return day.toordinal() if day else 0


def day_text(number: int) -> str:
    """Return a day as ISO 8601, "" for no day.

    >>> day_text(739895), day_text(NO_DAY)
    ('2026-10-06', '')
    """
    return date.fromordinal(number).isoformat() if number else ""


def as_day(given: date | str | None) -> date | None:
    """Return the day that somebody gives to count from; only the word today asks the clock.

    Raises LeadkitError for what names no day.

    >>> as_day("2026-10-31"), as_day(datetime(2026, 10, 31, 9, 30)), as_day(""), as_day(None)
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 31), None, None)
    """
    if isinstance(given, str):
        word = given.strip()
        day = today() if word.casefold() == "today" else parse_day(word)
        if word and day is None:
            raise LeadkitError(f"--as-of {given}: give a day as 2026-10-31, or today")
        return day
    if given is not None and not isinstance(given, date):
        raise LeadkitError(f"as_of: give a date or a day as '2026-10-31', not {given!r}")
    return given.date() if isinstance(given, datetime) else given
