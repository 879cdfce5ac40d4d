"""What a lead lacks: for the statuses ahead of it, and for leave to contact it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.leads import cell_column
from leadkit.classifying.consent_table import ConsentTable
from leadkit.classifying.lifecycle import Lifecycle
from leadkit.classifying.permissions import Judge
from leadkit.fields.objections import CHANNELS
from leadkit.fields.spans import NO_DAY
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import Combined, Condition
from leadkit.rules.told import lacking

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

# What no further consent changes.
_SETTLED = {"objected": "yes", "bounced": "yes", "unread": "yes", "address": "no"}


def statuses_ahead(
    lead: Leads, lifecycle: Lifecycle, as_of: date | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each status ahead of one lead, and what it lacks for it.

    >>> import pandas as pd
    >>> from leadkit.classifying.lifecycle import read_lifecycle
    >>> lead = pd.DataFrame({"lead_status": ["MQL"], "score": ["53"], "score_engagement": ["30"]})
    >>> [*statuses_ahead(lead, read_lifecycle("lifecycle"))][1]
    ('SQL', '12 points of score')
    """
    batch = Batch(lead, as_of)
    now = lifecycle.status_of(str(cell_column(lead, "lead_status").iloc[0]))
    for status in lifecycle.statuses[max(now, 0) + 1 :]:
        if status.aside:
            return
        if status.when is None:
            yield status.name, "somebody who says so" if status.given else "nothing"
        else:
            yield status.name, " and ".join(lacking(status.when, batch)) or "nothing"


def consent_ahead(
    lead: Leads, table: ConsentTable, as_of: date | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each channel by which one lead may not be contacted: why not, and what it lacks.

    >>> import pandas as pd
    >>> from leadkit.classifying.consent_table import read_consent
    >>> lead = pd.DataFrame({"email": ["eva@meier.example.com"], "country": ["DE"],
    ...     "consent": ["yes"], "company": ["Meier GmbH"]}, dtype="str")
    >>> [*consent_ahead(lead, read_consent("consent"))][0]
    ('email', 'evidence missing: day, source, wording; lacks: consent is given')
    """
    judge, number = Judge(table), as_of.toordinal() if as_of else NO_DAY
    ruled, facts = judge.judge(lead, number), judge.facts_of(lead, number)
    grounds = dict(part.partition(": ")[::2] for part in ruled.basis[ruled.case[0]].split("; "))
    for place, channel in enumerate(CHANNELS):
        if ruled.may[channel][ruled.case[0]]:
            continue
        own = Batch.of_cells(
            {name: facts.cells(name).with_codes(facts.cells(name).codes[place : place + 1])
             for name in facts.columns}, 1)  # fmt: skip
        ground = grounds.get(channel, "no consent").partition(" [")[0]
        ways = [_unmet(line.when, own) for line in table.lines
                if line.may and channel in line.channels]  # fmt: skip
        ways = [way for way in ways if way]
        if not ways or any(_fact(fact, own) == answer for fact, answer in _SETTLED.items()):
            yield channel, ground
        else:
            shortest = min(ways, key=lambda way: len(way))
            told = " and ".join(shortest)
            yield channel, f"{ground}; lacks: {told}"


def _fact(fact: str, facts: Batch) -> str:
    cells = facts.cells(fact)
    return str(cells.text[int(cells.codes[0])].as_py())


def _unmet(condition: Condition, facts: Batch) -> list[str]:
    """Return the parts of a line's condition that do not hold."""
    if bool(condition.truth(facts)[0][0]):
        return []
    if isinstance(condition, Combined) and condition.mode == "all":
        return [one for part in condition.parts for one in _unmet(part, facts)]
    return [condition.words]
