"""UTF-8 text -> records, with their physical line numbers: fast where that is safe.

Where a block is regular by RFC 4180, which a few vector operations prove, pyarrow parses it. A
block with stray quotes, ragged rows or broken characters is read record by record by Python's csv
module, and records that make no sense are set aside as rejects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from leadkit.base.columns import SEPARATOR
from leadkit.base.errors import LeadkitError
from leadkit.files.broken_rows import is_swallowed
from leadkit.files.loose_records import MAX_RECORD, Records, Unreadable
from leadkit.files.passing import passing_rows
from leadkit.files.raw import Reject, RowText, as_table
from leadkit.files.regular import Regular, regular_part, where_byte
from leadkit.files.safe_cells import may_be_marked, unmarked_table, unmarked_text


@dataclass(frozen=True, slots=True)
class Piece:
    """What a text gave: its whole records, those that make no sense, and how far it was used."""

    used: int = 0  # bytes; what follows them is to be given again, with more
    line_ends: int = 0  # in the bytes used
    cells: pa.Table | None = None  # None where there is no whole record
    lines: np.ndarray | None = None  # the physical line each row of the cells begins on
    rejects: Sequence[Reject] = ()
    text: RowText | None = None  # of the rows, if it is regular
    passing: pa.Array | None = None  # the rows as text, where cells are only some of the columns
    marks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # lines of rows, by the code
    # of what was done to them


@dataclass(frozen=True, slots=True)
class Splitter:
    """Cuts UTF-8 text of one layout into records."""

    name: str
    width: int
    delimiter: str
    newline: bytes
    only: Sequence[int] | None = None  # columns to parse, where rows may pass through as text
    quote: str = '"'  # around cells
    ends_early: bool = False  # rows may leave out the blank cells at their end
    kinds: Sequence[str] = ()  # of the columns, where broken rows are mended by them

    def take(self, text: bytes, line: int, at_end: bool) -> Piece:
        """Parse all whole records of a text that begins on a physical line of its file."""
        if len(text) > 16 * MAX_RECORD and self.newline not in text:
            raise LeadkitError(f"{self.name}:{line}: a line over 16 MB; is this a CSV file?")
        if self.quote != '"':
            return self._read_carefully(text, line, at_end)
        regular = regular_part(text, at_end, self.delimiter, self.newline)
        if regular is None:
            return self._read_carefully(text, line, at_end)
        end = regular.end
        if not end:
            return Piece()
        marked = may_be_marked(text, self.delimiter, self.newline)
        may_pass = self.only is not None and self._writes_alike() and not marked
        passing = passing_rows(text, regular) if may_pass else None
        parsed = self._parse(text, end, None if passing is None else self.only)
        if parsed is None or parsed.num_rows != len(regular.starts):
            return self._read_carefully(text[:end], line, at_end=True)
        if not parsed.num_rows:
            return Piece(end, regular.line_ends)
        lines_in_all = regular.line_ends + (text[end - 1 : end] not in (b"\n", b"\r"))
        several = lines_in_all > parsed.num_rows + regular.blank  # lines of a row
        if several and self.kinds and self._swallows(text, regular, parsed):
            return self._read_carefully(text[:end], line, at_end=True)
        if marked:
            parsed = unmarked_table(parsed)
        may_tell = self.only is None and not marked
        known = self._row_text(text[:end], regular) if may_tell else None
        lines = line + regular.lines
        return Piece(end, regular.line_ends, parsed, lines, text=known, passing=passing)

    def _swallows(self, text: bytes, regular: Regular, parsed: pa.Table) -> bool:
        """Whether a quote that never closed took rows into a cell, of which it made no other.

        Such a record has the delimiters of a row in each of its lines.
        """
        ends = np.append(regular.starts[1:], regular.end)
        high = np.append(regular.lines[1:], regular.line_ends + 1)
        several = np.flatnonzero(high - regular.lines > 1)
        signs = where_byte(np.frombuffer(text, np.uint8, regular.end), ord(self.delimiter))
        found = np.searchsorted(signs, ends[several]) - np.searchsorted(
            signs, regular.starts[several]
        )
        least = len(self.kinds) - 1
        asked = (found >= 2 * least) & (found % max(least, 1) == 0)
        return any(
            is_swallowed(
                [cells[row].as_py() for cells in parsed.columns], self.delimiter, self.kinds
            )
            for row in several[asked].tolist()
        )

    def _writes_alike(self) -> bool:
        """Whether leadkit itself would write rows with these signs between cells and rows."""
        return self.delimiter == "," and self.newline == b"\n" and self.width > 1

    def _row_text(self, text: bytes, regular: Regular) -> RowText | None:
        """Return the text of regular rows, None where that tells nothing for sure."""
        if self.newline != b"\n" or regular.blank or SEPARATOR.encode() in text:
            return None
        starts, quotes = regular.starts, regular.quotes
        quoted = np.searchsorted(starts, quotes, "right") - 1
        quoted = quoted[np.diff(quoted, prepend=-1) > 0]
        lines = _without(text, starts, quoted) if len(quotes) else text
        if b"\r" in lines:
            lines = lines.replace(b"\r\n", b"\n")
        return RowText(text, lines, self.delimiter, quoted)

    def _parse(self, text: bytes, end: int, only: Sequence[int] | None) -> pa.Table | None:
        """Parse regular text with pyarrow; None where a row has another width or is not UTF-8."""
        if not _is_utf8(text, end):
            return None
        names = [str(position) for position in range(self.width)]
        wanted = names if only is None else [names[place] for place in only]
        if text[:1] in (b"", b"\r", b"\n") and not text[:end].strip(b"\r\n"):
            return as_table([], self.width)
        try:
            return pacsv.read_csv(
                pa.py_buffer(text).slice(0, end),
                read_options=pacsv.ReadOptions(
                    column_names=names, block_size=end, use_threads=False
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=b'"' in text
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(wanted, pa.large_string()),
                    include_columns=wanted,
                    strings_can_be_null=False,
                    check_utf8=False,  # text is, and so are its cells
                ),
            )
        except pa.ArrowInvalid:
            return None

    def _read_carefully(self, text: bytes, line: int, at_end: bool) -> Piece:
        """Read record by record; one that makes no sense costs its first line, not the file."""
        ends = None if at_end else text.rfind(self.newline) + 1
        lines = split_lines(text[:ends], self.newline)
        shown = [one.decode("utf-8", "surrogateescape") for one in lines]
        records = Records(
            shown, self.width, self.delimiter, self.quote, self.ends_early, self.kinds, at_end
        )
        rows: list[list[str]] = []
        numbers: list[int] = []
        marks: defaultdict[str, list[int]] = defaultdict(list)
        rejects: list[Reject] = []
        while records.line < len(lines):
            begin = records.line
            try:
                row = records.next_record()
            except Unreadable as problem:
                if problem.at_end_of_text and not at_end:
                    records.line = begin  # open where the text ends: more of the file decides
                    break
                raw = b"".join(lines[begin : records.line]).decode("utf-8", "backslashreplace")
                raw = raw.rstrip("\r\n")
                cells = tuple(map(unmarked_text, problem.cells or raw.split(self.delimiter)))
                why = (problem.code, str(problem), raw)
                rejects.append(Reject(self.name, line + begin, *why, cells))
            else:
                if row:
                    rows.append(row)
                    numbers.append(line + begin)
                    if records.mark:
                        marks[records.mark].append(line + begin)
        used = sum(map(len, lines[: records.line]))
        if not rows:
            return Piece(used, records.line, rejects=rejects)
        table = unmarked_table(as_table(rows, self.width))
        lines_of = np.array(numbers, np.int64)
        told = {code: tuple(own) for code, own in marks.items()}
        return Piece(used, records.line, table, lines_of, rejects, marks=told)


def _without(text: bytes, starts: np.ndarray, rows: np.ndarray) -> bytes:
    r"""Return a text with some of its rows left blank.

    >>> _without(b'a\n"b\nc"\nd\n', np.array([0, 2, 8]), np.array([1]))
    b'a\n\nd\n'
    """
    ends = np.concatenate((starts[1:], [len(text)]))[rows].tolist()
    begins = [0, *ends]
    ends_before = [*starts[rows].tolist(), len(text)]
    parts = [text[begin:end] for begin, end in zip(begins, ends_before, strict=True)]
    return b"\n".join(parts)


def _is_utf8(text: bytes, end: int) -> bool:
    """Whether a text is UTF-8 up to an end, seen at once: ten times as fast as cell by cell.

    >>> _is_utf8("Jürgen".encode(), 7), _is_utf8("Jürgen".encode("latin-1"), 6)
    (True, False)
    """
    if text.isascii():
        return True
    ends = pa.py_buffer(np.array([0, end], np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(text)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def split_lines(text: bytes, newline: bytes) -> list[bytes]:
    """Cut at one kind of line end only, and keep it: str.splitlines knows eight more."""
    lines = [line + newline for line in text.split(newline)]
    lines[-1] = lines[-1][: -len(newline)]
    return lines if lines[-1] else lines[:-1]
