"""The command ``leadkit import``: its options, and the checks that were asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from leadkit.base.errors import CheckFailed, LeadkitError
from leadkit.commands.options import RunOptions, command_app
from leadkit.commands.running import asides_of, outputs_of, run_source, write_text
from leadkit.fields.fail_on import Limit
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
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE...",
            help="Lists: CSV, Excel, ODS, vCard, packed or not; folders; patterns; - for stdin.",
        ),
    ] = None,
    max_rejects: Annotated[
        str, typer.Option(metavar="N|P%", help="Exit with 1 where more rows are rejected.")
    ] = "",
    write_map: Annotated[
        str, typer.Option(metavar="FILE", help="Write what was guessed and why, to be edited.")
    ] = "",
) -> None:
    """Read lists of any shape into one table."""
    from leadkit.importing.lists import ImportedLists

    limit = _limit(max_rejects)
    lists = ImportedLists(files or [STANDARD], options)
    if write_map:
        write_text(lists.map_text(), write_map)
        if run.output == STANDARD:
            return  # the map was asked for, to be read before anything is imported
    outputs = outputs_of(run, asides_of(options))
    ledger = run_source("import", lists, [], outputs, run.quiet)
    if limit and not limit.holds(ledger.rejected, ledger.read):
        raise CheckFailed(
            f"{ledger.rejected:,} of {ledger.read:,} rows were rejected, "
            f"more than --max-rejects {max_rejects}"
        )


def _limit(text: str) -> Limit | None:
    """Return the most rows that may be rejected, None where nobody asked."""
    limit = Limit.read(text) if text else None
    if text and not limit:
        raise LeadkitError(f"--max-rejects {text}: give a number of rows, or a share such as 2%")
    return limit
