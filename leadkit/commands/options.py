"""Options that most commands have."""

from __future__ import annotations

from typing import Annotated

import typer

InputFile = Annotated[str, typer.Argument(metavar="[INPUT]", help="CSV file; - is standard input.")]
OutputFile = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output.")
]
SummaryFile = Annotated[
    str, typer.Option("--summary", metavar="FILE", help="Write the count of all rows as JSON.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Go through every row, write nothing.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing unless something is wrong.")
]
