"""Leads written as they come: batches of cells, or the text of their rows with cells appended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from leadkit.files.disk import Output

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Appended, Leads


def write_rows_beside(
    batches: Iterator[tuple[pa.Table | pa.Array, Appended]],
    columns: Sequence[str],
    output: Output,
) -> int:
    """Write the rows of leads with what was appended to each; return how many."""
    from leadkit.files.csv_out import LeadWriter
    from leadkit.files.passing import write_beside

    writer = LeadWriter(output, columns)
    for rows, appended in batches:
        write_beside(writer, rows, appended)
        del rows, appended
    return writer.rows_written


def write_batches(
    batches: Iterator[Leads] | Iterator[pa.Table], output: Output, safe_cells: bool
) -> int:
    """Write all leads; a source gives at least one batch, if only of a header."""
    from leadkit.files.csv_out import LeadWriter, column_names

    first = next(batches)
    writer = LeadWriter(output, column_names(first), safe_cells)
    writer.write(first)
    del first  # a batch is not held while the others are made
    for leads in batches:
        writer.write(leads)
    return writer.rows_written
