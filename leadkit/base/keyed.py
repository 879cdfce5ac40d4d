"""Keys of 64 bits, and numbers and values by key in sorted runs.

Memory grows with the keys, not with what is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MILLIONTHS = 1_000_000
GREATEST = 9e12  # of a value and of a sum: in millionths they stay within 64 bits
LIMIT = int(GREATEST) * MILLIONTHS


def hashes_64(keys: Iterable[bytes]) -> np.ndarray:
    """Return a hash of 64 bits for each key.

    Of a million keys, two have the same hash in one of 30 million lists.

    >>> [hex(number) for number in hashes_64([b"Eva", b"Jan"]).tolist()]
    ['0x1dbcfe3a21fae1b6', '0x28cf581dcdd40b94']
    """
    import numpy as np
    from xxhash import xxh3_64_intdigest

    return np.fromiter(map(xxh3_64_intdigest, keys), np.uint64)


def add_up(numbers: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sum the numbers from each start to the next; what is beyond the limit stays at it.

    >>> import numpy as np
    >>> add_up(np.array([1, 2, LIMIT, LIMIT]), np.array([0, 2])).tolist() == [3, LIMIT]
    True
    """
    import numpy as np

    sums: np.ndarray = np.add.reduceat(numbers, starts)
    if len(numbers) * float(np.abs(numbers).max()) > LIMIT:  # 64 bits might not hold a sum
        near = np.add.reduceat(numbers.astype(np.float64), starts)
        beyond = np.abs(near) >= LIMIT
        sums[beyond] = np.where(near[beyond] > 0, LIMIT, -LIMIT)
    return sums


class Tally:
    """Numbers by key, kept in sorted runs that are merged as they grow."""

    def __init__(self, merge: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
        self._merge = merge  # numbers, and where those of each key start -> one for each
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, keys: np.ndarray, numbers: np.ndarray) -> None:
        if not len(keys):
            return
        self._runs.append(self._by_key(keys, numbers))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._join_last()

    def _join_last(self) -> None:
        import numpy as np

        (keys, numbers), (more_keys, more) = self._runs.pop(), self._runs.pop()
        self._runs.append(
            self._by_key(np.concatenate((keys, more_keys)), np.concatenate((numbers, more)))
        )

    def _by_key(self, keys: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        return keys[starts], self._merge(numbers[order], starts)

    def entries(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the keys, sorted, and the number of each."""
        import numpy as np

        while len(self._runs) > 1:
            self._join_last()
        return self._runs[0] if self._runs else (np.array([], np.uint64), np.array([], np.int64))

    def of(self, keys: np.ndarray) -> np.ndarray:
        """Return the number of each key; 0 where there is none."""
        import numpy as np

        known, numbers = self.entries()
        if not len(known):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[at] == keys, numbers[at], 0)


def distinct_pairs(pairs: np.ndarray) -> np.ndarray:
    """Sort rows of two numbers and drop the repeated ones (np.unique takes ten times as long)."""
    import numpy as np

    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return pairs[np.concatenate(([True], (pairs[1:] != pairs[:-1]).any(axis=1)))[: len(pairs)]]


class Pairs:
    """Distinct pairs of a key and a value, kept like a Tally."""

    def __init__(self) -> None:
        self._runs: list[np.ndarray] = []  # rows of (key, value), sorted and distinct

    def add(self, keys: np.ndarray, values: np.ndarray) -> None:
        import numpy as np

        if not len(keys):
            return
        self._runs.append(distinct_pairs(np.stack((keys, values), axis=1)))
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._join_last()

    def _join_last(self) -> None:
        import numpy as np

        self._runs.append(distinct_pairs(np.concatenate((self._runs.pop(), self._runs.pop()))))

    def pairs(self) -> np.ndarray:
        """Return rows of (key, value), sorted and distinct."""
        import numpy as np

        while len(self._runs) > 1:
            self._join_last()
        return self._runs[0] if self._runs else np.zeros((0, 2), np.uint64)

    def take(self, other: Pairs) -> None:
        """Take in the pairs of another."""
        pairs = other.pairs()
        self.add(pairs[:, 0], pairs[:, 1])

    def of(self, rows: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """Return the distinct (row, value) that rows have by their keys, sorted."""
        import numpy as np

        pairs = self.pairs()
        which, at = _places(pairs[:, 0], keys)
        return distinct_pairs(np.stack((rows[which].astype(np.uint64), pairs[at, 1]), axis=1))

    def count(self, rows: np.ndarray, keys: np.ndarray, length: int) -> np.ndarray:
        """Return how many different values each row has by its keys; ``length`` rows there are."""
        import numpy as np

        return np.bincount(self.of(rows, keys)[:, 0].astype(np.int64), minlength=length)


def _places(known: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (which of the keys, where it stands) for all places of all keys in a sorted array."""
    import numpy as np

    first = np.searchsorted(known, keys, "left")
    found = np.searchsorted(known, keys, "right") - first
    at = np.repeat(first - np.cumsum(found) + found, found) + np.arange(found.sum())
    return np.repeat(np.arange(len(keys)), found), at


class PairCounts:
    """Counts by pairs of a key and a value, kept like a Tally."""

    def __init__(self) -> None:
        self._runs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add(self, keys: np.ndarray, values: np.ndarray, counts: np.ndarray) -> None:
        if not len(keys):
            return
        self._runs.append(_by_pair(keys, values, counts))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._join_last()

    def _join_last(self) -> None:
        import numpy as np

        last, before = self._runs.pop(), self._runs.pop()
        keys, values, counts = (np.concatenate(both) for both in zip(before, last, strict=True))
        self._runs.append(_by_pair(keys, values, counts))

    def entries(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return keys, values and counts, sorted by key and value."""
        import numpy as np

        while len(self._runs) > 1:
            self._join_last()
        none = np.array([], np.uint64)
        return self._runs[0] if self._runs else (none, none, np.array([], np.int64))

    def of(self, rows: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (row, count) for each different value that a row has by its keys.

        >>> import numpy as np
        >>> counts = PairCounts()
        >>> keys, values = np.array([7, 7, 8], "uint64"), np.array([1, 1, 1], "uint64")
        >>> counts.add(keys, values, np.ones(3, int))
        >>> [part.tolist() for part in counts.of(np.array([0, 0]), keys[1:])]
        [[0], [3]]
        """
        import numpy as np

        known, values, counts = self.entries()
        which, at = _places(known, keys)
        of_rows, _, sums = _by_pair(rows[which].astype(np.uint64), values[at], counts[at])
        return of_rows.astype(np.int64), sums


def _by_pair(
    keys: np.ndarray, values: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    import numpy as np

    if not len(keys):
        return keys, values, counts
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    new = (keys[1:] != keys[:-1]) | (values[1:] != values[:-1])
    starts = np.flatnonzero(np.concatenate(([True], new)))
    return keys[starts], values[starts], np.add.reduceat(counts[order], starts)
