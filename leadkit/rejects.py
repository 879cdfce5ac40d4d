"""Rejected rows as a table that can be mended by hand and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from leadkit.arrow import numbers, texts
from leadkit.footer import is_footer
from leadkit.identities import strung
from leadkit.stage import RawRows, Reject

MARKS = ("_file", "_line", "_reason_code", "_reason")
EXTRA = "_extra"  # cells of a row that has more than its header; empty it to mend the row
COLUMNS = "_columns"  # which columns were the row's own, where lists of several kinds are mixed


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
    rows = []
    for reject in rejects:
        cells = [""] * len(columns)
        for at, cell in zip(places[reject.columns], reject.cells, strict=False):
            cells[at] = cell
        label = reject.label or reject.file
        cells += [label, str(reject.line), reject.code, reject.reason]
        if extra:
            cells.append("\n".join(reject.cells[len(reject.columns) :]))
        if len(kinds) > 1:
            cells.append(" ".join(str(at + 1) for at in places[reject.columns]))
        rows.append(cells)
    return [*columns, *MARKS, *[EXTRA] * extra, *[COLUMNS] * (len(kinds) > 1)], rows


def own_places(told: str, many: int) -> list[int]:
    """Return the positions of a row's own columns from its ``_columns`` cell."""
    if not told.strip():
        return list(range(many))
    places = [int(number) - 1 for number in told.split() if number.isdecimal()]
    return [at for at in places if 0 <= at < many]


def as_they_were(
    rows: RawRows, headers: Sequence[str], all_headers: Sequence[str]
) -> tuple[RawRows, list[bytes], list[Reject]]:
    """Take a table of mended rejects apart: own columns, who the rows were in their list.

    A row that still has cells of its surplus in _extra is set aside again, and so is a footer.
    """
    import numpy as np
    import pyarrow as pa

    everything = [column.to_pylist() for column in rows.cells.columns]
    named = dict(zip(all_headers, everything, strict=True))
    own = [
        cells
        for header, cells in zip(all_headers, everything, strict=True)
        if header not in (*MARKS, EXTRA, COLUMNS)
    ]
    kept: list[int] = []
    identities: list[bytes] = []
    rejects: list[Reject] = []
    for at, name in enumerate(named["_file"]):
        places = own_places(named[COLUMNS][at] if COLUMNS in named else "", len(own))
        cells = tuple(own[place][at] for place in places)
        surplus = named[EXTRA][at] if EXTRA in named else ""
        problem: tuple[str, str, str, tuple[str, ...]] | None = None
        if surplus.strip():
            reason = "still has cells in _extra: move them where they belong, and empty it"
            problem = ("ragged", reason, "", (*cells, *surplus.split("\n")))
        elif named["_reason_code"][at] == "footer" and is_footer(cells):
            problem = ("footer", named["_reason"][at], "", cells)
        if problem:
            own_headers = tuple(headers[place] for place in places)
            rejects.append(Reject(rows.file, int(rows.lines[at]), *problem, own_headers, name))
            continue
        kept.append(at)
        identities += strung(PurePath(name).name, [texts([cell]) for cell in cells])
    columns = {str(at): texts(cells) for at, cells in enumerate(own)}
    columns |= {mark: texts(named[mark]) for mark in ("_file", "_line")}
    which = np.array(kept, np.int64)
    mended = pa.table(columns).take(numbers(which))
    return RawRows(rows.file, mended, rows.lines[which]), identities, rejects
