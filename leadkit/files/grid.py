"""A list that is read as a whole before its rows are given out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from leadkit.base.cells import texts
from leadkit.files.footer import above_footer
from leadkit.files.raw import RawRows, Reject, WrittenAs, as_table


@dataclass
class Grid:
    """A list that came as a whole: the sheet of a workbook, the cards of a vCard file."""

    name: str
    headers: list[str]
    cells: list[list[str]]
    lines: list[int]
    raw: list[str] | None = None  # what identifies each row, where that is not its cells
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aside: list[Reject] = field(default_factory=list)  # rows that are known to be no contacts
    further: list[Grid] = field(default_factory=list)  # other tables of the same file
    rows_read: int = 0
    bytes_read: int = 0
    size: int = 0
    kind: str = ""  # XLSX, vCard ...
    encoding: str = ""
    header: int = 0  # the row of the header, 0 where there is none
    packed: str = ""  # gzip, zip

    @property
    def written_as(self) -> WrittenAs:
        return WrittenAs(self.kind, self.encoding, "", self.header, self.packed)

    @property
    def sample(self) -> list[list[str]]:
        return self.cells[:200]

    def anew(self) -> Grid:
        """Return the same list, none of whose rows was given out."""
        return replace(self, rejects=[], notes=list(self.notes), rows_read=0)

    def rows(self) -> Iterator[RawRows]:
        import numpy as np

        raw = None if self.raw is None else texts(self.raw)
        self.rejects += self.aside
        self.rows_read = len(self.cells) + len(self.rejects)
        cells = as_table(self.cells, len(self.headers))
        rows = RawRows(self.name, cells, np.array(self.lines, np.int64), raw)
        yield from above_footer(iter([rows]), self.headers, self.rejects)
