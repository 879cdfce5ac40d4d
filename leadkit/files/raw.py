"""Rows as they stand in a file, before anybody knows what a column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from leadkit.base.cells import flags, texts

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class RowText:
    """The text of some rows: as it is, and as far as it can be cut apart without parsing.

    Import makes its hashes and finds damage by it: without it, 100,000 rows took a sixth more
    processor time.
    """

    whole: bytes
    lines: bytes  # a line to each row, blank where cells are quoted
    delimiter: str  # between the cells of a line
    quoted: np.ndarray  # the positions of the rows with quotes


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """How a list is written, as its reader found it: what kind of file, and where it begins."""

    kind: str  # CSV, XLSX, vCard ...
    encoding: str = ""  # "" where the kind of file settles it
    delimiter: str = ""
    header: int = 0  # the line, or the row of a sheet, of its header; 0 where there is none
    packed: str = ""  # gzip, zip


@dataclass(frozen=True, slots=True)
class RawRows:
    """Rows as they stand in a file: cells by position, before any header is understood."""

    file: str
    cells: pa.Table  # one large_string column per field, in file order
    lines: np.ndarray  # the physical line each row begins on; the first line of a file is 1
    raw: pa.Array | None = None  # what identifies each row, where that is not its cells
    text: RowText | None = None  # as they stand in the file, where they are regular
    passing: pa.Array | None = None  # the rows as text, where cells are only some of their columns
    marks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # lines, perhaps of more
    # rows, by the code of what was done to them: filled with blank cells, mended

    def where(self, mask: np.ndarray) -> RawRows:
        """Return the rows that a mask names, without the text that all of them stand in."""
        named = flags(mask)
        raw = None if self.raw is None else self.raw.filter(named)
        return RawRows(self.file, self.cells.filter(named), self.lines[mask], raw, marks=self.marks)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read, with enough to find and mend it."""

    file: str
    line: int
    code: str
    reason: str
    raw: str = ""  # its text
    cells: tuple[str, ...] = ()  # as far as they could be found; may be too few or too many
    columns: tuple[str, ...] = ()  # the headers of the row's list
    label: str = ""  # what source_file would say
    origin: str = ""  # what source_row would say, where the row came back as a reject
    seen: int = 0  # how many equal rows have an id


class FurtherTable(Protocol):
    """Another table of the same file, to be opened as a list of its own."""

    @property
    def name(self) -> str: ...
    def anew(self) -> RawList: ...


class RawList(Protocol):
    """A list as it stands in its file: headers, and rows that nobody has interpreted yet."""

    name: str
    headers: list[str]
    rejects: list[Reject]
    notes: list[str]
    packed: str  # gzip, zip, "" for neither

    @property
    def written_as(self) -> WrittenAs: ...  # to be asked when the rows were read
    @property
    def sample(self) -> list[list[str]]: ...
    @property
    def further(self) -> Sequence[FurtherTable]: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def bytes_read(self) -> int: ...
    @property
    def size(self) -> int: ...
    def rows(self) -> Iterator[RawRows]: ...


def ended_early(file: str, line: int) -> str:
    """Say that rows of a list were filled with blank cells, from which line on."""
    return f"{file}:{line}: this row ends early; what it lacks, here and below, was taken as blank"


def as_table(rows: Sequence[Sequence[str]], width: int) -> pa.Table:
    """Return rows of text as a table whose columns are named by their positions."""
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else [()] * width
    return pa.table({str(place): texts(cells) for place, cells in enumerate(columns)})
