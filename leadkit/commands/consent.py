"""The command ``leadkit consent``: who said yes, list by list, and what each yes lacks."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.base.how_many import how_many
from leadkit.base.options import StageOptions, option
from leadkit.commands.files import Reads
from leadkit.commands.fitting import Cell, NamedTable
from leadkit.commands.options import TableOptions, command_app
from leadkit.commands.screen import screen
from leadkit.commands.telling import note, say
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadkit.classifying.consent_overview import ListConsent


@dataclass(frozen=True)
class OverviewOptions(StageOptions):
    """What proves a consent, and on which day it is asked."""

    consent: str = option(
        "consent", "rules", "Consent table that says what is evidence, or a shipped one.", "TABLE"
    )
    as_of: date | None = option(None, "day", "Later days prove nothing yet; or today.")


@command_app(
    "consent",
    "leadkit consent leads.csv",
    "leadkit consent badges.csv crm.csv -o consent.csv",
)
def app(
    options: OverviewOptions,
    leads: Annotated[
        list[str] | None,
        typer.Argument(metavar="LEADS...", help="Leads at any stage, or lists; - for stdin."),
        Reads(lists=True),
    ] = None,
    *,
    table: TableOptions,
) -> None:
    """Tell for each list who said yes, and what is missing to mail them.

    A yes needs its day, source and wording. What a list lacks is given when it is imported:
    the last column is what to write. No option of this command changes any lead.
    """
    from leadkit.classifying.consent_overview import ConsentCount, overview_table
    from leadkit.classifying.consent_table import read_consent
    from leadkit.fields.spans import NO_DAY
    from leadkit.files.csv_out import write_rows
    from leadkit.importing.lists import ImportedLists
    from leadkit.importing.options import ImportOptions
    from leadkit.run.outputs import OpenOutputs

    day = options.as_of.toordinal() if options.as_of else NO_DAY
    consent_table = read_consent(options.consent)
    source = ImportedLists(leads or [STANDARD], ImportOptions())
    count = ConsentCount(consent_table, day, {label: path for path, label in source.labels.items()})
    for batch in source.tables():
        count.count(batch)
    if table.output == STANDARD and sys.stdout is not None and sys.stdout.isatty():
        _show(count.lines())
    else:
        told = overview_table(count)
        rows = told.to_numpy().tolist()
        with OpenOutputs() as opened:
            written = opened.open_table(table.output)
            write_rows(written, list(told.columns), rows, table.safe_cells)
            opened.commit()
    if not table.quiet:
        *lists, total = count.lines()
        if source.rejects:
            unread = how_many(len(source.rejects), "row")
            note(f"{unread} could not be read; 'leadkit import' says why", "consent")
        say(
            f"leadkit consent: {how_many(total.leads, 'row')} of {how_many(len(lists), 'list')}: "
            f"{total.said['yes']:,} said yes, "
            f"{total.proven:,} of them with proof"
        )


def _show(lines: Sequence[ListConsent]) -> None:

    console = screen()
    console.print(overview_view(lines))
    for own in lines[:-1]:
        if to_do := own.to_do():
            console.print(f"{own.name}, to mend it:", style="dim")
            console.print(f"  {to_do}", soft_wrap=True)


def overview_view(lines: Sequence[ListConsent]) -> NamedTable:
    """Return the lists, and their sums last, as a table that fits the terminal."""
    from leadkit.classifying.consent_overview import lacking

    lacks = [(*lacking(own), *([f"unread: {own.unread:,}"] if own.unread else [])) for own in lines]
    columns: dict[str, Sequence[Cell]] = {
        "leads": [f"{own.leads:,}" for own in lines],
        "yes": [f"{own.said['yes']:,}" for own in lines],
        "proven": [f"{own.proven:,}" for own in lines],
        **{word: [f"{own.said[word]:,}" for own in lines] for word in ("no", "nothing", "unclear")},
        "lacks": lacks,
    }
    spared = ("nothing", "unclear", "leads")
    return NamedTable("list", [own.name for own in lines], columns, spared, "-o FILE writes all")
