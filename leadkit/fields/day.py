"""Days as lists write them, as the number of the day; a day that may be two is unknown."""

from __future__ import annotations

import re
from datetime import date

from leadkit.base.errors import LeadkitError
from leadkit.fields.spans import parse_day

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


def as_of_day(option: str) -> int:
    """Return the day that --as-of names, or NO_DAY; only "today" asks the clock."""
    if not option.strip():
        return NO_DAY
    if option.strip().casefold() == "today":
        return date.today().toordinal()
    number = day_number(option)
    if not number:
        raise LeadkitError(f"--as-of {option}: give a day as 2026-10-31, or today")
    return number


def number_of_days(text: str) -> int:
    """Return how many days a text such as "30 days", "4 weeks" or "30" means; 0 if none.

    >>> [number_of_days(text) for text in ("30", "30 days", "1 day", "4 weeks", "soon", "-3")]
    [30, 30, 1, 28, 0, 0]
    """
    found = re.fullmatch(r"(\d{1,5})\s*(d|days?|w|weeks?)?", text.strip().casefold())
    return int(found[1]) * (7 if (found[2] or "").startswith("w") else 1) if found else 0
