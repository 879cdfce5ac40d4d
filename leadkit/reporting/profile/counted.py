"""A list counted as it is read: its columns, and the rows that are to be looked at closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import is_blank, is_empty, rows_of, to_numpy, whole
from leadkit.reporting.profile.distinct import DistinctCells, each_once
from leadkit.reporting.profile.samples import Sample, marks_of_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells

# Different cells of a column that are counted one by one, and of all columns of a list together.
_MOST, _OF_ALL, _LEAST = 10_000, 400_000, 100
_TOGETHER = 8 << 20  # bytes of rows that are counted together
COMMONEST = 3


class ColumnCount:
    """What the cells of one column are like: how many are filled, how long, how many differ."""

    def __init__(self, most: int) -> None:
        self.filled = 0
        self.shortest = self.longest = 0  # signs of a filled cell
        self.signs = 0  # of all cells together
        self.distinct = DistinctCells(most)

    def add(self, cells: Cells) -> None:
        """Take up the cells of a batch."""
        import numpy as np
        import pyarrow.compute as pc

        if is_empty(cells).all():
            return
        rows = None
        if self.distinct.is_counted:  # as a rule few: what is asked of cells is asked of each once
            cells, rows = each_once(cells)
        blank = is_blank(cells)
        if blank.all():
            return
        if blank.any():
            cells, rows = rows_of(cells, ~blank), None if rows is None else rows[~blank]
        lengths = to_numpy(pc.utf8_length(cells))
        shortest, longest = int(lengths.min()), int(lengths.max())
        self.shortest = min(self.shortest, shortest) if self.filled else shortest
        self.longest = max(self.longest, longest)
        self.signs += int(lengths.sum() if rows is None else np.dot(lengths, rows))
        self.filled += int(len(cells) if rows is None else rows.sum())
        self.distinct.add(cells, rows)


class ListCount:
    """What the rows of one list are like, as they stand in it; those that were rejected left out.

    ``sample`` holds the raw cells of some rows and the leads that they become, or of all.
    """

    def __init__(self, columns: int) -> None:
        most = max(_LEAST, min(_MOST, _OF_ALL // max(columns, 1)))
        self.columns = [ColumnCount(most) for _ in range(columns)]
        self.rows = 0
        self.sample = Sample()
        self._waiting: list[pa.Table] = []
        self._size = 0  # bytes of them

    def keep_some(self, cells: pa.Table, leads: pa.Table) -> None:
        """Keep some of these rows in the sample, with the leads that they become."""
        marks = marks_of_rows(self.rows, leads.num_rows)
        self.rows += leads.num_rows
        self.sample.add(marks, cells.select(range(len(self.columns))), leads)

    def add(self, cells: pa.Table) -> None:
        """Count the cells of rows, together with those that come next; ``settle`` is the end."""
        self._waiting.append(cells)
        self._size += cells.nbytes
        if self._size > _TOGETHER:
            self._count()

    def _count(self) -> None:
        """Count the cells that wait: a call for each column every few rows costs too much."""
        import pyarrow as pa

        if self._waiting:
            cells = pa.concat_tables(self._waiting)
            self._waiting, self._size = [], 0
            for count, column in zip(self.columns, cells.columns, strict=False):
                count.add(whole(column))

    def settle(self) -> None:
        """Count what waits, and let go of what is needed no longer when all rows were read."""
        self._count()
        for column in self.columns:
            column.distinct.settle(COMMONEST)

    def commonest(self, place: int) -> tuple[list[tuple[str, int]], bool]:
        """Return the commonest cells of a column, how often each comes, and whether it was counted.

        Else it is reckoned from a sample of rows; cells that come less than three times in it
        are left out, for they tell nothing.
        """
        count = self.columns[place]
        if count.distinct.is_exact:
            return count.distinct.commonest(COMMONEST), True
        sampled = ColumnCount(self.sample.rows)
        for cells in self.sample.tables():
            sampled.add(whole(cells.column(place)))
        times = self.rows / max(self.sample.rows, 1)
        found = sampled.distinct.commonest(COMMONEST)
        return [(cell, round(many * times)) for cell, many in found if many > 2], False
