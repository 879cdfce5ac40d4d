"""The last digits of phone numbers, by which most of a column is seen not to be on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import rows_of, text_bytes, to_numpy

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

DIGITS = 7  # that are compared: more than most numbers of one place have in common
_NEAR = DIGITS + 1  # digits after a bracket that is too late to stand around a trunk zero


def last_digits(cells: Cells) -> tuple[np.ndarray, Mask]:
    """Return the last digits of each cell as a number, and whether the cell is of an odd form.

    A cell of an odd form may hold several numbers, digits of other scripts, or a trunk zero in
    brackets near its end: what it ends in says nothing.

    >>> from leadkit.base.cells import texts
    >>> endings, odd = last_digits(texts(["+49 (0)89 99998-123", "089/1; 089/2", "", "12"]))
    >>> endings.tolist(), odd.tolist()
    ([9998123, 8910892, 0, 12], [False, True, False, False])
    """
    import numpy as np

    written, ends = text_bytes(cells)
    digits = written - np.uint8(ord("0"))  # other signs come out greater than 9
    places = np.flatnonzero(digits < 10)
    digits = digits[places]
    counts = np.searchsorted(places, ends)
    first, end = counts[:-1], counts[1:]
    number = np.zeros(len(cells), np.int64)
    if len(digits):
        for back in range(DIGITS, 0, -1):
            place = end - back
            number = number * 10 + np.where(place >= first, digits[np.maximum(place, 0)], 0)
    odd = np.zeros(len(cells), bool)
    signs = np.flatnonzero(_signs_of_odd_forms()[written])
    row = np.searchsorted(ends, signs, "right") - 1
    sign, before = written[signs], written[np.maximum(signs, 1) - 1]
    near_end = end[row] - np.searchsorted(places, signs) <= _NEAR
    odd[row[np.where(sign == ord("("), near_end, (sign != ord("/")) | (before == ord(" ")))]] = True
    return number, odd


def show_endings(keys: Cells, table: np.ndarray | None = None) -> np.ndarray:
    """Return for all last digits that there may be whether any of the keys ends in them.

    ``table`` is that of other keys, to which these are added.

    >>> from leadkit.base.cells import texts
    >>> table = show_endings(texts(["+498999998123", "n12345"]))
    >>> [bool(table[number]) for number in (9998123, 9998124, 12345, 9912345)]
    [True, False, True, True]
    """
    import numpy as np
    import pyarrow.compute as pc

    if table is None:
        table = np.zeros(10**DIGITS, bool)
    bare = pc.utf8_ltrim(keys, "+in")
    whole = to_numpy(pc.binary_length(bare)) >= DIGITS
    table[last_digits(rows_of(bare, whole))[0]] = True
    for short in rows_of(bare, ~whole).to_pylist():  # longer numbers may end in it
        table[int(short or 0) :: 10 ** len(short)] = True
    return table


def _signs_of_odd_forms() -> np.ndarray:
    import numpy as np

    odd = np.zeros(256, bool)
    odd[list(b";|/\t\n\r\v\f(")] = True
    odd[128:] = True
    return odd
