"""What is new since the last run, and what moved."""

from __future__ import annotations

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more, largest, share


def news_section(run: RunFigures) -> Section | None:
    """Return the part about what changed; None where nobody counts what is new."""
    if run.files.new is None and not run.moves:
        return None
    charts = tuple(filter(None, (_moves(run),)))
    return Section("news", "New since the last run, and what moved", news_sentences(run), charts)


def news_sentences(run: RunFigures) -> tuple[str, ...]:
    """Say how many leads are new or newly qualified, and how many moved."""
    told = []
    new, leads = run.files.new, run.rows["written"]
    if new is not None:
        if not run.files.previous:
            told.append(
                f"This is the first run, so all {how_many(leads, 'lead')} are new."
                if leads != 1
                else "This is the first run, so its one lead is new."
            )
        elif new:
            told.append(
                f"{how_many(new, 'lead is', 'leads are')} new since the run before "
                f"({run.files.previous}), {share(new, leads)} of all."
            )
        else:
            told.append(f"No lead is new since the run before ({run.files.previous}).")
    if forward := {said: many for said, many in run.since.items() if many}:
        words = [f"{many:,} {shown(said)}" for said, many in largest(forward, 8)]
        told.append(f"Of those who were there before, some came further: {a_list(words)}.")
    moved = sum(run.moves.values())
    among = ", new ones among them" if new and run.files.previous else ""
    told.append(
        f"{how_many(moved, 'lead')} moved to another status{among}."
        if moved
        else "No lead moved to another status."
    )
    return (" ".join(told),)


def _moves(run: RunFigures) -> Chart | None:
    if not run.moves:
        return None
    named = {
        f"{shown(begin, 30) if begin.strip() else '(no status)'} → {shown(end, 30)}": many
        for (begin, end), many in run.moves.items()
    }
    moved = sum(named.values())
    lines = [Line(name, (many,), f"{many:,}") for name, many in largest(named, 10, "{} other ways")]
    ranked = sorted(run.moves.items(), key=lambda one: (-one[1], one[0]))
    table = Table(
        ("from", "to", "leads"),
        tuple((shown(begin), shown(end), f"{many:,}") for (begin, end), many in ranked[:LISTED]),
        2,
        and_more(len(ranked), "ways"),
    )
    (first, most) = largest(named, len(named))[0]
    told = a_list([f"{line.name} {line.said}" for line in lines])
    return Chart(
        f"{share(most, moved)} of the {how_many(moved, 'move')} went from "
        f"{first.replace(' → ', ' to ')}",
        f"Moves from one status to another: {told}.",
        bars(lines, ("a",)),
        table,
    )
