"""How many different cells a column holds, and the commonest: counted, or of many estimated."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    map_cells,
    numbers,
    rows_of,
    text_bytes,
    texts,
    to_numpy,
    whole,
    with_rows,
)
from leadkit.base.keyed import hashes_64
from leadkit.base.text_hashes import text_hashes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells

_LONG = 400  # bytes of a cell that are kept; of what is longer the beginning, and a hash of it all
_TOGETHER = 4  # times so many cells of batches are summed up at once
_KEPT = 1 << 14  # different cells by which the number of all is estimated, at most


class DistinctCells:
    """The different cells of a column: each counted up to ``most`` of them, then estimated.

    The estimate is by the cells of which some bits of a hash are 0: which these are does not depend
    on their order, nor on how often each comes. In 19 of 20 columns it is wrong by 2% at most.

    >>> cells = DistinctCells(100)
    >>> cells.add(texts(["DE", "AT", "DE"]))
    >>> cells.count, cells.commonest(1), cells.is_exact
    (2, [('DE', 2)], True)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._counted: list[pa.Table] = []  # cells and how often each came, batch by batch
        self._bits = 0  # of a hash that have to be 0
        self._sample: np.ndarray | None = None  # hashes of such cells, once there are too many
        self._waiting: list[np.ndarray] = []  # hashes that are still to go into it
        self._left_out = 0  # counted cells that are kept no longer

    @property
    def is_exact(self) -> bool:
        """Whether each different cell was counted."""
        self._sum_up()
        return self._sample is None

    @property
    def count(self) -> int:
        """How many different cells there are, or about how many."""
        self._sum_up()
        if self._sample is None:
            return sum(map(len, self._counted)) + self._left_out
        self._take_in()
        return int(len(self._sample) << self._bits)

    def commonest(self, most: int) -> list[tuple[str, int]]:
        """Return the commonest cells and how often each comes; none where they were not counted."""
        self._sum_up()
        counts = dict(
            pair
            for table in self._counted
            for pair in zip(table["cell"].to_pylist(), table["rows"].to_pylist(), strict=True)
        )
        return heapq.nsmallest(most, counts.items(), key=lambda one: (-one[1], one[0]))

    def settle(self, most: int) -> None:
        """Keep no more than the commonest cells: no others come."""
        import pyarrow as pa

        if not self.is_exact or not self._counted:
            return
        kept = self.commonest(most)
        self._left_out += sum(map(len, self._counted)) - len(kept)
        cells, rows = texts(cell for cell, _ in kept), pa.array([rows for _, rows in kept])
        self._counted = [pa.table({"cell": cells, "rows": rows})]

    @property
    def is_counted(self) -> bool:
        """Whether each different cell is counted as yet: it may come once then, with its rows."""
        return self._sample is None

    def add(self, cells: Cells, rows: np.ndarray | None = None) -> None:
        """Take up cells, none of them blank; of those that come once, in how many rows each is."""
        import pyarrow as pa

        if not self.is_counted:
            self._sift(shortened(cells))
            return
        if rows is None:
            cells, rows = each_once(cells)
        self._counted.append(pa.table({"cell": shortened(cells), "rows": numbers(rows)}))
        if len(cells) > self._most or sum(map(len, self._counted)) > _TOGETHER * self._most:
            self._sum_up()

    def _sum_up(self) -> None:
        """Make one of what was counted batch by batch, and a sample where it is too much."""
        import pyarrow as pa

        if len(self._counted) > 1:
            together = pa.concat_tables(self._counted).group_by("cell", use_threads=False)
            summed = together.aggregate([("rows", "sum")])
            self._counted = [pa.table({"cell": summed["cell"], "rows": summed["rows_sum"]})]
        if sum(map(len, self._counted)) > self._most:
            cells = whole(self._counted[0]["cell"])
            self._counted = []
            self._sift(cells)

    def _sift(self, cells: Cells) -> None:
        """Add those of the cells to the sample that belong there; make it smaller if need be."""
        import numpy as np

        found = text_hashes(cells)
        found = found[found >> np.uint64(64 - self._bits) == 0] if self._bits else found
        if self._sample is None:
            self._sample = found[:0]
        elif len(self._sample):  # as a rule most are there already
            at = np.minimum(np.searchsorted(self._sample, found), len(self._sample) - 1)
            found = found[self._sample[at] != found]
        self._waiting.append(found)
        if sum(map(len, self._waiting)) > _KEPT // 2:
            self._take_in()

    def _take_in(self) -> None:
        import numpy as np

        assert self._sample is not None
        sample = np.unique(np.concatenate((self._sample, *self._waiting)))
        while len(sample) > _KEPT:
            self._bits += 1
            sample = sample[sample >> np.uint64(64 - self._bits) == 0]
        self._sample, self._waiting = sample, []


def each_once(cells: Cells) -> tuple[Cells, np.ndarray]:
    """Return each different cell, and in how many rows it is."""
    found = cells.value_counts()
    return found.field(0), to_numpy(found.field(1))


def shortened(cells: Cells) -> Cells:
    """Return cells of which long ones are cut, with a hash of what they were: they differ still."""
    import numpy as np

    long = np.diff(text_bytes(cells)[1]) > _LONG
    if not long.any():
        return cells

    def cut(cell: str) -> str:
        return f"{cell[: _LONG // 4]} {hashes_64([cell.encode()])[0]:x}"

    return with_rows(cells, long, map_cells(rows_of(cells, long), cut))
