"""What leads of each source cost, and what they may cost."""

from __future__ import annotations

from decimal import Decimal

from leadkit.base.how_many import how_many
from leadkit.economics.amounts import to_cents
from leadkit.economics.report import ChannelLine, Report
from leadkit.economics.verdicts import KEEP, SCALE, STOP
from leadkit.reporting.charts import Span, spans
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.scales import money_ticks
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more

_CHARTED = 10
_HOW = (
    "What was spent is not known. Write it into spend.csv, a line each lead_source with spend, "
    "revenue of an order and margin: the next run tells it; or name a file by --spend."
)


def channels_section(run: RunFigures) -> Section:
    """Return the part about what leads cost and may cost."""
    report = run.leads.channels
    says: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    if report is None:
        why = run.leads.channel_error or "there are no leads"
        says = (f"What leads cost cannot be told: {shown(why, 300)}.",)
    else:
        says, charts = channel_sentences(report), _charts(report)
    notes = tuple(shown(note, 200) for note in run.leads.channel_notes) if charts else ()
    return Section("channels", "What leads cost, and what they may cost", says, charts, notes=notes)


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{to_cents(amount):,}"


def _spent(report: Report) -> list[ChannelLine]:
    return [
        line for line in report.lines if line.channel.attributed and line.channel.spend is not None
    ]


def channel_sentences(report: Report) -> tuple[str, ...]:
    """Say what was spent, and which sources are worth more or less of it."""
    spent, total = _spent(report), report.total
    if not spent:
        return (_HOW,)
    unit = f" {report.currency}" if report.currency else ""
    told = (
        f"{_money(total.channel.spend)}{unit} were spent on {how_many(len(spent), 'source')}; "
        f"{how_many(total.channel.funnel.orders, 'lead is a customer', 'leads are customers')}."
    )
    for verdict, words in ((SCALE, "worth more"), (KEEP, "worth their cost"), (STOP, "too dear")):
        named = [shown(line.channel.key[0], 40) for line in spent if line.verdict == verdict]
        if named:
            told += (
                f" {a_list(named[:8])} {'is' if len(named) == 1 else 'are'} {words} ({verdict})."
            )
    watched = [line for line in spent if line.verdict and line.verdict not in (SCALE, KEEP, STOP)]
    if watched:
        named = [shown(line.channel.key[0], 40) for line in watched[:8]]
        told += f" Of {a_list(named)} there are too few orders to tell."
    return (told,)


def _charts(report: Report) -> tuple[Chart, ...]:
    table = _table(report)
    known = [(line, may_cost) for line in _spent(report) if (may_cost := _may_cost(line))]
    if not known:
        return ()
    known = sorted(known, key=lambda one: -one[0].channel.funnel.leads)[:_CHARTED]
    lines = [line for line, _ in known]
    drawn, figures = [], []
    for line, may_cost in known:
        low, high, best = map(float, may_cost)
        cpl = float(line.cpl or 0)
        figures += [value for value in (low, high, best, cpl) if value > 0]
        said = f"{shown(line.verdict.partition(':')[0], 20)}"
        drawn.append(
            Span(
                shown(line.channel.key[0], 50),
                f"CPL {_money(line.cpl)}: {said}",
                low,
                high,
                best if best else None,
                cpl,
                line.verdict == STOP,
            )
        )
    ticks = money_ticks(min(figures), max(figures))
    stop = [line for line in lines if line.verdict == STOP]
    good = [line for line in lines if line.verdict in (SCALE, KEEP)]
    title = f"{how_many(len(good), 'source costs', 'sources cost')} less than they may"
    if len(good) == 1:
        title = f"{shown(good[0].channel.key[0], 40)} costs less than it may"
    if stop:
        named = a_list([shown(line.channel.key[0], 30) for line in stop[:3]])
        title = (
            f"{named} {'costs' if len(stop) == 1 else 'cost'} more per lead than can be worth it"
        )
    told = "; ".join(
        f"{one.name}: {one.said}, ceiling likely {one.low:,.2f} to {one.high:,.2f}" for one in drawn
    )
    key = (
        ("mark", "what a lead cost (CPL)"),
        ("likely", "what it may cost, at 95%"),
        ("dot", "best guess of that"),
    )
    return (
        Chart(
            title,
            f"Cost per lead against its ceiling, by source. {told}.",
            spans(drawn, ticks, ticks[-1][0], log=True, key=key),
            table,
            "The axis grows tenfold from mark to mark; what cost less than its begin stands at its "
            "left edge.",
        ),
    )


def _may_cost(line: ChannelLine) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return what a lead may cost, at least and at most, and the best guess; None where nobody
    can tell."""
    if line.ceiling is None or not line.channel.funnel.leads:
        return None
    low, high = (line.ceiling * bound for bound in line.evidence.range(line.evidence.z))
    return low, high, line.ceiling * line.evidence.own.rate


def _table(report: Report) -> Table:
    lines = [*report.lines, report.total]
    rows = []
    for line in lines:
        low, high, best = _may_cost(line) or (None, None, None)
        rows.append(
            (
                shown(line.channel.key[0]),
                f"{line.channel.funnel.leads:,}",
                f"{line.channel.funnel.orders:,}",
                _money(line.channel.spend),
                _money(line.cpl),
                _money(best),
                f"{_money(low)} to {_money(high)}" if low is not None else "",
                shown(line.verdict, 60) if line.verdict else "",
            )
        )
    kept = rows if len(rows) <= LISTED + 1 else [*rows[:LISTED], rows[-1]]
    return Table(
        ("source", "leads", "orders", "spend", "CPL", "may cost", "likely", "verdict"),
        tuple(kept),
        more=and_more(len(rows) - 1, "sources"),
    )
