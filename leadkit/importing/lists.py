"""Raw lists read through import, as one source of leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError, Mistakes, did_you_mean
from leadkit.base.how_many import how_many
from leadkit.base.leads import leads_of
from leadkit.base.prefetch import ahead
from leadkit.files.disk import STANDARD
from leadkit.files.raw import Reject
from leadkit.importing.rejects import is_rejects_table
from leadkit.importing.too_many import TooMany, limit_of, too_many

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads
    from leadkit.files.raw import RawList, WrittenAs
    from leadkit.importing.importer import ReadRows
    from leadkit.importing.mapping import Mapped
    from leadkit.importing.options import ImportOptions


@dataclass(frozen=True)
class ListRead:
    """What is known of a list when all its rows were read."""

    path: str
    label: str  # what source_file calls it
    written_as: WrittenAs
    mapped: Sequence[Mapped]  # of each of its columns
    rows: int  # read, those that were rejected among them
    rejects: Sequence[Reject]


class ImportedLists:
    """Raw lists read through import: one table of leads with all their columns.

    They are given by their paths, or by their names with what opens each of them anew; ``per_list``
    are options by path (of a folder: for all lists in it) or name, where some have their own.
    """

    def __init__(
        self,
        lists_or_paths: Sequence[str] | Mapping[str, Callable[[], RawList]],
        options: ImportOptions,
        per_list: Mapping[str, ImportOptions] | None = None,
    ) -> None:
        from leadkit.files.open import find_files, open_list
        from leadkit.importing.importer import Importer

        self._limit, self._limit_text = limit_of(options.max_rejects), options.max_rejects
        self._too_many: list[TooMany] = []
        per_list = per_list or {}
        if isinstance(lists_or_paths, Mapping):
            self._open = dict(lists_or_paths)
        else:
            paths = find_files(lists_or_paths)
            per_list = {file: own for path, own in per_list.items() for file in find_files([path])}
            self._open = {
                path: partial(open_list, path, per_list.get(path, options)) for path in paths
            }
        for name in per_list:
            if name not in self._open:
                hint = did_you_mean(name, self._open)
                raise LeadkitError(f"{name}: has options of its own, but is no list to read{hint}")
        self._files = _opened(self._open)
        per_list = {**per_list, **self._open_further(per_list)}
        lists = {path: (file.headers, file.sample) for path, file in self._files.items()}
        self._importer = Importer(lists, options, per_list)
        self.columns = self._importer.columns
        self.rejects: list[Reject] = []
        self._rejects: dict[str, list[Reject]] = {}  # the same, by the path of their list
        for path in self._files:
            self._settle_dates(path)

    def _open_further(self, per_list: Mapping[str, ImportOptions]) -> dict[str, ImportOptions]:
        """Add the further tables of files as lists; return the options of their own."""
        files, opens = self._files, self._open
        self._files, self._open, own = {}, {}, {}
        for path, file in files.items():
            self._files[path], self._open[path] = file, opens[path]
            for table in file.further:
                name = path + table.name.removeprefix(file.name)
                self._files[name], self._open[name] = table.anew(), table.anew
                if path in per_list:
                    own[name] = per_list[path]
        return own

    @property
    def labels(self) -> Mapping[str, str]:
        """What source_file calls each list, by its path."""
        return {path: self._importer.label(path) for path in self._files}

    def mapped(self, path: str) -> Sequence[Mapped]:
        """Return what becomes of each column of a list, and why."""
        return self._importer.mapped(path)

    def lists(self) -> list[ListRead]:
        """Return what is known of each list, when all rows of all of them were read."""
        return [
            ListRead(
                path,
                self._importer.label(path),
                file.written_as,
                self._importer.mapped(path),
                file.rows_read,
                self._rejects.get(path, ()),
            )
            for path, file in self._files.items()
        ]

    @property
    def rows_read(self) -> int:
        return sum(file.rows_read for file in self._files.values())

    @property
    def bytes_read(self) -> int:
        return sum(file.bytes_read for file in self._files.values())

    @property
    def size(self) -> int:
        return sum(file.size for file in self._files.values())

    @property
    def notes(self) -> list[str]:
        files = [note for file in self._files.values() for note in file.notes]
        codes = [
            f"{code} in {how_many(rows, 'row')}"
            for code, rows in self._importer.codes.most_common()
        ]
        damage = [f"damage is noted in the column issues: {', '.join(codes)}"] if codes else []
        whole = (
            [LEFT_WHOLE] if self._importer.codes.keys() & {"email_several", "phone_several"} else []
        )
        return [
            *files,
            *self._importer.notes,
            *self._importer.proof_notes(),
            *whole,
            *self._importer.date_notes(),
            *damage,
        ]

    def map_text(self) -> str:
        """Return the map of all columns and the reason for each, as --write-map writes it."""
        return self._importer.map_text()

    def _settle_dates(self, path: str) -> None:
        """Find the order of day and month in each date column: all of its values may speak."""
        columns = self._importer.date_columns(path, self._files[path].sample)
        if not columns:
            return
        values: dict[int, set[str]] = {at: set() for at in columns}
        if path == STANDARD:  # it cannot be read twice: its first rows have to tell
            for at in columns:
                values[at] = {row[at] for row in self._files[path].sample}
        else:
            for rows in self._open[path]().rows():
                for at in columns:
                    values[at] |= set(rows.cells.column(at).unique().to_pylist())
        for at, name in columns.items():
            self._importer.settle_dates(path, name, values[at])

    def batches(self) -> Iterator[Leads]:
        for cells in self.tables():
            yield leads_of(cells)

    def tables(self) -> Iterator[pa.Table]:
        """Yield the leads as Arrow's tables, which a run without stages writes as they are."""
        for _, read in self.batches_read():
            yield read.leads

    def batches_read(self) -> Iterator[tuple[str, ReadRows]]:
        """Yield the rows batch by batch, as they stand and as leads, with the path of their list.

        The lists come one after the other, each with a batch at least.
        """
        aside: dict[str, list[Reject]] = {path: [] for path in self._files}
        for path, file in self._files.items():
            for rows in ahead(file.rows()):
                read = self._importer.leads(path, rows)
                aside[path] += read.rejects
                yield path, read
                del read  # a batch is not held while the next one is made
        for path, file in self._files.items():
            rejects = self._importer.set_aside_rows(path, file.rejects + aside[path])
            self._rejects[path] = sorted(rejects, key=lambda reject: reject.line)
            self.rejects += self._rejects[path]
            delimiter = getattr(file, "delimiter", "")
            told = too_many(file.name, rejects, file.rows_read, delimiter)
            if told and not is_rejects_table(file.headers):  # those were told of before
                self._too_many.append(told)

    def too_many_rejected(self) -> str:
        """Say that more rows were rejected than allowed, "" where all is well; after reading.

        Allowed is a fifth of each list, or of all rows what --max-rejects says. A list whose
        contacts no column shows is told of, too.
        """
        return "; ".join(filter(None, [*self._importer.misread_lists(), self._rejected()]))

    def _rejected(self) -> str:
        if self._limit is None:
            return "; ".join(map(str, self._too_many))
        if self._limit.holds(len(self.rejects), self.rows_read):
            return ""
        told = (
            f"{len(self.rejects):,} of {how_many(self.rows_read, 'row')} were rejected, "
            f"more than --max-rejects {self._limit_text}"
        )
        return ": ".join([told, *(one.why for one in self._too_many[:1])])


def _opened(lists: Mapping[str, Callable[[], RawList]]) -> dict[str, RawList]:
    """Open all lists; what is wrong with any of them is told at once, each in a line."""
    files: dict[str, RawList] = {}
    mistakes: list[LeadkitError] = []
    for path, opened in lists.items():
        try:
            files[path] = opened()
        except LeadkitError as error:
            mistakes.append(error)
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)
    return files


LEFT_WHOLE = (
    "cells with several addresses or numbers were left whole where no further column was free; "
    "an empty column email_2 or phone_2 in the list makes room"
)
