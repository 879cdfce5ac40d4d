"""Several tables in one list: which sheets hold contacts, and where a second table begins."""

from __future__ import annotations

from collections.abc import Sequence

from leadkit.base.columns import EMAILS, PHONES
from leadkit.fields.headers.names import field_of
from leadkit.files.layout import find_header, is_data_cell

_PEOPLE = {*EMAILS, *PHONES, "first_name", "last_name", "full_name"}
_NAMES = {"first_name", "last_name", "full_name"}
_MOST = 1000  # rows that show what a sheet holds


def holds_contacts(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows are a table of contacts, not notes, codes or counts.

    >>> holds_contacts([["Name", "Mail"], ["Eva", "e@x.example.com"]])
    True
    >>> holds_contacts([["Function", "Count"], ["Buyer", "3"]])
    False
    """
    rows = rows[:_MOST]
    at, has_header = find_header(rows)
    body = [row for row in rows[at + has_header :] if any(cell.strip() for cell in row)]
    if not body:
        return False
    if has_header:
        fields = {field_of(cell) for cell in rows[at] if cell.strip()} - {None}
        if len(fields) > 1 and fields & _PEOPLE:
            return True
    width = max(map(len, body))
    columns = ([row[place] for row in body if len(row) > place] for place in range(width))
    return any(sum("@" in cell for cell in column) >= max(2, len(body) / 2) for column in columns)


def later_headers(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return where further tables begin: below a blank row, and a title perhaps, another header.

    Given are the positions of their headers.

    >>> later_headers([["Name", "Mail"], ["Eva", "e@x.example.com"], [], ["Kunden", ""],
    ...                ["Vorname", "Nachname"], ["Ida", "Lang"]])
    [4]
    >>> later_headers([["Name", "Mail"], ["Eva", "e@x.example.com"], ["", ""], ["Dinner", ""],
    ...                ["Firma", "Name", "Mail", "Menü", "Tisch"], ["Acme", "Ida Lang"]])
    [4]
    """
    found: list[int] = []
    blank = [not any(map(str.strip, row)) for row in rows]
    first, has_header = find_header(rows[:_MOST])
    header = _filled(rows[first]) if rows and has_header else []
    for at in range(first + 2, len(rows) - 1):
        above = at if blank[at - 1] else at - 1  # a title stands above the header
        if not blank[above - 1] or above - 1 <= first or blank[at + 1]:
            continue
        own = _filled(rows[at])
        if len(own) < 2 or (above != at and len(_filled(rows[above])) > 1):
            continue
        if own != header and _is_header(own) and not _is_header(_filled(rows[at + 1])):
            found.append(at)
            header = own
    return found


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def side_by_side(rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the columns, from and to, of tables of contacts that stand side by side; else none.

    Between them is a column without a cell, and each has a header of its own that names people.

    >>> side_by_side([["Name", "Mail", "", "Nom", "Courriel"],
    ...               ["Eva", "e@x.example.com", "", "Ida", "i@x.example.com"]])
    [(0, 2), (3, 5)]
    """
    at, has_header = find_header(rows[:_MOST])
    if not rows or not has_header:
        return []
    width = max(map(len, rows))
    body = rows[at:]
    empty = [
        not any(row[place].strip() for row in body if len(row) > place) for place in range(width)
    ]
    if not any(empty):
        return []
    ends = [place for place in range(width + 1) if place == width or empty[place]]
    parts = [
        (begin, end)
        for begin, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)
        if begin < end
    ]
    fields = [
        [field_of(cell) for cell in rows[at][begin:end] if cell.strip()] for begin, end in parts
    ]
    whole = all(
        len({*own} - {None}) > 1 and {*own} & _NAMES and {*own} & {*EMAILS, *PHONES}
        for own in fields
    )
    return parts if len(parts) > 1 and whole else []


def _is_header(cells: Sequence[str]) -> bool:
    """Tell whether most cells of a row name a field, or half of them three, and none is data."""
    if any(map(is_data_cell, cells)) or any(len(cell) > 40 for cell in cells):
        return False
    fields = [field for cell in cells if (field := field_of(cell))]
    many = len(set(fields))
    return many > 1 and len(fields) >= len(cells) * (1 / 2 if many > 2 else 2 / 3)


def begin_of(rows: Sequence[Sequence[str]], header: int) -> int:
    """Return where the part of a later table begins: with the title above its header."""
    above = rows[header - 1] if header else []
    return header - 1 if any(cell.strip() for cell in above) else header
