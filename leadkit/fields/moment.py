"""Days and spans of time: which day a cell names, and how long before another day that is.

Time is counted in whole calendar days, as written: clock and time zone of a cell are not looked
at, so the same file gives the same days on every machine.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

_CLOCK = r"(?:[T ,]+\d{1,2}[:.h]?\d{2}.*)?"
_FORMS = (
    re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_CLOCK}"),
    re.compile(rf"(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_CLOCK}"),
    re.compile(rf"(?P<y>\d{{4}})/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_CLOCK}"),
    re.compile(rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>\d{{4}}){_CLOCK}"),
)
_SPAN = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?|months?|y|years?)")


@lru_cache(maxsize=1 << 14)
def parse_day(cell: str) -> date | None:
    """Return the day that a cell names, or None.

    03/04/2025 names none: it is 3 April in one country and 4 March in another.

    >>> parse_day("2025-04-03"), parse_day("3.4.2025 14:05"), parse_day("2025-04-03T23:59:59Z")
    (datetime.date(2025, 4, 3), datetime.date(2025, 4, 3), datetime.date(2025, 4, 3))
    >>> parse_day("03/04/2025"), parse_day("2025-02-30"), parse_day("soon")
    (None, None, None)
    """
    for form in _FORMS:
        if named := form.fullmatch(cell.strip()):
            try:
                return date(int(named["y"]), int(named["m"]), int(named["d"]))
            except ValueError:
                return None
    return None


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


def today() -> date:
    """Return the day on this machine's calendar: the one place where leadkit asks the clock."""
    return date.today()
