"""Activities that stand in several files: exports of which one begins before the last one ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import text
from leadkit.base.columns import SEPARATOR
from leadkit.base.how_many import how_many
from leadkit.base.keyed import Tally, add_up, hashes_64
from leadkit.rules.batch import Batch
from leadkit.scoring.activity_file import ActivitySource

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads


class Overlap:
    """Leaves out the activities of a file that an earlier file has, with all their cells.

    Of what a file has twice, both count: whoever views two pages on a day may do so in two rows
    that are the same. So of each row that many count as the file has that has it most often. Files
    with other columns have no row of each other.
    """

    def __init__(self, sources: Sequence[ActivitySource]) -> None:
        shared = Counter(frozenset(source.columns) for source in sources)
        self._asked = {columns for columns, files in shared.items() if files > 1}
        self._earlier: dict[frozenset[str], Tally] = {}
        self._columns: frozenset[str] = frozenset()
        self._here = Tally(add_up)
        self.left_out = 0  # of the file that is read

    def begin(self, source: ActivitySource) -> None:
        """Say that a file is read now, from its start."""
        self._columns, self._here, self.left_out = frozenset(source.columns), Tally(add_up), 0

    def end(self) -> list[str]:
        """Say that it was read, and return what is to be told of it, without its name."""
        if self._columns in self._asked:
            most = self._earlier.setdefault(self._columns, Tally(_greatest))
            most.add(*self._here.entries())
        if not self.left_out:
            return []
        rows = how_many(self.left_out, "activity stands", "activities stand")
        return [f"{rows} in an earlier file, too, cell for cell, and {_COUNT[self.left_out > 1]}"]

    def without(self, cells: Leads | pa.Table) -> Leads | pa.Table:
        """Return the next activities of the file without those that an earlier file has."""
        import numpy as np

        if self._columns not in self._asked or not len(cells):
            return cells
        keys = self._keys(cells)
        earlier = self._earlier.get(self._columns)
        repeated = self._here.of(keys) + _how_often_before(keys) < earlier.of(keys) if (
            earlier) else None  # fmt: skip
        self._here.add(keys, np.ones(len(keys), np.int64))
        if repeated is None or not repeated.any():
            return cells
        self.left_out += int(repeated.sum())
        kept: Leads | pa.Table = (
            cells.filter(~repeated) if hasattr(cells, "column_names") else cells[~repeated]
        )
        return kept

    def _keys(self, cells: Leads | pa.Table) -> np.ndarray:
        import pyarrow.compute as pc

        batch = Batch(cells)
        columns = [batch.whole(name) for name in sorted(self._columns)]
        rows = pc.binary_join_element_wise(*columns, text(SEPARATOR))
        return hashes_64(row.encode() for row in rows.to_pylist())


_COUNT = ("counts once", "count once")


def _how_often_before(keys: np.ndarray) -> np.ndarray:
    """Return of each key how often it stands before its place.

    >>> import numpy as np
    >>> _how_often_before(np.array([7, 5, 7, 7])).tolist()
    [0, 0, 1, 2]
    """
    import numpy as np

    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    begins = np.flatnonzero(first)[np.cumsum(first) - 1]
    before = np.empty(len(keys), np.int64)
    before[order] = np.arange(len(keys)) - begins
    return before


def _greatest(numbers: np.ndarray, starts: np.ndarray) -> np.ndarray:
    import numpy as np

    greatest: np.ndarray = np.maximum.reduceat(numbers, starts)
    return greatest
