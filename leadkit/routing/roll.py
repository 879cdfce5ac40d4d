"""The roll of all leads: what of each matters to who gets it, in a few numbers a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, is_blank, texts
from leadkit.base.fold import fold_case
from leadkit.base.keyed import hashes_64
from leadkit.fields.country import country_code
from leadkit.fields.organisation_keys import READS as ORGANISATION_COLUMNS
from leadkit.fields.organisation_keys import Organisations, employer_domains
from leadkit.fields.people_keys import firms_of
from leadkit.fields.permission import MAY, says_yes
from leadkit.fields.placeholder import is_nothing
from leadkit.fields.time_zones import has_several_zones
from leadkit.routing.fits import READS as FIT_COLUMNS
from leadkit.routing.fits import Fits
from leadkit.routing.working_time import Place, place_of
from leadkit.rules.batch import Batch, combinations

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.routing.routing_file import DueLine, Line, NurtureLine, Routing

CHANNELS = tuple(MAY.values())
_OWN = ("owner", "owner_reason", "owner_since", "due_at", "nurture_track", "review_at")
READS = frozenset(
    ("lead_id", "lead_status", "status_since", "score", "state", *CHANNELS, *_OWN)
) | {*ORGANISATION_COLUMNS, *FIT_COLUMNS}
# What tells rows without an id apart.
_WHO = ("email", "phone", "full_name", "first_name", "last_name", "company")


class Words:
    """Texts by number, in the order in which they came; 0 is the blank one."""

    def __init__(self) -> None:
        self.list = [""]
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.list)
            self.list.append(text)
        return self._numbers[text]

    def of(self, batch: Batch, column: str) -> np.ndarray:
        """Return the number of each row's cell."""
        return batch.mapped(column, self.number)


@dataclass
class Heard:
    """What of each lead matters, a number for each; filled batch by batch."""

    ids: np.ndarray  # 64 bits of lead_id
    scores: np.ndarray  # -inf where there is none
    reached: np.ndarray  # whether any channel is open
    line: np.ndarray  # which line of the assignment it is for
    fit: np.ndarray  # which case of regions and languages
    owner: np.ndarray  # of owners: who has it already, 0 for nobody
    called: np.ndarray  # of words: the address by which the list calls the owner, 0 for none
    reason: np.ndarray  # of words: why so far
    since: np.ndarray  # since when that is known, as an ordinal, 0 where it is not
    due: np.ndarray  # of words: by when somebody has to see after it, if somebody has it
    track: np.ndarray  # of words
    review: np.ndarray  # of words
    status: np.ndarray  # of words


