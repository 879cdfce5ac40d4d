"""The command ``leadkit classify``."""

from __future__ import annotations

from leadkit.base.errors import LeadkitError
from leadkit.classify import ClassifyOptions
from leadkit.commands.options import InputFile, RunOptions, command_app
from leadkit.commands.running import run_stage
from leadkit.files.disk import STANDARD


@command_app(
    "classify",
    "leadkit classify scored.csv --as-of today -o leads.csv",
    "leadkit classify scored.csv --suppress optouts.csv --suppressed left_out.csv > leads.csv",
)
def app(options: ClassifyOptions, run: RunOptions, leads: InputFile = STANDARD) -> None:
    """Tell MQL, SQL and the rest, and who may be contacted.

    Nobody moves back but by a way that the lifecycle names, and nobody whom no channel may reach
    is an MQL or SQL. --suppress removes whoever is on a list; --suppress-email, -phone and -post
    close that channel, and the lead stays. The consent table informs; it is no legal advice.
    """
    if options.suppressed and not options.suppress:
        raise LeadkitError("--suppressed FILE is for the rows that a --suppress FILE removes")
    run_stage("classify", leads, options, run)
