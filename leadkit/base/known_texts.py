"""A growing set of texts that whole columns are looked up in."""

from __future__ import annotations

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


class KnownTexts:
    """A set of texts, looked up by whole columns. The set may grow; nothing leaves it.

    Most cells are seen not to be in it by a few of their bytes; only the others are compared.

    >>> known = KnownTexts({"eva@meier.example.com"})
    >>> cells = texts(["eva@meier.example.com", "jan@meier.example.com", ""])
    >>> known.among(cells).tolist()
    [True, False, False]
    """

    def __init__(self, known: set[str]) -> None:
        self.texts = known
        self._count = -1  # how many texts there were when the following were made
        self._column: Cells
        self._taken: np.ndarray  # for each number whether a text has it

    def among(self, cells: Cells) -> Mask:
        """Tell which cells are in the set, letter by letter."""
        import numpy as np
        import pyarrow.compute as pc

        found = np.zeros(len(cells), bool)
        if not self.texts or not len(cells):
            return found
        if self._count != len(self.texts):
            self._make()
        may_be: Mask = self._taken[_numbers(cells, len(self._taken))]
        some = rows_of(cells, may_be)
        if len(self.texts) > _ARROW_LOOKS_UP * len(some):
            found[may_be] = in_set(some.to_pylist(), self.texts, len(some))
        else:  # Arrow makes a table of the column each time
            found[may_be] = as_mask(pc.is_in(some, value_set=self._column))
        return found

    def _make(self) -> None:
        import numpy as np

        self._count, self._column = len(self.texts), texts(self.texts)
        power = min(max((_ROOM * self._count).bit_length(), _LEAST), _MOST)
        self._taken = np.zeros(1 << power, bool)
        self._taken[_numbers(self._column, len(self._taken))] = True


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
