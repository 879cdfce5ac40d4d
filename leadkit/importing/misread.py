"""When a list was hardly read as it is meant: contacts in it that no column shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadkit.base.columns import EMAILS, KNOWN, PHONES
from leadkit.base.named import quoted
from leadkit.base.values import quoting
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.headers.names import field_of
from leadkit.importing.mapping import Mapped

_ANYBODY = {"first_name", "last_name", "full_name", "company", *EMAILS, *PHONES}
_ADDRESS = re.compile(r"[^@\s;,|]+@[^@\s;,|]+\.\w")
_LABELLED = re.compile(r"\s*[^\W\d][\w .-]{1,30}:")
_FEWEST, _MANY, _MOST = 2, 0.2, 0.6  # rows; shares of the rows
_GROUPED = 3  # rows below their firm
_FIELDS = 3  # in the first column of a table that lies on its side
_WAYS = "--write-map shows what each column was taken for; --header-row, --delimiter or --map"


def why_misread(
    headers: Sequence[str], mapped: Sequence[Mapped], sample: Sequence[Sequence[str]]
) -> str:
    """Say what is probably wrong with a list whose contacts no column shows, "" where all is well.

    >>> from leadkit.base.values import with_values
    >>> from leadkit.importing.mapping import map_columns
    >>> header, rows = ["Name: Eva"], [["E-Mail: e@x.example.com"], ["Name: Jo"], ["Mail: j@x.org"]]
    >>> with_values(why_misread(header, map_columns(header, [[row[0] for row in rows]]), rows))[:58]
    'each line says what it holds (Name: Eva), so it is no tabl'
    """
    rows = [row for row in sample if any(map(str.strip, row))]
    if _lies_on_its_side(headers, rows):
        return (
            f"the first column names what the rows hold{_shown([headers[0], rows[0][0]])}, so "
            "the table lies on its side, a contact to each column; turn it (transpose) and import "
            "that"
        )
    fields = {field for one in mapped for field in one.columns if one.field}
    addressed = sum(any(map(_ADDRESS.search, row)) for row in rows)
    if fields & _ANYBODY or addressed < max(_FEWEST, _MANY * len(rows)):
        return ""
    if len(headers) == 1:
        lines = [headers[0], *(row[0] for row in rows)]
        if sum(map(bool, map(_LABELLED.match, lines))) >= _MOST * len(lines):
            return (
                f"each line says what it holds{_shown(lines[:1])}, so it is no table; make a "
                "row of each contact, with a header"
            )
        return (
            f"it was read as one column{_shown(lines[:1])}, as no delimiter was found; "
            "--delimiter SIGN names another one; columns made of spaces have to be saved as CSV"
        )
    return (
        f"{addressed:,} of its first {len(rows):,} rows hold an address, and no column is an "
        f"e-mail, a name, a firm or a phone: {_WAYS} mends it"
    )


def _lies_on_its_side(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    if len(headers) < 1 + _FEWEST or not rows:
        return False
    lines = [list(headers), *rows]
    first = [line[0] for line in lines if line[0].strip()]
    if len(KNOWN) < _MOST * len(first):  # more rows than there are fields
        return False
    fields = {field for field in map(field_of, first) if field}
    if len(fields) < _FIELDS or len(fields) < _MOST * len(first):
        return False
    beside = [line[1:] for line in lines if field_of(line[0]) in EMAILS]
    filled = [cell for line in beside for cell in line if cell.strip()]
    addresses = sum(bool(_ADDRESS.search(cell)) for cell in filled)
    return addresses >= max(_FEWEST, _MOST * len(filled))


def _shown(cells: Sequence[str]) -> str:
    return quoting(f" ({', '.join(' '.join(cell.split())[:30] for cell in cells)})")


def grouped_note(path: str, mapped: Sequence[Mapped], sample: Sequence[Sequence[str]]) -> str:
    """Tell that a firm stands once for several rows, as over merged cells; "" where none does.

    Sure are rows without a firm whose e-mail has the domain of the firm above.

    >>> from leadkit.importing.mapping import map_columns
    >>> rows = [["A", "e@a.example.com"], ["", "i@a.example.com"], ["", "u@a.example.com"],
    ...         ["", "o@a.example.com"]]
    >>> grouped_note("a.csv", map_columns(["Firm", "E-mail"]), rows)[:58]
    "a.csv: 'Firm' stands once for several rows below it, as th"
    """
    at = {field: place for place, one in enumerate(mapped) for field in one.columns if one.field}
    if not {"company", "email"} <= at.keys():
        return ""
    firm = domain = ""
    alike: list[str] = []  # domains of rows without a firm that are those of the firm above
    others: set[str] = set()
    for row in sample:
        if len(row) != len(mapped):
            continue
        own = row[at["email"]].strip().rpartition("@")[2].casefold()
        if cell := row[at["company"]].strip():
            firm, domain = cell, own
        elif own and firm and own == domain:
            alike.append(own)
        elif own:
            others.add(own)
    if len(alike) < _GROUPED:  # as a rule; the providers take a while to load
        return ""
    alike = [own for own in alike if own not in personal_domains()]
    if len(alike) < _GROUPED or others - personal_domains():
        return ""
    header = mapped[at["company"]].header.strip()
    return (
        f"{path}: {quoted(header)} stands once for several rows below it, as their e-mails say "
        f"({len(alike)} rows without a firm have the domain of the one above); as they stand they "
        "have no firm: "
        "fill the column down in a spreadsheet, and import that"
    )
