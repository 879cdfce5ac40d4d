"""Cells of XLSX sheets that calamine shows as blank, or without what their format adds to them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]+)</v>')
# Excel stores the result of each formula, an empty text as t="str"; some libraries store none.
_FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>/]*>([^<]+)</f>(?:<v\s*/>|<v></v>)?</c>")
_STYLED = re.compile(rb'<c\b([^>]*\bs="(\d+)"[^>]*)><v>(\d+)</v></c>')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


def unshown_cells(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, text), both from 0, of a sheet's errors, formulas and padded numbers.

    A formula is its own text where the workbook does not hold its result; of a number in a
    format such as 00000 the text has its zeros.
    """
    path = _path_of(archive, sheet)
    content = archive.read(path) if path else b""
    if b't="e"' in content:
        for found in _ERROR.finditer(content):
            yield from _placed(found[1], unescape(found[2].decode()))
    if b"<f" in content:
        for found in _FORMULA.finditer(content):
            if b't="str"' not in found[1]:
                yield from _placed(found[1], "=" + unescape(found[2].decode()))
    widths = _padded_styles(archive) if content else {}
    if widths:
        for found in _STYLED.finditer(content):
            if width := widths.get(int(found[2])):
                yield from _placed(found[1], found[3].decode().zfill(width))


def _placed(attributes: bytes, text: str) -> Iterator[tuple[int, int, str]]:
    if place := _PLACE.search(attributes):
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        yield int(place[2]) - 1, column - 1, text


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return where in the archive a sheet's cells are, "" where that is not told."""
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
    with suppress(KeyError):
        text = archive.read(path).decode("utf-8", "replace")
        if within:
            text = text.partition(f"<{within}")[2].partition(f"</{within}>")[0]
        for element in re.finditer(rf"<{name}\s([^>]*)>", text):
            told = re.findall(r'(?:\w+:)?(\w+)="([^"]*)"', element[1])
            yield {key: unescape(value) for key, value in told}
