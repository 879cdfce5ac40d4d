"""Months, quarters and years: read as people write them for what was spent and when leads came."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from leadkit.fields.date_words import any_month_of
from leadkit.fields.spans import parse_day

PERIODS = ("month", "quarter", "year")

_QUARTER = re.compile(
    r"(?i)(?P<year>\d{4})[-/. ]*(?:Q|T)(?P<quarter>[1-4])"
    r"|(?:Q|T)(?P<quarter2>[1-4])[-/. ']*(?P<year2>\d{4}|\d\d)"
    r"|(?P<quarter3>[1-4])(?:\.? ?(?:quartal|quarter|trimestre|kwartał|kwartal)|Q|T)[-/. ']*"
    r"(?P<year3>\d{4}|\d\d)"
)
# 2026, 2026-10, 2026/10/6, 202610, 2026M10
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:(?:[-/. ][mM]?|[mM])(\d{1,2})(?:[-/.](?P<day>\d{1,2})(?:[T ].*)?)?|(\d\d))?"
)
_MONTH_FIRST = re.compile(
    r"(?:[mM]|(?:(?P<day>\d{1,2})\. ?))?(?P<month>\d{1,2})[-./ ](?P<year>\d{4})(?:[, ].*)?"
)
_NAMED = re.compile(r"(?P<name>[^\W\d]+)\.?[ ,./'’-]*(?P<year>\d{4}|[23]\d)")
_NAMED_LAST = re.compile(r"(?P<year>\d{4})[ ,./-]*(?P<name>[^\W\d]+)\.?")
_FROM_TO = re.compile(r"(?P<begin>\S.*?) ?(?:–|—| - | bis | to | au )\s*(?P<end>\S.*)")


@lru_cache(maxsize=1 << 14)
def period_of(date: str, period: str, order: str = "") -> str:
    """Return the month, quarter or year of a date, "" for one that could be read in two ways.

    A time from one day to another is of a period where both are. ``order`` ("dmy" or "mdy") is
    the order in which the column has days and months, where others of its cells tell it.

    >>> [period_of(date, "month") for date in ("2026-10-06 09:29", "6.10.2026", "06/10/2026")]
    ['2026-10', '2026-10', '']
    >>> [period_of(date, "month") for date in ("18.11.26", "Okt. 2026", "46344", "202610")]
    ['2026-11', '2026-10', '2026-11', '2026-10']
    >>> [period_of(date, "month") for date in ("Oct-26", "2026 October", "M10 2026", "10-2026")]
    ['2026-10', '2026-10', '2026-10', '2026-10']
    >>> period_of("06/10/2026", "month", "mdy"), period_of("01.10.2026 - 31.10.2026", "month")
    ('2026-06', '2026-10')
    >>> [period_of(date, "month") for date in ("2026-02-30", "2026-10-40", "31.2.2026")]
    ['', '', '']
    >>> period_of("2026-10", "quarter"), period_of("2026", "year"), period_of("2026", "month")
    ('2026-Q4', '2026', '')
    >>> [period_of(date, "quarter") for date in ("Q4/26", "4. Quartal 2026", "2026 Q4")]
    ['2026-Q4', '2026-Q4', '2026-Q4']
    """
    if times := _FROM_TO.fullmatch(date.strip()):
        begin, end = (period_of(times[end], period, order) for end in ("begin", "end"))
        return begin if begin == end else ""
    year, month, quarter = _parts_of(" ".join(date.split()), order)
    if not year:
        return ""
    if period == "year":
        return f"{year}"
    quarter = (month + 2) // 3 if month else quarter
    if period == "quarter":
        return f"{year}-Q{quarter}" if quarter else ""
    return f"{year}-{month:02d}" if month else ""


def _parts_of(date: str, order: str) -> tuple[int, int, int]:
    """Return year, month and quarter, 0 for what is not told."""
    if found := _QUARTER.fullmatch(date):
        year, quarter = (next(filter(None, (found[f"{part}{at}"] for at in ("", "2", "3"))))
                         for part in ("year", "quarter"))  # fmt: skip
        return _whole(year), 0, int(quarter)
    year, month = "", 0
    if found := _YEAR_FIRST.fullmatch(date):
        written = found[2] or found[4]
        year, month = found[1], int(written or 0)
        if written and not _is_day(year, month, found["day"]):
            year = ""
    elif found := _MONTH_FIRST.fullmatch(date):
        month, year = int(found["month"]), found["year"]
        if not _is_day(year, month, found["day"]):
            year = ""
    elif day := parse_day(date, order):
        return day.year, day.month, 0
    else:
        for form in (_NAMED, _NAMED_LAST):
            if (found := form.fullmatch(date)) and any_month_of(found["name"]):
                year, month = found["year"], any_month_of(found["name"])
    return (_whole(year), month, 0) if year and month <= 12 else (0, 0, 0)


def _is_day(year: str, month: int, day: str | None) -> bool:
    """Tell whether there is such a month, and such a day in it where one is written."""
    return 1 <= month <= 12 and 1 <= int(day or 1) <= monthrange(int(year), month)[1]


def _whole(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)
