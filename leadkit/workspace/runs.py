"""The runs of a workspace: which there are, what they are called by people, what each gave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.classifying.status import BESIDE_STATUSES
from leadkit.workspace.gates import known_rows
from leadkit.workspace.manifest import Manifest, read_manifest
from leadkit.workspace.paths import Workspace, open_workspace, run_names
from leadkit.workspace.present import Present, read_present, read_run_in_force

IN_FORCE, WAS_IN_FORCE, HELD_BACK, UNPUBLISHED = (
    "in force", "was in force", "held back", "unpublished",
)  # fmt: skip
COUNTED = ("read", "new", "known", "merged", "rejected", "suppressed")
PRESENT = "present"  # what people call the run in force
_LAST = re.compile(r"last(?:-(\d{1,6}))?")
_SHOWN = 8  # runs that an error names


@dataclass(frozen=True)
class Run:
    """A run, and whether it is in force."""

    manifest: Manifest
    state: str  # in force, was in force, held back (a gate does not hold), or unpublished
    since: str = ""  # when it came into force last (UTC), "" where it never did

    @property
    def name(self) -> str:
        return self.manifest.run

    @property
    def statuses(self) -> dict[str, int]:
        """How many leads have each status of its lifecycle."""
        counts: dict[str, int] = {}
        for stage in self.manifest.stages:
            if stage.name == "classify":
                counts |= stage.counts
        return {name: many for name, many in counts.items() if name not in BESIDE_STATUSES}

    @property
    def counts(self) -> dict[str, int]:
        """How many rows it read and what became of them; ``known`` are of people it knew."""
        rows = self.manifest.ledger
        told = {name: getattr(rows, name) for name in COUNTED if name != "known"}
        return {**told, "known": known_rows(rows, self.manifest.stages)}

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.manifest.seconds.get("all", 0.0)


def list_runs(folder: str | Path) -> list[Run]:
    """Return all runs of a workspace, the oldest first.

    Raises LeadkitError where the folder is no workspace, or what it knows of a run is broken.
    """
    workspace = open_workspace(folder)
    if present := read_present(workspace):
        read_run_in_force(workspace, present)  # it may be gone, folder and all
    return [_run(workspace, name, present) for name in run_names(workspace)]


def read_run(workspace: Workspace, called: str) -> Run:
    """Return the run that somebody calls so; raise LeadkitError as ``find_run`` does."""
    return _run(workspace, find_run(workspace, called), read_present(workspace))


def _run(workspace: Workspace, name: str, present: Present | None) -> Run:
    manifest, _ = read_manifest(workspace, name)
    history = present.history if present else ()
    since = next((one.since for one in reversed(history) if one.run == name), "")
    if present and present.run == name:
        return Run(manifest, IN_FORCE, since)
    if since:
        return Run(manifest, WAS_IN_FORCE, since)
    return Run(manifest, HELD_BACK if manifest.broken else UNPUBLISHED)


def find_run(workspace: Workspace, called: str) -> str:
    """Return the name of the run that is called so.

    It may be a beginning that fits one run alone, ``last`` (the newest, also one that is held
    back), ``last-1`` (the one before it), or ``present`` (the one in force). Raises LeadkitError,
    with the runs that there are, where it is none or may be several.
    """
    names = run_names(workspace)
    if not names:
        raise LeadkitError(
            f"{workspace.name}: there is no run yet; 'leadkit run {workspace.name}' makes one"
        )
    if called == PRESENT:
        present = read_present(workspace)
        if present is None:
            raise LeadkitError(
                f"{workspace.name}: no run is in force yet; there are {_some(names)}"
            )
        return present.run
    if found := _LAST.fullmatch(called):
        back = int(found[1] or 0)
        if back >= len(names):
            raise LeadkitError(f"{called}: there are {len(names)} runs: {_some(names)}")
        return names[-1 - back]
    fitting = [name for name in names if called and name.startswith(called)]
    if len(fitting) != 1:
        said = "may be several runs" if fitting else "is no run of this workspace"
        raise LeadkitError(f"{called or repr('')}: {said}; there are {_some(fitting or names)}")
    return fitting[0]


def _some(names: Sequence[str]) -> str:
    """Return the newest of some names, and how many more there are.

    >>> _some(["a", "b"]), _some(list("abcdefghij"))
    ('b and a', 'j, i, h, g, f, e, d, c and 2 more')
    """
    newest = list(reversed(names))
    if len(newest) <= _SHOWN:
        return " and ".join(filter(None, (", ".join(newest[:-1]), newest[-1])))
    return f"{', '.join(newest[:_SHOWN])} and {len(newest) - _SHOWN:,} more"


def statuses_of(runs: Sequence[Run]) -> list[str]:
    """Return the statuses that any lead of these runs has, in the order of their lifecycles."""
    return list(dict.fromkeys(_having(reversed(runs))))


def _having(runs: Iterator[Run]) -> Iterator[str]:
    for run in runs:
        yield from (name for name, many in run.statuses.items() if many)
