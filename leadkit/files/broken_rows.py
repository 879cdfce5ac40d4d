"""Rows whose quotes or delimiters do not fit, read as their addresses and numbers prove them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadkit.base.columns import CONSENT_FOR, EMAILS, PHONES
from leadkit.fields.headers.names import field_of

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+(]?\d[\d ./()-]{5,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
MAIL, PHONE, NOTES, KNOWN, OTHER = "mail", "phone", "notes", "known", ""
_ANSWERS = {"consent", *CONSENT_FOR.values()}  # what nobody may be given by a guess


def kinds_of(headers: Sequence[str]) -> list[str]:
    """Return what each column of a list holds, as far as it can prove that a row fits.

    Known are columns whose cells harm nobody where they are another's: no consent, nothing unknown.

    >>> kinds_of(["Name", "E-Mail", "Phone", "Notes", "Newsletter"])
    ['known', 'mail', 'phone', 'notes', '']
    """
    return [_kind_of(field_of(header)) for header in headers]


def _kind_of(field: str | None) -> str:
    if field is None or field in _ANSWERS or "consent" in field or "opt_out" in field:
        return OTHER
    if field in EMAILS:
        return MAIL
    return PHONE if field in PHONES else NOTES if field == "notes" else KNOWN


def fits(cells: Sequence[str], kinds: Sequence[str], to_end: bool = False) -> bool | None:
    """Tell whether cells stand below their headers: None where nothing among them can tell.

    With ``to_end``, what stands right of the last proof must be known, so that none of it can be a
    consent that was shifted.

    An address or a number below its header speaks for it; an address anywhere else, or other
    words where addresses and numbers stand, against it.

    >>> kinds = kinds_of(["Name", "E-Mail", "Phone"])
    >>> fits(["Eva", "e@x.example.com", ""], kinds), fits(["Lang", "Eva", "e@x.example.com"], kinds)
    (True, False)
    >>> fits(["Eva", "", ""], kinds)
    """
    proven = False
    for cell, kind in zip(map(str.strip, cells), kinds, strict=False):
        if not cell:
            proven = proven and not (to_end and kind == OTHER)
            continue
        is_mail = bool(_MAIL.fullmatch(cell))
        if is_mail != (kind == MAIL) and (kind == MAIL or (kind != NOTES and MAIL in kinds)):
            return False
        if kind == PHONE and not re.search(r"\d{2}", cell):
            return False
        is_phone = kind == PHONE and _PHONE.fullmatch(cell) and not _DAY.fullmatch(cell)
        if is_phone or (is_mail and kind == MAIL):
            proven = True
        elif to_end and kind == OTHER:
            proven = False
    return True if proven else None


def without_surplus(row: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Return a row without the blank cells that it has too many, [] where that is not proven.

    A cell with a delimiter shifts all that follows, and pushes blank cells out at the end.

    >>> kinds = kinds_of(["Name", "E-Mail", "Notes"])
    >>> without_surplus(["Eva", "e@x.example.com", "call", "", ""], kinds)
    ['Eva', 'e@x.example.com', 'call']
    >>> without_surplus(["Lang", " Eva", "e@x.example.com", ""], kinds)
    []
    """
    width = len(kinds)
    own = list(row[:width])
    return own if len(row) > width and not any(row[width:]) and fits(own, kinds, True) else []


def mended(line: str, delimiter: str, kinds: Sequence[str]) -> list[str]:
    r"""Return the cells of a line whose quotes do not fit, [] where no reading is proven.

    Quotes in a cell are its own where no delimiter follows; one that opens and never closes is a
    sign like others; what is too much belongs to notes in the last column. A reading must have all
    columns, with an address or a number where its header says, and be the only one.

    >>> kinds = kinds_of(["Name", "E-Mail", "Notes"])
    >>> mended('"Eva "Evi" Lang",e@x.example.com,', ",", kinds)
    ['Eva "Evi" Lang', 'e@x.example.com', '']
    >>> mended('Eva,e@x.example.com,"call, then mail', ",", kinds)
    ['Eva', 'e@x.example.com', 'call, then mail']
    >>> mended('"Lang, Eva,e@x.example.com,', ",", kinds)
    []
    """
    line = line.rstrip("\r\n")
    found: list[list[str]] = []
    for cells in (_loosely_quoted(line, delimiter), line.split(delimiter)):
        surplus = len(cells) > len(kinds) > 2 and kinds[-1] == NOTES
        if surplus and kinds[-2] in (MAIL, PHONE) and cells[len(kinds) - 2].strip():
            cells = [*cells[: len(kinds) - 1], delimiter.join(cells[len(kinds) - 1 :])]
        cells = [_unquoted(cell) for cell in cells]
        if len(cells) == len(kinds) and fits(cells, kinds) and cells not in found:
            found.append(cells)
    return found[0] if len(found) == 1 else []


def _loosely_quoted(line: str, delimiter: str) -> list[str]:
    """Cut a line where a delimiter stands outside quotes, which close before a delimiter alone."""
    sign = re.escape(delimiter)
    cell = re.compile(rf'"(?:[^"]|"(?!{sign}|\Z))*"(?={sign}|\Z)|[^{sign}]*')
    cells: list[str] = []
    at = 0
    while True:
        one = cell.match(line, at)
        if one is None:
            return cells
        cells.append(one[0])
        at = one.end() + 1
        if at > len(line):
            return cells


def _unquoted(cell: str) -> str:
    """Return a cell without the quotes around it, or the one that opens and never closes."""
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text[1:] if text.count('"') == 1 and text[0] == '"' else cell


def is_swallowed(row: Sequence[str], delimiter: str, kinds: Sequence[str]) -> bool:
    r"""Tell whether a quote that never closed took further rows into a cell.

    Taken apart at every line end and delimiter, each of its lines is a row then, with an address or
    a number where the header says.

    >>> kinds = kinds_of(["Name", "Firm", "E-Mail"])
    >>> is_swallowed(["Eva", "A,e@x.example.com\nIda,B", "i@x.example.com"], ",", kinds)
    True
    >>> is_swallowed(["Eva", "A, B, C\nLtd, Hall 4", "e@x.example.com"], ",", kinds)
    False
    """
    lines = delimiter.join(row).split("\n")
    if len(lines) < 2 or any(line.count(delimiter) != len(kinds) - 1 for line in lines):
        return False
    rows = [[_unquoted(cell) for cell in line.rstrip("\r").split(delimiter)] for line in lines]
    told = [fits(one, kinds) for one in rows]
    return False not in told and all(told[:2])
