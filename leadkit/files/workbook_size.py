"""Workbooks that would fill the memory: bombs, and sheets with a cell far from all others.

calamine holds a sheet as one block from its first cell to its last, and where there is no memory
for the block, it ends the process. So the cells' places are looked at before it opens a workbook.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element, ParseError, iterparse

from leadkit.base.errors import LeadkitError
from leadkit.files.compound import LONGEST, compound_of, read_compound
from leadkit.files.growth import Growth
from leadkit.files.workbook_xml import local_name

MOST = 10_000_000  # cells of a block that is mostly blank
BLANK = 100  # a block is mostly blank that has more cells than so many for each that is filled
_ROWS, _COLUMNS = 1_048_576, 16_384  # no program makes larger sheets
_BLOCK = 4 << 20  # bytes looked at in one go
_SIGNS = 18  # of a place: seven letters, and digits
_SPACED = re.compile(rb"\s*=\s*")
_REPEATED = re.compile(rb"-repeated\s*=\s*[\"'][0-9]{3}")
_LONGEST = 1000  # bytes of a tag that names a place
# Kinds of records: a row in XLSB, cells in XLSB, cells in XLS
_ROW, _CELLS, _OLD_CELLS = 0, range(1, 12), {6, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E}


class _Block:
    """The block that the cells of a sheet span, and how many are filled."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.rows = self.columns = self.filled = 0

    def add(self, rows: int, columns: int, filled: int = 1) -> None:
        """Take in cells, so many of them filled, that reach to a row and a column (from 1)."""
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        self.filled += filled

    def check(self) -> None:
        """Raise LeadkitError where the block is too large, and mostly blank."""
        blank = self.rows * self.columns > max(MOST, BLANK * self.filled)
        if blank or self.rows > _ROWS or self.columns > _COLUMNS:
            raise LeadkitError(
                f"{self._name}: a sheet has a cell far from the others: the sheet would span "
                f"{self.rows:,} rows and {self.columns:,} columns; delete what is beyond the list, "
                "or save the sheet as CSV"
            )


def checked(content: bytes, name: str) -> bytes:
    """Return a workbook that calamine may open; raise LeadkitError for one that fills the memory.

    It may grow as Growth says, and a block of cells that is mostly blank has MOST cells at most. Of
    an XLS file it is the workbook alone, as calamine follows chains of sectors that have no end.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        found = read_compound(content)
        if "EncryptedPackage" in found.names:
            raise LeadkitError(f"{name}: protected with a password; save it without")
        if not found.workbook:
            raise _damaged(name)
        if len(found.workbook) > LONGEST:
            raise LeadkitError(f"{name}: more than 400 MB; save it as XLSX, or its sheets as CSV")
        _check_records(_old_places(found.workbook), name)
        return compound_of(found.workbook)
    _check_archive(content, name)
    return content


def _damaged(name: str) -> LeadkitError:
    return LeadkitError(f"{name}: damaged, cannot be read as a workbook")


def _check_archive(content: bytes, name: str) -> None:
    """Look at all files in the archive that a workbook of any newer kind is."""
    growth = Growth(name, lambda: len(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                part.file_size = 1 << 62  # what an archive says of it may be a lie
                if part.filename == "content.xml":
                    _check_ods(b"".join(_parts_of(archive, part, growth)), name)
                elif part.filename.endswith(".bin"):
                    _check_binary(b"".join(_parts_of(archive, part, growth)), part.filename, name)
                else:
                    _check_xml(archive, part, growth)
    # what zipfile raises of a broken, locked or unknown archive, which calamine reads no more
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError):
        raise _damaged(name) from None


def _parts_of(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, growth: Growth | None = None
) -> Iterator[bytes]:
    """Yield a file of an archive, some megabytes at a time."""
    with archive.open(part) as file:
        while read := file.read(_BLOCK):
            if growth:
                growth.add(len(read))
            yield read


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, growth: Growth) -> None:
    """Look at a file of an XLSX workbook, which may be a sheet."""
    block = _Block(growth.name)
    for text in _tags(_parts_of(archive, part, growth)):
        block.add(*_furthest(text), text.count(b"</") // 2)
    block.check()


def _tags(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of an XML text in one spelling, each tag of a cell whole in one of them."""
    end = b""
    for part in parts:
        text = end + part.replace(b"\0", b"").replace(b"'", b'"')  # in UTF-16 every other is a NUL
        yield _without_spaces(text)
        end = text[max(text.rfind(b"<"), len(text) - _LONGEST) :]


