"""What the rule files of a run say that a report needs: thresholds, levels, names of rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.classifying.lifecycle import Lifecycle, read_lifecycle
from leadkit.rules.item import Item
from leadkit.scoring.scorecard import ScoringRules, read_scoring


@dataclass(frozen=True)
class RuleFigures:
    """Thresholds and names; all empty where a rule file is not there, or cannot be read."""

    rules: tuple[str, ...] = ()  # names of the scoring rules
    groups: tuple[tuple[str, float | None], ...] = ()  # with the most that each can give
    grades: tuple[str, ...] = ()
    grade_group: str = ""
    levels: tuple[str, ...] = ()  # of interest, the highest first
    level_group: str = ""
    least: tuple[float, ...] = ()  # points of each level but the last
    classes: tuple[tuple[str, ...], ...] = ()  # what each grade and level calls for
    thresholds: tuple[tuple[str, float], ...] = ()  # a status, and the score that it asks for
    statuses: tuple[str, ...] = ()  # of the lifecycle, the line first
    aside: frozenset[str] = frozenset()
    outreach: tuple[str, ...] = ()


def read_rules(scoring: str, lifecycle: str) -> RuleFigures:
    """Return what the rule files of a run say; "" stands for none.

    A file that names a list which is gone says nothing, and the run's own figures still stand.
    """
    told: dict[str, Any] = {}
    with suppress(LeadkitError):
        told |= _of_scoring(read_scoring(scoring)) if scoring else {}
    with suppress(LeadkitError):
        told |= _of_lifecycle(read_lifecycle(lifecycle)) if lifecycle else {}
    return RuleFigures(**told)


def _of_scoring(rules: ScoringRules) -> dict[str, object]:
    matrix, grade = rules.matrix, rules.grade
    groups = tuple(
        (one.name, None if one.greatest is None else one.greatest / 1000) for one in rules.groups
    )
    told: dict[str, object] = {"rules": tuple(one.name for one in rules.rules), "groups": groups}
    if grade:
        told |= {"grades": grade.names, "grade_group": grade.group}
    if matrix:
        told |= {
            "levels": matrix.levels.names,
            "level_group": matrix.levels.group,
            "least": tuple(points / 1000 for points in matrix.levels.least),
            "classes": matrix.classes,
        }
    return told


def _of_lifecycle(lifecycle: Lifecycle) -> dict[str, object]:
    thresholds = []
    for status in lifecycle.statuses:
        if status.when is not None:
            asked = sorted(_scores(status.where.named["when"]))
            thresholds += [(status.name, float(points)) for points in asked[:1]]
    return {
        "thresholds": tuple(thresholds),
        "statuses": tuple(one.name for one in lifecycle.statuses),
        "aside": frozenset(one.name for one in lifecycle.statuses if one.aside),
        "outreach": lifecycle.outreach,
    }


def _scores(item: Item) -> Iterator[Decimal]:
    """Yield the least scores that a condition asks for."""
    for name, part in item.named.items():
        if name == "score" and "at_least" in part.named:
            yield part.named["at_least"].number()
        else:
            yield from _scores(part)
    for part in item.parts:
        yield from _scores(part)
