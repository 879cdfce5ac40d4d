"""Rejected rows as a table that can be mended by hand and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, texts
from leadkit.files.footer import is_footer, is_note_below
from leadkit.files.raw import RawRows, Reject
from leadkit.importing.lead_ids import strung

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

IDENTITY = "_identity"  # of mended rows in memory: what their ids are made of
MARKS = ("_file", "_line", "_reason_code", "_reason")
EXTRA = "_extra"  # cells of a row that has more than its header; empty it to mend the row
SEEN = "_seen"  # how many rows that have an id are equal to this one, mended
COLUMNS = "_columns"  # which columns were the row's own, where lists of several kinds are mixed

OURS = (*MARKS, EXTRA, SEEN, COLUMNS)  # all that is no column of the row's list


def is_rejects_table(headers: Sequence[str]) -> bool:
    """Tell whether these are the headers of a table that rejects_table made."""
    return set(MARKS) <= set(headers)


def rejects_table(rejects: Sequence[Reject]) -> tuple[list[str], list[list[str]]]:
    """Return (columns, rows): the original columns, then file, line, code and reason.

    A row with too few cells has them in its first columns, the surplus of one with too many stands
    in ``_extra``, a line to each cell.

    >>> row = Reject("a.csv", 3, "ragged", "3 cells", "", ("Eva", "x", "y"), ("Name", "Mail"))
    >>> rejects_table([row])  # doctest: +ELLIPSIS
    (['Name', 'Mail', '_file', '_line', '_reason_code', '_reason', '_extra'], [['Eva', ... 'y']])
    """
    kinds = list(dict.fromkeys(reject.columns for reject in rejects))
    columns: list[str] = []
    places: dict[tuple[str, ...], list[int]] = {}
    for kind in kinds:
        places[kind] = []
        for header in kind:
            # A header that stands there twice is two columns.
            at = next((at for at, known in enumerate(columns)
                       if known == header and at not in places[kind]), len(columns))  # fmt: skip
            if at == len(columns):
                columns.append(header)
            places[kind].append(at)
    extra = any(len(reject.cells) > len(reject.columns) for reject in rejects)
    seen = any(reject.seen for reject in rejects)
    rows = []
    for reject in rejects:
        cells = [""] * len(columns)
        for at, cell in zip(places[reject.columns], reject.cells, strict=False):
            cells[at] = cell
        label = reject.label or reject.file
        cells += [label, reject.origin or str(reject.line), reject.code, reject.reason]
        if extra:
            cells.append("\n".join(reject.cells[len(reject.columns) :]))
        if seen:
            cells.append(str(reject.seen or ""))
        if len(kinds) > 1:
            cells.append(" ".join(str(at + 1) for at in places[reject.columns]))
        rows.append(cells)
    further = [*[EXTRA] * extra, *[SEEN] * seen, *[COLUMNS] * (len(kinds) > 1)]
    return [*columns, *MARKS, *further], rows


def rejected_again(reject: Reject, all_headers: Sequence[str]) -> Reject:
    """Return a row of a rejects table that cannot be read as what it was in its own list.

    >>> row = Reject("r.csv", 2, "ragged", "", "", ("Eva", "x", "a.csv", "3", "ragged", ""))
    >>> again = rejected_again(row, ["Name", *MARKS])
    >>> again.cells, again.label, again.origin
    (('Eva', 'x'), 'a.csv', '3')
    """
    marks = [at for at, header in enumerate(all_headers) if header in OURS]
    at = marks[0]
    surplus = len(reject.cells) - len(all_headers)
    for begin in (at + max(surplus, 0), at):  # what is too much mostly stands before our columns
        known_as = reject.cells[begin : begin + len(MARKS)]
        if len(known_as) == len(MARKS) and known_as[1].isdecimal():
            cells = reject.cells[:begin]
            if begin == at and surplus > 0:
                cells += reject.cells[len(all_headers) :]
            own = tuple(all_headers[:at])
            return replace(reject, cells=cells, columns=own, label=known_as[0], origin=known_as[1])
    return reject


def own_places(numbered: str, width: int) -> list[int]:
    """Return the positions of a row's own columns from its ``_columns`` cell."""
    if not numbered.strip():
        return list(range(width))
    places = [_number(number) - 1 for number in numbered.split()]
    return [place for place in places if 0 <= place < width]


def as_they_were(
    rows: RawRows, headers: Sequence[str], all_headers: Sequence[str]
) -> tuple[RawRows, list[Reject]]:
    """Take a table of mended rejects apart: own columns, then who the rows were in their list.

    A row that still has cells of its surplus in _extra is set aside again, and so is a footer.
    """
    import numpy as np
    import pyarrow as pa

    everything = [column.to_pylist() for column in rows.cells.columns]
    named = dict(zip(all_headers, everything, strict=True))
    own = [
        cells for header, cells in zip(all_headers, everything, strict=True) if header not in OURS
    ]
    kept: list[int] = []
    identities: list[str] = []
    seen_before = named.get(SEEN, [""] * len(rows.lines))
    rejects: list[Reject] = []
    for at, name in enumerate(named["_file"]):
        places = own_places(named[COLUMNS][at] if COLUMNS in named else "", len(own))
        cells = tuple(own[place][at] for place in places)
        surplus = named[EXTRA][at] if EXTRA in named else ""
        problem: tuple[str, str, str, tuple[str, ...]] | None = None
        if surplus.strip():
            reason = "still has cells in _extra: move them where they belong, and empty it"
            problem = ("ragged", reason, "", (*cells, *surplus.split("\n")))
        elif named["_reason_code"][at] == "footer" and (is_footer(cells) or is_note_below(cells)):
            problem = ("footer", named["_reason"][at], "", cells)
        elif [headers[place] for place in places] == ["vcard"]:
            reason = "a card is mended in its own file: import that file again"
            problem = ("broken_card", reason, "", cells)
        if problem:
            own_headers = tuple(headers[place] for place in places)
            line, origin, seen = int(rows.lines[at]), named["_line"][at], _number(seen_before[at])
            rejects.append(Reject(rows.file, line, *problem, own_headers, name, origin, seen))
            continue
        kept.append(at)
        strings = strung([texts([cell]) for cell in cells or ("",)])
        identities += [string.decode() for string in strings]
    columns = {str(at): texts(cells) for at, cells in enumerate(own)}
    columns |= {mark: texts(named[mark]) for mark in ("_file", "_line")} | {
        SEEN: texts(seen_before)
    }
    which = np.array(kept, np.int64)
    mended = pa.table(columns).take(numbers(which)).append_column(IDENTITY, texts(identities))
    return RawRows(rows.file, mended, rows.lines[which]), rejects


def seen_of(mended: pa.Table) -> np.ndarray:
    """Return of each mended row how many equal ones have an id."""
    import numpy as np

    return np.array([_number(cell) for cell in mended[SEEN].to_pylist()], np.int64)


def _number(cell: str) -> int:
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 10 else 0


def as_if_mended(rejects: Sequence[Reject], width: int) -> list[list[str] | None]:
    """Return the cells that each row has when it is mended in the likeliest way, None if unclear.

    Blank cells are added or left out, and quotes that stand alone are dropped.
    """
    likeliest: list[list[str] | None] = []
    for reject in rejects:
        cells = [cell.strip('"') for cell in reject.cells]
        surplus = "".join(cells[width:])
        mended = [*cells[:width], *[""] * (width - len(cells))]
        likeliest.append(None if surplus or not any(cells) else mended)
    return likeliest
