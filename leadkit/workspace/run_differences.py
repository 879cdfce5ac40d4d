"""What differs between two runs of a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.frames import as_leads_table
from leadkit.files.read import read_leads
from leadkit.workspace.differences import Differences, lead_differences
from leadkit.workspace.paths import LEADS, SUPPRESSED, Workspace, open_workspace
from leadkit.workspace.runs import find_run

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class RunDifferences:
    """How the leads of one run became those of another."""

    before: str  # the runs' names
    after: str
    leads: Differences


def diff_runs(folder: str | Path, before: str = "last-1", after: str = "last") -> RunDifferences:
    """Compare the leads of two runs of a workspace; their names are as ``find_run`` takes them.

    Raises LeadkitError where there is no such run, and where a file of one is not as it was made.
    """
    workspace = open_workspace(folder)
    one, other = find_run(workspace, before), find_run(workspace, after)
    old, new = (_table(workspace, run, LEADS, "lead_id") for run in (one, other))
    return RunDifferences(one, other, lead_differences(old, new, _removed(workspace, other)))


def _removed(workspace: Workspace, run: str) -> dict[str, str]:
    """Return why leads were removed, by their ids; a run has no such table where none ever was."""
    if not (workspace.run(run) / SUPPRESSED).exists():
        return {}
    removed = _table(workspace, run, SUPPRESSED, "lead_id", "reason")
    return dict(zip(removed["lead_id"], removed["reason"], strict=True))


def _table(workspace: Workspace, run: str, name: str, *columns: str) -> Leads:
    """Return a table of a run; raise LeadkitError where it lacks one of these columns."""
    path = str(workspace.run(run) / name)
    return as_leads_table(read_leads(path), columns, path)
