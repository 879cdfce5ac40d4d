"""Sets of texts that whole columns are looked up in, and a sieve that spares most of the work."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, in_set, rows_of, text_bytes, texts

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

_WORD = 4  # bytes
_SAMPLED = 5  # words of a text that its number is made of, spread over all of it
_ROOM = 16  # numbers for each text, so that few others share one
_LEAST, _MOST = 16, 22  # as powers of two: how many numbers there are
_ARROW_LOOKS_UP = 2  # known texts for each cell; with more of them Python's set is the faster


class Sieve:
    """Tells of most texts, by a few of their bytes, that they are not among those it was shown.

    >>> sieve = Sieve()
    >>> sieve.add(texts(["eva@meier.example.com"]))
    >>> sieve.may_hold(texts(["eva@meier.example.com", "jan@meier.example.com"])).tolist()
    [True, False]
    """

    def __init__(self, power: int = _MOST) -> None:
        self._size = 1 << power
        self._taken: np.ndarray | None = None  # for each number whether a text has it

    def add(self, cells: Cells) -> None:
        """Take up texts."""
        import numpy as np

        if self._taken is None:
            self._taken = np.zeros(self._size, bool)
        self._taken[_numbers(cells, self._size)] = True

    def merge(self, other: Sieve) -> None:
        """Take up what another sieve of the same size was shown."""
        if other._taken is not None:
            self._taken = other._taken.copy() if self._taken is None else self._taken | other._taken

    def may_hold(self, cells: Cells) -> Mask:
        """Tell which texts may be among those it was shown; all that are, and few others."""
        import numpy as np

        if self._taken is None or not len(cells):
            return np.zeros(len(cells), bool)
        may_be: Mask = self._taken[_numbers(cells, self._size)]
        return may_be


class KnownTexts:
    """A set of texts, looked up by whole columns. The set may grow; nothing leaves it.

    >>> known = KnownTexts({"eva@meier.example.com"})
    >>> cells = texts(["eva@meier.example.com", "jan@meier.example.com", ""])
    >>> known.among(cells).tolist()
    [True, False, False]
    """

    def __init__(self, known: Collection[str]) -> None:
        self.texts = known
        self._count = -1  # how many texts there were when the following were made
        self._column: Cells
        self._sieve: Sieve

    def among(self, cells: Cells) -> Mask:
        """Tell which cells are in the set, letter by letter."""
        import numpy as np
        import pyarrow.compute as pc

        found = np.zeros(len(cells), bool)
        if not self.texts or not len(cells):
            return found
        if self._count != len(self.texts):
            self._count, self._column = len(self.texts), texts(self.texts)
            self._sieve = Sieve(min(max((_ROOM * self._count).bit_length(), _LEAST), _MOST))
            self._sieve.add(self._column)
        may_be = self._sieve.may_hold(cells)
        some = rows_of(cells, may_be)
        if len(self.texts) > _ARROW_LOOKS_UP * len(some):
            found[may_be] = in_set(some.to_pylist(), self.texts, len(some))
        else:  # Arrow makes a table of the column each time
            found[may_be] = as_mask(pc.is_in(some, value_set=self._column))
        return found


def _numbers(cells: Cells, size: int) -> np.ndarray:
    """Return for each text a number below ``size``, a power of two; equal texts have the same."""
    import numpy as np

    written, ends = text_bytes(cells)
    first, length = ends[:-1], np.diff(ends)
    # Four bytes at a time, from wherever they begin; those of a shorter text are cut off.
    padded = np.concatenate((written, np.zeros(_WORD, np.uint8)))
    words = np.ndarray((len(written) + 1,), "<u4", padded, strides=(1,))
    numbers = length.astype(np.uint32)
    last = np.maximum(length - _WORD, 0)
    cut = np.uint32(0xFFFFFFFF) >> (8 * np.clip(_WORD - length, 0, 3)).astype(np.uint32)
    for part in range(_SAMPLED):  # spread over the text, the last word among them
        word = words[first + last * part // (_SAMPLED - 1)] & cut
        numbers = (numbers ^ word) * np.uint32(0x9E3779B1)
        numbers ^= numbers >> np.uint32(15)
    return np.where(length > 0, numbers, 0) & np.uint32(size - 1)
