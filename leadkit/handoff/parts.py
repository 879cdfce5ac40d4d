"""Rows into files as a target takes them: no more rows, bytes and columns than it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from leadkit.files.csv_out import LeadWriter, csv_bytes
from leadkit.files.disk import Output
from leadkit.files.xlsx_out import SheetWriter, WorkbookOutput
from leadkit.handoff.making import no_cells
from leadkit.handoff.target import Target

if TYPE_CHECKING:
    import pyarrow as pa

BOM = b"\xef\xbb\xbf"
Open = Callable[[str], Output]  # opens a file of the hand-over by its name


@dataclass
class Written:
    """A file of a hand-over, and how many leads are in it."""

    name: str
    rows: int = 0
    what_for: str = ""


class Rows(Protocol):
    """Takes the rows of a hand-over."""

    @property
    def files(self) -> list[Written]: ...
    def write(self, rows: pa.Table, sheets: Mapping[str, pa.Table] | None = None) -> None: ...
    def close(self) -> None: ...


class Place(Protocol):
    """Where a hand-over goes: files of a folder, or memory."""

    def rows(self, target: Target, name: str, headers: list[str], by_status: bool) -> Rows: ...
    def table(
        self, name: str, columns: Sequence[str], safe_cells: bool = False
    ) -> Callable[[pa.Table], object]: ...
    def text(self, name: str, text: str) -> None: ...


class Files:
    """The files of a hand-over, each opened by its name."""

    def __init__(self, opener: Open) -> None:
        self._open = opener

    def rows(self, target: Target, name: str, headers: list[str], by_status: bool) -> Rows:
        """Return what writes rows into as many files as the target asks for."""
        if target.format == "xlsx":
            return Sheets(name, headers, self._open, by_status)
        return CsvFiles(target, name, headers, self._open)

    def table(
        self, name: str, columns: Sequence[str], safe_cells: bool = False
    ) -> Callable[[pa.Table], object]:
        """Return what writes tables into one file, below its header."""
        return LeadWriter(self._open(name), columns, safe_cells).write

    def text(self, name: str, text: str) -> None:
        """Write a file of text."""
        self._open(name).write(text.encode())


class CsvFiles:
    """CSV files, a further one where a row more would be beyond what the target takes."""

    def __init__(self, target: Target, name: str, headers: list[str], opener: Open) -> None:
        self._target, self._name, self._open = target, name, opener
        begin = BOM if target.bom else b""
        head = self._bytes(_headers(headers))
        self._begin = begin + bytes(head)
        self.files: list[Written] = []
        self._output: Output | None = None
        self._size = 0

    def _bytes(self, rows: pa.Table) -> bytes | memoryview:
        return csv_bytes(rows, self._target.safe_cells, self._target.delimiter)

    def _next_file(self) -> None:
        number = len(self.files) + 1
        name = self._name if number == 1 else f"{self._name}-{number}"
        self.files.append(Written(f"{name}.csv"))
        self._output = self._open(self.files[-1].name)
        self._output.write(self._begin)
        self._size = len(self._begin)

    def write(self, rows: pa.Table, sheets: Mapping[str, pa.Table] | None = None) -> None:
        """Write rows below those that are there, or into further files."""
        if self._output is None:
            self._next_file()
        while rows.num_rows:
            free = self._free_rows()
            some = rows[:free] if free < rows.num_rows else rows
            if not some.num_rows:
                self._next_file()
                continue
            data = self._bytes(some)
            while self._target.bytes and self._size + len(data) > self._target.bytes:
                if some.num_rows == 1:
                    break
                some = some[: self._fitting(some.num_rows, len(data))]
                data = self._bytes(some)
            beyond = self._target.bytes and self._size + len(data) > self._target.bytes
            if beyond and self.files[-1].rows:  # one row that is beyond it alone goes all the same
                self._next_file()
                continue
            assert self._output is not None
            self._output.write(data)
            self._size += len(data)
            self.files[-1].rows += some.num_rows
            rows = rows[some.num_rows :]

    def _free_rows(self) -> int:
        if not self._target.rows:
            return 1 << 60
        return self._target.rows - 1 - self.files[-1].rows

    def _fitting(self, rows: int, size: int) -> int:
        """Return how many of so many rows may fit, by their mean size; less than all of them."""
        free = self._target.bytes - self._size
        return max(min(free * rows // size, rows - 1), 1)

    def close(self) -> None:
        """Begin the one file, where there were no rows."""
        if self._output is None:
            self._next_file()


class Sheets:
    """A workbook, with a sheet for all rows or one for each word of a column."""

    def __init__(self, name: str, headers: list[str], opener: Open, apart: bool = False) -> None:
        self._headers, self._apart = headers, apart
        self.files = [Written(f"{name}.xlsx")]
        output = opener(self.files[0].name)
        self._book = output if isinstance(output, WorkbookOutput) else None
        self._sheets: dict[str, SheetWriter] = {}

    def write(self, rows: pa.Table, sheets: Mapping[str, pa.Table] | None = None) -> None:
        """Write rows into their sheet, or into those that they belong to."""
        self.files[0].rows += rows.num_rows
        for name, some in (
            sheets if self._apart and sheets is not None else {"Leads": rows}
        ).items():
            if some.num_rows:
                self._to(name, some)

    def _to(self, name: str, rows: pa.Table) -> None:
        if self._book is None:  # a dry run
            return
        if name not in self._sheets:
            self._sheets[name] = self._book.sheet(name or "no status", self._headers)
        self._sheets[name].write(rows)

    def close(self) -> None:
        """Begin the one sheet, where there were no rows."""
        if not self._sheets and self._book is not None:
            self._book.sheet("Leads", self._headers)


def _headers(headers: list[str]) -> pa.Table:
    import pyarrow as pa

    from leadkit.base.cells import texts

    if not headers:
        return no_cells(headers)
    return pa.table([texts([name]) for name in headers], names=headers)
