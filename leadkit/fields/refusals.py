"""Refusals: which addresses and numbers somebody asked not to be contacted at, by channel.

They are collected over a whole table, and of others, before anybody is judged: a no that stands
on one row is heard on every row that holds the address, however it is written there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import in_set, rows_of, texts, to_numpy, with_rows
from leadkit.base.columns import CONSENT_FOR, OPT_OUT_OF
from leadkit.fields.consent import (
    NO,
    answer_to,
    channels_refused,
    has_bounced,
    has_opted_out,
)
from leadkit.fields.listed.entries import Listed
from leadkit.fields.listed.finding import emails_on, phones_on, take_up_emails, take_up_phones
from leadkit.fields.refusal_keys import HELD, addresses_in, holds_any, people_keys, place_keys

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.refusal_keys import Columns

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
_LISTED = ("email", "call", BOUNCED)
_TAKE_UP = {"email": take_up_emails, "call": take_up_phones}
_LOOKED_UP = {"email": emails_on, "call": phones_on}
# The flags of remarks that refuse a channel, and the one that refuses all.
FLAG_OF = {"email": "no_email", "call": "no_phone", "post": "no_post"}
NO_CONTACT = "no_contact"


def _lists() -> dict[str, Listed]:
    return {name: Listed(name) for name in _LISTED}


def _sets() -> dict[str, set[str]]:
    return {name: set() for name in CHANNELS}


@dataclass(frozen=True)
class Refusals:
    """What was refused, by channel. Those of two tables together are those of both."""

    addresses: Mapping[str, Listed] = field(default_factory=_lists)  # and those that bounced
    places: dict[str, set[str]] = field(default_factory=dict)  # who wants no post, and where
    # Who refused on a row without any address or number for it: their name and company.
    people: Mapping[str, set[str]] = field(default_factory=_sets)

    def __bool__(self) -> bool:
        listed = any(one.parts for one in self.addresses.values())
        return listed or bool(self.places) or any(self.people.values())

    def add(self, columns: Columns, rows: int) -> None:
        """Take up what the rows of a table refuse, and what they say was refused elsewhere."""
        for channel, refusing in own_refusals(columns, rows).items():
            if refusing.any():
                self._add_refusing(_only(columns, refusing), int(refusing.sum()), channel)
        bounced = bounces(columns, rows)
        if bounced.any() and (emails := columns("email")) is not None:
            take_up_emails(self.addresses[BOUNCED], rows_of(emails, bounced))
        earlier = columns("refused")
        for cell in earlier.unique().to_pylist() if earlier is not None else ():
            for channel, address in entries_in(cell):
                self.add_entry(channel, address)

    def _add_refusing(self, columns: Columns, rows: int, channel: str) -> None:
        """Take up all that rows hold which refuse a channel."""
        if channel == "post":
            for key in filter(None, place_keys(columns, rows).unique().to_pylist()):
                self.add_entry(channel, key)
        for name in HELD[channel] if channel != "post" else ():
            if (cells := columns(name)) is not None:
                _TAKE_UP[channel](self.addresses[channel], cells)
        unheard = ~holds_any(columns, channel, rows)
        if unheard.any():
            names = people_keys(_only(columns, unheard), int(unheard.sum()))
            self.people[channel].update(filter(None, names.unique().to_pylist()))

    def add_entry(self, channel: str, address: str) -> None:
        """Take up one address, number or place, as the column ``refused`` names it."""
        if channel == "post" and address:
            whom, _, where = address.rpartition("|")
            self.places.setdefault(whom, set()).add(where)
        elif channel in _LISTED and address:
            self.addresses[channel].add(address)

    def merge(self, other: Refusals) -> None:
        """Take up what another table's rows refuse."""
        for channel, listed in other.addresses.items():
            self.addresses[channel].merge(listed)
        for whom, where in other.places.items():
            self.places.setdefault(whom, set()).update(where)
        for channel, people in other.people.items():
            self.people[channel].update(people)

    def held(
        self, columns: Columns, rows: int, passed_over: Mapping[str, Mask] | None = None
    ) -> dict[str, dict[int, list[str]]]:
        """Return for each channel the rows that hold something refused, and what, as written.

        Rows to be passed over are such as refuse the channel themselves.

        >>> from leadkit.base.cells import texts
        >>> table = {"email": texts(["A@x.example.com", "b@x.example.com"]),
        ...     "email_2": texts(["", " a@x.example.com"]), "email_opt_out": texts(["yes", ""])}
        >>> refusals = Refusals()
        >>> refusals.add(table.get, 2)
        >>> refusals.held(table.get, 2)["email"]
        {0: ['A@x.example.com'], 1: ['a@x.example.com']}
        """
        import numpy as np

        found: dict[str, dict[int, list[str]]] = {channel: {} for channel in CHANNELS}
        nobody = np.zeros(rows, bool)
        for channel, held in found.items():
            closed = passed_over[channel] if passed_over else nobody
            if channel == "post":
                keys = place_keys(columns, rows, self.places).to_pylist() if self.places else []
                for row, key in enumerate(keys):
                    whom, _, where = key.rpartition("|")
                    if key and where in self.places[whom] and not closed[row]:
                        held[row] = [key]
                continue
            listed, looked_up = self.addresses[channel], _LOOKED_UP[channel]
            for name in HELD[channel] if listed.parts else ():
                if (cells := columns(name)) is None:
                    continue
                for row in np.flatnonzero((looked_up(cells, [listed])[0] > 0) & ~closed).tolist():
                    own = held.setdefault(row, [])
                    parts = addresses_in(channel, cells[row].as_py())
                    if len(parts) > 1:  # of several it may be one
                        hits = looked_up(texts(parts), [listed])[0].tolist()
                        parts = [one for one, hit in zip(parts, hits, strict=True) if hit]
                    own += [one for one in parts if one not in own]
        return found

    def named(self, columns: Columns, rows: int) -> dict[str, list[int]]:
        """Return for each channel the rows of people who refused it without an address.

        They are known by their name and company; in doubt it is the same person.
        """
        import numpy as np

        if not any(self.people.values()):
            return {}
        keys = people_keys(columns, rows).to_pylist()
        return {
            channel: np.flatnonzero(in_set(keys, people, rows)).tolist()
            for channel, people in self.people.items()
            if people
        }

    def bounced(self, columns: Columns, rows: int) -> Mask:
        """Tell whose e-mail bounced on any row."""
        import numpy as np

        emails = columns("email")
        if emails is None or not self.addresses[BOUNCED].parts:
            return np.zeros(rows, bool)
        return np.asarray(emails_on(emails, [self.addresses[BOUNCED]])[0] > 0)


