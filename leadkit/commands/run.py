"""The command ``leadkit run``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from leadkit.commands.options import RunOptions, command_app
from leadkit.commands.running import run_source
from leadkit.files.disk import STANDARD


@command_app(
    "run",
    "leadkit run pipeline.yaml",
    "leadkit run pipeline.yaml --summary rows.json -o leads.csv",
)
def app(
    pipeline: Annotated[str, typer.Argument(metavar="PIPELINE.yaml", help="Pipeline file.")],
    run: RunOptions,
) -> None:
    """Run all stages of a pipeline file.

    -o and --summary stand for the file's own output and summary.
    """
    from leadkit.importing.lists import ImportedLists
    from leadkit.run.pipeline import read_pipeline

    job = read_pipeline(pipeline)
    outputs = replace(
        job.outputs,
        leads=job.outputs.leads if run.output == STANDARD else run.output,
        summary=run.summary or job.outputs.summary,
        dry_run=run.dry_run,
    )
    run_source("run", ImportedLists(job.lists, job.options), job.stages, outputs, run.quiet)
