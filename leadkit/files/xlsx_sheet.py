"""A sheet of text as xlsxwriter assembles it, its rows made by whole columns and not by cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from leadkit.base.cells import (
    end_to_end,
    glue,
    matches,
    numbers,
    rows_of,
    text,
    texts,
    to_numpy,
    whole,
    with_rows,
)

MOST_SIGNS = 32_767  # of a cell, as UTF-16 counts them
# What XML cannot hold, or would read as something else: Excel writes it by its number. A text that
# looks like such a number is written so that it stays a text.
_NO_XML = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
_ONE = re.compile("([\x00-\x08\x0b-\x1f\ufffe\uffff])")
_LIKE_ONE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPACE_AT_AN_END = r"^\s|\s$|\n"


# XlsxWriter has no types
class TextSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows are written as they come, as text that nothing computes."""

    def begin(self, columns: Sequence[str], style: int) -> None:
        """Write the header."""
        self._letters = [xl_col_to_name(place) for place in range(len(columns))]
        self.rows_there = 0
        self.cut = 0
        header = pa.table({str(place): texts([name]) for place, name in enumerate(columns)})
        self.put(header, style)

    def put(self, cells: pa.Table, style: int) -> None:
        """Write rows below those that are there."""
        count = cells.num_rows
        if not count:
            return
        lines = numbers(np.arange(self.rows_there + 1, self.rows_there + count + 1))
        lines = lines.cast(pa.large_string())
        parts = [glue(text('<row r="'), lines, text('">'))]
        for letters, column in zip(self._letters, cells.columns, strict=True):
            parts.append(self._cells(whole(column).cast(pa.large_string()), letters, lines, style))
        self.row_data_fh.buffer.write(end_to_end(glue(*parts, text("</row>"))))
        self.rows_there += count
        self.dim_rowmin = self.dim_colmin = 0
        self.dim_rowmax, self.dim_colmax = self.rows_there - 1, max(len(self._letters) - 1, 0)
        self.previous_row = self.rows_there

    def _cells(self, cells: pa.Array, letters: str, lines: pa.Array, style: int) -> pa.Array:
        filled = to_numpy(pc.greater(pc.binary_length(cells), pa.scalar(0, pa.int64())))
        if not filled.any():
            return cells
        odd = filled.all()
        some = cells if odd else rows_of(cells, filled)
        lines = lines if odd else rows_of(lines, filled)
        some = self._escaped(some)
        kept = matches(some, _SPACE_AT_AN_END)
        begin = f'" s="{style}" t="inlineStr"><is><t'
        start = texts([begin + ">", begin + ' xml:space="preserve">'])
        starts = start.take(numbers(kept.astype(np.int64)))
        made = glue(text(f'<c r="{letters}'), lines, starts, some, text("</t></is></c>"))
        return made if odd else with_rows(cells, filled, made)

    def _escaped(self, cells: pa.Array) -> pa.Array:
        long = to_numpy(pc.greater(pc.binary_length(cells), pa.scalar(MOST_SIGNS, pa.int64())))
        if long.any():
            shorter = [_as_long_as(cell) for cell in rows_of(cells, long).to_pylist()]
            were = rows_of(cells, long).to_pylist()
            self.cut += sum(new != old for new, old in zip(shorter, were, strict=True))
            cells = with_rows(cells, long, shorter)
        odd = matches(cells, _NO_XML)
        if odd.any():
            cells = with_rows(cells, odd, list(map(_by_number, rows_of(cells, odd).to_pylist())))
        for sign, escape in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            if to_numpy(pc.match_substring(cells, sign)).any():
                cells = pc.replace_substring(cells, sign, escape)
        return cells


def _as_long_as(cell: str) -> str:
    """Return as much of a cell as a sheet takes."""
    units = cell.encode("utf-16-le")
    return cell if len(units) <= 2 * MOST_SIGNS else units[: 2 * MOST_SIGNS].decode(
        "utf-16-le", "ignore")  # fmt: skip


def _by_number(cell: str) -> str:
    """Write signs that XML cannot hold by their numbers, as Excel does."""
    marked = _LIKE_ONE.sub("_x005F_", cell)
    return _ONE.sub(lambda found: f"_x{ord(found[1]):04X}_", marked)


def style_of(style: Any) -> int:
    """Return the number by which cells name their style."""
    return int(style._get_xf_index())
