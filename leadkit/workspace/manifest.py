"""The manifest of a run: what it was made of, by what, and what came out; no cell of any list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.workspace.json_file import as_bytes, read_json, schema_of
from leadkit.workspace.paths import Workspace, is_run_name

SCHEMA = 1  # the greatest that we can read, and the one that we write
KINDS = ("run", "restore")
_SHA256 = r"^[0-9a-f]{64}$"
_RUN = r"^\d{4}-\d\d-\d\dT\d{6}Z$"


def _said(about: str, *, default: Any = ..., **more: Any) -> Any:
    """Declare a field with what the schema says of it."""
    metadata = {"about": about, **more}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)


def _mapping(about: str) -> Any:
    return field(default_factory=dict, metadata={"about": about})


def _look(run: str = "", sha256: str = "", file: str = "") -> None:
    """Raise ValueError for what would lead out of the folder, or is no hash."""
    if run and not is_run_name(run):
        raise ValueError(f"'{run}' is no name of a run")
    if sha256 and not re.fullmatch(_SHA256, sha256):
        raise ValueError(f"'{sha256}' is no SHA-256")
    parts = file.split("/")  # a hand-over has a folder of its own
    wrong = len(parts) > 2 or any(not one or one.startswith(".") for one in parts)
    if file and (wrong or set(file) & set('\\:"')):
        raise ValueError(f"'{file}' is no name of a run's file")


@dataclass(frozen=True)
class Link:
    """The run whose master a run went on from."""

    run: str = _said("Its name.", pattern=_RUN)
    manifest_sha256: str = _said("The hash of its manifest: runs are a chain.", pattern=_SHA256)

    def __post_init__(self) -> None:
        _look(self.run, self.manifest_sha256)


@dataclass(frozen=True)
class Input:
    """A file that a run read. Its content is in ``runs/kept/``, under its hash."""

    path: str = _said("From the workspace's folder on; of what lies elsewhere, all of it.")
    role: str = _said("What it is to the run: list, pipeline, rules, shipped rules, decisions ...")
    bytes: int = _said("How long it is.")
    sha256: str = _said("The hash of its content.", pattern=_SHA256)

    def __post_init__(self) -> None:
        _look(sha256=self.sha256)


@dataclass(frozen=True)
class Taken:
    """A list that is in the master: no later run reads the same content again."""

    sha256: str = _said("The hash of its content.", pattern=_SHA256)
    path: str = _said("Where it was when it was read.")
    run: str = _said("The run that read it.", pattern=_RUN)

    def __post_init__(self) -> None:
        _look(self.run, self.sha256)


@dataclass(frozen=True)
class StageRun:
    """What one step did."""

    name: str = _said("The step's stage.")
    rows_in: int = _said("Rows that it was given.")
    rows_out: int = _said("Rows that went on.")
    counts: Mapping[str, int] = _mapping("What it counted, in words.")


@dataclass(frozen=True)
class Rows:
    """Where all rows went: read and those of the master are all others together."""

    read: int = _said("Rows of the lists.")
    written: int = _said("Leads of the new master.")
    master: int = _said("Leads of the master before.", default=0)
    rejected: int = _said("Rows that could not be read.", default=0)
    merged: int = _said("Rows that went into others.", default=0)
    suppressed: int = _said("Leads that a suppression list removed.", default=0)
    known: int = _said("Leads that were removed before, and came again.", default=0)
    new: int = _said("Of those written, how many the master before had not.", default=0)


@dataclass(frozen=True)
class Output:
    """A file of a run, in its folder."""

    name: str = _said("Its name there, with the folder of a hand-over before it.")
    bytes: int = _said("How long it is.")
    sha256: str = _said("The hash of its content.", pattern=_SHA256)
    rows: int | None = _said("Rows of a table, without its header.", default=None)
    copied: bool = _said("Whether the workspace's top has a copy of it.", default=False)

    def __post_init__(self) -> None:
        _look(sha256=self.sha256, file=self.name)


@dataclass(frozen=True)
class Gate:
    """One thing that ``expect:`` asks of a run, and whether it holds.

    >>> Gate("rejected", "at_most: 2%", "3.1% (14 of 440)", held=False).name
    'rejected'
    """

    name: str = _said("What was looked at, as in the pipeline: rejected, MQL ...")
    wanted: str = _said("What was asked of it, as in the pipeline.")
    found: str = _said("What it was.")
    held: bool = _said("Whether it was as asked.")


@dataclass(frozen=True)
class Manifest:
    """All that is known of a run but its data.

    ``options`` has what the run was told, with the default where nobody said anything: ``import``,
    ``lists`` (those of single lists), ``steps`` (each with ``stage`` and ``options``), and what
    else the pipeline says. ``outputs`` are the files of the run's folder, all but the manifest
    itself. A run with a ``Gate`` that does not hold is held back: it comes into force when somebody
    publishes it.
    """

    schema: int = _said("The number of this schema.")
    leadkit: str = _said("leadkit's version.")
    python: str = _said("Python's version.")
    run: str = _said("The run's name, from the second in which it began (UTC).", pattern=_RUN)
    kind: str = _said("run, or restore: an older master that became a new run.", choices=KINDS)
    began: str = _said("When it began (UTC), as 2026-11-27T09:30:00Z.")
    ended: str = _said("When all was computed (UTC).")
    as_of: str = _said("The day on which all steps count.")
    ledger: Rows = _said("Where all rows went.")
    options: Mapping[str, Any] = _mapping("What the run was told, with every default.")
    system: str = _said("The operating system.", default="")
    libraries: Mapping[str, str] = _mapping("The versions of the libraries.")
    previous: Link | None = _said(
        "The run that was in force before; none before the first.", default=None
    )
    restored: str = _said("Of a restore: the run whose master it is.", default="")
    changed: tuple[str, ...] = _said("Why there was a run: what changed, in words.", default=())
    inputs: tuple[Input, ...] = _said("All files that were read.", default=())
    taken: tuple[Taken, ...] = _said("All lists that are in the master.", default=())
    stages: tuple[StageRun, ...] = _said("What each step did.", default=())
    outputs: tuple[Output, ...] = _said("The files of the run.", default=())
    expect: tuple[Gate, ...] = _said("What was asked of the run, and what it was.", default=())
    seconds: Mapping[str, float] = _mapping("Time that each stage took, and all of it.")
    peak_memory: int | None = _said("Bytes at the most, where the system tells.", default=None)

    def __post_init__(self) -> None:
        _look(self.run)
        _look(self.restored)
        if self.kind not in KINDS:
            raise ValueError(f"'{self.kind}' is no kind of run")

    @property
    def broken(self) -> tuple[Gate, ...]:
        """The gates that do not hold; where there are any, the run is held back."""
        return tuple(gate for gate in self.expect if not gate.held)

    def output(self, name: str) -> Output | None:
        """Return one of the run's files, None where it has none of that name."""
        return next((one for one in self.outputs if one.name == name), None)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return a manifest as it is written: JSON, UTF-8."""
    return as_bytes(manifest)


def read_manifest(workspace: Workspace, run: str) -> tuple[Manifest, str]:
    """Return the manifest of a run, and the SHA-256 of its file.

    Raises LeadkitError, in one line that names the file, where there is none, where it is broken,
    of a later schema, or that of another run.
    """
    path = workspace.manifest(run)
    manifest, sha256 = read_json(path, Manifest, SCHEMA, "manifest")
    if manifest.run != run:
        other = f"is the manifest of another run, {manifest.run}"
        raise LeadkitError(f"{path}: {other}; put it back from a backup")
    return manifest, sha256


def manifest_schema() -> str:
    """Return the JSON Schema of manifests."""
    return schema_of(Manifest, "The manifest of a run of leadkit")
