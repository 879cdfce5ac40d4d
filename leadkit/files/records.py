"""UTF-8 text -> records, with their physical line numbers: fast where that is safe.

Where a block is regular by RFC 4180, which a few vector operations prove, pyarrow parses it. A
block with stray quotes, ragged rows or broken characters is read record by record by Python's csv
module, and records that make no sense are set aside as rejects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from leadkit.base.cells import texts
from leadkit.base.columns import SEPARATOR
from leadkit.base.errors import LeadkitError
from leadkit.files.loose_records import MAX_RECORD, Records, Unreadable
from leadkit.files.passing import Regular, passing_rows
from leadkit.files.raw import Reject, RowText

_PIECE = 1 << 19  # bytes of a text that are compared at once
_LF, _CR, _QUOTE = b'\n\r"'


class Splitter:
    """Cuts UTF-8 text into records, keeping count of physical lines."""

    def __init__(self, name: str, width: int, delimiter: str, newline: bytes) -> None:
        self.name, self.width, self.delimiter, self.newline = name, width, delimiter, newline
        self.line = 1  # physical line on which the text not yet consumed begins
        self.consumed = 0  # bytes of the last text that need not be given again
        self.rejects: list[Reject] = []
        # The positions of the only columns to parse, where rows may pass through as text.
        self.columns: Sequence[int] | None = None
        self.passing: pa.Array | None = None  # the rows just taken as text, if they may pass
        self.text: RowText | None = None  # the text of the rows just taken, if it is regular

    def take(self, text: bytes, at_end: bool) -> Iterator[tuple[pa.Table, np.ndarray]]:
        """Parse all whole records of the text; what follows the last of them is for next time."""
        self.consumed = 0
        if len(text) > 16 * MAX_RECORD and self.newline not in text:
            raise LeadkitError(f"{self.name}:{self.line}: a line over 16 MB; is this a CSV file?")
        self.passing = self.text = None
        regular = self._regular_part(text, at_end)
        if regular is None:
            yield from self._read_carefully(text, at_end)
            return
        end = regular.end
        if not end:
            return
        if self.columns is not None and self._writes_alike():
            self.passing = passing_rows(text, regular)
        parsed = self._parse(text, end)
        if parsed is None or parsed.num_rows != len(regular.starts):
            self.passing = None
            yield from self._read_carefully(text[:end], at_end=True)
            self.consumed = end
            return
        if self.columns is None:
            self.text = self._row_text(text[:end], regular)
        lines = self.line + regular.lines
        self.line += regular.many
        self.consumed = end
        if parsed.num_rows:
            yield parsed, lines

    def _writes_alike(self) -> bool:
        """Whether leadkit itself would write rows with these signs between cells and rows."""
        return self.delimiter == "," and self.newline == b"\n" and self.width > 1

    def _regular_part(self, text: bytes, at_end: bool) -> Regular | None:
        """Find the records of a text up to the last whole one; None if the text is irregular.

        Regular is: counted from the start, every odd quote follows a delimiter, a line end or a
        quote, and every even quote precedes one. Then quoted and unquoted parts are certain.
        """
        codes = np.frombuffer(text, np.uint8)
        newlines = where_byte(codes, self.newline[0])
        quotes = where_byte(codes, _QUOTE) if b'"' in text else np.array([], np.int64)
        if at_end and len(quotes) % 2:
            return None
        if self._has_lone_return(text, codes, quotes):
            return None  # pyarrow would take it for the end of a row
        record_ends = _unquoted(newlines, quotes)
        end = len(text) if at_end else int(record_ends[-1]) + 1 if len(record_ends) else 0
        if not end and len(text) > MAX_RECORD:
            return None
        quotes = quotes[quotes < end]
        if len(quotes):
            before = codes[quotes[0::2] - 1]
            before[quotes[0::2] == 0] = _LF
            after = codes[np.minimum(quotes[1::2] + 1, end - 1)]
            after[quotes[1::2] + 1 == end] = _LF
            beside = np.concatenate((before, after))
            if not np.isin(beside, (ord(self.delimiter), _LF, _CR, _QUOTE)).all():
                return None
        record_ends, newlines = record_ends[record_ends < end], newlines[newlines < end]
        starts = np.concatenate(([0], record_ends + 1))
        starts = starts[starts < end]
        lengths = np.diff(np.concatenate((starts, [end]))) - 1
        short = np.flatnonzero(lengths <= 1)
        blank = short[np.isin(codes[starts[short]], (self.newline[0], _CR))]
        starts = np.delete(starts, blank)
        if len(record_ends) == len(newlines):  # each record has a line, as the blank ones have
            lines = np.delete(np.arange(len(lengths)), blank)
        else:
            lines = np.searchsorted(newlines, starts)
        return Regular(end, starts, lines, len(newlines), len(blank), quotes)

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

    def _has_lone_return(self, text: bytes, codes: np.ndarray, quotes: np.ndarray) -> bool:
        if self.newline == b"\r" or b"\r" not in text:
            return False
        returns = where_byte(codes, _CR)
        lone = returns[codes[np.minimum(returns + 1, len(codes) - 1)] != _LF]
        return bool((np.searchsorted(quotes, lone) % 2 == 0).any())

    def _parse(self, text: bytes, end: int) -> pa.Table | None:
        """Parse regular text with pyarrow; None where a row has another width or is not UTF-8."""
        if not _is_utf8(text, end):
            return None
        names = [str(position) for position in range(self.width)]
        wanted = names if self.passing is None else [names[at] for at in self.columns or ()]
        if text[:1] in (b"", b"\r", b"\n") and not text[:end].strip(b"\r\n"):
            return as_table([], self.width)
        try:
            return pacsv.read_csv(
                pa.py_buffer(text).slice(0, end),
                read_options=pacsv.ReadOptions(
                    column_names=names, block_size=end, use_threads=False
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=_QUOTE in text
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

    def _read_carefully(self, text: bytes, at_end: bool) -> Iterator[tuple[pa.Table, np.ndarray]]:
        """Read record by record; one that makes no sense costs its first line, not the file."""
        ends = None if at_end else text.rfind(self.newline) + 1
        lines = split_lines(text[:ends], self.newline)
        shown = [line.decode("utf-8", "surrogateescape") for line in lines]
        records = Records(shown, self.width, self.delimiter)
        rows: list[list[str]] = []
        numbers: list[int] = []
        while records.at < len(lines):
            at = records.at
            try:
                row = records.next_record()
            except Unreadable as problem:
                if problem.at_end_of_text and not at_end:
                    records.at = at  # still open where the text ends: more of the file decides
                    break
                raw = b"".join(lines[at : records.at]).decode("utf-8", "backslashreplace")
                cells = problem.cells or raw.rstrip("\r\n").split(self.delimiter)
                told = (problem.code, str(problem), raw.rstrip("\r\n"))
                self.rejects.append(Reject(self.name, self.line + at, *told, tuple(cells)))
            else:
                if row:
                    rows.append(row)
                    numbers.append(self.line + at)
        self.consumed = sum(map(len, lines[: records.at]))
        self.line += records.at
        if rows:
            yield as_table(rows, self.width), np.array(numbers, np.int64)


def where_byte(codes: np.ndarray, code: int) -> np.ndarray:
    """Return where a text has a byte, looked for in pieces that stay in the processor's cache.

    >>> where_byte(np.frombuffer(b"a,b,c", np.uint8), ord(",")).tolist()
    [1, 3]
    """
    begins = range(0, max(len(codes), 1), _PIECE)
    return np.concatenate([np.flatnonzero(codes[at : at + _PIECE] == code) + at for at in begins])


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


def _unquoted(newlines: np.ndarray, quotes: np.ndarray) -> np.ndarray:
    """Return the newlines that are not within quotes: those before which quotes come in pairs."""
    if len(quotes) < len(newlines):  # as a rule no quoted cell has a line end, and all are outside
        first_after = np.searchsorted(newlines, quotes)
        opened, closed = first_after[0::2], np.append(first_after[1::2], len(newlines))
        if np.array_equal(opened, closed[: len(opened)]):
            return newlines
    return np.asarray(newlines[np.searchsorted(quotes, newlines) % 2 == 0])


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


def as_table(rows: Sequence[Sequence[str]], width: int) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * width
    return pa.table({str(at): texts(cells) for at, cells in enumerate(columns)})
