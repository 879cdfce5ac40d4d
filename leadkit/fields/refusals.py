"""Refusals: which addresses and numbers somebody asked not to be contacted at, by channel.

They are collected over a whole table, and of others, before anybody is judged: a no that stands
on one row is heard on every row that holds the address, however it is written there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import each_distinct, matches, numbers, rows_of, text, text_bytes, to_numpy
from leadkit.base.columns import CONSENT_FOR, DIALLED, EMAILS, FURTHER, OPT_OUT_OF
from leadkit.base.fold import fold_letters
from leadkit.fields.consent import NO, has_opted_out, yes_or_no
from leadkit.fields.email.keys import key_without_tag
from leadkit.fields.phone.keys import country_codes, lead_phone_keys, listed_phone_keys

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # A column by its name, row by row; None where the table has none.
    Columns: TypeAlias = Callable[[str], Cells | None]
    Bytes: TypeAlias = "np.ndarray"  # of uint8

CHANNELS = ("email", "call", "post")
# The columns that hold what may be refused, by channel; a person's post goes to a place.
HELD = {
    "email": (*EMAILS, FURTHER["email"]),
    "call": (*DIALLED, FURTHER["call"]),
    "post": ("last_name", "full_name", "company", "street", "postal_code", "city"),
}
# The columns that may say no.
SAYING_NO = (
    "consent", *CONSENT_FOR.values(), *OPT_OUT_OF.values(), "mailing_status", "remark_flags",
)  # fmt: skip
READS = (*SAYING_NO, "refused", *(name for names in HELD.values() for name in names))
SEPARATOR = "; "
_FLAGS = {"email": "no_email", "call": "no_phone", "post": "no_post"}
_NO_CONTACT = "no_contact"
_E164 = r"^\+[1-9][0-9]{6,14}$"
_PLAIN_EMAIL = r"^(?:[a-z0-9._%'-]+@[a-z0-9.-]+)?$"  # its key is what stands there, but at Gmail
_SEVERAL_EMAILS = re.compile(r"[;,|]\s*|\s+(?=\S*@)")
_SEVERAL_NUMBERS = re.compile(r";|\||\n| / ")


@dataclass(frozen=True)
class Refusals:
    """Keys of what was refused, by channel. Those of two tables together are those of both."""

    keys: Mapping[str, set[str]] = field(default_factory=lambda: {name: set() for name in CHANNELS})

    def __bool__(self) -> bool:
        return any(self.keys.values())

    def add(self, columns: Columns, rows: int) -> None:
        """Take up what the rows of a table refuse, and what they say was refused elsewhere."""
        for channel, refusing in own_refusals(columns, rows).items():
            if refusing.any():
                self.keys[channel].update(_refused_keys(columns, channel, refusing))
        earlier = columns("refused")
        for cell in earlier.unique().to_pylist() if earlier is not None else ():
            for entry in filter(None, cell.split(SEPARATOR)):
                self.add_entry(*entry.split(" ", 1))

    def add_entry(self, channel: str, address: str = "") -> None:
        """Take up one address or number, as the column ``refused`` names it."""
        if channel in self.keys and address:
            keys = {address} if channel == "post" else _keys_in(channel, address, listed=True)
            self.keys[channel].update(keys)

    def merge(self, other: Refusals) -> None:
        """Take up what another table's rows refuse."""
        for channel, keys in other.keys.items():
            self.keys[channel].update(keys)

    def held(self, columns: Columns, rows: int) -> dict[str, dict[int, list[str]]]:
        """Return for each channel the rows that hold something refused, and what, as written.

        >>> from leadkit.base.cells import texts
        >>> table = {"email": texts(["A@x.example.com", "b@x.example.com"]),
        ...     "email_2": texts(["", " a@x.example.com"]), "email_opt_out": texts(["yes", ""])}
        >>> refusals = Refusals()
        >>> refusals.add(table.get, 2)
        >>> refusals.held(table.get, 2)["email"]
        {0: ['A@x.example.com'], 1: ['a@x.example.com']}
        """
        return {
            channel: _held(columns, channel, self.keys[channel], rows) if self.keys[channel] else {}
            for channel in CHANNELS
        }


