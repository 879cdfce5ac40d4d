"""Whom suppression lists removed in any run: carried on, so that nobody of them comes back."""

from __future__ import annotations

from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.files.content import content_of
from leadkit.files.read import read_leads
from leadkit.run.outputs import write_table
from leadkit.workspace.paths import SUPPRESSED, Workspace
from leadkit.workspace.present import read_present, read_run_in_force

_LISTS = "suppress"  # what the roles of suppression lists begin with, whatever they close


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


def refuse_changed_lists(table: Path) -> None:
    """Raise LeadkitError where a suppression list changed since the run that wrote a table.

    ``table`` is a file at the top of a workspace; of any other there is nothing to say. Who was
    put on a list since is still in the table, and would be handed over.
    """
    workspace = Workspace(table.parent)
    if not (workspace.pipeline.is_file() and workspace.present.is_file()):
        return
    present = read_present(workspace)
    run = present and read_run_in_force(workspace, present)
    if not run or run.output(table.name) is None:
        return
    for one in run.inputs:
        path = workspace.located(one.path)
        if not one.role.startswith(_LISTS):
            continue
        if not path.is_file() or content_of(path).sha256 != one.sha256:
            what = "changed" if path.is_file() else "is gone"
            raise LeadkitError(
                f"{one.path} {what} since the run: who is on it may still be in {table}; "
                f"'leadkit run {workspace.name}' first"
            )