def bounces(columns: Columns, rows: int) -> Mask:
    """Tell of which rows the e-mail took no mail."""
    bounced = says(columns, "email_bounced", rows, has_opted_out)
    bounced |= says(columns, "mailing_status", rows, has_bounced)
    return bounced


def entries_in(cell: str) -> list[tuple[str, str]]:
    """Return the entries of a cell of ``refused``: what is closed, and for which address, if any.

    >>> entries_in("email a@x.example.com; call; ")
    [('email', 'a@x.example.com'), ('call', '')]
    """
    parts = (entry.partition(" ") for entry in cell.split(SEPARATOR))
    return [(channel, address) for channel, _, address in parts if channel]


def with_entries(cells: Cells, found: Mapping[int, Sequence[str]]) -> Cells:
    """Return the column ``refused`` with further entries of some rows, each once.

    >>> cells = texts(["", "email a@x.example.com"])
    >>> with_entries(cells, {1: ["call +498999998123", "email a@x.example.com"]}).to_pylist()
    ['', 'email a@x.example.com; call +498999998123']
    """
    import numpy as np

    rows = sorted(row for row, entries in found.items() if entries)
    mask = np.zeros(len(cells), bool)
    mask[rows] = True
    before = (cell.split(SEPARATOR) for cell in rows_of(cells, mask).to_pylist())
    every = ([*had, *found[row]] for row, had in zip(rows, before, strict=True))
    return with_rows(
        cells, mask, [SEPARATOR.join(dict.fromkeys(filter(None, entries))) for entries in every]
    )


def _only(columns: Columns, rows: Mask) -> Columns:
    """Return the columns of these rows alone."""

    def of_rows(name: str) -> Cells | None:
        cells = columns(name)
        return None if cells is None else rows_of(cells, rows)

    return of_rows


def own_refusals(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows refuse it themselves, by an objection or a consent denied.

    A no to a question that names no channel refuses all; so does a remark that says so.
    """
    return either(objections(columns, rows), denials(columns, rows))


def either(one: Mapping[str, Mask], other: Mapping[str, Mask]) -> dict[str, Mask]:
    """Tell for each channel which rows either holds for."""
    return {channel: one[channel] | other[channel] for channel in CHANNELS}


def denials(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows were asked for consent, and said no."""
    denied = says(columns, "consent", rows, _is_no("consent"))
    return {
        channel: denied | says(columns, column, rows, _is_no(column))
        for channel, column in CONSENT_FOR.items()
    }


def objections(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows object to it: opt-outs, remarks, the state of a mailing."""

    def flag(wanted: str) -> Callable[[str], bool]:
        return lambda cell: wanted in cell.split(SEPARATOR)

    everywhere = says(columns, "remark_flags", rows, flag(NO_CONTACT))
    objected = {
        channel: everywhere
        | says(columns, OPT_OUT_OF[channel], rows, has_opted_out)
        | says(columns, "remark_flags", rows, flag(FLAG_OF[channel]))
        for channel in CHANNELS
    }
    for channel in CHANNELS:  # "Yes, but do not call" is said where e-mail was asked for
        for column in CONSENT_FOR.values():
            objected[channel] |= says(columns, column, rows, _refuses_too(channel))
    objected["email"] |= says(columns, "mailing_status", rows, has_left_mailing)
    return objected


def says(columns: Columns, name: str, rows: int, holds: Callable[[str], bool]) -> Mask:
    """Tell for which rows something holds of a column's cell; for none where there is no column."""
    import numpy as np

    cells = columns(name)
    if cells is None:
        return np.zeros(rows, bool)
    encoded = cells.dictionary_encode()
    answers = np.array([holds(cell) for cell in encoded.dictionary.to_pylist()], bool)
    return np.asarray(answers[to_numpy(encoded.indices)])


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
