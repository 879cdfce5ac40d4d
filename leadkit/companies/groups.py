"""Rows in groups: sums, extremes and counts of each, over whole columns at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, numbers, text, to_numpy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells

_ROOM = 4  # numbers for each row: as long as there are no more, each has a place of its own


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

    def most(self, values: np.ndarray, least: float = 0) -> np.ndarray:
        """Return the greatest number of each group, of those that are greater than ``least``."""
        import numpy as np

        found = np.full(self.count, least, values.dtype)
        np.maximum.at(found, self.number, values[self.rows])
        return found

    def diminishing(self, values: np.ndarray, share: float) -> np.ndarray:
        """Return the sum of each group's values, the greatest first, each further one counting for
        this share of the one before.

        >>> import numpy as np
        >>> Groups(np.zeros(3, int), 1).diminishing(np.array([20.0, 80.0, 40.0]), 0.5).tolist()
        [105.0]
        """
        import numpy as np

        encoded = numbers(values[self.rows]).dictionary_encode()  # far fewer than rows, as a rule
        distinct = to_numpy(encoded.dictionary)
        order = np.argsort(distinct)[::-1]
        place = np.argsort(order)[to_numpy(encoded.indices)]
        width = max(len(distinct), 1)
        number, place = np.divmod(np.sort(self.number * width + place), width)
        before = np.arange(len(number)) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes)
        shares = share ** np.arange(int(before.max(initial=0)) + 1)
        weights = distinct[order][place] * shares[before]
        return np.bincount(number, weights=weights, minlength=self.count)

    def first(self, among: np.ndarray, by: Sequence[np.ndarray], names: Cells) -> np.ndarray:
        """Return of each group the row that is first among some, -1 where there is none.

        First is the greatest of the first numbers, of equals that of the next, and of equals in
        all of them the first name by letters.

        >>> import numpy as np
        >>> from leadkit.base.cells import texts
        >>> groups = Groups(np.array([0, 0, 0, 1]), 2)
        >>> size, names = np.array([1.0, 2.0, 2.0, 9.0]), texts(["a", "c", "b", "d"])
        >>> groups.first(np.array([True, True, True, False]), [size], names).tolist()
        [2, -1]
        """
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        kept = among[self.rows]
        rows, number = self.rows[kept], self.number[kept]
        for values in by:
            own = values[rows]
            most = np.full(self.count, own.min(initial=0), own.dtype)
            np.maximum.at(most, number, own)
            best = own == most[number]
            rows, number = rows[best], number[best]
        found = np.full(self.count, -1)
        found[number[::-1]] = rows[::-1]
        tied = np.bincount(number, minlength=self.count)[number] > 1
        if tied.any():  # names are asked where they decide
            rows, number = rows[tied], number[tied]
            own_names = names.take(numbers(rows)).cast(pa.large_string())
            table = pa.table({"group": numbers(number), "name": own_names})
            order = pc.sort_indices(table, [("group", "ascending"), ("name", "ascending")])
            order = to_numpy(order)[::-1]
            found[number[order]] = rows[order]  # the first is written last
        return found

    def tally(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (group, code, how many rows) of each code from 0 in each group that has it.

        >>> import numpy as np
        >>> groups = Groups(np.array([1, 0, 1, 1, -1]), 2)
        >>> [part.tolist() for part in groups.tally(np.array([2, -1, 2, 0, 7]))]
        [[1, 1], [0, 2], [1, 2]]
        """
        import numpy as np

        own = codes[self.rows].astype(np.int64)
        width = int(own.max(initial=0)) + 1
        pairs = (self.number * width + own)[own >= 0]
        if self.count * width <= _ROOM * len(pairs):
            rows = np.bincount(pairs)
            pairs = np.flatnonzero(rows)
            many = rows[pairs]
        else:
            pairs = np.sort(pairs)
            begins = np.flatnonzero(np.diff(pairs, prepend=-1))
            many = np.diff(begins, append=len(pairs))
            pairs = pairs[begins]
        return *np.divmod(pairs, width), many

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
        import pyarrow as pa
        import pyarrow.compute as pc

        encoded = cells.dictionary_encode()
        known = encoded.dictionary
        codes = to_numpy(encoded.indices)
        blank = pc.index(known, text("")).as_py()
        number, code, many = self.tally(codes if blank < 0 else np.where(codes == blank, -1, codes))
        most = np.zeros(self.count, many.dtype)
        np.maximum.at(most, number, many)
        best = many == most[number]
        number, code = number[best], code[best]
        tied = np.bincount(number, minlength=self.count)[number] > 1
        found = np.full(self.count, -1)
        found[number[~tied]] = code[~tied]
        if tied.any():
            number, code = number[tied], code[tied]
            table = pa.table({"group": numbers(number), "text": known.take(numbers(code))})
            order = to_numpy(pc.sort_indices(table, [("group", "ascending"), ("text", ties)]))[::-1]
            found[number[order]] = code[order]  # the first is written last
        return pc.fill_null(known.take(some(found)), text(""))


def some(places: np.ndarray) -> pa.Array:
    """Return places for taking cells, those below 0 as none.

    >>> import numpy as np
    >>> some(np.array([2, -1])).to_pylist()
    [2, None]
    """
    import pyarrow as pa

    there = flags(places >= 0).buffers()[1]
    return pa.Array.from_buffers(pa.int64(), len(places), [there, numbers(places).buffers()[1]])
