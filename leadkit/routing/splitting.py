"""Splits companies and leads among people by weight: the same whatever the order of rows.

Whom a lead likes best is told by weighted rendezvous hashing: each pair of a lead and a person
has a cost that follows from both their names alone. Left to that, shares would scatter as throws of
a die do, so each person has a quota, and the pairs that cost least are matched first, which is the
one stable matching of both sides. Whoever else is in a team, the cost of a pair stays what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.keyed import hashes_64

if TYPE_CHECKING:
    import numpy as np

NO_LIMIT = 1 << 50  # leads; all limits of a team still have a sum
_ROWS = 1 << 16  # that are looked at together

# The keys of units, companies or leads, and how many leads each is.
Sorted: TypeAlias = "tuple[np.ndarray, np.ndarray]"


@dataclass(frozen=True)
class Share:
    """Some people and their weights, by their places in a list of all."""

    people: tuple[int, ...]
    weights: tuple[float, ...]

    def without(self, gone: Sequence[int]) -> Share:
        """Return the same share among those who are left."""
        left = [pair for pair in zip(self.people, self.weights, strict=True) if pair[0] not in gone]
        return Share(tuple(one for one, _ in left), tuple(weight for _, weight in left))


def marks_of(names: Sequence[str]) -> np.ndarray:
    """Return by what people are told apart: a number that follows from the name."""
    return hashes_64(name.encode() for name in names)


def costs(keys: np.ndarray, mark: int, weight: float) -> np.ndarray:
    """Return what it costs each key to go to somebody: exponential, and less with more weight.

    That one of several costs least has a chance in proportion to its weight.

    >>> import numpy as np
    >>> keys = hashes_64(str(number).encode() for number in range(8000))
    >>> light, heavy = costs(keys, 1, 1.0), costs(keys, 2, 3.0)
    >>> round(float((heavy < light).mean()), 2)
    0.75
    """
    import numpy as np

    mixed = keys ^ np.uint64(mark)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    even = ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    made: np.ndarray = -np.log(even) / weight
    return made


def quotas(wanted: np.ndarray, count: int, most: np.ndarray) -> np.ndarray:
    """Return whole numbers that sum up to ``count``, as near to what is wanted as they may be.

    What is wanted may sum up to another number and be below zero: it is lowered, or raised, for all
    alike. Nobody gets more than ``most``, which together must be enough.

    >>> import numpy as np
    >>> no_end = np.array([99, 99, 99])
    >>> quotas(np.array([1.5, 0.5, 1.0]), 3, no_end).tolist()
    [2, 0, 1]
    >>> quotas(np.array([5.0, -1.0, 4.0]), 7, no_end).tolist()
    [4, 0, 3]
    >>> quotas(np.array([2.0, 2.0, 2.0]), 6, np.array([1, 9, 9])).tolist()
    [1, 3, 2]
    """
    import numpy as np

    open_ = np.ones(len(wanted), bool)
    given = np.zeros(len(wanted))
    given[:] = most
    while open_.any():
        left = count - int(most[~open_].sum())
        given[open_] = _lowered(wanted[open_], left)
        given[~open_] = most[~open_]
        beyond = open_ & (given > most + 1e-9)
        if not beyond.any():
            break
        open_ &= ~beyond
    whole: np.ndarray = np.minimum(np.floor(given + 1e-9).astype(np.int64), most)
    order = np.argsort(-(given - whole), kind="stable")
    while (short := count - int(whole.sum())) > 0:
        may = order[whole[order] < most[order]][:short]
        whole[may] += 1
    return whole


def _lowered(wanted: np.ndarray, count: int) -> np.ndarray:
    """Lower or raise what is wanted by the same for all, so that it sums up; none is below 0."""
    import numpy as np

    order = np.sort(wanted)[::-1]
    levels = (np.cumsum(order) - count) / np.arange(1, len(order) + 1)
    above = np.flatnonzero(order > levels)
    level = levels[above[-1]] if len(above) else levels[0]
    lowered: np.ndarray = np.maximum(wanted - level, 0.0)
    return lowered


def split(
    units: Sorted,
    share: Share,
    marks: np.ndarray,
    before: np.ndarray,
    most: np.ndarray | None = None,
) -> np.ndarray:
    """Return for each unit who gets it, as a place among the people of a share; -1 for nobody.

    The largest units are split first, and the others make up for what could not be even. ``before``
    is how many leads each of the people has already, and ``most`` how many more each may get:
    where that is not enough, the last of the units stay without.
    """
    import numpy as np

    keys, sizes = units
    # in an order of its own, so that what cannot be even is no advantage of who is named first
    order = np.argsort(marks[list(share.people)], kind="stable")
    weights = np.array(share.weights)[order] / sum(share.weights)
    own, given = marks[list(share.people)][order], before[order].astype(np.float64)
    room = np.full(len(own), NO_LIMIT) if most is None else most[order].astype(np.int64)
    found = np.full(len(keys), -1, np.int64)
    for size in np.unique(sizes)[::-1].tolist():
        rows = np.flatnonzero(sizes == size)
        places = room // size
        rows = rows[: min(len(rows), int(places.sum()))]
        total = given.sum() + size * len(rows)
        many = quotas((weights * total - given) / size, len(rows), places)
        liked = weights if most is None else np.maximum(many, 0.5)  # near to what each will get
        found[rows] = order[_matched(keys[rows], own, liked, many)]
        given += many * size
        room -= many * size
    return found


def _matched(
    keys: np.ndarray, marks: np.ndarray, weights: np.ndarray, many: np.ndarray
) -> np.ndarray:
    """Return the stable matching of keys and people, who take just so many each.

    A key asks the one it costs least, and who is asked too often keeps those that cost least; the
    others ask the next. In the end all have what they take, as there are no more and no fewer keys.
    """
    import numpy as np

    pairs = list(zip(marks.tolist(), weights.tolist(), strict=True))
    choice = np.empty(len(keys), np.int64)
    cost = np.empty(len(keys))
    for begin in range(0, len(keys), _ROWS):
        part = slice(begin, begin + _ROWS)
        of_all = np.stack([costs(keys[part], mark, weight) for mark, weight in pairs])
        choice[part] = of_all.argmin(axis=0)
        cost[part] = of_all.min(axis=0)
    refused = np.zeros((0, len(pairs)), bool)  # of those who were refused ever, by whom
    place = np.full(len(keys), -1)
    while True:
        out = [_too_many(choice, cost, person, int(take)) for person, take in enumerate(many)]
        rows = np.concatenate(out)
        if not len(rows):
            return choice
        new = rows[place[rows] < 0]
        place[new] = len(refused) + np.arange(len(new))
        refused = np.concatenate((refused, np.zeros((len(new), len(pairs)), bool)))
        refused[place[rows], choice[rows]] = True
        of_all = np.stack([costs(keys[rows], mark, weight) for mark, weight in pairs], axis=1)
        of_all[refused[place[rows]]] = np.inf
        choice[rows], cost[rows] = of_all.argmin(axis=1), of_all.min(axis=1)


def _too_many(choice: np.ndarray, cost: np.ndarray, person: int, take: int) -> np.ndarray:
    import numpy as np

    rows = np.flatnonzero(choice == person)
    if len(rows) <= take:
        return rows[:0]
    return rows[np.argsort(cost[rows], kind="stable")[take:]]
