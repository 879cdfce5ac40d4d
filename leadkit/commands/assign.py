"""The command ``leadkit assign``, what it would do, and why somebody owns a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.assign import AssignOptions
from leadkit.base.errors import LeadkitError
from leadkit.commands.options import InputFile, RunOptions, command_app
from leadkit.commands.running import outputs_of, run_source
from leadkit.commands.screen import screen
from leadkit.commands.telling import answer
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table


@command_app(
    "assign",
    "leadkit assign leads.csv --rules my-routing.yaml --as-of today -o assigned.csv",
    "leadkit assign leads.csv --as-of today --dry-run",
)
def app(
    options: AssignOptions,
    run: RunOptions,
    leads: InputFile = STANDARD,
    explain: Annotated[
        str, typer.Option(metavar="LEAD_ID", help="Tell why a lead goes where it goes.")
    ] = "",
) -> None:
    """Give every lead worth it an owner and a day, and nurture the rest.

    Who has an owner keeps it, and people of one company get one. The same leads and rules give the
    same owners, in whatever order rows come. --dry-run shows what each owner would have.
    """
    from leadkit.assign import assign_stage
    from leadkit.files.csv_in import LeadFile

    if explain:
        _explain(leads, options, explain)
        return
    stage = assign_stage(options)
    outputs = outputs_of(run, {"owners": options.owners})
    ledger = run_source("assign", LeadFile(leads), [stage], outputs, run.quiet)
    if run.dry_run and not run.quiet:
        screen().print(owners_table(ledger.told["owners"]))


def owners_table(lines: Iterable[dict[str, str]]) -> Table:
    """Return what each owner has as a table for the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name, right in (
        ("team", False), ("owner", False), ("weight", True), ("share", True), ("new", True),
        ("kept", True), ("room", True), ("score", True), ("by status", False),
    ):  # fmt: skip
        table.add_column(name, no_wrap=right, overflow="fold", justify="right" if right else "left")
    columns = (
        "team", "owner", "weight", "share", "new", "kept", "capacity", "score_mean", "statuses",
    )  # fmt: skip
    for line in lines:
        table.add_row(*(line[name] for name in columns))
    return table


def _explain(leads: str, options: AssignOptions, lead_id: str) -> None:
    from leadkit.fields.spans import as_day
    from leadkit.files.csv_in import LeadFile
    from leadkit.routing.explain import explained
    from leadkit.routing.routing_file import read_routing

    if options.owners:
        raise LeadkitError("--explain writes nothing: leave --owners out")
    file = LeadFile(leads)
    routing = read_routing(options.rules)
    for line in explained(file, routing, as_day(options.as_of), lead_id):
        answer(line)
