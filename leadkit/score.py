"""The score stage: points by rule, and every point explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import (
    LeadFrame,
    as_leads_table,
    given_back,
    refuse_options,
    refuse_other,
    several,
)
from leadkit.base.leads import Stage, appended_to, appending
from leadkit.base.options import StageOptions, option
from leadkit.fields.spans import as_day
from leadkit.scoring.activity_file import ActivitySource
from leadkit.scoring.scorecard import ScoringRules, read_scoring
from leadkit.scoring.scores import ScoringRun
from leadkit.scoring.several import SeveralScores

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class ScoreOptions(StageOptions):
    """Which rules score, and what counts: the day, and what the leads did."""

    rules: tuple[str, ...] = option(
        ("b2b",), "several rules", "Rule file, or the name of a shipped one."
    )
    activities: tuple[str, ...] = option((), "files", "List of what leads did, and when.")
    as_of: date | str | None = option(None, "day", "Day on which days are counted, or today.")


_UNUSED = {"activities": "it opens no file; give the activities as a frame"}


def score_leads(
    leads: Leads,
    rules: ScoringRules | ScoreOptions | str | Path | Sequence[ScoringRules | str | Path] = "b2b",
    activities: Leads | Sequence[Leads] | None = None,
    as_of: date | str | None = None,
) -> Leads:
    """Return the leads with score, score_<group> for each group, grades and score_reasons.

    ``leads`` is any frame; what comes back has its rows, its index and its columns as they
    are, then those that were added, which are text. ``rules`` are read_scoring's, or what it is
    given: the path of a file, or a shipped name; or ScoreOptions, which name the rules and the
    day. Of several, as a list, each gives the same columns with its name before them, as
    ``web_score``, and reads those of another only where it says ``after``. ``activities`` is a
    frame with a column that says who (email or lead_id), one that says when, and perhaps type,
    value and detail, or a list of such frames; it, and rules that count days, need the day
    ``as_of``: a date, "2026-10-31", or "today". The points in score_reasons, what bounds took or
    gave included, add up to the score:
    ``title_c_level:+20; demo_request:+30; capped engagement 70>60:-10``.

    Raises LeadkitError for what is no such frame, for a mistake in the rules, with file and line,
    for a column that they ask for and nobody knows, and for a day that is missing.

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
    if isinstance(rules, ScoreOptions):
        refuse_options("score_leads", rules, ScoreOptions, _UNUSED)
        as_of = rules.as_of if as_of is None else as_of
        rules = rules.rules
    day = as_day(as_of)
    table = as_leads_table(leads)
    sources = [LeadFrame(one, name) for name, one in several(activities, "activities")]
    run = _scoring([*rules] if isinstance(rules, list | tuple) else [rules], sources, day)
    run.check(list(table.columns))
    added = run.append(table)
    return given_back(leads, appended_to(table, added), added.cells.column_names)


def _scoring(
    rules: Sequence[object], sources: Sequence[ActivitySource], day: date | None
) -> ScoringRun | SeveralScores:
    """Return what scores by one rule file, or by several, given as they are or by name."""
    if not rules:
        raise LeadkitError("rules: give a rule file, or the name of a shipped one")
    read = [read_scoring(one) if isinstance(one, str | Path) else one for one in rules]
    for one in read:
        refuse_other("rules", one, ScoringRules, "read_scoring")
    scoring = [one for one in read if isinstance(one, ScoringRules)]
    if len(scoring) == 1:
        return ScoringRun(scoring[0], sources, day)
    return SeveralScores(scoring, sources, day)


def score_stage(options: ScoreOptions, activities: Sequence[ActivitySource] = ()) -> Stage:
    """Return score as a step of a run, its rules loaded and checked, its activities counted."""
    if options.activities and not activities:
        named = ", ".join(options.activities)
        raise LeadkitError(f"activities {named}: whoever names the file opens it")
    run = _scoring(options.rules, activities, as_day(options.as_of))
    return Stage(
        "score", appending(run.append), run.written, check=run.check,
        append=run.append, reads=run.reads(), after_all=run.after_all,
    )  # fmt: skip
