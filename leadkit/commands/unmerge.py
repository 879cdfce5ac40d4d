"""The command ``leadkit unmerge``."""

from __future__ import annotations

from typing import Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.commands.files import Reads
from leadkit.commands.options import TableOptions, command_app
from leadkit.commands.running import run_source
from leadkit.files.disk import STANDARD


@command_app(
    "unmerge",
    "leadkit unmerge deduped.csv --merges merges.csv -o originals.csv",
    "cat deduped.csv | leadkit unmerge --merges merges.csv > originals.csv",
)
def app(
    leads: Annotated[
        str,
        typer.Argument(metavar="[INPUT]", help="What dedupe wrote."),
        Reads(replaced_by="output"),
    ] = STANDARD,
    merges: Annotated[str, typer.Option(metavar="FILE", help="Its merge log."), Reads()] = "",
    *,
    table: TableOptions,
) -> None:
    """Undo a dedupe: give back the originals, with the merge log."""
    from leadkit.run.outputs import Outputs
    from leadkit.run.sources import UnmergedLeads

    if not merges:
        raise LeadkitError("unmerge needs --merges FILE, the merge log that dedupe wrote")
    outputs = Outputs(table.output, safe_cells=table.safe_cells)
    run_source("unmerge", UnmergedLeads(leads, merges), [], outputs, table.quiet)
