"""The outputs of a run: opened together, and committed together or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from leadkit.base.errors import LeadkitError
from leadkit.base.undisturbed import undisturbed
from leadkit.files.atomic import AtomicOutput, replace_together, writable_path
from leadkit.files.disk import STANDARD, NoOutput, Output, open_output, refuse_ending
from leadkit.run.parts import Part

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.run.export_parts import ExportPart


@dataclass(frozen=True)
class Outputs:
    """Where results go; a path of "" means that nobody asked for that one."""

    leads: str = STANDARD
    aside: Mapping[str, str] = field(default_factory=dict)  # "rejects", "merges" ... -> path
    texts: Mapping[str, str] = field(default_factory=dict)  # path -> what is known before the run
    summary: str = ""
    dry_run: bool = False
    safe_cells: bool = False  # cells that a spreadsheet would run are marked, in every table
    show_values: bool = False  # the summary has the cells that notes quote
    parts: Mapping[str, Part] = field(default_factory=dict)  # path -> the leads that go there, too
    exports: Sequence[ExportPart] = ()  # hand-overs to other programs
    as_of: date | None = None  # the day up to which conditions of parts count


class OpenOutputs:
    """All outputs of a run: committed together at its end, or discarded together.

    Files that are replaced come all or none, whatever is killed: all are written and on disk before
    the first is renamed, and a marker says so until the last one is (files/marker.py). To be used
    with ``with``, which discards what was not committed.
    """

    def __init__(self, dry_run: bool = False) -> None:
        self._dry_run = dry_run
        self._open: list[Output] = []
        self._paths: set[str] = set()
        self.notes: list[str] = []  # what was found in their folders, of runs that were killed
        self.late_notes: list[str] = []  # what a workbook could not take, known when it is whole

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.discard()

    def open(self, path: str) -> Output:
        real = STANDARD if path == STANDARD else str(writable_path(path))
        if path != STANDARD and real in self._paths:
            raise LeadkitError(f"{path}: two outputs cannot go into one file")
        self._paths.add(real)
        with undisturbed():  # what is opened can be discarded
            output = NoOutput() if self._dry_run else open_output(path)
            self._open.append(output)
        if isinstance(output, AtomicOutput):
            self.notes += output.notes
        return output

    def empty(self, path: str) -> None:
        """Replace a file by an empty one when all are shown, whatever its ending says it holds."""
        with undisturbed():
            self._open.append(AtomicOutput(path))

    def open_table(self, path: str) -> Output:
        """Open what a table goes into: CSV, or a workbook; other endings are refused."""
        refuse_ending(path)
        return self.open(path)

    def commit(self) -> None:
        """Show all outputs; where that fails before the first file is renamed, none is changed.

        Pipes and devices go first, as they may fail; a reader that has seen enough is no failure.
        """
        files = [one for one in self._open if isinstance(one, AtomicOutput)]
        for file in files:
            file.prepare()
        had_enough: BrokenPipeError | None = None
        for other in self._open:
            if not isinstance(other, AtomicOutput):
                try:
                    other.commit()
                except BrokenPipeError as closed:
                    had_enough = closed
        self.late_notes += [note for file in files for note in file.notes if note not in self.notes]
        with undisturbed():
            replace_together(files)
            self._open.clear()
        if had_enough:
            raise had_enough

    def discard(self) -> None:
        with undisturbed():
            while self._open:
                self._open.pop().discard()


def write_table(path: Path, leads: Leads, safe_cells: bool = False) -> None:
    """Write a table that no run makes, whole or not at all."""
    from leadkit.files.csv_out import write_tables

    with OpenOutputs() as opened:
        write_tables(opened.open(str(path)), [leads], safe_cells)
        opened.commit()
