"""Arrow arrays from Python's and numpy's values, and back, without pandas.

pyarrow's own functions for this load pandas before anything else, whether it is needed or not. That
takes a quarter of a second: as long as it takes to score a hundred thousand leads.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def texts(cells: Iterable[str]) -> pa.Array:
    """Return an array of texts.

    >>> texts(["Eva", "", "Jürgen"]).to_pylist()
    ['Eva', '', 'Jürgen']
    """
    import numpy as np
    import pyarrow as pa

    cells = list(cells)
    joined = "".join(cells)
    parts: list[str] | list[bytes] = cells
    if not joined.isascii():  # elsewhere a text has as many bytes as letters
        parts = [cell.encode() for cell in cells]
    ends = np.zeros(len(cells) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, parts), np.int64, len(cells)), out=ends[1:])
    buffers = (pa.py_buffer(ends), pa.py_buffer(joined.encode()))
    return pa.LargeStringArray.from_buffers(len(cells), *buffers)


@cache
def text(cell: str) -> pa.Scalar:
    """Return a text that stands for itself in every row."""
    return texts([cell])[0]


def whole(cells: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece; where it is one already, nothing is copied.

    >>> import pyarrow as pa
    >>> whole(pa.chunked_array([texts(["Eva"]), texts(["Jan"])])).to_pylist()
    ['Eva', 'Jan']
    """
    import pyarrow as pa

    if not isinstance(cells, pa.ChunkedArray):
        return cells
    return cells.chunk(0) if cells.num_chunks == 1 else cells.combine_chunks()


def ends_of(cells: pa.Array) -> np.ndarray:
    """Return where each text begins in its buffer, and where the last one ends.

    >>> ends_of(texts(["Eva", "", "Jan"])[1:]).tolist()
    [3, 3, 6]
    """
    import numpy as np

    begin, end = cells.offset, cells.offset + len(cells) + 1
    return np.frombuffer(cells.buffers()[1], np.int64)[begin:end]


def numbers(array: np.ndarray) -> pa.Array:
    """Return a column of numbers, which lie where they did."""
    import numpy as np
    import pyarrow as pa

    whole = np.ascontiguousarray(array)
    buffers = [None, pa.py_buffer(whole)]
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), buffers)


def flags(array: np.ndarray) -> pa.Array:
    """Return a column of truths.

    >>> import numpy as np
    >>> flags(np.array([True, False, True])).to_pylist()
    [True, False, True]
    """
    import numpy as np
    import pyarrow as pa

    bits = np.packbits(array, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(array), [None, pa.py_buffer(bits)])


def to_numpy(array: pa.Array) -> np.ndarray:
    """Return numbers or truths, none of them null.

    >>> import numpy as np
    >>> to_numpy(flags(np.array([True, False, True]))[1:]).tolist()
    [False, True]
    """
    import numpy as np

    values = array.buffers()[1]
    kind = _kind(array.type)
    begin, end = array.offset, array.offset + len(array)
    if values is None:
        return np.zeros(0, kind)
    if kind.kind == "b":
        octets = np.frombuffer(values, np.uint8)[begin // 8 :]
        bits = np.unpackbits(octets, count=end - begin // 8 * 8, bitorder="little")
        return bits[begin % 8 :].view(bool)
    return np.frombuffer(values, kind)[begin:end]


@cache
def _kind(kind: pa.DataType) -> np.dtype:
    import numpy as np

    return np.dtype(str(kind).replace("double", "float64"))
