"""What a run tells its user: the ledger in words, as one line or as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadkit.base.how_many import how_many, how_many_of
from leadkit.commands.fitting import NamedTable
from leadkit.deduping.known import OUTCOMES
from leadkit.deduping.rounds import CAPPED, MADE, TO_REVIEW, UNDER_CAPPED
from leadkit.run.ledger import Ledger, StageCount

if TYPE_CHECKING:
    from rich.table import Table

SHOWN_REJECTS = 3
SHOWN_SOURCES = 12
_HOLD_NOTHING = ("blank_row", "repeated_header")  # rejects that nobody misses
_LEFT = {
    "dedupe": "duplicates merged",
    "update": "merged",
    "classify": "removed by --suppress",
}  # why rows end at a stage


def dedupe_lines(ledger: Ledger, asides: Mapping[str, str]) -> list[str]:
    """Return what dedupe did for the terminal: a line each for rows, merges, review and limits.

    >>> from leadkit.run.engine import StageCount
    >>> made = StageCount("dedupe", counts=Counter({MADE: 1, TO_REVIEW: 2}))
    >>> for line in dedupe_lines(Ledger(read=5, written=4, merged=1, stages=[made]), {}):
    ...     print(line)
    leadkit dedupe: 5 rows read = 4 written + 1 merged
      1 row went into 1 other: --merges FILE says why, and can undo it
      2 pairs to review: --review FILE writes them
    """
    (stage,) = ledger.stages
    count = stage.counts
    lines = [_rows_line("dedupe", ledger)]
    if ledger.merged:
        rows, kept = how_many(ledger.merged, "row"), how_many(count[MADE], "other")
        told = "" if asides.get("merges") else ": --merges FILE says why, and can undo it"
        lines.append(f"  {rows} went into {kept}{told}")
    if count[TO_REVIEW]:
        told = "" if asides.get("review") else ": --review FILE writes them"
        lines.append(f"  {how_many_of(count[TO_REVIEW], TO_REVIEW)}{told}")
    if count[CAPPED]:
        keys, rows = how_many(count[CAPPED], "key"), how_many(count[UNDER_CAPPED], "row")
        was = "was" if count[CAPPED] == 1 else "were"
        lines.append(f"  {keys}, shared by {rows}, {was} too common to compare all of them")
    found = [f"{count[word]:,} {word}" for word in OUTCOMES if count[word]]
    return lines + [f"  compared with the other list: {', '.join(found)}"] * bool(found)


def _rows_line(name: str, ledger: Ledger) -> str:
    left = (("rejected", ledger.rejected), ("merged", ledger.merged),
            ("removed by --suppress", ledger.suppressed), ("known", ledger.known))  # fmt: skip
    parts = [f"{ledger.written:,} written", *(f"{many:,} {word}" for word, many in left if many)]
    of_master = f" + {ledger.master:,} of the master" if ledger.master else ""
    rows = how_many(ledger.read, "row")
    return f"leadkit {name}: {rows} read{of_master} = {' + '.join(parts)}"


def ledger_line(name: str, ledger: Ledger) -> str:
    """Return the ledger as one plain line.

    >>> ledger_line("dedupe", Ledger(read=5, written=4, merged=1))
    'leadkit dedupe: 5 rows read = 4 written + 1 merged'
    """
    line = _rows_line(name, ledger)
    stages = filter(None, (_told(stage, ledger) for stage in ledger.stages))
    parts = [f"{rows:,} in {name}" for name, rows in ledger.parts.items()]
    told = ", ".join([*_as_planned(ledger, "import"), *stages, *parts])
    return f"{line}; {told}" if told else line


def ledger_table(ledger: Ledger) -> Table:
    """Return the ledger as a table for the terminal: one line a stage."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("stage", style="cyan", no_wrap=True)
    table.add_column("rows in", justify="right", no_wrap=True)
    table.add_column("rows out", justify="right", no_wrap=True)
    table.add_column("what happened", overflow="fold")
    rejected = f"{how_many(ledger.rejected, 'unreadable row')} set aside" if ledger.rejected else ""
    read = ledger.read - ledger.rejected
    told = ", ".join(filter(None, [rejected, *_as_planned(ledger, "import")]))
    table.add_row("import", f"{ledger.read:,}", f"{read:,}", told)
    for stage in ledger.stages:
        if stage.name in ledger.tables:  # all that it does is to write some of the leads
            told = ", ".join(filter(None, [f"in {stage.name}.csv", _told(stage, ledger)]))
            rows = ledger.tables[stage.name]
            table.add_row("write", f"{stage.rows_in:,}", f"{rows:,}", told)
            continue
        gone = stage.rows_in + stage.brought - stage.rows_out
        left = f"{gone:,} {_LEFT.get(stage.name, 'set aside')}" if gone else ""
        brought = f"{how_many(stage.brought, 'lead')} of the master" if stage.brought else ""
        told = ", ".join(filter(None, [brought, left, _told(stage, ledger)]))
        table.add_row(stage.name, f"{stage.rows_in:,}", f"{stage.rows_out:,}", told)
    for name, rows in ledger.parts.items():
        table.add_row("write", f"{ledger.written:,}", f"{rows:,}", f"in {name}")
    return table


