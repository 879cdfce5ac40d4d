"""Columns as Arrow text: what is plain is done for all rows at once, the rest cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from leadkit.base.cells import ends_of, whole

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Column

    Cells: TypeAlias = pa.Array  # of large_string, without nulls
    Mask: TypeAlias = np.ndarray  # of bool, one for each row

Result = TypeVar("Result")


def as_cells(column: Column | Sequence[str]) -> Cells:
    """Return a column as one Arrow array that begins at the start of its buffers."""
    import pyarrow as pa

    cells = whole(pa.array(column, pa.large_string()))
    return cells if cells.offset == 0 else pa.concat_arrays([cells, cells[:0]])


def as_column(cells: Cells) -> object:
    """Return cells as the array that a pandas text column holds, without copying them."""
    return cells.to_pandas().array


def repeated(text: str, count: int) -> Cells:
    """Return a column that says the same in every row."""
    import pyarrow as pa

    return pa.repeat(pa.scalar(text, pa.large_string()), count)


def chosen(words: Sequence[str], codes: np.ndarray) -> Cells:
    """Return for each row the word that its code numbers."""
    import pyarrow as pa

    return pa.array(words, pa.large_string()).take(pa.array(codes))


def is_blank(cells: Cells) -> Mask:
    """Tell which cells hold nothing but white space."""
    import pyarrow.compute as pc

    return as_mask(pc.equal(pc.utf8_trim_whitespace(cells), ""))


def matches(cells: Cells, pattern: str) -> Mask:
    """Tell which cells a RE2 pattern is found in."""
    import pyarrow.compute as pc

    return as_mask(pc.match_substring_regex(cells, pattern))


def as_mask(array: pa.Array) -> Mask:
    mask: Mask = array.to_numpy(zero_copy_only=False)
    return mask


def rows_of(cells: Cells, mask: Mask) -> Cells:
    """Return the cells of some rows, as an array of its own."""
    import pyarrow as pa

    return cells.filter(pa.array(mask))


def with_rows(cells: Cells, mask: Mask, values: Cells | Sequence[str]) -> Cells:
    """Return the cells with those of some rows replaced, in their order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not mask.any():
        return cells
    return pc.replace_with_mask(cells, pa.array(mask), pa.array(values, pa.large_string()))


def each_distinct(cells: Cells, function: Callable[[str], Result]) -> list[Result]:
    """Return function(cell) for each row, calling it once for each distinct cell.

    >>> each_distinct(as_cells(["a", "b", "a"]), str.upper)
    ['A', 'B', 'A']
    """
    encoded = cells.dictionary_encode()
    results = [function(cell) for cell in encoded.dictionary.to_pylist()]
    return [results[code] for code in encoded.indices.to_pylist()]


def map_cells(cells: Cells, function: Callable[[str], str], plain: str = "") -> Cells:
    """Apply a function to every distinct cell but those that a RE2 pattern says it leaves alone.

    >>> map_cells(as_cells(["Eva", "EVA"]), str.title, "^[A-Z][a-z]+$").to_pylist()
    ['Eva', 'Eva']
    """
    import pyarrow as pa

    if plain:
        rest = ~matches(cells, plain)
        return with_rows(cells, rest, map_cells(rows_of(cells, rest), function))
    encoded = cells.dictionary_encode()
    results = [function(cell) for cell in encoded.dictionary.to_pylist()]
    return pa.array(results, pa.large_string()).take(encoded.indices)


def text_bytes(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Return (all cells' bytes end to end, where each begins with the end of the last)."""
    import numpy as np

    last, offsets = cells.buffers()[2], ends_of(cells)
    text = np.frombuffer(last, np.uint8) if last else np.array([], np.uint8)
    return text[offsets[0] : offsets[-1]], offsets - offsets[0]


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
