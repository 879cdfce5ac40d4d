"""Refusals: which addresses and numbers somebody asked not to be contacted at, by channel.

They are collected over a whole table, and of others, before anybody is judged: a no that stands
on one row is heard on every row that holds the address, however it is written there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import is_blank, is_empty, rows_of, texts
from leadkit.base.hashed_texts import HashedTexts
from leadkit.fields.listed.finding import emails_on, phones_on, take_up_emails, take_up_phones
from leadkit.fields.listed.refused import RefusedAddresses
from leadkit.fields.objections import CHANNELS, SAYING_NO, bounces, either, own_refusals
from leadkit.fields.refusal_keys import HELD, columns_of, each_address, place_keys
from leadkit.fields.refused_column import Entries, entries_in
from leadkit.fields.refused_people import RefusedPeople

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.refusal_keys import Columns

BOUNCED = "bounced"  # no refusal: an address that takes no mail
READS = (
    *SAYING_NO, "refused", "email_bounced", "first_name", "prefix", "remark_words",
    *(name for names in HELD.values() for name in names),
)  # fmt: skip
_LISTED = ("email", "call", BOUNCED)
_TAKE_UP = {"email": take_up_emails, "call": take_up_phones}
_LOOKED_UP = {"email": emails_on, "call": phones_on}


def _addresses() -> dict[str, RefusedAddresses]:
    return {name: RefusedAddresses(name) for name in _LISTED}


@dataclass(frozen=True)
class Refusals:
    """What was refused, by channel. Those of two tables together are those of both."""

    # and those that bounced
    addresses: Mapping[str, RefusedAddresses] = field(default_factory=_addresses)
    places: HashedTexts = field(default_factory=HashedTexts)  # who wants no post, and where
    whom: HashedTexts = field(default_factory=HashedTexts)  # in these places
    # Who refused, by name and company: on another row they may have other addresses, or none.
    people: RefusedPeople = field(default_factory=RefusedPeople)

    def __bool__(self) -> bool:
        listed = any(one.parts for one in self.addresses.values())
        return listed or len(self.places) > 0 or bool(self.people)

    def add(self, columns: Columns, rows: int, further: Mapping[str, Mask] | None = None) -> None:
        """Take up what the rows of a table refuse, and what they say was refused elsewhere.

        ``further`` are rows by channel of which somebody else knows that they refuse it.
        """
        import numpy as np

        own = own_refusals(columns, rows)
        own = either(own, further) if further else own
        some = np.logical_or.reduce([own[channel] for channel in CHANNELS])
        if some.any():
            self._add_refusing(
                columns_of(columns, some), {channel: own[channel][some] for channel in CHANNELS}
            )
        bounced = bounces(columns, rows)
        if bounced.any() and (emails := columns("email")) is not None:
            take_up_emails(self.addresses[BOUNCED], rows_of(emails, bounced))
        earlier = columns("refused")
        cells = earlier.unique().to_pylist() if earlier is not None else ()
        self.add_entries(entry for cell in cells for entry in entries_in(cell))

    def _add_refusing(self, columns: Columns, refusing: Mapping[str, Mask]) -> None:
        """Take up all that rows hold which refuse a channel, each at least one.

        So is their name with their company: people have other addresses, and in doubt two rows of
        one name in one company are one person.
        """
        import numpy as np

        nowhere = {}
        for channel, own in refusing.items():
            if channel == "post":
                places = place_keys(columns, len(own))
                nowhere[channel] = is_empty(places)
                self._add_places(rows_of(places, own & ~nowhere[channel]).unique().to_pylist())
                continue
            at, held = _filled(columns, HELD[channel], own)
            nowhere[channel] = np.ones(len(own), bool)
            nowhere[channel][at] = False
            _TAKE_UP[channel](self.addresses[channel], held)
        self.people.add(columns, refusing, nowhere)
        self.people.add_mentioned(columns)

    def add_named(self, columns: Columns, rows: int) -> None:
        """Take up the addresses of people who refused elsewhere, known by name and company.

        Whoever tells others of a no names an address, which then is refused for all who hold it.
        """
        import numpy as np

        own = own_refusals(columns, rows)
        for channel, at in self.named(columns, rows, own).items():
            if channel in _TAKE_UP and len(at):
                mask = np.zeros(rows, bool)
                mask[at] = True
                _TAKE_UP[channel](self.addresses[channel], _filled(columns, HELD[channel], mask)[1])

    def add_entries(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take up addresses, numbers and places, as the column ``refused`` names them."""
        by_channel: dict[str, set[str]] = {}
        for channel, address in entries:
            if address:
                by_channel.setdefault(channel, set()).add(address)
        self._add_places(by_channel.get("post", ()))
        for channel in by_channel.keys() & _LISTED:
            self.addresses[channel].update(by_channel[channel])

    def _add_places(self, keys: Collection[str]) -> None:
        self.places.update(keys)
        self.whom.update(key.rpartition("|")[0] for key in keys)

    def merge(self, other: Refusals) -> None:
        """Take up what another table's rows refuse."""
        for channel, listed in other.addresses.items():
            self.addresses[channel].merge(listed)
        self.places.merge(other.places)
        self.whom.merge(other.whom)
        self.people.merge(other.people)

    def held(
        self, columns: Columns, rows: int, passed_over: Mapping[str, Mask] | None = None
    ) -> dict[str, Entries]:
        """Return for each channel the rows that hold something refused, and what, as written.

        Rows to be passed over are such as refuse the channel themselves.

        >>> from leadkit.base.cells import texts
        >>> table = {"email": texts(["A@x.example.com", "b@x.example.com"]),
        ...     "email_2": texts(["", " a@x.example.com"]), "email_opt_out": texts(["yes", ""])}
        >>> refusals = Refusals()
        >>> refusals.add(table.get, 2)
        >>> found = refusals.held(table.get, 2)["email"]
        >>> found.rows.tolist(), found.texts.to_pylist()
        ([0, 1], ['A@x.example.com', 'a@x.example.com'])
        """
        import numpy as np

        nobody = np.zeros(rows, bool)
        found = {}
        for channel in CHANNELS:
            closed = passed_over[channel] if passed_over else nobody
            holding = self._places_held if channel == "post" else self._addresses_held
            found[channel] = holding(channel, columns, closed)
        return found

    def _addresses_held(self, channel: str, columns: Columns, closed: Mask) -> Entries:
        """Return the rows that hold an address or number which refuses a channel, and which."""
        import numpy as np

        listed, looked_up = self.addresses[channel], _LOOKED_UP[channel]
        if not listed.parts:
            return Entries.of({})
        at, cells = _filled(columns, HELD[channel], ~closed)
        hit = looked_up(cells, [listed])[0] > 0
        place, parts = each_address(channel, rows_of(cells, hit))
        several = np.bincount(place)[place] > 1
        refused = ~several  # of several addresses in a cell it may be one
        refused[several] = looked_up(rows_of(parts, several), [listed])[0] > 0
        return Entries(at[hit][place[refused]], rows_of(parts, refused))

    def _places_held(self, channel: str, columns: Columns, closed: Mask) -> Entries:
        """Return the rows whose place refuses post, and its key."""
        import numpy as np

        if not len(self.places):
            return Entries.of({})
        keys = place_keys(columns, len(closed), self.whom.among)
        found = ~is_blank(keys) & ~closed
        found[found] = self.places.among(rows_of(keys, found))
        return Entries(np.flatnonzero(found), rows_of(keys, found))

    def named(
        self, columns: Columns, rows: int, passed_over: Mapping[str, Mask] | None = None
    ) -> dict[str, np.ndarray]:
        """Return for each channel the rows of people who refused it, with another address or none.

        They are known by their name and company; in doubt it is the same person. Rows that refuse
        all channels themselves are passed over.
        """
        import numpy as np

        if not self.people:
            return {}
        asked = np.ones(rows, bool)
        if passed_over:
            asked = ~np.logical_and.reduce([passed_over[channel] for channel in CHANNELS])
        at = np.flatnonzero(asked)
        found = self.people.among(columns_of(columns, asked), len(at))
        return {channel: at[mask] for channel, mask in found.items()}

    def bounced(self, columns: Columns, rows: int) -> Mask:
        """Tell whose e-mail bounced on any row."""
        import numpy as np

        emails = columns("email")
        if emails is None or not self.addresses[BOUNCED].parts:
            return np.zeros(rows, bool)
        return np.asarray(emails_on(emails, [self.addresses[BOUNCED]])[0] > 0)


def _filled(columns: Columns, names: Sequence[str], rows: Mask) -> tuple[np.ndarray, Cells]:
    """Return all cells of some columns and rows that hold anything, and the row of each."""
    import numpy as np
    import pyarrow as pa

    at, filled = [np.zeros(0, np.int64)], [texts([])]
    for cells in (one for one in map(columns, names) if one is not None):
        some = rows & ~is_blank(cells)
        at.append(np.flatnonzero(some))
        filled.append(rows_of(cells, some))
    return np.concatenate(at), pa.concat_arrays(filled)
