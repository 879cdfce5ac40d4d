"""Each channel with all its figures, and the total that they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from leadkit.base.how_many import how_many
from leadkit.economics.amounts import ratio, share, to_cents
from leadkit.economics.channel_map import channel_place, folded
from leadkit.economics.channels import Channel
from leadkit.economics.funnels import Funnel
from leadkit.economics.intervals import Prior, learn_prior
from leadkit.economics.timing import Timing, leads_to_tell
from leadkit.economics.verdicts import (
    CHECK,
    KEEP,
    SCALE,
    STOP,
    TOO_EARLY,
    WATCH,
    ChannelEvidence,
    more_leads,
    verdict_of,
)
from leadkit.fields.spans import NO_DAY, day_text

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

COLUMNS = (
    "leads", "mql", "sql", "opportunities", "orders", "lost", "open",
    "revenue", "gross_profit", "spend", "profit", "currency",
    "cpl", "cost_per_mql", "cost_per_sql", "cost_per_order",
    "close_rate", "close_rate_low", "close_rate_high",
    "max_cpl", "max_cpl_low", "max_cpl_high",
    "shrunk_close_rate", "shrunk_max_cpl", "shrunk_max_cpl_low", "shrunk_max_cpl_high",
    "headroom", "roi", "roas", "payback_orders", "payback_months",
    "break_even_close_rate", "more_leads", "verdict", "why", "tell_on", "existing",
)  # fmt: skip

# What adds up to the total, to the lead and to the cent.
ADDITIVE = (
    "leads", "mql", "sql", "opportunities", "orders", "lost", "open",
    "revenue", "gross_profit", "spend", "profit", "existing",
)  # fmt: skip
_HOW_LONG = "--cycle '90 days' says how long an order takes, and so when it can be told"
_COUNTS = (*ADDITIVE[:7], "existing")


@dataclass(frozen=True)
class ChannelLine:
    """A channel with its money and its evidence; a figure is None where it cannot be told."""

    channel: Channel
    evidence: ChannelEvidence
    revenue: Decimal | None
    gross_profit: Decimal | None
    profit: Decimal | None
    ceiling: Decimal | None  # the most an order may cost
    verdict: str = ""
    why: str = ""
    more_leads: int | None = None
    tell_on: int = NO_DAY  # on which a channel without an order can be judged

    @property
    def cpl(self) -> Decimal | None:
        return self.cost_per(self.channel.funnel.leads)

    def cost_per(self, count: int) -> Decimal | None:
        """Return what each of so many leads, orders and the like has cost."""
        spend = self.channel.spend
        return spend / count if spend is not None and spend >= 0 and count else None

    def may_cost(self, rate: Decimal) -> Decimal | None:
        """Return the ceiling per lead at a close rate."""
        return None if self.ceiling is None else self.ceiling * rate


@dataclass(frozen=True)
class Report:
    """All lines, then their total, and what the channels were found to have in common."""

    by: tuple[str, ...]
    lines: list[ChannelLine]
    total: ChannelLine
    prior: Prior
    currency: str
    months: Decimal | None = None  # over which the revenue of an order comes in


def report_channels(
    channels: Sequence[Channel],
    by: Sequence[str],
    z: Decimal,
    currency: str = "",
    months: Decimal | None = None,
    timing: Timing | None = None,
) -> Report:
    """Work out each channel's line and the total.

    The prior is learnt from the channels alone: leads without a channel are not one of them.
    """
    counts = [(own.funnel.orders, own.funnel.leads) for own in channels if own.attributed]
    prior = learn_prior(counts)
    with_leads = {_channel_of(own, by) for own in channels if own.funnel.leads}
    lines = [
        _line(
            own,
            ChannelEvidence(*_counts(own), prior if own.attributed else Prior(), z),
            timing or Timing(),
            _channel_of(own, by) in with_leads,
        )
        for own in channels
    ]
    total = _total(lines, len(by), z)
    return Report(tuple(by), lines, total, prior, currency, months)


def _channel_of(channel: Channel, by: Sequence[str]) -> str:
    """Return the channel alone, of whatever month it is."""
    return folded(channel.key[channel_place(by)])


def _counts(channel: Channel) -> tuple[int, int]:
    return channel.funnel.orders, channel.funnel.leads


def _line(
    channel: Channel, evidence: ChannelEvidence, timing: Timing, has_leads: bool
) -> ChannelLine:
    funnel, worth = channel.funnel, channel.worth
    revenue = gross_profit = profit = None
    if worth or not funnel.unpriced:
        revenue = funnel.deals + to_cents(
            funnel.unpriced * (worth.revenue if worth else Decimal(0))
        )
    if revenue is not None and (worth or not funnel.orders):
        gross_profit = to_cents(revenue * (worth.margin if worth else Decimal(0)))
        profit = gross_profit - (channel.spend or 0)
    ceiling = worth.ceiling if worth else None
    line = ChannelLine(channel, evidence, revenue, gross_profit, profit, ceiling)
    if not channel.attributed:
        return line
    early = _too_early(line, timing)
    if early:
        return early
    verdict, why = _judged(line, has_leads)
    return replace(line, verdict=verdict, why=why, more_leads=_still_needed(line))


def _too_early(line: ChannelLine, timing: Timing) -> ChannelLine | None:
    """Return a line without an order whose leads had not the time for one, None for any other."""
    funnel, cost = line.channel.funnel, line.cpl
    if not cost or line.ceiling is None or funnel.orders:
        return None
    needed = leads_to_tell(cost, line.ceiling, funnel.leads, line.evidence.prior, line.evidence.z)
    day = timing.told_on(funnel.came, needed)
    if day and day <= timing.now:
        return None
    costs = f"no order yet: a lead costs {to_cents(cost):,}, "
    an_sql = line.cost_per(funnel.sql)
    costs += f"an SQL {to_cents(an_sql):,}" if an_sql else "and none is an SQL"
    if not day:
        return replace(line, verdict=TOO_EARLY, why=f"{costs}; {_HOW_LONG}")
    after = f"{how_many(timing.cycle, 'day')}"
    told = f"nine of ten orders come within {after}" if timing.learnt else f"an order takes {after}"
    why = f"{costs}; it can be told on {day_text(day)}, as {told}"
    return replace(line, verdict=TOO_EARLY, why=why, tell_on=day)


def _judged(line: ChannelLine, has_leads: bool) -> tuple[str, str]:
    """Return the verdict, and why in words; without spend or worth there is only the why.

    Where a channel has leads in another month it is no question of its name.
    """
    spend, leads = line.channel.spend, line.channel.funnel.leads
    if spend is None:
        return "", "no spend is given"
    if spend < 0:
        return "", f"{-spend:,} more came back by credit notes than was spent"
    if not leads and not spend:
        return "", "no spend and no leads"
    if not leads and has_leads:
        return WATCH, f"{spend:,} spent and no lead yet"
    if not leads:
        return CHECK, f"{spend:,} spent, and no lead names this channel: is it called otherwise?"
    if line.ceiling is None:
        return "", "no revenue or margin is given"
    low, high = (to_cents(line.ceiling * bound) for bound in line.evidence.range(line.evidence.z))
    cpl = spend / leads
    verdict = verdict_of(cpl, line.ceiling, line.evidence)
    price = f"CPL {to_cents(cpl):,}"
    return verdict, {
        SCALE: f"{price} is below {low:,}, the least that the ceiling can be",
        KEEP: f"{price} is probably below the ceiling, which is {low:,} to {high:,}",
        WATCH: f"{price} may be below or above the ceiling, which is {low:,} to {high:,}",
        STOP: f"{price} is above {high:,}, the most that the ceiling can be",
    }[verdict]


def _still_needed(line: ChannelLine) -> int | None:
    if line.cpl is None or line.ceiling is None:
        return None
    return more_leads(line.cpl, line.ceiling, line.evidence)


def _total(lines: Sequence[ChannelLine], parts: int, z: Decimal) -> ChannelLine:
    funnel = Funnel()
    for line in lines:
        funnel.add(line.channel.funnel)
    spend = _sum(line.channel.spend for line in lines)
    channel = Channel(("(total)", *[""] * (parts - 1)), funnel, spend, attributed=False)
    return ChannelLine(
        channel,
        ChannelEvidence(funnel.orders, funnel.leads, Prior(), z),
        _sum(line.revenue for line in lines),
        _sum(line.gross_profit for line in lines),
        _sum(line.profit for line in lines),
        _mixed_ceiling(lines),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def _mixed_ceiling(lines: Sequence[ChannelLine]) -> Decimal | None:
    """Return what an order may cost in the mix of all orders, None where one has no worth."""
    ceilings = {line.ceiling for line in lines if line.channel.funnel.leads}
    if len(ceilings) == 1:
        return ceilings.pop()
    won = [line for line in lines if line.channel.funnel.orders]
    if not won:
        return None
    total = Decimal(0)
    for line in won:
        if line.ceiling is None:
            return None
        total += line.ceiling * line.channel.funnel.orders
    return total / sum(line.channel.funnel.orders for line in won)


def report_table(report: Report) -> Leads:
    """Return the report as a table of text: a line each channel, the total last."""
    import pandas as pd

    rows = [
        {**dict(zip(report.by, line.channel.key, strict=True)), **figures_of(line, report)}
        for line in (*report.lines, report.total)
    ]
    return pd.DataFrame(rows, columns=[*report.by, *COLUMNS], dtype="str")


def figures_of(line: ChannelLine, report: Report) -> dict[str, str]:
    """Return all figures of a line as text, "" for those that cannot be told."""
    funnel, spend = line.channel.funnel, line.channel.spend
    own, shrunk = line.evidence.own, line.evidence.shrunk
    is_total = line is report.total
    has_leads = funnel.leads > 0
    rates = {
        "close_rate": own.rate, "close_rate_low": own.low, "close_rate_high": own.high,
    }  # fmt: skip
    ceilings = {name.replace("close_rate", "max_cpl"): rate for name, rate in rates.items()}
    borrowed = {
        "shrunk_max_cpl": shrunk.rate, "shrunk_max_cpl_low": shrunk.low,
        "shrunk_max_cpl_high": shrunk.high,
    }  # fmt: skip
    counts = {name: getattr(funnel, name) for name in _COUNTS}
    figures = {
        **{name: str(count) for name, count in counts.items()},
        "revenue": _money(line.revenue),
        "gross_profit": _money(line.gross_profit),
        "spend": _money(spend),
        "profit": _money(line.profit),
        "currency": report.currency,
        "cpl": _money(line.cpl),
        "cost_per_mql": _money(line.cost_per(funnel.mql)),
        "cost_per_sql": _money(line.cost_per(funnel.sql)),
        "cost_per_order": _money(line.cost_per(funnel.orders)),
        **_return_on(line, report.months),
        "more_leads": "" if line.more_leads is None else str(line.more_leads),
        "verdict": line.verdict,
        "why": line.why,
        "tell_on": day_text(line.tell_on),
    }
    if has_leads:
        figures |= {name: share(rate) for name, rate in rates.items()}
        figures |= {name: _money(line.may_cost(rate)) for name, rate in ceilings.items()}
        if not is_total and line.channel.attributed:
            figures["shrunk_close_rate"] = share(shrunk.rate)
            figures |= {name: _money(line.may_cost(rate)) for name, rate in borrowed.items()}
            figures["headroom"] = _headroom(line, shrunk.rate)
    return {name: figures.get(name, "") for name in COLUMNS}


def _headroom(line: ChannelLine, rate: Decimal) -> str:
    ceiling = line.may_cost(rate)
    return "" if ceiling is None or line.cpl is None else _money(ceiling - line.cpl)


def _return_on(line: ChannelLine, months: Decimal | None) -> dict[str, str]:
    """Return what came back for the spend, and how many orders or months pay for it."""
    spend, orders, worth = line.channel.spend, line.channel.funnel.orders, line.channel.worth
    figures = {}
    if spend and spend > 0 and line.revenue is not None and line.profit is not None:
        figures["roi"] = ratio(line.profit / spend)
        figures["roas"] = ratio(line.revenue / spend)
    if line.cpl is not None and line.ceiling:
        figures["break_even_close_rate"] = share(line.cpl / line.ceiling)
    if spend is None or spend < 0 or line.gross_profit is None:
        return figures
    each = line.gross_profit / orders if orders else worth.gross_profit if worth else None
    if each:
        figures["payback_orders"] = str((spend / each).to_integral_value(ROUND_CEILING))
    if months and line.gross_profit and spend <= line.gross_profit:
        figures["payback_months"] = f"{months * spend / line.gross_profit:.1f}"
    return figures


def not_paid_back(report: Report) -> list[ChannelLine]:
    """Return the channels whose spend does not come back within the months that are told."""
    return [
        line
        for line in report.lines
        if report.months and line.channel.attributed and line.gross_profit is not None
        and (line.channel.spend or 0) > line.gross_profit
    ]  # fmt: skip


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else str(to_cents(amount))
