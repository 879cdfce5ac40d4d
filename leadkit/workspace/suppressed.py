"""Whom suppression lists removed in any run: carried on, so that nobody of them comes back."""

from __future__ import annotations

from pathlib import Path

from leadkit.files.read import read_leads
from leadkit.run.outputs import write_table
from leadkit.workspace.paths import SUPPRESSED


def carry_on(folder: Path, before: Path | None, safe_cells: bool = False) -> int:
    """Put whom the run before had removed before whom this run removed; return how many they are.

    Where neither removed anybody there is no file. Columns are those of both: a key that came
    later has a column of hashes of its own.
    """
    import pandas as pd

    here = folder / SUPPRESSED
    tables = [read_leads(str(path)) for path in (before, here) if path and path.exists()]
    if not tables:
        return 0
    together = pd.concat(tables, ignore_index=True).fillna("").astype("str")
    if before is not None:
        write_table(here, together, safe_cells)
    return len(together)
