"""How far the leads of each source came, and how sure that is."""

from __future__ import annotations

from collections import Counter

from leadkit.base.how_many import how_many
from leadkit.fields.status_words import FORWARD, lifecycle_status
from leadkit.reporting.charts import Line, Span, bars, spans
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.scales import share_ticks
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more, bounds, likely, share

_CHARTED = 8  # sources in a chart
_FEW = 10  # leads below which a share says little
_QUALIFIED = FORWARD.index("SQL")


def funnel_section(run: RunFigures) -> Section | None:
    """Return the part about statuses by source; None where nobody has a status."""
    if not run.funnel:
        return None
    statuses = _statuses(run)
    charts = [_by_status(run, statuses)]
    if _qualified(statuses):
        charts.append(_conversion(run, statuses))
    return Section("funnel", "How far leads came, by source", funnel_sentences(run), tuple(charts))


def _statuses(run: RunFigures) -> list[str]:
    """Return the statuses that any lead has, in the order of the lifecycle."""
    there = Counter[str]()
    for counts in run.funnel.values():
        there.update(counts)
    known = [name for name in run.statuses if there[name]]
    return [*known, *sorted(name for name in there if there[name] and name not in known)]


def _qualified(statuses: list[str]) -> list[str]:
    """Return those statuses that are at least sales qualified."""
    return [
        name
        for name in statuses
        if (ours := lifecycle_status(name)) in FORWARD and FORWARD.index(ours) >= _QUALIFIED
    ]


def _ranked(run: RunFigures) -> list[tuple[str, Counter[str]]]:
    return [
        (source, Counter(counts))
        for source, counts in sorted(
            run.funnel.items(), key=lambda one: (-sum(one[1].values()), one[0])
        )
    ]


def funnel_sentences(run: RunFigures) -> tuple[str, ...]:
    """Say from how many sources leads came, and how many of all are how far."""
    sources, leads = len(run.funnel), sum(sum(one.values()) for one in run.funnel.values())
    statuses = _statuses(run)
    sums = Counter[str]()
    for counts in run.funnel.values():
        sums.update(counts)
    told = a_list([f"{sums[name]:,} {shown(name, 30)}" for name in statuses])
    told = told.replace(" ", " are ", 1) if told.startswith(f"{sums[statuses[0]]:,} ") else told
    return (f"{how_many(leads, 'lead')} of {how_many(sources, 'source')}: {told}.",)


def _by_status(run: RunFigures, statuses: list[str]) -> Chart:
    ranked = _ranked(run)
    kept = ranked if len(ranked) <= _CHARTED else ranked[: _CHARTED - 1]
    rest = ranked[len(kept) :]
    drawn = [
        (shown(source, 50) if source.strip() else "(no source)", counts) for source, counts in kept
    ]
    if rest:
        others = sum((counts for _, counts in rest), Counter[str]())
        drawn.append((f"{len(rest):,} other sources", others))
    palette = _colours(statuses, run.rules.aside)
    lines = [
        Line(
            name,
            [100 * counts[status] / (counts.total() or 1) for status in statuses],
            how_many(counts.total(), "lead"),
        )
        for name, counts in drawn
    ]
    first, counts = drawn[0]
    table = Table(
        ("source", *(shown(name, 30) for name in statuses), "leads"),
        tuple(
            (shown(source), *(f"{counts[name]:,}" for name in statuses), f"{counts.total():,}")
            for source, counts in ranked[:LISTED]
        ),
        more=and_more(len(ranked), "sources"),
    )
    told = "; ".join(f"{line.name}: {line.said}" for line in lines)
    return Chart(
        _source_title(first, counts, ranked, statuses),
        f"Leads by source and status. {told}.",
        bars(lines, palette, [shown(name, 30) for name in statuses], 100),
        table,
    )


def _source_title(
    first: str, counts: Counter[str], ranked: list[tuple[str, Counter[str]]], statuses: list[str]
) -> str:
    """Return how much of all leads the largest source brought, and of those who are far."""
    if len(ranked) == 1:
        return f"All leads came from {first}"
    leads = sum(one.total() for _, one in ranked)
    title = f"{first} brought {share(counts.total(), leads)} of the leads"
    good = _qualified(statuses)
    everybody = sum(one[name] for _, one in ranked for name in good)
    if not everybody:
        return title
    own = sum(counts[name] for name in good)
    return f"{title}, and {share(own, everybody)} of those SQL or further"


def _colours(statuses: list[str], aside: frozenset[str]) -> list[str]:
    """Return a colour for each status: the further, the darker; grey for those beside the line."""
    line = [name for name in statuses if name not in aside]
    steps = {
        name: f"r{min(6, 1 + round(at * 5 / max(len(line) - 1, 1)))}"
        for at, name in enumerate(line)
    }
    return [steps.get(name, "e") for name in statuses]


def _conversion(run: RunFigures, statuses: list[str]) -> Chart:
    """Return which share of the leads of each source is sales qualified, and how sure that is."""
    qualified, ranked = _qualified(statuses), _ranked(run)
    lines = [
        (good / (leads or 1), leads, _span(source, good, leads))
        for source, counts in ranked[:_CHARTED]
        for good, leads in [(sum(counts[name] for name in qualified), counts.total())]
    ]
    lines.sort(key=lambda one: (-one[0], -one[1]))
    drawn = [one for _, _, one in lines]
    top = min(1.0, max(one.high for one in drawn) * 1.02)
    everybody = sum(counts.total() for _, counts in ranked)
    all_good = sum(counts[name] for _, counts in ranked for name in qualified)
    title = f"{share(all_good, everybody)} of all leads are SQL or further"
    best = [one for rate, leads, one in lines if leads >= _FEW and rate > 0]
    if len(best) > 1:
        title += f", of {best[0].name} {best[0].said.rpartition(', ')[2]}"
    told = "; ".join(
        f"{one.name}: {one.said} (likely {share(one.low, 1)} to {share(one.high, 1)})"
        for one in drawn
    )
    key = (("dot", "counted"), ("likely", "likely, at 95%"))
    return Chart(
        title,
        f"Share of leads that are SQL or further, with its interval. {told}.",
        spans(drawn, share_ticks(top), top, key=key),
        _conversion_table(ranked, qualified),
        "Where the bands of two sources overlap, chance alone may explain the difference.",
    )


def _span(source: str, good: int, leads: int) -> Span:
    sure = likely(good, leads)
    return Span(
        shown(source, 50) if source.strip() else "(no source)",
        f"{good:,} of {leads:,}, {share(good, leads)}",
        float(sure.low),
        float(sure.high),
        good / leads if leads else None,
    )


def _conversion_table(ranked: list[tuple[str, Counter[str]]], qualified: list[str]) -> Table:
    won = [name for name in qualified if lifecycle_status(name) == "customer"]
    rows = []
    for source, counts in ranked[:LISTED]:
        row, leads = [shown(source), f"{counts.total():,}"], counts.total()
        for names in (qualified, won):
            many = sum(counts[name] for name in names)
            row += [f"{many:,}", share(many, leads), bounds(likely(many, leads))]
        rows.append(tuple(row))
    return Table(
        ("source", "leads", "SQL or further", "share", "likely", "customers", "share", "likely"),
        tuple(rows),
        more=and_more(len(ranked), "sources"),
    )
