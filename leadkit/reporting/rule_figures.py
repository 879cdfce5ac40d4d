"""What the rule files of a run say that a report needs: thresholds, levels, names of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.classifying.lifecycle import Lifecycle, read_lifecycle
from leadkit.rules.item import Item
from leadkit.scoring.scorecard import ScoringRules, read_scoring


@dataclass(frozen=True)
class ScoreRules:
    """What a scoring file says; all but its name is empty where it cannot be read."""

    name: str = ""
    called: str = ""  # what the pipeline calls it: its path, or the name of a shipped one
    rules: tuple[str, ...] = ()  # names of the scoring rules
    grades: tuple[str, ...] = ()
    grade_group: str = ""
    levels: tuple[str, ...] = ()  # of interest, the highest first
    level_group: str = ""
    least: tuple[float, ...] = ()  # points of each level but the last
    classes: tuple[tuple[str, ...], ...] = ()  # what each grade and level calls for


@dataclass(frozen=True)
class RuleFigures:
    """Thresholds and names; all empty where a rule file is not there, or cannot be read."""

    scores: tuple[ScoreRules, ...] = ()  # of each scoring file, in their order
    # A status, the score that it asks for, and the column of that score.
    thresholds: tuple[tuple[str, float, str], ...] = ()
    statuses: tuple[str, ...] = ()  # of the lifecycle, the line first
    aside: frozenset[str] = frozenset()
    outreach: tuple[str, ...] = ()


def read_rules(scoring: Sequence[str], called: Sequence[str], lifecycle: str) -> RuleFigures:
    """Return what the rule files of a run say, and what its pipeline calls them; "" is for none.

    A file that names a list which is gone says nothing, and the run's own figures still stand.
    """
    told: dict[str, Any] = {}
    with suppress(LeadkitError):
        told |= _of_lifecycle(read_lifecycle(lifecycle)) if lifecycle else {}
    scores = tuple(_score_rules(path, name) for path, name in zip(scoring, called, strict=True))
    return RuleFigures(scores, **told)


def _score_rules(path: str, called: str) -> ScoreRules:
    if path:
        with suppress(LeadkitError):
            return _of_scoring(read_scoring(path), called)
    return ScoreRules(Path(called).stem, called)


def _of_scoring(rules: ScoringRules, called: str) -> ScoreRules:
    matrix, grade = rules.matrix, rules.grade
    told: dict[str, Any] = {"rules": tuple(one.name for one in rules.rules)}
    if grade:
        told |= {"grades": grade.names, "grade_group": grade.group}
    if matrix:
        told |= {
            "levels": matrix.levels.names,
            "level_group": matrix.levels.group,
            "least": tuple(points / 1000 for points in matrix.levels.least),
            "classes": matrix.classes,
        }
    return ScoreRules(rules.name, called, **told)


def _of_lifecycle(lifecycle: Lifecycle) -> dict[str, object]:
    thresholds = []
    for status in lifecycle.statuses:
        if status.when is not None:
            asked = _scores(status.where.named["when"])
            least = {column: float(points) for column, points in sorted(asked, reverse=True)}
            thresholds += [(status.name, points, column) for column, points in least.items()]
    return {
        "thresholds": tuple(thresholds),
        "statuses": tuple(one.name for one in lifecycle.statuses),
        "aside": frozenset(one.name for one in lifecycle.statuses if one.aside),
        "outreach": lifecycle.outreach,
    }


def _scores(item: Item) -> Iterator[tuple[str, Decimal]]:
    """Yield the columns of scores that a condition looks at, with the least it asks for."""
    for name, part in item.named.items():
        if (name == "score" or name.endswith("_score")) and "at_least" in part.named:
            yield name, part.named["at_least"].number()
        else:
            yield from _scores(part)
    for part in item.parts:
        yield from _scores(part)
