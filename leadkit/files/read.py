"""Tables read as a whole beside the leads: decisions, merge logs, leads that are known already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Reject
from leadkit.importing.importer import ImportOptions

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


def read_leads(path: str) -> Leads:
    """Read a table that leadkit wrote, or that a spreadsheet saved since, as CSV or as a workbook.

    Nothing is mended: a row that cannot be read is an error, with its line.
    """
    import pandas as pd

    from leadkit.files.csv_in import as_leads
    from leadkit.files.open import open_list

    table = open_list(path, ImportOptions())
    cells = [as_leads(rows.cells, table.headers) for rows in table.rows()]
    for reject in table.rejects:
        raise LeadkitError(f"{reject.file}:{reject.line}: {reject.reason}")
    repeated = [name for name in table.headers if table.headers.count(name) > 1]
    if repeated:
        raise LeadkitError(f"{path}: column '{repeated[0]}' stands there several times")
    leads = pd.concat(cells, ignore_index=True) if cells else pd.DataFrame(columns=table.headers)
    return leads.astype("str")


class UnmergedLeads:
    """Merged leads with a merge log, read as the leads they were made of."""

    def __init__(self, leads: str, merges: str) -> None:
        import pandas as pd

        from leadkit.deduping.merging.unmerge import unmerge_leads
        from leadkit.files.csv_in import LeadFile

        self._leads = LeadFile(leads)
        self._merges = read_leads(merges)
        if "position" not in self._merges.columns:
            raise LeadkitError(f"{merges}: is no merge log; 'leadkit dedupe --merges' writes one")
        merged = pd.concat(list(self._leads.batches()), ignore_index=True)
        self._unmerged = unmerge_leads(merged, self._merges)
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
