"""The command ``leadkit accounts``: one row a company, of what its leads say together."""

from __future__ import annotations

from typing import Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.commands.files import Writes
from leadkit.commands.options import InputFile, TableOptions, command_app
from leadkit.commands.telling import note, say
from leadkit.files.disk import STANDARD


@command_app(
    "accounts",
    "leadkit accounts leads.csv -o accounts.csv",
    "leadkit accounts leads.csv -o accounts.csv --leads with-accounts.csv",
)
def app(
    leads: InputFile,
    table: TableOptions,
    with_figures: Annotated[
        str,
        typer.Option(
            "--leads", metavar="FILE", help="Write the leads, too, each with its account's figures."
        ),
        Writes(),
    ] = "",
) -> None:
    """Tell of each company what its leads say together.

    One row a company, the best first: how many people, who of them may be contacted, how far they
    are, which roles are met, best and summed score, engagement, first and last touch, and what to
    do next with whom. --leads writes the leads, too, with the figures of their account, which rule
    files read. People are of one company by its name and their employer's domain.
    """
    if with_figures:
        if table.output == with_figures == STANDARD:
            raise LeadkitError(
                "accounts and leads cannot both go to standard output; give -o accounts.csv, too"
            )
        _beside(leads, table, with_figures)
        return
    from leadkit.companies.figures import READS
    from leadkit.companies.lists import accounts_of_batches
    from leadkit.files.csv_in import LeadFile
    from leadkit.files.csv_out import write_tables
    from leadkit.rules.hearing import READS as HEARING
    from leadkit.rules.hearing import Hearing
    from leadkit.run.hearing import heard_leads
    from leadkit.run.outputs import OpenOutputs

    hearing = Hearing()
    every = heard_leads(LeadFile(leads), hearing, READS | HEARING)
    found = accounts_of_batches(every, hearing)
    with OpenOutputs() as opened:
        written = opened.open_table(table.output)
        write_tables(written, [found.table], table.safe_cells)
        opened.commit()
    if not table.quiet:
        for told in found.notes:
            note(told, "accounts")
        alone = f" + {found.without:,} without a company" if found.without else ""
        say(
            f"leadkit accounts: {how_many(found.leads, 'row')} read = "
            f"{found.leads - found.without:,} in {how_many(len(found.table), 'account')}{alone}"
        )


def _beside(leads: str, table: TableOptions, with_figures: str) -> None:
    """Write the leads with the figures of their accounts, and the accounts."""
    from leadkit.accounts import AccountsOptions, accounts_stage
    from leadkit.commands.running import run_source
    from leadkit.files.csv_in import LeadFile
    from leadkit.run.outputs import Outputs

    outputs = Outputs(
        with_figures, {"accounts": table.output}, safe_cells=table.safe_cells,
        show_values=table.show_values,
    )  # fmt: skip
    stage = accounts_stage(AccountsOptions(table.output))
    run_source("accounts", LeadFile(leads), [stage], outputs, table.quiet)
