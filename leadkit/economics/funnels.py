"""How count leads of each channel came how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.cells import map_distinct
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.named import listed
from leadkit.economics.amounts import Money, OneCurrency, to_cents
from leadkit.economics.grouping import Key, find_column
from leadkit.economics.periods import PERIODS, period_of
from leadkit.fields.numbers import parse_money
from leadkit.fields.status_words import FORWARD, furthest, lifecycle_status

if TYPE_CHECKING:
    from leadkit.base.cells import Column
    from leadkit.base.leads import Leads

_STATUSES = ("lead_status", "lifecycle_stage")


@dataclass
class Funnel:
    """How far the leads of one channel came; each count holds the later ones too."""

    leads: int = 0
    mql: int = 0
    sql: int = 0
    opportunities: int = 0
    orders: int = 0
    lost: int = 0
    deals: Decimal = Decimal("0.00")  # what the orders brought, where a column tells it
    unpriced: int = 0  # orders whose amount is not told

    def add(self, other: Funnel) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def open(self) -> int:
        return self.leads - self.orders - self.lost


@dataclass
class CountedLeads:
    """The leads of all batches so far: a funnel for each key as it is written in the leads."""

    funnels: dict[Key, Funnel] = field(default_factory=dict)
    unknown_status: int = 0
    undated: int = 0

    @property
    def total(self) -> Funnel:
        total = Funnel()
        for funnel in self.funnels.values():
            total.add(funnel)
        return total


def count_leads(
    leads: Leads,
    by: Sequence[str],
    into: CountedLeads,
    deal: str = "",
    currency: OneCurrency | None = None,
) -> None:
    """Count a batch of leads: who became an MQL, SQL, opportunity, order, or was lost.

    A lead is as far as the furthest of lead_status and lifecycle_stage says. A customer is a won
    order, an unqualified lead is lost, wherever it once was. With deal, that column tells what
    an order brought.
    """
    import pandas as pd

    columns = list(leads.columns)
    grouped = [_key_column(leads, part, into) for part in by]
    grouped += _status_columns(leads, into)
    if deal and deal not in columns:
        hint = did_you_mean(deal, columns) or f"; there are: {listed(columns)}"
        raise LeadkitError(f"--deal {deal}: the leads have no such column{hint}")
    grouped.append(leads[deal] if deal else pd.Series("", index=leads.index))
    table = pd.DataFrame({number: part.to_numpy() for number, part in enumerate(grouped)})
    sizes = table.groupby(list(table.columns), sort=False).size()
    for group, count in zip(sizes.index.tolist(), sizes.tolist(), strict=True):
        key, statuses, amount = group[: len(by)], group[len(by) : -1], group[-1]
        funnel = _funnel(statuses, count)
        money = parse_money(amount) if deal and funnel.orders else None
        if money:
            where = f"column '{deal}' of the leads"
            worth = (currency or OneCurrency()).take(Money(*money), where)
            funnel.deals, funnel.unpriced = to_cents(worth) * count, 0
        into.funnels.setdefault(key, Funnel()).add(funnel)


def _status_columns(leads: Leads, into: CountedLeads) -> list[Column]:
    """Return the columns that tell how far a lead is, in our words."""
    import pandas as pd

    columns = list(leads.columns)
    names = [name for wanted in _STATUSES if (name := find_column(columns, wanted))]
    if not names:
        raise LeadkitError(
            "the leads have no column lead_status or lifecycle_stage, which tell the orders; "
            f"there are: {listed(columns)}"
        )
    statuses, unknown = [], pd.Series(False, index=leads.index)
    for name in names:
        status = pd.Series(map_distinct(leads[name], lifecycle_status), leads.index, dtype="str")
        unknown |= (status == "") & (leads[name].str.strip() != "")
        statuses.append(status)
    into.unknown_status += int(unknown.sum())
    return statuses


def _funnel(statuses: Sequence[str], count: int) -> Funnel:
    lost = "unqualified" in statuses
    reached = furthest([status for status in statuses if status in FORWARD])
    rank = FORWARD.index(reached) if reached else 0
    mql, sql, opportunities = (
        count if rank >= FORWARD.index(station) else 0 for station in ("MQL", "SQL", "SQO")
    )
    orders = count if reached == "customer" and not lost else 0
    gone = count if lost else 0
    return Funnel(count, mql, sql, opportunities, orders, gone, unpriced=orders)


def _key_column(leads: Leads, part: str, into: CountedLeads) -> Column:
    columns = list(leads.columns)
    column = find_column(columns, part)
    if not column and part in PERIODS:
        column = find_column(columns, "created_at")
        if not column:
            raise LeadkitError(
                f"--by {part}: the leads have no column '{part}' or created_at; "
                f"there are: {listed(columns)}"
            )
    if not column:
        hint = did_you_mean(part, columns) or f"; there are: {listed(columns)}"
        raise LeadkitError(f"--by {part}: the leads have no such column{hint}")
    cells = leads[column]
    if part in PERIODS:
        import pandas as pd

        periods = pd.Series(map_distinct(cells, lambda cell: period_of(cell, part)), cells.index)
        into.undated += int((periods.eq("") & cells.str.strip().ne("")).sum())
        return periods
    return cells
