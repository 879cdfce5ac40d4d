"""Which parameters of a command name files, so that all commands look after them in one way."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from leadkit.base.options import Option, dashed
from leadkit.commands.telling import note
from leadkit.files.disk import STANDARD
from leadkit.files.partial import close_new_files
from leadkit.run.uses import Use, closed_to_others, each_file, prepare_files


@dataclass(frozen=True)
class Reads:
    """Stands in the annotation of a parameter: it names a file, or several, to be read."""

    replaced_by: str = ""  # the option that may be written over it, as it holds what was in it
    instead: str = ""  # what to do instead of writing the leads over it
    unless: str = ""  # not so where this option is given
    lists: bool = False  # a folder or a pattern stands for the lists in it
    rules: bool = False  # rule files, which may be given by the names of shipped ones


@dataclass(frozen=True)
class Writes:
    """Stands in the annotation of a parameter: it names a file to be written."""


def look_after_files(parameters: Iterable[inspect.Parameter], given: Mapping[str, Any]) -> None:
    """Refuse what would lose a file, and finish what killed runs left, before a command begins."""
    uses = [use for parameter in parameters for use in _uses(parameter, given)]
    tell_of_files(uses, bool(given.get("quiet")))


def tell_of_files(uses: list[Use], quiet: bool) -> None:
    """Look after the files of a run, and say what was done."""
    uses = each_file(uses)
    keep_private(uses)
    settled = prepare_files(uses)
    for told in settled.notes if quiet else [*settled.notes, *settled.removed]:
        note(told)


def keep_private(uses: Iterable[Use]) -> None:
    """Have what is made from now on be for nobody who may not read the files of these uses."""
    close_new_files(closed_to_others(uses))


def role_of(parameter: inspect.Parameter) -> Reads | Writes | None:
    """Return whether a parameter names files, and what for."""
    found = [one for one in get_args(parameter.annotation) if isinstance(one, Reads | Writes)]
    return found[-1] if found else None


def role_of_option(declared: Option) -> Reads | Writes | None:
    """Return whether an option names files, and what for."""
    if declared.kind == "output":
        return Writes()
    if declared.kind in ("file", "files", "rules", "several rules"):
        lists, rules = declared.kind == "files", declared.kind in ("rules", "several rules")
        return Reads(declared.replaced_by, declared.instead, lists=lists, rules=rules)
    return None


def _uses(parameter: inspect.Parameter, given: Mapping[str, Any]) -> Iterator[Use]:
    role, name = role_of(parameter), parameter.name
    if role is None:
        return
    called, value = _called(parameter), given[name]
    value = STANDARD if value is None else value  # no lists are given: one comes in there
    for path in filter(None, [value] if isinstance(value, str) else value):
        if isinstance(role, Writes):
            yield Use(path, called, name, writes=True)
        elif not role.rules or os.path.isfile(path):
            may = "" if role.unless and given.get(role.unless) else role.replaced_by
            yield Use(path, called, name, replaced_by=may, instead=role.instead, lists=role.lists)


def _called(parameter: inspect.Parameter) -> str:
    """Return what users call a parameter: an option's name, or what --help calls an argument."""
    for one in get_args(parameter.annotation):
        names = (*(getattr(one, "param_decls", None) or ()), getattr(one, "default", None))
        if declared := [text for text in names if isinstance(text, str) and text.startswith("--")]:
            return str(declared[0])
        if type(one).__name__ == "ArgumentInfo":
            return str(one.metavar or parameter.name).strip("[].")
    return dashed(parameter.name)
