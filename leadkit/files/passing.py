"""Rows that pass from input to output as text, because nobody has to parse them.

A stage that only appends reads a few columns; most of a run's time would go into the other cells,
cut apart and joined again. A source that can give rows as text is a ``PassingSource``: the engine
asks for that type, takes ``rows_beside`` through the stage, and writes with ``write_beside``. The
bytes are those of the long way; a test holds both against each other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.base.cells import end_to_end, flags, glue, numbers, text, to_numpy
from leadkit.files.csv_out import LeadWriter, quoted

if TYPE_CHECKING:
    from leadkit.base.leads import Appended
    from leadkit.files.regular import Regular

_FEW_QUOTES = 1000  # an even number of quotes that show whether a list has needless ones
_LF = ord("\n")


class PassingSource(ABC):
    """A source of leads whose rows may go on as text."""

    @abstractmethod
    def rows_beside(
        self, reads: frozenset[str] | None
    ) -> Iterator[tuple[pa.Table, pa.Array | None]]:
        """Yield leads with the columns that are read alone, beside the text of their whole rows.

        Where rows are not written as leadkit writes them, there is no text, and all columns come;
        so they do for None.
        """

    @abstractmethod
    def again(self) -> PassingSource | None:
        """Open the same rows anew; None where they come once, as from a pipe."""

    @abstractmethod
    def refuse_changed(self) -> None:
        """Raise LeadkitError where the rows are others by now than when they were opened."""


def passing_rows(text: bytes, regular: Regular) -> pa.Array | None:
    r"""Return regular rows as text, if that text is what leadkit itself would write for them.

    Each row but the first is led by its line end, so that the rows are slices of the text and
    nothing is copied. None where a row would be written otherwise: another line end, needless
    quotes, blank lines.

    >>> from leadkit.files.regular import regular_part
    >>> def passing(text):
    ...     return passing_rows(text, regular_part(text, True, ",", b"\n"))
    >>> passing(b'a,"1,5"\nb,2\n').to_pylist(), passing(b'a,"2"\n') is None
    (['a,"1,5"', '\nb,2'], True)
    """
    end, starts = regular.end, regular.starts
    if not len(starts) or b"\r" in text:
        return None
    last = end - 1 if text[end - 1] == _LF else end
    offsets = np.concatenate((starts[:1], starts[1:] - 1, [last])).astype(np.int64)
    codes = np.frombuffer(text, np.uint8)
    if offsets[0] != 0:
        return None
    if (codes[offsets[1:] - 1] == _LF).any():
        return None  # a blank line below a row
    if len(regular.quotes) and not _all_quotes_needed(text, regular.quotes):
        return None
    return pa.LargeStringArray.from_buffers(len(starts), pa.py_buffer(offsets), pa.py_buffer(text))


def _all_quotes_needed(text: bytes, quotes: np.ndarray) -> bool:
    """Whether each quoted cell of a regular text holds a quote, a comma or a line end."""
    some = _FEW_QUOTES
    while some < len(quotes) and quotes[some] == quotes[some - 1] + 1:
        some += 2  # a doubled quote: its cell goes on
    if some < len(quotes) and not _all_quotes_needed(text, quotes[:some]):
        return False  # as a rule a list has needless quotes everywhere or nowhere
    opens, closes = quotes[0::2], quotes[1::2]
    joined = opens[1:] == closes[:-1] + 1  # a doubled quote: the cell goes on
    alone = ~np.concatenate(([False], joined)) & ~np.concatenate((joined, [False]))
    # Cells, and what is between them, are slices of the text: nothing is copied.
    ends = quotes.astype(np.int64)
    ends[0::2] += 1
    parts = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(ends) - 1, [None, pa.py_buffer(ends), pa.py_buffer(text)]
    )
    needed = ~alone | to_numpy(pc.match_substring(parts, ","))[0::2]
    others = parts.take(numbers(2 * np.flatnonzero(~needed)))
    return bool(to_numpy(pc.match_substring(others, "\n")).all())


def write_beside(writer: LeadWriter, rows: pa.Table | pa.Array, added: Appended) -> None:
    """Write leads with what a stage appends to them: their cells, or the text of their rows.

    Each row of such text but the first is led by its line end.
    """
    which = numbers(added.which)
    if added.stay is not None and not added.stay.all():
        rows = rows.filter(flags(added.stay))
    if isinstance(rows, pa.Table):
        writer.write(_with_cells(rows, added.of_leads()))
        return
    if not len(rows):
        return
    cells_of_kinds = [quoted(column, False) for column in added.cells.columns]
    end = pc.binary_join_element_wise(text(""), *cells_of_kinds, text(","))
    own = [quoted(column, False) for column in added.own.columns] if added.own is not None else []
    ends = pc.binary_join_element_wise(end.take(which), *own, text(",")) if own else end.take(which)
    lines = end_to_end(glue(rows, ends))
    # The first row's own line end is the one of the row before it, where there was one.
    writer.write_lines([lines[lines[0] == _LF :], b"\n"], len(rows))


def _with_cells(cells: pa.Table, added: pa.Table) -> pa.Table:
    """Return a table with columns replaced in their place or appended at the end."""
    for name, column in zip(added.column_names, added.columns, strict=True):
        if name in cells.column_names:
            cells = cells.set_column(cells.column_names.index(name), name, column)
        else:
            cells = cells.append_column(name, column)
    return cells
