"""What leads and spend are grouped by: columns under any spelling, and periods of a date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from leadkit.fields.date_words import any_month_of
from leadkit.fields.headers.names import field_of, normal_header
from leadkit.fields.spans import parse_day

Key = tuple[str, ...]  # one name for each part of --by; "" where it is not known
PERIODS = ("month", "quarter", "year")
_ALSO = {"lead_source": ("channel", "marketing channel", "kanal", "utm source")}


def find_column(columns: Sequence[str], wanted: str) -> str:
    """Return the column of that name, or of another spelling of it; "" where there is none.

    >>> [find_column([header], "lead_source") for header in ("Lead Source", "Kanal", "Name")]
    ['Lead Source', 'Kanal', '']
    """
    if wanted in columns:
        return wanted
    for column in columns:
        if normal_header(column) == normal_header(wanted):
            return column
    known = field_of(wanted)
    for column in columns:
        if known and (field_of(column) == known or normal_header(column) in _ALSO.get(known, ())):
            return column
    return ""


def period_of(date: str, period: str) -> str:
    """Return the month, quarter or year of a date, "" for one that could be read in two ways.

    >>> [period_of(date, "month") for date in ("2026-10-06 09:29", "6.10.2026", "06/10/2026")]
    ['2026-10', '2026-10', '']
    >>> [period_of(date, "month") for date in ("18.11.26", "Okt. 2026", "46344")]
    ['2026-11', '2026-10', '2026-11']
    >>> period_of("2026-10", "quarter"), period_of("2026", "year"), period_of("2026", "month")
    ('2026-Q4', '2026', '')
    """
    date = date.strip()
    year = month = number = ""
    if quarter := re.fullmatch(r"(\d{4})[- ]?[qQ]([1-4])", date):
        year, number = quarter.groups()
    elif iso := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.]\d{1,2}(?:[T ].*)?)?)?", date):
        year, month = iso[1], iso[2] or ""
    elif german := re.fullmatch(r"(?:\d{1,2}\. ?)?(\d{1,2})[./](\d{4})(?:[, ].*)?", date):
        month, year = german.groups()
    elif day := parse_day(date):
        year, month = f"{day.year}", f"{day.month}"
    elif (named := re.fullmatch(r"(\D+?)[ ./-]*(\d{4})", date)) and any_month_of(named[1]):
        year, month = named[2], f"{any_month_of(named[1])}"
    if month and not 1 <= int(month) <= 12:
        return ""
    if month:
        number = str((int(month) + 2) // 3)
    if period == "year" or not year:
        return year
    if period == "quarter":
        return f"{year}-Q{number}" if number else ""
    return f"{year}-{int(month):02d}" if month else ""


def fold_key(key: Key) -> Key:
    """Return the key as it is compared: "Trade Fair" and "trade  fair" are one channel."""
    return tuple(" ".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in key)
