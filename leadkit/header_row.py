"""Which row of a list is its header: titles and notes may stand above it, or none at all."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from leadkit.headers import field_of
from leadkit.text import DELIMITERS, find_delimiter

_MOST_ABOVE = 20  # rows that may stand above a header
_DATA = re.compile(  # an e-mail address, a URL, a number or a date
    r"[^@\s]+@[^@\s]+\.[^@\s]+|(https?://|www\.)\S+|[+(]?\d[\d ./:()-]*"
)


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, bool]:
    """Return (position of the first row of the table, whether that row is a header).

    The header is the first row that names two fields and holds more than the rows above it; else
    the first that is not alone in its line where the others are not. A row of data is none.

    >>> find_header([["Fair 2026", ""], [], ["Name", "E-Mail"], ["Eva", "e@x.example.com"]])
    (2, True)
    >>> find_header([["Eva", "eva@meier.example.com"]])
    (0, False)
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    first = next((at for at, many in enumerate(filled) if many), 0)
    if not rows or _named(rows[first]) > 1:
        return first, True
    most = 0
    for at in range(first, min(first + _MOST_ABOVE, len(rows))):
        if at > first and _named(rows[at]) > 1 and filled[at] > most:
            return at, True
        most = max(most, filled[at])
    if filled[first] == 1 and _usual(filled) > 1:
        # A title stands alone above a table; without known names only two such rows in a row do.
        below = next((at for at in range(first, len(rows)) if filled[at] > 1), first)
        if below - first <= _MOST_ABOVE and len(rows) > below + 1:
            return below, True
    return first, not _is_data(rows[first])


def _named(row: Sequence[str]) -> int:
    return len({field_of(cell) for cell in row if cell.strip() and len(cell) < 60} - {None})


def _usual(filled: Sequence[int]) -> int:
    counted = [many for many in filled if many]
    return max(set(counted), key=counted.count) if counted else 0


def _is_data(row: Sequence[str]) -> bool:
    data = [cell for cell in row if _DATA.fullmatch(cell.strip())]
    return any("@" in cell for cell in data) or (len(data) > 1 and not _named(row))


def find_table(lines: Sequence[str], delimiter: str) -> tuple[str, int, bool]:
    """Return (delimiter, line the table begins on, whether with a header) of the first lines."""
    usual = delimiter or find_delimiter(lines)
    others = () if delimiter else (sign for sign in DELIMITERS if sign != usual)
    best: tuple[str, int, bool] | None = None
    for sign in (usual, *others):
        rows, starts = _rows(lines, sign)
        at, header = find_header(rows)
        if best is None:
            best = (sign, starts[at] if starts else 0, header)
        if rows and _named(rows[at]) > 1:
            return sign, starts[at], header
    assert best is not None
    return best


def _rows(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    rows: list[list[str]] = []
    starts: list[int] = []
    try:
        while True:
            begin = reader.line_num
            rows.append(next(reader))
            starts.append(begin)
    except (csv.Error, StopIteration):
        return rows[: len(starts)], starts
