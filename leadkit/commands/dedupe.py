"""The command ``leadkit dedupe``."""

from __future__ import annotations

from leadkit.base.errors import LeadkitError
from leadkit.commands.options import InputFile, RunOptions, command_app
from leadkit.commands.running import run_stage
from leadkit.deduping.options import DedupeOptions
from leadkit.files.disk import STANDARD


@command_app(
    "dedupe",
    "leadkit dedupe cleaned.csv --merges merges.csv -o deduped.csv",
    "leadkit dedupe cleaned.csv --against crm.csv --region DE > new.csv",
)
def app(options: DedupeOptions, run: RunOptions, leads: InputFile = STANDARD) -> None:
    """Merge rows that are the same person, or the same company.

    Colleagues and relatives stay apart, and an opt-out on any merged row stays one.
    """
    beside = {"known": options.known, "all-rows": options.all_rows, "region": options.region}
    if options.removed:
        del beside["known"]
    for name, given in beside.items():
        if given and not options.against:
            raise LeadkitError(f"--{name} goes with --against FILE, the list to compare with")
    if leads == STANDARD and STANDARD in (options.against, *options.decisions):
        raise LeadkitError(
            "the leads come from standard input, so --against and --decisions need files"
        )
    run_stage("dedupe", leads, options, run)
