"""Keys by which what was refused is known again: addresses, numbers, places, and people."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import (
    each_distinct,
    is_blank,
    matches,
    numbers,
    repeated,
    rows_of,
    text,
    text_bytes,
    to_numpy,
    with_rows,
)
from leadkit.base.columns import DIALLED, EMAILS, FURTHER
from leadkit.base.fold import fold_letters
from leadkit.fields.company import company_base_name
from leadkit.fields.email.keys import key_without_tag
from leadkit.fields.phone.keys import country_codes, lead_phone_keys, listed_phone_keys

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # A column by its name, row by row; None where the table has none.
    Columns: TypeAlias = Callable[[str], Cells | None]
    Bytes: TypeAlias = "np.ndarray"  # of uint8

# The columns that hold what may be refused, by channel; a person's post goes to a place.
HELD = {
    "email": (*EMAILS, FURTHER["email"]),
    "call": (*DIALLED, FURTHER["call"]),
    "post": ("last_name", "full_name", "company", "street", "postal_code", "city"),
}
_E164 = r"^\+[1-9][0-9]{6,14}$"
_PLAIN_EMAIL = r"^(?:[a-z0-9._%'-]+@[a-z0-9.-]+)?$"  # its key is what stands there, but at Gmail
_SEVERAL_EMAILS = re.compile(r"[;,|]\s*|\s+(?=\S*@)")
_SEVERAL_NUMBERS = re.compile(r";|\||\n| / ")


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


def refused_keys(columns: Columns, channel: str, rows: Mask) -> set[str]:
    """Return the keys of all that these rows hold."""
    if channel == "post":
        keys = rows_of(place_keys(columns, len(rows)), rows)
        return set(keys.unique().to_pylist()) - {""}
    found: set[str] = set()
    for name in HELD[channel]:
        cells = columns(name)
        if cells is None:
            continue
        cells = rows_of(cells, rows).unique()
        plain = _is_plain(channel, cells)
        known = rows_of(cells, plain)
        found.update(known.to_pylist())
        if channel == "call":
            found.update(_national(known, "i").to_pylist())
        for cell in rows_of(cells, ~plain).to_pylist():
            found.update(keys_in(channel, cell, listed=True))
    return found - {""}


def holds_any(columns: Columns, channel: str, rows: int) -> Mask:
    """Tell which rows hold anything by which a refusal of a channel can be known again."""
    import numpy as np

    if channel == "post":
        return ~is_blank(place_keys(columns, rows))
    found = np.zeros(rows, bool)
    for name in HELD[channel]:
        cells = columns(name)
        if cells is not None:
            found |= ~is_blank(cells)
    return found


def people_keys(
    columns: Columns, rows: int, asked: Mask, firms: set[str] | None = None
) -> dict[int, str]:
    """Return a key of name and company for those asked who have both.

    With ``firms``, only for people whose company is one of these.

    >>> import numpy as np
    >>> from leadkit.base.cells import texts
    >>> table = {"first_name": texts(["Eva"]), "last_name": texts(["Meier"]),
    ...     "company": texts(["Acme GmbH"])}
    >>> people_keys(table.get, 1, np.array([True]))
    {0: 'eva meier|acme'}
    """
    import numpy as np

    if not asked.any() or (companies := columns("company")) is None:
        return {}
    firm = np.array(each_distinct(companies, _firm_key), object)
    asked = asked & (firm != "")
    if firms is not None:
        asked = asked & np.array([one in firms for one in firm], bool)
    names = [columns(name) for name in ("full_name", "first_name", "last_name")]
    found = {}
    for row in np.flatnonzero(asked).tolist():
        whole, first, last = (
            "" if one is None else fold_letters(one[row].as_py()) for one in names
        )
        words = sorted(f"{first} {last}".split() if first and last else whole.split())
        if len(words) > 1:
            found[row] = f"{' '.join(words)}|{firm[row]}"
    return found


def _firm_key(company: str) -> str:
    """Return a company's name without its legal form."""
    return fold_letters(company_base_name(company))


def keys_in(channel: str, cell: str, *, listed: bool) -> set[str]:
    """Return the keys of all addresses or numbers in a cell, as refused ones or to look up."""
    parts = addresses_in(channel, cell)
    if channel == "email":
        return set(map(key_without_tag, parts))
    keys_of = listed_phone_keys if listed else lead_phone_keys
    return {key for part in parts for key in keys_of(part)}


