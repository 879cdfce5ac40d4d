"""Levels of a comparison, found for many pairs at once.

Pairs go down the levels of a comparison and stop at the first that holds, so that a costly
question is asked of those pairs alone that no cheap one has settled.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from leadkit.deduping.matching.model import Comparison

Holds = Callable[[np.ndarray], np.ndarray]  # numbers of pairs -> whether the level holds


class Ladder:
    """Takes pairs down the levels of a comparison."""

    def __init__(self, comparison: Comparison, pairs: int) -> None:
        self.comparison = comparison
        self._levels = np.full(pairs, len(comparison.levels) - 1, np.int8)
        self._open = np.arange(pairs)
        self._alike: tuple[np.ndarray, np.ndarray] | None = (
            None  # pairs, and the one asked for each
        )

    def level(self, name: str, holds: Holds) -> None:
        """Give this level to the pairs still open for which it holds."""
        if len(self._open):
            yes = holds(self._open)
            self._levels[self._open[yes]] = self.comparison.number[name]
            self._open = self._open[~yes]

    def ask_once(self, *codes: np.ndarray) -> None:
        """From here on ask one pair for all that have the same codes: what follows depends on
        them alone, and a list of a million rows has few different first names."""
        key = np.zeros(len(self._open), np.int64)
        for part in codes:
            key = key * (int(part.max(initial=0)) + 1) + part[self._open]
        numbers, distinct = pd.factorize(key)
        asked = np.empty(len(distinct), np.int64)
        asked[numbers[::-1]] = self._open[::-1]
        self._alike = self._open, asked[numbers]
        self._open = asked

    def ask_each(self, *names: str) -> None:
        """Ask each pair at these levels again: what follows depends on more than those codes."""
        self._open = np.flatnonzero(self.comparison.at(self.levels, *names))

    @property
    def levels(self) -> np.ndarray:
        """The number of the level of each pair."""
        if self._alike is not None:
            pairs, asked = self._alike
            self._levels[pairs], self._alike = self._levels[asked], None
        return self._levels


class Verdict:
    """Levels and weights of a comparison, one a pair."""

    def __init__(self, comparison: Comparison, levels: np.ndarray, home: np.ndarray | None = None):
        self.comparison = comparison
        self.levels = levels
        self.bits = np.array([level.bits for level in comparison.levels])[levels]
        if home is not None and home.any():
            at_home = [level.bits if level.at_home is None else level.at_home
                       for level in comparison.levels]  # fmt: skip
            self.bits = np.where(home, np.array(at_home)[levels], self.bits)

    def weigh(self, name: str, bits: np.ndarray | float) -> None:
        """Give the pairs of a level weights that come from the list."""
        own = self.at(name)
        self.bits[own] = bits[own] if isinstance(bits, np.ndarray) else bits

    def at(self, *names: str) -> np.ndarray:
        """Tell which pairs are at one of these levels."""
        return self.comparison.at(self.levels, *names)


def among(some: np.ndarray, holds: Holds, open_: np.ndarray) -> np.ndarray:
    """Ask ``holds`` of those open pairs for which ``some`` is true; of others it does not hold."""
    found = np.zeros(len(open_), bool)
    asked = np.flatnonzero(some)
    if len(asked):
        found[asked] = holds(open_[asked])
    return found
