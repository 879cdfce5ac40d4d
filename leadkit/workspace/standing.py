"""What a workspace stands on: the run in force, whole, its copies at the top, and no left-overs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.files.content import Content, content_of, copy_content, read_content
from leadkit.files.disk import explain_os_error, sync_folder
from leadkit.files.lock import FolderLock
from leadkit.files.settle import settle
from leadkit.workspace.exports import folder_of, remove_empty
from leadkit.workspace.manifest import Manifest, Output
from leadkit.workspace.paths import COMPARED, COPIED, LEADS, Workspace, unfinished_names
from leadkit.workspace.present import Present, come_into_force, read_present, read_published

Tell = Callable[[str], None]  # takes a line for the user


@dataclass(frozen=True)
class Standing:
    """The run in force, if any was: what the next one goes on from."""

    workspace: Workspace
    present: Present | None = None
    manifest: Manifest | None = None
    manifest_sha256: str = ""

    def file(self, name: str) -> Path | None:
        """Return the path of a file of the run, None where it has none of that name."""
        if self.manifest is None or self.manifest.output(name) is None:
            return None
        return self.workspace.run(self.manifest.run) / name

    def compared(self) -> bytes:
        """Return what matching knows of the run's leads; nothing where that is gone or changed."""
        output = self.manifest.output(COMPARED) if self.manifest else None
        path = self.file(COMPARED)
        return read_content(path, _of(output)) if path and output else b""

    def published(self) -> Iterator[Manifest]:
        """Yield the manifests of all runs that came into force, the newest first."""
        for one in reversed(self.present.history if self.present else ()):
            if self.workspace.manifest(one.run).exists():  # prune may have taken it away
                yield read_published(self.workspace, one)


def read_standing(workspace: Workspace) -> Standing:
    """Return what is in force; asks for no lock.

    Raises LeadkitError where what says so, or the run's manifest, is broken or was changed.
    """
    present = read_present(workspace)
    if present is None:
        return Standing(workspace)
    manifest = read_published(workspace, present.in_force)
    return Standing(workspace, present, manifest, present.in_force.manifest_sha256)


@contextmanager
def locked(workspace: Workspace, wait: float = 0, tell: Tell = lambda line: None) -> Iterator[None]:
    """Keep others from changing a workspace; raise Busy where somebody does and ``wait`` is over.

    ``wait`` is in seconds. Who only reads needs no lock: files of runs never change, and what is
    in force changes by one step.
    """
    try:
        workspace.runs.mkdir(exist_ok=True)
        lock = FolderLock(
            workspace.lock,
            workspace.name,
            wait,
            lambda: tell(f"{workspace.name}: another run is at work here; waiting for its end"),
        )
    except OSError as error:
        raise explain_os_error(error, str(workspace.runs)) from None
    try:
        yield
    finally:
        lock.release()


def tidy(workspace: Workspace, tell: Tell = lambda line: None) -> None:
    """Remove what stopped runs left, and say so; the caller holds the lock."""
    try:
        for run in unfinished_names(workspace):
            shutil.rmtree(workspace.making(run))
            tell(f"run {run} was stopped before it was done; what it left was removed")
        for path in workspace.runs.glob(f".*{workspace.pruned('').suffix}"):
            shutil.rmtree(path)
    except OSError as error:
        raise explain_os_error(error, str(error.filename or workspace.runs)) from None
    for folder in (workspace.kept(), workspace.runs, workspace.folder):
        settled = settle(folder)
        for note in settled.notes + settled.removed:
            tell(note)


def check_run(workspace: Workspace, manifest: Manifest) -> None:
    """Raise LeadkitError where a file of a run is not as its manifest says, and name it.

    One that only saves time is not asked about.
    """
    for output in manifest.outputs:
        if output.name == COMPARED:
            continue
        path = workspace.run(manifest.run) / output.name
        if _content(path) != _of(output):
            what = "was changed since the run" if path.exists() else "is gone"
            raise LeadkitError(
                f"{path}: {what}; put it back from a backup, or 'leadkit runs restore RUN"
                f"{workspace.at}' takes an older run"
            )


def check_copies(standing: Standing, tell: Tell = lambda line: None) -> None:
    """See that the copies at the top are those of the run in force, and finish them where not.

    A copy of the run before is one that a kill kept from being replaced. Raises LeadkitError where
    leads.csv was changed by hand: what somebody typed there would be lost.
    """
    workspace, manifest = standing.workspace, standing.manifest
    if manifest is None or standing.present is None:
        refuse_to_overwrite(workspace, COPIED)
        return
    _settle_folders(workspace, copied(manifest), tell)
    late = [one for one in copied(manifest) if _is_late(standing, one)]
    for path in _remove_others(workspace, standing.present, manifest):
        tell(f"{path}: is gone, for run {manifest.run} does not write it any more")
    if late:
        for output in late:
            _copy(workspace, manifest.run, output)
        sync_folder(workspace.folder)
        names = ", ".join(str(workspace.top(one.name)) for one in late)
        tell(f"{names}: now of run {manifest.run}, as the last command did not come so far")


