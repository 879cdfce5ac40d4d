"""The command ``leadkit clean``."""

from __future__ import annotations

from leadkit.commands.options import InputFile, RunOptions, command_app
from leadkit.commands.running import run_stage
from leadkit.fields.cleaner import CleanOptions
from leadkit.files.disk import STANDARD


@command_app(
    "clean",
    "leadkit clean leads.csv --region DE -o cleaned.csv",
    "leadkit clean leads.csv --changes changes.csv --fail-on invalid-email:5% > cleaned.csv",
)
def app(options: CleanOptions, run: RunOptions, leads: InputFile = STANDARD) -> None:
    """Bring cells to their normal form.

    E-mails, phones, names, companies, countries, dates and more; what cannot be cleaned stays as
    it is and is flagged.
    """
    run_stage("clean", leads, options, run)