def own_refusals(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows refuse it themselves, by an objection or a consent denied.

    A no to a question that names no channel refuses all; so does a remark that says so.
    """
    refused = objections(columns, rows)
    denied = _says(columns, "consent", rows, _is_no)
    for channel in CHANNELS:
        refused[channel] |= denied | _says(columns, CONSENT_FOR[channel], rows, _is_no)
    return refused


def objections(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows object to it: opt-outs, remarks, the state of a mailing."""

    def flag(wanted: str) -> Callable[[str], bool]:
        return lambda cell: wanted in cell.split(SEPARATOR)

    everywhere = _says(columns, "remark_flags", rows, flag(_NO_CONTACT))
    objected = {
        channel: everywhere
        | _says(columns, OPT_OUT_OF[channel], rows, has_opted_out)
        | _says(columns, "remark_flags", rows, flag(_FLAGS[channel]))
        for channel in CHANNELS
    }
    objected["email"] |= _says(columns, "mailing_status", rows, has_left_mailing)
    return objected


def _says(columns: Columns, name: str, rows: int, says_no: Callable[[str], bool]) -> Mask:
    import numpy as np

    cells = columns(name)
    if cells is None:
        return np.zeros(rows, bool)
    return np.array(each_distinct(cells, says_no), bool)


def _is_no(cell: str) -> bool:
    return yes_or_no(cell) == NO


def has_left_mailing(cell: str) -> bool:
    """Tell whether a mailing tool's status says that somebody does not want its mails.

    >>> [has_left_mailing(word) for word in ("Unsubscribed", "complained", "cleaned", "subscribed")]
    [True, True, False, False]
    """
    return yes_or_no(cell) == NO and not has_bounced(cell)


def has_bounced(cell: str) -> bool:
    """Tell whether a mailing tool's status says that an address takes no mail.

    >>> [has_bounced(word) for word in ("Cleaned", "hard bounce", "invalid", "unsubscribed")]
    [True, True, True, False]
    """
    words = fold_letters(cell)
    return any(stem in words for stem in ("bounce", "cleaned", "invalid", "undeliver", "blocked"))


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


def _refused_keys(columns: Columns, channel: str, rows: Mask) -> set[str]:
    """Return the keys of all that these rows hold."""
    if channel == "post":
        keys = rows_of(_place_keys(columns, len(rows)), rows)
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
            found.update(_keys_in(channel, cell, listed=True))
    return found - {""}


def _keys_in(channel: str, cell: str, *, listed: bool) -> set[str]:
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


def _held(columns: Columns, channel: str, keys: set[str], rows: int) -> dict[int, list[str]]:
    if channel == "post":
        places = _place_keys(columns, rows, {key.rpartition("|")[0] for key in keys})
        return {row: [key] for row, key in enumerate(places.to_pylist()) if key in keys}
    found: dict[int, list[str]] = {}
    lacks_country = channel == "call" and any(key.startswith("n") for key in keys)
    for name in HELD[channel]:
        cells = columns(name)
        if cells is None:
            continue
        for row in _hits(cells, channel, keys, lacks_country):
            listed = found.setdefault(row, [])
            for address in addresses_in(channel, cells[row].as_py()):
                if not keys.isdisjoint(_keys_in(channel, address, listed=False)):
                    listed += [address] if address not in listed else []
    return found


def _hits(cells: Cells, channel: str, keys: set[str], lacks_country: bool) -> list[int]:
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
            lambda cell: not keys.isdisjoint(_keys_in(channel, cell, listed=False)),
        )
        found[odd] = refused
    rows: list[int] = np.flatnonzero(found).tolist()
    return rows


def _place_keys(columns: Columns, rows: int, before: set[str] | None = None) -> Cells:
    """Return for each row a key of who is written to where, "" where there is no street.

    With ``before``, those of rows alone whose name and postcode are among these.

    >>> from leadkit.base.cells import texts
    >>> table = {"last_name": texts(["Meier"]), "street": texts(["Lange Str. 5"]),
    ...     "postal_code": texts(["80331"])}
    >>> _place_keys(table.get, 1).to_pylist()
    ['meier|80331|langestr5']
    """
    import numpy as np
    import pyarrow.compute as pc

    from leadkit.base.cells import repeated, with_rows

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
