"""Runs stages over batches in bounded memory, writes what they make, and keeps the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Appended, Closing, Outcome, Stage, table_of
from leadkit.base.prefetch import ahead
from leadkit.files.disk import Output, refuse_ending
from leadkit.files.raw import Reject
from leadkit.files.xlsx_out import is_workbook
from leadkit.handoff.opt_outs import together
from leadkit.run.exports import Exports
from leadkit.run.ledger import FUNNEL, Ledger, Note, StageCount
from leadkit.run.outputs import OpenOutputs, Outputs
from leadkit.run.parts import PartWriters
from leadkit.run.progress import Progress
from leadkit.run.survey import survey_file, surveyed
from leadkit.run.writing import write_batches, write_rows_beside

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads, Look
    from leadkit.files.passing import PassingSource

    _RowsBeside: TypeAlias = Iterator[tuple[pa.Table, pa.Array | None]]

_Batch = TypeVar("_Batch")
_AT_ONCE = 1 << 16  # rows that a stage works on, so that three batches fit in little memory
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
    def tables(self) -> Iterator[pa.Table]: ...  # the same, for who writes them as they are


class _Asides:
    """The rows that stages set aside, as far as somebody wants or counts them."""

    def __init__(self, kept: Collection[str]) -> None:
        self._kept = kept
        self.tables: dict[str, list[Leads | pa.Table]] = {}

    def take(self, outcome: Outcome | Appended | Closing) -> None:
        for name, rows in outcome.aside.items():
            if name in self._kept:
                self.tables.setdefault(name, []).append(rows)

    def rows(self, name: str) -> int:
        return sum(map(len, self.tables.get(name, [])))


@dataclass
class _Work:
    """A stage at its place in a run, and what is counted and told of it."""

    stage: Stage
    place: int
    count: StageCount
    asides: _Asides
    progress: Progress

    def done(self, rows_in: int, rows_out: int, outcome: Outcome | Appended) -> None:
        """Count what became of a batch."""
        self.count.rows_in += rows_in
        self.count.rows_out += rows_out
        self.count.add(outcome)
        self.asides.take(outcome)
        self.progress.worked(self.place, self.count.rows_in)

    def close(self, ledger: Ledger) -> None:
        """Take in what the stage has to say when all leads were seen."""
        stage, closing = self.stage, self.stage.closing()
        self.count.counts.update(closing.counts)
        self.asides.take(closing)
        ledger.told |= closing.told
        ledger.failures += stage.failures(self.count.counts, self.count.rows_in)
        ledger.notes += [Note(told, stage.name) for told in stage.after_all()]


def run_stages(
    source: Source,
    stages: Sequence[Stage],
    outputs: Outputs,
    progress: Progress | None = None,
) -> Ledger:
    """Read all leads, take them through the stages, write them, and account for every row.

    Outputs appear only when everything went well and the ledger adds up.
    """
    progress = progress or Progress()
    ledger = Ledger(stages=[StageCount(stage.name) for stage in stages])
    columns = list(source.columns)
    for path in (outputs.leads, *outputs.aside.values(), *outputs.parts):
        refuse_ending(path)
    _check(stages, outputs, columns, ledger)
    exports = Exports(outputs.exports, together([stage.on_lists() for stage in stages]))
    exports.refuse_outputs(
        [outputs.leads, outputs.summary, *outputs.aside.values(), *outputs.texts, *outputs.parts]
    )
    ledger.notes += [Note(told, "export") for told in exports.check(columns)]
    with OpenOutputs(outputs.dry_run) as opened, exports.into(opened, outputs.dry_run):
        # The leads are opened last and so committed last: where a side output fails, they stay.
        aside_outputs = {name: opened.open(path) for name, path in outputs.aside.items() if path}
        for path, text in outputs.texts.items():
            opened.open(path).write(text.encode())
        summary = opened.open(outputs.summary) if outputs.summary else None
        opened_parts = [(part, opened.open(path)) for path, part in outputs.parts.items()]
        parts = PartWriters(opened_parts, outputs.as_of, outputs.safe_cells)
        leads_output = opened.open(outputs.leads)
        ledger.notes += [Note(told, "run") for told in opened.notes]
        asides = _Asides({*aside_outputs, *_ALWAYS_KEPT})
        works = [
            _Work(stage, place, count, asides, progress)
            for place, (stage, count) in enumerate(zip(stages, ledger.stages, strict=True))
        ]
        ledger.written = _written(
            source, works, outputs, columns, leads_output, (parts, exports), progress
        )
        exports.close()
        ledger.parts = {**parts.rows(), **exports.rows()}
        ledger.handed_over = exports.handed_over()
        ledger.notes += [Note(told, "export") for told in exports.notes()]
        ledger.failures += exports.failures()
        _balance(ledger, source, asides)
        for work in works:
            work.close(ledger)
        for name, output in aside_outputs.items():
            _write_aside(output, name, asides, ledger, outputs.safe_cells)
        if summary is not None:
            summary.write(ledger.as_json(outputs.show_values).encode())
        if not outputs.dry_run:
            exports.empty_left()
        opened.commit()
        if not outputs.dry_run:
            ledger.notes += [Note(told, "run") for told in exports.remove_left()]
        ledger.notes += [Note(told, "run") for told in opened.late_notes]
    return ledger


def _written(
    source: Source,
    works: Sequence[_Work],
    outputs: Outputs,
    columns: Sequence[str],
    leads_output: Output,
    beside: tuple[PartWriters, Exports],
    progress: Progress,
) -> int:
    """Take all leads through the stages and write them; return how many."""
    parts, exports = beside
    # Three things at once: the next batch is read, this one computed, the last one written.
    # Rows that pass as text are not looked at: not where cells are marked or leads told apart.
    looked_at = outputs.safe_cells or bool(outputs.parts or outputs.exports)
    looked_at = looked_at or is_workbook(outputs.leads)
    if passing := None if looked_at else _passing(source, [work.stage for work in works]):
        appended = _watched(source, _append(passing, works[0]), progress)
        in_halves = works[0].stage.begin is not None  # they are two of the three already
        appended = appended if in_halves else ahead(appended)
        return write_rows_beside(appended, columns, leads_output)
    if works:
        batches = ahead(_watched(source, source.batches(), progress))
        for work in works:
            batches = _apply(work, batches)
        leads = parts.passing(batches) if outputs.parts else batches
        leads = exports.passing(leads) if outputs.exports else leads
        return write_batches(ahead(leads), leads_output, outputs.safe_cells)
    tables = ahead(_watched(source, source.tables(), progress))
    tables = parts.passing(tables) if outputs.parts else tables
    tables = exports.passing(tables) if outputs.exports else tables
    return write_batches(tables, leads_output, outputs.safe_cells)


def _check(stages: Sequence[Stage], outputs: Outputs, columns: list[str], ledger: Ledger) -> None:
    """Take what stages and parts have to say of these columns into the ledger, and append to them
    what stages add."""
    for stage in stages:
        ledger.notes += [Note(told, stage.name) for told in stage.check(columns)]
        columns += [name for name in stage.adds if name not in columns]
    for part in outputs.parts.values():
        ledger.notes += [Note(told, "run") for told in part.check(columns, outputs.as_of)]


def _balance(ledger: Ledger, source: Source, asides: _Asides) -> None:
    """Take what was read and set aside into the ledger; raise LedgerError if it does not add up."""
    ledger.read = source.rows_read
    ledger.master = sum(stage.brought for stage in ledger.stages)
    ledger.rejects = source.rejects
    ledger.notes = [*(Note(told, "import") for told in source.notes), *ledger.notes]
    ledger.rejected = len(source.rejects)
    ledger.merged = asides.rows("merges")
    ledger.suppressed = asides.rows("suppressed")
    ledger.known = asides.rows("known")
    ledger.check()


def _watched(source: Source, batches: Iterator[_Batch], progress: Progress) -> Iterator[_Batch]:
    """Tell after each batch how much was read by then."""
    for batch in batches:
        yield batch
        del batch  # none is held while the next one is made
        progress.read(source.rows_read, source.bytes_read)


def _apply(work: _Work, batches: Iterator[Leads]) -> Iterator[Leads]:
    stage = work.stage
    batches = _joined(batches) if stage.whole else batches
    if survey := stage.survey:
        again = partial(_of_leads, stage.survey_again)
        batches = surveyed(batches, lambda leads: survey(table_of(leads)), _bytes_of, again)
    for leads in batches:
        if stage.whole:
            work.progress.begun(work.place, len(leads))
        outcome = stage.apply(leads)
        work.done(len(leads), len(outcome.leads), outcome)
        yield outcome.leads


def _of_leads(again: Callable[[], Look | None]) -> Callable[[Leads], None] | None:
    look = again()
    return None if look is None else lambda leads: look(table_of(leads))


def _bytes_of(leads: Leads) -> int:
    return int(leads.memory_usage(index=False, deep=True).sum())


def _passing(source: Source, stages: Sequence[Stage]) -> _RowsBeside | None:
    """Return rows that go from input to output as text, cells appended; None if they cannot."""
    from leadkit.files.passing import PassingSource

    if len(stages) != 1 or stages[0].append is None or not isinstance(source, PassingSource):
        return None
    replaced = set(stages[0].adds) & set(source.columns)
    rows_beside = _at_most(source.rows_beside(None if replaced else stages[0].reads))
    return rows_beside if stages[0].survey is None else _heard(source, rows_beside, stages[0])


def _at_most(rows_beside: _RowsBeside, rows: int = _AT_ONCE) -> _RowsBeside:
    """Yield the same in parts of so many rows: of short ones a block of text holds very many."""
    for cells, beside in rows_beside:
        for at in range(0, max(cells.num_rows, 1), rows):
            yield cells.slice(at, rows), None if beside is None else beside.slice(at, rows)


def _heard(source: PassingSource, rows_beside: _RowsBeside, stage: Stage) -> _RowsBeside:
    """Yield the rows of a source when all of them were surveyed, as they stand in their file."""
    look, again = stage.survey, stage.survey_again
    assert look is not None
    if survey_file(source, stage.survey_reads, look, again):
        yield from rows_beside
        source.refuse_changed()
        return

    def further() -> Callable[[tuple[pa.Table, pa.Array | None]], None] | None:
        more = again()
        return None if more is None else lambda both: more(both[0])

    yield from surveyed(ahead(rows_beside), lambda both: look(both[0]), _bytes_beside, further)


def _bytes_beside(both: tuple[pa.Table, pa.Array | None]) -> int:
    cells, rows = both
    return int(cells.nbytes) + (0 if rows is None else int(rows.nbytes))


def _append(
    rows_beside: _RowsBeside, work: _Work
) -> Iterator[tuple[pa.Table | pa.Array, Appended]]:
    """Take leads through a stage that only appends, without parsing what it does not read.

    Yields their rows, as text where they may pass so, and what is appended.
    """
    for cells, rows, finish in _begun(rows_beside, work.stage):
        added = finish()
        work.done(cells.num_rows, len(added.which), added)
        yield cells if rows is None else rows, added
        del cells, rows, added, finish


def _begun(
    rows_beside: _RowsBeside, stage: Stage
) -> Iterator[tuple[pa.Table, pa.Array | None, Callable[[], Appended]]]:
    """Yield leads and the text of their rows with what returns what is appended to them."""
    append, begin = stage.append, stage.begin
    assert append is not None
    if begin is None:
        for cells, rows in ahead(rows_beside):
            yield cells, rows, partial(append, cells)
        return
    begun = ((cells, rows, begin(cells)) for cells, rows in ahead(rows_beside))
    yield from ahead(begun)


def _joined(batches: Iterator[Leads]) -> Iterator[Leads]:
    import pandas as pd

    yield pd.concat(list(batches), ignore_index=True)


def _write_aside(
    output: Output, name: str, asides: _Asides, ledger: Ledger, safe_cells: bool
) -> None:
    from leadkit.files.csv_out import write_rows, write_tables

    if name == "rejects":
        from leadkit.importing.rejects import rejects_table

        columns, rows = rejects_table(ledger.rejects)
        write_rows(output, columns, rows, safe_cells)
        ledger.tables[name] = len(rows)
    elif name == "funnel":
        rows = [[str(part[column]) for column in FUNNEL] for part in ledger.funnel()]
        write_rows(output, FUNNEL, rows, safe_cells)
        ledger.tables[name] = len(rows)
    elif name in asides.tables:
        write_tables(output, asides.tables[name], safe_cells)
        ledger.tables[name] = asides.rows(name)
    else:
        raise LeadkitError(f"no step of this run writes {name}; leave it out")
