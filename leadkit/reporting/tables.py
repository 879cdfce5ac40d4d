"""Tables of a run read batch by batch, and counted by the few different values they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.cells import as_cells, repeated, whole

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads


class Batches:
    """A table's batches with the wanted columns alone; one that the table has not is blank.

    ``held`` is what the file has, where somebody has it in memory, so that it need not be read.
    """

    def __init__(self, path: Path, wanted: Iterable[str], held: Sequence[Leads] = ()) -> None:
        from leadkit.files.csv_in import LeadFile

        self._held = held
        self._file = None if held else LeadFile(str(path))
        self.columns = frozenset(self._file.columns if self._file else held[0].columns)
        self.wanted = tuple(dict.fromkeys(wanted))

    def __iter__(self) -> Iterator[pa.Table]:
        import pyarrow as pa

        for rows, columns in self._parts():
            cells = {
                name: columns[name] if name in columns else repeated("", rows)
                for name in self.wanted
            }
            yield pa.table(cells)

    def _parts(self) -> Iterator[tuple[int, dict[str, pa.Array]]]:
        there = frozenset(self.wanted) & self.columns
        for leads in self._held:
            yield len(leads), {name: as_cells(leads[name]) for name in there}
        if self._file is not None:
            for table in self._file.tables(there or frozenset(self._file.columns[:1])):
                yield table.num_rows, {name: whole(table[name]) for name in table.column_names}


def columns_of(path: Path) -> list[str]:
    """Return the columns of a table, in their order."""
    from leadkit.files.csv_in import LeadFile

    return list(LeadFile(str(path)).columns)


def counted(table: pa.Table, *columns: str) -> Counter[Any]:
    """Return how many rows have which cells in some columns: each key is a tuple of these cells.

    >>> import pyarrow as pa
    >>> counted(pa.table({"a": ["x", "y", "x"], "b": ["", "", ""]}), "a", "b")
    Counter({('x', ''): 2, ('y', ''): 1})
    """
    if not table.num_rows:
        return Counter()
    grouped = table.select(list(columns)).group_by(list(columns), use_threads=False)
    found = grouped.aggregate([([], "count_all")])
    cells = [found[name].to_pylist() for name in columns]
    return Counter(dict(zip(zip(*cells, strict=True), found["count_all"].to_pylist(), strict=True)))


def counted_parts(cells: pa.Array, separator: str = "; ") -> Counter[str]:
    """Return how many cells of a column hold which of the parts that stand in them.

    >>> import pyarrow as pa
    >>> counted_parts(pa.array(["a; b", "", "a"], pa.large_string()))
    Counter({'a': 2, 'b': 1})
    """
    import pyarrow.compute as pc

    some = cells.filter(pc.not_equal(cells, ""))
    if not len(some):
        return Counter()
    parts = pc.list_flatten(pc.split_pattern(some, separator))
    found = pc.value_counts(parts)
    return Counter(dict(zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True)))


def rows_of(path: Path | None, *columns: str) -> Counter[Any]:
    """Return how many rows of a whole table have which cells; nothing where there is none."""
    found: Counter[Any] = Counter()
    if path is not None:
        for batch in Batches(path, columns):
            found.update(counted(batch, *columns))
    return found
