"""Rows in groups: sums, extremes and counts of each, over whole columns at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, text, to_numpy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells


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

    def by_size(self, values: np.ndarray, *ties: np.ndarray) -> Ranked:
        """Return the rows of each group together, the greatest value first.

        Of equals the greatest of the first of ``ties`` comes first, then of the next.
        """
        import numpy as np

        order = np.lexsort((*(-one[self.rows] for one in (*ties[::-1], values)), self.number))
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
        return pc.fill_null(known.take(some(found)), "")


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
        >>> values = np.array([20.0, 80.0, 40.0])
        >>> Groups(np.zeros(3, int), 1).by_size(values).diminishing(values, 0.5).tolist()
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
