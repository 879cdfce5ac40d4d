"""Looks for what is wrong with a scoring file: its own tests, and what experience teaches.

A problem is something that cannot be meant (a test that fails, a grade nobody can reach); a note
is something to look at (a rule that fired for nobody in this file).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from itertools import combinations

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.fold import fold_case
from leadkit.base.frames import LeadFrame
from leadkit.fields.title_words import DEPARTMENTS, SENIORITIES
from leadkit.rules.batch import Batch
from leadkit.rules.comparing.numbers import bound_of
from leadkit.rules.conditions import Comparison, Condition
from leadkit.rules.contradictions import OF_NUMBERS, contradiction, range_of
from leadkit.rules.findings import NOTE, PROBLEM, Finding, found_in, in_file_order
from leadkit.rules.operators import OPERATORS
from leadkit.scoring.points import THOUSANDTHS, Table, Thousandths, plain
from leadkit.scoring.scorecard import WHOLE, PointGroup, Rule, ScoringRules
from leadkit.scoring.scores import prepare, score_batch

# Columns that whoever sells fills in while or after selling: scoring by them looks brilliant on
# old leads, whose end is known, and says nothing of new ones.
_AFTER_THE_SALE = re.compile(
    r"lead_status|lifecycle_stage|score|score_class|grade|converted|conversion.*|won|lost|outcome|"
    r"(is_)?(won|closed|customer)|closed?_(date|at|won|lost)|customer_(since|id)|"
    r"(deal|order|contract|invoice|opportunity)(_.*)?|last_notable_activity|lost_reason"
)


_VOCABULARIES = {"seniority": SENIORITIES, "department": DEPARTMENTS}


def check_rules(
    rules: ScoringRules, asked: Iterable[Condition] = (), as_of: date | None = None
) -> list[Finding]:
    """Return what can be found without leads, in the order of the file.

    ``asked`` are conditions that read the scores, such as a lifecycle's; ``as_of`` is the day of
    those tests that say none.
    """
    found = [*_failing_tests(rules, as_of), *_unreachable(rules), *_after_the_sale(rules),
             *_never_true(rules), *_misspelt(rules), *_overlapping(rules)]  # fmt: skip
    if not rules.tests:
        found.append(Finding(rules.file, 0, NOTE, "there are no tests in this file"))
    found += _beyond_reach(rules, asked)
    return in_file_order(found)


def _failing_tests(rules: ScoringRules, as_of: date | None) -> Iterator[Finding]:
    for test in rules.tests:
        lead, activities = test.tables()
        day = test.as_of or as_of
        if day is None and rules.dated():
            text = f"test '{test.name}': rules count days: say from which, by as_of or --as-of"
            yield found_in(test.item, PROBLEM, text)
            continue
        sources = [] if activities is None else [LeadFrame(activities, "activities")]
        counted = prepare(rules, sources, day)
        scored = score_batch(lead, rules, counted, day)
        cells = {str(name): str(cell) for name, cell in scored.iloc[0].items()}
        for failure in test.failures(cells):
            yield found_in(test.item, PROBLEM, f"test '{test.name}': {failure}")


def reach(rules: ScoringRules, group: PointGroup) -> tuple[Thousandths, Thousandths]:
    """Return the least and the most points that a lead can have in a group."""
    ends = [rule.reach for rule in rules.rules if rule.group == group.name]
    least, most = sum(low for low, _ in ends), sum(high for _, high in ends)
    return group.bounded(least), group.bounded(most)


def reaches(rules: ScoringRules) -> dict[str, tuple[Thousandths, Thousandths]]:
    """Return the least and the most points that a lead can have, in each group and as a whole."""
    ends = {group.name: reach(rules, group) for group in rules.groups}
    least, most = (sum(end[place] for end in ends.values()) for place in (0, 1))
    if rules.whole:
        least, most = rules.whole.bounded(least), rules.whole.bounded(most)
    return {WHOLE: (least, most)} | ends


def _unreachable(rules: ScoringRules) -> Iterator[Finding]:
    ends = reaches(rules)
    steps = [(rules.grade, "grade")] if rules.grade else []
    steps += [(rules.matrix.levels, "level")] if rules.matrix else []
    for step, what in steps:
        least, most = ends[step.group]
        for name, begins in zip(step.names, step.least, strict=False):
            if begins > most:
                text = f"{what} {name} begins at {plain(begins)}, but {step.group} reaches"
                yield found_in(step.item, PROBLEM, f"{text} {plain(most)} at most")
        if step.least[-1] <= least:
            text = f"{step.group} is never below {plain(least)}"
            yield found_in(step.item, PROBLEM, f"nobody is {step.names[-1]}: {text}")
    for group in rules.groups:
        least, most = reach(rules, PointGroup(group.name))
        if group.greatest is not None and most < group.greatest:
            text = f"group {group.name} may reach {plain(group.greatest)}, its rules give"
            yield Finding(rules.file, 0, NOTE, f"{text} {plain(most)} at most")
        if group.least is not None and least > group.least:
            text = f"group {group.name} may fall to {plain(group.least)}, its rules never go below"
            yield Finding(rules.file, 0, NOTE, f"{text} {plain(least)}")


def _after_the_sale(rules: ScoringRules) -> Iterator[Finding]:
    for rule in rules.rules:
        for column, where in rule.columns():
            if _AFTER_THE_SALE.fullmatch(fold_case(column).replace(" ", "_")):
                text = f"rule {rule.name} reads {column}, which is filled in after the sale began"
                yield found_in(where, PROBLEM, f"{text}: it cannot tell new leads apart")


def _overlapping(rules: ScoringRules) -> Iterator[Finding]:
    """Find pairs of rules of one group that give points for the same cells of one column."""
    asking: dict[tuple[str, str], list[tuple[Rule, Comparison]]] = {}
    for rule in rules.rules:
        if isinstance(rule.when, Comparison) and not rule.activity:
            asking.setdefault((rule.group, rule.when.column), []).append((rule, rule.when))
    for (_, column), pairs in asking.items():
        shared = _Shared(column, [when for _, when in pairs])
        for (one, first), (other, second) in combinations(pairs, 2):
            if cell := shared.by(first, second):
                text = f"rules {one.name} and {other.name} both fire for {column} {cell}"
                yield found_in(other.item, NOTE, text)


class _Shared:
    """Finds the cells for which two comparisons of a column hold, among all that they name."""

    def __init__(self, column: str, comparisons: list[Comparison]) -> None:
        import pandas as pd

        of_texts = [one for one in comparisons if OPERATORS[one.operator].value == "texts"]
        named = [[part.text() for part in one.value.items()] for one in of_texts]
        self._cells = list(dict.fromkeys(cell for cells in named for cell in cells))
        places = {cell: place for place, cell in enumerate(self._cells)}
        batch = Batch(pd.DataFrame({column: self._cells}, dtype="str"))
        self._own = {id(one): [places[cell] for cell in cells]
                     for one, cells in zip(of_texts, named, strict=True)}  # fmt: skip
        self._holds = {id(one): one.truth(batch)[0].tolist() for one in of_texts}

    def by(self, one: Comparison, other: Comparison) -> str:
        """Return a cell for which both hold, as far as their values tell; "" if there is none."""
        if {one.operator, other.operator} <= OF_NUMBERS:
            lows, highs = zip(range_of(one), range_of(other), strict=True)
            least, greatest = max(lows), min(highs)
            return f"{least:g}" if least <= greatest else ""
        if id(one) not in self._own or id(other) not in self._own:
            return ""
        first, second = self._holds[id(one)], self._holds[id(other)]
        named = (*self._own[id(one)], *self._own[id(other)])
        return next((f"'{self._cells[one]}'" for one in named if first[one] and second[one]), "")


def _never_true(rules: ScoringRules) -> Iterator[Finding]:
    """Find conditions of which both must hold, though no cell can meet both."""
    for rule in rules.rules:
        if both := contradiction(rule.when):
            one, other = both
            text = f"rule {rule.name}: no {one.column} can meet both '{one.words}'"
            yield found_in(other.where, PROBLEM, f"{text} and '{other.words}'")


def _misspelt(rules: ScoringRules) -> Iterator[Finding]:
    """Find columns and entries that are all but ours; what is like none of ours is the user's."""
    columns = {*KNOWN, *ADDED, "lead_id"}
    for rule in rules.rules:
        for column, where in rule.columns():
            if column not in columns and (near := get_close_matches(column, columns, 1, 0.85)):
                text = f"rule {rule.name} reads '{column}'; did you mean '{near[0]}'?"
                yield found_in(where, NOTE, text)
        tables = [(rule.points.column, [*rule.points.texts], rule.points.where)] if isinstance(
            rule.points, Table) else []  # fmt: skip
        tables += [
            (part.column, [fold_case(value.text()) for value in part.value.items()], part.where)
            for part in (rule.when.comparisons() if rule.when else ())
            if part.operator in ("is", "one_of")
        ]
        for column, cells, where in tables:
            ours = _VOCABULARIES.get(column, ())
            for cell in cells:
                if cell not in ours and (near := get_close_matches(cell, ours, 1, 0.8)):
                    text = f"rule {rule.name}: '{cell}' is no {column} that 'leadkit clean' writes"
                    yield found_in(where, NOTE, f"{text}; did you mean '{near[0]}'?")


def _beyond_reach(rules: ScoringRules, conditions: Iterable[Condition]) -> Iterator[Finding]:
    """Find thresholds, such as those of a lifecycle, above what these rules can give."""
    ends = reaches(rules)
    most = {f"score_{group.name}": ends[group.name][1] for group in rules.groups}
    most["score"] = ends[WHOLE][1]
    for condition in conditions:
        for part in condition.comparisons():
            if part.operator != "at_least" or part.column not in most:
                continue
            asked = bound_of(part.value)
            if asked * THOUSANDTHS > most[part.column]:
                text = f"{part.column} at least {asked:g} is asked for, but {rules.file}"
                yield found_in(
                    part.where, PROBLEM, f"{text} gives {plain(most[part.column])} at most"
                )
