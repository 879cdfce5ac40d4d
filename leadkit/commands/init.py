"""The command ``leadkit init``: a folder in which leadkit remembers."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from leadkit.commands.files import Reads
from leadkit.commands.options import command_app
from leadkit.commands.telling import say


@command_app("init", "leadkit init fair", "leadkit init fair --example")
def app(
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help="Folder to make, or one to put it into."),
        Reads(),
    ],
    example: Annotated[
        bool, typer.Option("--example", help="With the lists of an invented trade fair.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing unless something is wrong.")
    ] = False,
) -> None:
    """Make a folder that remembers leads from run to run.

    It holds a pipeline, its rules, and an inbox for lists. Nothing that is there is overwritten:
    where a name is taken, nothing is made.
    """
    from leadkit.workspace.new_workspace import new_workspace

    made = new_workspace(folder, example)
    if quiet:
        return
    tops = dict.fromkeys(
        f"{top}{slash}" for top, slash, _ in (name.partition("/") for name in made)
    )
    say(f"leadkit init: made {folder}: {', '.join(sorted(tops, key=str.casefold))}")
    run = f"leadkit run {shlex.quote(folder)}"
    say(run if example else f"put lists into {folder}/inbox/, then: {run}")
