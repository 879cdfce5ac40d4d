"""The command ``leadkit run``: a pipeline file, or a workspace."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.base.errors import CheckFailed, LeadkitError
from leadkit.base.how_many import how_many
from leadkit.base.options import dashed, option
from leadkit.commands.files import Reads, keep_private, tell_of_files
from leadkit.commands.options import RunOptions, command_app
from leadkit.commands.running import report, run_source
from leadkit.commands.telling import say

if TYPE_CHECKING:
    from leadkit.base.leads import Stage
    from leadkit.run.engine import Source
    from leadkit.run.progress import Progress
    from leadkit.workspace.paths import Workspace
    from leadkit.workspace.running import WorkspaceRun

_SECONDS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True)
class JobOptions(RunOptions):
    """What all commands have in common, where the pipeline file names an output, too."""

    # Blank and not "-", which asks for standard output whatever the file says.
    output: str = option("", "output", "Instead of the file's output.", short="-o")
    set: tuple[str, ...] = option(
        (), "settings", "Instead of what the file says, such as clean.region=AT."
    )
    as_of: date | None = option(None, "day", "Of a workspace: the day of all steps, else today.")
    wait: str = option("", "text", "Of a workspace: how long to wait for another run.", "10m")


# What only one of the two has: options, and what to do instead.
_OF_FILES = {
    "output": "a workspace writes its leads to leads.csv",
    "summary": "each run of a workspace has its ledger.json",
    "safe_cells": "write safe_cells: true into pipeline.yaml",
}
_OF_WORKSPACES = {
    "as_of": "of a pipeline file set it of a step, as --set classify.as_of=2026-10-31",
    "wait": "a pipeline file waits for nobody",
}


@command_app(
    "run",
    "leadkit run fair --wait 10m",
    "leadkit run pipeline.yaml --set clean.region=AT -o leads.csv",
)
def app(
    pipeline: Annotated[
        str,
        typer.Argument(metavar="FOLDER|PIPELINE.yaml", help="Workspace, or pipeline file."),
        Reads(),
    ],
    run: JobOptions,
) -> None:
    """Run a workspace, or all stages of a pipeline file.

    A workspace is a folder with a pipeline.yaml, as 'leadkit init' makes it: its new lists are
    taken into leads.csv, and what was made is kept in runs/. Of a pipeline file, -o and --summary
    stand for its own output and summary; --safe-cells adds to it. --set KEY=VALUE stands for any
    other of its values, and ${NAME} in it for a variable of the environment.
    """
    if os.path.isdir(pipeline) or not (
        os.path.exists(pipeline) or pipeline.endswith((".yaml", ".yml", "-"))
    ):
        _refuse(run, _OF_FILES, "a pipeline file")
        _run_folder(pipeline, run)
    else:
        _refuse(run, _OF_WORKSPACES, "a workspace")
        _run_file(pipeline, run)


def _refuse(run: JobOptions, others: dict[str, str], what: str) -> None:
    for name, instead in others.items():
        if getattr(run, name):
            raise LeadkitError(f"{dashed(name)} is for {what}; {instead}")


def _run_file(pipeline: str, run: JobOptions) -> None:
    from leadkit.importing.lists import ImportedLists
    from leadkit.run.pipeline import read_plan, stages_of
    from leadkit.run.uses import uses_of_plan
    from leadkit.workspace.gates import broken_gates, figures_of, gate_words, refuse_memory

    job = read_plan(pipeline, run.set)
    refuse_memory(job.expected)
    outputs = replace(
        job.outputs,
        leads=run.output or job.outputs.leads,
        summary=run.summary or job.outputs.summary,
        dry_run=run.dry_run,
        safe_cells=run.safe_cells or job.outputs.safe_cells,
    )
    tell_of_files(uses_of_plan(pipeline, job, outputs), run.quiet)
    stages = stages_of(job.steps)
    lists = ImportedLists(job.lists, job.options, job.per_list)
    ledger = run_source("run", lists, stages, outputs, run.quiet)
    broken = broken_gates(job.expected, figures_of(ledger, ledger.stages))
    failures = [lists.too_many_rejected(), *map(gate_words, broken)]
    if failures := list(filter(None, failures)):
        raise CheckFailed("; ".join(failures))


def _run_folder(folder: str, run: JobOptions) -> None:
    from leadkit.commands.progress import shown_progress
    from leadkit.run.outputs import Outputs
    from leadkit.workspace.running import run_workspace

    def tell(line: str) -> None:
        if not run.quiet:
            say(f"leadkit run: {line}")

    def watch(source: Source, stages: list[Stage]) -> AbstractContextManager[Progress]:
        return shown_progress("run", source, stages, Outputs(leads=folder), run.quiet)

    _keep_private(folder, run)
    done = run_workspace(
        folder,
        as_of=run.as_of,
        settings=run.set,
        wait=seconds_in(run.wait),
        dry_run=run.dry_run,
        tell=tell,
        watch=watch,
    )
    if done.ledger is None:
        tell(f"{folder}: nothing to do: nothing changed since run {done.in_force}")
        return
    _tell_done(folder, done, run)


def _keep_private(folder: str, run: JobOptions) -> None:
    """Have the tables of a run be for nobody who may not read its lists, and its master."""
    from leadkit.run.pipeline import read_plan
    from leadkit.run.uses import Use, each_file, uses_of_plan
    from leadkit.workspace.paths import LEADS, Workspace

    workspace = Workspace(Path(folder))
    pipeline = str(workspace.pipeline)
    with suppress(LeadkitError):  # which the run itself tells
        plan = read_plan(pipeline, run.set)
        uses = [one for one in uses_of_plan(pipeline, plan, plan.outputs) if not one.writes]
        keep_private(each_file([*uses, Use(str(workspace.top(LEADS)), "the master")]))


def _tell_done(folder: str, done: WorkspaceRun, run: JobOptions) -> None:
    from leadkit.run.outputs import Outputs
    from leadkit.workspace.gates import gate_words
    from leadkit.workspace.paths import Workspace

    assert done.ledger is not None
    assert done.manifest is not None
    workspace = Workspace(Path(folder))
    made = workspace.run(done.run).as_posix()
    if not run.quiet:
        tables = Outputs(aside={"rejects": f"{made}/rejects.csv"} if done.run else {})
        held_back = [gate_words(gate) for gate in done.held_back]
        fields = {"run": done.run, "new": done.manifest.ledger.new, "held_back": held_back}
        report("run", done.ledger, tables, _in_force(workspace, done), fields)
    why = "; ".join(map(gate_words, done.held_back))
    if why and done.run:
        raise CheckFailed(
            f"run {done.run} is held back, and {done.in_force or 'no run'} stays in force: {why}; "
            f"look into {made}, then 'leadkit runs publish {done.run}{workspace.at}'"
        )
    if why:
        raise CheckFailed(f"this run would be held back: {why}; nothing was written")


def _in_force(workspace: Workspace, done: WorkspaceRun) -> str:
    """Return in words what is in force now, "" where it is the run before."""
    from leadkit.workspace.paths import LEADS, NEW, REPORT

    if not done.run:
        return "nothing was written"
    if done.manifest is None or done.held_back:
        return ""
    rows = done.manifest.ledger
    leads, new = (workspace.top(name).as_posix() for name in (LEADS, NEW))
    report = (workspace.run(done.run) / REPORT).as_posix()
    written = f"{leads}: {how_many(rows.written, 'lead')}, {rows.new:,} new ({new})"
    return f"{written}; run {done.run}, to look at: {report}"


def seconds_in(text: str) -> float:
    """Return how many seconds a text such as 10m means; raise LeadkitError where it means none.

    >>> seconds_in("10m"), seconds_in("90"), seconds_in("1 h"), seconds_in("")
    (600.0, 90.0, 3600.0, 0.0)
    """
    if not text:
        return 0.0
    found = re.fullmatch(r"(\d{1,6})\s*([smh]?)(?:ec|in|our)?s?", text.strip().casefold())
    if found is None:
        raise LeadkitError(f"--wait {text}: give seconds, minutes or hours, as 90s, 10m or 1h")
    return float(int(found[1]) * _SECONDS[found[2] or "s"])
