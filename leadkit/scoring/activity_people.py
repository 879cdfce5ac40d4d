"""Who activities are of: keys of ids and addresses, and which of them belong to no lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.as_planned import AsPlanned
from leadkit.base.how_many import how_many
from leadkit.base.keyed import Pairs, Tally, add_up, among, distinct, hashes_64
from leadkit.fields.email.keys import key_as_written

if TYPE_CHECKING:
    import numpy as np

_STRANGERS = 0.25  # of the activities, which nobody need look at


@dataclass(frozen=True)
class People:
    """Under which keys the activities of a batch are counted; those with two come twice."""

    rows: np.ndarray
    keys: np.ndarray
    named: np.ndarray  # for each row, whether it has a key

    def take(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (row, key) of the rows that are chosen."""
        which = chosen[self.rows]
        return self.rows[which], self.keys[which]


def id_keys(ids: Iterable[str]) -> np.ndarray:
    return hashes_64(f"id {one}".encode() for one in ids)


def email_keys(emails: Iterable[str]) -> np.ndarray:
    """Return the keys of folded addresses, whatever display names and brackets surround them."""
    return hashes_64(f"email {key_as_written(one)}".encode() for one in emails)


class Unclaimed:
    """How many activities belong to no lead, once all leads were seen."""

    def __init__(self) -> None:
        self._counts = Tally(add_up)  # activities by their key, or by both of them together
        self._both = Pairs()
        self._claimed: list[np.ndarray] = []

    def add(self, people: People) -> None:
        """Take in the activities of a batch; those with two keys come again at its end."""
        import numpy as np

        again = len(people.named)
        keys, beside = people.keys[:again].copy(), people.rows[again:]
        self._both.add(keys[beside], people.keys[again:])
        keys[beside] = _together(keys[beside], people.keys[again:])
        keys = keys[people.named]
        self._counts.add(keys, np.ones(len(keys), np.int64))

    def take(self, other: Unclaimed) -> None:
        """Take in the activities of another file."""
        self._counts.add(*other._counts.entries())
        pairs = other._both.pairs()
        self._both.add(pairs[:, 0], pairs[:, 1])

    def claim(self, keys: np.ndarray) -> None:
        """Note under which keys a batch of leads is known, as far as activities have them."""

        self._claimed.append(distinct(keys[among(keys, self._known)]))

    @cached_property
    def _known(self) -> np.ndarray:
        import numpy as np

        return distinct(np.concatenate((self._counts.entries()[0], self._both.pairs().ravel())))

    def count(self) -> tuple[int, int]:
        """Return how many activities nobody claimed, and how many there are."""
        import numpy as np

        claimed = distinct(np.concatenate((np.array([], np.uint64), *self._claimed)))
        pairs = self._both.pairs()
        pairs = pairs[among(pairs[:, 0], claimed) | among(pairs[:, 1], claimed)]
        claimed = distinct(np.concatenate((claimed, _together(pairs[:, 0], pairs[:, 1]))))
        keys, counts = self._counts.entries()
        return int(counts[~among(keys, claimed)].sum()), int(counts.sum())

    def notes(self, name: str) -> list[str]:
        """Tell how many activities of a file belong to no lead, when all leads were seen.

        Some always are a stranger's; many may be those of our leads, under other ids.
        """
        nobody, count = self.count()
        many = how_many(count, "activity", "activities")
        belong = "belongs" if nobody == 1 else "belong"
        told = f"{name}: {nobody:,} of {many} {belong} to no lead"
        return [told if nobody > _STRANGERS * count else AsPlanned(told)] if nobody else []


def _together(keys: np.ndarray, others: np.ndarray) -> np.ndarray:
    import numpy as np

    both: np.ndarray = keys * np.uint64(3) ^ others
    return both
