"""A run made into a folder: its tables, its ledger, its log, and last its manifest."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from leadkit.base.leads import Stage
from leadkit.base.options import options_of
from leadkit.base.values import without_values
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.deduping.remembered import Remembered
from leadkit.files.content import content_of
from leadkit.files.disk import replace_file, sync_folder
from leadkit.importing.lists import ImportedLists
from leadkit.run.engine import Source, run_stages
from leadkit.run.ledger import Ledger
from leadkit.run.outputs import Outputs
from leadkit.run.parts import Part
from leadkit.run.pipeline import Step, stages_of
from leadkit.run.progress import Progress
from leadkit.run.sources import MasterFile, updating
from leadkit.run.stages import STAGES
from leadkit.workspace.exports import folder_of, placed_exports
from leadkit.workspace.gates import figures_before, figures_of, gate_words, held_gates
from leadkit.workspace.job import UPDATE, Job
from leadkit.workspace.manifest import (
    SCHEMA,
    Gate,
    Link,
    Manifest,
    Output,
    Rows,
    StageRun,
    Taken,
    manifest_bytes,
)
from leadkit.workspace.new_leads import NEW as NEW_LEADS
from leadkit.workspace.new_leads import NewLeads, since
from leadkit.workspace.parts import placed
from leadkit.workspace.paths import (
    COMPARED,
    COPIED,
    LEADS,
    LEDGER,
    LOG,
    MANIFEST,
    SUPPRESSED,
    TABLES,
)
from leadkit.workspace.reports import write_report
from leadkit.workspace.standing import Standing
from leadkit.workspace.suppressed import carry_on
from leadkit.workspace.timing import Clock, TimedLists, peak_memory

# Those whose versions may change what a run gives.
LIBRARIES = ("pandas", "pyarrow", "numpy", "phonenumbers", "email-validator", "rapidfuzz")

# Tables that a step makes only where one of these options is given.
_ASKED = {"suppressed": ("suppress",), "known": ("against", "removed"), "channels": ("by",)}
# Steps that leave all cells as they are and append others.
APPENDING = frozenset(("score", "classify", "cpl"))

# What is asked, before a run begins, for whom to tell how far it is.
Watch = Callable[[Source, list[Stage]], AbstractContextManager[Progress]]


@contextmanager
def unwatched(source: Source, stages: list[Stage]) -> Iterator[Progress]:
    """Return nobody."""
    yield Progress()


@dataclass(frozen=True)
class Making:
    """Where a run is made, and what it is called."""

    run: str
    folder: Path
    kept: Callable[[str], Path]  # where the content with a hash is
    began: datetime
    changed: tuple[str, ...] = ()
    dry_run: bool = False
    watch: Watch = field(default=unwatched)
    reports: bool = True  # writes report.html


def make_run(job: Job, standing: Standing, making: Making) -> tuple[Manifest, str, Ledger]:
    """Make a run into a folder that is there; return its manifest, that one's hash, its ledger.

    All files are on disk when this returns. ``standing`` is what the run goes on from. In a dry run
    nothing is written, and the hash is blank.
    """
    clock = Clock()
    master = MasterFile(str(leads)) if (leads := standing.file(LEADS)) else None
    if master is not None and any(step.stage == UPDATE for step in job.plan.steps):
        master.read_ahead()  # it is that of a run that is done, and the workspace is locked
    lists = TimedLists(_imported(job, making), standing.file(LEADS), clock)
    steps = [
        _with_tables(_with_master(step, job, standing), making.folder) for step in job.plan.steps
    ]
    remembered = Remembered(standing.compared(), job.version)
    made = stages_of(steps, {UPDATE: partial(updating, remembered=remembered, master=master)})
    stages = [clock.stage(stage) for stage in made]
    new_leads = _new_leads(steps, master)
    stages.append(clock.stage(new_leads.stage))
    outputs = _outputs(job, steps, making, standing)
    with making.watch(lists, stages) as progress:
        ledger = run_stages(lists, stages, outputs, progress)
    counts = {**ledger.tables, Path(LEADS).stem: ledger.written}
    counts |= {name.removesuffix(".csv"): rows for name, rows in ledger.parts.items()}
    if not making.dry_run:
        removed = carry_on(making.folder, standing.file(SUPPRESSED), outputs.safe_cells)
        counts |= {Path(SUPPRESSED).stem: removed}
        if _are_as_updated(made) and (kept := remembered.kept(new_leads.ids)):
            replace_file(making.folder / COMPARED, kept)
    gates = _gates(job, standing, ledger, new_leads.new, lists.too_many_rejected())
    manifest = _manifest(job, standing, making, ledger, gates, clock)
    manifest = replace(manifest, ledger=replace(manifest.ledger, new=new_leads.new))
    if making.dry_run:
        return manifest, "", ledger
    replace_file(making.folder / LOG, log_text(manifest, ledger).encode())
    if making.reports:
        write_report(job.workspace, manifest, making.folder, new_leads.leads)
    manifest = replace(manifest, outputs=written_files(making.folder, counts, job.parts))
    content = manifest_bytes(manifest)
    replace_file(making.folder / MANIFEST, content)
    sync_folder(making.folder)
    return manifest, content_of(making.folder / MANIFEST).sha256, ledger


def _imported(job: Job, making: Making) -> ImportedLists:
    return ImportedLists(
        job.lists.openers(making.kept) if not making.dry_run else job.lists.openers_in_place(),
        job.plan.options,
        job.lists.own_options(job.plan.options),
    )


def _with_master(step: Step, job: Job, standing: Standing) -> Step:
    """Return a step that goes on from the run in force: its leads, and whom it removed."""
    if step.stage != UPDATE:
        return step
    options = step.options
    leads, removed = standing.file(LEADS), standing.file(SUPPRESSED)
    keys = [one.options.key_file for one in job.plan.steps if hasattr(one.options, "key_file")]
    told: dict[str, Any] = {"master": str(leads) if leads else ""}
    told["removed"] = (*options.removed, *([str(removed)] if removed else []))
    told["key_file"] = next(filter(None, keys), "") if told["removed"] else ""
    return replace(step, options=replace(options, **told))


def _are_as_updated(stages: list[Stage]) -> bool:
    """Tell whether the leads end as their update left them, but for cells that were appended."""
    names = [stage.name for stage in stages]
    return UPDATE in names and APPENDING.issuperset(names[names.index(UPDATE) + 1 :])


def _new_leads(steps: list[Step], master: MasterFile | None) -> NewLeads:
    rules = [step.options.rules for step in steps if step.stage == "classify"]
    lifecycle = read_lifecycle(rules[-1]) if rules else None
    return NewLeads(master, lifecycle)


def _with_tables(step: Step, folder: Path) -> Step:
    """Return a step that writes all tables that it can into a run's folder."""
    offered = STAGES[step.stage]().asides
    tables = {
        name: str(folder / f"{name}.csv")
        for name in TABLES
        if name in offered and _is_made(name, step.options)
    }
    return replace(step, options=replace(step.options, **tables))


