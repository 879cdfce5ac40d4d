"""Deals companies and leads out to people who may be away and have no room without end.

First all are split among everybody of a team, whoever is there. What falls to somebody who is
not is split anew among the others of that team, and so on, by itself: nobody else's leads move for
it. Where that is more than somebody has room for, the highest scores of the team are split by
weight and room; who is in several teams keeps the highest scores of all, and the others ask the
next (deferred acceptance). So no lead waits while one of a lower score has its place, and no place
stays free that a lead which waits could take.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.routing.splitting import NO_LIMIT, Share, marks_of, split

if TYPE_CHECKING:
    import numpy as np

NOBODY = -1


@dataclass(frozen=True)
class Units:
    """Companies, and leads without one: who goes to one person as a whole. Sorted by their keys."""

    keys: np.ndarray  # 64 bits, each once
    sizes: np.ndarray  # how many leads go with it
    scores: np.ndarray  # the highest of them
    pools: np.ndarray  # places in a list of shares: who may take it, and with which weights
    bound: np.ndarray  # of whose pool is one person whose company it is, away or not


@dataclass(frozen=True)
class Staff:
    """People, by what counts where leads are dealt out."""

    names: tuple[str, ...]
    there: np.ndarray  # of bool
    room: np.ndarray  # leads they take, NO_LIMIT where nobody says how many


@dataclass
class Dealt:
    """Who takes each unit, and how many of its leads there is room for."""

    owner: np.ndarray  # place of the person, NOBODY where it waits
    taken: np.ndarray  # leads, the highest scores first


@dataclass
class _Table:
    units: Units
    pools: list[Share]
    staff: Staff
    marks: np.ndarray = field(init=False)
    rank: np.ndarray = field(init=False)  # of each unit: 0 has the highest score

    def __post_init__(self) -> None:
        import numpy as np

        self.marks = marks_of(self.staff.names)
        self.rank = np.empty(len(self.units.keys), np.int64)
        self.rank[np.argsort(-self.units.scores, kind="stable")] = np.arange(len(self.rank))

    def split(
        self, rows: np.ndarray, share: Share, before: np.ndarray, most: np.ndarray | None = None
    ) -> np.ndarray:
        """Return who gets each of these units, as a place among all people."""
        import numpy as np

        units = (self.units.keys[rows], self.units.sizes[rows])
        places = split(units, share, self.marks, before, most)
        people = np.array([*share.people, NOBODY], np.int64)
        of_rows: np.ndarray = people[places]
        return of_rows

    def load(self, rows: np.ndarray, owner: np.ndarray) -> np.ndarray:
        """Return how many leads each of all people has by these owners."""
        import numpy as np

        has = owner != NOBODY
        by = np.bincount(owner[has], self.units.sizes[rows[has]], len(self.staff.names))
        return by.astype(np.int64)

    def there(self, share: Share) -> Share:
        return share.without([one for one in share.people if not self.staff.there[one]])


def deal(units: Units, pools: list[Share], staff: Staff) -> Dealt:
    """Return who takes each unit.

    The same units, pools and people give the same, in whatever order they came to be known: units
    come sorted, and ties are settled by hashes of their keys and of names.
    """
    import numpy as np

    table = _Table(units, pools, staff)
    owner = np.full(len(units.keys), NOBODY, np.int64)
    order = np.argsort(units.pools, kind="stable")
    ends = np.searchsorted(units.pools[order], np.arange(len(pools) + 1))
    rows_of = [order[ends[pool] : ends[pool + 1]] for pool in range(len(pools))]
    for share, rows in zip(pools, rows_of, strict=True):
        if len(rows) and share.people:
            owner[rows] = _among_those_there(table, rows, share)
    everybody = np.arange(len(owner))
    beyond = table.load(everybody, owner) > staff.room
    if not beyond.any():
        return Dealt(owner, np.where(owner == NOBODY, 0, units.sizes))
    for share, rows in zip(pools, rows_of, strict=True):
        if len(rows) and beyond[list(share.people)].any() and not units.bound[rows[0]]:
            owner[rows] = _within_limits(table, rows, share)
    _within_room(table, owner)
    taken = np.where(owner == NOBODY, 0, units.sizes)
    _fill(table, rows_of, owner, taken)
    return Dealt(owner, taken)


def _among_those_there(table: _Table, rows: np.ndarray, share: Share) -> np.ndarray:
    """Split units among all of a team, and what falls to people who are away among the others."""
    import numpy as np

    staff = table.staff
    if table.units.bound[rows[0]]:  # somebody's company waits for nobody else
        return np.full(len(rows), share.people[0])
    none = np.zeros(len(staff.names), np.int64)
    owner = table.split(rows, share, none[list(share.people)])
    # Of each way from one who is away to the next: which rows went it, and what all had by then.
    begin = (np.arange(len(rows)), share, table.load(rows, owner))
    ways: dict[tuple[int, ...], tuple[np.ndarray, Share, np.ndarray]] = {(): begin}
    while ways:
        further = {}
        for way, (part, members, loads) in ways.items():
            fell_to = owner[part]  # before any of these goes on
            for person in members.people:
                mine = part[fell_to == person]
                if staff.there[person] or not len(mine):
                    continue
                left = members.without((person,))
                if not left.people:
                    owner[mine] = NOBODY
                    continue
                owner[mine] = table.split(rows[mine], left, loads[list(left.people)])
                after = loads + table.load(rows[mine], owner[mine])
                further[(*way, person)] = (mine, left, after)
        ways = further
    return owner


def _within_limits(table: _Table, rows: np.ndarray, share: Share) -> np.ndarray:
    """Split the highest scores of a pool, as many as there is room for, by weights and room."""
    import numpy as np

    units, left = table.units, table.there(share)
    owner = np.full(len(rows), NOBODY, np.int64)
    if not left.people:
        return owner
    order = np.argsort(table.rank[rows])
    room = table.staff.room[list(left.people)]
    sizes = units.sizes[rows[order]]
    kept = order[np.cumsum(sizes) - sizes < int(room.sum())]
    owner[kept] = table.split(rows[kept], left, np.zeros(len(room)), room)
    return owner


def _within_room(table: _Table, owner: np.ndarray) -> None:
    """Have everybody keep the highest scores there is room for; the others ask the next.

    It is over when nobody has too much. Who has no room only gets higher scores by and by, so that
    a lead need not ask anybody again.
    """
    import numpy as np

    units, staff = table.units, table.staff
    everybody = np.arange(len(owner))
    worst = np.full(len(staff.names), NO_LIMIT)  # the rank of the last that somebody full has
    loads = table.load(everybody, owner)
    crowded = np.flatnonzero(loads > staff.room).tolist()
    turned_down: set[tuple[int, int]] = set()  # companies, and who has no room for as many
    while crowded:
        refused = []
        for person in crowded:
            rows = np.flatnonzero(owner == person)
            out = _beyond_room(table, rows, person)
            owner[out] = NOBODY
            kept = np.setdiff1d(rows, out, assume_unique=True)
            worst[person] = table.rank[kept].max() if len(kept) else -1
            large = out[units.sizes[out] > 1]
            turned_down |= {(unit, person) for unit in large.tolist()}
            refused.append(out)
        rows = np.concatenate(refused)
        loads = table.load(everybody, owner)
        for group, asked in _may_ask(table, rows, worst, turned_down):
            spare = np.maximum(staff.room - loads, 0)[list(asked.people)]
            enough = int(spare.sum()) >= int(units.sizes[group].sum())
            before = loads[list(asked.people)]
            owner[group] = table.split(group, asked, before, spare if enough else None)
            loads = loads + table.load(group, owner[group])
        crowded = np.flatnonzero(loads > staff.room).tolist()


def _may_ask(
    table: _Table, rows: np.ndarray, worst: np.ndarray, turned_down: set[tuple[int, int]]
) -> list[tuple[np.ndarray, Share]]:
    """Group units by whom they may still ask: those there who have room, or a lower score."""
    import numpy as np

    units = table.units
    groups: dict[tuple[int, tuple[int, ...]], list[np.ndarray]] = {}
    for pool in np.unique(units.pools[rows]).tolist():
        mine = rows[units.pools[rows] == pool]
        mine = mine[np.argsort(table.rank[mine])]
        left = table.there(table.pools[pool])
        if units.bound[mine[0]] or not left.people:
            continue
        single = units.sizes[mine] == 1
        limits = np.unique(worst[list(left.people)])
        level = np.searchsorted(limits, table.rank[mine], "right")
        for place in np.unique(level[single]).tolist():
            least = limits[place] if place < len(limits) else NO_LIMIT + 1
            open_ = tuple(one for one in left.people if worst[one] >= least)
            groups.setdefault((pool, open_), []).append(mine[single & (level == place)])
        for unit in mine[~single].tolist():
            rank = table.rank[unit]
            open_ = tuple(
                one for one in left.people if worst[one] > rank and (unit, one) not in turned_down
            )
            groups.setdefault((pool, open_), []).append(np.array([unit]))
    found = []
    for (pool, open_), parts in sorted(groups.items(), key=lambda one: one[0]):
        if open_:
            gone = [one for one in table.pools[pool].people if one not in open_]
            group = np.concatenate(parts)
            found.append((group[np.argsort(table.rank[group])], table.pools[pool].without(gone)))
    return found


def _beyond_room(table: _Table, rows: np.ndarray, person: int) -> np.ndarray:
    """Return the units for which somebody has no room beside those of a higher score."""
    import numpy as np

    room = int(table.staff.room[person])
    order = rows[np.argsort(table.rank[rows])]
    sizes = table.units.sizes[order]
    if (sizes == 1).all():
        beyond: np.ndarray = order[room:]
        return beyond
    out, used = [], 0
    for place, size in enumerate(sizes.tolist()):
        if used + size > room:
            out.append(place)  # a smaller one behind it may still fit
        else:
            used += size
    return order[out]


def _fill(table: _Table, rows_of: list[np.ndarray], owner: np.ndarray, taken: np.ndarray) -> None:
    """Give what room is left to those who wait: companies too large for anybody get a part."""
    import numpy as np

    units, staff = table.units, table.staff
    has = np.flatnonzero(owner != NOBODY)
    room = staff.room - table.load(has, owner[has])
    bound = [bool(len(rows)) and bool(units.bound[rows[0]]) for rows in rows_of]
    may = [
        [one for one in share.people if room[one] > 0 and (own or staff.there[one])]
        for share, own in zip(table.pools, bound, strict=True)
    ]
    waiting = [
        rows[owner[rows] == NOBODY] for rows, people in zip(rows_of, may, strict=True) if people
    ]
    if not waiting:
        return
    order = np.concatenate(waiting)
    order = order[np.argsort(table.rank[order])]
    for unit, pool in zip(order.tolist(), units.pools[order].tolist(), strict=True):
        people = [one for one in may[pool] if room[one] > 0]
        if not people:
            may[pool] = []
            continue
        best = max(people, key=lambda one: (int(room[one]), int(table.marks[one])))
        many = min(int(room[best]), int(units.sizes[unit]))
        owner[unit], taken[unit] = best, many
        room[best] -= many
