"""CSV <-> tables of text: the only place that reads and writes lead files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa

from leadkit.base.errors import LeadkitError
from leadkit.files.decode import TextBlocks
from leadkit.files.disk import STANDARD, open_input, size_of
from leadkit.files.footer import above_footer
from leadkit.files.layout import find_table
from leadkit.files.loose_records import MAX_RECORD, first_record, why_no_record
from leadkit.files.raw import RawRows, Reject
from leadkit.files.records import Splitter, as_table, split_lines

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


_LF = ord("\n")
_SAMPLE = 64 << 10  # bytes that show how a list is laid out


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

    def __post_init__(self) -> None:
        self.name = "<stdin>" if self.path == STANDARD else self.path
        if len(self.delimiter.encode()) > 1 or self.delimiter in ('"', "\r", "\n"):
            raise LeadkitError(f"delimiter {self.delimiter!r}: give one character, such as ';'")
        self._stream: BinaryIO = self.stream or open_input(self.path)
        self._text = TextBlocks(self._stream, self.name, self.encoding)
        self._blocks = iter(self._text)
        self._read_header()

    @property
    def bytes_read(self) -> int:
        return self._text.bytes_read

    @property
    def size(self) -> int:
        return size_of(self._stream)

    def _read_header(self) -> None:
        start = b""
        while True:
            block = next(self._blocks, b"")
            start += block
            if self._has_header(start, at_end=not block):
                return

    def _has_header(self, start: bytes, at_end: bool) -> bool:
        """Take the header from the start of the file; False where it does not end there yet."""
        self._newline = _line_end(start)
        lines = split_lines(start, self._newline)
        if lines and not at_end and not lines[-1].endswith(self._newline):
            lines.pop()
        skipped = 0
        if lines and (
            told := re.fullmatch(rb"(?i)sep=([\t !#-/:-@\[-`{-~])", lines[0].strip(b"\r\n"))
        ):
            self.delimiter = self.delimiter or told[1].decode()  # Excel's own line, no header
            skipped = 1
        while skipped < len(lines) and not lines[skipped].strip():
            skipped += 1
        if skipped == len(lines):
            if at_end:
                raise LeadkitError(f"{self.name}: the file is empty; it needs a header row")
            return False
        if self.any_layout:
            if len(start) < _SAMPLE and not at_end:
                return False  # what is found must not depend on how much is read at a time
            cut = max(start.rfind(self._newline, 0, _SAMPLE) + 1, len(lines[skipped]))
            shown = split_lines(start[:cut] if len(start) > _SAMPLE else start, self._newline)
            skipped = self._find_table(shown, skipped)
            if not self.headers_follow:
                return self._without_header(lines, skipped, start)
        header = first_record(lines[skipped:], self.delimiter)
        if header is None:
            if at_end or len(start) > MAX_RECORD:
                why = why_no_record(lines[skipped:], self.delimiter)
                raise LeadkitError(f"{self.name}:{skipped + 1}: this is no header row: {why}")
            return False
        self.headers, self.delimiter, used = header
        self._first_line = skipped + used + 1
        self._rest = start[sum(map(len, lines[: skipped + used])) :]
        self._take_sample(lines[skipped + used :])
        return True

    def _find_table(self, lines: list[bytes], skipped: int) -> int:
        """Find the delimiter and the line the table begins on; told ones are taken as they are."""
        self.headers_follow = self.header_row != 0
        if self.header_row > len(lines):
            raise LeadkitError(f"{self.name}: there is no line {self.header_row} for a header")
        told = max(self.header_row - 1, 0) if self.header_row > 0 else skipped
        if self.headers_follow and not lines[told].strip():
            raise LeadkitError(
                f"{self.name}:{told + 1}: this line is blank; give --header-row the header's line"
            )
        sample = [line.decode("utf-8", "replace") for line in lines[told : told + 1000]]
        self.delimiter, at, header = find_table(sample, self.delimiter)
        if self.header_row >= 0:
            return told
        self.headers_follow = header
        return told + at

    def _without_header(self, lines: list[bytes], skipped: int, start: bytes) -> bool:
        first = first_record(lines[skipped:], self.delimiter)
        if first is None:
            why = why_no_record(lines[skipped:], self.delimiter)
            raise LeadkitError(f"{self.name}:{skipped + 1}: this is no row of a table: {why}")
        self.headers = [""] * len(first[0])
        self._first_line = skipped + 1
        self._rest = start[sum(map(len, lines[:skipped])) :]
        self._take_sample(lines[skipped:])
        return True

    def _take_sample(self, lines: list[bytes]) -> None:
        text = b"".join(lines)[:_SAMPLE].decode("utf-8", "replace")
        shown = []
        with suppress(csv.Error):  # a sample of what comes before the damage
            sample = io.StringIO(text, newline="")
            for row in csv.reader(sample, delimiter=self.delimiter, skipinitialspace=True):
                shown.append(row)
        rows = [row for row in shown[: len(shown) - (len(text) >= _SAMPLE)] if row]
        if rows and all(len(row) == len(self.headers) + 1 and not row[-1] for row in rows):
            self.headers.append("")  # a delimiter ends each row
        self.sample = [row for row in rows if len(row) == len(self.headers)]

    def rows(self, only: Sequence[int] | None = None) -> Iterator[RawRows]:
        """Give out the rows in batches, without the footer of a list in any layout."""
        batches = self._batches(only)
        return above_footer(batches, self.headers, self.rejects) if self.any_layout else batches

    def _batches(self, only: Sequence[int] | None) -> Iterator[RawRows]:
        """Give out the rows in batches; a file with a header alone gives one batch of no rows.

        With ``only``, rows that leadkit would write as they stand come as text, and with no more
        cells than those at these positions.
        """
        splitter = Splitter(self.name, len(self.headers), self.delimiter, self._newline)
        splitter.columns = only
        splitter.line = self._first_line
        buffered, self._rest = self._rest, b""
        empty = True
        at_end = False
        while not at_end:
            blocks = list(islice(self._blocks, _BLOCKS if only is None else _PASSING_BLOCKS))
            at_end = not blocks
            buffered = b"".join([buffered, *blocks])
            batches = list(splitter.take(buffered, at_end))
            at_once = len(batches) == 1
            passing, text = (splitter.passing, splitter.text) if at_once else (None, None)
            buffered = buffered[splitter.consumed :]
            self.rows_read += len(splitter.rejects)
            columns = tuple(self.headers)
            self.rejects += [replace(reject, columns=columns) for reject in splitter.rejects]
            splitter.rejects = []
            for cells, lines in batches:
                empty = False
                self.rows_read += len(lines)
                yield RawRows(self.name, cells, lines, text=text, passing=passing)
        if self.path != STANDARD or self.stream is not None:
            self._stream.close()
        self.encoding = self._text.encoding or "ascii"
        if empty:
            yield RawRows(self.name, as_table([], len(self.headers)), np.array([], np.int64))


def _line_end(start: bytes) -> bytes:
    r"""Return the line end of a text: the one that stands outside quotes.

    >>> _line_end(b'Name,Ort\r"Eva\nLang",Ulm\r'), _line_end(b'Name,Ort\r\n')
    (b'\r', b'\n')
    """
    if b"\r" not in start:
        return b"\n"
    if b"\n" in start and b"\r\n" not in start and b'"' in start:
        start = re.sub(rb'"[^"]*("|\Z)', b"", start)
    return b"\r" if b"\r" in start and b"\n" not in start else b"\n"


def as_leads(cells: pa.Table, columns: Sequence[str]) -> Leads:
    """Give a table of text its column names, as leads."""
    leads: Leads = cells.rename_columns(list(columns)).to_pandas()
    return leads


class LeadFile:
    """A table that leadkit or another well-behaved program wrote, read as leads.

    Nothing is mended here: a row that cannot be read ends the run with its line and reason.
    """

    def __init__(self, path: str) -> None:
        self._file = CsvFile(path)
        self.columns = self._file.headers
        self.name = self._file.name
        repeated = [name for name in self.columns if self.columns.count(name) > 1]
        if repeated:
            raise LeadkitError(
                f"{self.name}: column '{repeated[0]}' stands there {len(repeated)} times; "
                "'leadkit import' keeps such columns apart"
            )
        self.rejects: list[Reject] = []
        self.notes: list[str] = []

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
        for cells, _ in self.records(None):
            yield as_leads(cells, self.columns)

    def records(self, reads: frozenset[str] | None) -> Iterator[tuple[pa.Table, pa.Array | None]]:
        """Yield leads with the columns that are read alone, beside the text of their whole rows.

        Where rows are not written as leadkit writes them, there is no text, and all columns come.
        """
        only = [at for at, name in enumerate(self.columns) if reads and name in reads]
        for rows in self._file.rows(only or None):
            self._refuse_rejects()
            read = self.columns if rows.passing is None else [self.columns[at] for at in only]
            yield rows.cells.rename_columns(read), rows.passing
        self._refuse_rejects()

    def _refuse_rejects(self) -> None:
        for reject in self._file.rejects:
            raise LeadkitError(
                f"{reject.file}:{reject.line}: {reject.reason}; "
                "'leadkit import --rejects FILE' sets such rows aside"
            )
