"""Pairs -> clusters that cannot run away: no two rows of one cluster contradict each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.blocks import neighbours

if TYPE_CHECKING:
    import pandas as pd

# A person with more rows than this is more likely a fault of the list; further rows join only
# with evidence that is nearly certain.
MOST_ROWS = 50
NEARLY_CERTAIN = 10.0  # bits above what a merge needs
# A row that fits two contradicting others about equally well, within this, belongs to neither.
AMBIGUOUS = 4.0

Pair = tuple[int, int]
Compare = Callable[[np.ndarray, np.ndarray], np.ndarray]  # rows, rows -> whether they contradict


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
    sizes: np.ndarray | None = None,
) -> Clusters:
    """Join strong pairs (columns l, r, bits), strongest first, while nothing contradicts.

    ``names`` numbers the names rows bear: rows of one number never contradict each other.
    ``contradicting`` is given pairs of rows and tells which of them do. ``apart`` are pairs that
    a person or a rule keeps in different clusters; of ``known`` rows a cluster holds one at most.
    ``sizes`` tells of how many rows each was made, where some were merged before.
    """
    sizes = np.ones(count, np.int64) if sizes is None else sizes
    left, right, bits = (strong[name].to_numpy() for name in ("l", "r", "bits"))
    heads = components(count, left, right)
    vetoes, bearers = _vetoes(heads, left, right, names, contradicting)
    # Most components hold nothing that speaks against them; the others are built edge by edge.
    doubtful = np.bincount(heads, weights=sizes, minlength=count) > MOST_ROWS
    doubtful[heads[bearers]] = True
    doubtful[heads[np.array([row for pair in apart for row in pair], np.int64)]] = True
    if known is not None:
        doubtful |= np.bincount(heads[known], minlength=count) > 1
    held_back: dict[Pair, str] = {}
    edges: dict[int, list[tuple[float, int, int]]] = {}
    asked = np.flatnonzero(doubtful[heads[left]])
    parts = (heads[left[asked]], -bits[asked], left[asked], right[asked])
    for head, *edge in zip(*(part.tolist() for part in parts), strict=True):
        edges.setdefault(head, []).append(tuple(edge))
    for own in edges.values():
        rows = sorted({row for _, *pair in own for row in pair})
        members = set(rows)
        kept_apart = frozenset(p for p in apart if p[0] in members and p[1] in members)
        theirs = {row for row in rows if known[row]} if known is not None else set()
        joined = _join(sorted(own), names, vetoes, kept_apart, merge_bits, held_back, theirs, sizes)
        for row in rows:
            heads[row] = joined.head(row)
    return Clusters(heads, held_back)


def components(count: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return for each row the first of the rows it is connected with, through others or directly.

    >>> components(5, np.array([0, 3, 2]), np.array([2, 4, 4])).tolist()
    [0, 1, 0, 0, 0]
    """
    heads = np.arange(count)
    while True:
        low = np.minimum(heads[left], heads[right])
        before = heads.copy()
        np.minimum.at(heads, heads[left], low)
        np.minimum.at(heads, heads[right], low)
        while (further := heads[heads]).tobytes() != heads.tobytes():
            heads = further
        if (heads == before).all():
            return heads


def _vetoes(
    heads: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    names: np.ndarray,
    contradicting: Compare,
) -> tuple[set[Pair], np.ndarray]:
    """Return the pairs of names that contradict within a component and that no strong pair
    reconciles, and rows that bear them."""
    rows = np.unique(np.concatenate([left, right]))
    if not len(rows):
        return set(), rows
    base = int(names.max()) + 1
    _, first = np.unique(heads[rows] * base + names[rows], return_index=True)
    bearers = rows[first]  # of each name in a component, the first row
    keys = np.zeros(len(heads), np.int64)
    keys[bearers] = heads[bearers] + 1
    one, other = neighbours(keys, None, len(bearers))
    numbers = _name_pairs(names, one, other, base)
    reconciled = np.isin(numbers, _name_pairs(names, left, right, base))
    numbers, one, other = numbers[~reconciled], one[~reconciled], other[~reconciled]
    asked, first, back = np.unique(numbers, return_index=True, return_inverse=True)
    against = contradicting(one[first], other[first])
    vetoes = {divmod(number, base) for number in asked[against].tolist()}
    return vetoes, one[against[back]]


def _name_pairs(names: np.ndarray, left: np.ndarray, right: np.ndarray, base: int) -> np.ndarray:
    one, other = names[left], names[right]
    return np.asarray(np.minimum(one, other) * base + np.maximum(one, other))


def _join(
    edges: list[tuple[float, int, int]],
    names: np.ndarray,
    vetoes: Container[Pair],
    apart: frozenset[Pair],
    merge_bits: float,
    held_back: dict[Pair, str],
    known: set[int],
    sizes: np.ndarray,
) -> _Union:
    """Join rows along edges, strongest first, where no two members contradict."""
    joined = _Union()
    members: dict[int, list[int]] = {}
    ambiguous = _ambiguous(edges, names, vetoes)
    for negative, one, other in edges:
        pair = (one, other)
        decided = negative == -math.inf  # by a person, or by one and the same id
        if pair in ambiguous and not decided:
            held_back[pair] = "fits two rows that contradict each other"
            continue
        here, there = joined.head(one), joined.head(other)
        if here == there:
            continue
        mine, theirs = members.get(here, [here]), members.get(there, [there])
        if (not decided and _contradict(mine, theirs, names, vetoes)) or _are_apart(
            mine, theirs, apart
        ):
            held_back[pair] = "would join rows that contradict each other"
            continue
        if known and not known.isdisjoint(mine) and not known.isdisjoint(theirs):
            held_back[pair] = "fits two rows of the list it is compared with"
            continue
        if (
            int(sizes[[*mine, *theirs]].sum()) > MOST_ROWS
            and -negative < merge_bits + NEARLY_CERTAIN
        ):
            held_back[pair] = f"would make a cluster of over {MOST_ROWS} rows"
            continue
        joined.join(here, there)
        members[joined.head(here)] = mine + theirs
    return joined


def _contradict(
    mine: list[int], theirs: list[int], names: np.ndarray, vetoes: Container[Pair]
) -> bool:
    if not vetoes:
        return False
    ours, others = ({int(names[row]) for row in rows} for rows in (mine, theirs))
    return any((min(a, b), max(a, b)) in vetoes for a in ours for b in others)


def _are_apart(mine: list[int], theirs: list[int], apart: frozenset[Pair]) -> bool:
    return bool(apart) and any((min(a, b), max(a, b)) in apart for a in mine for b in theirs)


def _ambiguous(
    edges: list[tuple[float, int, int]], names: np.ndarray, vetoes: Container[Pair]
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
