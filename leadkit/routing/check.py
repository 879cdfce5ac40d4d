"""What is odd about a routing file that loads: lines nobody meets, teams without anybody, tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.errors import did_you_mean
from leadkit.base.how_many import how_many
from leadkit.base.leads import table_of
from leadkit.fields.spans import as_day
from leadkit.fields.status_words import ASIDE, FORWARD, lifecycle_status
from leadkit.routing.assigning import AssignRun
from leadkit.routing.people import days_without
from leadkit.routing.routing_file import Routing
from leadkit.rules.conditions import Comparison, Condition
from leadkit.rules.contradictions import follows, impossible
from leadkit.rules.findings import NOTE, PROBLEM, Finding, found_in, in_file_order
from leadkit.rules.item import Item

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


def check_routing(routing: Routing, day: date | None = None) -> list[Finding]:
    """Return what can be found without leads, in the order of the file; absences as of a day.

    >>> from leadkit.routing.routing_file import read_routing
    >>> check_routing(read_routing("routing"))
    []
    """
    found = [
        *_never_met(routing), *_unknown_statuses(routing), *_without_anybody(routing, day),
        *_for_nothing(routing), *_failing_tests(routing, day),
    ]  # fmt: skip
    if not routing.tests:
        found.append(Finding(routing.file, 0, NOTE, "there are no tests in this file"))
    return in_file_order(found)


def _never_met(routing: Routing) -> Iterator[Finding]:
    """Find lines that no lead gets to, for it meets an earlier one, or cannot meet them at all."""
    groups = (
        ("line", [(line.name, line.when, line.where) for line in routing.lines]),
        ("due line", [(f"in line {one.where.line}", one.when, one.where) for one in routing.due]),
        ("nurture line", [(one.track, one.when, one.where) for one in routing.nurture]),
    )
    for what, lines in groups:
        for place, (name, when, where) in enumerate(lines):
            if both := impossible(when):
                text = f"no {both[0].column} can meet both '{both[0].words}' and '{both[1].words}'"
                yield found_in(where, PROBLEM, f"{what} {name} is never met: {text}")
                continue
            for earlier, before, at in lines[:place]:
                if follows(when, before):
                    text = f"whoever meets it meets {earlier} before it (line {at.line})"
                    yield found_in(where, PROBLEM, f"{what} {name} is never met: {text}")
                    break


def _unknown_statuses(routing: Routing) -> Iterator[Finding]:
    """Find statuses that no lifecycle of ours has; one of the user's own is no mistake."""
    for comparison in _comparisons(routing.conditions()):
        if comparison.column != "lead_status" or comparison.operator not in ("is", "one_of"):
            continue
        for part in comparison.value.items():
            if lifecycle_status(part.text()) != part.text():
                hint = did_you_mean(part.text(), (*FORWARD, *ASIDE))
                text = f"'{part.text()}' is no status of the shipped lifecycle{hint}"
                yield found_in(part, NOTE, text)


def _comparisons(conditions: Iterable[Condition]) -> Iterator[Comparison]:
    for condition in conditions:
        yield from condition.comparisons()


def _without_anybody(routing: Routing, day: date | None) -> Iterator[Finding]:
    """Find teams, and people whom lines name, that are not there: on the day, or some time."""
    for name, where, people in _asked(routing):
        staff = [routing.people[one] for one in people]
        if day is not None and not any(person.is_there(day) for person in staff):
            yield found_in(where, PROBLEM, f"nobody of {name} is there on {day}; their leads wait")
            continue
        for begins, ends in days_without(staff) if day is None else ():
            until = f" to {ends}" if ends != date.max else " on"
            text = f"nobody of {name} is there from {begins}{until}; their leads wait"
            yield found_in(where, NOTE, text)


def _asked(routing: Routing) -> Iterator[tuple[str, Item, list[str]]]:
    for team in routing.teams.values():
        yield team.name, team.where, list(team.weights)
    for line in routing.lines:
        if line.to in routing.people:
            yield line.to, line.where, [line.to]


def _for_nothing(routing: Routing) -> Iterator[Finding]:
    """Find people, teams and queues that no line leads to."""
    asked = {line.to for line in routing.lines}
    for team in routing.teams.values():
        if team.name not in asked:
            yield found_in(team.where, NOTE, f"no line gives leads to the team {team.name}")
    busy = {one for _, _, people in _asked(routing) for one in people}
    for person in routing.people.values():
        if person.name not in busy:
            text = f"{person.name} is in no team, and no line names them: they get no leads"
            yield found_in(person.where, NOTE, text)


def _failing_tests(routing: Routing, day: date | None) -> Iterator[Finding]:
    for test in routing.tests:
        at = as_day(test.as_of) or day
        if at is None and routing.dated():
            text = f"test '{test.name}': days are counted: say from which, by as_of or --as-of"
            yield found_in(test.item, PROBLEM, text)
            continue
        for failure in test.failures(outcome(routing, test.lead, at)):
            yield found_in(test.item, PROBLEM, f"test '{test.name}': {failure}")


def outcome(routing: Routing, lead: Mapping[str, str], day: date | None) -> dict[str, str]:
    """Return what comes of a single lead, and under 'to' where its line sends it."""
    import pandas as pd

    table = pd.DataFrame([lead], dtype="str")
    run = AssignRun(routing, day)
    run.survey(table_of(table))
    cells, made = run.at(0)
    line = routing.lines[int(made.heard.line[0])]
    return cells | {"to": line.to if made.heard.reached[0] else "nobody"}


def try_on(
    routing: Routing, batches: Iterable[Leads], name: str, day: date | None
) -> list[Finding]:
    """Return which lines are for no lead of a table, and for whose leads there is no room.

    ``name`` is what the table is called.
    """
    import numpy as np

    run = AssignRun(routing, day)
    for batch in batches:
        run.survey(table_of(batch))
    if not len(run.roll):
        return []
    _, made = run.at(0)
    found = []
    many = np.bincount(made.heard.line, minlength=len(routing.lines)).tolist()
    for line, leads in zip(routing.lines, many, strict=True):
        if not leads:
            found.append(found_in(line.where, NOTE, f"line {line.name} is for nobody in {name}"))
    for place, line in enumerate(routing.lines):
        if routing.team_of(line) is None:
            continue
        waiting = int(((made.heard.line == place) & (made.queue > 0)).sum())
        if waiting:
            asked = how_many(many[place], "lead")
            text = f"line {line.name} gives {asked} of {name} to {line.to}; {waiting:,} would wait"
            found.append(found_in(line.where, PROBLEM, f"{text}: too little room, or nobody there"))
    return found
