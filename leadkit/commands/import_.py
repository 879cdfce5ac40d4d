"""The command ``leadkit import``: its options, and the checks that were asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.base.errors import CheckFailed, LeadkitError
from leadkit.commands.options import DryRun, OutputFile, Quiet, SummaryFile
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from leadkit.run.ledger import Ledger

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help="Lists: CSV, Excel, ODS, vCard, packed or not; folders; patterns; - for stdin.",
    ),
]


def register(app: typer.Typer, run: Callable[..., Ledger]) -> None:
    """Add the command to the app; ``run`` takes a source through its stages."""

    @app.command("import")
    def import_lists(
        files: Files = None,
        rejects: Annotated[
            str, typer.Option(metavar="FILE", help="Write the rows that cannot be read here.")
        ] = "",
        max_rejects: Annotated[
            str, typer.Option(metavar="N|P%", help="Exit with 1 where more rows are rejected.")
        ] = "",
        map_file: Annotated[
            str,
            typer.Option("--map", metavar="FILE", help="Which column becomes which; no guessing."),
        ] = "",
        write_map: Annotated[
            str, typer.Option(metavar="FILE", help="Write what was guessed and why, to be edited.")
        ] = "",
        require: Annotated[
            str,
            typer.Option(metavar="COLUMNS", help="Columns every list must have, as email,company."),
        ] = "",
        source: Annotated[
            str, typer.Option(metavar="TEXT", help="lead_source of rows that have none.")
        ] = "",
        date_order: Annotated[
            str, typer.Option(metavar="dmy|mdy", help="How 03/04/2026 is meant, if nothing tells.")
        ] = "",
        fix_mojibake: Annotated[
            bool, typer.Option("--fix-mojibake", help="Repair text that was decoded twice.")
        ] = False,
        encoding: Annotated[
            str,
            typer.Option(metavar="NAME", help="Encoding of the files, if it is not found right."),
        ] = "",
        delimiter: Annotated[
            str, typer.Option(metavar="SIGN", help="Sign between cells, if it is not found right.")
        ] = "",
        header_row: Annotated[
            str, typer.Option(metavar="N", help="Line of the header; 0 if there is none.")
        ] = "",
        sheet: Annotated[
            str, typer.Option(metavar="NAME|N", help="Sheet of a workbook, if not the first.")
        ] = "",
        output: OutputFile = STANDARD,
        summary: SummaryFile = "",
        dry_run: DryRun = False,
        quiet: Quiet = False,
    ) -> None:
        """Read lists of any shape into one table."""
        from leadkit.files.disk import open_output
        from leadkit.importing.importer import ImportOptions
        from leadkit.importing.lists import ImportedLists
        from leadkit.run.outputs import Outputs

        limit = _limit(max_rejects)
        options = ImportOptions(
            encoding=encoding,
            delimiter=delimiter,
            source=source,
            map=map_file,
            header_row=header_row,
            sheet=sheet,
            require=require,
            date_order=date_order,
            fix_mojibake="yes" if fix_mojibake else "",
        )
        lists = ImportedLists(files or [STANDARD], options)
        if write_map:
            written = open_output(write_map)
            written.write(lists.map_text().encode())
            written.commit()
            if output == STANDARD:
                return  # the map was asked for, to be read before anything is imported
        ledger = run(
            "import", lists, [], Outputs(output, {"rejects": rejects}, summary, dry_run), quiet
        )
        if limit is not None and ledger.rejected > limit(ledger.read):
            raise CheckFailed(
                f"{ledger.rejected:,} of {ledger.read:,} rows were rejected, "
                f"more than --max-rejects {max_rejects}"
            )


def _limit(text: str) -> Callable[[int], float] | None:
    """Return how many of so many rows may be rejected, None where nobody asked."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,9}(?:\.\d+)?)\s*(%?)", text)
    if not found or (not found[2] and "." in found[1]):
        raise LeadkitError(f"--max-rejects {text}: give a number of rows, or a share such as 2%")
    number = float(found[1])
    return lambda read: read * number / 100 if found[2] else number
