"""Whom suppression lists removed in any run: carried on, so that nobody of them comes back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.files.content import content_of
from leadkit.files.read import read_leads
from leadkit.run.outputs import write_table
from leadkit.workspace.inputs import paths_of
from leadkit.workspace.job import Asked, plan_of
from leadkit.workspace.manifest import Manifest, read_manifest
from leadkit.workspace.paths import MANIFEST, SUPPRESSED, Workspace
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


def unchanged_lists(table: Path) -> dict[str, Any]:
    """Return the suppression lists of the run that wrote a table, by the options that name them.

    ``table`` is a file at the top of a workspace, or in the folder of a run; any other has none.
    Raises LeadkitError where a list changed since the run, is gone, or is new in the pipeline: who
    was put on it since is still in the table, and would be handed over.
    """
    found = _run_of(table)
    if found is None:
        return {}
    workspace, run = found
    first = f"'leadkit run {workspace.name}' first"
    if table.parent != workspace.folder:
        first += ", and take its leads"
    lists: dict[str, Any] = {}
    for one in run.inputs:
        path = workspace.located(one.path)
        if not one.role.startswith(_LISTS):
            continue
        if not path.is_file() or content_of(path).sha256 != one.sha256:
            what = "changed" if path.is_file() else "is gone"
            raise LeadkitError(
                f"{one.path} {what} since the run: who is on it may still be in {table}; {first}"
            )
        lists[one.role] = (*lists.get(one.role, ()), str(path))
    for step in plan_of(workspace, Asked())[0].steps:
        if key := getattr(step.options, "key_file", ""):
            lists["key_file"] = key
        for role, named in paths_of(step.options):
            if role.startswith(_LISTS) and not _is_among(workspace, named, lists.get(role, ())):
                raise LeadkitError(
                    f"{workspace.named(named)} closes nobody yet ({role} in {workspace.pipeline}): "
                    f"it was no list of the run, and who is on it may be in {table}; {first}"
                )
    return lists


def _is_among(workspace: Workspace, path: str, lists: Sequence[str]) -> bool:
    return workspace.named(path) in {workspace.named(one) for one in lists}


def _run_of(table: Path) -> tuple[Workspace, Manifest] | None:
    """Return the workspace and the run that a table is of, None where it is of none."""
    folder = table.absolute().parent
    of_a_run = folder.parent.name == "runs" and (folder / MANIFEST).is_file()
    workspace = Workspace(table.parent.parent.parent if of_a_run else table.parent)
    if not (workspace.pipeline.is_file() and workspace.present.is_file()):
        return None
    if of_a_run:
        run: Manifest | None = read_manifest(workspace, folder.name)[0]
    else:
        present = read_present(workspace)
        run = read_run_in_force(workspace, present) if present else None
    return (workspace, run) if run and run.output(table.name) is not None else None
