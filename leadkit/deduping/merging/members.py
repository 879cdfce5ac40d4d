"""The rows of all merged leads, cluster after cluster, and the row of each that ranks highest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, repeated, with_rows
from leadkit.fields.spans import day_number

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class Staying:
    """The rows of clusters in the order in which they are asked, and which of each stays."""

    members: np.ndarray  # cluster after cluster, the row that stays first
    starts: np.ndarray  # where each cluster begins among them
    gone: np.ndarray  # the other members
    kept_row: np.ndarray  # for each row that was given the one it goes into, -1 for no member


def who_stays(heads: np.ndarray, members: np.ndarray, *turns: np.ndarray) -> Staying:
    """Return which row of each cluster stays: the lowest by the first turn, then by the next ...

    Of equals it is the first; ``heads`` tells of each row its cluster, turns are of the members.

    >>> import numpy as np
    >>> found = who_stays(np.array([0, 0, 2, 0]), np.array([0, 1, 3]), np.array([2, 1, 1]))
    >>> found.members.tolist(), found.gone.tolist(), found.kept_row.tolist()
    ([1, 3, 0], [3, 0], [1, 1, -1, 1])
    """
    import numpy as np

    members = members[np.lexsort((*turns[::-1], heads[members]))]
    starts = np.flatnonzero(np.diff(heads[members], prepend=-1))
    stays = np.repeat(members[starts], np.diff(starts, append=len(members)))
    kept_row = np.full(len(heads), -1)
    kept_row[members] = stays
    return Staying(members, starts, members[members != stays], kept_row)


def fullness_of(rows: Leads) -> np.ndarray:
    """Return how many cells of each row are filled.

    A refusal makes no row fuller: who stays must not depend on the list it came from.
    """
    filled = rows.drop(columns="refused", errors="ignore") != ""
    return filled.sum(axis=1).to_numpy()


class Members:
    """Rows that become merged leads; ``starts`` says where the rows of each begin.

    Within a cluster the row that stays comes first, and then the others in the order in which
    they are asked for what it lacks.
    """

    def __init__(self, rows: Leads, starts: np.ndarray) -> None:
        import numpy as np

        self.rows, self.starts = rows, starts
        self.cluster = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(rows)))
        self._cells: dict[str, Cells] = {}

    def cells(self, name: str) -> Cells:
        if name not in self._cells:
            known = name in self.rows.columns
            self._cells[name] = as_cells(self.rows[name]) if known else repeated("", len(self.rows))
        return self._cells[name]

    def filled(self, name: str) -> Mask:
        import pyarrow.compute as pc

        return as_mask(pc.greater(pc.binary_length(self.cells(name)), 0))

    def best(self, among: Mask, *ranks: np.ndarray) -> np.ndarray:
        """Return for each cluster its highest row of these, by one rank after the other; of
        equals the first; where none is among them, the row that stays."""
        import numpy as np

        rows = np.flatnonzero(among)
        if ranks:
            rows = rows[np.lexsort((*(-rank[rows] for rank in ranks[::-1]), self.cluster[rows]))]
        found = self.starts.copy()
        found[self.cluster[rows[::-1]]] = rows[::-1]
        return found

    def recency(self, name: str) -> np.ndarray:
        """Return ranks of rows by the moment in a column; no moment is the longest ago."""
        import numpy as np

        encoded = self.cells(name).dictionary_encode()
        moments = [(day_number(cell), cell) for cell in encoded.dictionary.to_pylist()]
        order = {moment: at for at, moment in enumerate(sorted(moments))}
        ranks = np.array([order[moment] for moment in moments], np.int64)
        return ranks[encoded.indices.to_numpy()] if len(ranks) else ranks


def as_numbers(ranks: object) -> np.ndarray:
    import numpy as np

    return np.asarray(ranks, np.int64)


def as_places(rows: np.ndarray) -> object:
    import pyarrow as pa

    return pa.array(rows)


def with_text(cells: Cells, rows: np.ndarray, text: str) -> Cells:
    """Return the cells with the same text in some rows."""
    import numpy as np

    mask = np.zeros(len(cells), bool)
    mask[rows] = True
    return with_rows(cells, mask, repeated(text, len(rows)))
