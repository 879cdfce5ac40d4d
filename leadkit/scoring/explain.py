"""A lead's score as a waterfall: each step from nothing to the total."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import cell_column
from leadkit.rules.batch import Batch
from leadkit.scoring.awards import Behaviour, award
from leadkit.scoring.scorecard import ScoringRules

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
    words: str


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


def read_reasons(reasons: str, rules: ScoringRules) -> list[Step]:
    """Return the steps that score_reasons tells, each with what its rule is for.

    >>> rules = ScoringRules("example.yaml", (), ())
    >>> [(step.name, str(step.total)) for step in read_reasons("a:+5; capped fit 5>3:-2", rules)]
    [('a', '5'), ('capped fit 5>3', '3')]
    """
    words = {rule.name: rule.words for rule in rules.rules}
    steps = []
    total = Decimal(0)
    for reason in filter(None, reasons.split("; ")):
        parts = _REASON.fullmatch(reason)
        if not parts:
            raise LeadkitError(f"score_reasons: '{reason}' is not how leadkit writes a reason")
        total += Decimal(parts["points"])
        name = parts["name"]
        kind, rule = source_of(name)
        said = words.get(rule, "a rule that is not in these rules")
        if kind in ("capped", "raised"):
            said = "as much as this may come to" if kind == "capped" else "as little as it may be"
        steps.append(Step(name, Decimal(parts["points"]), total, said))
    return steps


def not_evaluated(lead: Leads, rules: ScoringRules) -> list[str]:
    """Name the rules that cannot tell of this lead, each with the columns it reads.

    Rules on activities are left out: what was counted is not in the scored file.
    """
    batch = Batch(lead, date.min)  # whether a rule can tell does not depend on the day
    nobody_did = Behaviour(batch, None)
    unknown = []
    for rule in rules.rules:
        if not rule.activity and award(rule, batch, nobody_did).unknown[0]:
            columns = ", ".join(dict.fromkeys(name for name, _ in rule.columns()))
            unknown.append(f"{rule.name} ({columns})")
    return unknown
