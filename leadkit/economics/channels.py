"""Channels: how many leads of each came how far, what was spent on it, and both side by side."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.columns import field_of, normal_header
from leadkit.economics.figures import (
    Money,
    Worth,
    filled,
    find_figures,
    read_currency,
    read_money,
    to_cents,
    worth_of,
)
from leadkit.errors import LeadkitError, did_you_mean
from leadkit.fields.distinct import map_distinct
from leadkit.fields.number import parse_money
from leadkit.fields.status import FORWARD, furthest, lifecycle_status

if TYPE_CHECKING:
    from leadkit.stage import Column, Leads

Key = tuple[str, ...]  # one name for each part of --by; "" where it is not known

PERIODS = {"month": 7, "quarter": 7, "year": 4}
_DATES = ("created_at", "month", "period", "date", "zeitraum", "monat", "tag", "day")


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
class OneCurrency:
    """The one currency of all amounts, and where it was first seen."""

    code: str = ""
    seen: str = "--currency"

    def take(self, money: Money, where: str) -> Decimal:
        """Return the amount; raise LeadkitError where it is in another currency."""
        if money.currency and self.code and money.currency != self.code:
            raise LeadkitError(
                f"{where}: an amount in {money.currency}, but {self.seen} says {self.code}; "
                "two currencies are never added: convert one of them"
            )
        if money.currency and not self.code:
            self.code, self.seen = money.currency, where
        return money.amount


@dataclass
class Counted:
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
    into: Counted,
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
        hint = did_you_mean(deal, columns) or f"; there are: {', '.join(columns)}"
        raise LeadkitError(f"--deal {deal}: the leads have no such column{hint}")
    grouped.append(leads[deal] if deal else pd.Series("", index=leads.index))
    table = pd.DataFrame({at: part.to_numpy() for at, part in enumerate(grouped)})
    sizes = table.groupby(list(table.columns), sort=False).size()
    for group, many in zip(sizes.index.tolist(), sizes.tolist(), strict=True):
        key, statuses, amount = group[: len(by)], group[len(by) : -1], group[-1]
        funnel = _funnel(statuses, many)
        money = parse_money(amount) if deal and funnel.orders else None
        if money:
            where = f"column '{deal}' of the leads"
            worth = (currency or OneCurrency()).take(Money(*money), where)
            funnel.deals, funnel.unpriced = to_cents(worth) * many, 0
        into.funnels.setdefault(key, Funnel()).add(funnel)


def _status_columns(leads: Leads, into: Counted) -> list[Column]:
    """Return the columns that tell how far a lead is, in our words."""
    import pandas as pd

    columns = list(leads.columns)
    told = [name for wanted in _STATUSES if (name := find_column(columns, wanted))]
    if not told:
        raise LeadkitError(
            "the leads have no column lead_status or lifecycle_stage, which tell the orders; "
            f"there are: {', '.join(columns)}"
        )
    statuses, unknown = [], pd.Series(False, index=leads.index)
    for name in told:
        status = pd.Series(map_distinct(leads[name], lifecycle_status), leads.index, dtype="str")
        unknown |= (status == "") & (leads[name].str.strip() != "")
        statuses.append(status)
    into.unknown_status += int(unknown.sum())
    return statuses


_STATUSES = ("lead_status", "lifecycle_stage")


def _funnel(statuses: Sequence[str], many: int) -> Funnel:
    lost = "unqualified" in statuses
    reached = furthest([status for status in statuses if status in FORWARD])
    rank = FORWARD.index(reached) if reached else 0
    mql, sql, opportunities = (
        many if rank >= FORWARD.index(station) else 0 for station in ("MQL", "SQL", "SQO")
    )
    orders = many if reached == "customer" and not lost else 0
    gone = many if lost else 0
    return Funnel(many, mql, sql, opportunities, orders, gone, unpriced=orders)


def find_column(columns: Sequence[str], wanted: str) -> str:
    """Return the column of that name, or of another spelling of it; "" where there is none.

    >>> find_column(["Name", "Lead Source"], "lead_source"), find_column(["Name"], "month")
    ('Lead Source', '')
    """
    if wanted in columns:
        return wanted
    for column in columns:
        if normal_header(column) == normal_header(wanted):
            return column
    known = field_of(wanted)
    return next((column for column in columns if known and field_of(column) == known), "")


def _key_column(leads: Leads, part: str, into: Counted) -> Column:
    columns = list(leads.columns)
    column = find_column(columns, part)
    if not column and part in PERIODS:
        column = find_column(columns, "created_at")
        if not column:
            raise LeadkitError(
                f"--by {part}: the leads have no column '{part}' or created_at; "
                f"there are: {', '.join(columns)}"
            )
    if not column:
        hint = did_you_mean(part, columns) or f"; there are: {', '.join(columns)}"
        raise LeadkitError(f"--by {part}: the leads have no such column{hint}")
    cells = leads[column]
    if part in PERIODS:
        import pandas as pd

        periods = pd.Series(map_distinct(cells, lambda cell: period_of(cell, part)), cells.index)
        into.undated += int((periods.eq("") & cells.str.strip().ne("")).sum())
        return periods
    return cells


def period_of(date: str, period: str) -> str:
    """Return the month, quarter or year of a date, "" for one that could be read in two ways.

    >>> [period_of(date, "month") for date in ("2026-10-06 09:29", "6.10.2026", "06/10/2026")]
    ['2026-10', '2026-10', '']
    >>> period_of("2026-10", "quarter"), period_of("2026", "year"), period_of("2026", "month")
    ('2026-Q4', '2026', '')
    """
    date = date.strip()
    year = month = number = ""
    if quarter := re.fullmatch(r"(\d{4})[- ]?[qQ]([1-4])", date):
        year, number = quarter.groups()
    elif iso := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.]\d{1,2}(?:[T ].*)?)?)?", date):
        year, month = iso[1], iso[2] or ""
    elif german := re.fullmatch(r"(?:\d{1,2}\. ?)?(\d{1,2})[./](\d{4})(?:[, ].*)?", date):
        month, year = german.groups()
    if month and not 1 <= int(month) <= 12:
        return ""
    if month:
        number = str((int(month) + 2) // 3)
    if period == "year" or not year:
        return year
    if period == "quarter":
        return f"{year}-Q{number}" if number else ""
    return f"{year}-{int(month):02d}" if month else ""


@dataclass
class SpendLine:
    """What was spent under one key, and what an order of it is worth."""

    key: Key  # as the spend file writes it
    amount: Decimal
    worth: Worth | None
    where: str


@dataclass
class Spend:
    """The spend of all keys, under the folded key."""

    lines: dict[Key, SpendLine] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)  # parts of --by that the file does not tell


def read_spend(
    table: Leads,
    places: Sequence[str],
    by: Sequence[str],
    figures: Mapping[str, str],
    currency: OneCurrency,
) -> Spend:
    """Add up the spend of each key; places say where each row stands ("campaigns.csv:2").

    Revenue and margin come from the row, and from the figures where a row has none. Rows of one
    key must agree on them: an average of two kinds of order would be true of neither.
    """
    columns = list(table.columns)
    found = find_figures(columns)
    if "spend" not in found:
        raise LeadkitError(
            f"{_file(places)}: no column says what was spent (spend, cost, Kosten); "
            f"there are: {', '.join(columns)}"
        )
    parts = [_spend_part(columns, part) for part in by]
    spend = Spend(missing=[part for part, column in zip(by, parts, strict=True) if not column])
    if not any(parts):
        raise LeadkitError(
            f"{_file(places)}: no column '{by[0]}' to join the leads on; "
            f"there are: {', '.join(columns)}"
        )
    for cells, place in zip(table.to_dict("records"), places, strict=True):
        key = tuple(
            _part_of(cells[column], part) if column else ""
            for part, column in zip(by, parts, strict=True)
        )
        row = {name: str(cells[column]).strip() for name, column in found.items()}
        try:
            _add_row(spend, key, row, place, figures, currency)
        except LeadkitError as error:
            text = str(error)
            raise LeadkitError(text if text.startswith(place) else f"{place}: {text}") from None
    return spend


def _add_row(
    spend: Spend,
    key: Key,
    row: Mapping[str, str],
    place: str,
    figures: Mapping[str, str],
    currency: OneCurrency,
) -> None:
    if not row["spend"]:
        raise LeadkitError("spend is blank; write 0 where nothing was spent")
    money = read_money(row["spend"], "spend", "1200")
    currency.take(Money(Decimal(0), read_currency(row.get("currency", ""))), place)
    amount = to_cents(currency.take(money, place))
    worth = worth_from(filled(row, figures), currency, place)
    line = spend.lines.get(fold_key(key))
    if line is None:
        spend.lines[fold_key(key)] = SpendLine(key, amount, worth, place)
        return
    if worth and line.worth and replace(worth, currency="") != replace(line.worth, currency=""):
        raise LeadkitError(
            f"another revenue or margin for '{', '.join(key)}' than in {line.where}; "
            "let both rows say the same, or tell them apart with --by"
        )
    line.amount += amount
    line.worth = line.worth or worth


def worth_from(figures: Mapping[str, str], currency: OneCurrency, where: str) -> Worth | None:
    """Return what an order is worth, or None where revenue or margin is not told."""
    if not (figures.get("revenue") or figures.get("ltv")) or not figures.get("margin"):
        return None
    worth = worth_of({**figures, "currency": ""})
    currency.take(Money(worth.revenue, worth.currency), where)
    return worth


def _spend_part(columns: Sequence[str], part: str) -> str:
    column = find_column(columns, part)
    if not column and part in PERIODS:
        column = next((found for name in _DATES if (found := find_column(columns, name))), "")
    return column


def _part_of(cell: object, part: str) -> str:
    return period_of(str(cell), part) if part in PERIODS else str(cell).strip()


def _file(places: Sequence[str]) -> str:
    return places[0].rsplit(":", 1)[0] if places else "the spend file"


def fold_key(key: Key) -> Key:
    """Return the key as it is compared: "Trade Fair" and "trade  fair" are one channel."""
    return tuple(" ".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in key)


@dataclass(frozen=True)
class Channel:
    """One line: leads and spend of one key, or of what cannot be attributed."""

    key: Key
    funnel: Funnel
    spend: Decimal | None = None  # None: nobody has told it
    worth: Worth | None = None
    attributed: bool = True


def join_channels(
    counted: Counted, spend: Spend, by: Sequence[str], default: Worth | None
) -> list[Channel]:
    """Put leads and spend of one key side by side; what has no key stands in lines of its own.

    Every lead and every cent is in exactly one line. The spend file's spelling of a key wins,
    then the most frequent one of the leads.
    """
    funnels: dict[Key, Funnel] = {}
    spellings: dict[Key, Counter[Key]] = {}
    for key, funnel in counted.funnels.items():
        shown = tuple(" ".join(part.split()) for part in key)
        funnels.setdefault(fold_key(key), Funnel()).add(funnel)
        spellings.setdefault(fold_key(key), Counter())[shown] += funnel.leads
    shown_as = {
        folded: min(counted_as, key=lambda key: (-counted_as[key], key))
        for folded, counted_as in spellings.items()
    }
    shown_as |= {folded: line.key for folded, line in spend.lines.items()}
    channels = []
    for folded, shown in shown_as.items():
        counts, line = funnels.get(folded), spend.lines.get(folded)
        worth = (line.worth if line else None) or default
        if all(shown):
            paid = line.amount if line else None
            channels.append(Channel(shown, counts or Funnel(), paid, worth))
            continue
        if counts:
            key = _labelled(shown, by, "leads")
            channels.append(Channel(key, counts, None, default, attributed=False))
        if line:
            key = _labelled(shown, by, "spend")
            channels.append(Channel(key, Funnel(), line.amount, worth, attributed=False))
    return sorted(channels, key=lambda channel: (not channel.attributed, fold_key(channel.key)))


def _labelled(key: Key, by: Sequence[str], what: str) -> Key:
    return tuple(part or f"({what} without {name})" for part, name in zip(key, by, strict=True))
