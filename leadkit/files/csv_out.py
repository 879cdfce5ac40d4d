"""Leads to CSV: quotes where they are needed, line ends as they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from leadkit.base.cells import end_to_end, ends_of, flags, glue, text, texts, whole
from leadkit.base.leads import table_of
from leadkit.files.disk import Output
from leadkit.files.raw import as_table
from leadkit.files.regular import where_byte
from leadkit.files.safe_cells import escaped, safe
from leadkit.files.xlsx_out import SheetWriter, WorkbookOutput

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


def csv_bytes(
    cells: pa.Table, safe_cells: bool = False, delimiter: str = ","
) -> bytes | memoryview:
    r"""Return the rows as CSV text: UTF-8, ``\n``, quotes only where RFC 4180 needs them.

    With ``safe_cells``, cells that a spreadsheet would run are marked so that it does not.

    >>> bytes(csv_bytes(pa.table({"a": ["x", 'an "a" b'], "b": ["1,5", ""]})))
    b'x,"1,5"\n"an ""a"" b",\n'
    """
    if not cells.num_rows:
        return b""
    cells = cells.cast(pa.schema([(name, pa.large_string()) for name in cells.column_names]))
    if any(not len(chunk) for column in cells.columns for chunk in column.chunks):
        cells = cells.combine_chunks()  # of an empty chunk pyarrow's writer makes 16 kB of zeros
    cells = _marked(cells, safe if safe_cells else escaped)
    if cells.num_columns > 1:
        plain = pa.BufferOutputStream()
        style = pacsv.WriteOptions(include_header=False, quoting_style="none", delimiter=delimiter)
        try:
            pacsv.write_csv(cells, plain, style)
            return memoryview(plain.getvalue())
        except pa.ArrowInvalid:
            pass  # some cell needs quotes, which pyarrow only knows how to put around all
    alone = cells.num_columns == 1
    columns = [quoted(column, alone, delimiter) for column in cells.combine_chunks().columns]
    last = glue(columns[-1], text("\n"))
    rows = pc.binary_join_element_wise(*columns[:-1], last, text(delimiter))
    return end_to_end(rows)


def _marked(cells: pa.Table, mark: Callable[[pa.Array], pa.Array]) -> pa.Table:
    for place, name in enumerate(cells.column_names):
        chunks = cells.column(place).chunks
        marked = [mark(chunk) for chunk in chunks]
        if any(new is not old for new, old in zip(marked, chunks, strict=True)):
            cells = cells.set_column(place, name, pa.chunked_array(marked))
    return cells


def quoted(column: pa.ChunkedArray, alone: bool, delimiter: str = ",") -> pa.Array:
    """Put quotes around the cells that need them; an empty cell alone in its row needs them too."""
    cells = whole(column)
    ends = ends_of(cells)
    letters = memoryview(cells.buffers()[2] or b"")[ends[0] : ends[-1]].tobytes()
    codes = np.frombuffer(letters, np.uint8)
    marked = [where_byte(codes, mark) for mark in delimiter.encode() + b'"\r\n' if mark in letters]
    if not marked and not alone:
        return cells
    special = np.diff(ends) == 0 if alone else np.zeros(len(cells), bool)
    for places in marked:
        special[np.searchsorted(ends, places + ends[0], "right") - 1] = True
    doubled = pc.replace_substring(cells.filter(flags(special)), '"', '""')
    return pc.replace_with_mask(cells, flags(special), glue(text('"'), doubled, text('"')))


class LeadWriter:
    """Writes batches of leads, all with the same columns, as one CSV file, or as a workbook."""

    def __init__(self, output: Output, columns: Sequence[str], safe_cells: bool = False) -> None:
        self._output = output
        self._columns = list(columns)
        self._safe_cells = safe_cells
        self.rows_written = 0
        self._sheet = _sheet(output, self._columns)
        if self._sheet is None:
            header = pa.table([texts([name]) for name in columns], self._columns)
            output.write(csv_bytes(header, safe_cells))

    def write_lines(self, lines: Sequence[bytes | memoryview], rows: int) -> None:
        """Write rows that are CSV text already."""
        for line in lines:
            self._output.write(line)
        self.rows_written += rows

    def write(self, leads: Leads | pa.Table) -> None:
        """Write a batch; its columns are those of the first."""
        leads = table_of(leads)
        assert leads.column_names == self._columns, "a stage changed its columns between batches"
        if self._sheet is not None:
            self._sheet.write(leads)
        else:
            self._output.write(csv_bytes(leads, self._safe_cells))
        self.rows_written += leads.num_rows


def _sheet(output: Output, columns: Sequence[str]) -> SheetWriter | None:
    """Begin a sheet where the output is a workbook."""
    return output.sheet("Leads", columns) if isinstance(output, WorkbookOutput) else None


def column_names(leads: Leads | pa.Table) -> list[str]:
    """Return the columns of leads, in memory as pandas or as Arrow has them."""
    return leads.column_names if isinstance(leads, pa.Table) else list(leads.columns)


def write_tables(
    output: Output, tables: Sequence[Leads | pa.Table], safe_cells: bool = False
) -> None:
    """Write tables as one CSV file; what one lacks of another's columns is blank.

    So it is where two steps of a run write one, such as the merges of update and of dedupe.
    """
    columns = list(dict.fromkeys(name for table in tables for name in column_names(table)))
    writer = LeadWriter(output, columns, safe_cells)
    for table in tables:
        writer.write(_with_columns(table, columns))


def _with_columns(table: Leads | pa.Table, columns: Sequence[str]) -> Leads | pa.Table:
    if column_names(table) == columns:
        return table
    table = table_of(table)
    blank = pa.array([""], pa.large_string()).take(pa.array(np.zeros(len(table), np.int64)))
    return pa.table({name: table[name] if name in table.column_names else blank
                     for name in columns})  # fmt: skip


def write_rows(
    output: Output,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    safe_cells: bool = False,
) -> None:
    """Write rows under headers that need not differ, as those of a raw list."""
    if (sheet := _sheet(output, columns)) is not None:
        sheet.write(as_table(rows, len(columns)))
        return
    for block in ([columns], rows):
        output.write(csv_bytes(as_table(block, len(columns)), safe_cells))
