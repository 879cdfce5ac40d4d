"""Records read one by one, by Python's csv module, where a text is not regular."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from leadkit.files.broken_rows import is_swallowed, mended, without_surplus
from leadkit.files.layout import find_delimiter

if TYPE_CHECKING:
    from _csv import Reader

MAX_RECORD = 1 << 20  # bytes; a quoted cell that is still open after that was never closed
_SAMPLE = 1000  # lines that find the delimiter
_SPACE_QUOTE = re.compile(' +"')  # at the start of a cell
_RULE = re.compile(r"[-=_+:|*~. \r]*[-=_+*~]{3}[-=_+:|*~. \r]*")  # drawn below a header
_LOOSE = re.compile(r'\\"|[^\w"] +"')
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_LONE_RETURN = "\udc0d"  # half a surrogate pair, which no decoded text can hold
_UNDECODED = re.compile("[\udc80-\udcff]")  # what the surrogateescape handler leaves

csv.field_size_limit(16 * MAX_RECORD)


class Unreadable(Exception):
    """A record that makes no sense."""

    def __init__(
        self, code: str, reason: str, at_end_of_text: bool = False, cells: Sequence[str] = ()
    ) -> None:
        super().__init__(reason)
        self.code, self.at_end_of_text, self.cells = code, at_end_of_text, cells


class Records:
    """The records of some lines, one at a time; the next begins on ``line``, from 0.

    With ``ends_early``, a record may leave out cells at its end: they are blank, and ``mark`` says
    "short_row" of it; of a record that was mended by the ``kinds`` of its columns "row_mended".
    """

    def __init__(
        self,
        lines: list[str],
        width: int,
        delimiter: str,
        quote: str = '"',
        ends_early: bool = False,
        kinds: Sequence[str] = (),
        at_end: bool = True,
    ) -> None:
        self.lines, self.width, self.delimiter = lines, width, delimiter
        self.quote, self.ends_early, self.mark = quote, ends_early, ""
        self._kinds, self._at_end = kinds if quote == '"' else (), at_end
        self.line = 0
        self._reader = self._restart()

    def _restart(self) -> Iterator[list[str]]:
        return csv.reader(
            self._following(),
            delimiter=self.delimiter,
            quotechar=self.quote,
            skipinitialspace=self.quote != '"',
            strict=True,
        )

    def _following(self) -> Iterator[str]:
        while self.line < len(self.lines) and self._size <= MAX_RECORD:
            line = self.lines[self.line]
            self.line += 1
            self._size += len(line)
            yield _hide_returns(line)

    def next_record(self) -> list[str]:
        """Return the cells of the next record, none for a blank line; raise Unreadable."""
        self._size = 0
        self.mark = ""
        begin = self.line
        try:
            row = next(self._reader)
        except csv.Error as error:
            if loose := self._loosely(begin):
                return loose
            at_end = self.line >= len(self.lines) and self._size <= MAX_RECORD
            is_open = "unexpected end" in str(error)
            if not (is_open and at_end and not self._at_end) and (cells := self._mended(begin)):
                return cells
            self.line = begin + 1
            self._reader = self._restart()
            if is_open:
                reason = "a quote opens here and is never closed"
                raise Unreadable("unclosed_quote", reason, at_end) from None
            raise Unreadable("stray_quote", "a quote stands inside a cell, not doubled") from None
        if not row or (len(row) == 1 < self.width and not row[0].strip()):
            return []
        row = _show_returns(row)
        text = "".join(row)
        if not text.isascii() and _UNDECODED.search(text):
            shown = [cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
                     for cell in row]  # fmt: skip
            reason = "holds bytes that make no text; give --encoding"
            raise Unreadable("not_utf8", reason, cells=shown)
        odd = len(row) != self.width or any(map(_SPACE_QUOTE.match, row))
        if odd and (loose := self._loosely(begin)):
            return loose
        if self._kinds and (own := self._by_kinds(row, begin)):
            return own
        if self.ends_early and len(row) < self.width:
            self.mark = "short_row"
            return [*row, *[""] * (self.width - len(row))]
        if len(row) != self.width:
            if len(row) == 1 and _RULE.fullmatch(row[0]):
                raise Unreadable("between", "a line of signs between the rows", cells=row)
            cells_told = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            reason = f"{cells_told} where the header has {self.width}"
            raise Unreadable("ragged", reason, cells=row)
        return row

    def _by_kinds(self, row: list[str], begin: int) -> list[str]:
        """Return a record as its columns prove it, where it does not fit; [] for as it is."""
        if len(row) > self.width and (own := without_surplus(row, self._kinds)):
            self.mark = "row_mended"
            return own
        several = self.line - begin > 1
        if len(row) > self.width or (several and len(row) != self.width):
            return self._mended(begin)
        if several and is_swallowed(row, self.delimiter, self._kinds):
            if cells := self._mended(begin):
                return cells
            self.line = begin + 1
            self._reader = self._restart()
            raise Unreadable("unclosed_quote", "a quote opens here and takes in the rows below")
        return []

    def _mended(self, begin: int) -> list[str]:
        """Return the first line of a record alone, whose quotes do not fit, [] if unproven."""
        line = self.lines[begin]
        if not self._kinds or _UNDECODED.search(line):
            return []
        if cells := mended(line, self.delimiter, self._kinds):
            self.line, self.mark = begin + 1, "row_mended"
            self._reader = self._restart()
        return cells

    def _loosely(self, begin: int) -> list[str]:
        r"""Return a record that has spaces before quotes, or quotes as \", [] if it is no such."""
        lines = self.lines[begin : self.line]
        if self.quote != '"' or not any(_LOOSE.search(one) or '" ' in one for one in lines):
            return []
        after, self.line, self._size = self.line, begin, 0
        row = next(_loose_reader(self._following(), self.delimiter), [])
        if len(row) != self.width or _UNDECODED.search("".join(row)):
            self.line = after
            return []
        self._reader = self._restart()
        return _show_returns(row)


