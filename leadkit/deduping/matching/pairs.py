"""Pairs of rows of people, their names put the right way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.spelling import near

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Rows
    from leadkit.deduping.matching.contacts import Contacts, NamedRows


class PairsOfNames:
    """Pairs of rows whose names are compared."""

    def __init__(self, contacts: NamedRows, left: Rows, right: Rows) -> None:
        self.contacts, self.left, self.right = contacts, left, right
        self.home = contacts.bare[left] & contacts.bare[right] & contacts.homes
        # A birthday in common says more than a second name.
        birthday = contacts.evidence.birthday.codes
        self.one_birthday = (birthday[left] != 0) & (birthday[left] == birthday[right])
        self.l_first, self.l_last = contacts.first[left], contacts.last[left]
        self.r_first, self.r_last = contacts.first[right], contacts.last[right]
        self.swapped = self._swapped()
        # Of two rows whose names fit crosswise one has them in the wrong columns: the one whose
        # last name is a first name.
        names = contacts.names.listed
        wrong = names[self.l_last].astype(int) + names[self.r_first]
        left = self.swapped & (wrong > names[self.l_first].astype(int) + names[self.r_last])
        self.l_first, self.l_last = _exchanged(self.l_first, self.l_last, left)
        right = self.swapped & ~left
        self.r_first, self.r_last = _exchanged(self.r_first, self.r_last, right)

    def least(self, bits: np.ndarray) -> np.ndarray:
        """Return the lesser of the two rows' weights."""
        return np.asarray(np.minimum(bits[self.left], bits[self.right]))

    def _swapped(self) -> np.ndarray:
        """Tell where first and last name changed columns: they fit crosswise, not as they stand."""
        names = self.contacts.names
        same, texts, initial = names.same, names.texts, names.initial
        a, b, c, d = (same[code] for code in (self.l_first, self.l_last, self.r_first, self.r_last))
        one, other = (a != 0) & (a == d), (b != 0) & (b == c)
        first = initial[self.l_first] == initial[self.r_last]
        last = initial[self.l_last] == initial[self.r_first]
        first &= (a != 0) & (d != 0)
        last &= (b != 0) & (c != 0)
        lonely = (a == 0) | (b == 0) | (c == 0) | (d == 0)
        maybe = one | other | (first & last) | ((first | last) & lonely)
        asked = np.flatnonzero((a != c) & (b != d) & maybe)
        found = np.zeros(len(self.left), bool)
        if not len(asked):
            return found
        la, lb, ra, rb = (
            texts[code[asked]] for code in (self.l_first, self.l_last, self.r_first, self.r_last)
        )
        a, b, c, d = a[asked], b[asked], c[asked], d[asked]
        one, other = one[asked], other[asked]
        across_first, across_last = near(la, rb), near(lb, ra)
        unlike = (near(la, ra) < 0.7) & (near(lb, rb) < 0.7)
        found[asked] = (
            (one & ((c == 0) | (b == 0) | (across_last > 0.85)))
            | (other & ((d == 0) | (a == 0) | (across_first > 0.85)))
            | ((a != 0) & (b != 0) & (across_first > 0.85) & (across_last > 0.85))
            | ((one | other) & unlike)
            | (lonely[asked] & unlike & (np.maximum(across_first, across_last) > 0.85))
        )
        return found


class PairsOfPeople(PairsOfNames):
    """Pairs of rows of people, of which all is known that the list says."""

    contacts: Contacts

    def __init__(self, contacts: Contacts, left: Rows, right: Rows) -> None:
        super().__init__(contacts, left, right)


def _exchanged(
    one: np.ndarray, other: np.ndarray, where: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    return np.where(where, other, one), np.where(where, one, other)
