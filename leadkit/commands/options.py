"""Options on the command line: made of what the stages declare, and what all commands have."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from leadkit.base.errors import LeadkitError
from leadkit.base.options import Option, StageOptions, dashed, defaults_of, option, options_of
from leadkit.commands.completing import (
    complete_columns,
    complete_known_columns,
    complete_rules,
)
from leadkit.commands.files import Reads, Writes, look_after_files, role_of_option
from leadkit.commands.telling import settle
from leadkit.files.disk import STANDARD
from leadkit.run.options import made

_SEVERAL = {
    "files": " Repeat it for several, or name a folder.",
    "settings": " Repeat it for several.",
    "several rules": " Repeat it for several.",
}
InputFile = Annotated[
    str,
    typer.Argument(metavar="[INPUT]", help="CSV file; - is standard input."),
    Reads(replaced_by="output"),
]
ListFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help="Lists: CSV, Excel, ODS, vCard, packed or not; folders; patterns; - for stdin.",
    ),
    Reads(lists=True),
]
OutputFile = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output."),
    Writes(),
]


SAFE_CELLS = "Put ' before cells that a spreadsheet would run; leadkit takes it off."


@dataclass(frozen=True)
class TableOptions(StageOptions):
    """What all commands that write tables have in common."""

    output: str = option(STANDARD, "output", "Write here, not to standard output.", short="-o")
    safe_cells: bool = option(False, "flag", SAFE_CELLS)
    quiet: bool = option(False, "flag", "Say nothing unless something is wrong.", short="-q")
    log_format: str = option(
        "text", "choice", "What is told on standard error: text, or a JSON object a line.",
        choices=("text", "json"),
    )  # fmt: skip
    show_values: bool = option(False, "flag", "Quote cells in notes where no terminal is, too.")


@dataclass(frozen=True)
class RunOptions(TableOptions):
    """What all commands that write leads have in common."""

    summary: str = option("", "output", "Write the count of all rows as JSON.")
    dry_run: bool = option(False, "flag", "Go through every row, write nothing.")


def new_app(**settings: Any) -> typer.Typer:
    """Return a Typer application that looks as all of leadkit's do."""
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        **settings,
    )


def command_app(name: str, *examples: str) -> Callable[[Callable[..., None]], typer.Typer]:
    """Make a function the command of this name, its help ending with examples.

    A parameter that is a dataclass of options becomes one option for each of its fields; the
    function is given the dataclass, made of what the user wrote.
    """

    def made_of(function: Callable[..., None]) -> typer.Typer:
        app = new_app()
        add_command(app, name, *examples)(function)
        return app

    return made_of


class _OnceEach(TyperCommand):
    """A command that refuses an option which is given again, where click would keep the last."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:  # a shell that completes a command has half of it
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
            for declared, times in Counter(given).items():
                # A flag says the same again, and a list of arguments is one argument.
                if times > 1 and not (getattr(declared, "is_flag", True) or declared.multiple):
                    raise LeadkitError(_said_again(declared, times))
        return super().parse_args(ctx, args)


def _said_again(declared: Any, times: int) -> str:
    name = max(declared.opts, key=len)
    often = "twice" if times == 2 else f"{times} times"
    if declared.metavar in ("NAMES", "COLUMNS"):
        return f"{name} is given {often}; give it once, with commas between: {name} a,b"
    return f"{name} is given {often} and takes one {declared.metavar}; leave all but one out"


def add_command(
    app: typer.Typer, name: str, *examples: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a function to an application, as command_app does."""

    def added(function: Callable[..., None]) -> Callable[..., None]:
        shown = "\n".join(f"  {example}" for example in examples)
        epilog = f"\b\nExamples:\n{shown}"
        app.command(name, cls=_OnceEach, epilog=epilog)(_with_options(function))
        return function

    return added


def _with_options(function: Callable[..., None]) -> Callable[..., None]:
    own = inspect.signature(function, eval_str=True).parameters
    kinds = {
        name: one.annotation
        for name, one in own.items()
        if isinstance(one.annotation, type) and issubclass(one.annotation, StageOptions)
    }

    def command(**given: Any) -> None:
        typed = dict(given)
        for name, kind in kinds.items():
            options = made(kind, {each: given.pop(each) for each in options_of(kind)})
            if isinstance(options, TableOptions):
                settle(options.log_format, options.show_values)
            given[name] = options
        look_after_files(parameters, typed)
        function(**given)

    parameters = [
        parameter
        for name, one in own.items()
        for parameter in (_parameters(kinds[name]) if name in kinds else [one])
    ]
    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    # typer reads a signature that is set, which no type of a function foresees
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    command.__doc__, command.__name__ = function.__doc__, function.__name__
    return command


def _parameters(kind: type) -> Iterator[inspect.Parameter]:
    """Yield a parameter for each option, which Typer reads as text, and flags as such."""
    usual = defaults_of(kind)
    for name, declared in options_of(kind).items():
        names = [dashed(declared.flag or name), *filter(None, [declared.short])]
        annotation: Any
        if declared.argument:
            given = typer.Argument(metavar=name.upper(), help=declared.help, show_default=False)
            kind_of = inspect.Parameter.KEYWORD_ONLY
            annotation = Annotated[str, given, role_of_option(declared)]
            yield inspect.Parameter(name, kind_of, annotation=annotation)
            continue
        if declared.kind == "flag":
            annotation = Annotated[bool, typer.Option(*names, help=declared.help)]
        else:
            several = _SEVERAL.get(declared.kind, "")
            declaration = typer.Option(
                *names,
                metavar=declared.metavar,
                help=declared.help + several,
                autocompletion=_completion(declared),
            )
            role = role_of_option(declared)
            annotation = (
                Annotated[list[str], declaration, role]
                if several
                else Annotated[str, declaration, role]
            )
        yield inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_usual(declared, usual[name]),
            annotation=annotation,
        )


def _completion(declared: Option) -> Callable[..., list[str]] | None:
    if declared.kind in ("rules", "several rules"):
        return complete_rules
    if declared.choices:
        return lambda incomplete: [one for one in declared.choices if one.startswith(incomplete)]
    by_columns: dict[str, Callable[..., list[str]]] = {
        "input": complete_columns,
        "known": complete_known_columns,
    }
    return by_columns.get(declared.columns)


def _usual(declared: Option, usual: Any) -> Any:
    """Return what stands for an option that nobody gives, as a user would write it."""
    if declared.kind == "flag":
        return usual
    if declared.kind in _SEVERAL:
        return list(usual)
    if declared.kind == "days":
        return f"{usual} days"
    if usual is None or usual in ((), -1):
        return ""
    return str(usual)
