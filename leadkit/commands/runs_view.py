"""What ``leadkit runs`` shows: all runs, one run, and what differs between two."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leadkit.base.how_many import how_many, how_many_of
from leadkit.base.visible import visible
from leadkit.commands.fitting import NAMED, Cell, fitting, left_out
from leadkit.commands.screen import styled
from leadkit.workspace.changes import listed
from leadkit.workspace.differences import CAME, CELLS, SCORE, STATUS, WENT, WHO, Differences
from leadkit.workspace.gates import gate_words
from leadkit.workspace.runs import (
    COUNTED,
    HELD_BACK,
    IN_FORCE,
    UNPUBLISHED,
    WAS_IN_FORCE,
    Run,
    statuses_of,
)

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from leadkit.workspace.manifest import Manifest
    from leadkit.workspace.pruning import Pruned
    from leadkit.workspace.redo import Redone
    from leadkit.workspace.restoring import Restored

_STATUSES_WIDE = 24  # columns that the statuses of a run get at least
_CELLS_SHOWN = 200  # letters of what became of other cells
SHOWN = 20  # leads that differ, on a terminal
_SIGNS = {IN_FORCE: ("*", "bold green"), HELD_BACK: ("!", "bold yellow"),
          UNPUBLISHED: ("?", "bold yellow"), WAS_IN_FORCE: ("", "")}  # fmt: skip


def runs_table(runs: Sequence[Run], width: int) -> tuple[Table, Text | None]:
    """Return the runs as a table of so many columns, the newest first, and what had no room."""
    from rich.table import Table

    newest = runs[::-1]
    counted = [name for name in COUNTED[:4] if any(run.counts[name] for run in runs)]
    columns: dict[str, list[Cell]] = {
        "leads": [f"{run.manifest.ledger.written:,}" for run in newest]
    }
    columns |= {name: [f"{run.counts[name]:,}" for run in newest] for name in counted}
    columns["by status"] = [" " * _STATUSES_WIDE for _ in newest]
    columns["took"] = [_span(run.seconds) for run in newest]
    left = width - max(len(run.name) for run in runs) - len("* ") + NAMED
    kept = fitting(columns, ["-" * NAMED], left, ("took", *counted[::-1]), 1)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("")
    table.add_column("run", no_wrap=True)
    for name in kept:
        if name == "by status":
            table.add_column(name, overflow="fold", min_width=12)
        else:
            table.add_column(name, justify="right", no_wrap=True)
    for at, run in enumerate(newest):
        statuses = ", ".join(f"{many:,} {name}" for name, many in run.statuses.items() if many)
        restored = f"as {run.manifest.restored}: " if run.manifest.restored else ""
        cells = {name: columns[name][at] for name in kept} | {"by status": restored + statuses}
        sign, style = _SIGNS[run.state]
        table.add_row(styled(sign, style), styled(run.name, style), *map(str, cells.values()))
    return table, left_out(columns, kept, width, "'leadkit runs show RUN' and --json tell all")


def legend(runs: Sequence[Run]) -> Iterator[str]:
    """Yield what the signs of the table mean, as far as they stand there."""
    there = {run.state for run in runs}
    if IN_FORCE in there:
        yield "* is in force: leads.csv and new.csv are copies of its own"
    if HELD_BACK in there:
        yield "! is held back: see 'leadkit runs show RUN', then 'leadkit runs publish RUN'"
    if UNPUBLISHED in there:
        yield "? was made whole and never came into force: 'leadkit runs publish RUN' does that"


def runs_rows(runs: Sequence[Run]) -> tuple[list[str], list[list[str]]]:
    """Return the runs as rows for a program, the oldest first: a column for each status."""
    statuses = statuses_of(runs)
    columns = ["run", "kind", "state", "as_of", "began", "seconds", "leads", *COUNTED, *statuses]
    rows = []
    for run in runs:
        manifest = run.manifest
        counts = [manifest.ledger.written, *(run.counts[name] for name in COUNTED)]
        counts += [run.statuses.get(name, 0) for name in statuses]
        rows.append([run.name, manifest.kind, run.state, manifest.as_of, manifest.began,
                     f"{run.seconds:.1f}", *map(str, counts)])  # fmt: skip
    return columns, rows


def run_lines(run: Run) -> Iterator[str]:
    """Yield what is known of a run, in lines for people."""
    manifest, ledger = run.manifest, run.manifest.ledger
    state = run.state + (f" since {_moment(run.since)}" if run.state == IN_FORCE else "")
    yield f"{run.name}: {state}"
    for gate in manifest.broken:
        yield f"  held back by {gate_words(gate)}"
    if manifest.kind == "restore":
        yield f"  restored   the leads of {manifest.restored}"
    yield from _told("why", "; ".join(manifest.changed))
    yield f"  day        {manifest.as_of}"
    yield from _told("rows", _balance(run))
    yield f"  new        {ledger.new:,}"
    yield f"  known      {run.counts['known']:,}"
    if run.statuses:
        told = (f"{many:,} {name}" for name, many in run.statuses.items() if many)
        yield from _told("statuses", ", ".join(told))
    yield f"  took       {_span(run.seconds)}{_memory(manifest)}, began {_moment(manifest.began)}"
    before = manifest.previous.run if manifest.previous else "nothing: it is the first run"
    yield f"  went on from {before}"
    yield f"  made by    leadkit {manifest.leadkit}, Python {manifest.python}"
    for title, lines in (("stages", _stages(manifest)), ("expected", _expected(manifest)),
                         ("inputs", _inputs(manifest)), ("files", _files(manifest))):  # fmt: skip
        told_lines = list(lines)
        yield from ["", title, *told_lines] if told_lines else ()


def _told(what: str, words: str) -> Iterator[str]:
    """Yield lines of at most 80 signs: what is told, and beside it the words."""
    lines = textwrap.wrap(words, 67, break_long_words=False, break_on_hyphens=False)
    for name, line in zip([what, *[""] * len(lines)], lines, strict=False):
        yield f"  {name:<10} {line}"


def _balance(run: Run) -> str:
    ledger = run.manifest.ledger
    master = f" + {ledger.master:,} of the master" if ledger.master else ""
    read = f"{ledger.read:,} read{master}"
    left = (("rejected", ledger.rejected), ("merged", ledger.merged),
            ("suppressed", ledger.suppressed), ("known", ledger.known))  # fmt: skip
    parts = [how_many(ledger.written, "lead"), *(f"{many:,} {word}" for word, many in left if many)]
    return f"{read} = {' + '.join(parts)}"


def _stages(manifest: Manifest) -> Iterator[str]:
    for stage in manifest.stages:
        seconds = manifest.seconds.get(stage.name)
        took = f", {_span(seconds)}" if seconds is not None else ""
        counts = ", ".join(how_many_of(many, word) for word, many in stage.counts.items() if many)
        yield f"  {stage.name:<10} {stage.rows_in:,} in, {stage.rows_out:,} out{took}"
        if counts:
            yield from _told("", counts)


def _expected(manifest: Manifest) -> Iterator[str]:
    for gate in manifest.expect:
        yield f"  {'held' if gate.held else 'BROKEN':<10} {gate_words(gate)}"


def _inputs(manifest: Manifest) -> Iterator[str]:
    for one in manifest.inputs:
        yield f"  {one.sha256[:10]} {_bytes(one.bytes)}  {one.role}: {one.path}"


def _files(manifest: Manifest) -> Iterator[str]:
    for one in manifest.outputs:
        rows = "" if one.rows is None else f", {how_many(one.rows, 'row')}"
        yield f"  {one.sha256[:10]} {_bytes(one.bytes)}  {one.name}{rows}"


def differences_line(found: Differences, before: str, after: str) -> str:
    """Return in one line how many leads differ between two runs.

    >>> import pandas as pd
    >>> none = Differences(pd.DataFrame({"difference": ["came", "went", "came"]}), 7)
    >>> differences_line(none, "A", "B")
    'from A to B: 2 came, 1 went, 7 are as they were'
    """
    words = {
        CAME: "came",
        WENT: "went",
        STATUS: "have another status",
        SCORE: "another score alone",
        CELLS: "other cells alone",
    }
    told = [f"{many:,} {word}" for kind, word in words.items() if (many := found.count(kind))]
    return f"from {before} to {after}: {', '.join([*told, f'{found.same:,} are as they were'])}"


def differences_lines(found: Differences, width: int) -> Iterator[str]:
    """Yield the first leads that differ: each with who it is, and below that what changed and why.

    A table of sentences would have columns of a few letters in a narrow terminal.
    """
    for row in found.table.head(SHOWN).to_dict("records"):
        *names, company = (str(row[name]) for name in WHO)
        who = ", ".join(filter(None, (" ".join(filter(None, names)), company)))
        yield from _wrapped(f"{row['lead_id']}  {who}".rstrip(), "", width)
        yield from _wrapped(_what(row), "  ", width)
        yield from _wrapped(str(row["why"]), "  because ", width)


def _wrapped(words: str, before: str, width: int) -> list[str]:
    """Return a text in lines, no word cut where it fits one, those after the first indented."""
    words, later = visible(words), " " * max(len(before), 4)
    return textwrap.wrap(
        words, width, initial_indent=before, subsequent_indent=later, break_on_hyphens=False
    ) if words else []  # fmt: skip


def more_line(found: Differences) -> str:
    """Return how to see the leads that a terminal does not show, "" where it shows all."""
    more = len(found.table) - SHOWN
    return f"and {how_many(more, 'more lead')}: -o FILE writes all of them" if more > 0 else ""


def _what(row: Mapping[Any, Any]) -> str:
    """Return what became of a lead.

    >>> _what(dict(difference="status", status_before="lead", status_after="MQL",
    ...            score_before="40", score_after="50", cells=""))
    'lead > MQL, score 40 > 50'
    """
    if row["difference"] in (CAME, WENT):
        side = "after" if row["difference"] == CAME else "before"
        return " ".join(filter(None, (row["difference"], row[f"status_{side}"])))
    told = []
    if row["status_before"] != row["status_after"]:
        told.append(f"{row['status_before'] or 'none'} > {row['status_after'] or 'none'}")
    if row["score_before"] != row["score_after"]:
        told.append(f"score {row['score_before'] or 'none'} > {row['score_after'] or 'none'}")
    if row["cells"]:
        cut = f"{row['cells'][: _CELLS_SHOWN - 1]}… (-o FILE writes all of it)"
        told.append(row["cells"] if len(row["cells"]) <= _CELLS_SHOWN else cut)
    return ", ".join(told)


def _moment(text: str) -> str:
    """Return a moment as the clock on the wall shows it; as it is where it is none."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return text
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _span(seconds: float) -> str:
    """Return how long something took.

    >>> _span(0.42), _span(95), _span(4000)
    ('0.4 s', '95 s', '67 min')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"


def _bytes(size: int) -> str:
    """Return how long a file is, in nine signs.

    >>> _bytes(812), _bytes(40_000), _bytes(31_400_000)
    ('    812 B', '    40 kB', '  31.4 MB')
    """
    if size < 1000:
        return f"{size:>7} B"
    return f"{size / 1000:>6.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:>6.1f} MB"


def _memory(manifest: Manifest) -> str:
    return f", {manifest.peak_memory / 1_000_000:,.0f} MB of memory" if manifest.peak_memory else ""


def restored_lines(done: Restored) -> Iterator[str]:
    """Yield what a restore did, and what the next run will do."""
    leads = how_many(done.leads, "lead")
    yield f"leadkit runs: {done.run} has the {leads} of {done.of}, and is in force"
    if done.said_no:
        yield f"  {done.said_no:,} of them said no since, which holds"
    if done.suppressed:
        is_, are = (
            "is on a suppression list by now, and stays",
            "are on a suppression list, and stay",
        )
        yield f"  {how_many(done.suppressed, f'other {is_}', f'others {are}')} removed"
    if done.read_again:
        names = listed(done.read_again)
        yield f"  the next run reads again what was read since, if it is there: {names}"


def redone_words(redone: Redone) -> str:
    """Return what came of making a run again.

    >>> from leadkit.workspace.redo import Redone
    >>> redone_words(Redone("A", ("leads.csv", "new.csv")))
    'run A made again: 2 tables, all the same bytes'
    >>> redone_words(Redone("A", ("leads.csv",), "leads.csv: row 3: score is another"))
    'run A made again is not the same: leads.csv: row 3: score is another'
    """
    same = (
        f"run {redone.run} made again: {how_many(len(redone.tables), 'table')}, all the same bytes"
    )
    other = f"run {redone.run} made again is not the same: {redone.difference}"
    return "; ".join([same if redone.same else other, *redone.notes])


def pruned_line(pruned: Pruned, dry_run: bool) -> str:
    """Return what was removed, or would be.

    >>> from leadkit.workspace.pruning import Pruned
    >>> pruned_line(Pruned(("A", "B", "C"), ("D",), 7, 31_400_000), dry_run=False)
    '3 runs (A to C) and 7 kept inputs are removed, 31.4 MB; 1 run stays'
    """
    left = how_many(len(pruned.left), "run stays", "runs stay")
    if not pruned.runs and not pruned.inputs:
        return f"there is nothing to remove; {left}"
    told = []
    if pruned.runs:
        first, last = pruned.runs[0], pruned.runs[-1]
        names = first if first == last else f"{first} to {last}"
        told.append(f"{how_many(len(pruned.runs), 'run')} ({names})")
    if pruned.inputs:
        told.append(how_many(pruned.inputs, "kept input"))
    one = len(pruned.runs) + pruned.inputs == 1
    are = "would be" if dry_run else "is" if one else "are"
    return f"{' and '.join(told)} {are} removed, {_bytes(pruned.bytes).strip()}; {left}"
