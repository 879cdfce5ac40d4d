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
ALL_OF = _WORD * _SAMPLED  # bytes of a text that all of them count of
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

    @property
    def room(self) -> int:
        """How many texts it may be shown, and still tell of most others that they are none."""
        return self._size // _ROOM

    def add(self, cells: Cells) -> None:
        """Take up texts."""
        import numpy as np

        if self._taken is None:
            self._taken = np.zeros(self._size, bool)
        written, ends = text_bytes(cells)
        self._taken[numbers_of(written, ends[:-1], np.diff(ends), self._size)] = True

    def merge(self, other: Sieve) -> None:
        """Take up what another sieve of the same size was shown."""
        if other._taken is not None:
            self._taken = other._taken.copy() if self._taken is None else self._taken | other._taken

    def may_hold(self, cells: Cells) -> Mask:
        """Tell which texts may be among those it was shown; all that are, and few others."""
        import numpy as np

        written, ends = text_bytes(cells)
        return self.may_hold_parts(written, ends[:-1], np.diff(ends))

    def may_hold_parts(self, written: np.ndarray, begins: np.ndarray, lengths: np.ndarray) -> Mask:
        """Tell the same of texts that lie somewhere within bytes.

        >>> import numpy as np
        >>> sieve = Sieve()
        >>> sieve.add(texts(["x.example.com"]))
        >>> email = np.frombuffer(b"eva@x.example.com", np.uint8)
        >>> sieve.may_hold_parts(email, np.array([4, 0]), np.array([13, 3])).tolist()
        [True, False]
        """
        import numpy as np

        if self._taken is None or not len(begins):
            return np.zeros(len(begins), bool)
        may_be: Mask = self._taken[numbers_of(written, begins, lengths, self._size)]
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
        self._sieved = 0  # how many of the texts the sieve was shown
        self._sieve = Sieve()
        self._column: Cells | None = None

    def among(self, cells: Cells) -> Mask:
        """Tell which cells are in the set, letter by letter."""
        import numpy as np
        import pyarrow.compute as pc

        found = np.zeros(len(cells), bool)
        if not self.texts or not len(cells):
            return found
        if self._sieved != len(self.texts):  # it grew
            self._sieved = len(self.texts)
            self._sieve = Sieve(min(max((_ROOM * self._sieved).bit_length(), _LEAST), _MOST))
            self._sieve.add(self._whole())
        may_be = self._sieve.may_hold(cells)
        some = rows_of(cells, may_be)
        if len(self.texts) > _ARROW_LOOKS_UP * len(some):
            found[may_be] = in_set(some.to_pylist(), self.texts, len(some))
        else:  # Arrow makes a table of the column each time
            found[may_be] = as_mask(pc.is_in(some, value_set=self._whole()))
        return found

    def _whole(self) -> Cells:
        """Return the texts as a column."""
        if self._column is None or len(self._column) != len(self.texts):
            self._column = texts(self.texts)
        return self._column


def numbers_of(
    written: np.ndarray, begins: np.ndarray, lengths: np.ndarray, size: int
) -> np.ndarray:
    """Return for each text a number below ``size``, a power of two; equal texts have the same.

    Of texts of up to ALL_OF bytes all bytes count.
    """
    import numpy as np

    # Four bytes at a time, from wherever they begin; those of a shorter text are cut off.
    padded = np.concatenate((written, np.zeros(_WORD, np.uint8)))
    words = np.ndarray((len(written) + 1,), "<u4", padded, strides=(1,))
    numbers = lengths.astype(np.uint32)
    last = np.maximum(lengths - _WORD, 0)
    cut = np.uint32(0xFFFFFFFF) >> (8 * np.clip(_WORD - lengths, 0, 3)).astype(np.uint32)
    for part in range(_SAMPLED):  # spread over the text, the last word among them
        word = words[begins + last * part // (_SAMPLED - 1)] & cut
        numbers = (numbers ^ word) * np.uint32(0x9E3779B1)
        numbers ^= numbers >> np.uint32(15)
    return np.where(lengths > 0, numbers, 0) & np.uint32(size - 1)
