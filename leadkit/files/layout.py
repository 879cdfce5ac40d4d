"""The layout of a list: its delimiter, and which row is its header, below titles or none."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from leadkit.base.lead_ids import is_our_id
from leadkit.fields.headers.names import field_of
from leadkit.fields.objections import SEPARATOR

DELIMITERS = (",", ";", "\t", "|")
_MOST_ABOVE = 60  # rows that may stand above a header
_SHOWN = 200  # rows below a header that show what its columns hold
_KINDS = (  # of data: an e-mail address, a URL, a number or a date
    re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    re.compile(r"(https?://|www\.)\S+"),
    re.compile(r"[+(]?\d[\d ./:()-]*"),
)
_NEVER_A_NAME = re.compile(r"(https?://|www\.)\S+\.\S+|\+[1-9][\d ./()-]{6,18}")
_CODE = re.compile(r"(?=\D*\d)(?=[^a-zA-Z]*[a-zA-Z])\S+")  # letters and digits, as BADGE001


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, bool]:
    """Return (position of the first row of the table, whether that row is a header).

    The header is the first row that names two fields and holds more than the rows above it, or
    names more than they do; else the first that is not alone in its line where the others are
    not. A row of data is none.

    >>> find_header([["Fair 2026", ""], [], ["Name", "E-Mail"], ["Eva", "e@x.example.com"]])
    (2, True)
    >>> find_header([["Eva", "eva@meier.example.com"]])
    (0, False)
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    first = next((row for row, cells in enumerate(filled) if cells), 0)
    if not rows:
        return first, True
    named = _first_named(rows, filled, first)
    if named is not None:
        return named + _is_header_twice(rows, named), True
    if filled[first] == 1 and _usual(filled) > 1:
        # A title stands alone above a table; without known names only two such rows in a row do.
        below = next((at for at in range(first, len(rows)) if filled[at] > 1), first)
        if below - first <= _MOST_ABOVE and len(rows) > below + 1:
            return below, not _is_data(rows, below)
    return first, not _is_data(rows, first)


def _first_named(rows: Sequence[Sequence[str]], filled: Sequence[int], first: int) -> int | None:
    """Return the row that names the fields of the table, None where no row does.

    A row whose blanks or unknown words leave room may be a title, as over merged cells: one below
    it that names more is the header, unless data stands between them.
    """
    best, most_named, most = None, 1, 0
    data_above, named_above = False, _named(rows[first])
    for at in range(first, min(first + _MOST_ABOVE, len(rows))):
        row, named = rows[at], _named(rows[at])
        fits = at == first or filled[at] > most
        if named > most_named and (fits or (not data_above and _names_most(rows, at, named))):
            best, most_named = at, named
            if 2 * named > len(row):
                break
        # What names less than the row at the top is data below a header, not a title.
        data_above = data_above or _is_plain_data(row) or (filled[at] > 1 and named < named_above)
        if best is not None and data_above:
            break
        most = max(most, filled[at])
    return best


