"""The figures of a profile: what is in each list, in each column, and what the stages would do.

Counts are of rows or cells of whole lists. Where only a sample was looked at they are estimates,
and say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadkit.files.raw import WrittenAs


@dataclass(frozen=True)
class ColumnFigures:
    """What a column of a list holds, and what it was taken for."""

    header: str
    columns: tuple[str, ...]  # of the lead table, to which its cells go
    is_known: bool  # whether these are columns that leadkit knows
    is_unread: bool  # it looks like consent, and nobody understood it
    reason: str
    filled: int
    distinct: int
    distinct_is_exact: bool
    commonest: tuple[tuple[str, int], ...]  # cells as they stand, unmasked
    commonest_is_exact: bool
    shortest: int  # signs of the shortest filled cell
    longest: int
    mean_length: float
    answers: Mapping[str, str] = field(default_factory=dict)  # of consent: commonest -> yes, no, ""
    # What clean makes of its cells, and what it and import say is wrong with them.
    cells: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)

    @property
    def masked_as(self) -> str:
        """The column by which its cells are masked."""
        return self.columns[0] if self.is_known else ""

    @property
    def wrong(self) -> int:
        """Cells that are doubtful, or that clean would empty."""
        return self.cells.get("doubtful", 0) + self.cells.get("emptied", 0)


@dataclass(frozen=True)
class ContactFigures:
    """What the rows of a list say of being contacted, and who may be."""

    said: Mapping[str, int]  # yes, no, nothing, unclear
    proven: int  # said yes, with all evidence
    lacks: Mapping[str, int]  # what yeses lack
    to_do: str  # what to write so that they can be written to
    may: Mapping[str, int]  # channel -> rows that it may be used for, as they stand


@dataclass(frozen=True)
class ListFigures:
    """What a list holds."""

    path: str
    label: str  # what source_file calls it
    written_as: WrittenAs
    rows: int  # read, those that are rejected among them
    rejects: Mapping[tuple[str, str], int]  # code and reason -> rows
    columns: tuple[ColumnFigures, ...]
    looked_at: int  # rows that clean was tried on
    codes: Mapping[str, int]  # of whole rows, which belong to no column
    contact: ContactFigures

    @property
    def rejected(self) -> int:
        return sum(self.rejects.values())

    @property
    def leads(self) -> int:
        return self.rows - self.rejected

    @property
    def is_whole(self) -> bool:
        """Whether clean was tried on all rows."""
        return self.looked_at == self.leads


@dataclass(frozen=True)
class DuplicateFigures:
    """Rows that are somebody who stands in another row already: counted, or estimated."""

    looked_at: int  # rows that were compared
    is_exact: bool
    merged: int = 0  # rows that dedupe would merge into others
    low: int = 0  # between these, with 95% of certainty
    high: int = 0
    review: int = 0  # pairs that a person should decide; of a sample only those in it
    lists: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (row's, other's) -> rows
    evidence: Mapping[str, int] = field(default_factory=dict)  # what both shared -> rows

    @property
    def within(self) -> int:
        return sum(many for (one, other), many in self.lists.items() if one == other)


@dataclass(frozen=True)
class ProfileFigures:
    """What is in some lists, before anything is changed."""

    lists: tuple[ListFigures, ...]
    duplicates: DuplicateFigures
    notes: tuple[str, ...]  # what import tells; the cells that they quote are marked
    failure: str  # why import would end with exit code 1, "" where it would not

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.lists)

    @property
    def rejected(self) -> int:
        return sum(one.rejected for one in self.lists)

    @property
    def leads(self) -> int:
        return self.rows - self.rejected

    @property
    def is_whole(self) -> bool:
        """Whether all rows were looked at, and nothing was estimated."""
        return self.duplicates.is_exact and all(one.is_whole for one in self.lists)

    @property
    def cells(self) -> dict[str, Counter[str]]:
        """What clean would make of the cells of each column that leadkit knows, in all lists."""
        found: dict[str, Counter[str]] = {}
        for one in self.lists:
            seen: set[str] = set()
            for column in one.columns:
                if column.cells and column.columns[0] not in seen:
                    seen.add(column.columns[0])
                    found.setdefault(column.columns[0], Counter()).update(column.cells)
        return found
