"""Raw lists for Python: files, folders and frames through import, as frames."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, refuse_options
from leadkit.base.leads import table_of
from leadkit.base.values import with_values
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.files.csv_in import CsvFile
    from leadkit.files.raw import RawList
    from leadkit.importing.options import ImportOptions

OF_FILES = dict.fromkeys(
    ("encoding", "delimiter", "header_row", "sheet"), "it is for files, and a frame is none"
)


@dataclass(frozen=True)
class Imported:
    """One table of leads, and what became of rows and columns on the way."""

    leads: Leads  # with the index 0, 1, 2 ...
    rejects: Leads  # rows that cannot be read, as --rejects writes them
    notes: tuple[str, ...]  # what the command tells its user
    map: str  # which column became which and why, as --write-map writes it


def import_leads(
    lists: Leads | str | Path | Sequence[str | Path] | Mapping[str, Leads],
    options: ImportOptions | None = None,
    per_list: Mapping[str | Path, ImportOptions] | None = None,
) -> Imported:
    """Read lists of any shape into one table of leads, as ``leadkit import`` does.

    ``lists`` is a path, or several: CSV, Excel, ODS, vCards, packed or not, folders, patterns. Or
    it is a frame, or frames by the name that source_file shall say. Ids are made of the cells, so
    that a frame gives those that its CSV gives. Columns are found by their headers
    and cells. The leads have lead_id, source_file, source_row, the columns that leadkit knows, the
    others, and issues; all cells are text. ``per_list`` are options by path or name of those lists
    that have their own, such as the proof of their consents; they stand for ``options`` there.

    Raises LeadkitError for a file that cannot be opened, options that make no sense, and what is
    neither path nor frame.

    >>> import pandas as pd
    >>> raw = pd.DataFrame({"E-Mail": ["eva@meier.example.com", None], "Nachname": ["Meier", "Li"]})
    >>> done = import_leads({"badges.csv": raw})
    >>> done.leads[["source_file", "source_row", "last_name", "email"]].values.tolist()[0]
    ['badges.csv', '2', 'Meier', 'eva@meier.example.com']
    """
    import pandas as pd

    from leadkit.importing.lists import ImportedLists
    from leadkit.importing.options import ImportOptions
    from leadkit.importing.rejects import rejects_table

    options = options or ImportOptions()
    of_files = isinstance(lists, str | Path | Sequence)
    own = {_path(path, "import_leads"): one for path, one in (per_list or {}).items()}
    for each in (options, *own.values()):
        refuse_options("import_leads", each, ImportOptions, {} if of_files else OF_FILES)
    source = ImportedLists(lists_given(lists, "import_leads"), options, own)
    batches = list(source.batches())
    leads = pd.concat(batches, ignore_index=True)
    columns, rows = rejects_table(source.rejects)
    rejects = pd.DataFrame(rows, columns=columns, dtype="str")
    return Imported(leads, rejects, tuple(map(with_values, source.notes)), source.map_text())


def lists_given(
    lists: Leads | str | Path | Sequence[str | Path] | Mapping[str, Leads], function: str
) -> list[str] | dict[str, Callable[[], RawList]]:
    """Return the paths that somebody gives a function, or what opens frames, by their names.

    Raises LeadkitError for what is neither path nor frame.
    """
    if isinstance(lists, str | Path):
        lists = [lists]
    given: list[str] | dict[str, Callable[[], RawList]]
    if isinstance(lists, Sequence):
        given = [_path(one, function) for one in lists]
    else:
        frames = lists if isinstance(lists, Mapping) else {"frame": lists}
        given = {name: _opener(frame, name, function) for name, frame in frames.items()}
    if not given:
        raise LeadkitError(f"{function}: there is no list; give paths or frames")
    return given


def _path(given: object, function: str) -> str:
    if not isinstance(given, str | Path):
        raise LeadkitError(
            f"{function}: give a path, a frame, several paths, or frames by their names, "
            f"not a {type(given).__name__}"
        )
    return str(given)


def _opener(frame: object, name: str, function: str) -> Callable[[], CsvFile]:
    """Return what opens a frame as its CSV: the frame is text once, however often it is read."""
    import pyarrow as pa

    from leadkit.base.cells import texts
    from leadkit.files.csv_in import CsvFile
    from leadkit.files.csv_out import csv_bytes

    if name == STANDARD or not name:
        raise LeadkitError(f"{function}: '{name}' is no name for a frame; call it badges.csv")
    table = as_leads_table(frame, what=name)
    names = [str(column) for column in table.columns]
    header = pa.table([texts([column]) for column in names], names)
    rows = table_of(table)
    content = b"".join([csv_bytes(header), csv_bytes(rows)])

    def opened() -> CsvFile:
        stream = io.BytesIO(content)
        return CsvFile(name, "utf-8", ",", stream=stream, any_layout=True, header_row=1)

    return opened
