"""Who takes the leads on: what each owner has, what waits and why, what is due by when."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.owner_figures import OwnerFigures, OwnerShare
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import masked, shown
from leadkit.reporting.words import LISTED, SHOWN, and_more, largest, share

_NO_LINE = OwnerShare("", "", "", 0, 0, "")


def owners_section(run: RunFigures, show_values: bool = False) -> Section | None:
    """Return the part about owners; None where nobody assigned the leads."""
    found = run.leads.owners
    if found is None or not run.leads.leads:
        return None
    charts = (
        *([_owners(run, found, show_values)] if found.owned else []),
        *([_waits(found)] if found.waits else []),
        *([_due(run, found)] if found.due else []),
    )
    tables = (("When leads that are not ready are looked at again", _reviews(found)),)
    return Section(
        "owners",
        "Who takes the leads on, and by when",
        (_says(run, found),),
        charts,
        tables if found.reviews else (),
    )


def _says(run: RunFigures, found: OwnerFigures) -> str:
    leads = run.leads.leads
    told = (
        f"{how_many(found.owned, 'lead has', 'leads have')} an owner ({share(found.owned, leads)})"
    )
    if run.owners:
        new, kept = (
            sum(int(getattr(one, name) or 0) for own in run.owners.values() for one in own)
            for name in ("new", "kept")
        )
        told += f": {new:,} got one in this run, {kept:,} had theirs before"
    told += "."
    if many := found.waits.total():
        told += f" {how_many(many, 'lead waits', 'leads wait')} in a queue."
    if many := found.nobody.total():
        (why, most), *others = largest(dict(found.nobody), LISTED)
        told += f" {how_many(many, 'lead has', 'leads have')} neither owner nor queue"
        told += f", {most:,} of them by " if others else ", by "
        told += f"'{shown(why, 60)}'."
    if late := sum(many for day, many in found.due.items() if day < run.files.day):
        told += f" {how_many(late, 'lead was', 'leads were')} due before {run.files.day}."
    return told


def _owners(run: RunFigures, found: OwnerFigures, show_values: bool) -> Chart:
    """Return what each owner has; a name that no team has is a cell of a list, and masked."""

    def named(owner: str) -> str:
        in_file = any(one.team for one in run.owners.get(owner, ()))
        return shown(owner, 40) if in_file or show_values else masked("owner", owner)

    many = {owner: one.total() for owner, one in found.statuses.items()}
    many |= {owner: 0 for owner in run.owners if owner not in many}
    ranked = sorted(many, key=lambda one: (-many[one], one))
    lines = []
    for owner in ranked[:SHOWN]:
        new = min(many[owner], sum(one.new for one in run.owners.get(owner, ())))
        said = f"{many[owner]:,} {'lead' if many[owner] == 1 else 'leads'}"
        said += f", {new:,} new" if run.owners else ""
        lines.append(Line(named(owner), (many[owner] - new, new), said))
    rows = []
    for owner in ranked:
        mean = found.mean(owner)
        statuses = largest(found.statuses.get(owner, {}), 8, "{} other statuses")
        by_status = ", ".join(f"{shown(name or 'none', 20)} {count:,}" for name, count in statuses)
        has = (by_status, f"{many[owner]:,}", "" if mean is None else f"{mean:.1f}")
        for line in run.owners.get(owner) or [_NO_LINE]:
            team = shown(line.team, 30) if line.team else ""
            given = f"{line.new:,}" if run.owners else ""
            rows.append((named(owner), team, *has, given, line.share, line.weight, line.room))
            has = ("", "", "")  # told once of who is in several teams
    head = ("owner", "team", "by status", "leads", "mean score",
            "new", "share dealt", "weight", "room")  # fmt: skip
    table = Table(head, tuple(rows[:LISTED]), texts=3, more=and_more(len(rows), "lines"))
    top = ranked[0]
    title = f"{named(top)} has {share(many[top], found.owned)} of the leads that have an owner"
    told = "; ".join(f"{line.name}: {line.said}" for line in lines)
    key = ("had this owner before", "given in this run") if run.owners else ()
    return Chart(title, f"Leads by owner. {told}.", bars(lines, ("a", "b"), key), table)


def _waits(found: OwnerFigures) -> Chart:
    waiting = found.waits.total()
    ranked = sorted(found.waits.items(), key=lambda one: (-one[1], one[0]))
    by_reason = {f"{shown(queue, 30)}: {shown(why, 60)}": many for (queue, why), many in ranked}
    lines = [
        Line(name, (many,), f"{many:,}")
        for name, many in largest(by_reason, SHOWN, "{} other reasons")
    ]
    table = Table(
        ("queue", "why", "leads", "share"),
        tuple(
            (shown(queue, 40), shown(why, 80), f"{many:,}", share(many, waiting))
            for (queue, why), many in ranked[:LISTED]
        ),
        texts=2,
        more=and_more(len(ranked), "reasons"),
    )
    queues: Counter[str] = Counter()
    for (queue, _), many in ranked:
        queues[queue] += many
    name, most = largest(dict(queues), LISTED)[0]
    title = f"{how_many(most, 'lead waits', 'leads wait')} in the queue {shown(name, 30)}"
    told = "; ".join(f"{line.name}: {line.said}" for line in lines)
    return Chart(title, f"Leads in queues, and why. {told}.", bars(lines, ("a",)), table)


def _due(run: RunFigures, found: OwnerFigures) -> Chart:
    days = sorted(found.due)
    together = dict(zip(days, accumulate(found.due[day] for day in days), strict=True))
    first = days if len(days) <= SHOWN else days[: SHOWN - 1]
    lines = [Line(day, (found.due[day],), f"{found.due[day]:,}") for day in first]
    if later := len(days) - len(first):
        many = found.due.total() - together[first[-1]]
        lines.append(Line(f"{later:,} later days", (many,), f"{many:,}"))
    table = Table(
        ("day", "leads due", "by then together"),
        tuple((day, f"{found.due[day]:,}", f"{together[day]:,}") for day in days[:LISTED]),
        more=and_more(len(days), "days"),
    )
    title = f"{how_many(found.due[days[0]], 'lead is', 'leads are')} due on {days[0]}"
    if len(days) > 1:
        title += f", all {found.due.total():,} by {days[-1]}"
    told = "; ".join(f"{line.name}: {line.said}" for line in lines)
    return Chart(
        title, f"Leads by the day they are due. {told}.", bars(lines, ("a",)), table,
        note="Days are those where the lead is.",
    )  # fmt: skip


def _reviews(found: OwnerFigures) -> Table:
    ranked = sorted(found.reviews.items(), key=lambda one: (one[0][1], one[0][0]))
    return Table(
        ("track", "looked at again on", "leads"),
        tuple((shown(track, 40), day, f"{many:,}") for (track, day), many in ranked[:LISTED]),
        texts=2,
        more=and_more(len(ranked), "lines"),
    )