def _without_spaces(text: bytes) -> bytes:
    """Return a text without the spaces that may stand around an equals sign, and seldom do."""
    import numpy as np

    signs = np.frombuffer(text, np.uint8)
    blank = signs <= ord(" ")
    if ((signs[1:-1] == ord("=")) & (blank[:-2] | blank[2:])).any():
        return _SPACED.sub(b"=", text)
    return text


def _furthest(text: bytes) -> tuple[int, int]:
    """Return the last row and the last column, from 1, that attributes such as r="AB12" name.

    >>> _furthest(b'<row r="7"><c r="A7"/><c r="AB7" s="1"/></row><row r="12">')
    (12, 28)
    """
    import numpy as np

    signs = np.frombuffer(text + b" " * _SIGNS, np.uint8)
    named = (signs[:-3] <= ord(" ")) & (signs[1:-2] == ord("r"))
    at = np.flatnonzero(named & (signs[2:-1] == ord("=")) & (signs[3:] == ord('"'))) + 4
    row, column = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    goes_on = np.ones(len(at), bool)
    for place in range(_SIGNS):
        sign = signs[np.minimum(at + place, len(signs) - 1)].astype(np.int64)
        letter = goes_on & (sign >= ord("A")) & (sign <= ord("Z")) & (row == 0) & (place < 7)
        digit = goes_on & (sign >= ord("0")) & (sign <= ord("9"))
        column[letter] = column[letter] * 26 + sign[letter] - ord("A") + 1
        row[digit] = row[digit] * 10 + sign[digit] - ord("0")
        goes_on = letter | digit
        if not goes_on.any():
            break
    return int(row.max(initial=0)), int(column.max(initial=0))


def _check_ods(content: bytes, name: str) -> None:
    """Look at the sheets of an ODS file, in which a cell and a row may stand for many."""
    if not _REPEATED.search(content):
        return
    block, row = _Block(name), 0
    with suppress(ParseError):
        for _, element in iterparse(io.BytesIO(content)):
            kind = local_name(element.tag)
            if kind == "table":
                block.check()
                block, row = _Block(name), 0
            if kind != "table-row":
                continue
            row += _repeated(element, "number-rows-repeated")
            column = filled = last = 0
            for cell in element:
                column += _repeated(cell, "number-columns-repeated")
                if len(cell):
                    filled, last = filled + 1, column
            if last:
                block.add(row, last, filled)
            element.clear()
    block.check()


def _repeated(element: Element, attribute: str) -> int:
    """Return for how many a row or a cell stands."""
    many = next((value for name, value in element.items() if local_name(name) == attribute), "1")
    return int(many[:10]) if many.isascii() and many.isdecimal() else 1


def _check_binary(content: bytes, path: str, name: str) -> None:
    """Look at a file of an XLSB workbook, which may be a sheet."""
    if content.startswith(b"\x81\x01") or "/worksheets/" in path:
        _check_records(_places(content), name)


def _check_records(places: Iterable[tuple[int, int]], name: str) -> None:
    block = _Block(name)
    for row, column in places:
        block.add(row + 1, column + 1)
    block.check()


def _places(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield (row, column), from 0, of each cell of a sheet in XLSB: records with a kind and a size.

    Both are numbers of seven bits a byte, the low ones first.
    """
    at, row = 0, 0
    while at < len(content):
        head = []
        for most in (2, 4):
            number, shift = 0, 0
            while at < len(content) and shift < 7 * most:
                byte = content[at]
                number |= (byte & 0x7F) << shift
                at, shift = at + 1, shift + 7
                if byte < 0x80:
                    break
            head.append(number)
        kind, size = head
        if kind == _ROW or kind in _CELLS:
            value = int.from_bytes(content[at : at + 4], "little")
            if kind == _ROW:
                row = value
            else:
                yield row, value
        at += size


def _old_places(stream: bytes) -> Iterator[tuple[int, int]]:
    """Yield (row, column), from 0, of each cell of a workbook in XLS; sheets follow each other."""
    at = 0
    while at + 8 <= len(stream):
        kind, size, row, column = struct.unpack_from("<HHHH", stream, at)
        if kind in _OLD_CELLS and size >= 6:
            yield row, column
        at += 4 + size
