"""The command ``leadkit run``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import typer

from leadkit.base.errors import CheckFailed
from leadkit.base.options import option
from leadkit.commands.options import RunOptions, command_app
from leadkit.commands.running import run_source


@dataclass(frozen=True)
class JobOptions(RunOptions):
    """What all commands have in common, where the pipeline file names an output, too."""

    # Blank and not "-", which asks for standard output whatever the file says.
    output: str = option("", "output", "Instead of the file's output.", short="-o")
    set: tuple[str, ...] = option(
        (), "settings", "Instead of what the file says, such as clean.region=AT."
    )


@command_app(
    "run",
    "leadkit run pipeline.yaml --summary rows.json -o leads.csv",
    "leadkit run pipeline.yaml --set clean.region=AT --set import.source=Fair",
)
def app(
    pipeline: Annotated[str, typer.Argument(metavar="PIPELINE.yaml", help="Pipeline file.")],
    run: JobOptions,
) -> None:
    """Run all stages of a pipeline file.

    -o and --summary stand for the file's own output and summary; --safe-cells adds to it. --set
    KEY=VALUE stands for any other of its values, and ${NAME} in it for a variable of the
    environment.
    """
    from leadkit.importing.lists import ImportedLists
    from leadkit.run.pipeline import read_pipeline
    from leadkit.workspace.gates import broken_gates, figures_of, gate_words, refuse_memory

    job = read_pipeline(pipeline, run.set)
    refuse_memory(job.expected)
    outputs = replace(
        job.outputs,
        leads=run.output or job.outputs.leads,
        summary=run.summary or job.outputs.summary,
        dry_run=run.dry_run,
        safe_cells=run.safe_cells or job.outputs.safe_cells,
    )
    lists = ImportedLists(job.lists, job.options, job.per_list)
    ledger = run_source("run", lists, job.stages, outputs, run.quiet)
    broken = broken_gates(job.expected, figures_of(ledger, ledger.stages))
    failures = [lists.too_many_rejected(), *map(gate_words, broken)]
    if failures := list(filter(None, failures)):
        raise CheckFailed("; ".join(failures))
