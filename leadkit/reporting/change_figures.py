"""What clean changed, where a table tells of each cell: how many of a column, and some of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.reporting.run_files import RunFiles
from leadkit.reporting.tables import Batches, counted

if TYPE_CHECKING:
    import pyarrow as pa

_EXAMPLES = 2  # changes of a column that are shown


@dataclass
class ChangeFigures:
    """Cells that were changed, as the table of changes tells of them; cells are unmasked."""

    cells: Counter[str] = field(default_factory=Counter)  # by column
    examples: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)  # before, after


def read_changes(files: RunFiles) -> ChangeFigures:
    """Return what the table of changes of a run says; nothing where there is none."""
    figures = ChangeFigures()
    if (path := files.table("changes")) is None:
        return figures
    for batch in Batches(path, ("column", "before", "after", "why")):
        for (column,), many in counted(batch, "column").items():
            figures.cells[column] += many
            kept = figures.examples.setdefault(column, [])
            if len(kept) < _EXAMPLES:
                kept += _first(batch, column, _EXAMPLES - len(kept))
    return figures


def _first(batch: pa.Table, column: str, most: int) -> list[tuple[str, str, str]]:
    import pyarrow.compute as pc

    rows = batch.filter(pc.equal(batch["column"], column)).slice(0, most)
    return [
        (row["before"], row["after"], row["why"])
        for row in rows.select(["before", "after", "why"]).to_pylist()
    ]
