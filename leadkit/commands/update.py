"""The command ``leadkit update``."""

from __future__ import annotations

from typing import Annotated

from leadkit.base.errors import LeadkitError
from leadkit.commands.files import Reads
from leadkit.commands.options import InputFile, RunOptions, command_app
from leadkit.commands.running import run_stage
from leadkit.deduping.options import UpdateOptions
from leadkit.files.disk import STANDARD


@command_app(
    "update",
    "leadkit update master.csv cleaned.csv -o master.csv",
    "leadkit update master.csv cleaned.csv --decisions decided.csv -o master.csv",
)
def app(
    options: UpdateOptions, run: RunOptions, new: Annotated[InputFile, Reads()] = STANDARD
) -> None:
    """Bring a master list up to date: nobody leaves it.

    Ids, statuses and cells of the master stay, blank ones are filled, an opt-out of either side
    stays, and new people are added behind. A master that is not there yet has no leads.
    """
    if options.known and not options.removed:
        raise LeadkitError("--known goes with --removed FILE, the leads that were removed before")
    if STANDARD in (options.master, *options.decisions):
        raise LeadkitError("the new leads may come from standard input; the master and --decisions "
                           "have to be files")  # fmt: skip
    run_stage("update", new, options, run)
