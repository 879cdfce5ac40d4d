"""Rows that are set aside before anybody reads their cells: blank, huge, or the header again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, text, to_numpy, whole
from leadkit.files.raw import RawRows, Reject

if TYPE_CHECKING:
    import numpy as np

_LARGEST_CELL = 1 << 20  # bytes


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
    bad = blank | huge | again
    if not bad.any():
        return rows, []
    rejects = []
    for row in np.flatnonzero(bad).tolist():
        code, reason = ("blank_row", "every cell is blank")
        if again[row]:
            code, reason = ("repeated_header", "the header stands here again")
        if huge[row]:
            code, reason = ("huge_cell", "a cell is larger than 1 MB")
        cells = tuple(column[row].as_py() for column in rows.cells.columns[: len(headers)])
        line = int(rows.lines[row])
        marks = ("_file", "_line") if "_file" in rows.cells.column_names else ()
        whose = [rows.cells[mark][row].as_py() for mark in marks]
        rejects.append(Reject(rows.file, line, code, reason, "", cells, tuple(headers), *whose))
    keep = flags(~bad)
    raw = None if rows.raw is None else rows.raw.filter(keep)
    return RawRows(rows.file, rows.cells.filter(keep), rows.lines[~bad], raw), rejects


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
