"""A run made again from what was kept of it: the same bytes, or the first difference."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.files.content import Content, content_of, copy_content
from leadkit.files.read import read_leads
from leadkit.importing.options import ImportOptions
from leadkit.rules.item import Item
from leadkit.rules.shipped import shipped_rules
from leadkit.run.outputs import Outputs
from leadkit.run.pipeline import Plan, Step
from leadkit.run.stages import STAGES
from leadkit.run.variables import filled_text, variable_hash, variables_in
from leadkit.workspace.differences import CAME, WENT, lead_differences
from leadkit.workspace.exports import exports_from, folder_of
from leadkit.workspace.inputs import SHIPPED
from leadkit.workspace.job import Job
from leadkit.workspace.lists import LIST, InboxList, Lists
from leadkit.workspace.making import LIBRARIES, Making, Watch, make_run, unwatched
from leadkit.workspace.manifest import Input, Manifest, Output, read_manifest
from leadkit.workspace.parts import parts_from
from leadkit.workspace.paths import LEADS, Workspace, open_workspace
from leadkit.workspace.recorded import options_from
from leadkit.workspace.restoring import RESTORE, SAID_NO
from leadkit.workspace.standing import Standing, check_run


@dataclass(frozen=True)
class Redone:
    """What came of making a run again.

    ``difference`` is empty where all tables have the same bytes.
    """

    run: str
    tables: tuple[str, ...]  # that were compared
    difference: str = ""  # the first one, in words: table, line and column, and no cell
    notes: tuple[str, ...] = ()  # what is not as it was then, such as leadkit's version

    @property
    def same(self) -> bool:
        return not self.difference


def redo_run(
    folder: str | Path,
    run: str,
    watch: Watch = unwatched,
    environment: Mapping[str, str] | None = None,
) -> Redone:
    """Make a run of a workspace again, in a temporary folder, and compare all of its tables.

    It is made from the lists and rules that were kept, the leads of the run before, and the day
    and options that its manifest recorded. Nothing of the workspace is changed, and no lock is
    asked for. A restore is compared with the run whose leads it has. ``environment`` is what
    ``${NAME}`` is in the run's options, else that of the process: a manifest holds no value, but
    knows it again.

    Raises LeadkitError where something of the run is gone, as after ``runs prune``, or was changed,
    and for a variable that is not as it was.
    """
    workspace = open_workspace(folder)
    manifest, _ = read_manifest(workspace, run)
    check_run(workspace, manifest)
    if manifest.kind == "restore":
        return _redo_restore(workspace, manifest)
    standing = _before(workspace, manifest)
    with tempfile.TemporaryDirectory(prefix="leadkit-") as place:
        variables = _variables(manifest, os.environ if environment is None else environment)
        job = _Past(workspace, manifest, Path(place), variables).job()
        made = Path(place) / "made"
        made.mkdir()
        began = datetime.now(UTC)
        making = Making(run, made, workspace.kept, began, watch=watch, reports=False)
        make_run(job, standing, making)
        tables = [one for one in manifest.outputs if one.name.endswith((".csv", ".xlsx"))]
        first = next(_differences(workspace.run(run), made, tables), "")
    return Redone(run, tuple(one.name for one in tables), first, tuple(_notes(manifest)))


def _redo_restore(workspace: Workspace, manifest: Manifest) -> Redone:
    """Compare restored leads with those of the run that they are of.

    They are the same but for as many as said no since, and as are suppressed by now.
    """
    restored, _ = read_manifest(workspace, manifest.restored)
    check_run(workspace, restored)
    leads = [one for one in restored.outputs if one.name == LEADS]
    then, now = workspace.run(restored.run), workspace.run(manifest.run)
    first = next(_differences(then, now, leads), "")
    if first and _but_for_noes(then, now, manifest):
        return Redone(
            manifest.run, (LEADS,), notes=("but for who said no since, or is suppressed",)
        )
    return Redone(manifest.run, (LEADS,), first)


def _but_for_noes(then: Path, now: Path, manifest: Manifest) -> bool:
    old, new = (read_leads(str(folder / LEADS)) for folder in (then, now))
    found = lead_differences(old, new)
    said_no = sum(one.counts.get(SAID_NO, 0) for one in manifest.stages if one.name == RESTORE)
    gone = manifest.ledger.suppressed
    return (found.count(CAME), found.count(WENT)) == (0, gone) and found.changed == said_no


def _before(workspace: Workspace, manifest: Manifest) -> Standing:
    """Return what a run went on from, whole."""
    previous = manifest.previous
    if previous is None:
        return Standing(workspace)
    if not workspace.manifest(previous.run).exists():
        raise LeadkitError(
            f"{workspace.name}: run {manifest.run} went on from run {previous.run}, which is gone; "
            "it cannot be made again"
        )
    before, sha256 = read_manifest(workspace, previous.run)
    if sha256 != previous.manifest_sha256:
        raise LeadkitError(
            f"{workspace.manifest(previous.run)}: was changed since run {manifest.run} went on "
            "from it; put it back from a backup"
        )
    check_run(workspace, before)
    return Standing(workspace, None, before, sha256)


def _variables(manifest: Manifest, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a run's options; raise LeadkitError where one has another value."""
    told = manifest.options.get("variables", {})
    parts = [
        manifest.options.get(key, {}) for key in ("import", "read", "steps", "write", "export")
    ]
    used = sorted(variables_in(parts) & set(told))
    for name in used:
        value = environment.get(name)
        if value is None or variable_hash(name, value) != told[name]:
            what = "is not set" if value is None else "has another value"
            raise LeadkitError(
                f"${{{name}}} {what} now, and run {manifest.run} was made with it; set the "
                "variable as it was then"
            )
    return {name: environment[name] for name in used}


