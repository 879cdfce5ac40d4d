"""The rows in play while a master is brought up to date: new ones, and leads that they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, rows_of, with_rows
from leadkit.base.leads import with_columns
from leadkit.base.pandas_text import as_column
from leadkit.deduping.master import joined, rows_at
from leadkit.deduping.merging.heard_before import only_news, tells_more

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd

    from leadkit.base.leads import Leads
    from leadkit.deduping.merging.merge_rules import MergeRules

    # Rows that went, the row of each cluster that stays (-1 for none) -> why, as the log says it.
    Why = Callable[[np.ndarray, np.ndarray], pd.DataFrame]


class InPlay:
    """New rows, and those of a master that they are compared with or went into.

    ``number`` tells of each row which one it was: those of the master first, in its order, then
    the new ones. Both tables have the same columns. ``left_out`` tells which new rows are of leads
    that were removed before.
    """

    def __init__(self, master: Leads, new: Leads, rules: MergeRules, left_out: np.ndarray) -> None:
        import numpy as np

        from leadkit.deduping.merging.log import Absorbed

        self.master, self.size, self.rules = master, len(master), rules
        total = self.size + len(new)
        self.rows, self.number = new, np.arange(self.size, total)
        self.absorbed = Absorbed()
        self.touched = np.zeros(total, bool)  # of the master those that are no longer as they were
        # Rows whose cells nobody has seen as they are: new ones, and those that others went into.
        self.changed = np.arange(total) >= self.size
        self.known = np.zeros(total, bool)  # leads of the master that a new row is
        self.left_out = np.concatenate([np.zeros(self.size, bool), left_out])

    @property
    def theirs(self) -> np.ndarray:
        """Tell which rows are those of the master."""
        return self.number < self.size

    def homes(self) -> np.ndarray:
        """Return for the number of each row that of the row it is part of."""
        return self.absorbed.homes(len(self.touched))

    def fetch(self, numbers: np.ndarray) -> None:
        """Take further leads of the master into play; all rows then stand in order of their ids."""
        import numpy as np
        import pyarrow.compute as pc

        every = joined(self.rows, self.master, numbers)
        order = pc.sort_indices(as_cells(every["lead_id"])).to_numpy()
        self.rows = rows_at(every, order)
        self.number = np.concatenate([self.number, numbers])[order]

    def put_back(self) -> None:
        """Leave in play the new rows, and those of the master that have changed."""
        import numpy as np

        stay = np.flatnonzero((self.number >= self.size) | self.touched[self.number])
        self.rows, self.number = rows_at(self.rows, stay), self.number[stay]

    def merge(self, heads: np.ndarray, why: Why, heard: bool = False) -> bool:
        """Merge every cluster, the lead of the master staying; return whether there was one.

        ``heard`` tells that the new rows went into these leads before.
        """
        import numpy as np

        from leadkit.deduping.merging.members import fullness_of, who_stays
        from leadkit.deduping.merging.survivors import merge_members, with_merged

        theirs = self.theirs
        members = self._members(heads, theirs)
        if not len(members):
            return False
        # Of the master the older one stays, of new rows the fullest; of equals the first by id.
        fullness = fullness_of(self.rows.iloc[members])
        turn = np.where(theirs[members], self.number[members], -fullness)
        found = who_stays(heads, members, ~theirs[members], turn)
        members, starts, gone = found.members, found.starts, found.gone
        rows, into, number = self.rows.iloc[members], found.kept_row[gone], self.number
        self.absorbed.why.append(why(gone, found.kept_row))
        self.absorbed.rows += number[gone].tolist()
        self.absorbed.into += number[into].tolist()
        np.logical_or.at(self.left_out, number[into], self.left_out[number[gone]])
        self.touched[number[members]] |= theirs[members]
        self.changed[number[members[starts]]] = True
        self.known[number[into]] |= theirs[into] & ~theirs[gone]
        merged = merge_members(rows, starts, self.rules)
        of_master = theirs[members[starts]]
        silent = of_master & ~np.logical_or.reduceat(tells_more(rows, starts), starts)
        before = rows.iloc[starts].reset_index(drop=True)
        if heard:
            leads = np.add.reduceat(theirs[members].astype(int), starts)
            merged = only_news(before, merged, of_master & (leads == 1))
        merged = with_rows_of(merged, before, silent)
        self.rows, left, _ = with_merged(self.rows, merged, members[starts], gone)
        self.number = number[left]
        return True

    def _members(self, heads: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Return the rows that merge: of clusters with a lead of the master without those that were
        removed before, of which nothing comes back into it."""
        import numpy as np

        of_master = np.isin(heads, heads[theirs])
        out = self.left_out[self.number] & of_master
        sizes = np.bincount(heads[~out], minlength=len(heads))
        return np.flatnonzero(~out & (sizes[heads] > 1))


def with_rows_of(leads: Leads, others: Leads, which: np.ndarray) -> Leads:
    """Return leads, some of which are those of another table but for their merged_ids."""
    if not which.any():
        return leads
    columns = {}
    for name in leads.columns:
        own = as_cells(others[name])
        columns[name] = as_column(with_rows(as_cells(leads[name]), which, rows_of(own, which)))
    return with_columns(leads, {**columns, "merged_ids": leads["merged_ids"]})