@dataclass
class Roll:
    """All leads of a run, by what counts where owners are found."""

    routing: Routing
    day: date | None
    words: Words = field(default_factory=Words)
    owners: Words = field(default_factory=Words)
    fits: Fits = field(init=False)
    _parts: list[Heard] = field(default_factory=list)
    _many: int = 0
    _organisations: Organisations = field(default_factory=Organisations)
    _firms: list[tuple[np.ndarray, pa.Array, pa.Array]] = field(default_factory=list)
    _dues: dict[tuple[int, int, Place], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fits = Fits(list(self.routing.people.values()))
        import numpy as np

        self._calls = self.routing.calls()
        teams = [self.routing.team_of(line) is not None for line in self.routing.lines]
        self._shared = np.array(teams, bool)  # whether a line gives leads to people

    def __len__(self) -> int:
        return self._many

    def add(self, leads: pa.Table) -> None:
        """Take up a batch of leads."""
        batch = Batch(leads, self.day)
        owner = self._owner(batch)
        since = batch.days("owner_since") * (owner > 0)
        open_to = reached(batch)
        since = since if self.day is None else _where_none(since, self.day.toordinal())
        track, review = self._nurture(batch, open_to)
        line = first_that_holds(self.routing.lines, batch)
        ids, fit = self._of_those_that_matter(leads, (owner > 0) | (open_to & self._shared[line]))
        heard = Heard(
            ids,
            _scores(batch),
            open_to,
            line,
            fit,
            owner,
            self._called(batch) * (owner > 0),
            self.words.of(batch, "owner_reason") * (owner > 0),
            since,
            self._due(batch, owner, since, open_to),
            track,
            review,
            self.words.of(batch, "lead_status"),
        )
        self._parts.append(_small(heard))
        self._many += len(batch)

    def heard(self) -> Heard:
        """Return what of all leads matters, in the order in which they came; once."""
        import numpy as np

        names = Heard.__dataclass_fields__
        parts, self._parts = self._parts, []  # not to hold all of it twice
        whole = {}
        for name in names:
            whole[name] = np.concatenate([getattr(one, name) for one in parts])
            for one in parts:
                setattr(one, name, None)
        return Heard(**whole)

    def companies(self) -> np.ndarray:
        """Return a number of 64 bits for each lead's company, 0 where nothing tells it."""
        import numpy as np
        import pyarrow as pa

        told = np.zeros(len(self), np.uint64)
        if not self._firms:
            return told
        rows, firms, domains = zip(*self._firms, strict=True)
        self._firms = []
        keys = self._organisations.tell(pa.concat_arrays(firms), pa.concat_arrays(domains))
        encoded = keys.dictionary_encode()
        names = encoded.dictionary.to_pylist()
        marks = hashes_64(f"company {name}".encode() for name in names)
        marks[[place for place, name in enumerate(names) if not name]] = 0
        told[np.concatenate(rows)] = marks[encoded.indices.to_numpy()]
        return told

    def _of_those_that_matter(
        self, leads: pa.Table, matters: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return ids and fits of leads that have an owner or may get one, and hear their companies.

        The others have none of these: nobody asks, and it is most of the work.
        """
        import numpy as np

        ids, fit = np.zeros(len(matters), np.uint64), np.zeros(len(matters), np.int64)
        rows = np.flatnonzero(matters)
        if not len(rows):
            return ids, fit
        some = Batch(leads if len(rows) == len(matters) else leads.filter(flags(matters)), self.day)
        firms, domains = firms_of(some.whole, len(some)), employer_domains(some.whole, len(some))
        self._organisations.hear(firms, domains)
        self._firms.append((rows + len(self), firms, domains))
        ids[rows], fit[rows] = _ids(some), self.fits.of(some)
        return ids, fit

    def _owner(self, batch: Batch) -> np.ndarray:
        """Return the number of each lead's owner, as the file calls them; who left is none."""

        def number(cell: str) -> int:
            if is_nothing(cell):
                return 0
            name = self._calls.get(fold_case(cell), cell.strip())
            person = self.routing.people.get(name)
            gone = person is not None and person.has_left(self.day)
            return 0 if gone else self.owners.number(name)

        return batch.mapped("owner", number)

    def _called(self, batch: Batch) -> np.ndarray:
        """Return the address of each lead's owner: programs know their users by it."""

        def number(cell: str) -> int:
            is_address = "@" in cell and fold_case(cell) in self._calls
            return self.words.number(cell.strip()) if is_address else 0

        return batch.mapped("owner", number)

    def _due(
        self, batch: Batch, owner: np.ndarray, since: np.ndarray, reached: np.ndarray
    ) -> np.ndarray:
        """Return by when each lead is due, if anybody has it."""
        import numpy as np

        own, before = self.words.of(batch, "due_at"), batch.days("status_since")
        kept = (own > 0) & (owner > 0) & (before <= since)
        line = first_that_holds(self.routing.due, batch)
        due = np.where(kept, own, 0)
        rows = np.flatnonzero((line >= 0) & reached & ~kept & (since > 0))
        if not len(rows):
            return _reached(due, reached)
        starts = np.maximum(since, before)[rows]
        places = self._places(batch, rows)
        known = list(dict.fromkeys(places))
        numbers = {place: number for number, place in enumerate(known)}
        place = np.array([numbers[one] for one in places], np.int64)
        first_day = int(starts.min())
        span = int(starts.max()) - first_day + 1
        parts = [(line[rows], len(self.routing.due)), (starts - first_day, span)]
        which, first = combinations([*parts, (place, len(known))], len(rows))
        cells = [
            self._moment(int(line[rows[one]]), int(starts[one]), known[place[one]])
            for one in first.tolist()
        ]
        due[rows] = np.array(cells, np.int64)[which]
        return _reached(due, reached)

    def _places(self, batch: Batch, rows: np.ndarray) -> list[Place]:
        """Return where each of some rows is; the post code matters where clocks differ by it."""
        import numpy as np

        lands, states, posts = (batch.cells(one) for one in ("country", "state", "postal_code"))
        codes = [country_code(cell) for cell in lands.text.to_pylist()]
        several = np.array([has_several_zones(code) for code in codes], bool)[lands.codes[rows]]
        post = np.where(several, posts.codes[rows] + 1, 0)
        parts = [(lands.codes[rows], len(codes)), (states.codes[rows], len(states.text))]
        which, first = combinations([*parts, (post, len(posts.text) + 1)], len(rows))
        found = []
        for one in first.tolist():
            code = codes[lands.codes[rows[one]]]
            state = states.text[int(states.codes[rows[one]])].as_py()
            postal_code = posts.text[int(post[one]) - 1].as_py() if post[one] else ""
            home = self.routing.hours.home
            found.append(place_of(code, state, postal_code) if code else home)
        return [found[one] for one in which.tolist()]

    def _moment(self, line: int, start: int, place: Place) -> int:
        """Return the number of the words for when a lead is due."""
        case = (line, start, place)
        if case not in self._dues:
            self._dues[case] = self.words.number(due_at(self.routing, line, start, place))
        return self._dues[case]

    def _nurture(self, batch: Batch, reached: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the track of each lead, and the day to look at it again."""
        import numpy as np

        lines = self.routing.nurture
        line = np.where(reached, first_that_holds(lines, batch), -1)
        tracks = np.array([*(self.words.number(one.track) for one in lines), 0], np.int64)
        reviews = [
            self.words.number(one.review.after(self.day).isoformat() if self.day else "")
            for one in lines
        ]
        track, review = tracks[line], np.array([*reviews, 0], np.int64)[line]
        before, own = self.words.of(batch, "nurture_track"), self.words.of(batch, "review_at")
        today = self.day.toordinal() if self.day else 0
        ahead = (own > 0) & (batch.days("review_at") > today)
        return track, np.where((before == track) & (track > 0) & ahead, own, review)


def due_at(routing: Routing, line: int, start: int, place: Place) -> str:
    """Return the moment by which a line of 'due' wants a lead seen after, with its time zone."""
    within = routing.due[line].within
    moment = routing.hours.after(date.fromordinal(start), within.hours, within.days, place)
    return moment.isoformat(timespec="minutes")


def first_that_holds(lines: Sequence[Line | DueLine | NurtureLine], batch: Batch) -> np.ndarray:
    """Return for each lead the first line whose condition holds, -1 where none does."""
    import numpy as np

    found = np.full(len(batch), -1, np.int64)
    for place, line in enumerate(lines):
        holds = np.ones(len(batch), bool) if line.when is None else line.when.truth(batch)[0]
        found[(found < 0) & holds] = place
    return found


def _ids(batch: Batch) -> np.ndarray:
    """Return a number for each lead; rows without an id are told apart by who they are."""
    import numpy as np

    cells = batch.whole("lead_id")
    cells = texts([""] * len(batch)) if cells is None else cells
    ids = hashes_64(f"lead {one}".encode() for one in cells.to_pylist())
    blank = np.flatnonzero(is_blank(cells))
    if len(blank):
        known = [column for name in _WHO if (column := batch.whole(name)) is not None]
        who = ["\x1f".join(column[row].as_py() for column in known) for row in blank.tolist()]
        ids[blank] = hashes_64(f"row {one}".encode() for one in who)
    return ids


def _scores(batch: Batch) -> np.ndarray:
    import numpy as np

    cells = batch.cells("score")
    low = cells.bounds[0]
    found: np.ndarray = np.where(np.isnan(low), -np.inf, low)[cells.codes]
    return found


def reached(batch: Batch) -> np.ndarray:
    """Tell to which leads any channel is open."""
    import numpy as np

    found: np.ndarray = np.logical_or.reduce(
        [batch.mapped(name, says_yes) > 0 for name in CHANNELS]
    )
    return found


def _reached(due: np.ndarray, reached: np.ndarray) -> np.ndarray:
    found: np.ndarray = due * reached
    return found


def _where_none(since: np.ndarray, day: int) -> np.ndarray:
    import numpy as np

    found: np.ndarray = np.where(since > 0, since, day)
    return found


def _small(heard: Heard) -> Heard:
    """Return the same in as few bytes as will do: there may be millions."""
    import numpy as np

    kinds: dict[str, type] = {"scores": np.float64, "ids": np.uint64, "reached": bool}
    kinds |= {"line": np.int16}
    names = Heard.__dataclass_fields__
    return Heard(**{name: getattr(heard, name).astype(kinds.get(name, np.int32)) for name in names})
