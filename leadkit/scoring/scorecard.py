"""Scoring files: what they say, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from leadkit.base.columns import ADDED
from leadkit.base.errors import did_you_mean
from leadkit.rules.conditions import Condition, dated, read_condition
from leadkit.rules.item import Item
from leadkit.rules.shipped import kept
from leadkit.scoring.activities import Activity, read_activity
from leadkit.scoring.grades import Matrix, Steps, read_grade, read_matrix
from leadkit.scoring.points import (
    Disqualify,
    Fixed,
    PerUnit,
    Points,
    Table,
    Thousandths,
    plain,
    read_points,
    thousandths,
)
from leadkit.scoring.tests import RuleTest, read_tests

SCORING_KEYS = ("name", "about", "groups", "rules", "grade", "matrix", "tests")
RULE_KEYS = ("name", "group", "when", "activity", "points", "unknown", "reason")
GROUP_KEYS = ("min", "max")
# A rule's name must not look like another part of score_reasons; the JSON Schema asks for the same.
RULE_NAME = r"^(?!(capped|raised|disqualified)( |$))(?!.* unknown$)[^:;>\r\n]+$"
_NAME = re.compile(r"\w+")


@dataclass(frozen=True)
class PointGroup:
    """A sum of points that is kept between two bounds."""

    name: str
    least: Thousandths | None = None
    greatest: Thousandths | None = None

    def bounded(self, points: Thousandths) -> Thousandths:
        if self.greatest is not None:
            points = min(points, self.greatest)
        return points if self.least is None else max(points, self.least)


@dataclass(frozen=True, eq=False)
class Rule:
    """Points for the leads that meet a condition, or for what they did."""

    name: str
    group: str
    points: Points
    when: Condition | None  # none: for every lead
    activity: Activity | None
    unknown: Thousandths  # for a lead of which the rule cannot tell
    reason: str
    item: Item

    @property
    def words(self) -> str:
        """What the rule is for: its reason, or its condition as a person would say it."""
        words = [self.activity.words] if self.activity else []
        if self.when:
            words.append(self.when.words)
        if isinstance(self.points, PerUnit) and not self.activity:
            words.append(f"per {self.points.per}")
        if isinstance(self.points, Table):
            words.append(f"by {self.points.column}")
        return self.reason or ", ".join(words)

    @property
    def reach(self) -> tuple[Thousandths, Thousandths]:
        """The least and the most that the rule can give."""
        least, most = self.points.reach
        return min(least, self.unknown), max(most, self.unknown)

    @cached_property
    def only_column(self) -> str:
        """The one column on which it depends what the rule gives; "" where there are more."""
        names = {column for column, _ in self.columns()}
        return names.pop() if len(names) == 1 and not self.activity else ""

    def columns(self) -> Iterator[tuple[str, Item]]:
        """Yield each column of the leads that the rule reads, and where it says so."""
        if self.when:
            yield from self.when.uses()
        if isinstance(self.points, Table):
            yield self.points.column, self.points.where
        if isinstance(self.points, PerUnit) and not self.activity:
            yield self.points.per, self.points.where


@dataclass(frozen=True)
class ScoringRules:
    """A checked scoring file; its rules stand in an order that their order in the file is not."""

    file: str
    groups: tuple[PointGroup, ...]
    rules: tuple[Rule, ...]
    grade: Steps | None = None
    matrix: Matrix | None = None
    tests: tuple[RuleTest, ...] = ()
    about: str = ""

    def conditions(self) -> list[Condition]:
        return [rule.when for rule in self.rules if rule.when]

    def activities(self) -> dict[str, Activity]:
        """Return what each rule that looks at activities looks at, by the rule's name."""
        return {rule.name: rule.activity for rule in self.rules if rule.activity}

    def dated(self) -> Item | None:
        """Return a place where the rules count days on the leads themselves, if there is one."""
        return dated(self.conditions())


def read_scoring(name: str | Path) -> ScoringRules:
    """Load and check a scoring file, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line.

    >>> [group.name for group in read_scoring("b2b").groups]
    ['fit', 'engagement']
    """
    return _kept(name)


