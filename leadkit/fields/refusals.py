"""Refusals: which addresses and numbers somebody asked not to be contacted at, by channel.

They are collected over a whole table, and of others, before anybody is judged: a no that stands
on one row is heard on every row that holds the address, however it is written there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import (
    each_distinct,
    rows_of,
)
from leadkit.base.columns import CONSENT_FOR, OPT_OUT_OF
from leadkit.fields.consent import (
    NO,
    answer_to,
    channels_refused,
    has_bounced,
    has_opted_out,
)
from leadkit.fields.refusal_keys import (
    HELD,
    held_rows,
    hits,
    holds_any,
    keys_in,
    people_keys,
    refused_keys,
)

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # A column by its name, row by row; None where the table has none.
    Columns: TypeAlias = Callable[[str], Cells | None]
    Bytes: TypeAlias = "np.ndarray"  # of uint8

CHANNELS = ("email", "call", "post")
BOUNCED = "bounced"  # no refusal: an address that takes no mail
# The columns that may say no.
SAYING_NO = (
    "consent", *CONSENT_FOR.values(), *OPT_OUT_OF.values(), "mailing_status", "remark_flags",
)  # fmt: skip
READS = (
    *SAYING_NO, "refused", "email_bounced", "first_name",
    *(name for names in HELD.values() for name in names),
)  # fmt: skip
SEPARATOR = "; "
_FLAGS = {"email": "no_email", "call": "no_phone", "post": "no_post"}
_NO_CONTACT = "no_contact"


@dataclass(frozen=True)
class Refusals:
    """Keys of what was refused, by channel. Those of two tables together are those of both."""

    keys: Mapping[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in (*CHANNELS, BOUNCED)}
    )
    # Who refused on a row without any address or number for it: their name and company.
    people: Mapping[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in CHANNELS}
    )

    def __bool__(self) -> bool:
        return any(self.keys.values()) or any(self.people.values())

    def add(self, columns: Columns, rows: int) -> None:
        """Take up what the rows of a table refuse, and what they say was refused elsewhere."""
        for channel, refusing in own_refusals(columns, rows).items():
            if refusing.any():
                self.keys[channel].update(refused_keys(columns, channel, refusing))
                unheard = refusing & ~holds_any(columns, channel, rows)
                self.people[channel].update(people_keys(columns, rows, unheard).values())
        bounced = bounces(columns, rows)
        if bounced.any() and (emails := columns("email")) is not None:
            for cell in rows_of(emails, bounced).unique().to_pylist():
                self.keys[BOUNCED].update(keys_in("email", cell, listed=True))
        earlier = columns("refused")
        for cell in earlier.unique().to_pylist() if earlier is not None else ():
            for entry in filter(None, cell.split(SEPARATOR)):
                self.add_entry(*entry.split(" ", 1))

    def add_entry(self, channel: str, address: str = "") -> None:
        """Take up one address or number, as the column ``refused`` names it."""
        if channel in self.keys and address:
            kind = "email" if channel == BOUNCED else channel
            keys = {address} if channel == "post" else keys_in(kind, address, listed=True)
            self.keys[channel].update(keys)

    def merge(self, other: Refusals) -> None:
        """Take up what another table's rows refuse."""
        for channel, keys in other.keys.items():
            self.keys[channel].update(keys)
        for channel, people in other.people.items():
            self.people[channel].update(people)

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
            channel: held_rows(columns, channel, keys, rows) if keys else {}
            for channel, keys in self.keys.items()
            if channel in CHANNELS
        }

    def named(self, columns: Columns, rows: int) -> dict[str, list[int]]:
        """Return for each channel the rows of people who refused it without an address.

        They are known by their name and company; in doubt it is the same person.
        """
        import numpy as np

        if not any(self.people.values()):
            return {}
        wanted = {key.partition("|")[2] for keys in self.people.values() for key in keys}
        found = people_keys(columns, rows, np.ones(rows, bool), wanted)
        return {
            channel: [row for row, key in found.items() if key in keys]
            for channel, keys in self.people.items()
        }

    def bounced(self, columns: Columns, rows: int) -> Mask:
        """Tell whose e-mail bounced on any row."""
        import numpy as np

        found = np.zeros(rows, bool)
        emails = columns("email")
        if emails is not None and self.keys[BOUNCED]:
            found[hits(emails, "email", self.keys[BOUNCED], False)] = True
        return found


def bounces(columns: Columns, rows: int) -> Mask:
    """Tell of which rows the e-mail took no mail."""
    bounced = _says(columns, "email_bounced", rows, has_opted_out)
    bounced |= _says(columns, "mailing_status", rows, has_bounced)
    return bounced


def own_refusals(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows refuse it themselves, by an objection or a consent denied.

    A no to a question that names no channel refuses all; so does a remark that says so.
    """
    refused = objections(columns, rows)
    denied = _says(columns, "consent", rows, _is_no("consent"))
    for channel in CHANNELS:
        column = CONSENT_FOR[channel]
        refused[channel] |= denied | _says(columns, column, rows, _is_no(column))
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
    for channel in CHANNELS:  # "Yes, but do not call" is said where e-mail was asked for
        for column in CONSENT_FOR.values():
            objected[channel] |= _says(columns, column, rows, _refuses_too(channel))
    objected["email"] |= _says(columns, "mailing_status", rows, has_left_mailing)
    return objected


def _says(columns: Columns, name: str, rows: int, says_no: Callable[[str], bool]) -> Mask:
    import numpy as np

    cells = columns(name)
    if cells is None:
        return np.zeros(rows, bool)
    return np.array(each_distinct(cells, says_no), bool)


def _refuses_too(channel: str) -> Callable[[str], bool]:
    return lambda cell: channel in channels_refused(cell)


def _is_no(column: str) -> Callable[[str], bool]:
    answer = answer_to(column)
    return lambda cell: answer(cell) == NO


def has_left_mailing(cell: str) -> bool:
    """Tell whether a mailing tool's status says that somebody does not want its mails.

    >>> [has_left_mailing(word) for word in ("Unsubscribed", "complained", "cleaned", "subscribed")]
    [True, True, False, False]
    """
    return answer_to("mailing_status")(cell) == NO
