"""The cpl stage: the most a lead may cost, from revenue, margin and close rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from leadkit.errors import LeadkitError
from leadkit.fields.number import parse_money, parse_number
from leadkit.stage import Outcome, Stage, cell_column, with_columns

if TYPE_CHECKING:
    from leadkit.stage import Leads

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class CplOptions:
    """The figures of one business, as people write them."""

    revenue: str = ""  # money per order
    margin: str = ""  # share of the revenue
    close_rate: str = ""  # orders per lead, as a share
    leads_per_order: str = ""


def max_cpl(revenue: Decimal, margin: Decimal, close_rate: Decimal) -> Decimal:
    """Return the cost per lead at which an order leaves neither profit nor loss, unrounded.

    Revenue is money per order; margin and close rate are shares from 0 to 1.

    >>> max_cpl(Decimal(50_000), Decimal("0.20"), 1 / Decimal(20))
    Decimal('500.0000')
    """
    return revenue * margin * close_rate


def read_share(text: str, what: str) -> Decimal:
    """Return a share from "20%", "20 %" or "0.2"; a bare 20 says neither, and is an error.

    >>> read_share("20,0 %", "margin"), read_share("0.2", "margin")
    (Decimal('0.200'), Decimal('0.2'))
    """
    percent = text.strip().endswith("%")
    number = parse_number(text.strip().removesuffix("%"))
    if number is None:
        raise LeadkitError(f"{what} '{text}': not a share; write 20% or 0.2")
    share = number.scaleb(-2) if percent else number
    if share < 0:
        raise LeadkitError(f"{what} '{text}': below zero")
    if share > 1:
        hint = "a share over 100%" if percent else f"write {text.strip()}% or a share such as 0.2"
        raise LeadkitError(f"{what} '{text}': {hint}")
    return share


def cpl_of(options: CplOptions) -> Decimal:
    """Return the most a lead may cost, rounded to the cent (half to even).

    Raise LeadkitError for a figure that is missing, makes no sense or contradicts another.
    """
    if not options.revenue:
        raise LeadkitError("revenue is missing: the money one order brings, such as 50000")
    if not options.margin:
        raise LeadkitError("margin is missing: the share of revenue that remains, such as 20%")
    money = parse_money(options.revenue)
    if money is None or money[0] < 0:
        raise LeadkitError(f"revenue '{options.revenue}': not an amount of money; write 50000")
    ceiling = max_cpl(money[0], read_share(options.margin, "margin"), _close_rate(options))
    return ceiling.quantize(_CENT, ROUND_HALF_EVEN)


def _close_rate(options: CplOptions) -> Decimal:
    if not options.close_rate and not options.leads_per_order:
        raise LeadkitError("close rate (5%) or leads per order (20) is missing: one of the two")
    if not options.leads_per_order:
        return read_share(options.close_rate, "close rate")
    leads = parse_number(options.leads_per_order)
    if leads is None or leads < 1:
        raise LeadkitError(f"leads per order '{options.leads_per_order}': write a number from 1")
    rate = 1 / leads
    if options.close_rate and abs(read_share(options.close_rate, "close rate") - rate) > rate / 100:
        raise LeadkitError(
            f"close rate {options.close_rate} and {options.leads_per_order} leads per order "
            "contradict each other; give one of them"
        )
    return rate


def cpl_rows(table: Leads, options: CplOptions | None = None) -> Leads:
    """Return the table with max_cpl and cpl_issues added: the formula for each row.

    Figures come from the row's columns revenue, margin, close_rate and leads_per_order, and from
    the options where a row has none. A row that cannot be worked out says why in cpl_issues.
    """
    defaults = options or CplOptions()
    names = ("revenue", "margin", "close_rate", "leads_per_order")
    columns = [cell_column(table, name).tolist() for name in names]
    ceilings, issues = [], []
    for cells in zip(*columns, strict=True):
        figures = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        if not figures["close_rate"] and not figures["leads_per_order"]:
            figures["close_rate"] = defaults.close_rate
            figures["leads_per_order"] = defaults.leads_per_order
        for name in ("revenue", "margin"):
            figures[name] = figures[name] or getattr(defaults, name)
        try:
            ceilings.append(str(cpl_of(CplOptions(**figures))))
            issues.append("")
        except LeadkitError as problem:
            ceilings.append("")
            issues.append(str(problem))
    return with_columns(table, {"max_cpl": ceilings, "cpl_issues": issues})


def cpl_stage(options: CplOptions) -> Stage:
    """Return cpl as a step of a run over a table with one set of figures a row."""

    def check(columns: list[str]) -> list[str]:
        for wanted in (("revenue",), ("margin",), ("close_rate", "leads_per_order")):
            if not any(name in columns or getattr(options, name) for name in wanted):
                raise LeadkitError(
                    f"cpl needs the column {' or '.join(wanted)}, or the option; "
                    f"there are: {', '.join(columns)}"
                )
        return []

    return Stage(
        "cpl",
        lambda table: Outcome(cpl_rows(table, options)),
        ("max_cpl", "cpl_issues"),
        check=check,
    )
