"""Routing files: who gets which leads, by when they are due, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.fold import fold_case
from leadkit.fields.spans import Span, span_or_days
from leadkit.routing.due import Within, read_hours, read_within
from leadkit.routing.people import Person, read_people
from leadkit.routing.tests import RoutingTest, read_routing_tests
from leadkit.routing.working_time import WorkingTime
from leadkit.rules.asked_columns import check_columns
from leadkit.rules.conditions import Condition, dated, read_requirement
from leadkit.rules.item import Item
from leadkit.rules.kinds import ROUTING, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import find_rules

# What assign writes. Only 'owner' may be asked for: who has one keeps it before any line is read.
WRITTEN = (
    "owner", "owner_queue", "owner_reason", "owner_since", "due_at", "nurture_track", "review_at",
)  # fmt: skip
TOP_KEYS = (
    "name",
    "about",
    "people",
    "teams",
    "queues",
    "assign",
    "hours",
    "due",
    "nurture",
    "tests",
)
TEAM_KEYS = ("people", "queue")
LINE_KEYS = ("name", "when", "to")
DUE_KEYS = ("when", "within")
NURTURE_KEYS = ("when", "track", "review")
NOBODY = "nobody"  # a line's 'to' for whom no owner is wanted


@dataclass(frozen=True)
class Team:
    """People who share leads by their weights, and the queue of those that nobody has room for."""

    name: str
    where: Item = field(repr=False, compare=False)
    weights: Mapping[str, float]  # by the name of the person
    queue: str


@dataclass(frozen=True)
class Line:
    """A line of the assignment: for whom it is, and where they go."""

    name: str
    where: Item = field(repr=False, compare=False)
    when: Condition | None
    to: str  # a person, a team, a queue, or nobody


@dataclass(frozen=True)
class DueLine:
    """By when somebody has to see after a lead."""

    where: Item = field(repr=False, compare=False)
    when: Condition | None
    within: Within


@dataclass(frozen=True)
class NurtureLine:
    """What leads get that are not ready, and when to look again."""

    where: Item = field(repr=False, compare=False)
    when: Condition | None
    track: str
    review: Span


@dataclass(frozen=True)
class Routing:
    """A checked routing file."""

    file: str
    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    queues: tuple[str, ...]
    lines: tuple[Line, ...]
    hours: WorkingTime = field(default_factory=WorkingTime)
    due: tuple[DueLine, ...] = ()
    nurture: tuple[NurtureLine, ...] = ()
    tests: tuple[RoutingTest, ...] = ()

    def team_of(self, line: Line) -> Team | None:
        """Return who shares the leads of a line: a team, or one person; None for queues."""
        if line.to in self.people:
            return Team(line.to, line.where, {line.to: 1.0}, self.queues[0])
        return self.teams.get(line.to)

    def calls(self) -> dict[str, str]:
        """Return the people by how lists may call them, folded."""
        return {
            fold_case(called): person.name
            for person in self.people.values()
            for called in (person.name, *person.also)
        }

    def conditions(self) -> list[Condition]:
        lines: list[Line | DueLine | NurtureLine] = [*self.lines, *self.due, *self.nurture]
        return [one.when for one in lines if one.when]

    def reads(self) -> set[str]:
        """Return the columns that conditions ask for."""
        return {column for one in self.conditions() for column, _ in one.uses()}

    def dated(self) -> Item | None:
        """Return a place in the file that needs a day to count from, if there is one."""
        asked = (person.dated() for person in self.people.values())
        return next(filter(None, asked), None) or dated(self.conditions())

    def check(self, columns: list[str], day: date | None) -> list[str]:
        """Raise LeadkitError for columns that nobody knows, and for days without a day to count."""
        if day is None and (where := self.dated()):
            raise where.fail("days are counted from a day: give it, as --as-of today")
        if not self.conditions():
            return []
        return check_columns(self.conditions(), columns, self.file)


def read_routing(name: str | Path) -> Routing:
    """Load and check a routing file, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line; all of it is told at once.

    >>> [line.to for line in read_routing("routing").lines][-1]
    'marketing'
    """
    return compile_routing(find_rules(name))


def compile_routing(root: Item) -> Routing:
    """Compile a routing file that is loaded."""
    if "assign" not in root.entries(what="key"):
        refuse_other_kind(root, ROUTING, TOP_KEYS)
        hint = next((hint for name in root.named if (hint := did_you_mean(name, ["assign"]))), "")
        raise root.fail(
            f"a routing file needs 'assign', its lines from the first to the last{hint}"
        )
    mistakes = Gathered()
    top = mistakes.entries(root, TOP_KEYS, "key")
    people = read_people(top["people"], mistakes) if "people" in top else {}
    queues = _queues(top.get("queues"), mistakes)
    teams = _teams(top["teams"], people, queues, mistakes) if "teams" in top else {}
    _check_names(root, top, people, teams, queues, mistakes)
    targets = (*people, *teams, *queues, NOBODY)
    lines = _lines(top["assign"], targets, mistakes)
    hours = read_hours(top["hours"], mistakes) if "hours" in top else WorkingTime()
    due = [_due(part, mistakes) for part in _items(top, "due")]
    nurture = [_nurture(part, mistakes) for part in _items(top, "nurture")]
    of_days = tuple(filter(None, due)), tuple(filter(None, nurture))
    routing = Routing(root.file, people, teams, queues, lines, hours, *of_days)
    for condition in routing.conditions():
        for column, where in condition.uses():
            if column in WRITTEN[1:]:
                mistakes.add(
                    where.fail(f"a condition may not ask for {column}, which assign writes")
                )
    tests: tuple[RoutingTest, ...] = ()
    if "tests" in top:
        tests = read_routing_tests(top["tests"], targets, routing.reads(), mistakes)
    mistakes.raise_all()
    return Routing(root.file, people, teams, queues, lines, hours, *of_days, tests)


def _items(top: Mapping[str, Item], key: str) -> list[Item]:
    return top[key].items() if key in top else []


def _queues(item: Item | None, mistakes: Gathered) -> tuple[str, ...]:
    """Return the queues; the first takes what nobody in particular has room for."""
    named = [mistakes.read(Item.text, part) for part in item.items()] if item else []
    return tuple(filter(None, named)) or ("unassigned",)


def _teams(
    item: Item, people: Mapping[str, Person], queues: tuple[str, ...], mistakes: Gathered
) -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for name, part in mistakes.entries(item, (), "team").items():
        parts = mistakes.entries(part, TEAM_KEYS, "key of a team")
        weights = _weights(parts["people"], people, mistakes) if "people" in parts else {}
        if not weights and "people" not in parts:
            mistakes.add(part.fail(f"team {name} has nobody: give it 'people'"))
        queue = queues[0]
        if "queue" in parts:
            queue = mistakes.read(Item.text, parts["queue"]) or queue
            if queue not in queues:
                hint = did_you_mean(queue, queues) or f"; there are {', '.join(queues)}"
                mistakes.add(parts["queue"].fail(f"unknown queue '{queue}'{hint}"))
        teams[name] = Team(name, part, weights, queue)
    return teams


def _weights(item: Item, people: Mapping[str, Person], mistakes: Gathered) -> dict[str, float]:
    """Read who is in a team: names, or names with their weights."""
    weights: dict[str, float] = {}
    if item.kind == "map":
        named = [(name, value, item.key_lines[name]) for name, value in item.named.items()]
    else:
        named = [(part.text(), part, part.line) for part in item.items()]
    if not named:
        mistakes.add(item.fail("a team needs at least one person"))
    for name, value, line in named:
        at = Item(item.file, line, "empty")
        if name not in people:
            hint = did_you_mean(name, people) or "; write it under 'people', if only its name"
            mistakes.add(at.fail(f"unknown person '{name}'{hint}"))
        if name in weights:
            mistakes.add(at.fail(f"'{name}' stands in this team twice"))
        weight = 1.0
        if item.kind == "map" and value.kind != "empty":
            weight = mistakes.read(_weight, value) or 1.0
        weights[name] = weight
    return weights


def _weight(item: Item) -> float:
    number = float(item.number())
    if not 0 < number <= 1e6:
        raise item.fail(
            f"a weight is a number above 0, not {item.text()}; who is to get none is in no team"
        )
    return number


def _check_names(
    root: Item,
    top: Mapping[str, Item],
    people: Mapping[str, Person],
    teams: Mapping[str, Team],
    queues: tuple[str, ...],
    mistakes: Gathered,
) -> None:
    """Keep a mistake for each name that two of a file have, whatever they are."""
    lines = {name: ("a person", person.where) for name, person in people.items()}
    others = [(name, "a team", team.where) for name, team in teams.items()]
    others += [(name, "a queue", top.get("queues", root)) for name in queues]
    for name, what, where in others:
        if name in lines:
            mistakes.add(
                where.fail(f"'{name}' is {what}, and {lines[name][0]} has that name already")
            )
        lines.setdefault(name, (what, where))
    if NOBODY in lines:
        mistakes.add(lines[NOBODY][1].fail("'nobody' is what a line says where no owner is wanted"))
    called: dict[str, str] = {}
    for person in people.values():
        for name in (person.name, *person.also):
            if (other := called.setdefault(fold_case(name), person.name)) != person.name:
                mistakes.add(
                    person.where.fail(f"'{name}' is {other} already; one name is one person")
                )


def _lines(item: Item, targets: Iterable[str], mistakes: Gathered) -> tuple[Line, ...]:
    lines = [_line(part, tuple(targets), mistakes) for part in item.items()]
    if not lines:
        mistakes.add(item.fail("assign has no lines; the last needs no more than 'to'"))
    elif item.items()[-1].kind == "map" and "when" in item.items()[-1].named:
        said = "the last line has no 'when': it says what becomes of all the others"
        mistakes.add(item.items()[-1].fail(said))
    names: dict[str, Line] = {}
    for line in filter(None, lines):
        if line.name in names:
            first = names[line.name].where.line
            mistakes.add(line.where.fail(f"line '{line.name}' stands here twice; first in {first}"))
        names.setdefault(line.name, line)
    return tuple(filter(None, lines))


def _line(item: Item, targets: tuple[str, ...], mistakes: Gathered) -> Line | None:
    parts = mistakes.entries(item, LINE_KEYS, "key of a line")
    if "to" not in parts:
        mistakes.add(item.fail("a line needs 'to': a person, a team, a queue, or nobody"))
        return None
    to = mistakes.read(Item.text, parts["to"]) or ""
    if to not in targets:
        hint = did_you_mean(to, targets) or f"; there are {', '.join(targets)}"
        mistakes.add(parts["to"].fail(f"unknown person, team or queue '{to}'{hint}"))
    when = mistakes.read(read_requirement, parts["when"]) if "when" in parts else None
    name = mistakes.read(Item.text, parts["name"]) if "name" in parts else None
    return Line(name or (when.words if when else "all others"), item, when, to)


def _due(item: Item, mistakes: Gathered) -> DueLine | None:
    parts = mistakes.entries(item, DUE_KEYS, "key of a due line")
    if "within" not in parts:
        mistakes.add(item.fail("a due line needs 'within', as 4 hours or 2 days (of work)"))
        return None
    within = mistakes.read(read_within, parts["within"])
    when = mistakes.read(read_requirement, parts["when"]) if "when" in parts else None
    return DueLine(item, when, within) if within else None


def _nurture(item: Item, mistakes: Gathered) -> NurtureLine | None:
    parts = mistakes.entries(item, NURTURE_KEYS, "key of a nurture line")
    missing = [needed for needed in ("track", "review") if needed not in parts]
    for needed in missing:
        mistakes.add(item.fail(f"a nurture line needs '{needed}'"))
    if missing:
        return None
    when = mistakes.read(read_requirement, parts["when"]) if "when" in parts else None
    track = mistakes.read(Item.text, parts["track"])
    review = mistakes.read(_span, parts["review"])
    return NurtureLine(item, when, track, review) if track and review else None


def _span(item: Item) -> Span:
    span = span_or_days(item.text())
    if span is None:
        raise item.fail("review: write a span of time, as 30 days, 4 weeks or 3 months")
    return span


def refuse_no_status(columns: list[str], name: str = "") -> None:
    """Raise LeadkitError for leads that nobody classified: who may be contacted is not known."""
    needed = ("lead_status", "may_email", "may_call", "may_post")
    missing = [one for one in needed if one not in columns]
    if missing:
        where = f"{name}: " if name else ""
        raise LeadkitError(
            f"{where}leads without {missing[0]} get no owner, as nobody knows whom to contact; "
            "'leadkit classify' adds it"
        )
