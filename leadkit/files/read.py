"""Tables read as a whole beside the leads: decisions, merge logs, leads that are known already."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import leads_of
from leadkit.base.named import quoted
from leadkit.fields.headers.names import field_of
from leadkit.files.disk import STANDARD
from leadkit.files.raw import Reject, as_table, ended_early

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads
    from leadkit.files.csv_in import LeadFile
    from leadkit.files.raw import RawList

# Lists that are no text, and so no CSV.
_NO_TEXT = (
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".vcf", ".vcard", ".gz", ".zip",
)  # fmt: skip
_NO_ENTRY = ("footer", "between")  # rejects that nobody misses: what stands below or over rows


def read_leads(path: str) -> Leads:
    """Read a table that leadkit wrote, or that a spreadsheet saved since, as CSV or as a workbook.

    Nothing is mended: a row that cannot be read is an error, with its line.
    """
    import pandas as pd

    from leadkit.files.csv_in import as_leads

    table = _only_table(path)
    cells = [as_leads(rows.cells, table.headers) for rows in table.rows()]
    for reject in table.rejects:
        raise LeadkitError(f"{reject.file}:{reject.line}: {reject.reason}")
    repeated = [name for name in table.headers if table.headers.count(name) > 1]
    if repeated:
        raise LeadkitError(f"{path}: column {quoted(repeated[0])} stands there several times")
    leads = pd.concat(cells, ignore_index=True) if cells else pd.DataFrame(columns=table.headers)
    return leads.astype("str")


def _only_table(path: str) -> RawList:
    """Open a file of any kind that holds one table; several are refused, so that none is missed."""
    from leadkit.files.open import open_list
    from leadkit.files.options import ReadOptions

    table = open_list(path, ReadOptions())
    if table.further:
        others = " and ".join(repr(one.name) for one in table.further)
        raise LeadkitError(
            f"{path}: holds several tables, which would be left out here: {others}; "
            "save each as a file of its own"
        )
    return table


def read_placed(path: str) -> tuple[Leads, list[str]]:
    """Read a table, with the place of each row for messages: file and line."""
    import pandas as pd

    from leadkit.files.csv_in import CsvFile, as_leads

    file = CsvFile(path)
    for name in file.headers:
        if file.headers.count(name) > 1:
            raise LeadkitError(f"{file.name}: column {quoted(name)} stands there more than once")
    tables, places = [], []
    for rows in file.rows():
        tables.append(as_leads(rows.cells, file.headers))
        places += [f"{file.name}:{line}" for line in rows.lines.tolist()]
    for reject in file.rejects:
        raise LeadkitError(f"{reject.file}:{reject.line}: {reject.reason}")
    return pd.concat(tables, ignore_index=True), places


def files_to_add(paths: Sequence[str]) -> list[str]:
    """Return the files that paths, folders and patterns stand for, whose rows are added up.

    Raises LeadkitError where two hold the same bytes: all of it would count twice.
    """
    from leadkit.files.content import content_of
    from leadkit.files.open import find_once

    files = [STANDARD] if STANDARD in paths else []
    files += find_once([path for path in paths if path != STANDARD])
    seen: dict[str, str] = {}
    for path in files if len(files) > 1 else ():
        content = content_of(path).sha256 if os.path.isfile(path) else path
        if other := seen.get(content):
            raise LeadkitError(
                f"{path}: holds the same as {other}, and would be counted twice; leave one out"
            )
        seen[content] = path
    return files


def open_entries(path: str) -> LeadFile | ListFile:
    """Open a list of entries to look up, such as a suppression list, of any kind.

    A CSV file may lack a header or have a title above it. Who writes an address on a line of its
    own means what is on it, so a row may end early: the cells that it lacks are blank.
    """
    from leadkit.files.csv_in import LeadFile

    if path.lower().endswith(_NO_TEXT):
        return ListFile(path)
    try:
        listed = LeadFile(path, short_rows=True)
    except LeadkitError:  # blank names in its first line, as those of a title have
        return ListFile(path)
    blank = len(listed.columns) == 1 or "" in listed.columns
    if not blank and any(map(field_of, listed.columns)):
        return listed
    beside = ListFile(path)  # a comma in a title makes columns, too, but fewer
    return beside if len(beside.columns) > (1 if blank else len(listed.columns)) else listed


class ListFile:
    """A list of any kind that import opens, as it stands: a workbook, vCards, packed files."""

    def __init__(self, path: str) -> None:
        self._file = _only_table(path)
        headers = [name.strip() for name in self._file.headers]
        self.columns = [  # a second column of one name is numbered
            name if name not in headers[:at] else f"{name} {headers[:at].count(name) + 1}"
            for at, name in enumerate(headers)
        ]
        self.notes: list[str] = []

    def batches(self) -> Iterator[Leads]:
        for table in self.tables():
            yield leads_of(table)

    def tables(self, only: frozenset[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows as text; ``only`` is for tables that can leave out other columns."""
        for rows in self._file.rows():
            yield rows.cells.rename_columns(self.columns)
        short: list[list[str]] = []
        for reject in self._file.rejects:
            lacking = len(self.columns) - len(reject.cells)
            if reject.code == "ragged" and lacking > 0:
                self.notes += [] if short else [ended_early(reject.file, reject.line)]
                short.append([*reject.cells, *[""] * lacking])
            elif reject.code not in _NO_ENTRY:
                raise LeadkitError(
                    f"{reject.file}:{reject.line}: {reject.reason}; mend it: who stands there "
                    "would not be on the list"
                )
        if short:
            yield as_table(short, len(self.columns)).rename_columns(self.columns)


def opened_activities(paths: Sequence[str]) -> list[ActivityFile]:
    """Open files of activities, folders and patterns as well; score itself opens none."""
    return [ActivityFile(path) for path in files_to_add(paths)]


class ActivityFile:
    """Activities in any file that import opens: packed or not, with titles above the header."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: RawList | None = self._opened()
        self.name = self._file.name
        self.columns = [name.strip() for name in self._file.headers]
        repeated = [name for name in self.columns if name and self.columns.count(name) > 1]
        if repeated:
            raise LeadkitError(
                f"{self.name}: column {quoted(repeated[0])} stands there "
                f"{self.columns.count(repeated[0])} times; give each a name of its own"
            )

    def _opened(self) -> RawList:
        return _only_table(self._path)

    def batches(self) -> Iterator[pa.Table]:
        """Yield the activities, from the start each time; a pipe has none the second time."""
        file, self._file = self._file, None
        if file is None:
            if self._path == STANDARD:
                return
            file = self._opened()
        named = [at for at, name in enumerate(self.columns) if name]
        for rows in file.rows():
            _refuse_broken(file.rejects)
            cells = rows.cells.select(named)
            yield cells.rename_columns([self.columns[at] for at in named])
        _refuse_broken(file.rejects)


def _refuse_broken(rejects: Sequence[Reject]) -> None:
    """Raise LeadkitError for a row that cannot be read; what stands below a table is none."""
    for reject in rejects:
        if reject.code not in _NO_ENTRY:
            raise LeadkitError(
                f"{reject.file}:{reject.line}: {reject.reason}; "
                "mend it: an activity that is left out would be missing in the score"
            )
