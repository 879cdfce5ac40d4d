"""Where the rows of a CSV file begin: its line end, its delimiter, its header, its first rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from leadkit.base.errors import LeadkitError
from leadkit.files.dialect import Shape, find_quote, fitted
from leadkit.files.layout import find_table, in_two_rows, split_rows
from leadkit.files.loose_records import MAX_RECORD, first_record, why_no_record
from leadkit.files.records import split_lines
from leadkit.files.tables import begin_of, later_headers

_SAMPLE = 64 << 10  # bytes that show how a list is laid out
_SEPARATOR_LINE = re.compile(rb"(?i)sep=([\t !#-/:-@\[-`{-~])")  # Excel's own, above the header


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a file's layout before it is read."""

    name: str
    delimiter: str = ""  # "" for find out
    any_layout: bool = False  # titles may stand above the header, or there may be none
    header_row: int = -1  # the line the header begins on, 0 for none, -1 for find out
    until: int = 0  # the line another table begins on, 0 for none


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a CSV file, understood."""

    headers: list[str]
    delimiter: str
    newline: bytes
    first_line: int  # the physical line of the first row
    rest: bytes  # the text from the first row on
    sample: list[list[str]]  # the first rows, as well as they go
    header: int = 0  # the line that the header begins on, 0 where there is none
    quote: str = '"'  # around cells
    ends_early: bool = False  # rows may leave out the blank cells at their end
    note: str = ""  # what is to be said of all this
    later: tuple[
        tuple[int, int], ...
    ] = ()  # tables below: the lines they and their headers begin on


def find_start(text: bytes, asked: Asked, at_end: bool) -> Start | None:
    r"""Read a file's layout from its first text; None where that does not tell it yet.

    >>> start = find_start(b"sep=;\nName;Ort\nEva;Ulm\n", Asked("a.csv"), at_end=True)
    >>> start.headers, start.delimiter, start.first_line, start.sample
    (['Name', 'Ort'], ';', 3, [['Eva', 'Ulm']])
    """
    newline = line_end(text)
    lines = split_lines(text, newline)
    if lines and not at_end and not lines[-1].endswith(newline):
        lines.pop()
    delimiter, skipped = asked.delimiter, 0
    if lines and (named := _SEPARATOR_LINE.fullmatch(lines[0].strip(b"\r\n"))):
        delimiter = delimiter or named[1].decode()
        skipped = 1
    while skipped < len(lines) and not lines[skipped].strip():
        skipped += 1
    if skipped == len(lines):
        if at_end:
            raise LeadkitError(f"{asked.name}: the file is empty; it needs a header row")
        return None
    has_header, quote = True, '"'
    later: tuple[tuple[int, int], ...] = ()
    if asked.any_layout:
        if len(text) < _SAMPLE and not at_end:
            return None  # what is found must not depend on how much is read at a time
        cut = max(text.rfind(newline, 0, _SAMPLE) + 1, len(lines[skipped]))
        shown = split_lines(text[:cut] if len(text) > _SAMPLE else text, newline)
        quote = find_quote([line.decode("utf-8", "replace") for line in shown[skipped:1000]])
        delimiter, skipped, has_header = _find_table(shown, asked, delimiter, skipped, quote)
        if asked.header_row < 0:
            later = _later_tables(shown[skipped:], skipped, delimiter, quote)
    until = later[0][0] if later else asked.until
    first = first_record(lines[skipped:], delimiter, quote)
    if first is None:
        if has_header and not at_end and len(text) <= MAX_RECORD:
            return None
        what = "header row" if has_header else "row of a table"
        why = why_no_record(lines[skipped:], delimiter)
        raise LeadkitError(f"{asked.name}:{skipped + 1}: this is no {what}: {why}")
    cells, found, used = first
    if has_header:
        header, headers, delimiter, skipped = skipped + 1, cells, found, skipped + used
    else:
        header, headers = 0, [""] * len(cells)
    if asked.any_layout and has_header and asked.header_row < 0:
        following = first_record(lines[skipped:], delimiter, quote) if lines[skipped:] else None
        if following and len(following[0]) == len(headers) and skipped + following[2] < len(lines):
            both = in_two_rows(headers, following[0])
            headers, skipped = (both, skipped + following[2]) if both else (headers, skipped)
    rows = _first_rows(lines[skipped : until - 1 if until else None], delimiter, quote)
    shape = fitted(headers, rows) if asked.any_layout else _with_last(headers, rows)
    sample = [
        [*row, *[""] * (len(shape.headers) - len(row))]
        for row in rows
        if len(row) == len(shape.headers) or (shape.ends_early and len(row) < len(shape.headers))
    ]
    rest = text[sum(map(len, lines[:skipped])) :]
    begin = (delimiter, newline, skipped + 1, rest, sample, header, quote)
    return Start(shape.headers, *begin, shape.ends_early, shape.note, later)


def _later_tables(
    lines: Sequence[bytes], above: int, delimiter: str, quote: str
) -> tuple[tuple[int, int], ...]:
    """Return the lines that further tables and their headers begin on, below so many lines."""
    rows, starts = split_rows([one.decode("utf-8", "replace") for one in lines], delimiter, quote)
    return tuple(
        (above + starts[begin_of(rows, at)] + 1, above + starts[at] + 1)
        for at in later_headers(rows)
    )


def _find_table(
    lines: Sequence[bytes], asked: Asked, delimiter: str, skipped: int, quote: str
) -> tuple[str, int, bool]:
    """Return (delimiter, line the table begins on, whether with a header); asked ones stay."""
    header_row = asked.header_row
    if header_row > len(lines):
        raise LeadkitError(f"{asked.name}: there is no line {header_row} for a header")
    begin = max(header_row - 1, 0) if header_row > 0 else skipped
    if header_row and not lines[begin].strip():
        raise LeadkitError(
            f"{asked.name}:{begin + 1}: this line is blank; give --header-row the header's line"
        )
    sample = [line.decode("utf-8", "replace") for line in lines[begin : begin + 1000]]
    delimiter, below, has_header = find_table(sample, delimiter, quote)
    if header_row >= 0:
        return delimiter, begin, header_row > 0
    return delimiter, begin + below, has_header


def _first_rows(lines: Sequence[bytes], delimiter: str, quote: str) -> list[list[str]]:
    """Return the first rows of a table, as well as they go."""
    text = b"".join(lines)[:_SAMPLE].decode("utf-8", "replace")
    shown = []
    with suppress(csv.Error):  # a sample of what comes before the damage
        sample = io.StringIO(text, newline="")
        for row in csv.reader(sample, delimiter=delimiter, quotechar=quote, skipinitialspace=True):
            shown.append(row)
    return [row for row in shown[: len(shown) - (len(text) >= _SAMPLE)] if row]


def _with_last(headers: list[str], rows: Sequence[Sequence[str]]) -> Shape:
    """Return the headers of a plain table, with one more where a delimiter ends each row."""
    ended = rows and all(len(row) == len(headers) + 1 and not row[-1] for row in rows)
    return Shape([*headers, ""] if ended else headers)


def line_end(start: bytes) -> bytes:
    r"""Return the line end of a text: the one that stands outside quotes.

    >>> line_end(b'Name,Ort\r"Eva\nLang",Ulm\r'), line_end(b'Name,Ort\r\n')
    (b'\r', b'\n')
    """
    if b"\r" not in start:
        return b"\n"
    if b"\n" in start and b"\r\n" not in start and b'"' in start:
        start = re.sub(rb'"[^"]*("|\Z)', b"", start)
    return b"\r" if b"\r" in start and b"\n" not in start else b"\n"
