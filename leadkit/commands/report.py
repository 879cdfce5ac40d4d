"""The command ``leadkit report``: a run as one page for people."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.base.options import StageOptions, option
from leadkit.commands.completing import complete_runs
from leadkit.commands.files import Reads
from leadkit.commands.options import command_app
from leadkit.commands.running import write_text
from leadkit.commands.telling import is_terminal, say
from leadkit.files.disk import STANDARD, refuse_page_ending


@dataclass(frozen=True)
class ReportOptions(StageOptions):
    """Where a report goes, and what it says beside the tables of its run."""

    output: str = option(STANDARD, "output", "Write here, not to standard output.", short="-o")
    spend: str = option("", "file", "What was spent by lead_source, else the folder's spend.csv.")
    revenue: str = option("", "figure", "Of an order, where the spend tells none.", "MONEY")
    margin: str = option("", "figure", "Of an order, where the spend tells none.", "SHARE")
    show_values: bool = option(False, "flag", "Show cells of people as they are, not masked.")
    quiet: bool = option(False, "flag", "Say nothing unless something is wrong.", short="-q")


@command_app(
    "report",
    "leadkit report fair -o report.html",
    "leadkit report last-1 --in fair --spend costs.csv -o report.html",
)
def app(
    run: Annotated[
        str,
        typer.Argument(
            metavar="[RUN|FOLDER]",
            help="Workspace, for its run in force; folder of a run or of tables; run, with --in.",
            autocompletion=complete_runs,
        ),
        Reads(),
    ] = "present",
    folder: Annotated[
        str, typer.Option("--in", metavar="FOLDER", help="The workspace of a run."), Reads()
    ] = ".",
    *,
    report: ReportOptions,
) -> None:
    """Show a run on one page, to look at or to mail.

    One file of HTML, without scripts, that asks the network for nothing. What became of all rows,
    who is new, the funnel, quality, duplicates, scores, who may be contacted, what leads cost, and
    what to do next. Cells of people are masked.
    """
    from leadkit.workspace.reports import report_html

    if report.output == STANDARD and _on_terminal():
        raise LeadkitError("a page is no text for a terminal; give -o report.html")
    refuse_page_ending(report.output)
    worth = {name: text for name in ("revenue", "margin") if (text := getattr(report, name))}
    given = (run, "present") if os.path.isdir(run) else (folder, run)
    if given == (".", run) and run != "present" and not os.path.isfile("pipeline.yaml"):
        raise LeadkitError(
            f"{run}: no such folder; of a run's name, --in FOLDER says of which workspace it is"
        )
    page = report_html(
        given[0], given[1], show_values=report.show_values, spend=report.spend, worth=worth
    )
    write_text(page, report.output)
    if report.output != STANDARD and not report.quiet:
        kept = " It shows cells of people as they are." if report.show_values else ""
        say(f"leadkit report: {report.output}: open it in a browser, or mail it.{kept}")


def _on_terminal() -> bool:
    import sys

    return sys.stdout is not None and is_terminal(sys.stdout)
