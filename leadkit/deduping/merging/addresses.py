"""Where the e-mails and numbers of a merged lead stand: each has a place, and none is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, map_cells, repeated, rows_of, with_rows
from leadkit.base.columns import DIALLED, EMAILS, FURTHER
from leadkit.deduping.merging.members import Members, as_numbers, as_places
from leadkit.deduping.merging.merge_rules import PHONE_PLACES
from leadkit.fields.email.cleaner import status_and_flags
from leadkit.fields.email.keys import keys_as_written
from leadkit.fields.email.one import INVALID
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.phone.keys import phone_key

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.deduping.merging.consents import Consents

# What clean found out about the e-mail comes with it.
OF_EMAIL = ("email_status", "email_flags", "email_suggestion")


@dataclass(frozen=True)
class _Entries:
    """Addresses, the merged lead that each is of, and its turn among those of this lead."""

    texts: Cells
    cluster: np.ndarray
    turn: np.ndarray

    def some(self, which: np.ndarray) -> _Entries:
        texts = self.texts.take(as_places(which))
        return _Entries(texts, self.cluster[which], self.turn[which])

    def each_once(self, keys: Cells, *ranks: np.ndarray) -> _Entries:
        """Return them lead after lead, the highest rank first, and then by their turn; of those
        with one key the first."""
        import numpy as np
        import pandas as pd

        order = np.lexsort((self.turn, *(-rank for rank in ranks[::-1]), self.cluster))
        codes = keys.dictionary_encode().indices.to_numpy()[order]
        pairs = pd.DataFrame({"cluster": self.cluster[order], "key": codes})
        return self.some(order[~pairs.duplicated().to_numpy()])


def emails_of(members: Members, taken: dict[str, Cells], consents: Consents) -> dict[str, Cells]:
    """Return the e-mail columns of merged leads, and what clean found out about the first one.

    ``taken`` are the cells that each lead would have by its rules. The e-mail that somebody
    agreed to be mailed at comes first, by the best proof, and one that bounced or is invalid
    last; otherwise the order is that of the places and the rows.
    """

    places = [name for name in EMAILS if name in taken]
    if not places:
        return {}
    entries = _entries(members, [taken[name] for name in places], places, FURTHER["email"])
    keys = _email_keys(entries.texts)
    ranks = _email_ranks(members, entries.cluster, keys, consents)
    entries = entries.each_once(keys, ranks)
    put, rest = _put(entries, places, len(members.starts))
    if FURTHER["email"] in taken:
        put[FURTHER["email"]] = _joined(rest, len(members.starts))
    known = [name for name in OF_EMAIL if name in taken]
    if known and places[0] == "email":
        own = _same_lead_and_key(members, put["email"])
        giver = members.best(own, as_numbers(members.filled("email_status")))
        put |= {name: members.cells(name).take(as_places(giver)) for name in known}
        # An e-mail that stood in a further place until now was never described.
        new = ~own[giver] & as_mask(_is_filled(put["email"]))
        if new.any():
            status, flags = status_and_flags(rows_of(put["email"], new))
            cells = dict(zip(OF_EMAIL, (status, flags, repeated("", int(new.sum()))), strict=True))
            put |= {name: with_rows(put[name], new, cells[name]) for name in known}
    return put


def phones_of(members: Members, taken: dict[str, Cells]) -> dict[str, Cells]:
    """Return the phone columns of merged leads; what finds no place stands in other_phones."""
    import numpy as np

    put: dict[str, Cells] = {}
    places = [name for name in PHONE_PLACES if name in taken]
    if places:
        entries = _entries(members, [taken[name] for name in places], places)
        put, _ = _put(entries.each_once(_phone_keys(entries.texts)), places, len(members.starts))
    if FURTHER["call"] in taken:
        names = [name for name in DIALLED if name in taken]
        placed = [put.get(name, taken[name]) for name in names]
        entries = _entries(members, placed, names, FURTHER["call"])
        entries = entries.each_once(_phone_keys(entries.texts))
        rest = entries.some(np.flatnonzero(entries.turn >= len(placed)))
        put[FURTHER["call"]] = _joined(rest, len(members.starts))
    return put


def _entries(
    members: Members, first: Sequence[Cells], names: Sequence[str], further: str = ""
) -> _Entries:
    """Return cells of merged leads, one place after the other, then those of their rows, row by
    row, and then what stands in a column of further ones."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    none = np.zeros(0, np.int64)
    leads, rows, count = np.arange(len(members.starts)), np.arange(len(members.rows)), len(names)
    texts = [repeated("", 0), *first, *(members.cells(name) for name in names)]
    cluster = [none, *[leads] * len(first), *[members.cluster] * count]
    turn = [none, *(np.full(len(leads), at) for at in range(len(first)))]
    turn += [len(first) + rows * count + at for at in range(count)]
    if further and (filled := np.flatnonzero(members.filled(further))).size:
        lists = pc.split_pattern(members.cells(further).take(pa.array(filled)), SEPARATOR)
        parts = pc.utf8_trim_whitespace(lists.flatten())
        texts.append(parts)
        cluster.append(members.cluster[filled[pc.list_parent_indices(lists).to_numpy()]])
        turn.append(len(first) + len(rows) * count + np.arange(len(parts)))
    every = _Entries(pa.concat_arrays(texts), np.concatenate(cluster), np.concatenate(turn))
    return every.some(np.flatnonzero(as_mask(_is_filled(every.texts))))


