"""What an option of a stage is: declared once for commands, pipeline files, schema and docs."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from leadkit.base.errors import LeadkitError

# How the text of an option is read, and what Python is given.
Kind = Literal[
    "text",  # str
    "flag",  # bool
    "probability",  # float above 0 and below 1
    "line",  # int, -1 for: find out
    "day",  # date, or None
    "days",  # int, a span of time in days
    "choice",  # str, one of some
    "names",  # tuple of str, apart by commas
    "file",  # str: the path of a file that is read
    "files",  # tuple of str: paths of files and folders that are read; given again for each
    "output",  # str: the path of a file that is written
    "settings",  # tuple of str: KEY=VALUE, given again for each
    "rules",  # str: the path of a rule file, or the name of a shipped one
    "several rules",  # tuple of str: the same, given again for each
    "figure",  # str: money, a share or a number with its unit, as people write them
]


# What files may say for on and off. It is a short list, and not the words that lists of leads use
# (fields/consent): a rule that nobody can mistake is worth more here than a word that is guessed.
ON = ("true", "yes", "on", "ja", "1")
OFF = ("false", "no", "off", "nein", "0")


def on_or_off(text: str) -> bool | None:
    """Return what a pipeline or rule file says by a word, None where it is none of ON and OFF.

    >>> on_or_off("Yes"), on_or_off("off"), on_or_off("treu")
    (True, False, None)
    """
    word = text.strip().casefold()
    return word in ON if word in (*ON, *OFF) else None


@dataclass(frozen=True)
class Option:
    """How people give an option, and what it is for."""

    kind: Kind
    help: str  # one sentence, for --help and the docs
    metavar: str  # what stands for the value, as FILE
    choices: tuple[str, ...] = ()
    # Whose columns the value names, which a shell may complete: the input's, or those we know.
    columns: Literal["", "input", "known"] = ""
    flag: str = ""  # what the command line calls it, where that is not its own name
    short: str = ""  # its letter there, as -o
    argument: bool = False  # whether it is given by its place there, without a name
    # Of a file that is read: the output that may be written over it, as it holds what was in it.
    replaced_by: str = ""
    instead: str = ""  # what to do instead of writing the leads over it, with {path} and {output}


def option(
    default: Any,
    kind: Kind,
    help: str,
    metavar: str = "",
    *,
    choices: tuple[str, ...] = (),
    columns: Literal["", "input", "known"] = "",
    flag: str = "",
    short: str = "",
    argument: bool = False,
    replaced_by: str = "",
    instead: str = "",
) -> Any:
    """Declare an option as a field of a dataclass; its name there is its name everywhere.

    ``--drop-placeholders`` on the command line, ``drop_placeholders: true`` in a pipeline file
    and ``CleanOptions(drop_placeholders=True)`` are one option.

    >>> @dataclass(frozen=True)
    ... class PaintOptions:
    ...     colour: str = option("red", "choice", "What to paint with.", choices=("red", "blue"))
    >>> options_of(PaintOptions)["colour"].metavar, PaintOptions().colour
    ('red|blue', 'red')
    """
    usual = {
        "file": "FILE",
        "files": "FILE",
        "output": "FILE",
        "settings": "KEY=VALUE",
        "rules": "RULES",
        "several rules": "RULES",
        "day": "DAY",
        "names": "NAMES",
    }
    metavar = metavar or "|".join(choices) or usual.get(kind, "TEXT")
    declared = Option(
        kind, help, metavar, choices, columns, flag, short, argument, replaced_by, instead
    )
    return field(default=default, metadata={"option": declared})


def options_of(kind: type) -> dict[str, Option]:
    """Return the options that a dataclass declares, by name, in its order."""
    return {one.name: one.metadata["option"] for one in fields(kind) if "option" in one.metadata}


def defaults_of(kind: type) -> dict[str, Any]:
    """Return what each option is where nobody gives it."""
    return {one.name: one.default for one in fields(kind) if "option" in one.metadata}


def dashed(name: str) -> str:
    """Return an option's name as the command line writes it.

    >>> dashed("merge_at")
    '--merge-at'
    """
    return "--" + name.replace("_", "-")


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that stand in a text, apart by commas.

    >>> names_in("email, phone,")
    ('email', 'phone')
    """
    return tuple(filter(None, map(str.strip, text.split(","))))


def paths_in(name: str, given: Any) -> tuple[str, ...]:
    """Return the paths that somebody gives for an option: one, or several.

    >>> paths_in("suppress", "never.csv"), paths_in("suppress", ["a.csv", "b.csv"])
    (('never.csv',), ('a.csv', 'b.csv'))
    """
    if isinstance(given, str):
        return (given,) if given else ()
    if isinstance(given, list | tuple) and all(isinstance(one, str) and one for one in given):
        return tuple(given)
    raise LeadkitError(f"{name}: give a path, or a list of paths, not {given!r}")


class StageOptions:
    """Options whose types are looked at, so that the text "no" is never taken for yes.

    >>> from leadkit.clean import CleanOptions
    >>> CleanOptions(only="email, phone").only
    ('email', 'phone')
    >>> CleanOptions(drop_placeholders="no")
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: drop_placeholders: give True or False, not 'no'
    """

    def __post_init__(self) -> None:
        for name, declared in options_of(type(self)).items():
            given = getattr(self, name)
            if declared.kind == "names" and isinstance(given, str):
                object.__setattr__(self, name, names_in(given))
            if declared.kind in ("files", "several rules"):
                object.__setattr__(self, name, paths_in(name, given))
            if declared.kind == "flag" and not isinstance(given, bool):
                raise LeadkitError(f"{name}: give True or False, not {given!r}")
            if declared.kind == "probability" and (
                isinstance(given, bool | str) or not 0 < given < 1
            ):
                raise LeadkitError(
                    f"{dashed(name)} {given}: give a probability between 0 and 1, such as 0.95"
                )
            if declared.choices and given not in ("", *declared.choices):
                raise LeadkitError(f"{dashed(name)} {given}: give {' or '.join(declared.choices)}")
