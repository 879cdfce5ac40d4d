"""Keys by which what was refused is known again: addresses, numbers, places, and people."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cell_bytes import may_be_padded
from leadkit.base.cells import (
    as_mask,
    map_cells,
    matches,
    numbers,
    repeated,
    rows_of,
    text,
    texts,
    to_numpy,
    with_rows,
)
from leadkit.base.columns import DIALLED, EMAILS, FURTHER

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # A column by its name, row by row; None where the table has none.
    Columns: TypeAlias = Callable[[str], Cells | None]

# The columns that hold what may be refused, by channel; a person's post goes to a place.
HELD = {
    "email": (*EMAILS, FURTHER["email"]),
    "call": (*DIALLED, FURTHER["call"]),
    "post": ("last_name", "full_name", "company", "street", "postal_code", "city"),
}
# In the column refused, of a refusal on another row of this name and company.
BY_NAME = "by name"
_SEVERAL_EMAILS = re.compile(r"[;,|]\s*|\s+(?=\S*@)")
_NO_LETTERS, _STREET = re.compile(r"[\W_]+"), re.compile("stra(?:ss|ß)e")
_SEVERAL_NUMBERS = re.compile(r";|\||\n| / ")


def columns_of(columns: Columns, rows: Mask) -> Columns:
    """Return the columns of these rows alone."""

    @cache
    def of_rows(name: str) -> Cells | None:
        cells = columns(name)
        return None if cells is None else rows_of(cells, rows)

    return of_rows


def addresses_in(channel: str, cell: str) -> list[str]:
    """Return the addresses or numbers of a cell, one each, as they stand there.

    >>> addresses_in("email", "a@x.example.com; b@x.example.com"), addresses_in("call", " ")
    (['a@x.example.com', 'b@x.example.com'], [])
    >>> addresses_in("email", "a@x.example.com, Eva Meier <b@x.example.com>")
    ['a@x.example.com', '<b@x.example.com>']
    """
    if channel == "email":
        parts = _SEVERAL_EMAILS.split(cell) if cell.count("@") > 1 else [cell]
        return [part.strip() for part in parts if "@" in part]
    return [part.strip() for part in _SEVERAL_NUMBERS.split(cell) if part.strip()]


def each_address(channel: str, cells: Cells) -> tuple[np.ndarray, Cells]:
    """Return all addresses or numbers of a column, as addresses_in, and the row of each.

    >>> from leadkit.base.cells import texts
    >>> rows, found = each_address("call", texts(["089 1; 089 2", "", "+49 89 3"]))
    >>> rows.tolist(), found.to_pylist()
    ([0, 0, 2], ['089 1', '089 2', '+49 89 3'])
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if channel == "email":
        alone = to_numpy(pc.count_substring(cells, "@")) == 1
    else:
        alone = ~matches(cells, _SEVERAL_NUMBERS.pattern)
    alone &= ~may_be_padded(cells)
    others = np.flatnonzero(~alone)
    pairs = zip(others.tolist(), rows_of(cells, ~alone).to_pylist(), strict=True)
    split = [(row, one) for row, cell in pairs for one in addresses_in(channel, cell)]
    if not split:
        return np.flatnonzero(alone), rows_of(cells, alone)
    rows = np.concatenate([np.flatnonzero(alone), [row for row, _ in split]])
    order = np.argsort(rows, kind="stable")
    every = pa.concat_arrays([rows_of(cells, alone), texts(one for _, one in split)])
    return rows[order], every.take(numbers(order))


def place_keys(columns: Columns, rows: int, among: Callable[[Cells], Mask] | None = None) -> Cells:
    """Return for each row a key of who is written to where, "" where there is no street.

    With ``among``, those of rows alone whose name and postcode it holds for.

    >>> from leadkit.base.cells import texts
    >>> table = {"last_name": texts(["Meier"]), "street": texts(["Lange Str. 5"]),
    ...     "postal_code": texts(["80331"])}
    >>> place_keys(table.get, 1).to_pylist()
    ['meier|80331|langestr5']
    """
    import numpy as np
    import pyarrow.compute as pc

    blank = repeated("", rows)
    street = columns("street")
    asked = np.zeros(rows, bool) if street is None else as_mask(pc.not_equal(street, text("")))
    if street is None or not asked.any():
        return blank

    def first_of(*names: str) -> Cells:
        found = repeated("", int(asked.sum()))
        for name in reversed(names):
            if (cells := columns(name)) is not None:
                cells = rows_of(cells, asked)
                found = pc.if_else(pc.equal(cells, text("")), found, cells)
        return pc.utf8_lower(pc.utf8_trim_whitespace(found))

    whom = pc.binary_join_element_wise(
        first_of("last_name", "full_name", "company"), first_of("postal_code", "city"), text("|")
    )
    if among is not None:
        known = among(whom)
        whom, asked[asked] = rows_of(whom, known), known
        if not known.any():
            return blank
    where = map_cells(pc.utf8_lower(rows_of(street, asked)), _folded_street)
    return with_rows(blank, asked, pc.binary_join_element_wise(whom, where, text("|")))


@lru_cache(maxsize=1 << 16)
def _folded_street(street: str) -> str:
    return _STREET.sub("str", _NO_LETTERS.sub("", street))


def held_in(columns: Columns, row: int, channel: str) -> list[str]:
    """Return what a row holds by which a refusal of a channel is known again, as it is written.

    For post it is the key of its place. What holds nothing of the kind is known by its name.

    >>> from leadkit.base.cells import texts
    >>> table = {"email": texts(["a@x.example.com"]), "other_emails": texts(["b@x.example.com"])}
    >>> held_in(table.get, 0, "email"), held_in(table.get, 0, "post")
    (['a@x.example.com', 'b@x.example.com'], ['by name'])
    """
    import numpy as np

    def of_row(name: str) -> Cells | None:
        cells = columns(name)
        return None if cells is None else cells.take(numbers(np.array([row])))

    if channel == "post":
        found = [place_keys(of_row, 1)[0].as_py()]
    else:
        cells = (one[0].as_py() for one in map(of_row, HELD[channel]) if one is not None)
        found = [part for cell in cells for part in addresses_in(channel, cell)]
    return [*filter(None, dict.fromkeys(found))] or [BY_NAME]