class _Past:
    """A run's files as they were, in a folder that stands for the root of the disk.

    So files that name others find them where they were, also outside of the workspace. Lists are
    not put there: they are read from where they are kept.
    """

    def __init__(
        self, workspace: Workspace, manifest: Manifest, place: Path, variables: Mapping[str, str]
    ) -> None:
        self._variables = variables
        self._workspace, self._manifest, self._place = workspace, manifest, place / "root"
        self._shipped = {one.path: one for one in manifest.inputs if one.role == SHIPPED}
        for given in manifest.inputs:
            if given.role == LIST:
                self._kept(given)
            elif given.role != SHIPPED:
                self._put(given, self._located(given.path))

    def _kept(self, given: Input) -> Path:
        kept = self._workspace.kept(given.sha256)
        if not kept.is_file():
            raise LeadkitError(
                f"{self._workspace.name}: what {given.path} was in run {self._manifest.run} is not "
                "kept any more; it cannot be made again"
            )
        return kept

    def _put(self, given: Input, target: Path) -> None:
        kept = self._kept(given)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_content(kept, target, Content(given.bytes, given.sha256))

    def _located(self, path: str) -> Path:
        """Return where a file is put that a manifest calls so."""
        whole = self._workspace.located(path).absolute()
        drive = whole.drive.replace(":", "").strip("\\/")
        return self._place.joinpath(*filter(None, [drive]), *whole.parts[1:])

    def _placed(self, kind: str, path: str) -> str:
        """Return what stands for a file that an option names."""
        if kind != "rules" or path not in self._shipped:
            return str(self._located(path))
        given, now = self._shipped[path], shipped_rules().get(path)
        if now and content_of(now).sha256 == given.sha256:
            return path
        target = self._place / "rules-of-leadkit" / f"{path}.yaml"
        if not target.exists():
            self._put(given, target)
        return str(target)

    def job(self) -> Job:
        """Return the run as it was planned."""
        told = self._manifest.options
        try:
            usual: ImportOptions = self._options(ImportOptions, told["import"])
            lists = tuple(
                InboxList(
                    str(self._workspace.located(one.path)),
                    self._options(
                        ImportOptions, {**told["import"], **told["read"].get(one.path, {})}
                    ),
                    Content(one.bytes, one.sha256),
                )
                for one in self._manifest.inputs
                if one.role == LIST
            )
            steps = [self._step(one["stage"], one["options"]) for one in told["steps"]]
            parts = parts_from(self._filled(told.get("write", {})), self._located("pipeline.yaml"))
            exports = exports_from(
                self._filled(told.get("export", [])),
                self._located("pipeline.yaml"),
                partial(self._placed, "rules"),
            )
            outputs = Outputs(
                safe_cells=told["safe_cells"],
                parts={part.name: part for part in parts},
                exports=exports,
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise LeadkitError(
                f"{self._workspace.manifest(self._manifest.run)}: does not say all that the run "
                "was told; it cannot be made again"
            ) from None
        plan = Plan([], usual, steps, outputs)
        day = date.fromisoformat(self._manifest.as_of)
        return Job(self._workspace, plan, day, Lists(lists), (), dict(told), version("leadkit"))

    def _options(self, kind: Any, told: Any) -> Any:
        return options_from(kind, told, self._placed, self._filled)

    def _filled(self, value: Any) -> Any:
        """Return what was recorded with its variables put in."""
        if isinstance(value, dict):
            return {self._filled(name): self._filled(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._filled(part) for part in value]
        return filled_text(value, self._variables) if isinstance(value, str) else value

    def _step(self, stage: str, told: Any) -> Step:
        if stage not in STAGES:
            raise LeadkitError(
                f"{self._workspace.manifest(self._manifest.run)}: this leadkit knows no step "
                f"{stage}; the run cannot be made again"
            )
        place = Item(str(self._workspace.pipeline), 1, "empty")
        return Step(stage, self._options(STAGES[stage]().options, told), place)


def _notes(manifest: Manifest) -> Iterator[str]:
    """Tell what makes the run that is not as it was then."""
    now = {"leadkit": version("leadkit"), "python": platform.python_version()}
    then = {"leadkit": manifest.leadkit, "python": manifest.python, **manifest.libraries}
    now |= {name: version(name) for name in LIBRARIES}
    for name, was in then.items():
        if now.get(name, was) != was:
            yield f"{name} is {now[name]}, was {was}"


def _differences(then: Path, now: Path, tables: Sequence[Output]) -> Iterator[str]:
    """Yield in words where tables that were made again are not as they were."""
    for table in tables:
        if not (now / table.name).is_file():
            yield f"{table.name}: is not made any more"
        elif content_of(now / table.name).sha256 != table.sha256:
            if folder_of(table):  # as another program takes it, not as we read tables
                yield f"{table.name}: is another"
                continue
            yield f"{table.name}: {_first_difference(then / table.name, now / table.name)}"


def _first_difference(then: Path, now: Path) -> str:
    """Say where two tables differ first: in a row, by its number, and a column."""
    old, new = read_leads(str(then)), read_leads(str(now))
    if list(old.columns) != list(new.columns):
        columns = [one for one in (*old.columns, *new.columns)
                   if (one in old.columns) != (one in new.columns)]  # fmt: skip
        return f"has other columns ({', '.join(columns) or 'in another order'})"
    rows = min(len(old), len(new))
    differs = (old[:rows].to_numpy() != new[:rows].to_numpy()) if rows else None
    if differs is not None and differs.any():
        row = int(differs.any(axis=1).argmax())
        column = old.columns[int(differs[row].argmax())]
        lead = f", lead {old['lead_id'][row]}" if "lead_id" in old.columns else ""
        return f"row {row + 1:,}{lead}: {column} is another"
    if len(old) != len(new):
        return f"{len(new):,} rows, were {len(old):,}"
    return "the same cells are written otherwise"
