"""Refusals: which addresses and numbers somebody asked not to be contacted at, by channel.

They are collected over a whole table, and of others, before anybody is judged: a no that stands
on one row is heard on every row that holds the address, however it is written there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import each_distinct, matches, rows_of
from leadkit.base.columns import CONSENT_FOR, DIALLED, EMAILS, FURTHER, OPT_OUT_OF
from leadkit.base.fold import fold_letters
from leadkit.fields.consent import NO, has_opted_out, yes_or_no
from leadkit.fields.email.keys import key_without_tag
from leadkit.fields.phone.keys import lead_phone_keys, listed_phone_keys

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells, Mask

    # A column by its name, row by row; None where the table has none.
    Columns: TypeAlias = Callable[[str], Cells | None]

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
_STREET = ("strasse", "str"), ("street", "st"), ("road", "rd"), ("avenue", "av"), ("platz", "pl")


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
                self.keys[channel].update(_keys_of(columns, channel, refusing, listed=True))
        earlier = columns("refused")
        for cell in earlier.unique().to_pylist() if earlier is not None else ():
            for entry in filter(None, cell.split(SEPARATOR)):
                self.add_entry(*entry.split(" ", 1))

    def add_entry(self, channel: str, address: str = "") -> None:
        """Take up one address or number, as the column ``refused`` names it."""
        if channel in self.keys and address:
            self.keys[channel].update(_entry_keys(channel, address))

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
    """Tell for each channel which rows refuse it themselves.

    A no to a question that names no channel refuses all; so does a remark that says so.
    """
    import numpy as np

    def told(name: str, says_no: Callable[[str], bool]) -> Mask | None:
        cells = columns(name)
        return None if cells is None else np.array(each_distinct(cells, says_no), bool)

    def says(name: str, says_no: Callable[[str], bool]) -> Mask:
        found = told(name, says_no)
        return np.zeros(rows, bool) if found is None else found

    def flag(wanted: str) -> Callable[[str], bool]:
        return lambda cell: wanted in cell.split(SEPARATOR)

    everywhere = says("consent", _is_no) | says("remark_flags", flag(_NO_CONTACT))
    refused = {}
    for channel in CHANNELS:
        refused[channel] = (
            everywhere
            | says(OPT_OUT_OF[channel], has_opted_out)
            | says(CONSENT_FOR[channel], _is_no)
            | says("remark_flags", flag(_FLAGS[channel]))
        )
    refused["email"] |= says("mailing_status", has_left_mailing)
    return refused


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


def _keys_of(columns: Columns, channel: str, rows: Mask, *, listed: bool) -> set[str]:
    if channel == "post":
        return {key for key in _places(columns, rows) if key}
    keys: set[str] = set()
    for name in HELD[channel]:
        cells = columns(name)
        if cells is None:
            continue
        for cell in rows_of(cells, rows).unique().to_pylist():
            keys.update(_cell_keys(channel, cell, listed=listed))
    return keys


def _cell_keys(channel: str, cell: str, *, listed: bool) -> set[str]:
    """Return the keys of all addresses or numbers in a cell."""
    found: set[str] = set()
    for part in addresses_in(channel, cell):
        if channel == "email":
            found.add(key_without_tag(part))
        else:
            found |= listed_phone_keys(part) if listed else lead_phone_keys(part)
    return found


def _entry_keys(channel: str, entry: str) -> set[str]:
    return {entry} if channel == "post" else _cell_keys(channel, entry, listed=True)


def addresses_in(channel: str, cell: str) -> list[str]:
    """Return the addresses or numbers of a cell, one each, as they stand there."""
    import re

    if not cell.strip():
        return []
    if channel == "email":
        parts = re.split(r"[;,|\s]+(?=\S+@)", cell) if cell.count("@") > 1 else [cell]
        return [part.strip() for part in parts if "@" in part]
    return [part.strip() for part in re.split(r";|\||\n| / ", cell) if part.strip()]


def _held(columns: Columns, channel: str, keys: set[str], rows: int) -> dict[int, list[str]]:
    import numpy as np

    found: dict[int, list[str]] = {}
    if channel == "post":
        everybody = np.ones(rows, bool)
        for row, key in enumerate(_places(columns, everybody)):
            if key in keys:
                found[row] = [key]
        return found
    for name in HELD[channel]:
        cells = columns(name)
        if cells is None:
            continue
        for row, cell in _hits(cells, channel, keys):
            own = [a for a in addresses_in(channel, cell) if _is_refused(channel, a, keys)]
            listed = found.setdefault(row, [])
            listed += [address for address in own if address not in listed]
    return found


def _is_refused(channel: str, address: str, keys: set[str]) -> bool:
    return not keys.isdisjoint(_cell_keys(channel, address, listed=False))


def _hits(cells: Cells, channel: str, keys: set[str]) -> list[tuple[int, str]]:
    """Return the rows whose cell holds something refused, with the cell.

    What clean wrote is looked up as it stands; only other cells are taken apart.
    """
    import numpy as np
    import pyarrow.compute as pc

    plain = _plain_keys(cells, channel, keys)
    asked = plain.to_pylist()
    rows = [row for row, key in enumerate(asked) if key in keys]
    odd = as_odd(cells, plain)
    if len(odd):
        texts = cells.take(_indices(odd)).to_pylist()
        rows += [
            row
            for row, cell in zip(odd.tolist(), texts, strict=True)
            if not keys.isdisjoint(_cell_keys(channel, cell, listed=False))
        ]
    found = sorted(rows)
    return list(zip(found, cells.take(_indices(np.array(found, np.int64))).to_pylist(), strict=True))
