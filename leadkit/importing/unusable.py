"""Rows that are set aside before anybody reads their cells: blank, huge, or the header again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, numbers, text, to_numpy, whole
from leadkit.files.footer import is_between
from leadkit.files.raw import RawRows, Reject

if TYPE_CHECKING:
    import numpy as np

_LARGEST_CELL = 1 << 20  # bytes
_UNIT = re.compile(  # what columns are measured in, or hold; "[...]" whatever it is
    r"\[[^\]@]{0,20}\]|\((?!\d)[^)@\d]{0,20}\)|(?i:text|string|varchar|char|integer|int|date|datetime|number"
    r"|boolean|bool|float|decimal|eur|usd|gbp|chf|[€$£%]|t€|tsd\.?|stk\.?|pcs\.?|hours?|min\.?|km|cm|mm|kg)"
)


def set_aside(rows: RawRows, headers: Sequence[str]) -> tuple[RawRows, list[Reject]]:
    """Return the rows that can be used, and rejects for those that hold nothing or too much."""
    import numpy as np
    import pyarrow.compute as pc

    blank = np.ones(len(rows.lines), bool)
    huge = np.zeros(len(rows.lines), bool)
    for cells in rows.cells.columns[: len(headers)]:
        if blank.any():  # mostly decided by the first column
            blank &= to_numpy(whole(pc.equal(pc.utf8_trim_whitespace(cells), text(""))))
        if cells.nbytes > _LARGEST_CELL:
            lengths = to_numpy(whole(pc.binary_length(cells)))
            huge |= lengths > _LARGEST_CELL
    again = _repeats_of_header(rows, headers)
    between = _between(rows, len(headers), blank)
    units = _units(rows, len(headers))
    bad = blank | huge | again | between | units
    if not bad.any():
        return rows, []
    rejects = []
    for row in np.flatnonzero(bad).tolist():
        code, reason = ("blank_row", "every cell is blank")
        if again[row]:
            code, reason = ("repeated_header", "the header stands here again")
        if between[row]:
            code, reason = ("between", "a page, a day or a note between the rows")
        if units[row]:
            code, reason = ("units", "the units of the columns, below the header")
        if huge[row]:
            code, reason = ("huge_cell", "a cell is larger than 1 MB")
        cells = tuple(column[row].as_py() for column in rows.cells.columns[: len(headers)])
        line = int(rows.lines[row])
        marks = ("_file", "_line") if "_file" in rows.cells.column_names else ()
        whose = [rows.cells[mark][row].as_py() for mark in marks]
        rejects.append(Reject(rows.file, line, code, reason, "", cells, tuple(headers), *whose))
    keep = flags(~bad)
    raw = None if rows.raw is None else rows.raw.filter(keep)
    kept = RawRows(rows.file, rows.cells.filter(keep), rows.lines[~bad], raw, short=rows.short)
    return kept, rejects


def short_rows(rows: RawRows) -> np.ndarray:
    """Return the positions of rows that were filled with blank cells at their end."""
    import numpy as np

    return np.flatnonzero(np.isin(rows.lines, np.array(rows.short, np.int64)))


def _between(rows: RawRows, width: int, blank: np.ndarray) -> np.ndarray:
    """Find rows of one cell alone that names a page or a day, as printed lists have them."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(rows.lines), bool)
    if width < 3 or not len(found):
        return found
    columns = rows.cells.columns[:width]
    at = np.flatnonzero(~blank)
    filled = np.zeros(len(at), np.int64)
    for cells in columns:  # mostly the first two columns show that a row is none of them
        own = cells if len(at) == len(found) else cells.take(numbers(at))
        filled = filled + to_numpy(whole(pc.not_equal(own, text(""))))
        at, filled = at[filled < 2], filled[filled < 2]
        if not len(at):
            return found
    for row in at.tolist():
        cell = next((cell for column in columns if (cell := column[row].as_py())), "")
        found[row] = is_between(cell.strip())
    return found


def _units(rows: RawRows, width: int) -> np.ndarray:
    """Find the row below a header that holds what its columns are measured in."""
    import numpy as np

    found = np.zeros(len(rows.lines), bool)
    if len(found):
        first = [column[0].as_py().strip() for column in rows.cells.columns[:width]]
        shown = [cell for cell in first if cell]
        found[0] = len(shown) > 1 and all(map(_UNIT.fullmatch, shown))
    return found


def _repeats_of_header(rows: RawRows, headers: Sequence[str]) -> np.ndarray:
    """Find rows that are the header once more, as in lists that were strung together."""
    import numpy as np
    import pyarrow.compute as pc

    again = np.ones(len(rows.lines), bool)
    for header, cells in zip(headers, rows.cells.columns, strict=False):
        if not again.any() or not any(headers):
            return np.zeros(len(rows.lines), bool)
        again &= to_numpy(whole(pc.equal(cells, text(header))))
    return again
