"""How count leads of each channel came how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.named import listed
from leadkit.base.pandas_text import map_distinct
from leadkit.economics.amounts import Money, OneCurrency, to_cents
from leadkit.economics.channel_map import ChannelMap, channel_place
from leadkit.economics.grouping import Key, find_column
from leadkit.economics.periods import PERIODS, period_of
from leadkit.fields.headers.names import normal_header
from leadkit.fields.numbers import parse_money
from leadkit.fields.spans import NO_DAY, day_number
from leadkit.fields.status_words import FORWARD, furthest, lifecycle_status

if TYPE_CHECKING:
    from leadkit.base.cells import Column
    from leadkit.base.leads import Leads

_STATUSES = ("lead_status", "lifecycle_stage")
# Headers of the day of an order, as normal_header leaves them. status_since is none of them: of a
# status that a list brought along, it is the day of the first run that saw it.
_WON = (
    "won at", "customer since", "closed at", "close date", "closed date", "won date", "order date",
    "date won", "abschlussdatum", "auftragsdatum", "kunde seit",
)  # fmt: skip


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
    existing: int = 0  # leads who were customers before, and are nobody's order here
    came: Counter[int] = field(default_factory=Counter)  # leads by the day on which they came

    def add(self, other: Funnel) -> None:
        for name in self.__dataclass_fields__:
            if name != "came":
                setattr(self, name, getattr(self, name) + getattr(other, name))
        self.came.update(other.came)

    @property
    def open(self) -> int:
        return self.leads - self.orders - self.lost - self.existing


@dataclass(frozen=True)
class Counting:
    """By what leads are counted, and what is an order."""

    by: Sequence[str]
    deal: str = ""  # the column with what an order brought
    status: str = ""  # the one column that tells how far a lead is
    won_at: str = ""  # the column with the day of an order
    won_since: int = NO_DAY  # who was a customer before is no order
    as_of: int = NO_DAY  # what is won after it is not won yet
    channels: ChannelMap = field(default_factory=ChannelMap)


@dataclass
class CountedLeads:
    """The leads of all batches so far: a funnel for each key as it is written in the leads."""

    funnels: dict[Key, Funnel] = field(default_factory=dict)
    unknown_status: Counter[str] = field(default_factory=Counter)  # words that nobody knows
    undated: int = 0
    older: int = 0  # orders from before their lead came
    later: int = 0  # orders from after the day up to which all is known
    took: Counter[int] = field(default_factory=Counter)  # orders by how many days they took
    latest: int = NO_DAY  # the last day of which anything is told
    spellings: set[str] = field(default_factory=set)  # of channels, as the leads have them

    @property
    def total(self) -> Funnel:
        total = Funnel()
        for funnel in self.funnels.values():
            total.add(funnel)
        return total


def count_leads(
    leads: Leads, how: Counting, into: CountedLeads, currency: OneCurrency | None = None
) -> None:
    """Count a batch of leads: who became an MQL, SQL, opportunity, order, or was lost.

    A lead is as far as the furthest of lead_status and lifecycle_stage says, or the one column
    that is named. A customer is a won order, an unqualified lead is lost, wherever it once was.
    """
    import pandas as pd

    columns = list(leads.columns)
    grouped = [_key_column(leads, part, into) for part in how.by]
    grouped += _status_columns(leads, how.status, into)
    if how.deal:
        _named(columns, how.deal, "--deal")
    grouped.append(leads[how.deal] if how.deal else pd.Series("", index=leads.index))
    grouped += [_days(leads, column) for column in _day_columns(columns, how)]
    table = pd.DataFrame({number: part.to_numpy() for number, part in enumerate(grouped)})
    sizes = table.groupby(list(table.columns), sort=False).size()
    at = len(how.by)
    place = channel_place(how.by)
    for group, count in zip(sizes.index.tolist(), sizes.tolist(), strict=True):
        key, statuses, amount, (came, won) = group[:at], group[at:-3], group[-3], group[-2:]
        funnel = _funnel(statuses, count, came)
        if funnel.orders:
            _time(funnel, came, won, how, into)
        into.latest = max(into.latest, came, won if funnel.orders else NO_DAY)
        money = parse_money(amount) if how.deal and funnel.orders else None
        if money:
            where = f"column '{how.deal}' of the leads"
            worth = (currency or OneCurrency()).take(Money(*money), where)
            funnel.deals, funnel.unpriced = to_cents(worth) * count, 0
        into.spellings.add(key[place])
        into.funnels.setdefault(how.channels.named(key, place), Funnel()).add(funnel)


def _named(columns: list[str], name: str, option: str) -> str:
    if name not in columns:
        hint = did_you_mean(name, columns) or f"; there are: {listed(columns)}"
        raise LeadkitError(f"{option} {name}: the leads have no such column{hint}")
    return name


def _time(funnel: Funnel, came: int, won: int, how: Counting, into: CountedLeads) -> None:
    """Tell how long orders took, which are of customers that there were already, or not won yet."""
    if how.won_since and won < how.won_since:
        existing = Funnel(funnel.leads, existing=funnel.leads, came=funnel.came)
        vars(funnel).update(vars(existing))
    elif how.as_of and won > how.as_of:
        into.later += funnel.orders
        funnel.orders = funnel.unpriced = 0
    elif won and came:
        if won < came:
            into.older += funnel.orders
        else:
            into.took[won - came] += funnel.orders


def _day_columns(columns: list[str], how: Counting) -> tuple[str, str]:
    """Return the columns with the days on which leads came and orders were won, "" for none."""
    won = _named(columns, how.won_at, "--won-at") if how.won_at else ""
    if not won:
        by_header = {normal_header(column): column for column in reversed(columns)}
        won = next((by_header[name] for name in _WON if name in by_header), "")
    if how.won_since and not won:
        raise LeadkitError(
            "--won-since needs a column with the day of the order, such as customer_since; "
            f"--won-at names it; there are: {listed(columns)}"
        )
    return find_column(columns, "created_at"), won


def _days(leads: Leads, column: str) -> Column:
    """Return the number of each lead's day, 0 where there is none."""
    import pandas as pd

    if not column:
        return pd.Series(NO_DAY, index=leads.index)
    cells = leads[column]
    # A list of a million moments has a few hundred days.
    cells = cells.where(~cells.str.match(r"\d{4}-\d\d-\d\d[T ]"), cells.str[:10])
    return pd.Series(map_distinct(cells, day_number), leads.index)


