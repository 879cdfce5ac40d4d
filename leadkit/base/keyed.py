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


def distinct(keys: np.ndarray) -> np.ndarray:
    """Return keys sorted, each once; np.unique hashes them first, and takes several times as long.

    >>> import numpy as np
    >>> distinct(np.array([7, 5, 7])).tolist()
    [5, 7]
    """
    import numpy as np

    keys = np.sort(keys)
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]]


def among(keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Tell which keys are among sorted ones.

    >>> import numpy as np
    >>> [among(np.array([7, 5]), np.array(known)).tolist() for known in ([5, 6], [])]
    [[False, True], [False, False]]
    """
    import numpy as np

    if not len(known):
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    there: np.ndarray = known[at] == keys
    return there


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
        first = np.searchsorted(pairs[:, 0], keys, "left")
        which, at = _spread(first, np.searchsorted(pairs[:, 0], keys, "right"))
        return distinct_pairs(np.stack((rows[which].astype(np.uint64), pairs[at, 1]), axis=1))

    def count(self, rows: np.ndarray, keys: np.ndarray, length: int) -> np.ndarray:
        """Return how many different values each row has by its keys; ``length`` rows there are."""
        import numpy as np

        return np.bincount(self.of(rows, keys)[:, 0].astype(np.int64), minlength=length)


def _spread(first: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (which range, place) for all places of ranges, each from its first to its end."""
    import numpy as np

    found = end - first
    at = np.repeat(first - np.cumsum(found) + found, found) + np.arange(found.sum())
    return np.repeat(np.arange(len(first)), found), at


class Numbered:
    """Keys by a number each, in the order in which they first came: so a pair fits 64 bits.

    >>> import numpy as np
    >>> numbered = Numbered()
    >>> numbered.of(np.array([9, 7, 9], "uint64")).tolist(), numbered.known(np.array([7, 8]))
    ([1, 0, 1], array([ 0, -1]))
    """

    def __init__(self) -> None:
        # Sorted keys with their numbers, in runs that are merged as they grow.
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []
        self._count = 0
        self._last: tuple[np.ndarray, np.ndarray] | None = None
        self._asked: tuple[np.ndarray, np.ndarray] | None = None

    def of(self, keys: np.ndarray) -> np.ndarray:
        """Return the number of each key; a key that is new gets the next one."""
        import numpy as np

        if self._last is None or self._last[0] is not keys:  # many ask of the same batch
            order = np.argsort(keys)
            ordered = keys[order]
            first = np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(keys)]
            each = ordered[first]  # sorted keys are found without jumping about in memory
            numbers = self._found(each)
            is_new = numbers < 0
            new = each[is_new]
            if len(new):
                numbers[is_new] = np.arange(self._count, self._count + len(new))
                self._runs.append((new, numbers[is_new]))
                self._count += len(new)
                while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
                    self._join_last()
            of_keys = np.empty(len(keys), np.int64)
            of_keys[order] = numbers[np.cumsum(first) - 1]
            self._last = keys, of_keys
        return self._last[1]

    def _join_last(self) -> None:
        import numpy as np

        (keys, numbers), (more_keys, more) = self._runs.pop(), self._runs.pop()
        keys = np.concatenate((more_keys, keys))
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], np.concatenate((more, numbers))[order]))

    def known(self, keys: np.ndarray) -> np.ndarray:
        """Return the number of each key, -1 where it has none; soonest where they are sorted."""
        if self._asked is None or self._asked[0] is not keys:  # several ask of the same
            self._asked = keys, self._found(keys)
        return self._asked[1]

    def _found(self, keys: np.ndarray) -> np.ndarray:
        import numpy as np

        found = np.full(len(keys), -1)
        for known, numbers in self._runs:
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            there = known[at] == keys
            found[there] = numbers[at[there]]
        return found


class Coded:
    """Small values by the numbers of keys, each once, with how often it came: 12 bytes a pair."""

    BITS = 22  # of a value, such as a day's ordinal
    _TOGETHER = 1 << 19  # codes
    _PART = 1 << 17  # of them that are sorted at once where two runs become one

    def __init__(self) -> None:
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []
        self._waiting: list[np.ndarray] = []  # codes of a few batches, to be sorted together
        self._many = 0

    def add(self, numbers: np.ndarray, values: np.ndarray) -> None:
        self._waiting.append((numbers << self.BITS) | values)
        self._many += len(numbers)
        if self._many >= self._TOGETHER:
            self._sort()

    def _sort(self) -> None:
        import numpy as np

        codes = np.concatenate((np.array([], np.int64), *self._waiting))
        self._waiting, self._many = [], 0
        if len(codes):
            self._put(codes, np.ones(len(codes), np.int32))

    def take(self, other: Coded) -> None:
        """Take in the pairs of another, of the same numbers."""
        other._sort()
        for codes, counts in other._runs:
            self._put(codes, counts)

    def _put(self, codes: np.ndarray, counts: np.ndarray) -> None:
        self._runs.append(once(codes, counts))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._join_last()

    def _join_last(self) -> None:
        import numpy as np

        later, earlier = self._runs.pop(), self._runs.pop()
        cuts = np.arange(0, len(earlier[0]), self._PART)
        ends = np.searchsorted(later[0], earlier[0][cuts[1:]])  # sorted in parts, for less memory
        parts = []
        for at, begin, end in zip(cuts, (0, *ends), (*ends, len(later[0])), strict=True):
            both = zip((one[at : at + self._PART] for one in earlier),
                       (one[begin:end] for one in later), strict=True)  # fmt: skip
            parts.append(once(*map(np.concatenate, both)))
        codes, counts = map(np.concatenate, zip(*parts, strict=True))
        self._runs.append((codes, counts))

    def of(self, rows: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (row and value as a code, count) for each value a row has by its keys, sorted.

        >>> import numpy as np
        >>> coded = Coded()
        >>> coded.add(np.array([0, 0, 1]), np.array([5, 5, 5]))
        >>> codes, counts = coded.of(np.array([3, 3]), np.array([0, 1]))
        >>> (codes >> Coded.BITS).tolist(), (codes % (1 << Coded.BITS)).tolist(), counts.tolist()
        ([3], [5], [3])
        """
        import numpy as np

        self._sort()
        while len(self._runs) > 1:
            self._join_last()
        none = np.array([], np.int64)
        codes, counts = self._runs[0] if self._runs else (none, none)
        rows, numbers = rows[numbers >= 0], numbers[numbers >= 0]
        first = np.searchsorted(codes, numbers << self.BITS)
        which, at = _spread(first, np.searchsorted(codes, (numbers + 1) << self.BITS))
        values = codes[at] % (1 << self.BITS)
        return once((rows[which] << self.BITS) | values, counts[at])


def once(codes: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort codes, and sum the counts of those that are the same."""
    import numpy as np

    if not len(codes):
        return codes, counts
    order = np.argsort(codes, kind="stable")  # two sorted runs behind each other are soon one
    codes = codes[order]
    starts = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    return codes[starts], np.add.reduceat(counts[order], starts, dtype=counts.dtype)
