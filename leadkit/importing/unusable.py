"""Rows that are set aside before anybody reads their cells: blank, huge, or the header again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, text, to_numpy, whole
from leadkit.fields.headers.names import field_of
from leadkit.files.footer import SUM_OR_PAGE, is_between, is_page_title, is_total
from leadkit.files.raw import RawRows, Reject

if TYPE_CHECKING:
    import numpy as np

_LARGEST_CELL = 1 << 20  # bytes
_UNIT = re.compile(  # what columns are measured in, or hold; "[...]" whatever it is
    r"\[[^\]@]{0,20}\]|\((?!\d)[^)@\d]{0,20}\)|(?i:text|string|varchar|char|integer|int|date|datetime|number"
    r"|boolean|bool|float|decimal|eur|usd|gbp|chf|[€$£%]|t€|tsd\.?|stk\.?|pcs\.?|hours?|min\.?|km|cm|mm|kg)"
)
_FORMAT = re.compile(  # what forms say below a header of how to fill it in
    r"[全半]角(英数字?|数字|カナ|カタカナ)?(\d+[桁字]|文字)?|連番|必須|任意|必填|选填|필수|선택"
    r"|(?i:required|optional|pflicht(feld)?|mandatory|obligatoire|facultatif|obligatorio|opcional"
    r"|obbligatorio|facoltativo)|(?i:text|char|varchar|max\.?) ?\(?\d{1,4}\)?"
)
_MOST_FILLED = 3  # cells of a row that is a sum or a title
_NOBODY = {"prefix", "external_id", "tags", "country", "state", "city", "postal_code"}
_HEADING = re.compile(r"[^\W\d][^@\d]*[^\W\d][^@\d]*( \d{1,4})?")


def set_aside(rows: RawRows, headers: Sequence[str]) -> tuple[RawRows, list[Reject]]:
    """Return the rows that can be used, and rejects for those that hold nothing or too much."""
    import numpy as np
    import pyarrow.compute as pc

    blank = np.ones(len(rows.lines), bool)
    huge = np.zeros(len(rows.lines), bool)
    for cells in rows.cells.columns[: len(headers)]:
        if blank.any():  # mostly decided by the first column
            blank &= to_numpy(whole(pc.equal(pc.utf8_trim_whitespace(cells), text(""))))
        if cells.nbytes > _LARGEST_CELL:
            lengths = to_numpy(whole(pc.binary_length(cells)))
            huge |= lengths > _LARGEST_CELL
    again = _repeats_of_header(rows, headers)
    between = _between(rows, headers, blank)
    units = _units(rows, len(headers))
    bad = blank | huge | again | between | units
    if not bad.any():
        return rows, []
    rejects = []
    for row in np.flatnonzero(bad).tolist():
        code, reason = ("blank_row", "every cell is blank")
        if again[row]:
            code, reason = ("repeated_header", "the header stands here again")
        if between[row]:
            code, reason = ("between", "a page, a day, a heading, a sum or a note between the rows")
        if units[row]:
            code, reason = ("units", "the units of the columns, below the header")
        if huge[row]:
            code, reason = ("huge_cell", "a cell is larger than 1 MB")
        cells = tuple(column[row].as_py() for column in rows.cells.columns[: len(headers)])
        line = int(rows.lines[row])
        marks = ("_file", "_line") if "_file" in rows.cells.column_names else ()
        whose = [rows.cells[mark][row].as_py() for mark in marks]
        rejects.append(Reject(rows.file, line, code, reason, "", cells, tuple(headers), *whose))
    return rows.where(~bad), rejects


def short_rows(rows: RawRows) -> np.ndarray:
    """Return the positions of rows that were filled with blank cells at their end."""
    import numpy as np

    return np.flatnonzero(np.isin(rows.lines, np.array(rows.short, np.int64)))


def _between(rows: RawRows, headers: Sequence[str], blank: np.ndarray) -> np.ndarray:
    """Find rows of a page, a day, a group's heading or sum, as printed lists have them."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(rows.lines), bool)
    width = len(headers)
    if width < 3 or not len(found):
        return found
    most = min(_MOST_FILLED, width - 1)
    columns = rows.cells.columns[:width]
    at = np.flatnonzero(~blank)
    filled = np.zeros(len(at), np.int64)
    for cells in columns:  # mostly the first columns show that a row is none of them
        own = cells if len(at) == len(found) else cells.take(numbers(at))
        filled = filled + to_numpy(whole(pc.not_equal(own, text(""))))
        at, filled = at[filled <= most], filled[filled <= most]
        if not len(at):
            return found
    several = at[filled > 1]
    if len(several):
        parts = [cells.take(numbers(several)) for cells in columns]
        joined = whole(pc.binary_join_element_wise(*parts, text("\n")))
        counted = to_numpy(pc.match_substring_regex(joined, SUM_OR_PAGE))
        for row in several[counted].tolist():
            cells_of_row = [column[row].as_py() for column in columns]
            found[row] = is_total(cells_of_row) or is_page_title(cells_of_row)
    for row in at[filled < 2].tolist():
        place, cell = next(
            (
                (place, cell)
                for place, column in enumerate(columns)
                if (cell := column[row].as_py())
            ),
            (0, ""),
        )
        found[row] = is_between(cell.strip()) or _is_heading(cell.strip(), headers[place])
    return found


def _is_heading(cell: str, header: str) -> bool:
    """Tell whether a cell alone in its row heads a group: it stands where no person or firm is.

    >>> _is_heading("Region North", "Salutation"), _is_heading("Region North", "Company")
    (True, False)
    """
    return field_of(header) in _NOBODY and bool(_HEADING.fullmatch(cell))


def _units(rows: RawRows, width: int) -> np.ndarray:
    """Find the row below a header that holds what its columns are measured in."""
    import numpy as np

    found = np.zeros(len(rows.lines), bool)
    if len(found):
        first = [column[0].as_py().strip() for column in rows.cells.columns[:width]]
        shown = [cell for cell in first if cell]
        told = sum(bool(_UNIT.fullmatch(cell) or _FORMAT.fullmatch(cell)) for cell in shown)
        forms = sum(bool(_FORMAT.fullmatch(cell)) for cell in shown)
        found[0] = 1 < told == len(shown) or (
            forms > 2 and told >= 0.6 * len(shown) and not any("@" in cell for cell in shown)
        )
    return found


def _repeats_of_header(rows: RawRows, headers: Sequence[str]) -> np.ndarray:
    """Find rows that are the header once more, as in lists that were strung together."""
    import numpy as np
    import pyarrow.compute as pc

    again = np.ones(len(rows.lines), bool)
    for header, cells in zip(headers, rows.cells.columns, strict=False):
        if not again.any() or not any(headers):
            return np.zeros(len(rows.lines), bool)
        again &= to_numpy(whole(pc.equal(cells, text(header))))
    return again
