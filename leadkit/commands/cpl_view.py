"""What leads may cost, for the eye: channels and plans as tables, and what their words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.commands.cpl_plot import ASCII, STYLES, Signs, bounds_of, ceiling_of, name_of, short
from leadkit.commands.fitting import NAMED, NamedTable, fitting, left_out
from leadkit.commands.screen import styled
from leadkit.economics.amounts import ratio
from leadkit.economics.calculator import FACTORS
from leadkit.economics.report import ChannelLine, Report
from leadkit.economics.verdicts import CHECK, KEEP, SCALE, STOP, TOO_EARLY, WATCH
from leadkit.fields.spans import day_text

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from leadkit.base.leads import Leads

# What a narrow terminal can best do without; the plot shows between which ceilings are, too.
SPARED = ("MQL", "SQL", "between", "ROI", "orders", "spend", "leads")


def channel_table(report: Report, width: int, signs: Signs) -> Table:
    """Return the channels as a table that fits the terminal."""
    from rich.box import ASCII2, SIMPLE_HEAD
    from rich.table import Table

    lines = [*report.lines, report.total]
    every = channel_cells(report, signs)
    names = [name_of(line) for line in lines]
    kept = fitting(every, names, width, SPARED)
    rows = [
        dict(zip(kept, cells, strict=True))
        for cells in zip(*(every[one] for one in kept), strict=True)
    ]
    table = Table(
        box=ASCII2 if signs is ASCII else SIMPLE_HEAD, pad_edge=False, header_style="bold"
    )
    table.add_column(", ".join(report.by), overflow="fold", min_width=NAMED)
    for name in rows[0]:
        table.add_column(name, justify="left" if name == "verdict" else "right", no_wrap=True)
    for line, cells in zip(lines, rows, strict=True):
        style = "" if line.channel.attributed else "dim"
        if line is report.total:
            table.add_section()
            style = "bold"
        *figures, verdict = cells.values()
        table.add_row(name_of(line), *figures, styled(verdict, STYLES[line.verdict]), style=style)
    return table


def channel_cells(report: Report, signs: Signs) -> dict[str, list[str]]:
    """Return the cells of all lines and of the total, column by column."""
    lines = [*report.lines, report.total]
    money = _whole_or_cents(value for line in lines for value in (line.cpl, ceiling_of(line)))
    rows = [_cells(line, money, signs) for line in lines]
    return {head: [row[head] for row in rows] for head in rows[0]}


def _cells(line: ChannelLine, money: int, signs: Signs) -> dict[str, str]:
    """Return the cells of a line under their heads; money has so many decimals."""
    funnel = line.channel.funnel
    low, high = bounds_of(line)
    between = "" if low is None else f"{_amount(low, money)} {signs.dash} {_amount(high, money)}"
    return {
        "leads": f"{funnel.leads:,}",
        "MQL": f"{funnel.mql:,}",
        "SQL": f"{funnel.sql:,}",
        "orders": f"{funnel.orders:,}",
        "spend": _amount(line.channel.spend, 0),
        "CPL": _amount(line.cpl, money),
        "ceiling": _amount(ceiling_of(line), money),
        "between": between,
        "ROI": _percent(line),
        "verdict": short(line.verdict),
    }


def what_is_left_out(report: Report, width: int, signs: Signs) -> Text | None:
    """Return a line on the columns for which the terminal has no room, None where it has."""
    every = channel_cells(report, signs)
    names = [name_of(line) for line in (*report.lines, report.total)]
    return left_out(every, fitting(every, names, width, SPARED), width, "-o FILE writes all")


def told_table(channels: Sequence[Mapping[str, str]]) -> NamedTable:
    """Return what a run's summary says of each channel as a table: cost against ceiling."""
    first = list(channels[0])
    by = first[: first.index("leads")]
    names = [" · ".join(line[part] for part in by if line[part]) for line in channels]

    def money(column: str, instead: str = "", decimals: int = 2) -> list[str]:
        amounts = (line[column] or line.get(instead, "") for line in channels)
        return [_amount(Decimal(one) if one else None, decimals) for one in amounts]

    columns = {
        "leads": [f"{int(line['leads']):,}" for line in channels],
        "orders": [f"{int(line['orders']):,}" for line in channels],
        "spend": money("spend", decimals=0),
        "CPL": money("cpl"),
        "ceiling": money("shrunk_max_cpl", "max_cpl"),
        "verdict": [short(line["verdict"]) for line in channels],
    }
    styles = {short(verdict): style for verdict, style in STYLES.items()}
    return NamedTable(
        ", ".join(by), names, columns, SPARED, "the file of channels has all",
        style=lambda head, cell: styles.get(cell, "") if head == "verdict" else "",
    )  # fmt: skip


