"""What leads may cost, for the eye: a table, and a plot of cost against ceiling in the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.visible import visible
from leadkit.commands.screen import styled
from leadkit.economics.amounts import ratio
from leadkit.economics.report import ChannelLine, Report
from leadkit.economics.verdicts import KEEP, SCALE, STOP, WATCH

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from leadkit.base.leads import Leads

STYLES = {SCALE: "bold green", KEEP: "green", WATCH: "yellow", STOP: "bold red", "": "dim"}
NAMED = 12  # columns that the name of a channel gets at least
ROOMY = 104  # columns of a terminal from which more figures fit side by side


@dataclass(frozen=True)
class Signs:
    """The signs of the plot."""

    reach: str = "━"
    ceiling: str = "●"
    cost: str = "◆"
    both: str = "◈"
    tick: str = "┊"
    dash: str = "–"


ASCII = Signs("=", "o", "x", "8", ".", "-")


def signs_for(encoding: str) -> Signs:
    """Return signs that a terminal of this encoding can show."""
    return Signs() if encoding.lower().replace("-", "").startswith("utf") else ASCII


def channel_table(report: Report, width: int, signs: Signs) -> Table:
    """Return the channels as a table that fits the terminal."""
    from rich.box import ASCII2, SIMPLE_HEAD
    from rich.table import Table

    roomy = width >= ROOMY
    lines = [*report.lines, report.total]
    money = _whole_or_cents(value for line in lines for value in (line.cpl, _ceiling(line)))
    rows = [_cells(line, roomy, money, signs) for line in lines]
    for spared in ("between", "orders", "leads"):  # what a narrow terminal can best do without
        widths = [max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]]
        room = width - sum(widths) - 3 * len(widths)
        if room >= NAMED:
            break
        rows = [{name: cell for name, cell in row.items() if name != spared} for row in rows]
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
        table.add_row(_name(line), *figures, styled(verdict, STYLES[line.verdict]), style=style)
    return table


def _cells(line: ChannelLine, roomy: bool, money: int, signs: Signs) -> dict[str, str]:
    """Return the cells of a line under their heads; money has so many decimals."""
    funnel = line.channel.funnel
    low, high = _bounds(line)
    between = "" if low is None else f"{_amount(low, money)} {signs.dash} {_amount(high, money)}"
    cells = {
        "leads": f"{funnel.leads:,}",
        "MQL": f"{funnel.mql:,}",
        "SQL": f"{funnel.sql:,}",
        "orders": f"{funnel.orders:,}",
        "spend": _amount(line.channel.spend, 0),
        "CPL": _amount(line.cpl, money),
        "ceiling": _amount(_ceiling(line), money),
        "between": between,
        "ROI": _percent(line),
        "verdict": short(line.verdict),
    }
    narrow = ("MQL", "SQL", "spend", "ROI")
    return cells if roomy else {name: cell for name, cell in cells.items() if name not in narrow}


def told_table(channels: Sequence[Mapping[str, str]]) -> Table:
    """Return what a run's summary says of each channel as a table: cost against ceiling."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    first = list(channels[0])
    by = first[: first.index("leads")]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column(", ".join(by), overflow="fold", min_width=NAMED)
    for name in ("leads", "orders", "CPL", "ceiling"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for at, line in enumerate(channels):
        name = visible(" · ".join(line[part] for part in by if line[part]))
        ceiling = line["shrunk_max_cpl"] or line["max_cpl"]
        money = (_amount(Decimal(one) if one else None, 2) for one in (line["cpl"], ceiling))
        counts = (f"{int(line[count]):,}" for count in ("leads", "orders"))
        verdict = styled(short(line["verdict"]), STYLES[line["verdict"]])
        if at == len(channels) - 1:
            table.add_section()
        table.add_row(name, *counts, *money, verdict)
    return table


def short(verdict: str) -> str:
    """Return the first word of a verdict; what it means stands below the plot."""
    return verdict.partition(":")[0]


def _name(line: ChannelLine) -> str:
    return visible(" · ".join(part for part in line.channel.key if part))


def _ceiling(line: ChannelLine) -> Decimal | None:
    return line.may_cost(line.evidence.shrunk.rate) if line.channel.funnel.leads else None


def _bounds(line: ChannelLine) -> tuple[Decimal | None, Decimal | None]:
    if not line.channel.funnel.leads or line.ceiling is None:
        return None, None
    low, high = line.evidence.range(line.evidence.z)
    return line.ceiling * low, line.ceiling * high


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


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis of so many cells; where a value is zero, the first cell is zero."""

    low: float
    high: float
    cells: int
    zero: bool

    def at(self, value: float) -> int:
        """Return the cell of a value."""
        first = 2 if self.zero else 0
        if value <= 0:
            return 0
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return first + round(min(max(part, 0.0), 1.0) * (self.cells - 1 - first))

    def ticks(self) -> dict[int, str]:
        """Return the cells with a tick, and what is written there: 0, 1, 10, 100 and so on."""
        power = math.ceil(math.log10(self.low) - 1e-9)
        decades = math.log10(self.high / self.low)
        steps = (1, 2, 5) if decades <= 2 else (1,)
        told = {0: "0"} if self.zero else {}
        while 10**power <= self.high * (1 + 1e-9):
            for step in steps:
                value = step * 10**power
                if self.low * (1 - 1e-9) <= value <= self.high * (1 + 1e-9):
                    told[self.at(value)] = f"{value:,.0f}" if value >= 1 else f"{value:g}"
            power += 1
        return told


def _axis(lines: Sequence[ChannelLine], cells: int) -> Axis:
    values = [
        float(value)
        for line in lines
        for value in (line.cpl, _ceiling(line), *_bounds(line))
        if value is not None
    ]
    above = [value for value in values if value > 0] or [1.0]
    low, high = min(above), max(above)
    low, high = _step_below(low), _step_above(high)
    return Axis(low, high if high > low else low * 10, cells, any(value <= 0 for value in values))


def _step_below(value: float) -> float:
    power = 10 ** math.floor(math.log10(value) + 1e-9)
    return float(max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9)))


def _step_above(value: float) -> float:
    power = 10 ** math.floor(math.log10(value) - 1e-9)
    return float(min(step * power for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9)))


def channel_plot(report: Report, width: int, signs: Signs) -> Text:
    """Return the plot: for each channel the ceiling with its interval, and the actual CPL."""
    from rich.text import Text

    lines = [
        line for line in report.lines if line.channel.attributed and _ceiling(line) is not None
    ]
    plot = Text(no_wrap=True, overflow="crop")
    if not lines:
        return plot
    names = min(max(len(_name(line)) for line in lines), 24)
    axis = _axis(lines, max(width - names - 16, 16))
    unit = f" in {report.currency}" if report.currency else ""
    plot.append(f"cost per lead{unit}: ", "bold")
    plot.append(signs.cost, "bold").append(" actual   ")
    plot.append(f"{signs.reach * 2}{signs.ceiling}{signs.reach * 2}", "cyan")
    plot.append(" ceiling and the range it may have\n\n")
    plot.append(" " * (names + 1)).append(_tick_labels(axis), "dim").append("\n")
    for line in lines:
        plot.append(_name(line)[:names].ljust(names + 1))
        plot.append_text(_row(line, axis, signs))
        plot.append(f" {short(line.verdict):<6}", STYLES[line.verdict])
        if line.more_leads:
            plot.append(_more(line.more_leads), "dim")
        plot.append("\n")
    return plot


def _more(leads: int) -> str:
    return f"+{leads:,}" if leads < 100_000 else ">99,999"


def _tick_labels(axis: Axis) -> str:
    cells = [" "] * axis.cells
    free = -1
    for at, label in sorted(axis.ticks().items()):
        start = min(max(at - len(label) // 2, 0), axis.cells - len(label))
        if start > free:
            cells[start : start + len(label)] = label
            free = start + len(label)
    return "".join(cells)


def _row(line: ChannelLine, axis: Axis, signs: Signs) -> Text:
    from rich.text import Text

    cells = [(" ", "")] * axis.cells
    for at in axis.ticks():
        cells[at] = (signs.tick, "dim")
    low, high = _bounds(line)
    ceiling, cost = _ceiling(line), line.cpl
    if low is None or high is None or ceiling is None:
        return Text("")
    for at in range(axis.at(float(low)), axis.at(float(high)) + 1):
        cells[at] = (signs.reach, "cyan")
    cells[axis.at(float(ceiling))] = (signs.ceiling, "bold cyan")
    if cost is not None:
        at = axis.at(float(cost))
        sign = signs.both if cells[at][0] == signs.ceiling else signs.cost
        cells[at] = (sign, STYLES[line.verdict])
    return Text.assemble(*cells)


def legend(report: Report) -> list[str]:
    """Return what the verdicts in the table mean."""
    meanings = {
        SCALE: "scale: cheaper than the ceiling can be at worst; more of it pays",
        KEEP: "keep: probably below the ceiling",
        WATCH: "watch: too few orders to tell",
        STOP: "stop: dearer than the ceiling can be at best",
    }
    there = {line.verdict for line in report.lines}
    told = [meaning for verdict, meaning in meanings.items() if verdict in there]
    if any(line.more_leads for line in report.lines):
        told.append("+n: so many more leads, going on like this, and the verdict is sure")
    return told


def plan_view(plan: Leads, report: Report, width: int, signs: Signs) -> Table:
    """Return a plan of a budget as a table that fits the terminal."""
    shown = {
        "spend": "now", "planned": "planned", "marginal_return": "next 1 brings",
        "leads": "leads", "orders": "orders", "profit": "profit",
    }  # fmt: skip
    if width >= ROOMY:
        shown |= {"profit_low": "at least", "profit_high": "at most", "verdict": "verdict"}
    rows = [[", ".join(report.by), *shown.values()]]
    for cells in plan.to_dict("records"):
        name = " · ".join(cells[part] for part in report.by if cells[part])
        rows.append([name, *(_plan_cell(column, cells[column]) for column in shown)])
    return plain_table(rows, total=True)


def _plan_cell(column: str, cell: str) -> str:
    if not cell or column == "verdict":
        return short(cell)
    decimals = {"marginal_return": 2, "orders": 1}.get(column, 0)
    return f"{Decimal(cell):,.{decimals}f}"


def plain_table(rows: Sequence[Sequence[str]], total: bool = False) -> Table:
    """Return rows of text as a table, the first row as its head."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for at, name in enumerate(rows[0]):
        table.add_column(name, justify="right" if at else "left", overflow="fold")
    for at, row in enumerate(rows[1:], start=2):
        if total and at == len(rows):
            table.add_section()
        table.add_row(*row)
    return table