def _outputs(job: Job, steps: list[Step], making: Making, standing: Standing) -> Outputs:
    """Return where the leads and all side tables go."""
    folder = making.folder
    tables = {name: str(folder / f"{name}.csv") for name in ("rejects", NEW_LEADS)}
    for step in steps:
        options = step.options
        tables |= {name: path for name in TABLES if (path := getattr(options, name, ""))}
    return Outputs(
        leads=str(folder / LEADS),
        aside=tables,
        summary=str(folder / LEDGER),
        dry_run=making.dry_run,
        safe_cells=job.plan.outputs.safe_cells,
        parts=placed(job.parts, folder),
        exports=placed_exports(
            job.plan.outputs.exports,
            folder if folder.is_dir() else job.workspace.folder,  # a dry run before any other
            since(standing.file(LEADS)),
        ),
        as_of=job.day,
    )


def _is_made(table: str, options: Any) -> bool:
    """Tell whether a step makes a table that it can make only where it is asked for it."""
    given = [name for name in _ASKED.get(table, ()) if name in options_of(type(options))]
    return not given or any(getattr(options, name) for name in given)


def _gates(
    job: Job, standing: Standing, ledger: Ledger, new: int, too_many: str
) -> tuple[Gate, ...]:
    """Return all that was asked of the run; what a step or import found amiss is a gate, too."""
    figures = figures_of(ledger, ledger.stages, new)
    gates = held_gates(job.plan.expected, figures, figures_before(standing.published()))
    failed = map(without_values, [*ledger.failures, *filter(None, [too_many])])
    gates += [Gate("check", "as the steps ask", failure, held=False) for failure in failed]
    return tuple(gates)


