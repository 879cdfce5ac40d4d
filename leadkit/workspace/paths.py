"""Where everything in a workspace's folder is, and what runs are called."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadkit.base.errors import LeadkitError

LEADS, NEW = "leads.csv", "new.csv"  # of every run, and as copies at the top
COPIED = (NEW, LEADS)  # files of every run that have a copy at the top
# Tables that steps make beside the leads, where they make them.
TABLES = (
    "rejects", "merges", "review", "review_merged", "known", "transitions", "funnel", "suppressed",
    "channels",
)  # fmt: skip
# What matching knows of each lead, for the next run: without it that one takes longer.
COMPARED = "compared.arrow"
SUPPRESSED, LEDGER, LOG, MANIFEST = "suppressed.csv", "ledger.json", "log.txt", "manifest.json"
REPORT = "report.html"

_NAME = "%Y-%m-%dT%H%M%SZ"
_RUN = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_MAKING = re.compile(rf"\.({_RUN.pattern})\.making")


@dataclass(frozen=True)
class Workspace:
    """A workspace's folder: the paths of all that is in it.

    >>> Workspace(Path("fair")).run("2026-11-27T093000Z").as_posix()
    'fair/runs/2026-11-27T093000Z'
    """

    folder: Path

    @property
    def name(self) -> str:
        """What messages call the workspace: its path as it was given."""
        return self.folder.as_posix()

    @property
    def at(self) -> str:
        """What a line to write needs so that ``leadkit runs`` is about this workspace.

        >>> Workspace(Path("my fair")).at, Workspace(Path(".")).at
        (" --in 'my fair'", '')
        """
        return "" if self.name == "." else f" --in {shlex.quote(self.name)}"

    @property
    def pipeline(self) -> Path:
        return self.folder / "pipeline.yaml"

    @property
    def runs(self) -> Path:
        """The folder with all runs, what is in force, and the inputs that were kept."""
        return self.folder / "runs"

    @property
    def present(self) -> Path:
        """The file that says which run is in force."""
        return self.runs / "present.json"

    @property
    def lock(self) -> Path:
        """The file that is locked by whoever changes the workspace."""
        return self.runs / ".lock"

    def run(self, name: str) -> Path:
        """The folder of a run that was made, whether it came into force or not."""
        return self.runs / name

    def making(self, name: str) -> Path:
        """The folder of a run while it is made; where it is found later, the run was stopped."""
        return self.runs / f".{name}.making"

    def pruned(self, name: str) -> Path:
        """The folder of a run that is being removed."""
        return self.runs / f".{name}.pruned"

    def manifest(self, name: str) -> Path:
        return self.run(name) / MANIFEST

    def kept(self, sha256: str = "") -> Path:
        """The folder of the inputs that were kept, or the one with this content."""
        return self.runs / "kept" / sha256 if sha256 else self.runs / "kept"

    def top(self, file: str) -> Path:
        """A copy, for people, of a file of the run in force."""
        return self.folder / file

    def named(self, path: str | Path) -> str:
        """Return what a manifest calls a path: from the folder on, with ``/`` on every system.

        What lies elsewhere is called by its whole path. ``located`` is the way back.

        >>> Workspace(Path("fair")).named("fair/inbox/a.csv")
        'inbox/a.csv'
        """
        whole, folder = Path(path).absolute(), self.folder.absolute()
        inside = whole.is_relative_to(folder)
        return (whole.relative_to(folder) if inside else whole).as_posix()

    def located(self, name: str) -> Path:
        """Return the path of what a manifest names."""
        return self.folder / name


def open_workspace(folder: str | Path) -> Workspace:
    """Return the workspace in a folder; raise LeadkitError where there is none.

    A folder is a workspace where it holds a ``pipeline.yaml``.
    """
    workspace = Workspace(Path(folder))
    if not workspace.folder.is_dir():
        raise LeadkitError(f"{folder}: no such folder; 'leadkit init {folder}' makes a workspace")
    if not workspace.pipeline.is_file():
        raise LeadkitError(
            f"{folder}: is no workspace, as it holds no pipeline.yaml; "
            f"'leadkit init {folder}' makes one"
        )
    return workspace


def is_run_name(name: str) -> bool:
    """Tell whether a text is what runs are called, and so safe as the name of a folder.

    >>> is_run_name("2026-11-27T093000Z"), is_run_name("../2026-11-27T093000Z")
    (True, False)
    """
    return bool(_RUN.fullmatch(name))


def run_names(workspace: Workspace) -> list[str]:
    """Return the names of all runs that have a folder, the oldest first, in force or not."""
    if not workspace.runs.is_dir():
        return []
    return sorted(one.name for one in workspace.runs.iterdir() if is_run_name(one.name))


def unfinished_names(workspace: Workspace) -> list[str]:
    """Return the names of runs that were stopped while they were made, the oldest first."""
    if not workspace.runs.is_dir():
        return []
    found = (_MAKING.fullmatch(one.name) for one in workspace.runs.iterdir())
    return sorted(making[1] for making in found if making)


def new_run_name(workspace: Workspace, now: datetime) -> str:
    """Return the name of a run that begins now: the second (UTC), and after all runs before it.

    So the order of names is that of the runs, even where a clock was put back.

    >>> new_run_name(Workspace(Path("nowhere")), datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    '2026-11-27T093000Z'
    """
    moment = now.astimezone(UTC)
    if names := run_names(workspace):
        last = datetime.strptime(names[-1], _NAME).replace(tzinfo=UTC)
        moment = max(moment, last + timedelta(seconds=1))
    return moment.strftime(_NAME)
