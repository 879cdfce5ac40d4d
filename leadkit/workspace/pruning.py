"""Old runs are removed, and the kept inputs that no run needs any more."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import explain_os_error, sync_folder
from leadkit.workspace.manifest import Manifest, read_manifest
from leadkit.workspace.paths import Workspace, open_workspace, run_names
from leadkit.workspace.present import Present, read_present, read_run_in_force, write_present
from leadkit.workspace.standing import Tell, locked, tidy


@dataclass(frozen=True)
class Pruned:
    """What was removed of a workspace, or would be."""

    runs: tuple[str, ...]  # the oldest first
    left: tuple[str, ...]  # the runs that stay
    inputs: int  # kept inputs
    bytes: int  # of the runs and the inputs together


def prune_runs(
    folder: str | Path,
    keep: int = 12,
    *,
    dry_run: bool = False,
    wait: float = 0,
    tell: Tell = lambda line: None,
) -> Pruned:
    """Remove all runs but the newest, and the kept inputs that no other run needs.

    The run in force stays, and the one that it went on from, without which it could not be made
    again; and so does the one that was in force before it. A dry run removes nothing. Raises
    LeadkitError where ``keep`` is less than one, or what is known of a run is broken: then nobody
    knows what it needs.
    """
    if keep < 1:
        raise LeadkitError(f"--keep {keep}: give how many runs to keep, 1 at least")
    workspace = open_workspace(folder)
    if dry_run:
        return _plan(workspace, keep)[0]
    with locked(workspace, wait, tell):
        tidy(workspace, tell)
        plan, needed = _plan(workspace, keep)
        try:
            _remove(workspace, plan, needed)
        except OSError as error:
            raise explain_os_error(error, str(error.filename or workspace.runs)) from None
    return plan


def _plan(workspace: Workspace, keep: int) -> tuple[Pruned, set[str]]:
    """Return what goes, and the hashes of the inputs that stay."""
    names = run_names(workspace)
    manifests = {name: read_manifest(workspace, name)[0] for name in names}
    if present := read_present(workspace):
        read_run_in_force(workspace, present)  # where its folder is gone, nothing else shall go
    stay = {*names[-keep:], *_needed(present, manifests)}
    runs = tuple(name for name in names if name not in stay)
    left = tuple(name for name in names if name in stay)
    needed = {one.sha256 for name in left for one in manifests[name].inputs}
    inputs = list(_unneeded(workspace, needed))
    size = sum(_size(workspace.run(name)) for name in runs) + sum(map(_size, inputs))
    return Pruned(runs, left, len(inputs), size), needed


def _needed(present: Present | None, manifests: dict[str, Manifest]) -> Iterable[str]:
    """Yield the run in force, what it went on from, and what was in force before it."""
    if present is None:
        return
    yield present.run
    if previous := manifests[present.run].previous:
        yield previous.run
    if present.before:
        yield present.before.run


def _remove(workspace: Workspace, plan: Pruned, needed: Collection[str]) -> None:
    """Remove runs, so that a kill leaves each of them whole or out of the way."""
    for name in plan.runs:
        gone = workspace.pruned(name)
        os.rename(workspace.run(name), gone)
        sync_folder(workspace.runs)
        shutil.rmtree(gone)
    for path in _unneeded(workspace, needed):
        path.unlink()
    present = read_present(workspace)
    if present and plan.runs:
        history = tuple(one for one in present.history if one.run not in plan.runs)
        write_present(workspace, replace(present, history=history))


def _unneeded(workspace: Workspace, needed: Collection[str]) -> list[Path]:
    """Return the kept inputs that no run needs; what is being kept has a name with a dot."""
    kept = workspace.kept()
    inputs = sorted(kept.iterdir()) if kept.is_dir() else []
    return [path for path in inputs if path.name not in needed and path.name[0] != "."]


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(_size(one) for one in path.iterdir())
    return path.stat().st_size
