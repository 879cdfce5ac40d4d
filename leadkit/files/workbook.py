"""Excel and OpenDocument workbooks: the cells of a sheet as a person sees them."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.files.grid import Grid
from leadkit.files.layout import find_header, in_two_rows
from leadkit.files.legends import MOST, Legend, legend_of, tell_codes
from leadkit.files.merged_cells import Range, spread
from leadkit.files.raw import Reject
from leadkit.files.safe_cells import unmarked_text
from leadkit.files.tables import begin_of, holds_contacts, later_headers, side_by_side
from leadkit.files.unheard import unheard
from leadkit.files.workbook_size import checked
from leadkit.files.workbook_xml import unshown_cells

ALL = "all"  # asks for every sheet that shows anything


def read_workbook(content: bytes, name: str, sheet: str = "", header_row: int = -1) -> Grid:
    """Read a sheet that is named or numbered, else all that hold contacts, else the first.

    What is read beside the first table is ``further`` of it. ``all`` are all sheets that show
    anything.
    """
    filled, hidden, merged, legends = _rows_of(content, name, sheet)
    spans = {
        one: spread(rows, merged[one], header_row) for one, rows in filled.items() if one in merged
    }
    chosen = list(filled)
    if not sheet and header_row < 0:
        contacts = [one for one in filled if holds_contacts(filled[one])]
        chosen = contacts or [one for one in filled if one not in hidden][:1] or chosen[:1]
    elif sheet != ALL or sheet in filled:
        chosen = chosen[:1]
    if not chosen:
        raise LeadkitError(f"{name}: the sheet is empty; it needs a header row")
    tables = [
        table
        for one in chosen
        for table in _tables_of(filled[one], name if one == chosen[0] else f"{name} [{one}]",
                                header_row, spans[one].headings if one in spans else frozenset())
    ]  # fmt: skip
    first = tables[0]
    beside = [legend for legend in legends if legend.sheet not in chosen]
    for table in tables:
        tell_codes(table, beside)
    first.notes += [
        f"{name}: sheet '{one}': merged cells were read in each row that they span, as in row "
        f"{spans[one].filled[0] + 1}"
        for one in chosen
        if one in spans and spans[one].filled
    ]
    first.further = tables[1:]
    first.bytes_read = first.size = len(content)
    for table in tables:
        table.kind = _kind_of(content)
    left = [one for one in filled if one not in chosen and one not in hidden]
    if note := _note(chosen, left, hidden):
        first.notes.insert(0, f"{name}: {note}")
    return first


def _note(chosen: Sequence[str], left: Sequence[str], hidden: Sequence[str]) -> str:
    """Say which sheets were read, where there are several."""
    shown = [f"'{one}'{' (hidden)' * (one in hidden)}" for one in chosen]
    others = " or ".join(map(repr, left))
    if len(chosen) > 1:
        told = f"{len(chosen)} sheets hold contacts and were read: {', '.join(shown)}"
        return f"{told}; --sheet NAME reads one alone" + (f", as {others}" if others else "")
    return f"sheet {shown[0]} was read; --sheet reads {others}" if others else ""


def _tables_of(
    rows: list[list[str]], name: str, header_row: int, headings: frozenset[int]
) -> list[Grid]:
    """Return the tables of a sheet: one as a rule, or several one above the other.

    ``headings`` are rows, from 0, that head a group of others.
    """
    while rows and not any(rows[-1]):
        rows.pop()
    if header_row < 0 and (parts := side_by_side(rows)):
        return _side_by_side(rows, name, parts, headings)
    later = later_headers(rows) if header_row < 0 else []
    begins = [0, *(begin_of(rows, at) for at in later)]
    tables = []
    for begin, end in zip(begins, [*begins[1:], len(rows)], strict=True):
        own = f"{name} [row {begin + 1}]" if begin else name
        tables.append(_table(rows[begin:end], own, begin, header_row, headings))
    if later:
        rows_told = " and ".join(str(at + 1) for at in later)
        tables[0].notes.append(
            f"{name}: another table has its header in row {rows_told}, and was read as a list of "
            "its own"
        )
    return tables


def _side_by_side(
    rows: list[list[str]],
    name: str,
    parts: Sequence[tuple[int, int]],
    headings: frozenset[int],
) -> list[Grid]:
    """Return the tables that stand side by side in a sheet."""
    tables = [
        table
        for begin, end in parts
        for table in _tables_of(
            [row[begin:end] for row in rows],
            f"{name} [column {begin + 1}]" if begin != parts[0][0] else name,
            -1,
            headings,
        )
    ]
    columns = " and ".join(str(begin + 1) for begin, _ in parts[1:])
    tables[0].notes.append(
        f"{name}: another table stands beside the first, from column {columns} on, and was read "
        "as a list of its own"
    )
    return tables


def _table(
    rows: list[list[str]], name: str, above: int, header_row: int, headings: frozenset[int]
) -> Grid:
    """Return rows of a sheet, which stand below so many others, as a list."""
    if header_row > len(rows):
        raise LeadkitError(f"{name}: there is no row {header_row} for a header")
    found, has_header = find_header(rows[:1000])
    if header_row >= 0:
        found, has_header = max(header_row - 1, 0), header_row > 0
    width = max(_width(row) for row in rows[found:])
    # What was written for spreadsheets with --safe-cells may come back as a workbook.
    plain = [[*map(unmarked_text, row[:width])] for row in rows]
    rows = [[*row, *[""] * (width - len(row))] for row in plain]
    headers = rows[found] if has_header else [""] * width
    begin = found + has_header
    below = rows[begin] if has_header and header_row < 0 and begin + 1 < len(rows) else []
    if below and (both := in_two_rows(headers, below)):
        headers, begin = both, begin + 1
    held = [at for at in range(begin, len(rows)) if any(rows[at])]
    kept = [at for at in held if above + at not in headings]
    why = ("between", "a merged cell over the row, as headings have", "")
    aside = [
        Reject(name, above + at + 1, *why, tuple(rows[at]), tuple(headers))
        for at in held
        if above + at in headings
    ]
    lines = [above + at + 1 for at in kept]
    header = above + found + 1 if has_header else 0
    return Grid(name, headers, [rows[at] for at in kept], lines, aside=aside, header=header)


def _rows_of(
    content: bytes, name: str, sheet: str
) -> tuple[dict[str, list[list[str]]], list[str], dict[str, list[Range]], list[Legend]]:
    """Return the rows of each filled sheet, which are hidden, merged cells, and legends."""
    import python_calamine as calamine

    content = checked(content, name)
    filled: dict[str, list[list[str]]] = {}
    merged: dict[str, list[Range]] = {}
    legends: list[Legend] = []
    try:
        with unheard():
            book = calamine.load_workbook(io.BytesIO(content))
        sheets = [
            one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        hidden = [one.name for one in sheets if one.visible != calamine.SheetVisibleEnum.Visible]
        by_name = sheet and (sheet != ALL or sheet in book.sheet_names)
        names = [_sheet_named(sheet, book.sheet_names, name)] if by_name else (
            [one.name for one in sheets] or book.sheet_names)  # fmt: skip
        for one in names:
            with unheard():
                own = book.get_sheet_by_name(one)
                cells = own.to_python(skip_empty_area=False)
            rows = [[as_seen(cell) for cell in row] for row in cells]
            if any(any(row) for row in rows) and not (sheet == ALL and one in hidden):
                _put_unshown(rows, content, one)
                filled[one] = rows
                if ranges := getattr(own, "merged_cell_ranges", None):  # ODS and XLSB tell of none
                    merged[one] = ranges
        for one in (other.name for other in sheets):
            if legend := legend_of(filled[one] if one in filled else _few_rows(book, one), one):
                legends.append(legend)
    except calamine.PasswordError:
        raise LeadkitError(f"{name}: protected with a password; save it without") from None
    except LeadkitError:
        raise
    except BaseException as error:  # what is wrong inside the library's Rust is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise LeadkitError(f"{name}: damaged, cannot be read as a workbook") from None
    return filled, hidden, merged, legends


def _few_rows(book: Any, sheet: str) -> list[list[str]]:
    """Return the rows of a sheet that nobody asked for, where they are few."""
    with unheard():
        own = book.get_sheet_by_name(sheet)
        few = own.to_python(nrows=MOST + 1) if own.total_height <= MOST + 1 else []
    return [[as_seen(cell) for cell in row] for row in few]


def _put_unshown(rows: list[list[str]], content: bytes, sheet: str) -> None:
    """Put into an XLSX sheet's rows what calamine leaves out: errors, formulas, zeros in front."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for row, column, text in unshown_cells(archive, sheet):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text


def _kind_of(content: bytes) -> str:
    """Return what kind of workbook this is."""
    if not content.startswith(b"PK"):
        return "XLS"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    if "content.xml" in names:
        return "ODS"
    return "XLSB" if "xl/workbook.bin" in names else "XLSX"


def _sheet_named(sheet: str, names: list[str], file: str) -> str:
    if sheet in names:
        return sheet
    if sheet.isdecimal() and len(sheet) < 8 and 0 < int(sheet) <= len(names):
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
