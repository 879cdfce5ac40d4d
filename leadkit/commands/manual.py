"""The man page, made of what ``--help`` says; docs/leadkit.1 is what this writes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from typer.main import get_command

_EXIT_CODES = {
    0: "done; also when the reader of a pipe closed it",
    1: "done, but a check that was asked for failed",
    2: "could not run: usage, file, column, rules",
    3: "a fault of leadkit",
    75: "another run is writing the same file",
    130: "interrupted",
}


def man_page(app: Any) -> str:
    """Return the man page of leadkit in troff, for section 1 of the manual.

    ``app`` is the Typer application of the command line.
    """
    whole = get_command(app)
    context = whole.make_context("leadkit", [], resilient_parsing=True)
    commands = commands_of(whole, context)
    lines = [
        f'.TH LEADKIT 1 "" "leadkit {version("leadkit")}" "User Commands"',
        ".SH NAME",
        r"leadkit \- turn messy contact lists into leads worth calling",
        ".SH SYNOPSIS",
        r".B leadkit",
        r".I COMMAND",
        r"[\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION",
        _plain(whole.help),
        ".SH COMMANDS",
        *(line for name, command in commands for line in _section(name, command)),
        ".SH EXIT STATUS",
    ]
    for code, meaning in _EXIT_CODES.items():
        lines += [".TP", f".B {code}", _plain(meaning)]
    return "\n".join(lines) + "\n"


def commands_of(group: Any, context: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield all commands below a group, with their names."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):  # a group, as rules
            yield from commands_of(command, context, f"{name} ")
        else:
            yield f"{before}{name}", command


def _section(name: str, command: Any) -> Iterator[str]:
    yield f'.SS "leadkit {name}"'
    yield _plain(command.help)
    for parameter in command.params:
        if parameter.name == "help":
            continue
        shown = ", ".join(parameter.opts) if parameter.param_type_name == "option" else ""
        value = "" if getattr(parameter, "is_flag", False) else parameter.metavar or ""
        yield ".TP"
        yield f"\\fB{_plain(shown)}\\fR \\fI{_plain(value)}\\fR"
        yield _plain(parameter.help)
    _, _, examples = (command.epilog or "").partition("Examples:\n")
    yield from (".PP", "Examples:", ".nf", *map(_plain, examples.splitlines()), ".fi")


def _plain(text: str | None) -> str:
    """Return a text as troff reads it."""
    joined = " ".join((text or "").split()) if not (text or "").startswith("  ") else text or ""
    escaped = joined.replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + escaped if escaped.startswith((".", "'")) else escaped
