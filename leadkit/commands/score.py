"""The command ``leadkit score``, and what new rules would change."""

from __future__ import annotations

from typing import Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.commands.completing import complete_rules
from leadkit.commands.files import Reads
from leadkit.commands.options import InputFile, RunOptions, command_app
from leadkit.commands.running import run_stage, write_text
from leadkit.commands.telling import note
from leadkit.files.disk import STANDARD
from leadkit.score import ScoreOptions


@command_app(
    "score",
    "leadkit score leads.csv --rules b2b -o scored.csv",
    "leadkit score leads.csv --activities visits.csv --as-of today > scored.csv",
)
def app(
    options: ScoreOptions,
    run: RunOptions,
    leads: Annotated[InputFile, Reads(replaced_by="output", unless="compare")] = STANDARD,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="OLD NEW",
            help="Tell what new rules would change; score nothing.",
            autocompletion=complete_rules,
        ),
        Reads(rules=True),
    ] = None,
    lifecycle: Annotated[
        str,
        typer.Option(
            metavar="RULES",
            help="With --compare: the lifecycle that classifies.",
            autocompletion=complete_rules,
        ),
        Reads(rules=True),
    ] = "lifecycle",
) -> None:
    """Give points by rules, and say why."""
    if leads == STANDARD and STANDARD in options.activities:
        raise LeadkitError("--activities -: the leads come from standard input; give a file")
    if compare:
        _compare(compare, leads, options, lifecycle, run)
    else:
        run_stage("score", leads, options, run)


def _compare(
    rules: tuple[str, str], leads: str, options: ScoreOptions, lifecycle: str, run: RunOptions
) -> None:
    from leadkit.files.csv_in import LeadFile
    from leadkit.files.disk import refuse_ending
    from leadkit.files.read import opened_activities
    from leadkit.files.xlsx_out import is_workbook
    from leadkit.run.compare import compare_rules

    if run.summary:
        raise LeadkitError("--compare scores nothing, so that it has no --summary; leave it out")
    refuse_ending(run.output)
    if is_workbook(run.output):
        raise LeadkitError(f"{run.output}: --compare writes CSV; give a name that ends with .csv")
    table, notes = compare_rules(
        LeadFile(leads),
        *rules,
        lambda: opened_activities(options.activities),
        options.as_of,
        lifecycle,
    )
    for told in notes if not run.quiet else ():
        note(told, "score")
    write_text(table, run.output, run.dry_run)
