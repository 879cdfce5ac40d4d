"""Leads made into the rows that a target takes, and what of them it would not have taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, is_empty, matches, repeated, rows_of, texts, with_rows
from leadkit.base.columns import PHONES
from leadkit.base.hashed_texts import HashedTexts
from leadkit.handoff.fitting import Trouble
from leadkit.handoff.sources import (
    cells_of,
    joined,
    no_lone_signs,
    not_of_refused,
    source_of,
    spaced,
    without,
)
from leadkit.handoff.target import BLANK, Target, TargetColumn
from leadkit.handoff.who import channel_of
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from leadkit.base.cells import Cells, Mask

PROBLEMS = ("lead", "column", "kind", "what_it_would_do", "written_instead")
LEFT_OUT = "the row is left out"
_NUMBER_LIKE = r"^(0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+)$"


@dataclass
class Made:
    """Rows as a target takes them."""

    rows: pa.Table
    kept: Mask  # which of the leads that were given have a row
    problems: list[pa.Table] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)  # (column, kind) -> cells
    left_out: int = 0


class Maker:
    """Makes the rows of a target, batch by batch; remembers whom it has written by their key."""

    def __init__(self, target: Target, columns: Sequence[str], asked: Sequence[str] = ()) -> None:
        self.target = target
        self.columns = _columns_of(target, columns, asked)
        self._seen = HashedTexts()

    @property
    def headers(self) -> list[str]:
        return [column.to for column in self.columns]

    def make(
        self, leads: pa.Table, barred: Mapping[str, Mask], refused: Mapping[str, Mask]
    ) -> Made:
        """Return the rows of leads.

        ``barred`` tells who may not be contacted by a channel, ``refused`` who said no to it.
        """
        batch = Batch(leads)
        count = leads.num_rows
        cells: dict[str, Cells] = {}
        troubles: list[tuple[str, Trouble]] = []
        for column in self.columns:
            made, found = cells_of(column, batch, barred, count)
            troubles += [(column.to, one) for one in found]
            if column.unless_refused:
                channel = column.unless_refused
                made, found = not_of_refused(made, refused[channel], channel)
                troubles += [(column.to, one) for one in found]
            if self.target.forbidden:
                made, found = without(made, self.target.forbidden)
                troubles += [(column.to, one) for one in found]
            if self.target.safe_cells and not self.target.is_all:
                made, found = no_lone_signs(made)
                troubles += [(column.to, one) for one in found]
            if self.target.is_all:
                made, found = self._for_spreadsheet(column, made)
                troubles += [(column.to, one) for one in found]
            cells[column.to] = made
        troubles += self._missing(cells, count)
        lacking, _ = self._left_out(cells, count)
        troubles += self._again(cells, count, lacking)
        out, needed = self._left_out(cells, count)
        troubles += needed
        problems, counts = _problems(batch, troubles)
        table = _table_of(cells, count)
        kept = ~out
        rows = table if kept.all() else table.filter(flags(kept))
        return Made(rows, kept, problems, counts, int(out.sum()))

    def _for_spreadsheet(self, column: TargetColumn, cells: Cells) -> tuple[Cells, list[Trouble]]:
        """Keep a double click from making numbers of phones, and tell what it makes numbers of."""
        if not self.target.spaced_phones:
            return cells, []
        if column.to in PHONES:
            return spaced(cells), []
        told = Trouble(
            matches(cells, _NUMBER_LIKE),
            "digits that are no number",
            "take off zeros in front, and digits behind the 15th",
            "as it is; a workbook (--to excel) keeps it",
        )
        return cells, [told] if told.rows.any() else []

    def _missing(self, cells: dict[str, Cells], count: int) -> list[tuple[str, Trouble]]:
        """Fill required cells that are missing, where the target says with what."""
        told = []
        for column in self.columns:
            if not (column.required and column.instead):
                continue
            missing = is_empty(cells[column.to])
            if missing.any():
                filling = repeated(column.instead, int(missing.sum()))
                cells[column.to] = with_rows(cells[column.to], missing, filling)
                trouble = Trouble(missing, "missing, and needed", "refuse the row",
                                  f"'{column.instead}'")  # fmt: skip
                told.append((column.to, trouble))
        return told

    def _again(
        self, cells: dict[str, Cells], count: int, lacking: Mask
    ) -> list[tuple[str, Trouble]]:
        """Blank the key of a row that another lead has already: both would become one there.

        A lead that is left out, as it lacks what the target needs, takes no key from another.
        """
        import numpy as np

        key = self.target.one_row_for_each
        if not key or key not in cells:
            return []
        import pyarrow.compute as pc

        has_key = ~is_empty(cells[key]) & ~lacking
        again = np.zeros(count, bool)
        again[has_key] = ~self._seen.take_up_new(pc.utf8_lower(rows_of(cells[key], has_key)))
        if not again.any():
            return []
        cells[key] = with_rows(cells[key], again, repeated("", int(again.sum())))
        there = "make one contact of it and another lead of this file"
        return [(key, Trouble(again, "the same as of another lead", there, BLANK))]

    def _left_out(
        self, cells: dict[str, Cells], count: int
    ) -> tuple[Mask, list[tuple[str, Trouble]]]:
        """Tell which rows lack what the target needs."""
        import numpy as np

        out = np.zeros(count, bool)
        told = []
        groups = [*self.target.needs, *((c.to,) for c in self.columns if c.required)]
        for group in dict.fromkeys(groups):
            lacking = np.ones(count, bool)
            for name in group:
                if name in cells:
                    lacking &= is_empty(cells[name])
            new = lacking & ~out
            if new.any():
                what = (
                    "missing, and needed" if len(group) == 1 else "all missing, and one is needed"
                )
                told.append((" or ".join(group), Trouble(new, what, "refuse the row", LEFT_OUT)))
            out |= lacking
        return out, told


def _table_of(cells: dict[str, Cells], count: int) -> pa.Table:
    """Return columns as a table, of so many rows even where there is no column."""
    import pyarrow as pa

    return pa.table({name: column.cast(pa.large_string()) for name, column in cells.items()})


def _columns_of(
    target: Target, columns: Sequence[str], asked: Sequence[str]
) -> tuple[TargetColumn, ...]:
    """Return the columns that are written: those of the target that this table can fill.

    What is asked for and has no place there gets a column of our name.
    """
    if target.is_all:
        named = [name for name in (asked or columns) if name in columns]
        return tuple(_as_asked(name) if asked else TargetColumn(name, (name,)) for name in named)
    there = {*columns}
    if {"first_name", "last_name"} & there:
        there |= {"full_name"}
    of_target = tuple(
        column
        for column in target.columns
        if column.required or column.not_by or column.lines or there & {*column.sources}
    )
    if not asked:
        return of_target
    wanted = {*asked}
    kept = {c.to for c in of_target if c.required or c.not_by or wanted & {*c.reads}}
    kept |= {target.one_row_for_each} | {c.to for c in of_target if not c.reads}
    for group in target.needs:
        kept |= {*group} if not kept & {*group} else set()
    some = [column for column in of_target if column.to in kept]
    placed = {name for column in of_target for name in column.sources}
    if {"full_name"} & placed:
        placed |= {"first_name", "last_name"}
    headers = {column.to for column in some}
    more = [name for name in asked if name not in placed and name not in headers]
    return (*some, *map(_as_asked, more))


def _as_asked(name: str) -> TargetColumn:
    """Return a column of ours that was asked for: what tells of a no may not be beside it."""
    return TargetColumn(name, (name,), unless_refused=channel_of(name))


def _problems(
    batch: Batch, troubles: Iterable[tuple[str, Trouble]]
) -> tuple[list[pa.Table], dict[tuple[str, str], int]]:
    """Return the lines of problems.csv, and how many there are of each kind."""
    import pyarrow as pa

    tables: list[pa.Table] = []
    counts: dict[tuple[str, str], int] = {}
    names: Cells | None = None
    for column, trouble in troubles:
        many = int(trouble.rows.sum())
        if not many:
            continue
        names = _names_of(batch) if names is None else names
        told = (column, trouble.kind, trouble.there, trouble.written)
        tables.append(
            pa.table(
                [rows_of(names, trouble.rows), *(repeated(word, many) for word in told)],
                names=list(PROBLEMS),
            )
        )
        counts[column, trouble.kind] = counts.get((column, trouble.kind), 0) + many
    return tables, counts


def _names_of(batch: Batch) -> Cells:
    """Return what names each lead: its id, else where it stands in its list."""
    ids = batch.whole("lead_id")
    if ids is not None:
        return ids
    return joined(
        [source_of(name, batch, len(batch)) for name in ("source_file", "source_row")], ":"
    )


def no_cells(headers: Sequence[str]) -> pa.Table:
    """Return a table of these columns without rows."""
    import pyarrow as pa

    return pa.table({name: texts([]) for name in headers})