def _status_columns(leads: Leads, named: str, into: CountedLeads) -> list[Column]:
    """Return the columns that tell how far a lead is, in our words."""
    import pandas as pd

    columns = list(leads.columns)
    names = [_named(columns, named, "--status")] if named else []
    names = names or [name for wanted in _STATUSES if (name := find_column(columns, wanted))]
    if not names:
        raise LeadkitError(
            "the leads have no column lead_status or lifecycle_stage, which tell the orders; "
            f"--status names another; there are: {listed(columns)}"
        )
    statuses, unknown = [], pd.Series("", index=leads.index, dtype="str")
    for name in names:
        status = pd.Series(map_distinct(leads[name], lifecycle_status), leads.index, dtype="str")
        word = leads[name].str.strip()
        unknown = unknown.where((status != "") | (word == ""), word)
        statuses.append(status)
    words = unknown[unknown != ""].value_counts()
    into.unknown_status.update(dict(zip(map(str, words.index), words.tolist(), strict=True)))
    return statuses


def _funnel(statuses: Sequence[str], count: int, came: int) -> Funnel:
    lost = "unqualified" in statuses
    reached = furthest([status for status in statuses if status in FORWARD])
    rank = FORWARD.index(reached) if reached else 0
    mql, sql, opportunities = (
        count if rank >= FORWARD.index(station) else 0 for station in ("MQL", "SQL", "SQO")
    )
    orders = count if reached == "customer" and not lost else 0
    gone = count if lost else 0
    days = Counter({came: count} if came else {})
    return Funnel(count, mql, sql, opportunities, orders, gone, unpriced=orders, came=days)


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
