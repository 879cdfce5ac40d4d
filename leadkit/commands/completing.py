"""What a shell offers when Tab is pressed: names of shipped rules, columns of the list, runs."""

from __future__ import annotations

import os
import shlex
from itertools import pairwise
from typing import Any

import typer

from leadkit.base.visible import visible


def complete_rules(incomplete: str) -> list[str]:
    """Return the shipped rule files whose names begin so."""
    from leadkit.rules.shipped import shipped_rules

    return [name for name in shipped_rules() if name.startswith(incomplete)]


def complete_known_columns(incomplete: str) -> list[str]:
    """Return leadkit's own columns that begin so; of several, apart by commas, the last counts."""
    from leadkit.base.columns import KNOWN

    return _completed(incomplete, list(KNOWN))


def complete_columns(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the columns that begin so, of the INPUT on the command line or else leadkit's own."""
    from leadkit.base.columns import KNOWN
    from leadkit.base.errors import LeadkitError

    files = [path for path in inputs_on(_line(), ctx.command.params) if os.path.isfile(path)]
    if not files:
        return _completed(incomplete, list(KNOWN))
    from leadkit.files.csv_in import LeadFile

    try:
        return _completed(incomplete, LeadFile(files[0]).columns)
    except LeadkitError:
        return _completed(incomplete, list(KNOWN))


def complete_runs(incomplete: str) -> list[str]:
    """Return the runs that begin so, the newest first, of the workspace on the command line."""
    from pathlib import Path

    from leadkit.workspace.paths import Workspace, run_names

    words = _words(_line())
    given = [after for word, after in pairwise(words) if word == "--in"]
    folder = os.path.expanduser(given[-1]) if given else "."
    names = [*reversed(run_names(Workspace(Path(folder)))), "last", "last-1", "present"]
    return [name for name in names if name.startswith(incomplete)]


def _line() -> str:
    """Return the command line that a shell completes."""
    return os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")


def _completed(incomplete: str, columns: list[str]) -> list[str]:
    before, comma, begun = incomplete.rpartition(",")
    plain = [name for name in columns if visible(name) == name]  # others a shell may obey
    return [f"{before}{comma}{name}" for name in plain if name.startswith(begun)]


def inputs_on(line: str, options: list[Any]) -> list[str]:
    """Return the words of a line that are no option of a command, nor the value of one.

    Typer itself reads no further than the option whose value is to be completed.

    >>> inputs_on("leadkit cpl 'my list.csv' --by ", [])
    ['leadkit', 'cpl', 'my list.csv']
    """
    values = {
        name: 0 if getattr(one, "is_flag", False) else one.nargs
        for one in options
        for name in (*one.opts, *one.secondary_opts)
        if name.startswith("-")
    }
    found, taken = [], 0
    for word in _words(line):
        if taken:
            taken -= 1
        elif word in values:
            taken = values[word]
        elif not word.startswith("-"):
            found.append(os.path.expanduser(word))
    return found


def _words(line: str) -> list[str]:
    """Return the words of a line as its shell reads them; one whose quote is open yet is none."""
    reader = shlex.shlex(line, posix=True)
    reader.whitespace_split, reader.commenters = True, ""
    words: list[str] = []
    try:
        for word in reader:
            words.append(word)
    except ValueError:  # the word that is being completed
        pass
    return words
