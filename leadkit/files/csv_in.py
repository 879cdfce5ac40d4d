"""CSV files -> tables of text: the only place that reads lead files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import leads_of
from leadkit.base.named import quoted
from leadkit.files.broken_rows import kinds_of
from leadkit.files.csv_start import Asked, Start, find_start
from leadkit.files.decode import TextBlocks
from leadkit.files.disk import STANDARD, open_input, size_of, state_of
from leadkit.files.footer import above_footer
from leadkit.files.passing import PassingSource
from leadkit.files.raw import RawRows, Reject, WrittenAs, as_table, ended_early
from leadkit.files.records import Splitter
from leadkit.files.safe_cells import unmarked_text
from leadkit.files.tables import side_by_side

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.files.raw import FurtherTable

# Blocks of a batch, and of one whose rows pass as text: a batch has its fixed cost.
_BLOCKS, _PASSING_BLOCKS = 2, 4


@dataclass
class CsvFile:
    """An opened CSV file: its header, and its rows as batches.

    ``rejects`` fills while ``rows()`` is read. Closing is the reader's work, at the end of rows.
    """

    path: str
    encoding: str = ""
    delimiter: str = ""
    headers: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    rows_read: int = 0  # rows given out and rejected
    stream: BinaryIO | None = None  # an opened file to read instead of the path
    any_layout: bool = False  # titles may stand above the header, or there may be none
    header_row: int = -1  # the line the header begins on, 0 for none, -1 for find out
    sample: list[list[str]] = field(default_factory=list)  # the first rows, as well as they go
    notes: list[str] = field(default_factory=list)
    further: Sequence[FurtherTable] = ()  # other tables that stand below
    until: int = 0  # the line another table begins on, 0 for none
    packed: str = ""  # gzip, zip
    short_rows: bool = False  # rows may leave out the cells at their end, whatever most of them do

    def __post_init__(self) -> None:
        self.name = "<stdin>" if self.path == STANDARD else self.path
        if len(self.delimiter.encode()) > 1 or self.delimiter in ('"', "\r", "\n"):
            raise LeadkitError(f"delimiter {self.delimiter!r}: give one character, such as ';'")
        self._stream: BinaryIO = self.stream or open_input(self.path)
        self.state = state_of(self.path) if self.stream is None else None  # None: no second reading
        self._text = TextBlocks(self._stream, self.name, self.encoding)
        self.notes = self._text.notes
        self._blocks = iter(self._text)
        start = self._read_start()
        self.headers, self.delimiter = [*map(unmarked_text, start.headers)], start.delimiter
        self.sample = [[*map(unmarked_text, row)] for row in start.sample]
        self.later, self._header = start.later, start.header
        self._quote, self._ends_early = start.quote, start.ends_early or self.short_rows
        self.notes += [f"{self.name}: {start.note}"] if start.note else []
        if self.any_layout and (beside := side_by_side([self.headers, *self.sample])):
            self.notes.append(
                f"{self.name}: {len(beside)} tables stand side by side, and each line was read as "
                "one contact: who stands in the others is in further columns alone; save each "
                "table as a file of its own"
            )
        self._newline, self._first_line, self._rest = start.newline, start.first_line, start.rest

    @property
    def bytes_read(self) -> int:
        return self._text.bytes_read

    @property
    def size(self) -> int:
        return size_of(self._stream)

    @property
    def written_as(self) -> WrittenAs:
        encoding = self._text.encoding or "ascii"
        return WrittenAs("CSV", encoding, self.delimiter, self._header, self.packed)

    def _read_start(self) -> Start:
        asked = Asked(self.name, self.delimiter, self.any_layout, self.header_row, self.until)
        text = b""
        while True:
            block = next(self._blocks, b"")
            text += block
            if start := find_start(text, asked, at_end=not block):
                return start

    def rows(self, only: Sequence[int] | None = None) -> Iterator[RawRows]:
        """Give out the rows in batches, without the footer of a list in any layout."""
        batches = self._batches(only)
        if self.until:
            batches = self._above(batches)
        return above_footer(batches, self.headers, self.rejects) if self.any_layout else batches

    def _above(self, batches: Iterator[RawRows]) -> Iterator[RawRows]:
        """Give out the rows above the line on which another table begins."""
        for rows in batches:
            above = rows.lines < self.until
            self.rows_read -= int((~above).sum())
            if above.all():
                yield rows
            elif above.any():
                yield rows.where(above)
        kept = [reject for reject in self.rejects if reject.line < self.until]
        self.rows_read -= len(self.rejects) - len(kept)
        self.rejects[:] = kept

    def _batches(self, only: Sequence[int] | None) -> Iterator[RawRows]:
        """Give out the rows in batches; a file with a header alone gives one batch of no rows.

        With ``only``, rows that leadkit would write as they stand come as text, and with no more
        cells than those at these positions.
        """
        kinds = kinds_of(self.headers) if self.any_layout else []
        splitter = Splitter(self.name, len(self.headers), self.delimiter, self._newline, only,
                            self._quote, self._ends_early, tuple(kinds))  # fmt: skip
        columns, line = tuple(self.headers), self._first_line
        buffered, self._rest = self._rest, b""
        empty = True
        at_end = False
        while not at_end:
            blocks = list(islice(self._blocks, _BLOCKS if only is None else _PASSING_BLOCKS))
            at_end = not blocks
            buffered = b"".join([buffered, *blocks])
            del blocks
            piece = splitter.take(buffered, line, at_end)
            buffered = buffered[piece.used :]
            line += piece.line_ends
            self.rows_read += len(piece.rejects)
            self.rejects += [replace(reject, columns=columns) for reject in piece.rejects]
            if piece.cells is not None and piece.lines is not None:
                empty = False
                self.rows_read += len(piece.lines)
                yield RawRows(
                    self.name,
                    piece.cells,
                    piece.lines,
                    text=piece.text,
                    passing=piece.passing,
                    marks=piece.marks,
                )
            del piece  # a batch is not held while the next one is made
        if self.path != STANDARD or self.stream is not None:
            self._stream.close()
        self.encoding = self._text.encoding or "ascii"
        if empty:
            yield RawRows(self.name, as_table([], len(self.headers)), np.array([], np.int64))


def as_leads(cells: pa.Table, columns: Sequence[str]) -> Leads:
    """Give a table of text its column names, as leads."""
    leads: Leads = leads_of(cells.rename_columns(list(columns)))
    return leads


class LeadFile(PassingSource):
    """A table that leadkit or another well-behaved program wrote, read as leads.

    Nothing is mended here: a row that cannot be read ends the run with its line and reason. With
    ``short_rows``, one that lacks cells at its end has blank ones there.
    """

    def __init__(self, path: str, short_rows: bool = False) -> None:
        self._file = CsvFile(path, short_rows=short_rows)
        self.columns = self._file.headers
        self.name = self._file.name
        repeated = [name for name in self.columns if self.columns.count(name) > 1]
        if repeated:
            raise LeadkitError(
                f"{self.name}: column {quoted(repeated[0])} stands there {len(repeated)} times; "
                "'leadkit import' keeps such columns apart"
            )
        self.rejects: list[Reject] = []
        self.notes: list[str] = []
        self._short_rows = short_rows

    @property
    def rows_read(self) -> int:
        return self._file.rows_read

    @property
    def bytes_read(self) -> int:
        return self._file.bytes_read

    @property
    def size(self) -> int:
        return self._file.size

    def batches(self) -> Iterator[Leads]:
        for cells in self.tables():
            yield as_leads(cells, self.columns)

    def tables(self, only: frozenset[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows as text; with ``only``, columns that are not named may be left out."""
        for cells, _ in self.rows_beside(only):
            yield cells

    def rows_beside(
        self, reads: frozenset[str] | None
    ) -> Iterator[tuple[pa.Table, pa.Array | None]]:
        only = [place for place, name in enumerate(self.columns) if reads and name in reads]
        for rows in self._file.rows(only or None):
            self._refuse_rejects()
            if self._short_rows and not self.notes and (short := rows.marks.get("short_row")):
                self.notes.append(ended_early(self.name, short[0]))
            read = self.columns if rows.passing is None else [self.columns[place] for place in only]
            yield rows.cells.rename_columns(read), rows.passing
            del rows
        self._refuse_rejects()

    def again(self) -> LeadFile | None:
        return None if self._file.state is None else LeadFile(self._file.path)

    def refuse_changed(self) -> None:
        if self._file.state != state_of(self._file.path):
            raise LeadkitError(
                f"{self.name}: changed while it was read; run it again when nobody writes to it"
            )

    def _refuse_rejects(self) -> None:
        for reject in self._file.rejects:
            raise LeadkitError(
                f"{reject.file}:{reject.line}: {reject.reason}; "
                "'leadkit import --rejects FILE' sets such rows aside"
            )
