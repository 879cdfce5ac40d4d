"""Rows that are set aside before anybody reads their cells: blank, huge, or the header again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import text, to_numpy, whole
from leadkit.files.raw import RawRows, Reject
from leadkit.importing.between import NOTHING_KNOWN, Between, find_between, find_units

if TYPE_CHECKING:
    import numpy as np

_LARGEST_CELL = 1 << 20  # bytes


def set_aside(
    rows: RawRows, headers: Sequence[str], known: Between = NOTHING_KNOWN
) -> tuple[RawRows, list[Reject], np.ndarray]:
    """Return the rows that can be used, rejects for those that hold nothing or too much, and more.

    The last is which of the rows returned hold one text alone.
    """
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
    between, lone = find_between(rows, headers, blank, known)
    units = find_units(rows, headers)
    bad = blank | huge | again | between | units
    if not bad.any():
        return rows, [], lone
    rejects = []
    for row in np.flatnonzero(bad).tolist():
        code, reason = ("blank_row", "every cell is blank")
        if again[row]:
            code, reason = ("repeated_header", "the header stands here again")
        if between[row]:
            code, reason = ("between", "a page, a day, a heading, a sum or a note between the rows")
        if units[row]:
            code, reason = ("units", "the units of the columns, below the header")
        if huge[row]:
            code, reason = ("huge_cell", "a cell is larger than 1 MB")
        cells = tuple(column[row].as_py() for column in rows.cells.columns[: len(headers)])
        line = int(rows.lines[row])
        marks = ("_file", "_line") if "_file" in rows.cells.column_names else ()
        whose = [rows.cells[mark][row].as_py() for mark in marks]
        rejects.append(Reject(rows.file, line, code, reason, "", cells, tuple(headers), *whose))
    return rows.where(~bad), rejects, lone[~bad]


def marked_rows(rows: RawRows) -> dict[str, np.ndarray]:
    """Return the positions of rows that were filled or mended when they were read, by code."""
    import numpy as np

    found = {
        code: np.flatnonzero(np.isin(rows.lines, np.array(lines, np.int64)))
        for code, lines in rows.marks.items()
    }
    return {code: own for code, own in found.items() if len(own)}


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
