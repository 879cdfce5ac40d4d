"""What a run was told, as its manifest records it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.options import Option, options_of
from leadkit.importing.options import PER_LIST
from leadkit.run.options import read_option
from leadkit.workspace.exports import recorded_exports
from leadkit.workspace.parts import recorded_parts
from leadkit.workspace.paths import Workspace

if TYPE_CHECKING:
    from leadkit.importing.options import ImportOptions
    from leadkit.run.pipeline import Plan
    from leadkit.workspace.lists import Lists


def recorded_options(workspace: Workspace, plan: Plan, lists: Lists) -> dict[str, Any]:
    """Return all that a pipeline says, with the default of what it does not say, as JSON has it.

    Paths are as the manifest names them, so that a workspace that was moved says the same.
    ``lists`` are those that the run reads: how each is read is said of it, too. What a variable
    was put into is told as it is written, ``{"written": "${NAME}"}``, without the value.
    """

    def imported(own: ImportOptions) -> dict[str, Any]:
        return _told(workspace, own, plan.written.get(own, {}))

    def of_list(own: ImportOptions) -> dict[str, Any]:
        return {name: value for name, value in imported(own).items() if name in PER_LIST}

    per_list = {path: of_list(own) for path, own in plan.per_list.items()}
    read = {one.path: one.options for one in lists.new if one.options != plan.options}
    exports = recorded_exports(plan.outputs.exports)
    return {
        "import": imported(plan.options),
        "files": [workspace.named(path) for path in plan.lists],
        "lists": {workspace.named(path): own for path, own in per_list.items()},
        "read": {workspace.named(path): of_list(own) for path, own in read.items()},
        "steps": [
            {"stage": step.stage, "options": _told(workspace, step.options, step.written)}
            for step in plan.steps
        ],
        "write": recorded_parts(list(plan.outputs.parts.values())),
        **({"export": exports} if exports else {}),
        "safe_cells": plan.outputs.safe_cells,
        "expect": [
            {"name": one.name, "rule": one.rule, "limit": one.text} for one in plan.expected
        ],
    }


def options_from(
    kind: Any,
    told: Mapping[str, Any],
    place: Callable[[str, str], str],
    filled: Callable[[str], str],
) -> Any:
    """Return options as they were recorded; ``place`` says where a file is that they name.

    It is given the option's kind (file, files, rules) and the path. ``filled`` puts variables into
    a text. Options that this version does not know are left out, new ones are as usual.
    """
    declared = options_of(kind)
    values = {}
    for name, value in told.items():
        if name not in declared:
            continue
        of = declared[name].kind
        if isinstance(value, dict):
            value = _filled(name, declared[name], value["written"], filled)
        if of in ("files", "several rules"):
            as_kind = "files" if of == "files" else "rules"
            value = tuple(place(as_kind, one) for one in several(value))
        elif isinstance(value, list):
            value = tuple(value)
        elif value and of in ("file", "rules"):
            value = place(of, value)
        elif isinstance(value, str) and value and of == "day":
            value = date.fromisoformat(value)
        values[name] = value
    return kind(**values)


def several(value: Any) -> list[Any]:
    """Return what a manifest records of an option that may be given several times.

    An earlier leadkit took one file for some of them, and recorded that as it was.

    >>> several(["a.csv", "b.csv"]), several("a.csv"), several("")
    (['a.csv', 'b.csv'], ['a.csv'], [])
    """
    if isinstance(value, list):
        return value
    return [] if value in ("", None) else [value]


def _filled(name: str, declared: Option, written: Any, filled: Callable[[str], str]) -> Any:
    """Return an option as it was recorded, its variables put in."""
    if isinstance(written, list):
        return [filled(one) for one in written]
    text = filled(written)
    is_path = declared.kind in ("file", "files", "rules", "several rules")
    return text if is_path else read_option(name, declared, text)


def _told(workspace: Workspace, options: Any, written: Mapping[str, Any]) -> dict[str, Any]:
    told = {}
    for name, declared in options_of(type(options)).items():
        value = getattr(options, name)
        if declared.kind == "output":
            continue  # where results go is the workspace's own to say
        if name in written and declared.kind != "day":
            told[name] = {"written": written[name]}
            continue
        if isinstance(value, date):
            value = value.isoformat()
        elif declared.kind == "files":
            value = [workspace.named(path) for path in value]
        elif declared.kind == "several rules":  # one is told as one, as it ever was
            paths = [workspace.named(one) if Path(one).is_file() else one for one in value]
            value = paths if len(paths) > 1 else paths[0]
        elif value and (
            declared.kind == "file" or (declared.kind == "rules" and Path(value).is_file())
        ):
            value = workspace.named(value)
        elif isinstance(value, tuple):
            value = list(value)
        told[name] = value
    return told