def _is_plain(channel: str, cells: Cells) -> Mask:
    """Tell which cells are blank or written so that they are their own key."""
    import numpy as np
    import pyarrow.compute as pc

    written, _ = text_bytes(cells)
    if channel == "call":
        if _only(written, b"+0123456789"):
            digits = to_numpy(pc.binary_length(cells))
            begins = to_numpy(pc.starts_with(cells, "+"))
            inside = to_numpy(pc.count_substring(cells, "+")) == 1
            return np.asarray((digits == 0) | (begins & inside & (digits > 7) & (digits < 17)))
        return matches(cells, f"{_E164}|^$")
    if _only(written, b"abcdefghijklmnopqrstuvwxyz0123456789._%'-@"):
        plain = to_numpy(pc.count_substring(cells, "@")) < 2
    else:
        plain = matches(cells, _PLAIN_EMAIL)
    if b"mail.com" in written.tobytes():
        plain = plain & ~to_numpy(pc.match_substring(cells, "mail.com"))
    return np.asarray(plain)


def _only(written: Bytes, signs: bytes) -> bool:
    """Tell whether there is no other sign than these in all cells together."""
    import numpy as np

    allowed = np.zeros(256, bool)
    allowed[list(signs)] = True
    return bool(allowed[written].all())


def _national(cells: Cells, mark: str) -> Cells:
    """Return the keys of numbers with their country for comparing with those that have none."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(cells, rf"^\+(?:{_codes()})0*", mark)


@cache
def _codes() -> str:
    return "|".join(sorted(country_codes()))


def held_rows(columns: Columns, channel: str, keys: set[str], rows: int) -> dict[int, list[str]]:
    if channel == "post":
        places = place_keys(columns, rows, {key.rpartition("|")[0] for key in keys})
        return {row: [key] for row, key in enumerate(places.to_pylist()) if key in keys}
    found: dict[int, list[str]] = {}
    lacks_country = channel == "call" and any(key.startswith("n") for key in keys)
    for name in HELD[channel]:
        cells = columns(name)
        if cells is None:
            continue
        for row in hits(cells, channel, keys, lacks_country):
            listed = found.setdefault(row, [])
            for address in addresses_in(channel, cells[row].as_py()):
                if not keys.isdisjoint(keys_in(channel, address, listed=False)):
                    listed += [address] if address not in listed else []
    return found


def hits(cells: Cells, channel: str, keys: set[str], lacks_country: bool) -> list[int]:
    """Return the rows whose cell holds something refused.

    What clean wrote is looked up as it stands; only other cells are taken apart.
    """
    import numpy as np

    plain = _is_plain(channel, cells)
    found = np.fromiter(map(keys.__contains__, cells.to_pylist()), bool, len(cells))
    if lacks_country:
        national = _national(cells, "n").to_pylist()
        found |= np.fromiter(map(keys.__contains__, national), bool, len(cells))
    odd = np.flatnonzero(~plain & ~found)
    if len(odd):
        refused = each_distinct(
            cells.take(numbers(odd)),
            lambda cell: not keys.isdisjoint(keys_in(channel, cell, listed=False)),
        )
        found[odd] = refused
    rows: list[int] = np.flatnonzero(found).tolist()
    return rows


def place_keys(columns: Columns, rows: int, before: set[str] | None = None) -> Cells:
    """Return for each row a key of who is written to where, "" where there is no street.

    With ``before``, those of rows alone whose name and postcode are among these.

    >>> from leadkit.base.cells import texts
    >>> table = {"last_name": texts(["Meier"]), "street": texts(["Lange Str. 5"]),
    ...     "postal_code": texts(["80331"])}
    >>> place_keys(table.get, 1).to_pylist()
    ['meier|80331|langestr5']
    """
    import numpy as np
    import pyarrow.compute as pc

    blank = repeated("", rows)

    def first_of(*names: str) -> Cells:
        found = blank
        for name in reversed(names):
            cells = columns(name)
            if cells is not None:
                found = pc.if_else(pc.equal(cells, text("")), found, cells)
        return pc.utf8_lower(pc.utf8_trim_whitespace(found))

    street = columns("street")
    if street is None:
        return blank
    whom = pc.binary_join_element_wise(
        first_of("last_name", "full_name", "company"), first_of("postal_code", "city"), text("|")
    )
    asked = to_numpy(pc.not_equal(street, text("")))
    if before is not None:
        asked = asked & np.fromiter(map(before.__contains__, whom.to_pylist()), bool, rows)
    if not asked.any():
        return blank
    where = pc.replace_substring_regex(pc.utf8_lower(rows_of(street, asked)), r"[^\pL\pN]+", "")
    where = pc.replace_substring_regex(where, "stra(?:ss|ß)e", "str")
    keys = pc.binary_join_element_wise(rows_of(whom, asked), where, text("|"))
    return with_rows(blank, asked, keys)
