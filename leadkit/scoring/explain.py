"""A lead's score as a waterfall: each step from nothing to the total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import LeadFrame, cell_text
from leadkit.base.leads import cell_column
from leadkit.base.values import quoting
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import dated
from leadkit.rules.told import met_by, nearly
from leadkit.scoring.awards import Behaviour, award
from leadkit.scoring.points import Disqualify, Fixed, PerUnit, Table, signed
from leadkit.scoring.scorecard import WHOLE, Rule, ScoringRules, read_scoring

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

_REASON = re.compile(r"(?P<name>.+?):(?P<points>[+-]\d+(?:\.\d+)?)")


_SOURCE = re.compile(
    r"(?:(?P<kind>capped|raised|disqualified) )?(?P<name>.+?)(?: [^ >]+>[^ >]+| unknown)?"
)


@dataclass(frozen=True)
class Step:
    """One reason: what fired, the points it gave, and the sum so far."""

    name: str
    points: Decimal
    total: Decimal
    words: str  # what the rule is for, and the cells that met it


@dataclass(frozen=True)
class ScoreExplanation:
    """Why a lead has its score: the steps from nothing to it, and what could not be told."""

    lead_id: str
    score: str
    steps: tuple[Step, ...]
    grade: str  # "" where the rules give none
    score_class: str
    not_evaluated: tuple[str, ...]  # rules that lack a value, each with the columns it reads
    nearly: tuple[str, ...] = ()  # rules that nearly gave something, and what they lacked


def explain_lead(
    leads: Leads, lead_id: str, rules: ScoringRules | str | Path = "b2b"
) -> ScoreExplanation:
    """Return why a lead has its score, as ``leadkit explain`` shows it.

    ``leads`` is a frame that score_leads gave back; ``lead_id`` is a lead in it, or one that was
    merged into it; ``rules`` are those it was scored by, read or by path or shipped name.

    Raises LeadkitError for a lead that is not there, and for leads without a score.

    >>> import pandas as pd
    >>> from leadkit.score import score_leads
    >>> scored = score_leads(pd.DataFrame({"lead_id": ["1"], "country": ["DE"]}))
    >>> why = explain_lead(scored, "1")
    >>> why.score, [(step.name, str(step.points)) for step in why.steps]
    ('15', [('home_market', '15')])
    """
    table = LeadFrame(leads, needs=("lead_id",))
    scoring = read_scoring(rules) if isinstance(rules, str | Path) else rules
    wanted = cell_text(lead_id)
    return explained(find_lead(table.batches(), wanted, table.name), scoring, table.name)


def explained(lead: Leads, rules: ScoringRules, name: str) -> ScoreExplanation:
    """Return why the one lead of a table has its score; ``name`` is what errors call the table.

    Raises LeadkitError where these rules are not those that made it.
    """
    prefix = scores_prefix(lead, rules)
    if f"{prefix}score_reasons" not in lead.columns:
        raise LeadkitError(f"{name}: has no score_reasons; 'leadkit score' adds them")
    lead_id, score, reasons, grade, score_class = (
        str(cell_column(lead, column).iloc[0])
        for column in ("lead_id", *(f"{prefix}{one}" for one in _EXPLAINED))
    )
    read = Batch(lead)  # on no day, and nothing is known of what it did
    steps = tuple(read_reasons(reasons, rules, read))
    _refuse_others(steps, rules, read, name)
    fired = {source_of(step.name)[1] for step in steps}
    near = tuple(_nearly(rules, read, fired))
    unknown = tuple(not_evaluated(lead, rules))
    return ScoreExplanation(lead_id, score, steps, grade, score_class, unknown, near)


_EXPLAINED = ("score", "score_reasons", "grade", "score_class")


def scores_prefix(lead: Leads, rules: ScoringRules) -> str:
    """Return what begins the columns of a score: its name where it is one of several."""
    named = f"{rules.name}_"
    return named if f"{named}score_reasons" in lead.columns else ""


def _is_open(rule: Rule) -> bool:
    """Whether it can be told from the lead's cells alone what a rule gives."""
    return not rule.activities and not dated([rule.when] if rule.when else [])


def _refuse_others(steps: Iterable[Step], rules: ScoringRules, lead: Batch, name: str) -> None:
    """Raise LeadkitError where a score cannot have been made by these rules of this lead."""
    known = {rule.name for rule in rules.rules} | {group.name for group in rules.groups} | {WHOLE}
    given: dict[str, Decimal] = {}
    for step in steps:
        kind, source = source_of(step.name)
        if source not in known:
            raise LeadkitError(
                f"{name}: the score has points of '{source}', which is no rule of {rules.file}: "
                "other rules made it; name them with --rules, or score anew"
            )
        if not kind:
            given[source] = step.points
    nobody_did = Behaviour(lead, None)
    for rule in rules.rules:
        if not _is_open(rule) or isinstance(rule.points, Disqualify):
            continue
        awarded = award(rule, lead, nobody_did)
        label = str(awarded.awards.labels[int(awarded.codes[0])].as_py()).split("; ")[1:2]
        now = _REASON.fullmatch(label[0]) if label else None
        points = Decimal(now["points"]) if now else Decimal(0)
        if points != given.get(rule.name, Decimal(0)):
            raise LeadkitError(
                f"{name}: rule {rule.name} of {rules.file} gives {points:+} to this lead now, and "
                f"the score has {given.get(rule.name, Decimal(0)):+}: rules or lead changed since; "
                "name the rules that made it with --rules, or score anew"
            )