def _loose_reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    r"""Read what RFC 4180 does not know: a space between a delimiter and a quote, \" in a cell.

    Nor does it know a space behind a quote.

    >>> next(_loose_reader(['"Lang, Ida" , "says \\"hi\\""'], ","))
    ['Lang, Ida', 'says "hi"']
    """
    behind = re.compile(rf'(?<!")((?:"")*") +(?={re.escape(delimiter)}|[\r\n]*\Z)')
    doubled = (_ESCAPED.sub(lambda found: found[0].replace('\\"', '""'), line) for line in lines)
    tidy = (behind.sub(r"\1", line) for line in doubled)
    with suppress(csv.Error):
        yield from csv.reader(tidy, delimiter=delimiter, skipinitialspace=True, strict=True)


def _hide_returns(line: str) -> str:
    """Outside quotes csv takes a lone carriage return for a line end; here it is a character."""
    if "\r" not in line:
        return line
    inner = line.removesuffix("\n").removesuffix("\r")
    return inner.replace("\r", _LONE_RETURN) + line[len(inner) :]


def _show_returns(row: list[str]) -> list[str]:
    return [cell.replace(_LONE_RETURN, "\r") for cell in row]


def _shown(lines: list[bytes]) -> list[str]:
    return [_hide_returns(line.decode("utf-8", "replace")) for line in lines[:_SAMPLE]]


def _first_reader(sample: list[str], delimiter: str, quote: str = '"') -> Reader:
    loose = quote != '"' or (bool(sample) and _LOOSE.search(sample[0]) is not None)
    return csv.reader(
        sample, delimiter=delimiter, quotechar=quote, skipinitialspace=loose, strict=True
    )


def first_record(
    lines: list[bytes], delimiter: str, quote: str = '"'
) -> tuple[list[str], str, int] | None:
    """Return (cells, delimiter, lines used) of the first record, None where it does not end.

    Without a delimiter, the one is found under which the lines agree best.
    """
    sample = _shown(lines)
    delimiter = delimiter or find_delimiter(sample, quote)
    reader = _first_reader(sample, delimiter, quote)
    try:
        cells = next(reader)
    except csv.Error:
        return None
    return _show_returns(cells), delimiter, reader.line_num


def why_no_record(lines: list[bytes], delimiter: str) -> str:
    r"""Say what is wrong with lines that begin with no record, and what to do.

    >>> why_no_record([b'Name,"E-Mail\n', b'Eva,e\n'], ",")
    'a quote opens here and is never closed; close it or take it away'
    """
    sample = _shown(lines)
    try:
        next(_first_reader(sample, delimiter or find_delimiter(sample)), [])
    except csv.Error as error:
        if "expected after" in str(error):
            return "something stands between a closing quote and the next cell; take it away"
        if "larger than" in str(error):
            return "a cell is larger than 16 MB"
    return "a quote opens here and is never closed; close it or take it away"
