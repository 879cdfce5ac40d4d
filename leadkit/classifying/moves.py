"""Takes leads through a lifecycle: from where they stand to where no way leads on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leadkit.classifying.lifecycle import BLOCKED, COOLED, Lifecycle
from leadkit.classifying.places import Move, Status
from leadkit.fields.spans import NO_DAY

if TYPE_CHECKING:
    import numpy as np

    from leadkit.rules.batch import Batch


_SAID_HOPS = 8  # a path is one 64-bit number; nobody reads further


@dataclass(frozen=True)
class Hop:
    """One way that leads can take."""

    name: str  # "" for a step forward, whose words are those of the status
    to: int
    words: str
    because: str = ""


@dataclass(frozen=True)
class Moved:
    """Where leads stand afterwards."""

    place: np.ndarray
    path: np.ndarray  # which hops were taken, as a number that hops_of reads; 0 for none
    wanted: np.ndarray  # for the blocked: the status they would have, -1 for the others
    met: np.ndarray  # for each status and lead, the first alternative that holds; 0 for none
    hops: tuple[Hop, ...]

    def hops_of(self, path: int) -> list[Hop]:
        """Return the hops of a path, in their order."""
        taken = []
        while path:
            path, hop = divmod(path, len(self.hops) + 1)
            taken.append(self.hops[hop - 1])
        return taken[::-1]


@dataclass(frozen=True)
class Truths:
    """What holds for each lead; every condition is asked once."""

    met: np.ndarray  # for each status and lead, the first alternative that holds; 0 for none
    leaves: np.ndarray  # for each status and lead, whether it no longer holds there
    opens: np.ndarray  # for each move and lead, whether it is open, wherever the lead stands

    def take(self, rows: np.ndarray) -> Truths:
        return Truths(self.met[:, rows], self.leaves[:, rows], self.opens[:, rows])

    def parts(self) -> list[tuple[np.ndarray, int]]:
        """Return everything as columns of small numbers, each with how many there may be."""
        alternatives = [(row, int(row.max(initial=0)) + 1) for row in self.met]
        return alternatives + [(row, 2) for row in (*self.leaves, *self.opens)]


def find_truths(batch: Batch, lifecycle: Lifecycle, since: np.ndarray, as_of: int) -> Truths:
    """Return what a lifecycle asks of leads, for leads that are where they are since those days.

    Days are proleptic ordinals, 0 where nobody knows; ``as_of`` may be NO_DAY.
    """
    import numpy as np

    met = np.array([_first_that_holds(one, batch) for one in lifecycle.statuses], np.int8)
    leaves = np.zeros((len(lifecycle.statuses), len(batch)), bool)
    for place, status in enumerate(lifecycle.statuses):
        if status.hold:  # who meets what brings a lead here is not sent away by what keeps it here
            leaves[place] = status.hold.truth(batch)[1] & (met[place] == 0)
    opens = np.zeros((len(lifecycle.moves), len(batch)), bool)
    for number, move in enumerate(lifecycle.moves):
        opens[number] = _opens(move, batch, since, as_of)
    return Truths(met, leaves, opens)


def _first_that_holds(status: Status, batch: Batch) -> np.ndarray:
    import numpy as np

    first = np.zeros(len(batch), np.int8)
    for number, alternative in enumerate(status.alternatives, start=1):
        first[(first == 0) & alternative.truth(batch)[0]] = number
    return first


def _opens(move: Move, batch: Batch, since: np.ndarray, as_of: int) -> np.ndarray:
    import numpy as np

    opens = move.when.truth(batch)[0] if move.when else np.ones(len(batch), bool)
    if not (move.untouched or move.touched):
        return opens
    days = [batch.days(name) for name in move.by]
    # The day of the last event that has happened by now, 0 where there is none.
    last = np.maximum.reduce([np.where(one <= as_of, one, 0) for one in days])
    if move.touched:
        # The day of the event has no hour: on the day of the change itself it may have come
        # before it, so only a later run believes that it came after.
        happened = (last > 0) & (since > 0) & (last >= since) & (since < as_of)
        return np.asarray(opens & happened)
    if as_of == NO_DAY or move.untouched is None:
        return np.zeros(len(batch), bool)  # nothing ages
    latest = move.untouched.before(date.fromordinal(as_of)).toordinal()
    known = np.maximum(since, last)
    return np.asarray(opens & (known > 0) & (known <= latest))


def move_leads(
    lifecycle: Lifecycle, start: np.ndarray, reachable: np.ndarray, truths: Truths
) -> Moved:
    """Take each lead along every way that is open to it, until none is.

    ``start`` is where each stands, as a position among the lifecycle's statuses; ``reachable``
    whether any channel to it may be used.

    First whoever may not be contacted leaves outreach; then the named moves in their order; then
    what no longer holds; then forward; and only who stays then may have been untouched too long.
    Ways that lead in a circle contradict each other: such a lead stays where it is. So what comes
    out stands still, and a second run changes nothing.
    """
    import numpy as np

    ways = _Ways(lifecycle, truths, reachable)
    place, path = start.copy(), np.zeros(len(start), np.int64)
    moving = np.arange(len(place))
    for turn in range(len(lifecycle.statuses) + 1):
        hop = ways.next(moving, place[moving], fresh=turn > 0)
        moving, hop = moving[hop > 0], hop[hop > 0]
        if not len(moving):
            break
        place[moving] = ways.targets[hop - 1]
        if turn < _SAID_HOPS:
            path[moving] = path[moving] * (len(ways.hops) + 1) + hop
    place[moving], path[moving] = start[moving], 0
    path[place == start] = 0
    wanted = ways.wanted(place)
    return Moved(place, path, wanted, truths.met, tuple(ways.hops))


class _Ways:
    """The ways of a lifecycle, for the leads of one batch."""

    def __init__(self, lifecycle: Lifecycle, truths: Truths, reachable: np.ndarray) -> None:
        import numpy as np

        self._truths, self._reachable = truths, reachable
        self._line = [place for place, one in enumerate(lifecycle.statuses) if not one.aside]
        self._statuses = lifecycle.statuses
        self._moves = lifecycle.moves
        names = [status.name for status in lifecycle.statuses]
        self._outreach = np.isin(names, lifecycle.outreach)
        words = "may not be contacted by any channel"
        self.hops = [Hop(BLOCKED, lifecycle.place(lifecycle.blocked_to), words)]
        self.hops += [Hop(m.name, lifecycle.place(m.to), m.words, m.because) for m in self._moves]
        self.hops += [
            Hop(COOLED, lifecycle.place(one.otherwise), f"no longer: {one.hold.words}")
            for one in self._statuses
            if one.hold
        ]
        self._first_forward = len(self.hops) + 1
        self.hops += [Hop("", place, "") for place in range(len(self._statuses))]
        self.targets = np.array([hop.to for hop in self.hops])
        self._sources = [np.isin(names, move.sources) for move in self._moves]

    def next(self, rows: np.ndarray, place: np.ndarray, *, fresh: bool) -> np.ndarray:
        """Return the number of the hop that each of these rows takes next, 0 where none is open.

        A lead that has just moved is fresh: what is told from days is for a later run.
        """
        import numpy as np

        hop = np.zeros(len(rows), np.int64)

        def take(open_: np.ndarray, number: int | np.ndarray) -> None:
            hop[:] = np.where((hop == 0) & open_, number, hop)

        take(self._outreach[place] & ~self._reachable[rows], 1)
        for number, move in enumerate(self._moves):
            if not move.untouched and not (fresh and move.touched):
                take(self._sources[number][place] & self._truths.opens[number][rows], 2 + number)
        holding = (own for own, status in enumerate(self._statuses) if status.hold)
        for number, own in enumerate(holding, start=2 + len(self._moves)):
            take((place == own) & self._truths.leaves[own][rows], number)
        forward = self._forward(rows, place, self._reachable[rows])
        take(forward > place, self._first_forward + forward)
        for number, move in enumerate(self._moves):
            if move.untouched and not fresh:
                take(self._sources[number][place] & self._truths.opens[number][rows], 2 + number)
        return hop

    def _forward(self, rows: np.ndarray, place: np.ndarray, reachable: np.ndarray) -> np.ndarray:
        """Return how far along the line each row comes from its place."""
        import numpy as np

        furthest = place.copy()
        on_line = place < len(self._line)
        names = [status.name for status in self._statuses]
        for next_ in self._line:
            opens = on_line & (furthest < next_) & (self._truths.met[next_][rows] > 0)
            if self._outreach[next_]:
                opens &= reachable
            if sources := self._statuses[next_].sources:
                opens &= np.isin(names, sources)[furthest]
            furthest = np.where(opens, next_, furthest)
        return furthest

    def wanted(self, place: np.ndarray) -> np.ndarray:
        """Return the status of outreach that only the want of a channel keeps each lead from."""
        import numpy as np

        rows = np.arange(len(place))
        # Only a lead that is kept back counts, not one that is there or beyond.
        could = self._forward(rows, place, np.ones(len(place), bool))
        blocked = ~self._reachable & (could > place) & self._outreach[could]
        return np.where(blocked, could, -1)
