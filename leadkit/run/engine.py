"""Runs stages over batches in bounded memory, writes what they make, and keeps the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Appended, Outcome, Stage
from leadkit.base.prefetch import ahead
from leadkit.files.disk import Output
from leadkit.files.raw import Reject
from leadkit.run.ledger import FUNNEL, Ledger, StageCount
from leadkit.run.outputs import Outputs, _OpenOutputs

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads
    from leadkit.files.csv_out import LeadWriter


_ALWAYS_KEPT = ("merges", "suppressed", "known")  # rows that the ledger counts, asked for or not


class Source(Protocol):
    """Where leads come from: a lead table, or raw lists through import."""

    columns: list[str]
    rejects: list[Reject]  # fills while batches are read

    @property
    def notes(self) -> list[str]: ...  # what its user should know, at the end of batches
    @property
    def rows_read(self) -> int: ...
    @property
    def bytes_read(self) -> int: ...
    @property
    def size(self) -> int: ...  # bytes to read in all, 0 where nobody knows
    def batches(self) -> Iterator[Leads]: ...


def run_stages(
    source: Source,
    stages: Sequence[Stage],
    outputs: Outputs,
    progress: Callable[[int], None] = lambda bytes_read: None,
) -> Ledger:
    """Read all leads, take them through the stages, write them, and account for every row.

    Outputs appear only when everything went well and the ledger adds up.
    """
    ledger = Ledger(stages=[StageCount(stage.name) for stage in stages])
    columns = list(source.columns)
    for stage in stages:
        ledger.notes += stage.check(columns)
        columns += [name for name in stage.adds if name not in columns]
    asides: dict[str, list[Leads | pa.Table]] = {}
    with ExitStack() as stack:
        opened = _OpenOutputs(outputs.dry_run)
        stack.callback(opened.discard)
        # The leads are opened last and so committed last: where a side output fails, they stay.
        aside_outputs = {name: opened.open(path) for name, path in outputs.aside.items() if path}
        summary = opened.open(outputs.summary) if outputs.summary else None
        leads_output = opened.open(outputs.leads)
        kept = {*aside_outputs, *_ALWAYS_KEPT}
        # Three things at once: the next batch is read, this one computed, the last one written.
        if _may_pass(source, stages):
            appended = _append(source, stages[0], ledger.stages[0], asides, kept, progress)
            ledger.written = _write_beside(appended, source, stages[0], leads_output)
        else:
            tables = getattr(source, "tables", None) if not stages else None
            batches = ahead(_watched(source, tables or source.batches, progress))
            for stage, count in zip(stages, ledger.stages, strict=True):
                batches = _apply(stage, batches, count, asides, kept)
            ledger.written = _write(ahead(batches) if stages else batches, leads_output)
        ledger.read = source.rows_read
        ledger.rejects = source.rejects
        ledger.notes = [*source.notes, *ledger.notes]
        ledger.rejected = len(source.rejects)
        ledger.merged = sum(map(len, asides.get("merges", [])))
        ledger.suppressed = sum(map(len, asides.get("suppressed", [])))
        ledger.known = sum(map(len, asides.get("known", [])))
        ledger.check()
        for stage, count in zip(stages, ledger.stages, strict=True):
            ledger.failures += stage.failures(count.counts, count.rows_in)
            ledger.notes += stage.after_all()
        for name, output in aside_outputs.items():
            _write_aside(output, name, asides, ledger)
        if summary is not None:
            summary.write(ledger.as_json().encode())
        opened.commit()
    return ledger


def _watched(
    source: Source, batches: Callable[[], Iterator[Any]], progress: Callable[[int], None]
) -> Iterator[Any]:
    for leads in batches():
        yield leads
        progress(source.bytes_read)


def _apply(
    stage: Stage,
    batches: Iterator[Leads],
    count: StageCount,
    asides: dict[str, list[Leads | pa.Table]],
    kept: Collection[str],
) -> Iterator[Leads]:
    for leads in _joined(batches) if stage.whole else batches:
        outcome = stage.apply(leads)
        count.rows_in += len(leads)
        count.rows_out += len(outcome.leads)
        count.add(outcome)
        _set_aside(outcome, asides, kept)
        yield outcome.leads


def _set_aside(
    outcome: Outcome | Appended, asides: dict[str, list[Leads | pa.Table]], kept: Collection[str]
) -> None:
    for name, rows in outcome.aside.items():
        if name in kept:
            asides.setdefault(name, []).append(rows)


def _may_pass(source: Source, stages: Sequence[Stage]) -> bool:
    """Whether rows may go from input to output as text, with cells appended to them."""
    return len(stages) == 1 and stages[0].append is not None and hasattr(source, "records")


def _append(
    source: Source,
    stage: Stage,
    count: StageCount,
    asides: dict[str, list[Leads | pa.Table]],
    kept: Collection[str],
    progress: Callable[[int], None],
) -> Iterator[tuple[pa.Table, pa.Array | None, Appended]]:
    """Take leads through a stage that only appends, without parsing what it does not read.

    Most of a run's time goes into cells that nobody looks at: cut apart, and joined again. The
    bytes are those of the long way; a test holds both against each other.
    """
    assert hasattr(source, "records")
    assert stage.append is not None
    replaced = set(stage.adds) & set(source.columns)
    for cells, rows in ahead(source.records(None if replaced else stage.reads)):
        added = stage.append(cells)
        count.rows_in += cells.num_rows
        count.rows_out += len(added.which)
        count.add(added)
        _set_aside(added, asides, kept)
        yield cells, rows, added
        progress(source.bytes_read)


def _write_beside(
    batches: Iterator[tuple[pa.Table, pa.Array | None, Appended]],
    source: Source,
    stage: Stage,
    output: Output,
) -> int:
    from leadkit.files.csv_out import LeadWriter

    added = [name for name in stage.adds if name not in source.columns]
    writer = LeadWriter(output, [*source.columns, *added])
    for cells, rows, appended in ahead(batches):
        writer.write_beside(cells, rows, appended)
    return writer.rows_written


def _joined(batches: Iterator[Leads]) -> Iterator[Leads]:
    import pandas as pd

    yield pd.concat(list(batches), ignore_index=True)


def _write(batches: Iterator[Leads | pa.Table], output: Output) -> int:
    from leadkit.files.csv_out import LeadWriter

    writer: LeadWriter | None = None
    for leads in batches:
        writer = writer or LeadWriter(output, list(getattr(leads, "column_names", leads.columns)))
        writer.write(leads)
    assert writer is not None, "a source gives at least one batch, if only of a header"
    return writer.rows_written


def _write_aside(
    output: Output, name: str, asides: Mapping[str, list[Leads | pa.Table]], ledger: Ledger
) -> None:
    from leadkit.files.csv_out import write_rows, write_tables

    if name == "rejects":
        from leadkit.importing.rejects import rejects_table

        columns, rows = rejects_table(ledger.rejects)
        write_rows(output, columns, rows)
    elif name == "funnel":
        rows = [[str(part[column]) for column in FUNNEL] for part in ledger.funnel()]
        write_rows(output, FUNNEL, rows)
    elif name in asides:
        write_tables(output, asides[name])
    else:
        raise LeadkitError(f"no step of this run writes {name}; leave it out")
