"""What a cell has to fit: words of a list, a length; and what is told of one that does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import repeated, rows_of, texts, to_numpy, with_rows
from leadkit.fields.status_words import lifecycle_status
from leadkit.handoff.target import AS_IT_IS, BLANK, TargetColumn

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask


@dataclass(frozen=True)
class Trouble:
    """Cells that a program would not take as they are: which, of what kind, what it would do."""

    rows: Mask
    kind: str  # what the cells are, never what they say
    there: str  # what the program would do
    written: str  # what is written instead


def of_list(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    """Return their words for ours; of other words what the column says of them."""
    if column.kind == "user":
        return cells, []
    theirs = {word.casefold(): said for word, said in column.values.items()}

    def known(cell: str) -> str | None:
        found = theirs.get(cell.strip().casefold())
        if found is None and cell and "lead_status" in column.sources:
            found = theirs.get(lifecycle_status(cell).casefold())
        return found

    encoded = cells.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    said = [known(word) if word else "" for word in words]
    codes = to_numpy(encoded.indices)
    unknown = _flags([one is None for one in said])[codes]
    instead = {AS_IT_IS: None, BLANK: ""}.get(column.otherwise, column.otherwise)
    new = [
        (word if instead is None else instead) if one is None else one
        for word, one in zip(words, said, strict=True)
    ]
    written = texts(new).take(encoded.indices) if len(words) else cells
    what = column.otherwise if instead in (None, "") else f"'{instead}'"
    there = "refuse it, or add it to its list"
    return written, [Trouble(unknown, "a word that its list lacks", there, what)]


def as_long_as(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    troubles = []
    limits = (
        (column.longest, "signs", pc.utf8_length, pa.int32()),
        (column.heaviest, "bytes", pc.binary_length, pa.int64()),
    )
    for most, unit, size, kind in limits:
        if not most:
            continue
        long = to_numpy(pc.greater(size(cells).cast(kind), pa.scalar(most, kind)))
        if not long.any():
            continue
        blank = column.longer == "blank"
        cut = "" if blank else f"cut to {most:,} {unit}"
        told = (f"more than {most:,} {unit}", "refuse the row, or cut it", cut or BLANK)
        troubles.append(Trouble(long, *told))
        some = rows_of(cells, long).to_pylist()
        cells = with_rows(cells, long, ["" if blank else _cut(cell, most, unit) for cell in some])
    return cells, troubles


def _cut(cell: str, most: int, unit: str) -> str:
    shorter = cell[:most] if unit == "signs" else cell.encode()[:most].decode("utf-8", "ignore")
    return shorter.rstrip()


def blanked(cells: Cells, rows: Mask) -> Cells:
    """Return the cells with those of some rows blank."""
    return with_rows(cells, rows, repeated("", int(rows.sum()))) if rows.any() else cells


def _flags(answers: list[bool]) -> np.ndarray:
    import numpy as np

    return np.array(answers, bool)
