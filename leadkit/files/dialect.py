"""What a list does in a way of its own: single quotes, rows that end early, row numbers (R)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leadkit.base.columns import EMAILS
from leadkit.fields.headers.names import field_of
from leadkit.files.broken_rows import fits, kinds_of

_WRAPPED = {  # cells within quotes, by the quote
    sign: re.compile(rf"(?:^|[,;\t|]) ?{sign}(?:[^{sign}]|{sign}{sign})*{sign} ?(?=[,;\t|]|$)")
    for sign in "\"'"
}
_SHOWN = 200  # lines that show how cells are quoted
_EARLY, _FEWEST = 0.5, 3  # share and number of short rows from which on all may end early


def find_quote(lines: Sequence[str]) -> str:
    r"""Return the sign around the cells of a list: a single quote where most lines have such.

    >>> find_quote(["'Name','Ort'", "'Eva, Ida','Ulm'"]), find_quote(["Name,Ort", "O'Neill,'Ulm'"])
    ("'", '"')
    """
    shown = [line.strip() for line in lines[:_SHOWN] if line.strip()]
    if not any("'" in line for line in shown):
        return '"'
    single = sum(len(_WRAPPED["'"].findall(line)) > 1 for line in shown)
    double = sum(len(_WRAPPED['"'].findall(line)) > 1 for line in shown)
    return "'" if single > double and single >= 0.6 * len(shown) else '"'


@dataclass(frozen=True)
class Shape:
    """How the rows of a list fit its header."""

    headers: list[str]
    ends_early: bool = False  # rows leave out the blank cells at their end
    note: str = ""  # what is to be said of it


def fitted(headers: list[str], rows: Sequence[Sequence[str]]) -> Shape:
    """Return a header as the rows below it need it.

    A delimiter at the end of each row, or of the header alone, is no column; a column of numbers
    that R put in front without a header is one. Rows end early where a program left out the blank
    cells at their end: then no short one ends with a blank cell, and the addresses stand where the
    header says; where other rows have blank cells there, or too many of them, numbers must as well.

    >>> fitted(["Name", "Ort"], [["1", "Eva", "Ulm"], ["2", "Ida", "Au"]]).headers
    ['', 'Name', 'Ort']
    >>> fitted(["Name", "Ort", "Tel"], [["Eva"], ["Ida", "Ulm"], ["Jo"]]).ends_early
    True
    """
    width, lengths = len(headers), {len(row) for row in rows}
    if not rows or lengths == {width}:
        return Shape(headers)
    if len(lengths) == 1 and (longer := lengths.pop()) > width:
        if not any(any(row[width:]) for row in rows):
            return Shape([*headers, *[""] * (longer - width)])
        if longer == width + 1 and _are_numbers([row[0] for row in rows]):
            return Shape(
                ["", *headers],
                note="the first column holds row numbers and has no header; the others are "
                "read one to the right of it",
            )
        return Shape(headers)
    rows = [row[: len(headers)] if not any(row[len(headers) :]) else row for row in rows]
    lengths = {len(row) for row in rows}
    while len(headers) > 1 and not headers[-1].strip() and max(lengths) < len(headers):
        headers = headers[:-1]
    if max(lengths) > len(headers) or lengths == {len(headers)}:
        return Shape(headers)
    short = [row for row in rows if len(row) < len(headers)]
    whole = all(row[-1].strip() for row in short) and (
        all(row[-1].strip() for row in rows) or _are_proven(headers, short)
    )
    if len(short) >= max(_EARLY * len(rows), _FEWEST) and whole and _addresses_fit(headers, rows):
        note = "rows end early and were filled with blank cells (short_row in the column issues)"
        return Shape(headers, ends_early=True, note=note)
    return Shape(headers)


def _are_proven(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether no row speaks against its header, and half of them for it."""
    kinds = kinds_of(headers)
    told = [fits(row, kinds) for row in rows]
    return False not in told and 2 * told.count(True) >= len(told)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Tell whether cells are whole numbers that grow from row to row."""
    if not all(cell.isascii() and cell.isdecimal() and len(cell) < 10 for cell in cells):
        return False
    numbers = list(map(int, cells))
    return all(one < other for one, other in pairwise(numbers))


def _addresses_fit(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether e-mail addresses stand below a header of e-mails, and nothing else does."""
    for place, header in enumerate(headers):
        cells = [row[place] for row in rows if len(row) > place and row[place].strip()]
        addresses = sum("@" in cell for cell in cells)
        field = field_of(header)
        if cells and field in EMAILS and 2 * addresses < len(cells):
            return False
        if field and field not in EMAILS and addresses >= 0.8 * len(cells) > 0:
            return False
    return True
