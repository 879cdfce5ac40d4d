"""Cells of a batch that are not as they should be: found, replaced, noted by a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from leadkit.base.cells import ends_of, texts, to_numpy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

Cells: TypeAlias = "dict[str, pa.Array]"  # column -> its cells
Codes: TypeAlias = "dict[str, np.ndarray]"  # code -> positions of rows


def bytes_of(cells: pa.Array) -> bytes:
    """Return all cells of an array end to end."""
    offsets = ends_of(cells)
    text = cells.buffers()[2]
    return bytes(memoryview(text)[offsets[0] : offsets[-1]]) if text and len(cells) else b""


def rows_with(cells: pa.Array, pattern: str) -> np.ndarray:
    """Return the positions of cells that match a pattern (RE2)."""
    import numpy as np
    import pyarrow.compute as pc

    return np.flatnonzero(to_numpy(pc.match_substring_regex(cells, pattern)))


def replace_cells(
    cells: Cells, name: str, rows: np.ndarray, function: Callable[[str], str]
) -> None:
    """Replace the cells of some rows by what a function makes of each."""
    put_cells(cells, name, {row: function(cells[name][row].as_py()) for row in rows.tolist()})


def put_cells(cells: Cells, name: str, changed: Mapping[int, str]) -> None:
    """Put other texts into some rows of a column."""
    if not changed:
        return
    values: list[Any] = cells[name].to_pylist()
    for row, cell in changed.items():
        values[row] = cell
    cells[name] = texts(values)


def note(codes: Codes, code: str, rows: Any) -> None:
    """Note a code for some rows, beside those it was noted for before."""
    import numpy as np

    if len(rows):
        found = np.asarray(rows, np.int64)
        codes[code] = np.union1d(codes[code], found) if code in codes else found


def is_blank(cells: Cells, name: str, row: int) -> bool:
    """Tell whether a row has nothing in a column, or the table no such column."""
    return name not in cells or not cells[name][row].as_py()