def funnel_table(ledger: Ledger) -> NamedTable:
    """Return the funnel for the terminal: a line for each of the largest sources, and the sums.

    Where it has no room for all, moved and blocked go first, then the statuses with fewest leads.
    """
    parts = [part for stage in ledger.stages for part in _parts(stage)]
    statuses = [name for s in ledger.stages if s.funnel for name in s.counts
                if any(name == status for _, status, *_ in parts)]  # fmt: skip
    sums = Counter[str]()
    lines: dict[str, Counter[str]] = {}
    for source, status, leads, moved, blocked in parts:
        counted = Counter({status: leads, "moved": moved, "blocked": blocked, "leads": leads})
        lines.setdefault(source, Counter()).update(counted)
        sums.update(counted)
    largest = sorted(lines, key=lambda source: (-lines[source]["leads"], source))
    shown, rest = largest[:SHOWN_SOURCES], largest[SHOWN_SOURCES:]
    told = [(source or "(none)", lines[source]) for source in shown]
    if rest:
        others = sum((lines[source] for source in rest), Counter[str]())
        told.append((f"({len(rest):,} more)", others))
    told.append(("all", sums))
    columns = {
        name: [f"{counted[name]:,}" for _, counted in told]
        for name in (*statuses, "leads", "moved", "blocked")
    }
    spared = ["moved", "blocked", *sorted(statuses, key=lambda name: sums[name])]
    names = [name for name, _ in told]
    return NamedTable("lead_source", names, columns, spared, "--funnel FILE writes all", gap=2)


def _parts(stage: StageCount) -> list[tuple[str, str, int, int, int]]:
    return [(source, status, *numbers) for (source, status), numbers in stage.funnel.items()]


def _told(stage: StageCount, ledger: Ledger) -> str:
    counts = [how_many_of(many, word) for word, many in stage.counts.items() if many]
    return ", ".join([*counts, *_as_planned(ledger, stage.name)])


def _as_planned(ledger: Ledger, stage: str) -> list[str]:
    """Return what a stage tells that is no matter to look at."""
    return [note for note in ledger.notes if note.as_planned and note.stage == stage]


def reject_lines(ledger: Ledger, kept_in: str) -> list[str]:
    """Say which rows could not be read: where, why, and how to keep them."""
    if not ledger.rejects:
        return []
    lines = [f"  {r.file}:{r.line}: {r.reason}" for r in ledger.rejects[:SHOWN_REJECTS]]
    if more := len(ledger.rejects) - SHOWN_REJECTS:
        lines += [f"  and {more:,} more"] if more > 0 else []
    kept = "it is" if len(ledger.rejects) == 1 else "they are"
    where = f"{kept} in {kept_in}" if kept_in else "--rejects FILE keeps them, to be mended"
    return [f"{how_many(len(ledger.rejects), 'row')} could not be read; {where}:", *lines]


def rejects_in_one_line(ledger: Ledger, kept_in: str) -> str:
    """Say the same in a few words: where the first of them is, and what keeps them.

    >>> from leadkit.files.raw import Reject
    >>> row = Reject("a.csv", 3, "ragged", "1 cell where the header has 2")
    >>> rejects_in_one_line(Ledger(rejects=[row, row]), "bad.csv")
    'rejects in bad.csv: a.csv:3 (1 cell where the header has 2) and 1 more'
    """
    if not ledger.rejects:
        return ""
    first, more = ledger.rejects[0], len(ledger.rejects) - 1
    where = f"in {kept_in}" if kept_in else "kept nowhere (--rejects FILE keeps them)"
    others = f" and {more:,} more" if more else ""
    return f"rejects {where}: {first.file}:{first.line} ({first.reason}){others}"


def lost_line(name: str, ledger: Ledger) -> str:
    """Say in one line that rejected rows are kept nowhere, "" where none of them held anything.

    >>> from leadkit.files.raw import Reject
    >>> row = Reject("a.csv", 3, "ragged", "1 cell where the header has 2")
    >>> lost_line("import", Ledger(read=2, rejects=[row, Reject("a.csv", 4, "blank_row", "")]))
    'leadkit import: 1 of 2 rows could not be read and is kept nowhere (a.csv:3: 1 cell where the \
header has 2); --rejects FILE keeps them'
    """
    lost = [reject for reject in ledger.rejects if reject.code not in _HOLD_NOTHING]
    if not lost:
        return ""
    first, kept = lost[0], "is" if len(lost) == 1 else "are"
    how = "'rejects: FILE' under import" if name == "run" else "--rejects FILE"
    rows = how_many(ledger.read, "row")
    return (
        f"leadkit {name}: {len(lost):,} of {rows} could not be read and {kept} kept nowhere "
        f"({first.file}:{first.line}: {first.reason}); {how} keeps them"
    )
