"""Arrow arrays from Python's and numpy's values, and back, without pandas.

pyarrow's own functions for this load pandas before anything else, whether it is needed or not. That
takes a quarter of a second: as long as it takes to score a hundred thousand leads.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from leadkit.base.pandas_text import as_chunks

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    Column: TypeAlias = pd.Series[str]
    Cells: TypeAlias = pa.Array  # of large_string, without nulls
    Mask: TypeAlias = np.ndarray  # of bool, one for each row

_SAMPLE, _FEW = 512, 0.5


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


def few_distinct(cells: Cells) -> bool:
    """Tell by the first cells whether most come twice, so that it pays to look for them."""
    some = cells[:_SAMPLE]
    return len(some) == _SAMPLE and len(some.unique()) <= _SAMPLE * _FEW


Result = TypeVar("Result")


def as_cells(column: Column | pa.ChunkedArray | Sequence[str]) -> Cells:
    """Return a column as one Arrow array that begins at the start of its buffers."""
    import pyarrow as pa

    cells = whole(as_chunks(column))
    return cells if cells.offset == 0 else pa.concat_arrays([cells, cells[:0]])


def repeated(text: str, count: int) -> Cells:
    """Return a column that says the same in every row."""
    import numpy as np

    return texts([text]).take(numbers(np.zeros(count, np.int64)))


def chosen(words: Sequence[str], codes: np.ndarray) -> Cells:
    """Return for each row the word that its code numbers."""
    return texts(words).take(numbers(codes))


def is_blank(cells: Cells) -> Mask:
    """Tell which cells hold nothing but white space.

    >>> is_blank(texts(["Eva", "", " \t", "\u3000"])).tolist()
    [False, True, True, True]
    """
    import numpy as np
    import pyarrow.compute as pc

    written, ends = text_bytes(cells)
    blank: Mask = ends[1:] == ends[:-1]
    if not len(written):
        return blank
    first = written[np.minimum(ends[:-1], len(written) - 1)]
    may_be = ~blank & ((first <= ord(" ")) | (first > 0x7F))  # as a rule no cell begins so
    if may_be.any():
        blank[may_be] = as_mask(pc.utf8_is_space(rows_of(cells, may_be)))
    return blank


def is_empty(cells: Cells) -> Mask:
    """Tell which cells hold nothing at all, not even white space."""
    import numpy as np

    empty: Mask = np.diff(ends_of(cells)) == 0
    return empty


def matches(cells: Cells, pattern: str) -> Mask:
    """Tell which cells a RE2 pattern is found in."""
    import pyarrow.compute as pc

    return as_mask(pc.match_substring_regex(cells, pattern))


def as_mask(array: pa.Array) -> Mask:
    """Return truths, none of them null, as numpy's, without loading pandas."""
    mask: Mask = to_numpy(whole(array))
    return mask


def rows_of(cells: Cells, mask: Mask) -> Cells:
    """Return the cells of some rows, as an array of its own."""
    return cells.filter(flags(mask))


def with_rows(cells: Cells, mask: Mask, values: Cells | Sequence[str]) -> Cells:
    """Return the cells with those of some rows replaced, in their order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not mask.any():
        return cells
    new = values if isinstance(values, pa.Array) else texts(values)
    return pc.replace_with_mask(cells, flags(mask), new.cast(pa.large_string()))


def with_cells(table: pa.Table, name: str, mask: Mask, values: Cells | Sequence[str]) -> pa.Table:
    """Return a table with the cells that some rows have in one of its columns replaced.

    >>> import pyarrow as pa
    >>> table = pa.table({"a": texts(["1", "2"])})
    >>> with_cells(table, "a", to_numpy(pa.array([False, True])), ["x"])["a"].to_pylist()
    ['1', 'x']
    """
    import pyarrow as pa

    before = whole(table[name]).cast(pa.large_string())
    place = table.column_names.index(name)
    return table.set_column(place, name, with_rows(before, mask, values))


def each_distinct(cells: Cells, function: Callable[[str], Result]) -> list[Result]:
    """Return function(cell) for each row, calling it once for each distinct cell.

    >>> each_distinct(as_cells(["a", "b", "a"]), str.upper)
    ['A', 'B', 'A']
    """
    encoded = cells.dictionary_encode()
    results = [function(cell) for cell in encoded.dictionary.to_pylist()]
    return [results[code] for code in encoded.indices.to_pylist()]


def of_distinct(cells: Cells, function: Callable[[str], int]) -> np.ndarray:
    """Return function(cell) for each row as whole numbers, calling it once for each distinct cell.

    >>> of_distinct(as_cells(["a", "bb", "a"]), len).tolist()
    [1, 2, 1]
    """
    import numpy as np

    encoded = cells.dictionary_encode()
    results = np.array([function(cell) for cell in encoded.dictionary.to_pylist()], np.int64)
    of_rows: np.ndarray = results[to_numpy(encoded.indices)]
    return of_rows


def each_distinct_pair(
    cells: Cells, others: Cells, function: Callable[[str, str], Result]
) -> list[Result]:
    """Return function(cell, other) for each row, calling it once for each distinct pair.

    >>> each_distinct_pair(as_cells(["a", "a"]), as_cells(["b", ""]), lambda a, b: a + b)
    ['ab', 'a']
    """
    import pyarrow.compute as pc

    pairs = pc.binary_join_element_wise(cells, others, text("\x1f"))  # a sign that is in no cell

    def of_pair(pair: str) -> Result:
        cell, _, other = pair.rpartition("\x1f")
        return function(cell, other)

    return each_distinct(pairs, of_pair)


def in_set(cells: Iterable[object], known: Container[object], count: int) -> Mask:
    """Tell which of so many values are in a set.

    >>> in_set(["a", "b"], {"b"}, 2).tolist()
    [False, True]
    """
    import numpy as np

    return np.fromiter(map(known.__contains__, cells), bool, count)


def map_cells(cells: Cells, function: Callable[[str], str], plain: str = "") -> Cells:
    """Apply a function to every distinct cell but those that a RE2 pattern says it leaves alone.

    >>> map_cells(as_cells(["Eva", "EVA"]), str.title, "^[A-Z][a-z]+$").to_pylist()
    ['Eva', 'Eva']
    """

    if plain:
        rest = ~matches(cells, plain)
        return with_rows(cells, rest, map_cells(rows_of(cells, rest), function))
    encoded = cells.dictionary_encode()
    results = [function(cell) for cell in encoded.dictionary.to_pylist()]
    return texts(results).take(encoded.indices)


def text_bytes(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Return (all cells' bytes end to end, where each begins with the end of the last)."""
    import numpy as np

    last, offsets = cells.buffers()[2], ends_of(cells)
    text = np.frombuffer(last, np.uint8) if last else np.array([], np.uint8)
    return text[offsets[0] : offsets[-1]], offsets - offsets[0]


def end_to_end(rows: pa.Array) -> memoryview:
    """Return an array's texts as they lie in its buffer, which so is the text of the file."""
    ends = ends_of(rows)
    return memoryview(rows.buffers()[2])[ends[0] : ends[-1]]


def glue(*parts: pa.Array | pa.Scalar) -> pa.Array:
    """Put texts end to end, row by row."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*parts, text(""))
