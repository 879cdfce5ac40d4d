"""The command ``leadkit export``."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadkit.base.errors import CheckFailed, LeadkitError, did_you_mean
from leadkit.base.how_many import how_many
from leadkit.base.options import StageOptions, option
from leadkit.commands.files import Reads
from leadkit.commands.options import command_app
from leadkit.commands.telling import event, is_json, note, say, settle
from leadkit.export import ExportOptions
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.handoff.handing import Counted, Handing

_SHOWN = 4  # kinds of problems that are told


@dataclass(frozen=True)
class FolderOptions(StageOptions):
    """Where a hand-over goes, and how it is told."""

    output: str = option("", "text", "The folder that is written.", "FOLDER", short="-o")
    new_since: str = option("", "text", "Of a workspace: those that this run had not.", "RUN")
    dry_run: bool = option(False, "flag", "Go through every row, write nothing.")
    quiet: bool = option(False, "flag", "Say nothing unless something is wrong.", short="-q")
    log_format: str = option(
        "text", "choice", "What is told on standard error: text, or a JSON object a line.",
        choices=("text", "json"),
    )  # fmt: skip


@command_app(
    "export",
    "leadkit export leads.csv --to hubspot -o for-hubspot",
    "leadkit export fair --to excel --for sales --where 'email: {known: true}' -o for-sales",
)
def app(
    leads: Annotated[
        str,
        typer.Argument(metavar="[LEADS]", help="What classify wrote, or a workspace."),
        Reads(),
    ] = STANDARD,
    *,
    export: ExportOptions,
    place: FolderOptions,
) -> None:
    """Hand leads over: files that a CRM or a spreadsheet takes.

    They are checked before anybody uploads them. The folder gets the files, split as the target
    wants them, problems.csv with all that it would not have taken, and HOWTO.txt with their order
    and what to click. Handed over are leads that may be contacted by some channel and are above
    the status lead, or whom --where names; never who said no. 'leadkit rules list' names the
    targets; 'leadkit rules new hubspot' copies one.
    """
    from leadkit.commands.progress import shown_progress
    from leadkit.export import lists_of, target_of
    from leadkit.files.csv_in import LeadFile
    from leadkit.files.read import open_entries
    from leadkit.handoff.handing import Asked
    from leadkit.handoff.who import Who, read_where
    from leadkit.run.handing_over import hand_over
    from leadkit.run.outputs import Outputs
    from leadkit.workspace.suppressed import unchanged_lists

    settle(place.log_format, False)
    sheet = target_of(export.people, "--for") if export.people else None
    target = target_of(export.to, "--to")
    table = os.path.join(leads, "leads.csv") if os.path.isdir(leads) else leads
    lists: dict[str, Any] = {
        name: value if name == "key_file" else (*value, *getattr(export, name))
        for name, value in unchanged_lists(Path(table)).items()
    }
    export = replace(export, **lists)
    is_new = _new_since(leads, place.new_since) if place.new_since else None
    who = Who(read_where(export.where), export.where, is_new)
    on_lists = lists_of(export, open_entries)
    asked = Asked(target, who, export.columns, sheet, export.by_status, on_lists)
    source = LeadFile(table)
    outputs = Outputs(leads=place.output)
    with shown_progress("export", source, [], outputs, place.quiet) as progress:
        done = hand_over(source, asked, place.output, place.dry_run, progress)
    if not place.quiet:
        tell(done, target.system, place.output, place.dry_run)
    if done.nobody and export.where:
        raise CheckFailed("--where: holds for nobody, so the files have no lead")
    if export.strict and done.counted.all_problems:
        many = how_many(done.counted.all_problems, "problem")
        raise CheckFailed(f"{many}: see {os.path.join(place.output, 'problems.csv')}")


def tell(done: Handing, system: str, folder: str, dry_run: bool = False) -> None:
    """Say what was handed over, and what a person has to look at."""
    counted = done.counted
    for told in [*done.notes, *done.told()]:
        note(told, "export")
    words = handed_words(counted, system)
    if is_json():
        files = [{"file": one.name, "rows": one.rows} for one in counted.files]
        kinds = [{"column": column, "kind": kind, "cells": many}
                 for (column, kind), many in counted.problems.most_common()]  # fmt: skip
        fields = {"read": counted.read, "handed_over": counted.handed_over,
                  "left_out": counted.left_out, "folder": "" if dry_run else folder,
                  "files": files, "problems": kinds}  # fmt: skip
        event("summary", words, fields)
        return
    say(f"leadkit export: {words}")
    if counted.problems:
        shown = [f"{column}: {many:,} {kind}"
                 for (column, kind), many in counted.problems.most_common(_SHOWN)]  # fmt: skip
        more = len(counted.problems) - len(shown)
        others = f"; and {how_many(more, 'other kind')}" if more > 0 else ""
        many = how_many(counted.all_problems, "problem")
        where = os.path.join(folder, "problems.csv")
        say(f"leadkit export: {many} in {where}: {'; '.join(shown)}{others}")


def handed_words(counted: Counted, system: str) -> str:
    """Return in words how many leads were handed over, and in which files."""
    files = ", ".join(f"{one.name} ({one.rows:,})" for one in counted.files)
    read = how_many(counted.read, "lead")
    return f"{read} read, {counted.handed_over:,} handed over to {system}: {files}"


def _new_since(leads: str, run: str) -> Callable[[pa.Table], np.ndarray]:
    """Return what tells which leads a run of a workspace had not."""
    from leadkit.workspace.new_leads import since
    from leadkit.workspace.paths import LEADS, Workspace, open_workspace, run_names

    folder = leads if os.path.isdir(leads) else os.path.dirname(os.path.abspath(leads))
    workspace: Workspace = open_workspace(folder)
    names = run_names(workspace)
    if run not in names:
        hint = did_you_mean(run, names) or f"; there are {', '.join(names[-3:]) or 'none'}"
        raise LeadkitError(f"--new-since {run}: {folder} has no such run{hint}")
    return since(workspace.run(run) / LEADS)
