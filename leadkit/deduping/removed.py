"""Leads that were removed before: known again by the hashes they left behind, and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table
from leadkit.base.leads import cell_column, with_columns
from leadkit.deduping.known import REMOVED, merged_ids_of
from leadkit.fields.listed.entries import Listed, hash_column
from leadkit.fields.listed.finding import emails_on, phones_on
from leadkit.fields.refusal_keys import HELD

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Mask
    from leadkit.base.leads import Leads

# What of a removed lead is shown: that it was there, and nothing of whom it is.
SHOWN = ("lead_id", "source_file", "source_row", "merged_ids")


@dataclass(frozen=True)
class Removed:
    """What removed leads left behind: their ids, and hashes of their addresses."""

    lists: tuple[Listed, ...] = ()
    ids: frozenset[str] = frozenset()

    @property
    def names(self) -> str:
        return ", ".join(one.name for one in self.lists)

    def are_on(self, leads: Leads) -> Mask:
        """Tell which leads are on a list by an address, or by an id they have or had."""
        import numpy as np

        found = np.array(leads["lead_id"].isin(self.ids), bool)
        merged, rows = merged_ids_of(leads)
        found[[row for one, row in zip(merged, rows, strict=True) if one in self.ids]] = True
        for look_up, columns in ((emails_on, HELD["email"]), (phones_on, HELD["call"])):
            for name in columns:
                if name in leads.columns:
                    cells = as_cells(leads[name]).dictionary_encode()
                    on_any = np.asarray(look_up(cells.dictionary, self.lists).any(axis=0))
                    found[on_any[cells.indices.to_numpy()]] = True
        return found


def read_removed(tables: Sequence[tuple[str, Leads]], key: bytes = b"") -> Removed:
    """Return what files of removed leads hold, each with its name; the key is that of the hashes.

    Raises LeadkitError for a table that 'leadkit classify --suppressed' does not write, and where
    its hashes are made with a key and there is none.

    >>> import pandas as pd
    >>> from leadkit.fields.listed.entries import hashed
    >>> gone = pd.DataFrame({"lead_id": ["7"], "sha256": [hashed("eva@meier.example.com")]})
    >>> removed = read_removed([("gone.csv", gone)])
    >>> leads = pd.DataFrame({"lead_id": ["1", "7"], "email": ["Eva+x@Meier.example.com", ""]})
    >>> removed.are_on(leads).tolist()
    [True, True]
    """
    lists, ids = [], set()
    for name, table in tables:
        with_key, without = hash_column(b"key"), hash_column(b"")
        columns = [one for one in (with_key, without) if one in table.columns]
        if "lead_id" not in table.columns or not columns:
            raise LeadkitError(
                f"{name}: has no columns lead_id and {without}, so it is no file of removed leads; "
                "'leadkit classify --suppressed FILE' writes one"
            )
        if with_key in columns and not key:
            raise LeadkitError(f"{name}: its hashes are made with a key (HMAC); give that key, "
                               "too: --key-file FILE")  # fmt: skip
        for column in columns:
            listed = Listed(name, key=key if column == with_key else b"")
            for cell in table[column].unique():
                listed.add(cell)
            lists.append(listed)
        merged, _ = merged_ids_of(table)
        ids |= {*table["lead_id"], *merged} - {""}
    return Removed(tuple(lists), frozenset(ids))


def removed_in(table: Leads | None, key: bytes = b"") -> Removed:
    """Return what a frame of removed leads holds, as Python gives it; None holds nothing.

    Raises LeadkitError as read_removed does, and for a key that is none or has no use.
    """
    if not isinstance(key, bytes):
        raise LeadkitError(f"key: give bytes, not {type(key).__name__}")
    if table is None:
        if key:
            raise LeadkitError("key is for the hashes of removed leads, and there are none")
        return Removed()
    return read_removed([("removed", as_leads_table(table, what="removed"))], key)


def without_removed(review: Leads, removed: Removed, gone: Sequence[str]) -> Leads:
    """Return the pairs to review in which no side was removed: nothing of them is shown."""
    ids = {*removed.ids, *gone}
    sides = [cell_column(review, f"lead_id_{number}").isin(ids) for number in (1, 2)]
    return review[~(sides[0] | sides[1])].reset_index(drop=True)


def as_removed(leads: Leads, removed: np.ndarray) -> Leads:
    """Return leads with the outcome of removed ones, nothing of whom is shown but the row.

    >>> import numpy as np, pandas as pd
    >>> known = pd.DataFrame({"lead_id": ["1", "2"], "email": ["a@x.example", "b@x.example"],
    ...     "outcome": ["known", "new"], "known_id": ["K1", ""]})
    >>> as_removed(known, np.array([False, True])).values.tolist()
    [['1', 'a@x.example', 'known', 'K1'], ['2', '', 'removed', '']]
    """
    shown = {name: cell_column(leads, name) for name in (*leads.columns, "outcome", "known_id")}
    cells = {name: column.mask(removed, "") for name, column in shown.items() if name not in SHOWN}
    cells["outcome"] = shown["outcome"].mask(removed, REMOVED)
    return with_columns(leads, cells)