def _is_filled(cells: Cells) -> object:
    import pyarrow.compute as pc

    return pc.greater(pc.binary_length(cells), 0)


def _put(entries: _Entries, places: Sequence[str], leads: int) -> tuple[dict[str, Cells], _Entries]:
    """Return the places of each lead with its first addresses, and those that found none."""
    import numpy as np
    import pyarrow as pa

    place = np.arange(len(entries.cluster)) - np.searchsorted(entries.cluster, entries.cluster)
    texts = pa.concat_arrays([entries.texts, repeated("", 1)])
    put = {}
    for at, name in enumerate(places):
        source = np.full(leads, len(entries.texts))
        source[entries.cluster[place == at]] = np.flatnonzero(place == at)
        put[name] = texts.take(pa.array(source))
    return put, entries.some(np.flatnonzero(place >= len(places)))


def _joined(entries: _Entries, leads: int) -> Cells:
    """Return for each lead its addresses in one cell."""
    import numpy as np

    cells: dict[int, list[str]] = {}
    for cluster, text in zip(entries.cluster.tolist(), entries.texts.to_pylist(), strict=True):
        cells.setdefault(cluster, []).append(text)
    mask = np.zeros(leads, bool)
    mask[list(cells)] = True
    return with_rows(repeated("", leads), mask, [SEPARATOR.join(cells[at]) for at in sorted(cells)])


def _email_keys(cells: Cells) -> Cells:
    """Return the keys of addresses; what is none is its own."""
    import pyarrow.compute as pc

    keys = keys_as_written(cells)
    return pc.if_else(pc.equal(keys, ""), cells, keys)


def _phone_keys(cells: Cells) -> Cells:
    return map_cells(cells, lambda cell: phone_key(cell) or cell.casefold())


def _email_ranks(
    members: Members, cluster: np.ndarray, keys: Cells, consents: Consents
) -> np.ndarray:
    """Return how soon each e-mail of a lead is asked for, by what all its rows say of it."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    proofs = consents.proof_of_email()
    wrong = as_mask(pc.equal(members.cells("email_status"), INVALID))
    rows, before = consents.bounced_before()
    if not (proofs.any() or wrong.any() or consents.bounced.any() or len(rows)):
        return np.zeros(len(cluster), np.int64)
    own = [keys, consents.addresses, _email_keys(members.cells("email")), before]
    codes = pa.concat_arrays(own).dictionary_encode().indices.to_numpy().astype(np.int64)
    of_lead = np.concatenate([cluster, members.cluster, members.cluster, members.cluster[rows]])
    found = np.unique(of_lead * (codes.max() + 1) + codes, return_inverse=True)[1]
    ends = np.cumsum([len(keys), len(members.rows), len(members.rows)])
    entry, address, email, earlier = np.split(found, ends)
    ranks = np.zeros(len(found), np.int64)
    np.maximum.at(ranks, address, proofs)
    ranks[address[consents.bounced]] = -1
    ranks[email[wrong & members.filled("email")]] = -1
    ranks[earlier] = -1
    return ranks[entry]


def _same_lead_and_key(members: Members, kept: Cells) -> Mask:
    """Tell which rows have the e-mail of their lead as their own."""
    import pyarrow as pa

    both = [_email_keys(members.cells("email")), _email_keys(kept)]
    codes = pa.concat_arrays(both).dictionary_encode().indices.to_numpy()
    same: Mask = codes[: len(members.rows)] == codes[len(members.rows) :][members.cluster]
    return same