def _manifest(
    job: Job, standing: Standing, making: Making, ledger: Ledger, gates: tuple[Gate, ...],
    clock: Clock,
) -> Manifest:  # fmt: skip
    before = standing.manifest
    lists = tuple(one.input(job.workspace) for one in job.lists.new)
    taken = tuple(Taken(one.sha256, one.path, making.run) for one in lists)
    rows = {name: getattr(ledger, name, 0) for name in (
        "read", "written", "master", "rejected", "merged", "suppressed", "known")}  # fmt: skip
    return Manifest(
        schema=SCHEMA,
        leadkit=job.version,
        python=platform.python_version(),
        run=making.run,
        kind="run",
        began=stamp(making.began),
        ended=stamp(datetime.now(UTC)),
        as_of=job.day.isoformat(),
        ledger=Rows(**rows),
        options=job.options,
        system=platform.platform(),
        libraries={name: version(name) for name in LIBRARIES},
        previous=Link(before.run, standing.manifest_sha256) if before else None,
        changed=making.changed,
        inputs=(*job.inputs, *lists),
        taken=(*(before.taken if before else ()), *taken),
        stages=tuple(
            StageRun(one.name, one.rows_in, one.rows_out, dict(one.counts)) for one in ledger.stages
        ),
        expect=gates,
        seconds=clock.seconds(),
        peak_memory=peak_memory(),
    )


def written_files(
    folder: Path, rows: dict[str, int], parts: Iterable[Part] = ()
) -> tuple[Output, ...]:
    """Return all files of a run's folder, but the manifest, with their content.

    ``parts`` are the files for some of the leads, of which the top has a copy, too, as it has of
    all that lies in folders: those are hand-overs.
    """
    outputs = []
    at_the_top = {*COPIED, *(part.name for part in parts)}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = content_of(path)
        name = path.relative_to(folder).as_posix()
        count = rows.get(name.removesuffix(".csv")) if path.suffix == ".csv" else None
        output = Output(name, content.bytes, content.sha256, count)
        copied = bool(folder_of(output)) or name in at_the_top
        outputs.append(replace(output, copied=copied))
    return tuple(outputs)


def stamp(moment: datetime) -> str:
    """Return a moment (UTC) as manifests write it.

    >>> stamp(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    '2026-11-27T09:30:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def log_text(manifest: Manifest, ledger: Ledger) -> str:
    """Return the log of a run: why there was one, what it counted, what to know of it."""
    lines = [f"{manifest.began} {line}" for line in manifest.changed]
    lines += [f"{manifest.ended} note: {without_values(note)}" for note in ledger.notes]
    for stage in manifest.stages:
        counts = "".join(f", {many} {word}" for word, many in stage.counts.items())
        lines.append(
            f"{manifest.ended} {stage.name}: {stage.rows_in} in, {stage.rows_out} out{counts}"
        )
    lines += [
        f"{manifest.ended} {reject.file}:{reject.line}: {reject.code}" for reject in ledger.rejects
    ]
    lines += [f"{manifest.ended} held back: {gate_words(gate)}" for gate in manifest.broken]
    return "".join(f"{line}\n" for line in lines)
