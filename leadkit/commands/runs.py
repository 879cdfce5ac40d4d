"""The commands ``leadkit runs ...``: the runs of a workspace, what they gave, which is in force."""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from leadkit.base.errors import CheckFailed, LeadkitError, did_you_mean
from leadkit.commands.completing import complete_runs
from leadkit.commands.files import Reads
from leadkit.commands.options import TableOptions, add_command, new_app
from leadkit.commands.run import seconds_in
from leadkit.commands.running import write_text
from leadkit.commands.screen import screen
from leadkit.commands.telling import is_terminal, say
from leadkit.files.disk import STANDARD


class _Runs(TyperGroup):
    """The commands of ``leadkit runs``; without one of them it lists the runs of a folder."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        of_group = (*self.commands, *ctx.help_option_names)
        if not ctx.resilient_parsing and (not args or args[0] not in of_group):
            hint = did_you_mean(args[0], self.commands) if args else ""
            if hint and not os.path.exists(args[0]):
                raise LeadkitError(f"runs {args[0]}: no such command{hint}")
            args = ["list", *args]
        return super().parse_args(ctx, args)


app = new_app(help="List, compare, publish and restore the runs of a workspace.", cls=_Runs)
Folder = Annotated[str, typer.Option("--in", metavar="FOLDER", help="The workspace."), Reads()]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Wait = Annotated[
    str, typer.Option(metavar="10m", help="How long to wait for another run that is at work.")
]
_CALLED = "Its name, a beginning of it, last, last-1 ... or present."


def _run_argument(help: str, metavar: str = "RUN") -> Any:
    return typer.Argument(metavar=metavar, help=f"{help} {_CALLED}", autocompletion=complete_runs)


@add_command(app, "list", "leadkit runs list", "leadkit runs list fair --json")
def list_(
    folder: Annotated[
        str, typer.Argument(metavar="[FOLDER]", help="The workspace."), Reads()
    ] = ".",
    as_json: AsJson = False,
) -> None:
    """List all runs: what each read and gave, and which is in force.

    'leadkit runs' and 'leadkit runs FOLDER' do the same. In a pipe it is CSV, the oldest first.
    """
    from leadkit.commands.runs_view import legend, runs_rows, runs_table
    from leadkit.workspace.runs import list_runs

    runs = list_runs(folder)
    columns, rows = runs_rows(runs)
    if as_json:
        told = [dict(zip(columns, row, strict=True)) for row in rows]
        write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", STANDARD)
    elif is_terminal(sys.stdout) and runs:
        shown = screen()
        for part in filter(None, runs_table(runs, shown.width)):
            shown.print(part)
        for line in legend(runs):
            say(line)
    else:
        _write_rows(columns, rows, TableOptions())
    if not runs:
        say(f"leadkit runs: no run yet; 'leadkit run {folder}' makes one")


@add_command(app, "show", "leadkit runs show last", "leadkit runs show 2026-11-27 --in fair --json")
def show(
    run: Annotated[str, _run_argument("The run.", "[RUN]")] = "present",
    folder: Folder = ".",
    as_json: AsJson = False,
) -> None:
    """Show all that is known of a run: why it was made, of what, and what it gave."""
    from leadkit.commands.runs_view import run_lines
    from leadkit.workspace.manifest import manifest_bytes
    from leadkit.workspace.paths import open_workspace
    from leadkit.workspace.runs import read_run

    found = read_run(open_workspace(folder), run)
    told = "".join(f"{line}\n" for line in run_lines(found))
    write_text(manifest_bytes(found.manifest).decode() if as_json else told, STANDARD)


@add_command(
    app, "diff", "leadkit runs diff last-1 last", "leadkit runs diff 2026-11-20 present -o diff.csv"
)
def diff(
    before: Annotated[str, _run_argument("The earlier run.", "[BEFORE]")] = "last-1",
    after: Annotated[str, _run_argument("The later one.", "[AFTER]")] = "last",
    folder: Folder = ".",
    *,
    table: TableOptions,
) -> None:
    """Tell who came, who went, whose status, score or cells changed between two runs, and why.

    On a terminal it shows the first of them; in a pipe, and with -o, all as CSV.
    """
    from leadkit.commands.runs_view import differences_line, differences_lines, more_line
    from leadkit.workspace.run_differences import diff_runs

    found = diff_runs(folder, before, after)
    if table.output == STANDARD and is_terminal(sys.stdout):
        if len(found.leads.table):
            shown = screen()
            for line in differences_lines(found.leads, shown.width):
                shown.print(line, soft_wrap=True)
        if more := more_line(found.leads):
            say(more)
    else:
        _write_rows(list(found.leads.table.columns), found.leads.table.to_numpy().tolist(), table)
    if not table.quiet:
        say(f"leadkit runs diff: {differences_line(found.leads, found.before, found.after)}")


@add_command(
    app, "publish", "leadkit runs publish last", "leadkit runs publish 2026-11-27 --in fair"
)
def publish(
    run: Annotated[str, _run_argument("The run.")],
    folder: Folder = ".",
    wait: Wait = "",
) -> None:
    """Make a run the one in force that was held back, when somebody looked at it.

    Of the run in force it puts the copies back, whatever was typed into leads.csv.
    """
    from leadkit.workspace.publishing import publish_run

    published = publish_run(folder, run, wait=seconds_in(wait), tell=_tell)
    say(f"leadkit runs: {published} is in force; leads.csv and new.csv are its own")


@add_command(
    app, "restore", "leadkit runs restore last-1", "leadkit runs restore 2026-11-20 --in fair"
)
def restore(
    run: Annotated[str, _run_argument("The older run.")],
    folder: Folder = ".",
    wait: Wait = "",
) -> None:
    """Make the leads of an older run the present ones again, as a new run; nothing is lost.

    Two things are not undone: a no that anybody said since holds, and who is on a suppression list
    by now stays removed. Lists that were read since are read again by the next run.
    """
    from leadkit.commands.runs_view import restored_lines
    from leadkit.workspace.restoring import restore_run

    done = restore_run(folder, run, wait=seconds_in(wait), tell=_tell)
    for line in restored_lines(done):
        say(line)


@add_command(app, "redo", "leadkit runs redo last", "leadkit runs redo 2026-11-27 --in fair")
def redo(
    run: Annotated[str, _run_argument("The run.", "[RUN]")] = "present",
    folder: Folder = ".",
) -> None:
    """Make a run again from the lists and rules that were kept, and compare all of its tables.

    Ends with 1 where they are not the same bytes, and names the first difference. Nothing of the
    workspace is changed.
    """
    from leadkit.commands.runs_view import redone_words
    from leadkit.workspace.paths import open_workspace
    from leadkit.workspace.redo import redo_run
    from leadkit.workspace.runs import find_run

    redone = redo_run(folder, find_run(open_workspace(folder), run))
    if not redone.same:
        raise CheckFailed(redone_words(redone))
    say(f"leadkit runs: {redone_words(redone)}")


@add_command(app, "prune", "leadkit runs prune --keep 12", "leadkit runs prune --keep 4 --dry-run")
def prune(
    keep: Annotated[int, typer.Option(metavar="N", help="How many of the newest runs stay.")] = 12,
    folder: Folder = ".",
    wait: Wait = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go.")] = False,
) -> None:
    """Remove old runs, and the kept inputs that no other run needs.

    The run in force stays, and the one that it went on from. A run whose predecessor is gone cannot
    be made again by 'leadkit runs redo'.
    """
    from leadkit.commands.runs_view import pruned_line
    from leadkit.workspace.pruning import prune_runs

    pruned = prune_runs(folder, keep, dry_run=dry_run, wait=seconds_in(wait), tell=_tell)
    say(f"leadkit runs: {pruned_line(pruned, dry_run)}")


def _tell(line: str) -> None:
    say(f"leadkit runs: {line}")


def _write_rows(columns: list[str], rows: list[list[str]], table: TableOptions) -> None:
    from leadkit.files.csv_out import write_rows
    from leadkit.run.outputs import OpenOutputs

    with OpenOutputs() as opened:
        write_rows(opened.open_table(table.output), columns, rows, table.safe_cells)
        opened.commit()