def refuse_to_overwrite(workspace: Workspace, names: tuple[str, ...]) -> None:
    """Raise LeadkitError where a copy would take the place of a file that no run wrote."""
    for name in names:
        if os.path.lexists(workspace.top(name)):
            raise LeadkitError(
                f"{workspace.top(name)}: is there, but no run wrote it, and a run puts its own "
                f"in that place; move it into {workspace.folder / 'inbox'} to take it in, or "
                "elsewhere"
            )


def refuse_changed_copy(standing: Standing) -> None:
    """Raise LeadkitError where leads.csv was changed by hand, so that nothing typed is lost."""
    for output in copied(standing.manifest) if standing.manifest else ():
        if output.name == LEADS:
            _is_late(standing, output)


def copied(manifest: Manifest) -> list[Output]:
    """Return the files of a run that have a copy at the top, leads.csv last."""
    return sorted(
        (one for one in manifest.outputs if one.copied), key=lambda one: one.name == LEADS
    )


def _is_late(standing: Standing, output: Output) -> bool:
    """Tell whether a copy is missing, or still that of the run before."""
    workspace, present = standing.workspace, standing.present
    assert present is not None
    found = _content(workspace.top(output.name))
    if found == _of(output):
        return False
    if found is None:
        return True
    if before := present.before:
        older = read_published(workspace, before).output(output.name)
        if older and found == _of(older):
            return True
    if output.name == LEADS:
        raise LeadkitError(
            f"{workspace.top(LEADS)}: was changed by hand since run {present.run}; move it into "
            f"{workspace.folder / 'inbox'} to take the changes in, or 'leadkit runs publish "
            f"{present.run}{workspace.at}' puts it back"
        )
    return False  # somebody's notes in a copy; the next run replaces it


def put_in_force(workspace: Workspace, manifest: Manifest, sha256: str, how: str) -> Present:
    """Make a run that is on disk, whole, the one in force, and give its copies to the top.

    The caller holds the lock. ``how`` is "run", "publish" or "restore", ``sha256`` the hash of the
    manifest. Whoever reads sees the old run or the new one. Raises LeadkitError where a copy cannot
    be written: the run is in force even so, and the next command finishes the copies.
    """
    present = come_into_force(workspace, manifest.run, sha256, how)
    try:
        _settle_folders(workspace, copied(manifest))
        for output in copied(manifest):
            _copy(workspace, manifest.run, output)
        _remove_others(workspace, present, manifest)
        sync_folder(workspace.folder)
    except LeadkitError as error:
        raise type(error)(
            f"run {manifest.run} is in force, but not all copies are: {error.marked}; "
            f"'leadkit run {workspace.name}' finishes them"
        ) from None
    return present


def _remove_others(workspace: Workspace, present: Present, manifest: Manifest) -> list[Path]:
    """Remove and return copies of files that the run before wrote, and the one in force does not.

    One that was changed by hand since stays.
    """
    before = present.before
    if before is None or not workspace.manifest(before.run).exists():
        return []
    names = {one.name for one in copied(manifest)}
    older = [one for one in copied(read_published(workspace, before)) if one.name not in names]
    _settle_folders(workspace, older)
    paths = [workspace.top(one.name) for one in older
             if _content(workspace.top(one.name)) == _of(one)]  # fmt: skip
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            raise explain_os_error(error, str(path)) from None
    remove_empty(workspace, older)
    return paths


def _settle_folders(
    workspace: Workspace, outputs: list[Output], tell: Tell = lambda line: None
) -> None:
    """Remove what killed commands left in the folders of hand-overs at the top."""
    for name in sorted({folder_of(one) for one in outputs} - {""}):
        if workspace.top(name).is_dir():
            settled = settle(workspace.top(name))
            for note in settled.notes + settled.removed:
                tell(note)


def _copy(workspace: Workspace, run: str, output: Output) -> None:
    target = workspace.top(output.name)
    if folder_of(output):
        try:
            target.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise explain_os_error(error, str(target.parent)) from None
    copy_content(workspace.run(run) / output.name, target, _of(output))


def _of(output: Output) -> Content:
    return Content(output.bytes, output.sha256)


def _content(path: Path) -> Content | None:
    return content_of(path) if path.is_file() else None
