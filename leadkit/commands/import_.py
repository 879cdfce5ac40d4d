"""The command ``leadkit import``: its options, and the checks that were asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from leadkit.base.errors import CheckFailed
from leadkit.commands.files import Writes
from leadkit.commands.options import ListFiles, RunOptions, command_app
from leadkit.commands.running import asides_of, outputs_of, run_source, write_text
from leadkit.files.disk import STANDARD
from leadkit.importing.options import ImportOptions


@command_app(
    "import",
    "leadkit import badges.csv cards.vcf crm.xlsx --rejects rejects.csv -o leads.csv",
    "leadkit import badges.csv --write-map map.yaml",
)
def app(
    options: ImportOptions,
    run: RunOptions,
    files: ListFiles = None,
    write_map: Annotated[
        str,
        typer.Option(metavar="FILE", help="Write what was guessed and why, to be edited."),
        Writes(),
    ] = "",
) -> None:
    """Read lists of any shape into one table."""
    from leadkit.importing.lists import ImportedLists

    lists = ImportedLists(files or [STANDARD], options)
    texts = {write_map: lists.map_text()} if write_map else {}
    if write_map and run.output == STANDARD:  # to be read before anything is imported
        write_text(texts[write_map], write_map)
        return
    outputs = outputs_of(run, asides_of(options), texts)
    run_source("import", lists, [], outputs, run.quiet)
    if failure := lists.too_many_rejected():
        raise CheckFailed(failure)
