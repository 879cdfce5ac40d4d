"""The cpl stage: the most a lead may cost, from revenue, margin and close rate."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Outcome, Stage, with_columns
from leadkit.economics.amounts import to_cents
from leadkit.economics.figures import chain_of, filled, find_figures, worth_of

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class CplOptions:
    """The figures of one business, as people write them."""

    revenue: str = ""  # money per order
    margin: str = ""  # share of the revenue
    close_rate: str = ""  # orders per lead, as a share
    leads_per_order: str = ""
    keep_profit: str = ""  # share of the gross profit that is to remain
    ltv: str = ""  # all that a customer ever brings, in place of revenue
    orders_per_customer: str = ""
    currency: str = ""
    mql_rate: str = ""  # MQL per lead
    sql_rate: str = ""  # SQL per MQL
    opportunity_rate: str = ""  # opportunities per SQL
    order_rate: str = ""  # orders per opportunity


def max_cpl(revenue: Decimal, margin: Decimal, close_rate: Decimal) -> Decimal:
    """Return the cost per lead at which an order leaves neither profit nor loss, unrounded.

    Revenue is money per order; margin and close rate are shares from 0 to 1.

    >>> max_cpl(Decimal(50_000), Decimal("0.20"), 1 / Decimal(20))
    Decimal('500.0000')
    """
    return revenue * margin * close_rate


def cpl_of(options: CplOptions) -> Decimal:
    """Return the most a lead may cost, rounded to the cent (half to even).

    Raise LeadkitError for a figure that is missing, makes no sense or contradicts another.

    >>> cpl_of(CplOptions("50.000,00 €", "20 %", leads_per_order="20", keep_profit="30%"))
    Decimal('350.00')
    """
    return ceilings_of(options)["lead"]


def ceilings_of(options: CplOptions) -> dict[str, Decimal]:
    """Return the most that a lead, and each further station on its way, may cost.

    >>> options = CplOptions("50000", "20%", mql_rate="40%", sql_rate="50%", order_rate="25%")
    >>> {station: str(most) for station, most in ceilings_of(options).items()}
    {'lead': '500.00', 'MQL': '1250.00', 'SQL': '2500.00', 'order': '10000.00'}
    """
    figures = asdict(options)
    worth = worth_of(figures)
    to_spend = 1 - worth.keep
    return {
        station.name: to_cents(max_cpl(worth.revenue, worth.margin, station.close_rate) * to_spend)
        for station in chain_of(figures)
    }


def cpl_rows(table: Leads, options: CplOptions | None = None) -> Leads:
    """Return the table with max_cpl and cpl_issues added: the formula for each row.

    Figures come from the row's columns, found by their name or another spelling of it, and from
    the options where a row has none. A row that cannot be worked out says why in cpl_issues.
    """
    found = _figure_columns(list(table.columns))
    defaults = asdict(options or CplOptions())
    columns = [table[column].tolist() for column in found.values()]
    ceilings, issues = [], []
    for cells in zip(*columns, strict=True) if columns else [()] * len(table):
        own = {name: cell.strip() for name, cell in zip(found, cells, strict=True)}
        try:
            ceilings.append(str(cpl_of(CplOptions(**filled(own, defaults)))))
            issues.append("")
        except LeadkitError as problem:
            ceilings.append("")
            issues.append(str(problem))
    return with_columns(table, {"max_cpl": ceilings, "cpl_issues": issues})


def _figure_columns(columns: list[str]) -> dict[str, str]:
    names = [option.name for option in fields(CplOptions)]
    if "lead_id" in columns:  # in a table of leads, revenue is what the lead's firm turns over
        names.remove("revenue")
    return find_figures(columns, names)


def cpl_stage(options: CplOptions) -> Stage:
    """Return cpl as a step of a run over a table with one set of figures a row."""

    def check(columns: list[str]) -> list[str]:
        given = {name for name, figure in asdict(options).items() if figure}
        known = given | set(_figure_columns(columns))
        ways = {
            "revenue": ("revenue", "ltv"),
            "margin": ("margin",),
            "close_rate or leads_per_order": ("close_rate", "leads_per_order", "order_rate"),
        }
        for wanted, names in ways.items():
            if known.intersection(names):
                continue
            if wanted in columns:
                raise LeadkitError(
                    "cpl needs the option revenue: in a table of leads, the column revenue is "
                    "what the lead's firm turns over"
                )
            raise LeadkitError(
                f"cpl needs the column {wanted}, or the option; there are: {', '.join(columns)}"
            )
        return []

    def apply(table: Leads) -> Outcome:
        rows = cpl_rows(table, options)
        without = int((rows["cpl_issues"] != "").sum())
        return Outcome(rows, counts={"without max_cpl": without})

    return Stage("cpl", apply, ("max_cpl", "cpl_issues"), check=check)
