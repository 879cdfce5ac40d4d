"""Scoring files: what they say, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from leadkit.base.columns import ACCOUNT_SCORES, ADDED
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.rules.conditions import Condition, Told, dated, parts_of, read_condition
from leadkit.rules.item import Item
from leadkit.rules.kinds import SCORING, refuse_other_kind
from leadkit.rules.mistakes import Gathered, Read
from leadkit.rules.shipped import kept, refuse_mixed
from leadkit.scoring.activities import Activity, did, read_activity
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

SCORING_KEYS = ("name", "about", "after", "groups", "score", "rules", "grade", "matrix", "tests")
WHOLE = "score"  # what the sum of all groups is called, and the group of rules that name none
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

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All that it asks of activities: its own, and those in its condition."""
        told = (part.asked for part in parts_of(self.when) if isinstance(part, Told)) if (
            self.when) else ()  # fmt: skip
        nested = (one for one in told if isinstance(one, Activity))
        return (*([self.activity] if self.activity else []), *nested)

    @property
    def reach(self) -> tuple[Thousandths, Thousandths]:
        """The least and the most that the rule can give."""
        least, most = self.points.reach
        return min(least, self.unknown), max(most, self.unknown)

    @cached_property
    def only_column(self) -> str:
        """The one column on which it depends what the rule gives; "" where there are more."""
        names = {column for column, _ in self.columns()}
        return names.pop() if len(names) == 1 and not self.activities else ""

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
    name: str = ""
    after: tuple[str, ...] = ()  # names of rule files whose columns these rules may read
    whole: PointGroup | None = None  # the bounds of the sum of all groups

    @property
    def written(self) -> tuple[str, ...]:
        """The columns that scoring by these rules writes."""
        graded = (*(("grade",) if self.grade else ()), *(("score_class",) if self.matrix else ()))
        groups = (f"score_{group.name}" for group in self.groups)
        return ("score", *groups, *graded, "score_reasons")

    def conditions(self) -> list[Condition]:
        return [rule.when for rule in self.rules if rule.when]

    def activities(self) -> dict[Activity, str]:
        """Return all that rules ask of activities, each with the name of its rule."""
        return {activity: rule.name for rule in self.rules for activity in rule.activities}

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
    """Check a scoring file that is loaded; whatever is wrong with it is told at once."""
    refuse_mixed(root)
    refuse_other_kind(root, SCORING, SCORING_KEYS)
    gathered = Gathered()
    top = gathered.entries(root, SCORING_KEYS, "key")
    groups = {group.name: group for group in _groups(top.get("groups"), gathered)}
    rules = _rules(top.get("rules"), groups, gathered)
    if not rules and not gathered:
        raise root.fail("there are no rules in this file")
    for name in sorted({rule.group for rule in rules} - groups.keys()):
        groups[name] = PointGroup(name)
    whole = gathered.read(_whole, top["score"]) if "score" in top else None
    if whole and WHOLE in groups:
        gathered.add(top["score"].fail("a group has the name 'score'; give it the bounds there"))
    sums = [*groups, *([] if WHOLE in groups else [WHOLE])]
    grade = gathered.read(lambda item: read_grade(item, sums), top["grade"]) if (
        "grade" in top) else None  # fmt: skip
    matrix = gathered.read(lambda item: read_matrix(item, sums, grade), top["matrix"]) if (
        "matrix" in top and (grade or "grade" not in top)) else None  # fmt: skip
    place = list(groups)
    rules.sort(key=lambda rule: (place.index(rule.group), -rule.reach[1], rule.reach[0], rule.name))
    name = top["name"].text() if "name" in top else Path(root.file).stem
    after = tuple(part.text() for part in top["after"].items()) if "after" in top else ()
    about = top["about"].text() if "about" in top else ""
    read = ScoringRules(
        root.file, tuple(groups.values()), tuple(rules), grade, matrix, (), about, name, after,
        whole,
    )  # fmt: skip
    for mistake in _circles(read):
        gathered.add(mistake)
    columns = None if gathered else [column for rule in rules for column, _ in rule.columns()]
    tests = read_tests(top["tests"], groups, columns, gathered) if "tests" in top else ()
    gathered.raise_all()
    return replace(read, tests=tests)


_kept = kept(compile_scoring)


def _rules(item: Item | None, groups: Mapping[str, PointGroup], gathered: Gathered) -> list[Rule]:
    declared = None if gathered else groups  # what else is wrong there may be what is missing here
    rules: list[Rule] = []
    for rule in gathered.each(lambda item: _rule(item, declared), item.items() if item else ()):
        if any(rule.name == other.name for other in rules):
            said = f"two rules have the name '{rule.name}'; a name says which one fired"
            gathered.add(rule.item.fail(said))
        else:
            rules.append(rule)
    return rules


