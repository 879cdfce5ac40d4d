"""A run of a workspace: from its lists and its master to the run that is in force."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import CheckFailed, LeadkitError
from leadkit.base.values import without_values
from leadkit.files.content import Content
from leadkit.workspace.changes import what_changed
from leadkit.workspace.exports import foreign_folders
from leadkit.workspace.gates import gate_words
from leadkit.workspace.inputs import keep_all, located, refuse_changed
from leadkit.workspace.job import Asked, Job, plan_job
from leadkit.workspace.json_file import notes_told
from leadkit.workspace.late_noes import late_notes
from leadkit.workspace.lists import LIST, Lists
from leadkit.workspace.making import Making, Watch, make_run, unwatched
from leadkit.workspace.manifest import Gate, Manifest, read_manifest
from leadkit.workspace.paths import COPIED, LEDGER, new_run_name, open_workspace, run_names
from leadkit.workspace.run_folder import into_place, new_run_folder
from leadkit.workspace.standing import (
    Standing,
    Tell,
    check_copies,
    check_run,
    locked,
    read_standing,
    refuse_to_overwrite,
    tidy,
)

if TYPE_CHECKING:
    from leadkit.run.ledger import Ledger, Note


@dataclass(frozen=True)
class WorkspaceRun:
    """What a run of a workspace did.

    ``changed`` says why there was one; it is empty where nothing changed, and then there was none.
    """

    run: str = ""  # its name, "" where there was none
    changed: tuple[str, ...] = ()
    in_force: str = ""  # the run that is in force now; not this one where it was held back
    manifest: Manifest | None = None
    ledger: Ledger | None = None

    @property
    def held_back(self) -> tuple[Gate, ...]:
        """The gates that the run broke; where there are any, it did not come into force."""
        return self.manifest.broken if self.manifest else ()


def run_workspace(
    folder: str | Path,
    *,
    as_of: date | str | None = None,
    settings: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    wait: float = 0,
    dry_run: bool = False,
    tell: Tell = lambda line: None,
    watch: Watch = unwatched,
) -> WorkspaceRun:
    """Take the new lists of a workspace into its master, as a run of its own.

    Reads all lists of the folder that no run took in before, takes them through the pipeline with
    the leads of the run in force, and writes ``runs/<name>/``. When all of it is on disk, one step
    makes it the run in force; whoever reads sees the old run or the new one, whole. Where nothing
    changed since the run in force there is no run; where a gate does not hold, the run is kept, and
    the one before stays in force.

    ``as_of`` is the day on which all steps count, today if neither it nor the pipeline says one;
    ``settings`` such as "clean.region=AT" stand for what the pipeline says; ``environment`` is what
    ``${NAME}`` is there, else that of the process. ``wait`` is how many seconds to wait for another
    run. A dry run writes nothing. ``tell`` is given lines for the user; ``watch`` is given the
    source of the leads and the stages, and returns a context with whom to tell how far the run is.

    Raises LeadkitError (exit code 2) where the folder is no workspace, for whatever is wrong with
    its files, where there are neither lists nor a master, and where leads.csv or a file of the run
    in force was changed by hand; Busy (75) where another run is at work; CheckFailed (1) where
    nothing changed since a run that was held back.
    """
    workspace = open_workspace(folder)
    asked = Asked(as_of, settings, environment)
    if dry_run:
        standing = read_standing(workspace)
        job = plan_job(workspace, standing.manifest, asked)
        changed = what_changed(job, standing.manifest)
        making = Making("", workspace.runs, workspace.kept, _now(), changed, True, watch)
        return _dry_run(job, standing, making)
    with locked(workspace, wait, tell):
        tidy(workspace, tell)
        standing = read_standing(workspace)
        if standing.manifest:
            check_run(workspace, standing.manifest)
        check_copies(standing, tell)
        job = plan_job(workspace, standing.manifest, asked)
        for note in job.lists.notes:
            tell(note)
        changed = what_changed(job, standing.manifest)
        in_force = standing.manifest.run if standing.manifest else ""
        if not changed:
            return WorkspaceRun(in_force=in_force)
        _refuse_held_back(job, standing)
        return _run(job, standing, changed, watch, tell)


def _run(
    job: Job, standing: Standing, changed: tuple[str, ...], watch: Watch, tell: Tell
) -> WorkspaceRun:
    """Make a run, and make it the one in force if no gate holds it back."""
    workspace = job.workspace
    names = {one.name for one in standing.manifest.outputs} if standing.manifest else set()
    at_the_top = (*COPIED, *(part.name for part in job.parts))
    folders = foreign_folders(
        job.plan.outputs.exports, standing.manifest.outputs if standing.manifest else ()
    )
    foreign = (*(name for name in at_the_top if name not in names), *folders)
    refuse_to_overwrite(workspace, foreign)
    keep_all(workspace, _files(job))
    in_force = standing.manifest.run if standing.manifest else ""
    began = _now()
    run = new_run_name(workspace, began)
    tell("; ".join(changed))
    for note in late_notes(job, standing):
        tell(f"note: {note}")
    with new_run_folder(workspace, run) as folder:
        making = Making(run, folder, workspace.kept, began, changed, watch=watch)
        manifest, sha256, ledger = make_run(job, standing, making)
        refuse_changed(workspace, job.inputs)
        refuse_vanished(job)
        in_force = into_place(workspace, manifest, sha256, "run") or in_force
    ledger.notes = list(_not_told_before(ledger.notes, standing))
    return WorkspaceRun(run, changed, in_force, manifest, ledger)


def _dry_run(job: Job, standing: Standing, making: Making) -> WorkspaceRun:
    in_force = standing.manifest.run if standing.manifest else ""
    if not making.changed:
        return WorkspaceRun(in_force=in_force)
    manifest, _, ledger = make_run(job, standing, making)
    return WorkspaceRun("", making.changed, in_force, manifest, ledger)


def _not_told_before(notes: Sequence[Note], standing: Standing) -> Iterator[Note]:
    """Yield notes but those on rules that the run before told in the same words.

    They hold until somebody changes something, and are in the log and the ledger of each run.
    """
    path = standing.file(LEDGER)
    before = set(notes_told(path)) if path else set()
    for note in notes:
        if not (note.about_rules and without_values(note) in before):
            yield note


def _files(job: Job) -> list[tuple[Path | str, Content]]:
    """Return all files that a run reads, with their content, to be kept."""
    files: list[tuple[Path | str, Content]] = [
        (located(job.workspace, one), Content(one.bytes, one.sha256)) for one in job.inputs
    ]
    return files + [(one.path, one.content) for one in job.lists.new]


def refuse_vanished(job: Job) -> None:
    """Raise LeadkitError for a list that went away while the run was made."""
    for one in job.lists.new:
        if not os.path.exists(one.path):
            raise LeadkitError(
                f"{one.path}: went away while the run was made, which was not kept; put it back, "
                "or run this again without it"
            )


def _refuse_held_back(job: Job, standing: Standing) -> None:
    """Raise CheckFailed where the same run was made before, and is held back."""
    for run in reversed(run_names(job.workspace)):
        if standing.present and run <= standing.present.run:
            return
        made, _ = read_manifest(job.workspace, run)
        if made.broken and _same(job, made):
            why = "; ".join(map(gate_words, made.broken))
            raise CheckFailed(
                f"{job.workspace.name}: nothing changed since run {run}, which is held back "
                f"({why}); look at it, then 'leadkit runs publish {run}{job.workspace.at}'"
            )


def _same(job: Job, held_back: Manifest) -> bool:
    """Tell whether a run would be the same as one that was held back."""
    lists = {one.sha256 for one in held_back.inputs if one.role == LIST}
    if {one.content.sha256 for one in job.lists.new} != lists:
        return False
    return not what_changed(replace(job, lists=Lists(())), held_back)


def _now() -> datetime:
    return datetime.now(UTC)
