"""What leads did: activity rules, and the counting of a file of activities in bounded memory.

An activity is on its calendar day. It counts if that day is not after --as-of; ``within: 30 days``
takes those at most 30 days old, day 30 included. What has no readable day counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from leadkit.base.fold import fold_case
from leadkit.fields.spans import Span, parse_span
from leadkit.rules.against import Against
from leadkit.rules.comparing.days import Window, read_span, read_window
from leadkit.rules.conditions import (
    Comparison,
    Condition,
    Told,
    read_condition,
    read_operators,
)
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered, Read
from leadkit.rules.operators import OF_DAYS
from leadkit.scoring.points import THOUSANDTHS, Disqualify, Fixed, PerUnit, Points, Table

if TYPE_CHECKING:
    import numpy as np

KEYS = ("type", "where", "within", "different", "sum", "first", "last", "then", "limit", "decay",
        "at_least", "at_most", "between")  # fmt: skip
THEN_KEYS = ("type", "within")
DAY = "day"  # what different counts as calendar days, whatever the column with the day is called
Measure = Literal["count", "different", "sum", "first", "last", "then"]
_TAKEN: tuple[Measure, ...] = ("different", "sum", "first", "last", "then")
Period = Literal["day", "week", "month", "year"]
_DECAY = re.compile(r"(?P<percent>\d{1,2}(?:\.\d{1,3})?) ?% per (?P<unit>day|week|month|year)")
_LIMIT = re.compile(r"(?P<most>\d{1,9}) per (?P<period>day|week|month|year)")


@dataclass(frozen=True)
class Decay:
    """How what an activity counts fades with its age."""

    form: Literal["half-life", "linear", "percent"]
    span: Span
    percent: float = 0.0  # that each span takes of what is left

    def weights(self, ages: np.ndarray) -> np.ndarray:
        """Return what share of itself an activity of so many days still counts.

        >>> import numpy as np
        >>> Decay("half-life", Span(30, "day")).weights(np.array([0, 30, 60])).tolist()
        [1.0, 0.5, 0.25]
        >>> Decay("linear", Span(30, "day")).weights(np.array([0, 15, 30, 31])).tolist()
        [1.0, 0.5, 0.0, 0.0]
        >>> Decay("percent", Span(1, "month"), 10).weights(np.array([0, 30, 60])).round(2).tolist()
        [1.0, 0.9, 0.81]
        """
        import numpy as np

        shares = ages / self.span.days
        if self.form == "linear":
            left: np.ndarray = np.maximum(1 - shares, 0)
            return left
        kept = 0.5 if self.form == "half-life" else 1 - self.percent / 100
        left = kept**shares
        return left

    @property
    def words(self) -> str:
        """How it fades, as it is written."""
        if self.form == "percent":
            return f"{self.percent:g}% per {self.span.unit}"
        return f"{self.form} {self.span.many} {self.span.unit}s"


@dataclass(frozen=True)
class Then:
    """What must follow an activity, on its day or so much later, for it to count."""

    types: frozenset[str]  # folded; none means any
    within: Span


@dataclass(frozen=True)
class Limit:
    """How many activities of a day, a week from Monday, a month or a year count at most."""

    most: int
    period: Period


@dataclass(frozen=True, eq=False)
class Activity:
    """Which activities a rule looks at, and what it takes from them for each person."""

    types: frozenset[str]  # folded; none means any
    where: Condition | None  # on the columns of the activities
    within: Window | None
    measure: Measure
    column: str  # of different and sum
    decay: Decay | None
    tests: tuple[Comparison, ...]  # what the measure must be like; none: there must be any
    item: Item
    then: Then | None = None
    limit: Limit | None = None
    fades_whole: bool = False  # plain points that the last activity's age takes from

    @property
    def words(self) -> str:
        """What is looked at, as a person would say it."""
        kinds = " or ".join(sorted(self.types)) or "any activity"
        parts = [f"{kinds} where {self.where.words}" if self.where else kinds]
        if self.then:
            what = " or ".join(sorted(self.then.types)) or "any activity"
            span = self.then.within
            parts[0] += f", then {what} within {span.many} {span.unit}s"
        if self.within:
            parts.append(f"within {self.within.words}")
        if self.limit:
            parts.append(f"{self.limit.most} per {self.limit.period} count")
        parts += [test.words for test in self.tests]
        if self.decay:
            parts.append(f"fading: {self.decay.words}")
        return ", ".join(parts)


def did(item: Item) -> Told:
    """Compile what a condition says under ``activity``: it holds for who did as it says."""
    activity = read_activity(item, Fixed(THOUSANDTHS))
    if activity.decay:
        raise activity.item.fail("decay belongs to points; give the rule an 'activity' of its own")
    return Told(activity, activity.words, activity.item)


def read_activity(item: Item, points: Points) -> Activity:
    """Compile what a rule says under ``activity``: a type, several, or a block."""
    if item.kind != "map":
        line = item.line
        item = Item(item.file, line, "map", named={"type": item}, key_lines={"type": line})
    gathered = Gathered()
    parts = gathered.entries(item, KEYS, "key of an activity")

    def read(name: str, reader: Callable[[Item], Read]) -> Read | None:
        return gathered.read(reader, parts[name]) if name in parts else None

    types = read("type", _types) or frozenset()
    within = read("within", lambda item: read_window("within", item))
    where = read("where", read_condition)
    then, limit, decay = read("then", _then), read("limit", _limit), read("decay", _decay)
    gathered.raise_all()
    measure, column = _measure(parts, points, types, item)
    tests = _tests(parts, measure)
    if decay and (measure not in ("count", "sum") or tests or isinstance(points, Disqualify)):
        raise item.fail("decay goes with plain points and with points per activity or sum only")
    if limit and (measure != "count" or decay):
        raise item.fail("limit goes with counts of activities only")
    fades_whole = bool(decay) and not isinstance(points, PerUnit)
    return Activity(
        types, where, within, measure, column, decay, tests, item, then, limit, fades_whole
    )


def _types(item: Item) -> frozenset[str]:
    types = frozenset(fold_case(part.text()) for part in item.items())
    if not types or "" in types:
        raise item.fail("type: which activity? Such as page_view")
    return types


def _then(item: Item) -> Then:
    parts = item.entries(THEN_KEYS, what="key of then")
    if "within" not in parts:
        raise item.fail("then: within which time? As {type: demo_request, within: 14 days}")
    types = _types(parts["type"]) if "type" in parts else frozenset[str]()
    return Then(types, read_span("within", parts["within"]))


def _limit(item: Item) -> Limit:
    written = _LIMIT.fullmatch(" ".join(item.text().split()))
    if not written or not int(written["most"]):
        raise item.fail(f"limit: '{item.text()}'; write it as 2 per day, week, month or year")
    return Limit(int(written["most"]), written["period"])  # type: ignore[arg-type]  # as matched


def _measure(
    parts: dict[str, Item], points: Points, types: frozenset[str], item: Item
) -> tuple[Measure, str]:
    """Return what is taken of the activities: as the block says, or by the unit of the points."""
    named = [name for name in _TAKEN if name in parts]
    if isinstance(points, Table):
        raise item.fail("a table of points is of a column of the leads; give numbers here")
    if len(named) > 1:
        raise item.fail(f"{named[0]} and {named[1]}: one rule takes one of them")
    if named and named[0] in ("first", "last") and isinstance(points, PerUnit):
        raise item.fail(f"{named[0]} is a day; give plain points")
    measure: Measure = named[0] if named else "count"
    column = parts[measure].text() if measure in ("different", "sum") else ""
    if isinstance(points, PerUnit):
        counted = fold_case(points.per) in ("activity", "one", *types)
        unit: tuple[Measure, str] = (
            ("different", points.per) if points.different
            else ("count", "") if counted else ("sum", points.per)
        )  # fmt: skip
        if measure == "then" and unit == ("count", ""):
            return measure, ""
        if named and (measure, column) != unit:
            raise item.fail(f"the points are per {points.per}, but the activity says {measure}")
        return unit
    return measure, column


def _decay(item: Item) -> Decay:
    text = " ".join(item.text().replace("half life", "half-life").split())
    if written := _DECAY.fullmatch(text):
        unit: Period = written["unit"]  # type: ignore[assignment]  # as matched
        return Decay("percent", Span(1, unit), float(written["percent"]))
    form, _, span = text.partition(" ")
    parsed = parse_span(span)
    if form not in ("half-life", "linear") or parsed is None:
        raise item.fail(
            f"decay: '{item.text()}'; write 'half-life 30 days', 'linear 90 days' or "
            "'10% per month'"
        )
    return Decay(form, parsed)  # type: ignore[arg-type]  # one of two words, checked above


def _tests(parts: dict[str, Item], measure: Measure) -> tuple[Comparison, ...]:
    known = ("at_least", "at_most", "between")
    numeric: dict[str, Item] = {name: parts[name] for name in known if name in parts}
    if measure in ("first", "last"):
        asked = parts[measure]
        if numeric:
            said = f"{measure} is a day: give {{within: 30 days}} or {{older_than: 30 days}}"
            raise asked.fail(said)
        asked.entries(OF_DAYS, what=f"operator of {measure}")
        return _compared(measure, asked)
    if not numeric:
        return ()
    first = next(iter(numeric.values()))
    return _compared(measure, Item(first.file, first.line, "map", named=numeric))


def _compared(measure: str, asked: Item) -> tuple[Comparison, ...]:
    compared = read_operators(measure, asked)
    for test in compared:
        if isinstance(test, Against):
            raise asked.fail(f"{measure}: give a value; activities are compared with no column")
    return tuple(test for test in compared if isinstance(test, Comparison))
