"""Rows in groups: sums, extremes and counts of each, over whole columns at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, text, text_bytes, to_numpy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells

_SHORT = 16  # letters of a name that two numbers hold; an id that leadkit made has as many


class Groups:
    """Which rows belong together, by a number from 0 for each row; -1 belongs to none.

    >>> import numpy as np
    >>> groups = Groups(np.array([1, 0, 1, -1]), 2)
    >>> groups.sizes.tolist(), groups.most(np.array([5, 2, 9, 99])).tolist()
    ([1, 2], [2, 9])
    """

    def __init__(self, number: np.ndarray, count: int) -> None:
        import numpy as np

        self.count = count
        self.rows = np.flatnonzero(number >= 0)
        self.number = number[self.rows]

    @cached_property
    def sizes(self) -> np.ndarray:
        return self.counted(None)

    def counted(self, rows: np.ndarray | None) -> np.ndarray:
        """Return how many rows of each group are among these."""
        import numpy as np

        number = self.number if rows is None else self.number[rows[self.rows]]
        return np.bincount(number, minlength=self.count)

    def summed(self, values: np.ndarray) -> np.ndarray:
        import numpy as np

        return np.bincount(self.number, weights=values[self.rows], minlength=self.count)

    def most(self, values: np.ndarray) -> np.ndarray:
        """Return the greatest of whole numbers from 0 of each group."""
        import numpy as np

        found = np.zeros(self.count, values.dtype)
        np.maximum.at(found, self.number, values[self.rows])
        return found

    def by_size(self, values: np.ndarray, then: np.ndarray, names: Cells) -> Ranked:
        """Return the rows of each group together, the greatest value first.

        Of equals the greatest of ``then`` comes first, a whole number, and then the first name by
        letters.
        """
        import numpy as np

        encoded = numbers(values[self.rows]).dictionary_encode()  # far fewer than rows, as a rule
        size = np.argsort(np.argsort(to_numpy(encoded.dictionary)))[to_numpy(encoded.indices)]
        least, most = int(then.min(initial=0)), int(then.max(initial=0))
        both = (size.max(initial=0) - size) * (most - least + 1) + (most - then[self.rows])
        key = self.number * (int(both.max(initial=0)) + 1) + both
        order = np.argsort(key, kind="stable")
        sorted_keys = key[order]
        equal = sorted_keys[1:] == sorted_keys[:-1]
        tied = np.concatenate((equal, [False])) | np.concatenate(([False], equal))
        if len(key) and tied.any():  # names are asked where they decide
            rows = order[tied]
            own = names.take(numbers(self.rows[rows]))
            order[tied] = rows[np.lexsort((*_letters(own), key[rows]))]
        starts = np.cumsum(self.sizes) - self.sizes
        place = np.arange(len(order)) - np.repeat(starts, self.sizes)
        return Ranked(self.rows[order], self.number[order], place, self.count)

    def most_frequent(self, cells: Cells, ties: str = "descending") -> Cells:
        """Return of each group the text that stands there most often, "" where there is none.

        Of equals, that which ``ties`` puts first: descending, Acme AG comes before Acme and ACME.

        >>> import numpy as np
        >>> from leadkit.base.cells import texts
        >>> groups = Groups(np.array([0, 0, 0, 1]), 2)
        >>> groups.most_frequent(texts(["Acme AG", "Acme", "Acme", ""])).to_pylist()
        ['Acme', '']
        """
        import numpy as np
        import pyarrow.compute as pc

        encoded = cells.dictionary_encode()
        order = pc.array_sort_indices(encoded.dictionary, order=ties)
        known = encoded.dictionary.take(order)
        width = max(len(known), 1)
        place = np.argsort(to_numpy(order))  # of each word among the sorted ones
        code = place[to_numpy(encoded.indices)[self.rows].astype(np.int64)]
        filled = code != pc.index(known, text("")).as_py()
        counted = pc.value_counts(numbers(self.number[filled] * width + code[filled]))
        pairs, many = (to_numpy(counted.field(name)) for name in ("values", "counts"))
        most = np.zeros(self.count, many.dtype)
        np.maximum.at(most, pairs // width, many)
        best = np.sort(pairs[many == most[pairs // width]])[::-1]  # the first is written last
        found = np.full(self.count, -1)
        found[best // width] = best % width
        return pc.fill_null(known.take(some(found)), text(""))


@dataclass(frozen=True)
class Ranked:
    """Rows of groups, group by group, in an order of their own; the place of each in its group."""

    rows: np.ndarray
    number: np.ndarray
    place: np.ndarray
    count: int

    def diminishing(self, values: np.ndarray, share: float) -> np.ndarray:
        """Return the sum of each group's values, each further one counting for this share of the
        one before.

        >>> import numpy as np
        >>> from leadkit.base.cells import texts
        >>> values = np.array([20.0, 80.0, 40.0])
        >>> groups = Groups(np.zeros(3, int), 1)
        >>> ranked = groups.by_size(values, np.zeros(3, int), texts(["a", "b", "c"]))
        >>> ranked.diminishing(values, 0.5).tolist()
        [105.0]
        """
        import numpy as np

        shares = share ** np.arange(int(self.place.max(initial=0)) + 1)
        weights = values[self.rows] * shares[self.place]
        return np.bincount(self.number, weights=weights, minlength=self.count)

    def first(self, among: np.ndarray) -> np.ndarray:
        """Return of each group the first row that is among some, -1 where there is none."""
        import numpy as np

        kept = among[self.rows]
        found = np.full(self.count, -1)
        found[self.number[kept][::-1]] = self.rows[kept][::-1]
        return found


def some(places: np.ndarray) -> pa.Array:
    """Return places for taking cells, those below 0 as none."""
    import pyarrow as pa

    return pa.array(places, mask=places < 0)


def _letters(names: Cells) -> tuple[np.ndarray, ...]:
    """Return numbers by which names are sorted as by their letters, the first number last.

    >>> from leadkit.base.cells import texts
    >>> import numpy as np
    >>> for names in (["b", "a1", "", "a"], ["b", "a1", "", "a" * 20]):
    ...     print(np.lexsort(_letters(texts(names))).tolist())
    [2, 3, 1, 0]
    [2, 1, 3, 0]
    """
    import numpy as np
    import pyarrow.compute as pc

    written, ends = text_bytes(names)
    sizes = np.diff(ends)
    if sizes.max(initial=0) > _SHORT:
        return (to_numpy(pc.rank(names, tiebreaker="min")),)
    padded = np.zeros((len(sizes), _SHORT), np.uint8)
    padded[np.arange(_SHORT) < sizes[:, None]] = written
    first, second = padded.view(">u8").astype(np.uint64).T
    return second, first
