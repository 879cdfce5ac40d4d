"""Why a lead goes where it goes: each line, who of a team may take it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import table_of
from leadkit.routing.assigning import AssignRun
from leadkit.routing.assignment import Assigned
from leadkit.routing.fits import FAILS, HOLDS
from leadkit.routing.people import Person
from leadkit.routing.roll import Roll
from leadkit.routing.routing_file import Routing
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads


class LeadSource(Protocol):
    """Leads that can be read twice: to hear all, and to find one."""

    columns: list[str]
    name: str

    def batches(self) -> Iterator[Leads]: ...


def explained(leads: LeadSource, routing: Routing, day: date | None, lead_id: str) -> list[str]:
    """Return in lines why a lead gets its owner, among all leads of a table.

    Raises LeadkitError for leads that cannot be assigned, and for a lead that is not there.
    """

    run, found, before = AssignRun(routing, day), None, 0
    run.check(leads.columns)
    if "lead_id" not in leads.columns:
        raise LeadkitError(f"{leads.name}: has no column lead_id; 'leadkit import' adds it")
    for batch in leads.batches():
        table = table_of(batch)
        run.survey(table)
        ids = batch["lead_id"].tolist()
        if found is None and lead_id in ids:
            place = ids.index(lead_id)
            found = (before + place, table.slice(place, 1))
        before += len(ids)
    if found is None:
        raise LeadkitError(f"{leads.name}: there is no lead {lead_id}")
    row, lead = found
    cells, assigned = run.at(row)
    return [*_lines_of(routing, lead, day), *_people(run.roll, assigned, row), *_result(cells)]


def _lines_of(routing: Routing, lead: pa.Table, day: date | None) -> Iterator[str]:
    """Yield each line up to the one that holds, and what of it does."""
    batch = Batch(lead, day)
    for line in routing.lines:
        words = line.when.words if line.when else "all others"
        holds, fails = line.when.truth(batch) if line.when else ([True], [False])
        told = "holds" if holds[0] else "does not hold" if fails[0] else "cannot be told"
        yield f"line {line.where.line}, {line.name}: {words}: {told}"
        if holds[0]:
            yield f"  so it goes to {line.to}"
            break
    for due in routing.due:
        if due.when is None or due.when.truth(batch)[0][0]:
            yield f"due line {due.where.line}: within {due.within.words}"
            break
    for nurture in routing.nurture:
        if nurture.when is None or nurture.when.truth(batch)[0][0]:
            yield f"nurture line {nurture.where.line}: {nurture.track}"
            break


def _people(roll: Roll, made: Assigned, row: int) -> Iterator[str]:
    """Yield for each of the team what speaks for and against it."""
    line = roll.routing.lines[int(made.heard.line[row])]
    team = roll.routing.team_of(line)
    if team is None or made.kept[row] or not made.heard.reached[row]:
        return
    case = int(made.heard.fit[row])
    may = roll.fits.among(list(team.weights), case)
    for name in team.weights:
        person = roll.routing.people[name]
        number = roll.owners.number(name)
        new = int(((made.owner == number) & ~made.kept).sum())
        told = [*_where(roll, person, case, name in may), *_time(person, roll.day)]
        room = "" if person.capacity is None else f" of {person.capacity}"
        yield f"  {name}: weight {team.weights[name]:g}, {new}{room} new; {', '.join(told)}"


def _where(roll: Roll, person: Person, case: int, may: bool) -> Iterator[str]:
    region, spoken = roll.fits.told(person.name, case)
    if region == FAILS:
        yield "works elsewhere"
    elif region != HOLDS:
        yield "region not told by the lead"
    if spoken == FAILS:
        yield "speaks none of its languages"
    yield "may take it" if may else "is not asked"


def _time(person: Person, day: date | None) -> Iterator[str]:
    if person.has_left(day):
        yield f"left on {person.left}"
    if until := person.away_until(day):
        yield f"is away until {until}"


def _result(cells: dict[str, str]) -> Iterator[str]:
    for name, cell in cells.items():
        if cell:
            yield f"{name}: {cell}"
