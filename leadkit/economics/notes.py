"""What a study of channels tells beside its figures: what was left out, or may be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadkit.base.how_many import how_many
from leadkit.base.values import quoting
from leadkit.economics.channel_map import folded
from leadkit.economics.funnels import CountedLeads, Counting
from leadkit.economics.one_channel import in_several_spellings, look_alike, sides_apart, some
from leadkit.economics.report import ChannelLine, Report, not_paid_back
from leadkit.economics.spend import Spend
from leadkit.fields.spans import day_text


def study_notes(
    report: Report, counted: CountedLeads, spent: Spend, how: Counting
) -> Iterator[str]:
    """Tell what a reader of the figures has to know; cells are marked as such."""
    yield from _of_leads(counted, how)
    yield from _of_spend(report, spent)
    yield from _of_names(report, counted, spent, how)
    yield from _of_orders(report, counted, how)


def _of_leads(counted: CountedLeads, how: Counting) -> Iterator[str]:
    if counted.unknown_status:
        words = [word for word, _ in counted.unknown_status.most_common(4)]
        yield (
            f"leads with a status that is not known: {counted.unknown_status.total():,}"
            f"{quoting(f' ({some(words)})')}; they count as leads that came no further"
        )
    if counted.undated:
        yield (
            f"leads whose date can be read in two ways or not at all: {counted.undated:,}; "
            "write 2026-10-06"
        )
    existing = counted.total.existing
    if existing:
        yield (
            f"customers from before {day_text(how.won_since)}, or without the day of their order: "
            f"{existing:,}; they are no orders of these channels"
        )
    if counted.later:
        yield (
            f"orders from after {day_text(how.as_of)}, the day up to which all is known: "
            f"{counted.later:,}; they are no orders yet, and count as opportunities"
        )
    if counted.older:
        yield (
            f"orders from before their lead came: {counted.older:,}; --won-since DAY leaves out "
            "who was a customer before"
        )


def _of_spend(report: Report, spent: Spend) -> Iterator[str]:
    if spent.missing:
        parts = " and ".join(spent.missing)
        yield f"the spend file has no {parts}: its spend stands in lines of its own"
    if spent.credits:
        rows = how_many(len(spent.credits), "row")
        yield f"credit notes are taken off the spend: {-sum(spent.credits):,} in {rows}"
    if late := not_paid_back(report):
        yield (
            f"not paid back within {report.months} months: {len(late):,}{_named(late)}; "
            "payback_months is blank there"
        )


def _of_names(report: Report, counted: CountedLeads, spent: Spend, how: Counting) -> Iterator[str]:
    spellings = counted.spellings | spent.spellings
    if how.channels:
        known = {folded(name) for name in spellings}
        missing = sorted(set(how.channels.names) - known)
        others = sorted(
            {how.channels.names[one] for one in missing if one not in known}
            - {how.channels.names[one] for one in known & set(how.channels.names)}
        )
        if others:
            yield (
                f"{how.channels.file}: neither leads nor spend have {how_many(len(others), 'name')}"
                f" of it{quoting(f' ({some(others)})')}"
            )
    spellings = {name for name in spellings if folded(name) not in how.channels.names}
    for several in in_several_spellings(spellings)[:3]:
        told = quoting(f", {' and '.join(repr(name) for name in several[:3])},")
        yield f"a channel is spelled in {len(several)} ways{told} and counts as one"
    for one, other in look_alike(spellings)[:3]:
        example = f"channels: {{{one}: [{other}]}}"
        yield (
            f"two names look like one channel{quoting(f', {one!r} and {other!r},')} and are "
            f"counted apart; --channels map.yaml joins them{quoting(f' ({example})')}"
        )
    apart = sides_apart(report)
    if apart.idle:
        yield _of_sides(apart.idle, apart.unpaid)


def _of_sides(idle: Sequence[tuple[str, object]], unpaid: Sequence[tuple[str, int]]) -> str:
    """Tell of names that have spend alone, beside those that have leads alone."""
    paid = some([f"'{name}' {amount:,}" for name, amount in idle])
    told = f"spend without a lead of that name: {how_many(len(idle), 'channel')}"
    told += quoting(f" ({paid})")
    if not unpaid:
        return f"{told}; where leads call it otherwise, --channels map.yaml says so"
    others = some([f"'{name}' {many:,}" for name, many in unpaid])
    told += f"; leads without spend: {how_many(len(unpaid), 'channel')}{quoting(f' ({others})')}"
    example = f" (channels: {{{unpaid[0][0]}: [{idle[0][0]}]}})"
    return f"{told}; are some of them one? --channels map.yaml joins them{quoting(example)}"


def _of_orders(report: Report, counted: CountedLeads, how: Counting) -> Iterator[str]:
    if how.deal and counted.total.unpriced:
        yield (
            f"orders without an amount of money in '{how.deal}': "
            f"{counted.total.unpriced:,}; they count with the revenue of an order"
        )
    unknown = [line for line in report.lines if line.gross_profit is None]
    if unknown:
        orders = sum(line.channel.funnel.orders for line in unknown)
        yield (
            f"orders whose revenue or margin is not known: {orders:,}; no money column holds "
            "them, --revenue and --margin say what they are worth"
        )


def _named(lines: Sequence[ChannelLine]) -> str:
    return quoting(f" ({some([' · '.join(line.channel.key) for line in lines])})")
