"""What the table of leads says of scores: of the only one, or of each of several.

Several begin their columns with the name of their file: pumps_score, pumps_score_reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.reporting.rule_figures import ScoreRules
from leadkit.reporting.tables import counted, counted_parts

if TYPE_CHECKING:
    import pyarrow as pa

_SCORE, _REASONS, _GRADE = "score", "score_reasons", "grade"


@dataclass
class RuleCount:
    """A rule of the scoring: for how many leads it fired, and the points that it gave them."""

    leads: int = 0
    points: float = 0.0


@dataclass
class ScoreFigures:
    """One score of the leads: how it spreads, with which grades, and what its rules gave."""

    by: ScoreRules
    prefix: str = ""  # with which its columns begin
    scores: Counter[float] = field(default_factory=Counter)
    grades: Counter[tuple[str, float]] = field(default_factory=Counter)  # with points of interest
    rules: dict[str, RuleCount] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call this score among several; "" of the only one."""
        return self.prefix.removesuffix("_")

    @property
    def _level(self) -> str:
        return f"{self.prefix}score_{self.by.level_group}" if self.by.level_group else ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of the leads that it is counted by."""
        own = (f"{self.prefix}{name}" for name in (_SCORE, _GRADE, _REASONS))
        return (*own, *filter(None, [self._level]))

    def count(self, batch: pa.Table, there: Collection[str]) -> None:
        """Count leads; columns that are not there are blank in them."""
        score, grade, reasons = self.reads[:3]
        for (cell,), many in counted(batch, score).items():
            if (points := number_of(cell)) is not None:
                self.scores[points] += many
        if {grade, self._level} <= set(there):
            for (letter, cell), many in counted(batch, grade, self._level).items():
                if letter and (points := number_of(cell)) is not None:
                    self.grades[letter, points] += many
        for part, many in counted_parts(batch[reasons].combine_chunks()).items():
            name, colon, given = part.rpartition(":")
            if colon:
                rule = self.rules.setdefault(_rule_of(name), RuleCount())
                rule.leads += many
                rule.points += (number_of(given) or 0.0) * many
            elif part:
                self.rules.setdefault(_rule_of(part), RuleCount()).leads += many


def scores_in(columns: Sequence[str], rules: Sequence[ScoreRules]) -> tuple[ScoreFigures, ...]:
    """Return the scores that a table of leads has, those of the run's rule files in their order.

    What an earlier run with other rule files left in the table is no score of this one.

    >>> columns = ["score", "score_reasons", "web_score", "web_score_reasons"]
    >>> [one.prefix for one in scores_in(columns, [ScoreRules("b2b")])]
    ['']
    >>> [one.prefix for one in scores_in(columns, [ScoreRules("web"), ScoreRules("pumps")])]
    ['web_']
    >>> [one.prefix for one in scores_in(columns, [])]
    ['', 'web_']
    """
    begin = [column.removesuffix(_REASONS) for column in columns if column.endswith(_REASONS)]
    several = {one: ScoreRules() for one in begin if one and f"{one}{_SCORE}" in columns}
    only = {"": ScoreRules()} if _SCORE in columns else {}
    if len(rules) == 1:
        several, only = {}, dict.fromkeys(only, rules[0])
    elif rules:
        by_name = {f"{one.name}_": one for one in rules}
        several, only = {at: one for at, one in by_name.items() if at in several}, {}
    return tuple(ScoreFigures(by, at) for at, by in {**only, **several}.items())


def _rule_of(name: str) -> str:
    """Return the rule that a part of score_reasons names, or what bounds the points of which.

    >>> _rule_of("came_to_us"), _rule_of("capped engagement 50>40"), _rule_of("age unknown")
    ('came_to_us', 'capped engagement', 'age')
    """
    if found := re.fullmatch(r"((?:capped|raised) .+?)(?: \S+>\S+)", name):
        return found[1]
    return name.removeprefix("disqualified ").removesuffix(" unknown")


def number_of(cell: str) -> float | None:
    """Return what a cell of points says, None where it is none.

    >>> number_of("47.33"), number_of("+15"), number_of("")
    (47.33, 15.0, None)
    """
    try:
        points = float(cell)
    except ValueError:
        return None
    return points if abs(points) < 1e12 else None