def compile_scoring(root: Item) -> ScoringRules:
    """Check a scoring file that is loaded."""
    if "statuses" in root.named:
        raise root.fail("this is a lifecycle file; it belongs to 'leadkit classify'")
    top = root.entries(SCORING_KEYS, what="key")
    groups = {group.name: group for group in _groups(top["groups"])} if "groups" in top else {}
    declared = dict(groups)
    rules: list[Rule] = []
    for item in top["rules"].items() if "rules" in top else []:
        rule = _rule(item, declared)
        if any(rule.name == other.name for other in rules):
            raise item.fail(f"two rules have the name '{rule.name}'; a name says which one fired")
        rules.append(rule)
    if not rules:
        raise root.fail("there are no rules in this file")
    for name in sorted({rule.group for rule in rules} - groups.keys()):
        groups[name] = PointGroup(name)
    place = list(groups)
    rules.sort(key=lambda rule: (place.index(rule.group), -rule.reach[1], rule.reach[0], rule.name))
    grade = read_grade(top["grade"], groups) if "grade" in top else None
    matrix = read_matrix(top["matrix"], groups, grade) if "matrix" in top else None
    read = [column for rule in rules for column, _ in rule.columns()]
    tests = read_tests(top["tests"], groups, read) if "tests" in top else ()
    about = top["about"].text() if "about" in top else ""
    return ScoringRules(
        root.file, tuple(groups.values()), tuple(rules), grade, matrix, tests, about
    )


_kept = kept(compile_scoring)


def _groups(item: Item) -> Iterator[PointGroup]:
    for name, bounds in item.entries(what="group").items():
        known = bounds.entries(GROUP_KEYS, what="bound of a group")
        least, greatest = (
            thousandths(known[bound]) if bound in known else None for bound in GROUP_KEYS
        )
        if least is not None and greatest is not None and least > greatest:
            raise bounds.fail(f"group '{name}': min {plain(least)} is above max {plain(greatest)}")
        _check_group(name, item, item.key_lines[name])
        yield PointGroup(name, least, greatest)


def _check_group(name: str, item: Item, line: int | None = None) -> None:
    if not _NAME.fullmatch(name):
        raise item.fail(f"group '{name}': a name is letters, digits and _", line)
    if f"score_{name}" in ADDED:
        taken = f"its column score_{name} means something else already; give it another name"
        raise item.fail(f"group '{name}': {taken}", line)


def _rule(item: Item, groups: dict[str, PointGroup]) -> Rule:
    if any(name.startswith("max ") for name in item.named):
        raise item.fail(
            "inside { } a comma ends the value; write '0.5 per visits, max 10' in quotes"
        )
    parts = item.entries(RULE_KEYS, what="key of a rule")
    for needed in ("name", "points"):
        if needed not in parts:
            raise item.fail(f"a rule needs '{needed}'")
    name = parts["name"].text()
    if not re.search(RULE_NAME, name) or not name.isprintable() or name != name.strip():
        raise parts["name"].fail(
            "a rule's name is a word or two on a line, without ':', ';' and '>'; "
            "'capped', 'raised' and 'disqualified' do not begin it, 'unknown' does not end it"
        )
    group = parts["group"].text() if "group" in parts else "score"
    if groups and group not in groups:
        hint = did_you_mean(group, groups) or f"; known are {', '.join(groups)}"
        raise parts.get("group", item).fail(f"unknown group '{group}'{hint}")
    _check_group(group, parts.get("group", item))
    points = read_points(parts["points"])
    activity = read_activity(parts["activity"], points) if "activity" in parts else None
    when = read_condition(parts["when"]) if "when" in parts else None
    if not when and not activity and isinstance(points, (Fixed, Disqualify)):
        raise item.fail("a rule needs 'when', or 'activity': whom are the points for?")
    unknown = thousandths(parts["unknown"]) if "unknown" in parts else 0
    if unknown and isinstance(points, Disqualify):
        raise parts["unknown"].fail("who is unknown cannot be disqualified in part")
    reason = parts["reason"].text() if "reason" in parts else ""
    return Rule(name, group, points, when, activity, unknown, reason, item)
