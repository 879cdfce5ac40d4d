"""Cells of XLSX sheets that calamine shows as blank, or without what their format adds to them.

Read by the standard library's parser, whatever prefixes a program gave to the elements. It opens no
external entities, and expat, from 2.4.1 on (every Python 3.11 has it), stops at entities that
grow without end.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element, ParseError, iterparse

# What a sheet must hold to be worth reading: an error, or a formula. Few do.
_WORTH_READING = re.compile(rb"\bt\s*=\s*[\"']e[\"']|<(?:[\w.-]+:)?f[\s/>]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, which the pattern does not see into
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def unshown_cells(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, text), both from 0, of a sheet's errors, formulas and padded numbers.

    A formula is its own text where the workbook does not hold its result; of a number in a
    format such as 00000 the text has its zeros. A sheet that breaks off ends there.
    """
    path = _path_of(archive, sheet)
    content = archive.read(path) if path else b""
    widths = _padded_styles(archive) if content else {}
    if not widths and not content.startswith(_WIDE) and not _WORTH_READING.search(content):
        return
    padded = {str(style): width for style, width in widths.items()}
    with suppress(ParseError):
        for _, row in iterparse(io.BytesIO(content)):
            if local_name(row.tag) != "row":
                continue
            for cell in row:
                # As most cells are: no error, no formula, no format of zeros.
                plain = cell.get("t") != "e" and cell.get("s") not in padded
                if plain and len(cell) == 1 and not cell[0].tag.endswith("f"):
                    continue
                text = _unshown(cell, padded)
                place = _PLACE.fullmatch(cell.get("r", "")) if text else None
                if place:
                    yield int(place[2]) - 1, _column(place[1]), text
            row.clear()  # a big sheet is not held as a whole


def _unshown(cell: Element, padded: dict[str, int]) -> str:
    """Return the text of a cell that calamine has another one for, "" of all others."""
    kind = cell.get("t", "n")
    parts = {local_name(part.tag): part.text or "" for part in cell}
    value, formula = parts.get("v", ""), parts.get("f", "")
    if kind == "e" and value:
        return value
    if formula:  # Excel stores the result, an empty text as t="str"; some libraries store none
        return "" if value or kind == "str" else "=" + formula
    width = padded.get(cell.get("s", ""), 0)
    if width and kind == "n" and "f" not in parts and value.isascii() and value.isdecimal():
        return value.zfill(width)
    return ""


def _column(letters: str) -> int:
    """Return a column's number from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def local_name(name: str) -> str:
    """Return a name without its namespace.

    >>> local_name("{http://x.example.com}c"), local_name("c")
    ('c', 'c')
    """
    return name.rpartition("}")[2]


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return where in the archive a sheet's cells are, "" where nothing says so."""
    targets = {
        attributes["Id"]: attributes["Target"]
        for attributes in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        if {"Id", "Target"} <= attributes.keys()
    }
    for attributes in _elements(archive, "xl/workbook.xml", "sheet"):
        if attributes.get("name") == sheet:
            target = targets.get(attributes.get("id", ""), "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            return path if path.endswith(".xml") and path in archive.namelist() else ""
    return ""


def _padded_styles(archive: zipfile.ZipFile) -> dict[int, int]:
    """Return the styles whose numbers have so many digits at least, as 00000 says."""
    formats = {
        attributes.get("numFmtId", ""): len(attributes["formatCode"])
        for attributes in _elements(archive, "xl/styles.xml", "numFmt")
        if re.fullmatch("00+", attributes.get("formatCode", ""))
    }
    styles = _elements(archive, "xl/styles.xml", "xf", within="cellXfs") if formats else ()
    numbered = enumerate(attributes.get("numFmtId", "") for attributes in styles)
    return {style: formats[number] for style, number in numbered if number in formats}


def _elements(
    archive: zipfile.ZipFile, path: str, name: str, within: str = ""
) -> Iterator[dict[str, str]]:
    """Yield the attributes of the elements of a name, without prefixes."""
    inside = not within
    with suppress(KeyError, ParseError), archive.open(path) as file:
        for event, element in iterparse(file, ("start", "end")):
            found = local_name(element.tag)
            if found == within:
                inside = event == "start"
            elif found == name and inside and event == "start":
                yield {local_name(key): value for key, value in element.attrib.items()}
