"""What a run tells its user: the ledger in words, as one line or as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.engine import Ledger, StageCount

if TYPE_CHECKING:
    from rich.table import Table

SHOWN_REJECTS = 3


def ledger_line(name: str, ledger: Ledger) -> str:
    """Return the ledger as one plain line.

    >>> ledger_line("dedupe", Ledger(read=5, written=4, merged=1))
    'leadkit dedupe: 5 rows read = 4 written + 1 merged'
    """
    left = (("rejected", ledger.rejected), ("merged", ledger.merged),
            ("suppressed", ledger.suppressed))  # fmt: skip
    parts = [f"{ledger.written:,} written", *(f"{many:,} {word}" for word, many in left if many)]
    line = f"leadkit {name}: {ledger.read:,} rows read = {' + '.join(parts)}"
    told = ", ".join(filter(None, map(_counts, ledger.stages)))
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
    rejected = f"{ledger.rejected:,} unreadable rows set aside" if ledger.rejected else ""
    read = ledger.read - ledger.rejected
    table.add_row("import", f"{ledger.read:,}", f"{read:,}", rejected)
    for stage in ledger.stages:
        gone = stage.rows_in - stage.rows_out
        told = f"{gone:,} duplicates merged" if gone else _counts(stage)
        table.add_row(stage.name, f"{stage.rows_in:,}", f"{stage.rows_out:,}", told)
    return table


def _counts(stage: StageCount) -> str:
    return ", ".join(f"{many:,} {word}" for word, many in stage.counts.items() if many)


def reject_lines(ledger: Ledger, kept_in: str) -> list[str]:
    """Say which rows could not be read: where, why, and how to keep them."""
    if not ledger.rejects:
        return []
    lines = [f"  {r.file}:{r.line}: {r.reason}" for r in ledger.rejects[:SHOWN_REJECTS]]
    if more := len(ledger.rejects) - SHOWN_REJECTS:
        lines += [f"  and {more:,} more"] if more > 0 else []
    where = f"they are in {kept_in}" if kept_in else "--rejects FILE keeps them, to be mended"
    return [f"{len(ledger.rejects):,} rows could not be read; {where}:", *lines]
