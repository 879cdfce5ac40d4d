"""Ceilings: the most a lead may cost, of one business or for each row of a table of figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import with_columns
from leadkit.base.named import listed
from leadkit.economics.amounts import to_cents
from leadkit.economics.figures import HEADERS, Figures, chain_of, filled, find_figures, worth_of

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

ADDS = ("max_cpl", "cpl_issues")
# What a row has to tell -> the figures of which any tells it.
_NEEDED = {
    "revenue": ("revenue", "ltv"),
    "margin": ("margin",),
    "close_rate or leads_per_order": ("close_rate", "leads_per_order", "order_rate"),
}


def max_cpl(revenue: Decimal, margin: Decimal, close_rate: Decimal) -> Decimal:
    """Return the cost per lead at which an order leaves neither profit nor loss, unrounded.

    Revenue is money per order; margin and close rate are shares from 0 to 1.

    >>> max_cpl(Decimal(50_000), Decimal("0.20"), 1 / Decimal(20))
    Decimal('500.0000')
    """
    return revenue * margin * close_rate


def ceilings_of(figures: Figures) -> dict[str, Decimal]:
    """Return the most that a lead, and each further station on its way, may cost, in cents.

    Raise LeadkitError for a figure that is missing, makes no sense or contradicts another.

    >>> figures = {"revenue": "50000", "margin": "20%", "mql_rate": "40%", "close_rate": "5%"}
    >>> {station: str(most) for station, most in ceilings_of(figures).items()}
    {'lead': '500.00', 'MQL': '1250.00', 'order': '10000.00'}
    """
    worth = worth_of(figures)
    to_spend = 1 - worth.keep
    return {
        station.name: to_cents(max_cpl(worth.revenue, worth.margin, station.close_rate) * to_spend)
        for station in chain_of(figures)
    }


def with_ceilings(table: Leads, defaults: Figures) -> Leads:
    """Return the table with max_cpl and cpl_issues added: the formula for each row.

    Figures come from the row's columns, found by their name or another spelling of it, and from
    the defaults where a row has none. A row that cannot be worked out says why in cpl_issues.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"Marge": ["20%", ""], "Abschlussquote": ["5%", "5%"]}, dtype="str")
    >>> with_ceilings(rows, {"revenue": "50000"})[["max_cpl", "cpl_issues"]].values.tolist()
    [['500.00', ''], ['', 'margin is missing: the share of revenue that remains, such as 20%']]
    """
    found = _figure_columns(list(table.columns))
    columns = [table[column].tolist() for column in found.values()]
    ceilings, issues = [], []
    for cells in zip(*columns, strict=True) if columns else [()] * len(table):
        own = {name: cell.strip() for name, cell in zip(found, cells, strict=True)}
        try:
            ceilings.append(str(ceilings_of(filled(own, defaults))["lead"]))
            issues.append("")
        except LeadkitError as problem:
            ceilings.append("")
            issues.append(str(problem))
    return with_columns(table, dict(zip(ADDS, (ceilings, issues), strict=True)))


def check_figure_columns(columns: list[str], defaults: Figures) -> None:
    """Raise LeadkitError where neither the columns nor the defaults tell what each row needs."""
    known = {name for name, figure in defaults.items() if figure} | set(_figure_columns(columns))
    for needed, names in _NEEDED.items():
        if known.intersection(names):
            continue
        if needed in columns:
            raise LeadkitError(
                "cpl needs the option revenue: in a table of leads, the column revenue is "
                "what the lead's firm turns over"
            )
        raise LeadkitError(
            f"cpl needs the column {needed}, or the option; there are: {listed(columns)}"
        )


def _figure_columns(columns: list[str]) -> dict[str, str]:
    names = [name for name in HEADERS if name != "spend"]
    if "lead_id" in columns:  # in a table of leads, revenue is what the lead's firm turns over
        names.remove("revenue")
    return find_figures(columns, names)
