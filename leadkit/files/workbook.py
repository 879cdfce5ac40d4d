"""Excel and OpenDocument workbooks: the cells of a sheet as a person sees them."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.files.grid import Grid
from leadkit.files.layout import find_header
from leadkit.files.workbook_xml import unshown_cells


def read_workbook(content: bytes, name: str, sheet: str = "", header_row: int = -1) -> Grid:
    """Read one sheet: the one that is named or numbered, else the first that shows anything."""
    rows, notes = _rows_of(content, name, sheet)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise LeadkitError(f"{name}: the sheet is empty; it needs a header row")
    if header_row > len(rows):
        raise LeadkitError(f"{name}: there is no row {header_row} for a header")
    found, has_header = find_header(rows[:1000])
    if header_row >= 0:
        found, has_header = max(header_row - 1, 0), header_row > 0
    width = max(_width(row) for row in rows[found:])
    rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    headers = rows[found] if has_header else [""] * width
    begin = found + has_header
    kept = [at for at in range(begin, len(rows)) if any(rows[at])]
    lines = [at + 1 for at in kept]
    return Grid(name, headers, [rows[at] for at in kept], lines, notes=notes,
                bytes_read=len(content), size=len(content))  # fmt: skip


def _rows_of(content: bytes, name: str, sheet: str) -> tuple[list[list[str]], list[str]]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        shown = [one.name for one in book.sheets_metadata
                 if one.visible == calamine.SheetVisibleEnum.Visible
                 and one.typ == calamine.SheetTypeEnum.WorkSheet]  # fmt: skip
        names = [_sheet_named(sheet, book.sheet_names, name)] if sheet else shown
        filled: dict[str, list[list[str]]] = {}
        for one in names or book.sheet_names:
            cells = book.get_sheet_by_name(one).to_python(skip_empty_area=False)
            rows = [[as_seen(cell) for cell in row] for row in cells]
            if any(any(row) for row in rows):
                if not filled:
                    _put_unshown(rows, content, one)
                filled[one] = rows
    except calamine.PasswordError:
        raise LeadkitError(f"{name}: protected with a password; save it without") from None
    except LeadkitError:
        raise
    except BaseException as error:  # what is wrong inside the library's Rust is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise LeadkitError(f"{name}: damaged, cannot be read as a workbook") from None
    notes = []
    if len(filled) > 1:
        first, *others = filled
        notes = [
            f"{name}: sheet '{first}' was read; --sheet reads {' or '.join(map(repr, others))}"
        ]
    return next(iter(filled.values()), []), notes


def _put_unshown(rows: list[list[str]], content: bytes, sheet: str) -> None:
    """Put into an XLSX sheet's rows what calamine leaves out: errors, formulas, zeros in front."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for row, column, text in unshown_cells(archive, sheet):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text


def _sheet_named(sheet: str, names: list[str], file: str) -> str:
    if sheet in names:
        return sheet
    if sheet.isdecimal() and 0 < int(sheet) <= len(names):
        return names[int(sheet) - 1]
    raise LeadkitError(f"{file}: no sheet '{sheet}'; there are {', '.join(map(repr, names))}")


def _width(row: list[str]) -> int:
    return max((at + 1 for at, cell in enumerate(row) if cell), default=0)


def as_seen(cell: Any) -> str:
    """Return a cell as text: numbers without the tail that only floats have, dates as ISO 8601.

    >>> as_seen(491512345678.0), as_seen(12.5), as_seen(datetime.datetime(2026, 4, 3))
    ('491512345678', '12.5', '2026-04-03')
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)
