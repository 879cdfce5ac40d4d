"""What a run reads beside one list: merged leads with their log, and leads known already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.base.leads import Stage, table_of
from leadkit.files.disk import STANDARD
from leadkit.files.raw import Reject
from leadkit.files.read import read_leads
from leadkit.importing.lists import ImportedLists

if TYPE_CHECKING:
    from concurrent.futures import Future

    import pyarrow as pa

    from leadkit.base.leads import Leads
    from leadkit.cpl import CplStepOptions
    from leadkit.deduping.options import DedupeOptions, MergeOptions, UpdateOptions
    from leadkit.deduping.remembered import Remembered
    from leadkit.deduping.removed import Removed


class UnmergedLeads:
    """Merged leads with a merge log, read as the leads they were made of."""

    def __init__(self, leads: str, merges: str) -> None:
        import pandas as pd

        from leadkit.deduping.merging.unmerge import unmerge_leads
        from leadkit.files.csv_in import LeadFile

        self._leads = LeadFile(leads)
        self._merges = read_leads(merges)
        merged = pd.concat(list(self._leads.batches()), ignore_index=True)
        self._unmerged = unmerge_leads(merged, self._merges, merges)
        self.columns = list(self._unmerged.columns)
        self.rejects: list[Reject] = []
        self.notes: list[str] = []
        self.size = 0

    @property
    def rows_read(self) -> int:
        return self._leads.rows_read + len(self._merges)

    @property
    def bytes_read(self) -> int:
        return self._leads.bytes_read

    def batches(self) -> Iterator[Leads]:
        yield self._unmerged

    def tables(self) -> Iterator[pa.Table]:
        yield table_of(self._unmerged)


def deduping(options: DedupeOptions) -> Stage:
    """Make dedupe with the files that its options name."""
    from leadkit.dedupe import dedupe_stage

    if options.against and options.against in options.decisions:
        raise LeadkitError(f"{options.against}: is it the CRM or the decisions? Give two files")
    decisions = decided(options)
    removed = removed_leads(options)
    if not options.against:
        return dedupe_stage(options, decisions, removed=removed)
    against, notes = known_leads(options)
    stage = dedupe_stage(options, decisions, against, removed)
    return replace(stage, check=lambda columns: notes + stage.check(columns))


class MasterFile:
    """The list that is brought up to date.

    It is read when the run has its outputs, so that no other run writes it in between.
    """

    def __init__(self, path: str) -> None:
        from leadkit.files.csv_in import LeadFile

        self._path = path
        self.columns = LeadFile(path).columns
        self._read: pa.Table | None = None
        self._begun: Future[pa.Table] | None = None

    def read_ahead(self) -> None:
        """Begin to read, beside what else is done; for a list that nobody else writes by now."""
        from concurrent.futures import ThreadPoolExecutor

        with_one = ThreadPoolExecutor(1)
        self._begun = with_one.submit(self._whole)
        with_one.shutdown(wait=False)

    def leads(self) -> Leads:
        from leadkit.files.csv_in import as_leads

        self._read = self._begun.result() if self._begun else self._whole()
        self._begun = None
        return as_leads(self._read, self.columns)

    def _whole(self) -> pa.Table:
        import pyarrow as pa

        from leadkit.files.csv_in import LeadFile

        file = LeadFile(self._path)
        if file.columns != self.columns:
            raise LeadkitError(f"{self._path}: another run wrote it in between; run this one again")
        return pa.concat_tables(file.tables())

    def table(self, wanted: Collection[str]) -> pa.Table:
        """Return those of some columns that the list has; it is read only where leads() was not."""
        import pyarrow as pa

        from leadkit.files.csv_in import LeadFile

        read, self._read = self._read, None  # to be held no longer
        if read is None:
            read = pa.concat_tables(LeadFile(self._path).tables(frozenset(wanted)))
        return read.select([name for name in wanted if name in read.column_names])


def updating(
    options: UpdateOptions, remembered: Remembered | None = None, master: MasterFile | None = None
) -> Stage:
    """Make update with the files that its options name; a master that is not there has no leads.

    ``master`` is the one that they name, where somebody else asks it as well.
    """
    from leadkit.update import update_stage

    if options.master and options.master in options.decisions:
        raise LeadkitError(f"{options.master}: is it the master or the decisions? Give two files")
    decisions = decided(options)
    is_there = bool(options.master) and Path(options.master).exists()
    if master is None and is_there:
        master = MasterFile(options.master)
    stage = update_stage(options, master, decisions, removed_leads(options), remembered)
    if not options.master or is_there:
        return stage
    notes = [f"{options.master}: is not there yet, so all leads are new"]
    return replace(stage, check=lambda columns: notes + stage.check(columns))


def costing(options: CplStepOptions) -> Stage:
    """Make cpl with the files that its options name: for each row, or for each channel."""
    from leadkit.cpl import channels_stage, cpl_stage

    return channels_stage(options, *spent(options.spend)) if options.by else cpl_stage(options)


def spent(paths: Sequence[str]) -> tuple[Leads | None, list[str]]:
    """Read what was spent, from all files that are named, with the place of each row."""
    from leadkit.economics.spend import one_spend
    from leadkit.files.read import files_to_add, read_placed

    return one_spend([(one, *read_placed(one)) for one in files_to_add(paths)])


def decided(options: MergeOptions) -> Leads | None:
    """Read what a person decided in review files; None where no file is named."""
    from leadkit.deduping.decisions import of_several_files
    from leadkit.files.open import find_once

    named = [one for one in options.decisions if one != STANDARD]
    files = [*([STANDARD] if len(named) < len(options.decisions) else []), *find_once(named)]
    if len(files) < 2:
        return read_leads(files[0]) if files else None
    return of_several_files([(one, read_leads(one)) for one in files])


def removed_leads(options: MergeOptions) -> Removed | None:
    """Read what leads left behind that a suppression list removed in earlier runs."""
    from leadkit.deduping.removed import read_removed
    from leadkit.files.disk import read_key
    from leadkit.files.open import find_once

    if not options.removed:
        if options.key_file:
            raise LeadkitError("--key-file is for the hashes of --removed FILE, and there is none")
        return None
    key = read_key(options.key_file) if options.key_file else b""
    return read_removed([(one, read_leads(one)) for one in find_once(options.removed)], key)


def known_leads(options: DedupeOptions) -> tuple[Leads, list[str]]:
    """Read the leads that are known already, of any list that import reads, cleaned if need be."""
    import pandas as pd

    from leadkit.clean import clean_stage
    from leadkit.deduping.known import TELLING
    from leadkit.fields.cleaner import CleanOptions
    from leadkit.files.open import open_list
    from leadkit.files.read import read_leads
    from leadkit.importing.options import ImportOptions

    rejects: list[Reject] = []
    columns = open_list(options.against, ImportOptions()).headers
    if "lead_id" in columns and set(TELLING) & set(columns):
        leads = read_leads(options.against)
    else:
        source = ImportedLists([options.against], ImportOptions())
        leads = pd.concat(list(source.batches()), ignore_index=True)
        rejects = source.rejects
    if not {"email_status", "phone_status"} & set(leads.columns):
        leads = clean_stage(CleanOptions(options.region)).apply(leads).leads
    if not rejects:
        return leads, []
    unread = how_many(len(rejects), "row")
    return leads, [
        f"{options.against}: {unread} could not be read, so nothing is compared with what stands "
        "there; 'leadkit import' says why"
    ]
