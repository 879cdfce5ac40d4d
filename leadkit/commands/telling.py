"""What leadkit tells its user: lines on standard error, or one JSON object a line; and answers.

All that is told goes through here, so that one place decides on its form: cells that a note quotes
are shown where a person watches or asked for them, lines are broken between words on a terminal,
and what is somebody else's text (a header, the name of a file) stays text: ``visible``. Tables for
a terminal go through ``screen`` alike.
"""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

import typer

from leadkit.base.values import with_values, without_values
from leadkit.base.visible import visible, visible_json
from leadkit.commands.streams import forget

Level = Literal["info", "note", "warning", "error"]
_HIDDEN = "--show-values shows the cells"
_LONGEST = 1600  # signs of a line that is told whole: of a longer one its beginning and its end


@dataclass
class _Telling:
    command: str = ""
    as_json: bool = False
    show_values: bool = False


_telling = _Telling()


def begin(arguments: Sequence[str]) -> None:
    """Begin to tell of a command; what is wrong with its options is told in the form they ask for.

    ``settle`` says later what they mean as a whole.
    """
    command = next((one for one in arguments if not one.startswith("-")), "")
    as_json = re.search(r"(^| )--log-format[= ]json( |$)", " ".join(arguments))
    settle("json" if as_json else "text", "--show-values" in arguments, command)


def settle(log_format: str, show_values: bool, command: str | None = None) -> None:
    """Tell from now on in this form."""
    _telling.as_json, _telling.show_values = log_format == "json", show_values
    if command is not None:
        _telling.command = command


def is_json() -> bool:
    """Tell whether a program reads what is told."""
    return _telling.as_json


def is_watched() -> bool:
    """Tell whether a person reads what is told, on a terminal."""
    return not _telling.as_json and is_terminal(sys.stderr)


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def shows_values() -> bool:
    """Tell whether cells that a text quotes may be seen."""
    return _telling.show_values or is_watched()


def shown(text: str) -> str:
    """Return a text as it may be seen: with the cells that it quotes, or without."""
    return with_values(text) if shows_values() else without_values(text)


def say(line: str) -> None:
    """Tell something; where standard error is closed, nobody listens."""
    _tell(line, re.sub(r"^leadkit [a-z]+: ", "", line), "info", "told")


def note(text: str, command: str = "", stage: str = "") -> None:
    """Tell something that the user should know, and which stage says so.

    The command is the one that runs, where none is named.
    """
    command = command or _telling.command
    level: Level = "warning" if text.startswith("warning: ") else "note"
    _tell(f"leadkit {command}: note: {text}", text, level, "note", stage=stage)


def failed(lines: str | Sequence[str], exit_code: int, name: str = "leadkit") -> None:
    """Tell why a command ends with this exit code: a line, or one for each of several mistakes."""
    first, *more = [lines] if isinstance(lines, str) else lines
    _tell(f"{name}: {first}", first, "error", "error", more, exit_code=exit_code)


def answer(*parts: str | tuple[str, str]) -> None:
    """Print a line that was asked for, on standard output; a pair is a part in a colour."""
    told = (
        visible(one) if isinstance(one, str) else typer.style(visible(one[0]), fg=one[1])
        for one in parts
    )
    typer.echo("".join(told).rstrip())


def _tell(
    line: str, words: str, level: Level, kind: str, more: Sequence[str] = (), **fields: Any
) -> None:
    """Print a line for people, and more of them, or an event of this kind for a program."""
    if _telling.as_json:
        event(kind, "\n".join(map(shown, [words, *more])), fields, level)
        return
    told = [shown(one) for one in (line, *more)]
    if told != [with_values(one) for one in (line, *more)]:
        told[-1] += f"; {_HIDDEN}"
    for one in map(_cut, told):
        _print(_broken(one) if is_watched() else one)


def _cut(line: str) -> str:
    """Return a line as it is seen, without the middle of one that nobody would read."""
    seen = visible(line)
    if len(seen) <= _LONGEST:
        return seen
    return f"{seen[: _LONGEST // 2]} [...] {seen[-_LONGEST // 4 :]}"


def event(kind: str, words: str, fields: Mapping[str, Any], level: Level = "info") -> None:
    """Tell a program what happened; people have other words for it."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    every = {"time": now, "level": level, "event": kind, "command": _telling.command, **fields,
             "message": words}  # fmt: skip
    known = {name: value for name, value in every.items() if value not in ("", None)}
    _print(visible_json(json.dumps(known, ensure_ascii=False)))


def _broken(line: str) -> str:
    """Break a line between words, so that a terminal does not break it within one."""
    width = _width()
    if len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _width() -> int:
    """Return how many columns the terminal of standard error has."""
    if columns := os.environ.get("COLUMNS", ""):
        return int(columns) if columns.isdecimal() and int(columns) else 80
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _print(line: str) -> None:
    if sys.stderr is not None:
        try:
            print(line, file=sys.stderr, flush=True)
        except OSError:  # full, or read by nobody
            forget(sys.stderr)
