"""Merged cells of a sheet: one that spans several rows says the same of each, a wide one heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadkit.fields.consent import YES, yes_or_no
from leadkit.files.layout import find_header

_WIDE = 3  # columns that a heading spans at least
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0


@dataclass(frozen=True)
class Merged:
    """What the merged cells of a sheet are to its rows, which are named from 0."""

    filled: tuple[int, ...] = ()  # rows that got what a cell says of them and those above
    headings: frozenset[int] = frozenset()  # rows that head a group, and are no contacts


def spread(rows: list[list[str]], ranges: Sequence[Range], header_row: int = -1) -> Merged:
    """Put what merged cells below the header say into each row that they span, in place.

    Blank rows stay blank, and a yes is nobody's but the first one's: it may be a consent. A cell
    over most of the columns that is alone in its row heads a group.

    >>> rows = [["Firm", "Name", "Mail", ""], ["North", "", "", ""], ["A", "Eva", "", "x"],
    ...         ["", "Ida", "", "y"]]
    >>> spread(rows, [((1, 0), (1, 3)), ((2, 0), (3, 0))])
    Merged(filled=(3,), headings=frozenset({1}))
    >>> rows[3]
    ['A', 'Ida', '', 'y']
    """
    if not ranges or not rows:
        return Merged()
    first = header_row - 1 if header_row >= 0 else find_header(rows[:1000])[0]
    filled: set[int] = set()
    headings: set[int] = set()
    for (top, left), (bottom, right) in ranges:
        if top <= first or top >= len(rows) or left >= len(rows[top]):
            continue
        cell = rows[top][left]
        if not cell or yes_or_no(cell) == YES:
            continue
        width = sum(map(bool, rows[first])) if first >= 0 else len(rows[top])
        spans = right - left + 1
        if _WIDE <= spans >= 0.5 * width and _is_alone(rows[top]) and not _is_address(cell):
            headings.add(top)
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[row]) and not rows[row][left] and any(rows[row]):
                rows[row][left] = cell
                filled.add(row)
    return Merged(tuple(sorted(filled)), frozenset(headings))


def _is_alone(row: Sequence[str]) -> bool:
    return sum(map(bool, row)) == 1


def _is_address(cell: str) -> bool:
    return "@" in cell or len(re.findall(r"\d", cell)) > 6
