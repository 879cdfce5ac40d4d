"""Several scores in one run: each rule file writes columns of its own, under its name.

No file sees what another writes, unless it says ``after: NAME``: so a second run finds what the
first found, in whatever order the files are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers
from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Appended, table_of
from leadkit.rules.batch import combinations
from leadkit.scoring.activity_file import ActivitySource
from leadkit.scoring.counting import CountedActivities, count_activities
from leadkit.scoring.scorecard import ScoringRules
from leadkit.scoring.scores import ScoringRun, refuse_no_day

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads

_NAME = re.compile(r"[\w-]+")


class SeveralScores:
    """Scores the batches of one run by several rule files; activities are counted once for all."""

    def __init__(
        self,
        rules: Sequence[ScoringRules],
        activities: Sequence[ActivitySource],
        as_of: date | None,
    ) -> None:
        self._activities, self._as_of = activities, as_of
        ordered = _in_order(rules)
        for one in ordered:
            _refuse_seen(one, ordered)
        self._runs = [
            ScoringRun(one, activities, as_of, f"{one.name}_", lambda: self._counted)
            for one in ordered
        ]

    @cached_property
    def _counted(self) -> CountedActivities | None:
        for run in self._runs:
            refuse_no_day(run.rules, self._activities, self._as_of)
        if not self._activities or self._as_of is None:
            return None
        asked = {
            activity: name
            for run in self._runs
            for activity, name in run.rules.activities().items()
        }
        return count_activities(self._activities, asked, self._as_of)

    @property
    def written(self) -> tuple[str, ...]:
        """The columns that are written, file by file."""
        return tuple(name for run in self._runs for name in run.written)

    def reads(self) -> frozenset[str]:
        """Return the columns of the leads on which scores depend."""
        asked = {name for run in self._runs for name in run.reads()}
        return frozenset(asked - {*self.written})

    def check(self, columns: list[str]) -> list[str]:
        """Raise LeadkitError where leads of these columns cannot be scored; return notes."""
        made: list[str] = []
        notes: list[str] = []
        for run in self._runs:
            notes += run.check([*columns, *(name for name in made if name not in columns)], made)
            made += run.written
        return list(dict.fromkeys(notes))

    def append(self, leads: Leads | pa.Table) -> Appended:
        """Return the scores of a batch by each file."""
        table = table_of(leads)
        parts: dict[str, Appended] = {}
        for run in self._runs:
            seen = table
            for name in run.rules.after:
                if name in parts:
                    seen = _beside(seen, parts[name])
            parts[run.rules.name] = run.append(seen)
        return _joined(list(parts.values()), len(table))

    def after_all(self) -> list[str]:
        """Return notes on activities when all leads were seen."""
        return self._counted.after_all() if self._counted else []


def _in_order(rules: Sequence[ScoringRules]) -> list[ScoringRules]:
    """Return rule files so that each stands behind those that it is after, else as they came."""
    named: dict[str, ScoringRules] = {}
    for one in rules:
        if not _NAME.fullmatch(one.name):
            raise LeadkitError(
                f"{one.file}: among several rule files a 'name' begins its columns; write it in "
                f"letters, digits, _ and -, not '{one.name}'"
            )
        if one.name in named:
            raise LeadkitError(
                f"{named[one.name].file} and {one.file} both have the name '{one.name}'; it begins "
                "their columns: give one of them another 'name'"
            )
        named[one.name] = one
    places = {name: {one for one in rule.after if one in named} for name, rule in named.items()}
    try:
        return [named[name] for name in TopologicalSorter(places).static_order()]
    except CycleError as error:
        circle = " > ".join(error.args[1])
        raise LeadkitError(f"rule files that are after each other: {circle}") from None


def _refuse_seen(rules: ScoringRules, every: Iterable[ScoringRules]) -> None:
    """Raise LeadkitError for a column of another file that rules read without saying so."""
    for other in every:
        theirs = {f"{other.name}_{column}" for column in other.written}
        for rule in rules.rules:
            for column, where in rule.columns():
                if column in theirs and other.name not in rules.after:
                    raise where.fail(
                        f"rule {rule.name} reads {column}, which {other.file} writes; say "
                        f"'after: {other.name}' at the top of this file"
                    )


def _beside(table: pa.Table, added: Appended) -> pa.Table:
    """Return a table with the columns that were added, in the place of those of the same name."""
    cells = added.of_leads()
    kept = table.drop_columns([name for name in cells.column_names if name in table.column_names])
    for name in cells.column_names:
        kept = kept.append_column(name, cells[name])
    return kept


def _joined(parts: Sequence[Appended], count: int) -> Appended:
    import pyarrow as pa

    sizes = [(part.which, len(part.cells)) for part in parts]
    which, first = combinations(sizes, count)
    columns: dict[str, pa.ChunkedArray] = {}
    counts: dict[str, int] = {}
    for part in parts:
        cells = part.cells.take(numbers(part.which[first]))
        columns |= dict(zip(cells.column_names, cells.columns, strict=True))
        counts |= part.counts
    return Appended(pa.table(columns), which, counts=counts)
