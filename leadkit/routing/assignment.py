"""Owners for all leads of a roll: who keeps one, who gets one, and who waits where, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.fold import fold_case
from leadkit.fields.spans import day_text
from leadkit.routing.dealing import NOBODY as NO_ONE
from leadkit.routing.dealing import Staff, Units, deal
from leadkit.routing.roll import Heard, Roll, Words
from leadkit.routing.routing_file import NOBODY, Team
from leadkit.routing.splitting import NO_LIMIT, Share

if TYPE_CHECKING:
    import numpy as np

UNREACHED = "nobody: may not be contacted"
KEPT = "had this owner before"


@dataclass
class Assigned:
    """What comes of each lead, as numbers of words; and what is told of all."""

    owner: np.ndarray  # of the roll's owners, 0 for nobody
    queue: np.ndarray  # of the roll's words
    reason: np.ndarray
    since: np.ndarray  # ordinals of days
    due: np.ndarray
    kept: np.ndarray  # of bool: who had the owner before
    team: np.ndarray  # which team it was dealt out to by weights, -1 for none
    heard: Heard
    teams: list[Team] = field(default_factory=list)
    staff: tuple[str, ...] = ()


@dataclass
class _Companies:
    """Whose each company is already: companies, and the number of the owner of each."""

    marks: np.ndarray
    owners: np.ndarray

    def of(self, companies: np.ndarray) -> np.ndarray:
        import numpy as np

        if not len(self.marks):
            return np.zeros(len(companies), np.int64)
        at = np.minimum(np.searchsorted(self.marks, companies), len(self.marks) - 1)
        found: np.ndarray = np.where(self.marks[at] == companies, self.owners[at], 0)
        return found


def assign_roll(roll: Roll) -> Assigned:
    """Return the owner, or the queue, of each lead of a roll, and why."""
    import numpy as np

    heard, routing, words = roll.heard(), roll.routing, roll.words
    companies = roll.companies()
    owner = heard.owner.astype(np.int64)
    kept = owner > 0
    line = heard.line.astype(np.int64)
    teams = [routing.team_of(one) for one in routing.lines]
    of_team = np.array([team is not None for team in teams], bool)
    wanted = ~kept & heard.reached & of_team[line]
    reason = np.where(kept, np.where(heard.reason > 0, heard.reason, words.number(KEPT)), 0)
    queue = np.zeros(len(owner), np.int64)
    queues = [words.number(one.to) if one.to in routing.queues else 0 for one in routing.lines]
    why = [words.number(_where_to(one.name, one.to)) for one in routing.lines]
    rest = ~kept & ~wanted
    reason[rest] = np.where(
        heard.reached[rest], np.array(why, np.int64)[line[rest]], words.number(UNREACHED)
    )
    queue[rest] = np.array(queues, np.int64)[line[rest]] * heard.reached[rest]
    made = Assigned(
        owner, queue, reason, heard.since.astype(np.int64), heard.due.astype(np.int64), kept,
        np.full(len(owner), -1, np.int64), heard, [], tuple(routing.people),
    )  # fmt: skip
    rows = np.flatnonzero(wanted)
    if len(rows):
        _deal_out(roll, made, rows, companies, _owners_of(companies, owner, kept, roll.owners))
    made.since *= made.owner > 0
    made.due *= made.owner > 0
    return made


def _where_to(line: str, to: str) -> str:
    return f"{line}: {NOBODY}" if to == NOBODY else f"{line}: queue {to}"


def _owners_of(
    companies: np.ndarray, owner: np.ndarray, kept: np.ndarray, owners: Words
) -> _Companies:
    """Tell whose each company is: who has most of its leads, by name where two have as many."""
    import numpy as np

    rows = np.flatnonzero(kept & (companies != 0))
    if not len(rows):
        return _Companies(companies[:0], owner[:0])
    names = sorted(range(len(owners.list)), key=lambda one: fold_case(owners.list[one]))
    by_name = np.empty(len(names), np.int64)
    by_name[names] = np.arange(len(names))
    order = rows[np.lexsort((owner[rows], companies[rows]))]
    marks, whose = companies[order], owner[order]
    starts = np.flatnonzero(
        np.concatenate(([True], (marks[1:] != marks[:-1]) | (whose[1:] != whose[:-1])))
    )
    many = np.diff(np.append(starts, len(order)))
    marks, whose = marks[starts], whose[starts]
    best = np.lexsort((by_name[whose], -many, marks))
    marks, whose = marks[best], whose[best]
    first = np.concatenate(([True], marks[1:] != marks[:-1]))
    return _Companies(marks[first], whose[first])


@dataclass
class _Grouped:
    """Wanted leads by what goes to one owner as a whole, the one that leads it first."""

    rows: np.ndarray  # of the roll, unit by unit; the leading lead of each comes first
    starts: np.ndarray  # where each unit begins in them
    keys: np.ndarray
    sizes: np.ndarray
    scores: np.ndarray

    @property
    def leading(self) -> np.ndarray:
        lead: np.ndarray = self.rows[self.starts]
        return lead


def _grouped(heard: Heard, rows: np.ndarray, companies: np.ndarray) -> _Grouped:
    """Group leads by company; the lead of the first line, then the highest score, decides."""
    import numpy as np

    keys = np.where(companies[rows] != 0, companies[rows], heard.ids[rows])
    ids, scores, line = heard.ids[rows], heard.scores[rows], heard.line[rows]
    order = np.lexsort((ids, -scores, line, keys))
    keys, scores = keys[order], scores[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    sizes = np.diff(np.append(starts, len(keys)))
    return _Grouped(rows[order], starts, keys[starts], sizes, np.maximum.reduceat(scores, starts))


def _deal_out(
    roll: Roll, made: Assigned, rows: np.ndarray, companies: np.ndarray, whose: _Companies
) -> None:
    import numpy as np

    routing, heard = roll.routing, made.heard
    people = list(routing.people.values())
    names = [person.name for person in people]
    places = {name: place for place, name in enumerate(names)}
    limits = [NO_LIMIT if person.capacity is None else person.capacity for person in people]
    there = [person.is_there(roll.day) for person in people]
    staff = Staff(tuple(names), np.array(there, bool), np.array(limits, np.int64))
    units = _grouped(heard, rows, companies)
    lead = units.leading
    pools = _Pools(roll, places)
    owner_of = whose.of(companies[lead])
    bound_to = np.array([places.get(name, NO_ONE) for name in roll.owners.list], np.int64)[owner_of]
    bound = (owner_of > 0) & (bound_to != NO_ONE)
    of_unit = pools.of(heard.line[lead], heard.fit[lead], np.where(bound, bound_to, NO_ONE))
    dealt_out = (owner_of == 0) | bound  # an owner whom the file does not know has room for all
    chosen = np.flatnonzero(dealt_out)
    given = Units(
        units.keys[chosen], units.sizes[chosen], units.scores[chosen], of_unit[chosen],
        bound[chosen],
    )  # fmt: skip
    dealt = deal(given, pools.shares, staff)
    numbers = np.array([*(roll.owners.number(name) for name in names), 0], np.int64)
    unit_owner, taken = owner_of.copy(), units.sizes.copy()
    unit_owner[chosen], taken[chosen] = numbers[dealt.owner], dealt.taken
    _tell(roll, made, units, unit_owner, taken, owner_of > 0, pools, of_unit)


class _Pools:
    """The people who may take the leads of a line: each different choice of them once."""

    def __init__(self, roll: Roll, places: dict[str, int]) -> None:
        self._roll, self._places = roll, places
        self.shares: list[Share] = []
        self.words: list[str] = []  # why those wait for whom nobody has room
        self.queues: list[int] = []
        self.lines: list[int] = []
        self._known: dict[tuple[int, int, int], int] = {}

    def of(self, line: np.ndarray, fit: np.ndarray, bound_to: np.ndarray) -> np.ndarray:
        """Return the pool of each unit, by its line and case, or the person it is bound to."""
        import numpy as np

        most = max(len(self._roll.fits.cases), 1)
        codes = (bound_to.astype(np.int64) + 1) * (1 << 40) + line.astype(np.int64) * most + fit
        distinct, which = np.unique(codes, return_inverse=True)
        numbers = []
        for code in distinct.tolist():
            person, rest = divmod(code, 1 << 40)
            place, case = divmod(rest, most)
            numbers.append(self._number(place, case, person - 1))
        found: np.ndarray = np.array(numbers, np.int64)[which]
        return found

    def _number(self, line: int, case: int, bound_to: int) -> int:
        known = (line, -1 if bound_to != NO_ONE else case, bound_to)
        if known not in self._known:
            self._known[known] = len(self.shares)
            self._add(line, case, bound_to)
        return self._known[known]

    def _add(self, line: int, case: int, bound_to: int) -> None:
        routing, words = self._roll.routing, self._roll.words
        team = routing.team_of(routing.lines[line])
        assert team is not None
        name = routing.lines[line].name
        if bound_to != NO_ONE:
            self.shares.append(Share((bound_to,), (1.0,)))
            said = f"{name}: whose company it is, has no room"
        else:
            among = self._roll.fits.among(list(team.weights), case)
            people = tuple(self._places[one] for one in among)
            self.shares.append(Share(people, tuple(team.weights[one] for one in among)))
            if not among:
                said = f"{name}: nobody of {team.name} works there"
            elif not any(routing.people[one].is_there(self._roll.day) for one in among):
                said = f"{name}: nobody of {team.name} is there"
            else:
                said = f"{name}: nobody of {team.name} has room"
        self.words.append(said)
        self.queues.append(words.number(team.queue))
        self.lines.append(line)


def _tell(
    roll: Roll,
    made: Assigned,
    units: _Grouped,
    unit_owner: np.ndarray,
    taken: np.ndarray,
    owned: np.ndarray,
    pools: _Pools,
    of_unit: np.ndarray,
) -> None:
    """Say of each lead of each unit who has it, or where it waits, and why."""
    import numpy as np

    routing, words, heard = roll.routing, roll.words, made.heard
    unit = np.repeat(np.arange(len(units.sizes)), units.sizes)
    rows = units.rows
    gets = np.ones(len(rows), bool)
    for part in np.flatnonzero(taken < units.sizes).tolist():
        mine = np.arange(units.starts[part], units.starts[part] + units.sizes[part])
        if taken[part]:
            best = np.lexsort((heard.ids[rows[mine]], -heard.scores[rows[mine]]))
            mine = mine[best[int(taken[part]) :]]
        gets[mine] = False
    made.owner[rows] = unit_owner[unit] * gets
    lines = np.array(pools.lines, np.int64)[of_unit][unit]
    own_line = heard.line[rows].astype(np.int64)
    teams = {line: routing.team_of(one) for line, one in enumerate(routing.lines)}
    known = list(dict.fromkeys(team.name for team in teams.values() if team))
    made.teams = [next(t for t in teams.values() if t and t.name == name) for name in known]
    place = [known.index(team.name) if team else -1 for team in teams.values()]
    made.team[rows] = np.where(owned[unit], -1, np.array(place, np.int64)[lines])
    to = [
        words.number(f"{one.name}: {team.name}" if (team := teams[line]) else "")
        for line, one in enumerate(routing.lines)
    ]
    joined = [words.number(f"{one.name}: with its company") for one in routing.lines]
    follows = [words.number(f"{one.name}: whose company it is") for one in routing.lines]
    why = np.where(
        owned[unit],
        np.array(follows, np.int64)[own_line],
        np.where(own_line == lines, np.array(to, np.int64)[lines], np.array(joined)[own_line]),
    )
    waits = np.array([words.number(one) for one in pools.words], np.int64)[of_unit][unit]
    partly = words.number("whose company it is, has no room")
    cut = (unit_owner[unit] > 0) & ~gets & ~owned[unit]
    made.reason[rows] = np.where(gets & (made.owner[rows] > 0), why, np.where(cut, partly, waits))
    waiting = made.owner[rows] == 0
    made.queue[rows] = np.array(pools.queues, np.int64)[of_unit][unit] * waiting


def texts_of(roll: Roll, made: Assigned) -> dict[str, tuple[np.ndarray, list[str]]]:
    """Return each column that is written: the number of each lead's cell, and the cells."""
    import numpy as np

    words = roll.words.list
    called = made.heard.called.astype(np.int64)
    as_called = made.kept & (called > 0) & (made.owner == made.heard.owner)
    owner = np.where(as_called, called + len(roll.owners.list), made.owner)
    days, since = np.unique(made.since, return_inverse=True)
    return {
        "owner": (owner, [*roll.owners.list, *words]),
        "owner_queue": (made.queue, words),
        "owner_reason": (made.reason, words),
        "owner_since": (since, [day_text(day) for day in days.tolist()]),
        "due_at": (made.due, words),
        "nurture_track": (made.heard.track.astype(np.int64), words),
        "review_at": (made.heard.review.astype(np.int64), words),
    }
