"""Lists read for a profile: every row counted, and clean and dedupe tried on what is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from leadkit.base.columns import ANSWERS_TOGETHER, KNOWN
from leadkit.base.prefetch import ahead
from leadkit.fields.cell_counts import column_of_code
from leadkit.fields.consent import answer_to
from leadkit.importing.lists import ImportedLists, ListRead
from leadkit.importing.mapping import Mapped
from leadkit.reporting.profile.counted import ListCount
from leadkit.reporting.profile.figures import (
    ColumnFigures,
    DuplicateFigures,
    ListFigures,
    ProfileFigures,
)
from leadkit.reporting.profile.options import ProfileOptions
from leadkit.reporting.profile.samples import Sample, halve_largest
from leadkit.reporting.profile.shared_keys import shared_keys

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Stage
    from leadkit.classifying.consent_table import ConsentTable
    from leadkit.files.raw import RawList
    from leadkit.reporting.profile.tried import Cleaned


def read_profile(
    lists: list[str] | Mapping[str, Callable[[], RawList]], options: ProfileOptions
) -> ProfileFigures:
    """Read lists, given by their paths or by what opens them, and return what is in them.

    Raises LeadkitError for files that cannot be read, all of them at once.
    """
    from concurrent.futures import ThreadPoolExecutor

    from leadkit.fields.phone.cleaner import region_of_option

    region_of_option(options.region)  # what is wrong with options is told before all else
    source = ImportedLists(lists, options.importing())
    counts = _Counts()
    with ThreadPoolExecutor(1) as beside:
        rules = beside.submit(_rules, options)
        counts.read(source)
        tried = _Tried(source, counts, *rules.result())
    figures = tuple(tried.list_figures(one) for one in source.lists())
    return ProfileFigures(
        figures,
        tried.duplicates(),
        tuple(source.notes),
        source.too_many_rejected(),
    )


def _rules(options: ProfileOptions) -> tuple[Stage, ConsentTable]:
    """Load what the rows that are looked at are tried on, which takes as long as to read some."""
    import leadkit.deduping.matching.match
    import leadkit.reporting.profile.tried  # noqa: F401
    from leadkit.classifying.consent_table import read_consent
    from leadkit.clean import clean_stage

    return clean_stage(options.cleaning()), read_consent("consent")


class _Counts:
    """What is counted of all lists as their rows are read."""

    def __init__(self) -> None:
        self.lists: dict[str, ListCount] = {}
        self.keyed = Sample()  # of the rows of all lists, by what rows of one person share

    def read(self, source: ImportedLists) -> None:
        """Read all rows."""
        before = None
        for own, cells in ahead(self._sampled(source)):
            if before is not None and before is not own:
                before.settle()
            own.add(cells)
            before = own
            del cells  # a batch is not held while the next one is made
        if before is not None:
            before.settle()

    def _sampled(self, source: ImportedLists) -> Iterator[tuple[ListCount, pa.Table]]:
        """Yield the cells of all lists, batch by batch, when some of their rows are kept."""
        import numpy as np
        import pyarrow as pa

        for path, read in ahead(source.batches_read()):
            if path not in self.lists:
                self.lists[path] = ListCount(len(source.mapped(path)))
            own, cells, leads = self.lists[path], read.rows.cells, read.leads
            del read
            own.keep_some(cells, leads)
            places = np.full(leads.num_rows, len(self.lists) - 1)
            self.keyed.add(shared_keys(leads), leads, pa.table({"list": places}))
            halve_largest([one.sample for one in self.lists.values()])
            halve_largest([self.keyed])
            del leads
            yield own, cells
            del cells


class _Tried:
    """What the stages say of the rows that are looked at."""

    def __init__(
        self, source: ImportedLists, counts: _Counts, stage: Stage, consent: ConsentTable
    ) -> None:
        self._source, self._counts, self._consent = source, counts, consent
        self._stage = stage
        self._cleaned: dict[str, Cleaned] = {}

    def list_figures(self, read: ListRead) -> ListFigures:
        """Return what a list holds."""
        from leadkit.reporting.profile.tried import cleaned, contact_of

        count = self._counts.lists[read.path]
        done = self._cleaned[read.path] = cleaned(
            count.sample.tables(1), list(self._source.columns), self._stage
        )
        scaled = partial(_scaled, times=count.rows / max(count.sample.rows, 1))
        codes = {code: scaled(many) for code, many in done.codes.items()}
        return ListFigures(
            read.path,
            read.label,
            read.written_as,
            read.rows,
            Counter((one.code, one.reason) for one in read.rejects),
            tuple(
                _column(mapped, count, place, done, codes, scaled)
                for place, mapped in enumerate(read.mapped)
            ),
            count.sample.rows,
            {code: many for code, many in codes.items() if not column_of_code(code)},
            contact_of(done.leads, self._consent, read, scaled),
        )

    def duplicates(self) -> DuplicateFigures:
        """Return which rows dedupe would merge; to be asked when all lists were."""
        import pandas as pd

        from leadkit.reporting.profile.tried import cleaned, duplicates_of

        keyed, names = self._counts.keyed, list(self._counts.lists)
        samples = [one.sample for one in self._counts.lists.values()]
        which = [place for table in keyed.tables(1) for place in table["list"].to_pylist()]
        if keyed.is_whole and all(one.is_whole for one in samples):
            leads = pd.concat([self._cleaned[path].leads for path in names], ignore_index=True)
        else:
            leads = cleaned(keyed.tables(), list(self._source.columns), self._stage).leads
        return duplicates_of(leads, which, names, keyed)


def _scaled(many: int, times: float) -> int:
    return round(many * times)


def _column(
    mapped: Mapped,
    count: ListCount,
    place: int,
    done: Cleaned,
    codes: Mapping[str, int],
    scaled: Callable[[int], int],
) -> ColumnFigures:
    own = count.columns[place]
    commonest, is_exact = count.commonest(place)
    fields = [name for name in mapped.columns if name in KNOWN]
    cells: Counter[str] = Counter()
    for name in fields:
        cells.update(done.cells.get(name, {}))
    answers = {}
    if asked := [name for name in fields if name in ANSWERS_TOGETHER]:
        read = answer_to(asked[0])
        answers = {cell: read(cell) for cell, _ in commonest}
    return ColumnFigures(
        mapped.header,
        mapped.columns,
        bool(mapped.field),
        mapped.is_unread,
        mapped.reason,
        own.filled,
        own.distinct.count,
        own.distinct.is_exact,
        tuple(commonest),
        is_exact,
        own.shortest,
        own.longest,
        own.signs / own.filled if own.filled else 0.0,
        answers,
        {word: scaled(many) for word, many in cells.items()},
        {code: many for code, many in codes.items() if column_of_code(code) in fields},
    )
