"""What one round of matching leaves to the next: pairs that need no second look, and those that do.

A pair is judged by what its two rows say and by counts of the list. Where neither row changed
since a pair was judged, and the counts that it hangs on are nearly what they were, it comes out as
it did: one far below review stays there, and nothing is ever told of it. All other pairs are
weighed anew, so that what is told of them is what the list says now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.coded import mixed

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Rows
    from leadkit.deduping.matching.contacts import Contacts

# A pair's weights, of which there are less than ten, may change by so much each, in bits, and the
# pair by so much in all.
_NEARLY = 0.05
MARGIN = 0.5


@dataclass(frozen=True)
class Facts:
    """What counts of the list say of its rows."""

    told: np.ndarray  # one number for all that is yes or no, or one of several
    weights: np.ndarray  # in bits, several of each row
    prior: float
    homes: bool

    @classmethod
    def of(cls, contacts: Contacts) -> Facts:
        """Return what is told of rows by their list."""
        told = np.zeros(contacts.rows, np.uint64)
        for kind, column in enumerate(_told_of(contacts), start=1):
            places = column if column.ndim > 1 else column[:, None]
            told += np.add.reduce(mixed(places, np.array(kind)), axis=1, dtype=np.uint64)
        first, last = contacts.first, contacts.last
        weights = [
            contacts.company_bits, contacts.brand_bits, contacts.street_bits,
            contacts.street_2_bits, contacts.city_bits, contacts.postcode_bits,
            contacts.domain_bits, contacts.line_bits,
            *(bits[name] for bits in (contacts.first_name_bits, contacts.last_name_bits)
              for name in (first, last)),
        ]  # fmt: skip
        return cls(told, np.stack(weights, 1).astype(np.float32), contacts.n, contacts.homes)

    def at(self, rows: Rows) -> Facts:
        """Return the facts of these rows."""
        return replace(self, told=self.told[rows], weights=self.weights[rows])

    def nearly(self, other: Facts) -> np.ndarray:
        """Tell of which rows these are nearly the same."""
        return np.asarray(
            (self.told == other.told)
            & (np.abs(self.weights - other.weights) < _NEARLY).all(axis=1)
            & (self.homes == other.homes)
            & (abs(self.prior - other.prior) < _NEARLY)
        )


def _told_of(contacts: Contacts) -> list[np.ndarray]:
    """Return codes, 0 for what says nothing."""
    e, first, last = contacts.evidence, contacts.first, contacts.last
    flags = [contacts.mail_at_firm, contacts.is_company, contacts.is_bare_number, contacts.bare]
    known = (contacts.is_first_name, contacts.is_last_name)
    flags += [names[codes] for names in known for codes in (first, last)]
    return [first, last, contacts.mail.codes, contacts.mails, contacts.roles, contacts.mobiles,
            contacts.directs, contacts.lines, contacts.domains, contacts.brand,
            e.numbers.where(e.own).codes, *(flag.astype(np.int32) for flag in flags)]  # fmt: skip


@dataclass(frozen=True)
class Settled:
    """Rows as they were when all their pairs were judged, and the pairs that are told of.

    ``pairs`` are left << 32 | right. Without facts nothing was judged yet.
    """

    facts: Facts | None
    changed: np.ndarray  # rows that others went into since
    pairs: np.ndarray

    def after(self, left: Rows, merged: Rows) -> Settled:
        """Return the same of the rows that are left when others went into some of them."""
        assert self.facts is not None
        changed = self.changed.copy()
        changed[merged] = True
        at = np.full(len(changed), -1)
        at[left] = np.arange(len(left))
        one, other = at[self.pairs >> 32], at[self.pairs & 0xFFFFFFFF]
        stay = (one >= 0) & (other >= 0)
        return Settled(self.facts.at(left), changed[left], one[stay] << 32 | other[stay])

    def unchanged(self, now: Facts) -> np.ndarray | None:
        """Tell which rows need not be compared with each other; None where hardly any."""
        if self.facts is None:
            return None
        same = ~self.changed & self.facts.nearly(now)
        return same if 2 * np.count_nonzero(same) > len(same) else None

    def still(self, unchanged: np.ndarray) -> np.ndarray:
        """Return the pairs of unchanged rows that are to be weighed anew."""
        both = unchanged[self.pairs >> 32] & unchanged[self.pairs & 0xFFFFFFFF]
        return np.asarray(self.pairs[both])

    def now(self, facts: Facts, unchanged: np.ndarray | None, pairs: np.ndarray) -> Settled:
        """Return what is settled when all rows that changed were compared again."""
        if self.facts is not None and unchanged is not None:
            told = np.where(unchanged, self.facts.told, facts.told)
            weights = np.where(unchanged[:, None], self.facts.weights, facts.weights)
            facts = replace(self.facts, told=told, weights=weights)
        return Settled(facts, np.zeros(len(facts.told), bool), pairs)


NOTHING = Settled(None, np.zeros(0, bool), np.zeros(0, np.int64))
