"""Which run of a workspace is in force, and which ones were: the file that one step replaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from leadkit.base.errors import LeadkitError
from leadkit.files.content import content_of
from leadkit.files.disk import replace_file
from leadkit.workspace.json_file import as_bytes, read_json
from leadkit.workspace.manifest import Manifest, read_manifest
from leadkit.workspace.paths import LEADS, Workspace, is_run_name, run_names

SCHEMA = 1


@dataclass(frozen=True)
class InForce:
    """A run that came into force."""

    run: str
    manifest_sha256: str  # by which a manifest that was changed since is noticed
    since: str  # when it came into force (UTC), as 2026-11-27T09:30:05Z
    how: str  # "run"; "publish", by hand after it was held back; "restore"

    def __post_init__(self) -> None:
        if not is_run_name(self.run):
            raise ValueError(f"'{self.run}' is no name of a run")


@dataclass(frozen=True)
class Present:
    """Which run is in force, and the history of what was.

    A run may stand in the history several times, where it was published again.
    """

    schema: int
    run: str  # the one in force
    history: tuple[InForce, ...] = field(default=())  # the oldest first; the last is in force

    def __post_init__(self) -> None:
        if not self.history or self.history[-1].run != self.run:
            raise ValueError("its history does not end with the run in force")

    @property
    def in_force(self) -> InForce:
        return self.history[-1]

    @property
    def before(self) -> InForce | None:
        """What was in force before, None where this is the first."""
        return self.history[-2] if len(self.history) > 1 else None

    def names(self) -> set[str]:
        """Return all runs that are or were in force."""
        return {one.run for one in self.history}


def read_present(workspace: Workspace) -> Present | None:
    """Return which run is in force, None where none ever was; asks for no lock.

    Raises LeadkitError where the file is broken or of a later schema, and where it is gone though
    runs tell that there was one: to begin anew would lose the master.
    """
    if workspace.present.exists():
        return read_json(workspace.present, Present, SCHEMA, "file")[0]
    for run in reversed(run_names(workspace)):
        if workspace.manifest(run).exists() and _was_in_force(workspace, run):
            raise LeadkitError(
                f"{workspace.present}: is gone, and so nothing says which run is in force; put it "
                f"back from a backup, or 'leadkit runs publish {run}{workspace.at}'"
            )
    return None


def _was_in_force(workspace: Workspace, run: str) -> bool:
    """Tell whether a run, or one before it, surely was in force: it has a successor or a copy."""
    manifest, _ = read_manifest(workspace, run)
    leads, copy = manifest.output(LEADS), workspace.top(LEADS)
    copied = leads is not None and copy.is_file() and content_of(copy).sha256 == leads.sha256
    return copied or manifest.previous is not None


def read_run_in_force(workspace: Workspace, present: Present) -> Manifest:
    """Return the manifest of the run in force; raise LeadkitError where it was changed since."""
    return read_published(workspace, present.in_force)


def read_published(workspace: Workspace, published: InForce) -> Manifest:
    """Return the manifest of a run as it came into force; LeadkitError where it was changed."""
    manifest, sha256 = read_manifest(workspace, published.run)
    if sha256 != published.manifest_sha256:
        raise LeadkitError(
            f"{workspace.manifest(published.run)}: was changed since the run came into force; "
            "put it back from a backup"
        )
    return manifest


def come_into_force(workspace: Workspace, run: str, manifest_sha256: str, how: str) -> Present:
    """Make a run the one in force, by one atomic step; whoever reads sees the old or the new one.

    The run must be on disk, whole; the caller holds the workspace's lock. ``how`` is "run",
    "publish" or "restore". Returns what is in force now.
    """
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = read_present(workspace) if workspace.present.exists() else None
    history = before.history if before else ()
    present = Present(SCHEMA, run, (*history, InForce(run, manifest_sha256, now, how)))
    write_present(workspace, present)
    return present


def write_present(workspace: Workspace, present: Present) -> None:
    """Replace the file, atomically and durably: as ``runs prune`` does with a shorter history."""
    replace_file(workspace.present, as_bytes(present))
