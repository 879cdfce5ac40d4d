"""Assigning as a step of a run: all leads are heard, owners found, and given batch by batch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.as_planned import AboutRules
from leadkit.base.cells import is_empty, numbers, repeated, text, texts, with_cells
from leadkit.base.columns import NO_OWNER
from leadkit.base.how_many import how_many
from leadkit.base.leads import Appended, Closing
from leadkit.base.values import quoting
from leadkit.routing.assignment import Assigned, assign_roll, texts_of
from leadkit.routing.fairness import COLUMNS, owner_lines
from leadkit.routing.roll import READS, Roll, reached
from leadkit.routing.routing_file import WRITTEN, Routing, read_routing, refuse_no_status
from leadkit.rules.batch import Batch, combinations
from leadkit.rules.hearing import READS as HEARING
from leadkit.rules.hearing import Hearing, closed_as_heard

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Look

NEW, KEPT, WAITING, DUE, NURTURED = (
    "with a new owner", "kept their owner", "wait in a queue", "due", "to be nurtured",
)  # fmt: skip
_SHOWN = 3  # names in a note


class AssignRun:
    """What is heard of all leads of a run, and what each is given."""

    def __init__(self, routing: Routing, day: date | None) -> None:
        self.routing, self.day = routing, day
        self.roll = Roll(routing, day)
        self.assigned: Assigned | None = None
        self._which: np.ndarray | None = None
        self._cells: pa.Table | None = None
        self._given = 0  # leads that went on by now
        self._hearing = Hearing()
        self._taken = dict.fromkeys(("due_at", "nurture_track"), 0)  # from those
        self._closed = 0  # of these, to whom no channel is open as somebody said no

    def reads(self) -> frozenset[str]:
        """Return the columns of the leads on which anything depends."""
        return frozenset(READS | self.routing.reads() | HEARING)

    def check(self, columns: list[str]) -> list[str]:
        """Raise LeadkitError for columns without which nobody can be assigned; return notes."""
        refuse_no_status(columns)
        notes = self.routing.check(columns, self.day)
        if self.day is None and (self.routing.due or self.routing.nurture):
            said = (
                "no lead is due, and none to be looked at again: that needs --as-of today, or a day"
            )
            notes = [*notes, AboutRules(said)]
        return notes

    def survey(self, leads: pa.Table) -> None:
        """Take up some leads; all of them are heard before the first gets an owner."""
        self.roll.add(leads)
        self._hearing.hear(leads)

    def survey_again(self) -> Look | None:
        """Return what all leads are shown once more: who refused by name has other addresses."""
        return self._hearing.hear_again()

    def append(self, leads: pa.Table) -> Appended:
        """Return what is written of the next leads, in the order in which they were heard."""
        import numpy as np

        if not len(self.roll):  # nobody had all of them heard before: these are all
            self.survey(leads)
            if look := self.survey_again():
                look(leads)
        which, cells = self._settled()
        mine = which[self._given : self._given + leads.num_rows]
        self._given += leads.num_rows
        leads, changed = closed_as_heard(leads, self._hearing.refused(leads))
        closed = changed & ~reached(Batch(leads))
        self._closed += int(closed.sum())
        for name in self._taken:
            filled = ~is_empty(cells[name].combine_chunks())
            self._taken[name] += int(filled[mine[closed]].sum())
        kinds, codes = np.unique(mine * 2 + closed, return_inverse=True)
        of_kinds = _without_days(cells.take(numbers(kinds // 2)), kinds % 2 > 0)
        return Appended(of_kinds, codes, own=_next_steps(leads, cells, mine))

    def _settled(self) -> tuple[np.ndarray, pa.Table]:
        """Find the owners, once: each different end of a lead is a row of cells."""
        import pyarrow as pa

        if self._which is None or self._cells is None:
            self.assigned = assign_roll(self.roll)
            columns = texts_of(self.roll, self.assigned)
            parts = [(codes, len(known)) for codes, known in columns.values()]
            which, first = combinations(parts, len(self.assigned.owner))
            self._which = which
            self._cells = pa.table(
                {
                    name: texts(known[code] for code in codes[first].tolist())
                    for name, (codes, known) in columns.items()
                }
            ).select(list(WRITTEN))
        return self._which, self._cells

    def at(self, row: int) -> tuple[dict[str, str], Assigned]:
        """Return what is written of one lead of all that were heard, and what came of them."""
        which, cells = self._settled()
        assert self.assigned is not None
        kind = int(which[row])
        return {name: cells[name][kind].as_py() for name in WRITTEN}, self.assigned

    def closing(self) -> Closing:
        """Return how many leads got what, and what each owner has."""
        import pyarrow as pa

        if self.assigned is None:
            return Closing()
        made = self.assigned
        owned = made.owner > 0
        counts = {
            NEW: int((owned & ~made.kept).sum()),
            KEPT: int(made.kept.sum()),
            WAITING: int((made.queue > 0).sum()),
            DUE: int((made.due > 0).sum()) - self._taken["due_at"],
            NURTURED: int((made.heard.track > 0).sum()) - self._taken["nurture_track"],
        }
        lines = owner_lines(self.roll, made)
        table = pa.table({name: texts(line[name] for line in lines) for name in COLUMNS})
        return Closing({"owners": table}, counts, {"owners": lines})

    def after_all(self) -> list[str]:
        """Tell of owners whom the file does not know, and of new leads of people who are away."""
        if self.assigned is None:
            return []
        return [*self._unknown(self.assigned), *self._away(self.assigned), *self._refused(),
                *self._examples(self.assigned)]  # fmt: skip

    def _refused(self) -> list[str]:
        if not self._closed:
            return []
        said = how_many(self._closed, "lead has", "leads have")
        return [
            f"{said} no day, though may_* allows contact: a no stands on the row, or on another "
            "with its address, number, or name and company; 'leadkit classify' writes so"
        ]

    def _examples(self, made: Assigned) -> list[str]:
        """Tell of leads that people have got who are but the examples of the shipped rules."""
        shipped = {*read_routing("routing").people} & {*self.routing.people}
        given = [name for name in sorted(shipped) if (made.owner == self._number(name)).any()]
        if not given:
            return []
        return [
            f"{' and '.join(given)} {'is an example' if len(given) == 1 else 'are examples'}, and "
            "nobody's name: 'leadkit rules new routing my-routing.yaml', write your people into "
            "it, and give it with --rules my-routing.yaml"
        ]

    def _number(self, name: str) -> int:
        owners = self.roll.owners.list
        return owners.index(name) if name in owners else -1

    def _unknown(self, made: Assigned) -> list[str]:
        import numpy as np

        many = np.bincount(made.owner, minlength=len(self.roll.owners.list))
        people = self.routing.people
        unknown = [
            (int(many[place]), name)
            for place, name in enumerate(self.roll.owners.list)
            if name and name not in people and many[place]
        ]
        if not unknown:
            return []
        unknown.sort(key=lambda one: (-one[0], one[1]))
        names = ", ".join(name for _, name in unknown[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        owners = how_many(len(unknown), "owner is", "owners are")
        leads = how_many(sum(many for many, _ in unknown), "lead")
        return [
            f"{owners} not among the people of {self.routing.file}, and keep {leads}"
            f"{quoting(f': {names}{more}')}"
        ]

    def _away(self, made: Assigned) -> list[str]:
        notes = []
        for name, person in self.routing.people.items():
            until = person.away_until(self.day)
            place = self.roll.owners.number(name)
            many = int(((made.owner == place) & ~made.kept).sum()) if until else 0
            if many:
                leads = how_many(many, "new lead")
                notes.append(f"{name} is away until {until}, and owns the companies of {leads}")
        return notes


def _without_days(cells: pa.Table, closed: np.ndarray) -> pa.Table:
    """Return the cells of kinds of leads, of those who are closed without a day to contact them."""
    blank = repeated("", int(closed.sum()))
    for name in ("due_at", "nurture_track", "review_at"):
        cells = with_cells(cells, name, closed, blank)
    return cells


def _next_steps(leads: pa.Table, cells: pa.Table, which: np.ndarray) -> pa.Table | None:
    """Return next_step without saying that nobody owns who has an owner by now."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not {"owner", "next_step"} <= set(leads.column_names):
        return None
    owned = pc.not_equal(cells["owner"].combine_chunks().take(numbers(which)), text(""))
    steps = leads["next_step"].combine_chunks().cast(pa.large_string())
    unsaid = pc.replace_substring(steps, NO_OWNER, "")
    return pa.table({"next_step": pc.if_else(owned, unsaid, steps)})
