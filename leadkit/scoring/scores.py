"""The points of a batch of leads, and the reasons that add up to them: the engine of score."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from leadkit.base.as_planned import AboutRules
from leadkit.base.cells import flags, numbers, text, texts
from leadkit.base.columns import EMAILS
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.how_many import how_many
from leadkit.base.leads import Appended, appended_to
from leadkit.rules.asked_columns import check_names
from leadkit.rules.batch import Batch, combinations, factorize
from leadkit.rules.operators import OF_DAYS
from leadkit.scoring.activity_file import ActivitySource
from leadkit.scoring.awards import Awarded, Behaviour, award
from leadkit.scoring.counting import CountedActivities, count_activities
from leadkit.scoring.grades import LOWEST
from leadkit.scoring.points import Disqualify, plain, signed
from leadkit.scoring.scorecard import WHOLE, PointGroup, Rule, ScoringRules

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads


# What scoring writes beside score and score_reasons, whatever the rules are.
_SCORED = re.compile(r"score_\w+|grade")


def check_rule_columns(rules: ScoringRules, columns: list[str], did: bool) -> list[str]:
    """Raise LeadkitError for a column nobody knows; return notes on those that are not there.

    Where there are activities, and rules on them, a list needs none of the other columns.
    """
    uses = [use for rule in rules.rules for use in rule.columns()]
    return check_names(uses, columns, rules.file, others=did and bool(rules.activities()))


def activity_notes(rules: ScoringRules, counted: CountedActivities | None) -> list[str]:
    """Return what is to say of activities, where rules look at some."""
    asking = len(rules.activities())
    if asking and counted:
        return counted.notes
    of_file = f"of {rules.file}"
    look = how_many(asking, f"rule {of_file} looks", f"rules {of_file} look")
    missing = f"{look} at activities, and there are none"
    mended = "give --activities FILE (in a pipeline activities: FILE under score)"
    return [AboutRules(f"{missing}: {mended}")] if asking else []


def scored_columns(columns: Iterable[str], prefix: str = "") -> list[str]:
    """Return the columns of an earlier scoring.

    They stand beside score_reasons, as scoring wrote them; a grade anywhere else is the list's own.
    One among several scores has the name of its rule file, as web_, before each of its columns.

    >>> scored_columns(["grade", "x", "score", "score_old", "score_reasons", "y"])
    ['score', 'score_old', 'score_reasons']
    """
    names = [str(name) for name in columns]
    own = [name.removeprefix(prefix) if name.startswith(prefix) else "" for name in names]
    if "score_reasons" not in own:
        return []
    place = own.index("score_reasons")
    first = place - len([*takewhile(_SCORED.fullmatch, reversed(own[:place]))])
    first -= own[first - 1 : first] == ["score"]  # what stands before it is the list's own
    return names[first : place + 1 + len([*takewhile(_SCORED.fullmatch, own[place + 1 :])])]


def stale_columns(columns: Iterable[str], rules: ScoringRules, prefix: str = "") -> list[str]:
    """Return the columns of an earlier scoring that these rules do not write.

    >>> from leadkit.scoring.scorecard import read_scoring
    >>> b2b = read_scoring("b2b")
    >>> stale_columns(["score_date", "score", "score_old", "grade", "score_reasons", "x"], b2b)
    ['score_old']
    """
    written = {f"{prefix}{column}" for column in rules.written}
    return [name for name in scored_columns(columns, prefix) if name not in written]


def refuse_earlier(rules: ScoringRules, columns: list[str], made: Sequence[str] = ()) -> None:
    """Raise LeadkitError where rules read what an earlier scoring left in the list."""
    names = {column[: -len("_score_reasons")] for column in columns
             if column.endswith("_score_reasons")}  # fmt: skip
    owners = {column: name for name in sorted(names)
              for column in scored_columns(columns, f"{name}_")}  # fmt: skip
    owners = dict.fromkeys(scored_columns(columns), "") | owners
    for name in rules.after:
        if name not in names:
            hint = did_you_mean(name, names) or f"; give its rules as well: --rules {name}"
            raise LeadkitError(f"{rules.file}: after '{name}': no such score is there{hint}")
    for rule in rules.rules:
        for column, where in rule.columns():
            owner = owners.get(column)
            if owner is None or column in made or owner in rules.after:
                continue
            said = f"rule {rule.name} reads {column}, which an earlier scoring left in this list"
            if owner:
                raise where.fail(f"{said}; say 'after: {owner}' at the top of this file")
            raise where.fail(
                f"{said} and this one takes out: a second run would find nothing there. Score by "
                "both rule files in one run (--rules A --rules B), and say 'after: A' in this one"
            )


def prepare(
    rules: ScoringRules, activities: Sequence[ActivitySource], as_of: date | None
) -> CountedActivities | None:
    """Count the activities; raise LeadkitError where days count and no day is given."""
    refuse_no_day(rules, activities, as_of)
    if not activities or as_of is None:
        return None
    return count_activities(activities, rules.activities(), as_of)


def refuse_no_day(
    rules: ScoringRules, activities: Sequence[ActivitySource], as_of: date | None
) -> None:
    """Raise LeadkitError where days count and no day is given."""
    if as_of is None:
        if where := rules.dated():
            raise where.fail("this counts days: say from which, with --as-of 2026-10-08 or today")
        if activities:
            raise LeadkitError(
                "activities count up to a day: say which, with --as-of 2026-10-08 or today"
            )


class ScoringRun:
    """Scores the batches of one run by rules, and by activities that are counted once for all.

    Among several, ``prefix`` begins the columns, and ``counted`` gives what was counted for all.
    """

    def __init__(
        self,
        rules: ScoringRules,
        activities: Sequence[ActivitySource],
        as_of: date | None,
        prefix: str = "",
        counted: Callable[[], CountedActivities | None] | None = None,
    ) -> None:
        self.rules = rules
        self._activities, self._as_of = activities, as_of
        self._prefix = prefix
        self._count = counted or (lambda: prepare(rules, activities, as_of))

    @cached_property
    def _counted(self) -> CountedActivities | None:
        return self._count()

    @property
    def written(self) -> tuple[str, ...]:
        """The columns that are written."""
        return tuple(f"{self._prefix}{column}" for column in self.rules.written)

    def reads(self) -> frozenset[str]:
        """Return the columns of the leads on which scores depend."""
        asked = {column for rule in self.rules.rules for column, _ in rule.columns()}
        keys = {"lead_id", "external_id", "merged_ids", *EMAILS} if self._activities else set()
        return frozenset(asked | keys)

    def check(self, columns: list[str], made: Sequence[str] = ()) -> list[str]:
        """Raise LeadkitError where leads of these columns cannot be scored; return notes.

        ``made`` are those of the columns that the same run writes.
        """
        refuse_no_day(self.rules, self._activities, self._as_of)
        refuse_earlier(self.rules, columns, made)
        notes = check_rule_columns(self.rules, columns, bool(self._activities))
        if stale := stale_columns(columns, self.rules, self._prefix):
            named = ", ".join(stale)
            notes.append(
                f"{named}: an earlier scoring wrote this, {self.rules.file} does not: blank now"
            )
        return notes + activity_notes(self.rules, self._counted)

    def append(self, leads: Leads | pa.Table) -> Appended:
        """Return the scores of a batch."""
        return append_scores(leads, self.rules, self._counted, self._as_of, self._prefix)

    def after_all(self) -> list[str]:
        """Return notes on activities when all leads were seen."""
        return self._counted.after_all() if self._counted else []


def score_batch(
    leads: Leads, rules: ScoringRules, counted: CountedActivities | None, as_of: date | None
) -> Leads:
    """Return a batch of leads with their scores."""
    return appended_to(leads, append_scores(leads, rules, counted, as_of))


def append_scores(
    leads: Leads | pa.Table,
    rules: ScoringRules,
    counted: CountedActivities | None,
    as_of: date | None,
    prefix: str = "",
) -> Appended:
    """Return the scores of a batch of leads.

    Score and reasons follow from what each rule gives, so they are worked out once for each
    combination of that; and what a rule gives that reads one column alone, for each different cell.
    """
    import pyarrow as pa

    batch = Batch(leads, as_of)
    behaviour = Behaviour(batch, counted)
    by_column: dict[str, list[Rule]] = {}
    for rule in rules.rules:
        by_column.setdefault(rule.only_column, []).append(rule)
    awarded: dict[Rule, Awarded] = {}
    parts = []
    for column, asking in by_column.items():
        rows = batch.alone(column) if column else batch
        given = {rule: award(rule, rows, behaviour) for rule in asking}
        sizes = [(one.codes, len(one.awards)) for one in given.values()]
        which, first = combinations(sizes, len(rows))
        parts.append((which[batch.cells(column).codes] if column else which, len(first)))
        awarded |= given
    which, first = combinations(parts, len(batch))
    places = {name: batch.cells(name).codes[first] if name else first for name in by_column}
    codes = {rule: one.codes[places[rule.only_column]] for rule, one in awarded.items()}
    cells = _explained(rules, awarded, codes, len(first))
    if prefix:
        cells = {f"{prefix}{name}": column for name, column in cells.items()}
    names = leads.column_names if isinstance(leads, pa.Table) else leads.columns
    cells |= {name: texts([""] * len(first)) for name in stale_columns(names, rules, prefix)}
    return Appended(pa.table(cells), which, counts=_undated(rules, batch))


def _undated(rules: ScoringRules, batch: Batch) -> dict[str, int]:
    """Return how many leads have a cell that is no day where a rule looks for one."""
    conditions = (part for when in rules.conditions() for part in when.comparisons())
    counts = {}
    for column in sorted({part.column for part in conditions if part.operator in OF_DAYS}):
        cells = batch.alone(column).cells(column)
        unread = (cells.days == 0) & ~cells.blank
        if unread.any():
            leads = int(unread[batch.cells(column).codes].sum())
            counts[f"with a {column} that is no day, or may be two"] = leads
    return counts


def _explained(
    rules: ScoringRules, awarded: dict[Rule, Awarded], codes: dict[Rule, np.ndarray], count: int
) -> dict[str, pa.Array]:
    """Return the cells of leads by what each rule gives them: scores, grades and the reasons."""
    import numpy as np
    import pyarrow.compute as pc

    sums = {group.name: np.zeros(count, np.int64) for group in rules.groups}
    reasons = []
    for rule in rules.rules:
        if not isinstance(rule.points, Disqualify):
            awards = awarded[rule].awards
            sums[rule.group] += awards.points[codes[rule]]
            reasons.append(awards.labels.take(numbers(codes[rule])))
    for group in rules.groups:
        sums[group.name], bound = _bounded(group, sums[group.name])
        reasons.append(bound)
    total = np.sum(list(sums.values()), axis=0)
    if rules.whole:
        total, bound = _bounded(rules.whole, total)
        reasons.append(bound)
    any_out = np.zeros(count, bool)
    for rule in rules.rules:
        if isinstance(rule.points, Disqualify):
            is_out = codes[rule] > 0
            any_out |= is_out
            total, label = _disqualified(rule.name, is_out, total)
            reasons.append(label)
    cells = {"score": _written(total)}
    cells |= {f"score_{name}": _written(points) for name, points in sums.items()}
    cells |= _graded(rules, {WHOLE: total} | sums, any_out)
    joined = pc.binary_join_element_wise(*reasons, text(""))
    cells["score_reasons"] = pc.utf8_slice_codeunits(joined, len("; "))
    return cells


def _bounded(group: PointGroup, points: np.ndarray) -> tuple[np.ndarray, pa.Array]:
    def label(before: int) -> str:
        after = group.bounded(before)
        if after == before:
            return ""
        word = "capped" if after < before else "raised"
        return f"; {word} {group.name} {plain(before)}>{plain(after)}:{signed(after - before)}"

    import numpy as np

    return np.clip(points, group.least, group.greatest), _by_distinct(points, label)


def _disqualified(name: str, out: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, pa.Array]:
    """Take back what a disqualified lead was given, or lost; the reason stands there anyway."""
    import numpy as np
    import pyarrow.compute as pc

    def label(points: int) -> str:
        taken = f" {plain(points)}>0:{signed(-points)}" if points else ":+0"
        return f"; disqualified {name}{taken}"

    labels = _by_distinct(total, label)
    return np.where(out, 0, total), pc.if_else(flags(out), labels, text(""))


def _graded(
    rules: ScoringRules, sums: dict[str, np.ndarray], out: np.ndarray
) -> dict[str, pa.Array]:
    import numpy as np

    if rules.grade is None:
        return {}
    grades = rules.grade.places(sums[rules.grade.group])
    grades = np.where(out, rules.grade.names.index(LOWEST), grades)
    cells = {"grade": _by_distinct(grades, rules.grade.names.__getitem__)}
    if rules.matrix:
        classes = rules.matrix.classes
        width = len(classes[0])
        levels = rules.matrix.levels.places(sums[rules.matrix.levels.group])
        cells["score_class"] = _by_distinct(
            grades * width + levels, lambda number: classes[number // width][number % width]
        )
    return cells


def _written(points: np.ndarray) -> pa.Array:
    return _by_distinct(points, plain)


def _by_distinct(points: np.ndarray, words: Callable[[int], str]) -> pa.Array:
    """Return words(number) for each number, working it out once for each distinct one."""
    codes, distinct = factorize(points)
    return texts(words(int(number)) for number in distinct).take(numbers(codes))
