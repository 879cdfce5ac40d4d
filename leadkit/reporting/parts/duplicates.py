"""Which rows were one person: within and between lists, by what, and how many together."""

from __future__ import annotations

from collections import Counter

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more, largest, share


def duplicates_section(run: RunFigures) -> Section | None:
    """Return the part about duplicates; None where nothing looked for them."""
    merges = run.merges
    if not merges.merged and not run.rows["merged"] and run.files.table("merges") is None:
        return None
    charts = (_lists(run), _evidence(run)) if merges.merged else ()
    tables = (("How many rows a merged lead was made of", _sizes(run)),) if merges.merged else ()
    return Section("duplicates", "Duplicates", duplicates_sentences(run), charts, tables)


def duplicates_sentences(run: RunFigures) -> tuple[str, ...]:
    """Say how many rows were merged, into how many leads, and how many pairs wait."""
    merges = run.merges
    waiting = (
        f"{how_many(merges.waiting, 'pair waits', 'pairs wait')} for somebody to decide."
        if merges.waiting
        else "No pair waits for a decision."
    )
    if not merges.merged:
        return (f"No duplicate was found. {waiting}",)
    sizes = merges.sizes()
    unsure = f" {merges.unsure:,} were merged at less than 99%." if merges.unsure else ""
    return (
        f"{how_many(merges.merged, 'row')} went into {how_many(sum(sizes.values()), 'lead')}, the "
        f"largest made of {how_many(max(sizes), 'row')}.{unsure} Each can be taken back with "
        f"leadkit unmerge. {waiting}",
    )


def _lists(run: RunFigures) -> Chart:
    pairs = run.merges.lists(run.leads.heads)
    within = sum(many for (row, head), many in pairs.items() if row == head)
    unknown = sum(many for (row, head), many in pairs.items() if not head and row)
    between = run.merges.merged - within - unknown
    named: Counter[str] = Counter()
    for (row, head), many in pairs.items():
        one, other = sorted(
            (shown(row, 26), shown(head, 26) if head else "(lead of an earlier run)")
        )
        named[f"within {one}" if row == head else f"{one} and {other}"] += many
    lines = [
        Line(name, (many,), f"{many:,}")
        for name, many in largest(named, 8, "{} other pairs of lists")
    ]
    ranked = largest(pairs_named(pairs), len(pairs))
    table = Table(
        ("lists", "rows"),
        tuple((name, f"{many:,}") for name, many in ranked[:LISTED]),
        more=and_more(len(ranked), "pairs of lists"),
    )
    merged = run.merges.merged
    title = f"{share(between, merged)} of the duplicates were in two lists"
    title += f", {share(within, merged)} within one"
    if merged in (within, between):
        title = f"All duplicates were {'within one list' if within else 'in two lists'}"
    told = a_list([f"{line.name} {line.said}" for line in lines])
    return Chart(title, f"Duplicates by list: {told}.", bars(lines, ("b",)), table)


def pairs_named(pairs: Counter[tuple[str, str]]) -> dict[str, int]:
    """Return pairs of lists in words: a row of which list went into a lead of which."""
    found: Counter[str] = Counter()
    for (row, head), many in pairs.items():
        into = shown(head) if head else "a lead of an earlier run"
        found[f"{shown(row)} into {into}" if row != head else f"within {shown(row)}"] += many
    return dict(found)


def _evidence(run: RunFigures) -> Chart:
    evidence, merged = run.merges.evidence, run.merges.merged
    ranked = sorted(evidence.items(), key=lambda one: (-one[1], one[0]))
    lines = [
        Line(shown(words, 50), (100 * many / merged,), f"{many:,}, {share(many, merged)}")
        for words, many in ranked[:9]
    ]
    table = Table(
        ("what two rows had", "rows", "share"),
        tuple((shown(words), f"{many:,}", share(many, merged)) for words, many in ranked[:LISTED]),
        more=and_more(len(ranked), "kinds"),
    )
    by = ("e-mail", "mobile", "line")
    address = [
        one for one in ranked if one[0].startswith("same ") and any(word in one[0] for word in by)
    ]
    title = "What told that two rows are one person"
    if address:
        words, many = address[0]
        title = f"{share(many, merged)} of the merged rows share the {words} with their lead"
        title = title.replace("the same ", "the ", 1)
    told = a_list([f"{line.name} {line.said}" for line in lines])
    return Chart(
        title,
        f"Kinds of evidence, of which several may hold: {told}.",
        bars(lines, ("b",), most=100),
        table,
    )


def _sizes(run: RunFigures) -> Table:
    sizes = run.merges.sizes()
    return Table(
        ("rows", "leads"),
        tuple((f"{rows:,}", f"{leads:,}") for rows, leads in list(sizes.items())[:LISTED]),
        0,
        and_more(len(sizes), "sizes"),
    )