def _is_header_twice(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether the row below a header says the same and more, as in exports of surveys.

    >>> _is_header_twice([["Mail", "Id", "Q1"], ["E-mail", "ID", "First name"], ["e@x", "1"]], 0)
    True
    """
    if at + 2 >= len(rows) or _named(rows[at + 1]) <= _named(rows[at]):
        return False
    pairs = [(one.strip(), two.strip()) for one, two in zip(rows[at], rows[at + 1], strict=False)]
    again = [one for one, two in pairs if one and (one == two or _same_field(one, two))]
    return len(again) > 1 and not any(_kind(two) >= 0 for _, two in pairs)


def in_two_rows(header: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the header that two rows make together, [] where the second is none of it.

    The first names groups of columns, as merged cells do, and columns that are no part of one; the
    second what stands in a group, and nothing below the others.

    >>> in_two_rows(["Name", "Contact", ""], ["", "E-mail", "Phone"])
    ['Name', 'E-mail', 'Phone']
    >>> in_two_rows(["Name", "Contact", ""], ["Eva", "e@x.example.com", ""])
    []
    """
    cells = [*below[: len(header)], *[""] * (len(header) - len(below))]
    filled = [cell.strip() for cell in cells if cell.strip()]
    left = [one for one, two in zip(header, cells, strict=True) if one.strip() and not two.strip()]
    added = any(two.strip() and not one.strip() for one, two in zip(header, cells, strict=True))
    if not (left and added) or any(_kind(cell) >= 0 for cell in filled):
        return []
    if _named(left) < 1 or _named(filled) < 2 or 3 * _named(filled) < 2 * len(filled):
        return []
    return [two if two.strip() else one for one, two in zip(header, cells, strict=True)]


def _same_field(one: str, two: str) -> bool:
    field = field_of(one)
    return field is not None and len(two) < 60 and field_of(two) == field


def _names_most(rows: Sequence[Sequence[str]], at: int, named: int) -> bool:
    """Tell whether most cells of a row name a field, as those of a title or of data hardly do."""
    filled = [cell for cell in rows[at] if cell.strip()]
    if 2 * named <= len(filled) or any(_kind(cell) >= 0 for cell in filled):
        return False
    below = rows[at + 1 : at + 11]
    if any(_named(row) >= named for row in (*rows[max(at - 10, 0) : at], *below)):
        return False  # categories, as "phone, national": they come again
    return named > 2 or any("@" in cell for row in below[:1] for cell in row)


def _named(row: Sequence[str]) -> int:
    """Return how many different fields the cells of a row name; ids of our making name none."""
    cells = [cell for cell in row if cell.strip() and len(cell) < 60]
    return len({field_of(cell) for cell in cells if not _are_ids(cell)} - {None})


def _are_ids(cell: str) -> bool:
    return all(map(is_our_id, cell.split(SEPARATOR)))


def _usual(filled: Sequence[int]) -> int:
    counted = [cells for cells in filled if cells]
    return max(set(counted), key=counted.count) if counted else 0


def _kind(cell: str) -> int:
    """Return which kind of data a cell is, -1 for none."""
    return next((at for at, kind in enumerate(_KINDS) if kind.fullmatch(cell.strip())), -1)


def is_data_cell(cell: str) -> bool:
    """Tell whether a cell is an address, a URL, a number or a date, which no header is."""
    return _kind(cell) >= 0


def _is_plain_data(row: Sequence[str]) -> bool:
    """Tell whether a row by itself is data: an address in it, or several numbers and no name."""
    kinds = [kind for kind in map(_kind, row) if kind >= 0]
    return 0 in kinds or (len(kinds) > 1 and not _named(row))


def _is_data(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether a row is data, by itself or because it looks like what stands below it."""
    row = rows[at]
    if _is_plain_data(row):
        return True
    below = [cells for cells in rows[at + 1 : at + 1 + _SHOWN] if len(cells) == len(row)]
    columns = list(zip(*below, strict=True)) if below else [()] * len(row)
    others = [
        cell
        for cell, column in zip(row, columns, strict=True)
        if not (_NEVER_A_NAME.fullmatch(cell.strip()) or _is_one_of(cell.strip(), column))
    ]
    return len(others) < len(row) and not _named(others)


def _is_one_of(cell: str, column: Sequence[str]) -> bool:
    """Tell whether a cell is of the kind its column holds: a number, a code of the same letters.

    No header names what is below, and a blank above addresses is a column that has none.

    >>> _is_one_of("BADGE001", ["BADGE002"]), _is_one_of("Name", ["Eva"])
    (True, False)
    """
    others = [other.strip() for other in column if other.strip()]
    if not others:
        return False
    if not cell:
        alike = sum(_kind(other) == 0 for other in others)
    elif (kind := _kind(cell)) >= 0:
        alike = sum(_kind(other) == kind for other in others)
    elif _CODE.fullmatch(cell):
        shape = _without_digits(cell)
        alike = sum(_without_digits(other) == shape for other in others)
    else:
        return False
    return alike >= 0.8 * len(others)


def _without_digits(cell: str) -> str:
    return re.sub(r"\d", "9", cell)


def find_table(lines: Sequence[str], delimiter: str, quote: str = '"') -> tuple[str, int, bool]:
    """Return (delimiter, line the table begins on, whether with a header) of the first lines."""
    usual = delimiter or find_delimiter(lines, quote)
    others = () if delimiter else (sign for sign in DELIMITERS if sign != usual)
    best: tuple[str, int, bool] | None = None
    most_named = 1
    for sign in (usual, *others):
        rows, starts = split_rows(lines, sign, quote)
        at, header = find_header(rows)
        named = _named(rows[at]) if rows else 0
        if best is None or named > most_named:
            best, most_named = (sign, starts[at] if starts else 0, header), max(named, 1)
        if best[0] == usual and most_named > 1:
            break
    assert best is not None
    return best


def split_rows(
    lines: Sequence[str], delimiter: str, quote: str
) -> tuple[list[list[str]], list[int]]:
    """Return the rows of lines of text as well as they go, and the line each begins on, from 0."""
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=True)
    rows: list[list[str]] = []
    starts: list[int] = []
    try:
        while True:
            begin = reader.line_num
            rows.append(next(reader))
            starts.append(begin)
    except (csv.Error, StopIteration):
        return rows[: len(starts)], starts


def find_delimiter(lines: Sequence[str], quote: str = '"') -> str:
    """Return the delimiter under which the rows of a sample agree with their header best.

    A header without any delimiter is a file of one column: letters are never delimiters.

    >>> find_delimiter(['name;amount', '"Meier, Eva";"1.234,56"']), find_delimiter(["email"])
    (';', ',')
    """
    best, best_rank = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=True)
            rows = [row for row in reader if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        agreeing = sum(len(row) == width for row in rows)
        rank = (round(agreeing / max(len(rows), 1), 1), width)
        if width > 1 and rank > best_rank:
            best, best_rank = delimiter, rank
    return best