def _whole_or_cents(values: Iterable[Decimal | None]) -> int:
    """Return how many decimals a column of money needs to be read at a glance."""
    known = [value for value in values if value is not None]
    return 0 if max(known, default=0) >= 1000 else 2


def _amount(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else f"{value:,.{decimals}f}"


def _percent(line: ChannelLine) -> str:
    spend = line.channel.spend
    if not spend or line.profit is None:
        return ""
    return f"{Decimal(ratio(line.profit / spend)) * 100:,.0f}%"


def legend(report: Report) -> list[str]:
    """Return what the verdicts in the table mean."""
    meanings = {
        SCALE: "scale: cheaper than the ceiling can be at worst; more of it pays",
        KEEP: "keep: probably below the ceiling",
        WATCH: "watch: too few orders to tell",
        STOP: "stop: dearer than the ceiling can be at best",
        TOO_EARLY: _early(report),
        CHECK: "check: spend and no leads; do the leads call it otherwise? --channels says so",
    }
    there = {line.verdict for line in report.lines}
    told = [meaning for verdict, meaning in meanings.items() if verdict in there]
    if any(line.more_leads for line in report.lines):
        told.append("+n: so many more leads, going on like this, and the verdict is sure")
    return told


def _early(report: Report) -> str:
    """Return from when on channels without an order can be judged."""
    early = [line for line in report.lines if line.verdict == TOO_EARLY]
    days = [f"{name_of(line)} from {day_text(line.tell_on)}" for line in early if line.tell_on]
    how = "" if len(days) == len(early) else " (--cycle '90 days' says when it can be told)"
    told = f"; it can be told of {', '.join(days)}" if days else ""
    return f"too early: no order yet{told}{how}"


def plan_view(plan: Leads, report: Report) -> NamedTable:
    """Return a plan of a budget as a table that fits the terminal."""
    shown = {
        "spend": "now", "planned": "planned", "change": "change",
        "marginal_return": "next 1 brings", "leads": "leads", "orders": "orders",
        "profit": "profit", "profit_low": "at least", "profit_high": "at most",
        "verdict": "verdict",
    }  # fmt: skip
    lines = plan.to_dict("records")
    names = [" · ".join(cells[part] for part in report.by if cells[part]) for cells in lines]
    columns = {
        head: [_plan_cell(column, cells[column]) for cells in lines]
        for column, head in shown.items()
    }
    spared = ("verdict", "at most", "at least", "change", "next 1 brings", "orders", "leads")
    return NamedTable(", ".join(report.by), names, columns, spared, "-o FILE writes all")


def _plan_cell(column: str, cell: str) -> str:
    if not cell or column == "verdict":
        return short(cell)
    decimals = {"marginal_return": 2, "orders": 1}.get(column, 0)
    return f"{Decimal(cell):,.{decimals}f}"


def grid_view(rows: Sequence[Sequence[str]]) -> NamedTable:
    """Return the ceilings over close rates and margins as a table that fits a terminal.

    The heads are the margins alone, as "margin_16.665%" five times leaves no room for amounts.
    What is far from the figures that were given goes first.
    """
    heads = [head.removeprefix("margin_") for head in rows[0][1:]]
    columns = {head: [row[at] for row in rows[1:]] for at, head in enumerate(heads, start=1)}
    outer = sorted(heads, key=lambda head: -abs(heads.index(head) - FACTORS.index(1)))
    return NamedTable(
        "close, margin", [row[0] for row in rows[1:]], columns, outer[:-1], "a pipe has all",
        total=False,
    )  # fmt: skip


def plain_table(rows: Sequence[Sequence[str]]) -> Table:
    """Return rows of text as a table, the first row as its head."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for at, name in enumerate(rows[0]):
        table.add_column(name, justify="right" if at else "left", overflow="fold")
    for row in rows[1:]:
        table.add_row(*row)
    return table
