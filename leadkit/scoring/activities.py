"""What leads did: activity rules, and the counting of a file of activities in bounded memory.

An activity is on its calendar day. It counts if that day is not after --as-of; ``within: 30 days``
takes those at most 30 days old, day 30 included. What has no readable day counts for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from leadkit.base.fold import fold_case
from leadkit.fields.spans import Span, parse_span
from leadkit.rules.conditions import Comparison, Condition, read_condition, read_operators
from leadkit.rules.item import Item
from leadkit.scoring.points import Disqualify, PerUnit, Points, Table

if TYPE_CHECKING:
    import numpy as np

KEYS = ("type", "where", "within", "different", "sum", "last", "decay",
        "at_least", "at_most", "between")  # fmt: skip
Measure = Literal["count", "different", "sum", "last"]


@dataclass(frozen=True)
class Decay:
    """How what an activity counts fades with its age."""

    form: Literal["half-life", "linear"]
    span: Span

    def weights(self, ages: np.ndarray) -> np.ndarray:
        """Return what share of itself an activity of so many days still counts.

        >>> import numpy as np
        >>> Decay("half-life", Span(30, "day")).weights(np.array([0, 30, 60])).tolist()
        [1.0, 0.5, 0.25]
        >>> Decay("linear", Span(30, "day")).weights(np.array([0, 15, 30, 31])).tolist()
        [1.0, 0.5, 0.0, 0.0]
        """
        import numpy as np

        shares = ages / self.span.days
        left: np.ndarray = 0.5**shares if self.form == "half-life" else np.maximum(1 - shares, 0)
        return left


@dataclass(frozen=True)
class Activity:
    """Which activities a rule looks at, and what it takes from them for each person."""

    types: frozenset[str]  # folded; none means any
    where: Condition | None  # on the columns of the activities
    within: Span | None
    measure: Measure
    column: str  # of different and sum
    decay: Decay | None
    tests: tuple[Comparison, ...]  # what the measure must be like; none: there must be any
    item: Item

    @property
    def words(self) -> str:
        kinds = " or ".join(sorted(self.types)) or "any activity"
        parts = [f"{kinds} where {self.where.words}" if self.where else kinds]
        if self.within:
            parts.append(f"within {self.within.many} {self.within.unit}s")
        parts += [test.words for test in self.tests]
        if self.decay:
            span = self.decay.span
            parts.append(f"fading: {self.decay.form} {span.many} {span.unit}s")
        return ", ".join(parts)


def read_activity(item: Item, points: Points) -> Activity:
    """Compile what a rule says under ``activity``: a type, several, or a block."""
    if item.kind != "map":
        line = item.line
        item = Item(item.file, line, "map", named={"type": item}, key_lines={"type": line})
    parts = item.entries(KEYS, what="key of an activity")
    named = parts["type"].items() if "type" in parts else []
    types = frozenset(fold_case(part.text()) for part in named)
    if "type" in parts and (not types or "" in types):
        raise parts["type"].fail("type: which activity? Such as page_view")
    within = None
    if "within" in parts and (within := parse_span(parts["within"].text())) is None:
        raise parts["within"].fail("within: write a span of time, such as 30 days")
    measure, column = _measure(parts, points, types, item)
    decay = _decay(parts["decay"]) if "decay" in parts else None
    tests = _tests(parts, measure)
    if decay and (measure in ("different", "last") or tests or isinstance(points, Disqualify)):
        raise item.fail("decay goes with plain points and with points per activity or sum only")
    where = read_condition(parts["where"]) if "where" in parts else None
    return Activity(types, where, within, measure, column, decay, tests, item)


def _measure(
    parts: dict[str, Item], points: Points, types: frozenset[str], item: Item
) -> tuple[Measure, str]:
    """Return what is taken of the activities: as the block says, or by the unit of the points."""
    named: list[Measure] = [name for name in ("different", "sum", "last") if name in parts]
    if isinstance(points, Table):
        raise item.fail("a table of points is of a column of the leads; give numbers here")
    if len(named) > 1:
        raise item.fail(f"{named[0]} and {named[1]}: one rule takes one of them")
    if named and named[0] == "last" and isinstance(points, PerUnit):
        raise item.fail("last is a day; give plain points")
    measure: Measure = named[0] if named else "count"
    column = parts[measure].text() if measure in ("different", "sum") else ""
    if isinstance(points, PerUnit):
        counted = fold_case(points.per) in ("activity", "one", *types)
        unit: tuple[Measure, str] = (
            ("different", points.per) if points.different
            else ("count", "") if counted else ("sum", points.per)
        )  # fmt: skip
        if named and (measure, column) != unit:
            raise item.fail(f"the points are per {points.per}, but the activity says {measure}")
        return unit
    return measure, column


def _decay(item: Item) -> Decay:
    form, _, span = " ".join(item.text().replace("half life", "half-life").split()).partition(" ")
    parsed = parse_span(span)
    if form not in ("half-life", "linear") or parsed is None:
        raise item.fail(f"decay: '{item.text()}'; write 'half-life 30 days' or 'linear 90 days'")
    return Decay(form, parsed)  # type: ignore[arg-type]  # one of two words, checked above


def _tests(parts: dict[str, Item], measure: Measure) -> tuple[Comparison, ...]:
    known = ("at_least", "at_most", "between")
    numeric: dict[str, Item] = {name: parts[name] for name in known if name in parts}
    if measure == "last":
        last = parts["last"]
        if numeric:
            raise last.fail("last is a day: give {within: 30 days} or {older_than: 30 days}")
        last.entries(("within", "older_than"), what="operator of last")
        return tuple(read_operators("last", last))
    if not numeric:
        return ()
    first = next(iter(numeric.values()))
    return tuple(read_operators(measure, Item(first.file, first.line, "map", named=numeric)))
