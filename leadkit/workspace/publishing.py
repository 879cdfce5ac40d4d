"""A run comes into force by hand: one that was held back, or the present one with its copies."""

from __future__ import annotations

from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.workspace.manifest import Manifest, read_manifest
from leadkit.workspace.paths import Workspace, open_workspace
from leadkit.workspace.runs import find_run
from leadkit.workspace.standing import (
    Tell,
    check_copies,
    check_run,
    locked,
    put_in_force,
    read_standing,
    tidy,
)


def publish_run(
    folder: str | Path, run: str, *, wait: float = 0, tell: Tell = lambda line: None
) -> str:
    """Make a run the one in force that was held back; return its name.

    ``run`` is as ``find_run`` takes it. The run in force may be published again: then its copies at
    the top are as they should be, whatever was typed into them. ``wait`` is how many seconds to
    wait for another run.

    Raises LeadkitError for a run that went on from another one than that in force: what the one in
    force took in since would be lost. Where nothing says any more what is in force, any run may be.
    """
    workspace = open_workspace(folder)
    with locked(workspace, wait, tell):
        tidy(workspace, tell)
        name = find_run(workspace, run)
        manifest, sha256 = read_manifest(workspace, name)
        check_run(workspace, manifest)
        if workspace.present.exists():
            _refuse_to_lose(workspace, manifest)
        put_in_force(workspace, manifest, sha256, "publish")
    return name


def _refuse_to_lose(workspace: Workspace, manifest: Manifest) -> None:
    """Raise LeadkitError where what is in force would be lost, or what was typed into leads.csv."""
    standing = read_standing(workspace)
    assert standing.present is not None
    present = standing.present.run
    if manifest.run == present:
        return
    if manifest.run in standing.present.names():
        raise LeadkitError(
            f"{manifest.run}: was in force before {present}; 'leadkit runs restore {manifest.run}"
            f"{workspace.at}' takes it again, as a new run"
        )
    before = manifest.previous.run if manifest.previous else ""
    if before != present:
        went_on = f"went on from {before}" if before else "was a first run"
        raise LeadkitError(
            f"{manifest.run}: {went_on}, and {present} is in force since: what that took in would "
            f"be lost; 'leadkit run {workspace.name}' takes in what {manifest.run} read"
        )
    check_copies(standing)