def _circles(rules: ScoringRules) -> Iterator[LeadkitError]:
    """Yield a mistake for each column that rules read and write: a second run would differ."""
    for rule in rules.rules:
        for column, where in rule.columns():
            if column in rules.written:
                yield where.fail(
                    f"rule {rule.name} reads {column}, which these rules write: the next run "
                    "would find there what this one left; read what it is made of"
                )
            elif column in ACCOUNT_SCORES:
                yield where.fail(
                    f"rule {rule.name} reads {column}, which is made of scores: the next run would "
                    "find there what this one left; ask for people, roles or customers of the "
                    "account here, and for its scores in the lifecycle"
                )


def _groups(item: Item | None, gathered: Gathered) -> list[PointGroup]:
    if item is None:
        return []
    named = gathered.read(lambda item: item.entries(what="group"), item) or {}
    return gathered.each(lambda bounds: _group(item, bounds), named.values())


def _group(item: Item, bounds: Item) -> PointGroup:
    name = next(name for name, part in item.named.items() if part is bounds)
    _check_group(name, item, item.key_lines[name])
    return _bounded(name, bounds)


def _whole(item: Item) -> PointGroup:
    return _bounded(WHOLE, item)


def _bounded(name: str, bounds: Item) -> PointGroup:
    gathered = Gathered()
    known = gathered.entries(bounds, GROUP_KEYS, "bound of a group")
    least, greatest = (
        gathered.read(thousandths, known[bound]) if bound in known else None for bound in GROUP_KEYS
    )
    gathered.raise_all()
    if least is not None and greatest is not None and least > greatest:
        raise bounds.fail(f"group '{name}': min {plain(least)} is above max {plain(greatest)}")
    return PointGroup(name, least, greatest)


def _check_group(name: str, item: Item, line: int | None = None) -> None:
    if not _NAME.fullmatch(name):
        raise item.fail(f"group '{name}': a name is letters, digits and _", line)
    if f"score_{name}" in ADDED:
        taken = f"its column score_{name} means something else already; give it another name"
        raise item.fail(f"group '{name}': {taken}", line)


def _rule(item: Item, groups: Mapping[str, PointGroup] | None) -> Rule:
    if any(name.startswith("max ") for name in item.named):
        raise item.fail(
            "inside { } a comma ends the value; write '0.5 per visits, max 10' in quotes"
        )
    gathered = Gathered()
    parts = gathered.entries(item, RULE_KEYS, "key of a rule")
    gathered.needed(item, ("name", "points"), "a rule")

    def read(name: str, reader: Callable[[Item], Read]) -> Read | None:
        return gathered.read(reader, parts[name]) if name in parts else None

    name = read("name", _rule_name) or ""
    group = read("group", lambda item: _group_of(item, groups)) or WHOLE
    points = read("points", read_points) or Fixed(0)
    activity = read("activity", lambda item: read_activity(item, points))
    when = read("when", lambda item: read_condition(item, {"activity": did}))
    unknown = read("unknown", thousandths) or 0
    gathered.raise_all()
    if groups and group not in groups:
        raise item.fail(f"a rule needs 'group': one of {', '.join(groups)}")
    if not when and not activity and isinstance(points, (Fixed, Disqualify)):
        raise item.fail("a rule needs 'when', or 'activity': whom are the points for?")
    if unknown and isinstance(points, Disqualify):
        raise parts["unknown"].fail("who is unknown cannot be disqualified in part")
    reason = parts["reason"].text() if "reason" in parts else ""
    return Rule(name, group, points, when, activity, unknown, reason, item)


def _rule_name(item: Item) -> str:
    name = item.text()
    if not re.search(RULE_NAME, name) or not name.isprintable() or name != name.strip():
        raise item.fail(
            "a rule's name is a word or two on a line, without ':', ';' and '>'; "
            "'capped', 'raised' and 'disqualified' do not begin it, 'unknown' does not end it"
        )
    return name


def _group_of(item: Item, groups: Mapping[str, PointGroup] | None) -> str:
    group = item.text()
    if groups and group not in groups:
        hint = did_you_mean(group, groups) or f"; known are {', '.join(groups)}"
        raise item.fail(f"unknown group '{group}'{hint}")
    if groups is not None and not groups:
        _check_group(group, item)
    return group
