"""Rows of lists that are looked at closely: all of short lists, of long ones some.

Some are of each list, any rows; others are of all lists together, and are those that may be one
person: rows of which an address, a number or a name is in the sample, so that all rows that share
it are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers
from leadkit.base.text_hashes import mixed

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MOST = 10_000  # rows of a sample
_ROOM = 64 << 20  # bytes of a sample: a cell may hold a megabyte
_WHOLE = 64  # bits of a mark


@dataclass
class Sample:
    """Rows by marks of 64 bits, kept where a mark of theirs begins with enough bits of 0.

    A row may have several marks; 0 is none.
    """

    bits: int = 0
    rows: int = 0  # that are kept
    _held: int = 0  # bytes of them
    _pieces: list[tuple[np.ndarray, tuple[pa.Table, ...]]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all rows are in it."""
        return self.bits == 0

    @property
    def share(self) -> float:
        """How much of all marks is in it."""
        return float(0.5**self.bits)

    @property
    def is_too_large(self) -> bool:
        return self.rows > MOST or (self._held > _ROOM and self.rows > 1)

    def add(self, marks: np.ndarray, *tables: pa.Table) -> None:
        """Take up rows, each with its marks, and tables that have a row for each."""
        marks, tables = self._kept(marks, tables)
        if len(marks):
            self._pieces.append((marks, tables))
            self.rows += len(marks)
            self._held += sum(table.nbytes for table in tables)

    def halve(self) -> None:
        """Keep about half of the rows."""
        import numpy as np
        import pyarrow as pa

        self.bits += 1
        pieces, self._pieces, self.rows, self._held = self._pieces, [], 0, 0
        marks = np.concatenate([marks for marks, _ in pieces])
        tables = zip(*(tables for _, tables in pieces), strict=True)
        self.add(marks, *(pa.concat_tables(parts).combine_chunks() for parts in tables))

    def _kept(
        self, marks: np.ndarray, tables: tuple[pa.Table, ...]
    ) -> tuple[np.ndarray, tuple[pa.Table, ...]]:
        import numpy as np

        if not self.bits:
            return marks, tables
        kept = np.flatnonzero(self.chosen(marks).any(axis=1))
        return marks[kept], tuple(table.take(numbers(kept)) for table in tables)

    def chosen(self, marks: np.ndarray) -> np.ndarray:
        """Tell which marks are in the sample."""
        import numpy as np

        if not self.bits:
            return np.asarray(marks != 0)
        return np.asarray((marks >> np.uint64(_WHOLE - self.bits) == 0) & (marks != 0))

    def marks(self) -> np.ndarray:
        """Return the marks of the rows that are kept."""
        import numpy as np

        return np.concatenate([marks for marks, _ in self._pieces])

    def tables(self, place: int = 0) -> list[pa.Table]:
        """Return what is kept of the tables, by their place among those that were added."""
        return [tables[place] for _, tables in self._pieces]


def halve_largest(samples: Sequence[Sample]) -> None:
    """Make samples smaller until all together are small enough, the largest first.

    So that short lists beside long ones stay whole.
    """
    while any(one.is_too_large for one in samples) or sum(one.rows for one in samples) > MOST:
        max(samples, key=lambda one: (one.is_too_large, one.rows)).halve()


def marks_of_rows(begin: int, rows: int) -> np.ndarray:
    """Return a mark for each row from a place in its list on: the same rows are always chosen."""
    import numpy as np

    return mixed(np.arange(begin + 1, begin + rows + 1, dtype=np.uint64)).reshape(-1, 1)