def _nearly(rules: ScoringRules, lead: Batch, fired: set[str]) -> Iterator[str]:
    for rule in rules.rules:
        if rule.name in fired or rule.when is None or not _is_open(rule):
            continue
        if wanting := nearly(rule.when, lead):
            worth = f"{signed(rule.points.points)}: " if isinstance(rule.points, Fixed) else ""
            yield f"{rule.name} ({worth}{wanting})"


def find_lead(batches: Iterable[Leads], lead_id: str, name: str) -> Leads:
    """Return the one row of a lead; raise LeadkitError where there is none."""
    for leads in batches:
        if "lead_id" not in leads.columns:
            raise LeadkitError(f"{name}: has no column lead_id; 'leadkit import' adds it")
        found = leads[leads["lead_id"] == lead_id]
        if len(found):
            return found.head(1)
        merged = cell_column(leads, "merged_ids").str.split("; ")
        inside = leads[[lead_id in ids for ids in merged]]
        if len(inside):
            return inside.head(1)
    raise LeadkitError(f"{name}: there is no lead {lead_id}")


def source_of(reason: str) -> tuple[str, str]:
    """Return what happened, "" where a rule fired, and the rule or group of it.

    >>> [source_of(reason) for reason in ("home market", "size unknown", "capped fit 70>60")]
    [('', 'home market'), ('', 'size'), ('capped', 'fit')]
    """
    parts = _SOURCE.fullmatch(reason)
    return (parts["kind"] or "", parts["name"]) if parts else ("", reason)


def read_reasons(reasons: str, rules: ScoringRules, lead: Batch | None = None) -> list[Step]:
    """Return the steps that score_reasons tells, each with what its rule is for.

    Where the lead is given, they tell the cells that met the rule's condition.

    >>> rules = ScoringRules("example.yaml", (), ())
    >>> [(step.name, str(step.total)) for step in read_reasons("a:+5; capped fit 5>3:-2", rules)]
    [('a', '5'), ('capped fit 5>3', '3')]
    """
    words = {rule.name: _words(rule, lead) for rule in rules.rules}
    steps = []
    total = Decimal(0)
    for reason in filter(None, reasons.split("; ")):
        parts = _REASON.fullmatch(reason)
        if not parts:
            which = quoting(f"'{reason}'", "one of them")
            raise LeadkitError(f"score_reasons: {which} is not how leadkit writes a reason")
        total += Decimal(parts["points"])
        name = parts["name"]
        kind, rule = source_of(name)
        said = words.get(rule, "a rule that is not in these rules")
        if kind in ("capped", "raised"):
            said = "as much as this may come to" if kind == "capped" else "as little as it may be"
        steps.append(Step(name, Decimal(parts["points"]), total, said))
    return steps


def _words(rule: Rule, lead: Batch | None) -> str:
    """Return what a rule is for, its whole condition, and the cells that met it."""
    if lead is None:
        return rule.words
    told = [rule.reason] if rule.reason else []
    told += [rule.activity.words] if rule.activity else []
    if rule.when:
        told.append(met_by(rule.when, lead) if _is_open(rule) else rule.when.words)
    points, column = rule.points, ""
    if isinstance(points, Table):
        column = points.column
    elif isinstance(points, PerUnit) and not rule.activity:
        column = points.per
    if column:
        cells = lead.cells(column)
        told.append(f"{column} = {cells.text[int(cells.codes[0])].as_py()}")
    if rule.reason and len(told) > 1:
        told = [f"{rule.reason}: {told[1]}", *told[2:]]
    return "; ".join(told)


def not_evaluated(lead: Leads, rules: ScoringRules) -> list[str]:
    """Name the rules that cannot tell of this lead, each with the columns it reads.

    Rules on activities are left out: what was counted is not in the scored file.
    """
    batch = Batch(lead, date.min)  # whether a rule can tell does not depend on the day
    nobody_did = Behaviour(batch, None)
    unknown = []
    for rule in rules.rules:
        if not rule.activities and award(rule, batch, nobody_did).unknown[0]:
            columns = ", ".join(dict.fromkeys(name for name, _ in rule.columns()))
            unknown.append(f"{rule.name} ({columns})")
    return unknown
