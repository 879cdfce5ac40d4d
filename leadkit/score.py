"""The score stage: points by rule, and every point explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.columns import EMAILS
from leadkit.base.leads import Appended, Stage, appended_to, appending
from leadkit.scoring.activity_file import ActivitySource, Frame
from leadkit.scoring.counting import Counted
from leadkit.scoring.scorecard import ScoringRules, read_scoring
from leadkit.scoring.scores import (
    _as_text,
    activity_notes,
    append_scores,
    check_rule_columns,
    prepare,
    read_as_of,
    score_columns,
    stale_columns,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class ScoreOptions:
    """Which rules score, and what counts: the day, and what the leads did."""

    rules: str = "b2b"  # the name of shipped ones, or a path
    activities: str = ""
    as_of: str = ""  # a day, or today


def score_leads(
    leads: Leads,
    rules: ScoringRules | str | Path,
    activities: Leads | None = None,
    as_of: date | str | None = None,
) -> Leads:
    """Return the leads with score, score_<group> for each group, grades and score_reasons.

    ``rules`` are read_scoring's, or what it is given: the path of a file, or a shipped name.
    ``activities`` has a column that says who (email or lead_id), one that says when, and perhaps
    type, value and detail; it, and rules that count days, need the day ``as_of``. The points in
    score_reasons, what bounds took or gave included, add up to the score:
    ``title_c_level:+20; demo_request:+30; capped engagement 70>60:-10``.

    >>> import pandas as pd
    >>> from leadkit.scoring.scorecard import compile_scoring
    >>> from leadkit.rules.item import parse_yaml
    >>> rules = compile_scoring(parse_yaml('''
    ... rules:
    ...   - {name: home, group: fit, when: {country: [DE, AT]}, points: 15}
    ...   - {name: size, group: fit, points: {employees: {51-200: 10, 201+: 20}}}
    ... ''', "example.yaml"))
    >>> leads = pd.DataFrame({"country": ["DE", "FR"], "employees": ["1.000", ""]}, dtype="str")
    >>> score_leads(leads, rules)[["score", "score_reasons"]].values.tolist()
    [['35', 'size:+20; home:+15'], ['0', '']]
    """
    if isinstance(rules, (str, Path)):
        rules = read_scoring(str(rules))
    day = read_as_of(as_of) if isinstance(as_of, str) else as_of
    source = None if activities is None else Frame(_as_text(activities))
    counted = prepare(rules, source, day)
    check_rule_columns(rules, [str(name) for name in leads.columns], source is not None)
    return appended_to(leads, append_scores(_as_text(leads), rules, counted, day))


def score_stage(options: ScoreOptions, activities: ActivitySource | None = None) -> Stage:
    """Return score as a step of a run, its rules loaded and checked, its activities counted."""
    rules = read_scoring(options.rules)
    day = read_as_of(options.as_of)
    counted: list[Counted | None] = []

    def check(columns: list[str]) -> list[str]:
        notes = check_rule_columns(rules, columns, activities is not None)
        if stale := stale_columns(columns, rules):
            told = f"{', '.join(stale)}: an earlier scoring wrote this, {rules.file} does not"
            notes.append(f"{told}: blank now")
        counted.append(prepare(rules, activities, day))
        return notes + activity_notes(rules, counted[-1])

    def append(leads: pa.Table) -> Appended:
        if not counted:
            counted.append(prepare(rules, activities, day))
        return append_scores(leads, rules, counted[-1], day)

    reads = {column for rule in rules.rules for column, _ in rule.columns()}
    reads |= {"lead_id", "external_id", "merged_ids", *EMAILS} if activities else set()
    return Stage(
        "score", appending(append), score_columns(rules), check=check, append=append,
        reads=frozenset(reads),
        after_all=lambda: counted[-1].after_all() if counted and counted[-1] else [],
    )  # fmt: skip
