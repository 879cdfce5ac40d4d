"""Leads to workbooks: each cell is text, so that +49..., 007 and =1+1 stay what they are."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from leadkit.base.errors import LeadkitError
from leadkit.base.undisturbed import undisturbed
from leadkit.files.atomic import AtomicOutput
from leadkit.files.partial import partial_name

if TYPE_CHECKING:
    import pyarrow as pa

ENDING = ".xlsx"
MOST_ROWS = 1_048_576  # of a sheet, its header counted
MOST_COLUMNS = 16_384
_WIDEST, _NARROWEST = 60, 8  # signs of a column as it is shown
_LEVEL = 1  # of deflate
_NAME_SIGNS = 31  # of the name of a sheet


class WorkbookOutput(AtomicOutput):
    """A workbook that appears whole or not at all, with tables as its sheets.

    Its memory does not grow with its rows: xlsxwriter keeps those of each sheet in a file until the
    end. They lie in a folder of their own beside the workbook, which nobody else may look into.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._name = path
        self._sheets: list[SheetWriter] = []
        self._names: set[str] = set()
        self._book: Any = None
        self._folder: Path | None = None

    def sheet(self, name: str, columns: Sequence[str]) -> SheetWriter:
        """Begin a table, with its header."""
        if len(columns) > MOST_COLUMNS:
            raise LeadkitError(
                f"{self._name}: a workbook takes {MOST_COLUMNS:,} columns, and here are "
                f"{len(columns):,}; write CSV, or fewer"
            )
        self._sheets.append(SheetWriter(self, name, columns))
        return self._sheets[-1]

    def write(self, data: bytes | memoryview) -> None:
        raise LeadkitError(f"{self._name}: what is written here is no table; give another name")

    def new_sheet(self, name: str) -> Any:
        """Return a sheet of xlsxwriter's, of this name if none has it yet."""
        from leadkit.files.xlsx_sheet import TextSheet

        sheet = self._opened().add_worksheet(self._free_name(name), TextSheet)
        sheet.freeze_panes(1, 0)
        return sheet

    def _opened(self) -> Any:
        if self._book is None:
            import xlsxwriter

            from leadkit.files.xlsx_sheet import style_of

            with undisturbed():
                self._folder = self.target.with_name(partial_name(self.target))
                self._folder.mkdir(0o700)
            settings = {"constant_memory": True, "tmpdir": str(self._folder)}
            self._book = xlsxwriter.Workbook(cast(BinaryIO, self._file), settings)
            # what is written does not depend on when it was
            self._book.set_properties({"created": datetime(2000, 1, 1)})
            self.bold = style_of(self._book.add_format({"bold": True, "num_format": "@"}))
            self.text = style_of(self._book.add_format({"num_format": "@"}))
        return self._book

    def _free_name(self, name: str) -> str:
        """Return a name for a sheet that Excel takes, and that no other sheet has."""
        plain = _cut(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")) or "Leads"
        plain = "History_" if plain.casefold() == "history" else plain
        number, free = 1, plain
        while free.casefold() in self._names:
            number += 1
            free = _cut(plain, f" {number}")
        self._names.add(free.casefold())
        return free

    def prepare(self) -> None:
        """Assemble the workbook, and bring it to disk."""
        for sheet in self._sheets:
            sheet.close()
        cut = sum(sheet.cut for sheet in self._sheets)
        if cut:
            cells = "1 cell was" if cut == 1 else f"{cut:,} cells were"
            self.notes.append(f"{self._name}: {cells} longer than a workbook takes, and cut")
        book = self._opened()
        with _packed_soon():
            book.close()
        self._remove_folder()
        super().prepare()

    def discard(self) -> None:
        super().discard()
        if self._book is not None:
            for sheet in self._book.worksheets():
                with suppress(OSError):
                    sheet.row_data_fh.close()
            self._book.fileclosed = True  # it is not to be written when it is forgotten
        self._remove_folder()

    def _remove_folder(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _packed_soon() -> Iterator[None]:
    """Have xlsxwriter pack at level 1, which it lets nobody choose.

    The default level takes three times as long, a third of the time of a workbook, and what comes
    of it is a fifth smaller.
    """
    from xlsxwriter import workbook

    its_own = workbook.ZipFile
    workbook.ZipFile = partial(its_own, compresslevel=_LEVEL)
    try:
        yield
    finally:
        workbook.ZipFile = its_own


class SheetWriter:
    """A table as a sheet; where it has more rows than a sheet takes, as several."""

    def __init__(self, book: WorkbookOutput, name: str, columns: Sequence[str]) -> None:
        self._book, self._name, self._columns = book, name, list(columns)
        self.rows_written = self.cut = 0
        self._begin()

    def _begin(self) -> None:
        self._sheet = self._book.new_sheet(self._name)
        self._sheet.begin(self._columns, self._book.bold)
        self._wide = [len(name) + 3 for name in self._columns]  # the sign of the filter beside it

    def write(self, cells: pa.Table) -> None:
        """Write rows below those that are there."""
        while cells.num_rows:
            free = MOST_ROWS - self._sheet.rows_there
            if not free:
                self.close()
                self._begin()
                free = MOST_ROWS - self._sheet.rows_there
            some, cells = cells[:free], cells[free:]
            self._sheet.put(some, self._book.text)
            self.rows_written += some.num_rows
            for place, longest in enumerate(_longest(some)):
                self._wide[place] = max(self._wide[place], longest)

    def close(self) -> None:
        """Give the sheet its filter and widths, now that its rows are known."""
        if self._columns:
            self._sheet.autofilter(0, 0, self._sheet.rows_there - 1, len(self._columns) - 1)
        for place, wide in enumerate(self._wide):
            self._sheet.set_column(place, place, min(max(wide, _NARROWEST), _WIDEST))
        self.cut += self._sheet.cut


def _longest(cells: pa.Table) -> list[int]:
    import pyarrow.compute as pc

    longest = (pc.max(pc.utf8_length(column)).as_py() for column in cells.columns)
    return [(one or 0) + 1 for one in longest]


def is_workbook(path: str) -> bool:
    """Tell whether a path names a workbook to be written.

    >>> is_workbook("Leads.XLSX"), is_workbook("leads.csv")
    (True, False)
    """
    return os.path.basename(path).casefold().endswith(ENDING)


def _cut(name: str, end: str = "") -> str:
    """Cut a sheet's name to what Excel takes, which ends with no quote; with an end of its own."""
    return name[: _NAME_SIGNS - len(end)].strip(" '") + end
