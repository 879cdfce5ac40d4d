"""A plot for the terminal: what a lead of each channel costs against what it may cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.visible import visible
from leadkit.economics.report import ChannelLine, Report
from leadkit.economics.verdicts import CHECK, KEEP, SCALE, STOP, TOO_EARLY, WATCH

if TYPE_CHECKING:
    from rich.text import Text

STYLES = {
    SCALE: "bold green", KEEP: "green", WATCH: "yellow", STOP: "bold red", TOO_EARLY: "yellow",
    CHECK: "yellow", "": "dim",
}  # fmt: skip


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


def short(verdict: str) -> str:
    """Return the first word of a verdict; what it means stands below the plot."""
    return verdict.partition(":")[0]


def name_of(line: ChannelLine) -> str:
    return visible(" · ".join(part for part in line.channel.key if part))


def ceiling_of(line: ChannelLine) -> Decimal | None:
    return line.may_cost(line.evidence.shrunk.rate) if line.channel.funnel.leads else None


def bounds_of(line: ChannelLine) -> tuple[Decimal | None, Decimal | None]:
    if not line.channel.funnel.leads or line.ceiling is None:
        return None, None
    low, high = line.evidence.range(line.evidence.z)
    return line.ceiling * low, line.ceiling * high


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
        for value in (line.cpl, ceiling_of(line), *bounds_of(line))
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
        line for line in report.lines if line.channel.attributed and ceiling_of(line) is not None
    ]
    plot = Text(no_wrap=True, overflow="crop")
    if not lines:
        return plot
    names = min(max(len(name_of(line)) for line in lines), 24)
    words = max(len(short(line.verdict)) for line in lines)
    axis = _axis(lines, max(width - names - max(words, 6) - 10, 16))
    unit = f" in {report.currency}" if report.currency else ""
    plot.append(f"cost per lead{unit}: ", "bold")
    plot.append(signs.cost, "bold").append(" actual   ")
    plot.append(f"{signs.reach * 2}{signs.ceiling}{signs.reach * 2}", "cyan")
    plot.append(" ceiling and the range it may have\n\n")
    plot.append(" " * (names + 1)).append(_tick_labels(axis), "dim").append("\n")
    for line in lines:
        plot.append(name_of(line)[:names].ljust(names + 1))
        plot.append_text(_row(line, axis, signs))
        plot.append(f" {short(line.verdict):<{max(words, 6)}}", STYLES[line.verdict])
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
    low, high = bounds_of(line)
    ceiling, cost = ceiling_of(line), line.cpl
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
