"""Columns looked at byte by byte: all their cells as one array of bytes, and where each begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import ends_of, is_empty, rows_of, text_bytes, with_rows

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask


def from_bytes(text: np.ndarray, offsets: np.ndarray) -> Cells:
    """Return the cells that lie end to end in these bytes."""
    import numpy as np
    import pyarrow as pa

    buffers = [None, pa.py_buffer(offsets.astype(np.int64, copy=False)), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, buffers)


def only_bytes(text: np.ndarray, offsets: np.ndarray, kept: Mask) -> Cells:
    """Return the cells without the bytes that are not kept."""
    import numpy as np

    # reduceat gives an empty cell the byte that follows it, and may not begin past the end.
    counts = np.add.reduceat(np.append(kept, False), offsets[:-1], dtype=np.int64)
    counts[offsets[1:] == offsets[:-1]] = 0
    return from_bytes(text[kept], np.concatenate(([0], np.cumsum(counts))))


def holding(cells: Cells, marked: Mask) -> Mask:
    """Tell which cells hold a marked byte, given a truth for each of their bytes.

    >>> import numpy as np
    >>> from leadkit.base.cells import texts
    >>> holding(texts(["ab", "", "c"]), np.array([False, True, False])).tolist()
    [True, False, False]
    """
    import numpy as np

    ends = ends_of(cells)
    told = np.zeros(len(cells), bool)
    told[np.searchsorted(ends, np.flatnonzero(marked) + ends[0], "right") - 1] = True
    return told


def may_be_padded(cells: Cells) -> Mask:
    """Tell which cells may begin or end with white space, and so which trimming may change.

    >>> from leadkit.base.cells import texts
    >>> may_be_padded(texts(["Eva", " Eva", "Eva\\t", "", "\u3000", "\u00c5se"])).tolist()
    [False, True, True, True, True, True]
    """
    import numpy as np

    written, ends = text_bytes(cells)
    if not len(written):
        return np.ones(len(cells), bool)
    last = len(written) - 1
    edges = written[np.minimum(ends[:-1], last)], written[np.maximum(ends[1:] - 1, 0)]
    may_be: Mask = ends[1:] == ends[:-1]
    for edge in edges:
        may_be = may_be | (edge <= ord(" ")) | (edge > 0x7F)
    return may_be


def trimmed(cells: Cells) -> Cells:
    """Return the cells without white space around them; as a rule there is none.

    >>> from leadkit.base.cells import texts
    >>> trimmed(texts(["Eva", " Jan\\u3000", ""])).to_pylist()
    ['Eva', 'Jan', '']
    """
    import pyarrow.compute as pc

    padded = may_be_padded(cells) & ~is_empty(cells)
    if not padded.any():
        return cells
    return with_rows(cells, padded, pc.utf8_trim_whitespace(rows_of(cells, padded)))
