"""Pairs -> clusters that cannot run away: no two rows of one cluster contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# A person with more rows than this is more likely a fault of the list; further rows join only
# with evidence that is nearly certain.
MOST_ROWS = 50
NEARLY_CERTAIN = 10.0  # bits above what a merge needs
# A row that fits two contradicting others about equally well, within this, belongs to neither.
AMBIGUOUS = 4.0

Pair = tuple[int, int]
Compare = Callable[[Sequence[Pair]], Iterable[Pair]]


@dataclass(frozen=True)
class Clusters:
    """For each row the first row of its cluster, and the pairs that only a person can decide."""

    heads: np.ndarray
    held_back: dict[Pair, str]  # pairs strong enough to merge that were not, and why


class _Union:
    """Disjoint sets of rows; the head of each is its first row."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def head(self, row: int) -> int:
        above = self._above
        top = row
        while (next_up := above.get(top, top)) != top:
            top = next_up
        while (next_up := above.get(row, row)) != top:
            above[row] = top
            row = next_up
        return top

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.head(one), self.head(other)))
        if one != other:
            self._above[other] = one


def cluster_pairs(
    count: int,
    strong: pd.DataFrame,
    names: np.ndarray,
    contradicting: Compare,
    apart: frozenset[Pair] = frozenset(),
    merge_bits: float = 0.0,
    known: np.ndarray | None = None,
) -> Clusters:
    """Join strong pairs (columns l, r, bits), strongest first, as long as nothing contradicts.

    ``names`` numbers the names rows bear: rows of one number never contradict each other.
    ``contradicting`` is given pairs of rows and returns those that do. ``apart`` are pairs that
    a person or a rule keeps in different clusters; of ``known`` rows a cluster holds one at most.
    """
    import numpy as np

    left, right = strong["l"].tolist(), strong["r"].tolist()
    components = _Union()
    for one, other in zip(left, right, strict=True):
        components.join(one, other)
    edges: dict[int, list[tuple[float, int, int]]] = {}
    for one, other, bits in zip(left, right, strong["bits"].tolist(), strict=True):
        edges.setdefault(components.head(one), []).append((-bits, one, other))
    heads = np.arange(count)
    held_back: dict[Pair, str] = {}
    doubtful = [own for own in edges.values() if len(own) > 1]
    vetoes = _vetoes(doubtful, names, contradicting)
    separated = {row for pair in apart for row in pair}
    for own in edges.values():
        if len(own) == 1:
            _, one, other = own[0]
            heads[other] = one
            continue
        rows = sorted({row for _, *pair in own for row in pair})
        kept_apart = (
            frozenset(pair for pair in apart if pair[0] in rows and pair[1] in rows)
            if separated.intersection(rows)
            else frozenset()
        )
        theirs = {row for row in rows if known[row]} if known is not None else set()
        joined = _join(sorted(own), names, vetoes, kept_apart, merge_bits, held_back, theirs)
        for row in rows:
            heads[row] = joined.head(row)
    return Clusters(heads, held_back)


def _vetoes(
    components: list[list[tuple[float, int, int]]], names: np.ndarray, contradicting: Compare
) -> set[Pair]:
    """Return the pairs of names in one component that contradict and no strong pair reconciles."""
    asked: dict[Pair, Pair] = {}  # pair of names -> a pair of rows that bear them
    for own in components:
        rows = sorted({row for _, *pair in own for row in pair})
        bearers: dict[int, int] = {}
        for row in rows:
            bearers.setdefault(int(names[row]), row)
        known = sorted(bearers)
        for at, one in enumerate(known):
            for other in known[at + 1 :]:
                pair = sorted((bearers[one], bearers[other]))
                asked.setdefault((one, other), (pair[0], pair[1]))
    found = set(contradicting(list(asked.values())))
    vetoes = {pair for pair, rows in asked.items() if rows in found}
    for own in components:
        for _, one, other in own:
            low, high = sorted((int(names[one]), int(names[other])))
            vetoes.discard((low, high))
    return vetoes


def _join(
    edges: list[tuple[float, int, int]],
    names: np.ndarray,
    vetoes: set[Pair],
    apart: frozenset[Pair],
    merge_bits: float,
    held_back: dict[Pair, str],
    known: set[int],
) -> _Union:
    """Join rows along edges, strongest first, where no two members contradict."""
    joined = _Union()
    members: dict[int, list[int]] = {}
    ambiguous = _ambiguous(edges, names, vetoes)
    for negative, one, other in edges:
        pair = (one, other)
        if pair in ambiguous:
            held_back[pair] = "fits two rows that contradict each other"
            continue
        here, there = joined.head(one), joined.head(other)
        if here == there:
            continue
        mine, theirs = members.get(here, [here]), members.get(there, [there])
        if _contradict(mine, theirs, names, vetoes) or _are_apart(mine, theirs, apart):
            held_back[pair] = "would join rows that contradict each other"
            continue
        if known and not known.isdisjoint(mine) and not known.isdisjoint(theirs):
            held_back[pair] = "fits two rows of the list it is compared with"
            continue
        if len(mine) + len(theirs) > MOST_ROWS and -negative < merge_bits + NEARLY_CERTAIN:
            held_back[pair] = f"would make a cluster of over {MOST_ROWS} rows"
            continue
        joined.join(here, there)
        members[joined.head(here)] = mine + theirs
    return joined


def _contradict(mine: list[int], theirs: list[int], names: np.ndarray, vetoes: set[Pair]) -> bool:
    if not vetoes:
        return False
    ours, others = ({int(names[row]) for row in rows} for rows in (mine, theirs))
    return any((min(a, b), max(a, b)) in vetoes for a in ours for b in others)


def _are_apart(mine: list[int], theirs: list[int], apart: frozenset[Pair]) -> bool:
    return bool(apart) and any((min(a, b), max(a, b)) in apart for a in mine for b in theirs)


def _ambiguous(
    edges: list[tuple[float, int, int]], names: np.ndarray, vetoes: set[Pair]
) -> set[Pair]:
    """Return the edges of rows that fit two contradicting rows about equally well."""
    if not vetoes:
        return set()
    of_row: dict[int, list[tuple[float, int, Pair]]] = {}
    for negative, one, other in edges:
        of_row.setdefault(one, []).append((negative, other, (one, other)))
        of_row.setdefault(other, []).append((negative, one, (one, other)))
    found: set[Pair] = set()
    for own in of_row.values():
        own.sort()
        best, friend, pair = own[0]
        for negative, rival, other_pair in own[1:]:
            if negative - best > AMBIGUOUS:
                break
            low, high = sorted((int(names[friend]), int(names[rival])))
            if (low, high) in vetoes:
                found |= {pair, other_pair}
    return found
