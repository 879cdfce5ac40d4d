"""Sets of texts that are kept by a hash of 64 bits each: eight bytes, however long they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadkit.base.cells import rows_of, texts
from leadkit.base.keyed import among, distinct
from leadkit.base.known_texts import Sieve
from leadkit.base.text_hashes import text_hashes

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask


class HashedTexts:
    """A set of texts, looked up by whole columns, that grows and gives none of them back.

    Of a million texts one of 18 million millions others has the hash of one of them.

    >>> known = HashedTexts(["eva@meier.example.com"])
    >>> known.among(texts(["eva@meier.example.com", "jan@meier.example.com", ""])).tolist()
    [True, False, False]
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._runs: list[np.ndarray] = []  # sorted, each hash once; they are joined as they grow
        self._sieve = Sieve()
        self.update(known)

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def __eq__(self, other: object) -> bool:
        import numpy as np

        if not isinstance(other, HashedTexts):
            return NotImplemented
        return np.array_equal(self._whole(), other._whole())

    __hash__ = None  # type: ignore[assignment]  # it grows, and is no key; object has a method

    def update(self, known: Iterable[str]) -> None:
        """Add texts one by one."""
        if found := [*known]:
            self.take_up(texts(found))

    def take_up(self, cells: Cells) -> None:
        """Add the texts of a column."""
        self._add(text_hashes(cells))
        self._sieve.add(cells)

    def take_up_new(self, cells: Cells) -> Mask:
        """Add the texts of a column; tell of each whether it is new, and the first of its kind.

        >>> HashedTexts(["a"]).take_up_new(texts(["a", "b", "b"])).tolist()
        [False, True, False]
        """
        import numpy as np

        hashes = text_hashes(cells)
        new = np.zeros(len(hashes), bool)
        new[np.unique(hashes, return_index=True)[1]] = True
        new &= ~self._there(hashes)
        self._add(hashes)
        self._sieve.add(cells)
        return new

    def merge(self, other: HashedTexts) -> None:
        """Add the texts of another set."""
        self._add(other._whole())
        self._sieve.merge(other._sieve)

    def among(self, cells: Cells) -> Mask:
        """Tell which cells are in the set."""
        import numpy as np

        found = np.zeros(len(cells), bool)
        if self._runs and len(cells):
            may_be = self._sieve.may_hold(cells)
            found[may_be] = self._there(text_hashes(rows_of(cells, may_be)))
        return found

    def _there(self, hashes: np.ndarray) -> Mask:
        import numpy as np

        found = np.zeros(len(hashes), bool)
        for run in self._runs:
            found |= among(hashes, run)
        return found

    def _add(self, hashes: np.ndarray) -> None:
        import numpy as np

        new = distinct(hashes)
        new = new[~self._there(new)]
        if not len(new):
            return
        self._runs.append(new)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._runs.append(np.sort(np.concatenate((self._runs.pop(), self._runs.pop()))))

    def _whole(self) -> np.ndarray:
        import numpy as np

        if len(self._runs) > 1:
            self._runs = [np.sort(np.concatenate(self._runs))]
        return self._runs[0] if self._runs else np.zeros(0, np.uint64)
