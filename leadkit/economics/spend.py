"""What was spent on each channel, and what an order of it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.named import listed
from leadkit.base.values import quoting
from leadkit.economics.amounts import (
    Money,
    NoFigure,
    OneCurrency,
    read_currency,
    read_money,
    to_cents,
)
from leadkit.economics.channel_map import ChannelMap, channel_place
from leadkit.economics.figures import Worth, check_figures, filled, find_figures, worth_of
from leadkit.economics.grouping import Key, find_column, fold_key
from leadkit.economics.periods import PERIODS, period_of
from leadkit.fields.dates import order_of

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

_WRITTEN = {"month": "2026-10 or 2026-10-06", "quarter": "2026-Q4 or 2026-10", "year": "2026"}
_DATES = ("created_at", "month", "period", "date", "zeitraum", "monat", "tag", "day")


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
    spellings: set[str] = field(default_factory=set)  # of channels, as the file has them
    credits: list[Decimal] = field(default_factory=list)  # what came back of it, below zero


def one_spend(
    tables: Sequence[tuple[str, Leads, list[str]]],
) -> tuple[Leads | None, list[str]]:
    """Return the spend of several tables as one, with the place of each row; None of no table.

    Each table has its name and the places of its rows. Raises LeadkitError where their columns
    differ, as nobody could tell what the rows without one mean, and where two tables are the same,
    as all would count twice.
    """
    if len(tables) < 2:
        return (tables[0][1], tables[0][2]) if tables else (None, [])
    import pandas as pd

    first, columns = tables[0][0], list(tables[0][1].columns)
    for at, (name, table, _) in enumerate(tables):
        if others := sorted(set(table.columns) ^ set(columns)):
            raise LeadkitError(
                f"{name}: has other columns than {first} ({listed(others)}); give all of these "
                "files the same"
            )
        for other, earlier, _ in tables[:at]:
            if len(table) and table[columns].equals(earlier[columns]):
                raise LeadkitError(
                    f"{name}: holds the same as {other}, and would be counted twice; leave one out"
                )
    places = [place for _, _, own in tables for place in own]
    return pd.concat([table for _, table, _ in tables], ignore_index=True), places


def read_spend(
    table: Leads,
    places: Sequence[str],
    by: Sequence[str],
    figures: Mapping[str, str],
    currency: OneCurrency,
    channels: ChannelMap | None = None,
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
            f"there are: {listed(columns)}"
        )
    parts = [_spend_part(columns, part) for part in by]
    spend = Spend(missing=[part for part, column in zip(by, parts, strict=True) if not column])
    if not any(parts):
        raise LeadkitError(
            f"{_file(places)}: no column '{by[0]}' to join the leads on; "
            f"there are: {listed(columns)}"
        )
    place_of = channel_place(by)
    orders = {
        column: order_of(table[column].astype("str"))
        for part, column in zip(by, parts, strict=True)
        if part in PERIODS and column
    }
    for cells, place in zip(table.to_dict("records"), places, strict=True):
        key = tuple(
            _part_of(str(cells[column]).strip(), part, orders.get(column, ""), place)
            if column
            else ""
            for part, column in zip(by, parts, strict=True)
        )
        spend.spellings.add(key[place_of])
        key = (channels or ChannelMap()).named(key, place_of)
        row = {name: str(cells[column]).strip() for name, column in found.items()}
        try:
            _add_row(spend, key, row, place, figures, currency)
        except NoFigure as error:
            raise error.in_a_cell(place) from None
        except LeadkitError as error:
            text = error.marked
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
    money = read_money(row["spend"], "spend", "1200", credit=True)
    currency.take(Money(Decimal(0), read_currency(row.get("currency", ""))), place)
    amount = to_cents(currency.take(money, place))
    if amount < 0:
        spend.credits.append(amount)
    worth = worth_from(filled(row, figures), currency, place)
    line = spend.lines.get(fold_key(key))
    if line is None:
        spend.lines[fold_key(key)] = SpendLine(key, amount, worth, place)
        return
    if worth and line.worth and replace(worth, currency="") != replace(line.worth, currency=""):
        which = quoting(f" for '{', '.join(key)}'")
        raise LeadkitError(
            f"another revenue or margin{which} than in {line.where}; "
            "let both rows say the same, or tell them apart with --by"
        )
    line.amount += amount
    line.worth = line.worth or worth


def worth_from(figures: Mapping[str, str], currency: OneCurrency, where: str) -> Worth | None:
    """Return what an order is worth, or None where revenue or margin is not told."""
    if not (figures.get("revenue") or figures.get("ltv")) or not figures.get("margin"):
        check_figures(figures)
        return None
    worth = worth_of({**figures, "currency": ""})
    currency.take(Money(worth.revenue, worth.currency), where)
    return worth


def _spend_part(columns: Sequence[str], part: str) -> str:
    column = find_column(columns, part)
    if not column and part in PERIODS:
        column = next((found for name in _DATES if (found := find_column(columns, name))), "")
    return column


def _part_of(cell: str, part: str, order: str, place: str) -> str:
    """Return what a cell says for a part of --by; a period that cannot be read is an error.

    Were it taken for none, its channel would look as if it had cost nothing in that time.
    """
    if part not in PERIODS:
        return cell
    period = period_of(cell, part, order)
    if cell and not period:
        raise NoFigure(
            part, cell, f"no {part} can be read there; write {_WRITTEN[part]}"
        ).in_a_cell(place)
    return period


def _file(places: Sequence[str]) -> str:
    return places[0].rsplit(":", 1)[0] if places else "the spend file"
