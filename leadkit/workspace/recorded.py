"""What a run was told, as a manifest records it, and what of it changed since the run in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.options import options_of
from leadkit.importing.options import PER_LIST
from leadkit.workspace.inputs import PIPELINE, SHIPPED
from leadkit.workspace.lists import LIST
from leadkit.workspace.manifest import Input, Manifest
from leadkit.workspace.paths import Workspace

if TYPE_CHECKING:
    from leadkit.run.pipeline import Plan
    from leadkit.workspace.job import Job

_SHOWN = 3  # names that a line lists before it counts the others
# What of the steps has its own line in a manifest, or is the run's own to set.
_BESIDE = ("as_of",)


def recorded_options(workspace: Workspace, plan: Plan) -> dict[str, Any]:
    """Return all that a pipeline says, with the default of what it does not say, as JSON has it.

    Paths are as the manifest names them, so that a workspace that was moved says the same.
    """
    per_list = {
        workspace.named(path): {
            name: value for name, value in _told(workspace, own).items() if name in PER_LIST
        }
        for path, own in plan.per_list.items()
    }
    return {
        "import": _told(workspace, plan.options),
        "files": [workspace.named(path) for path in plan.lists],
        "lists": per_list,
        "steps": [
            {"stage": step.stage, "options": _told(workspace, step.options)} for step in plan.steps
        ],
        "safe_cells": plan.outputs.safe_cells,
    }


def _told(workspace: Workspace, options: Any) -> dict[str, Any]:
    told = {}
    for name, declared in options_of(type(options)).items():
        value = getattr(options, name)
        if declared.kind == "output":
            continue  # where results go is the workspace's own to say
        if isinstance(value, date):
            value = value.isoformat()
        elif declared.kind == "files":
            value = [workspace.named(path) for path in value]
        elif value and (
            declared.kind == "file" or (declared.kind == "rules" and Path(value).is_file())
        ):
            value = workspace.named(value)
        elif isinstance(value, tuple):
            value = list(value)
        told[name] = value
    return told


def what_changed(job: Job, before: Manifest | None) -> tuple[str, ...]:
    """Return in words what changed since the run in force; nothing where nothing did.

    A first run says so. What is compared: new lists, what the pipeline says (not how it is
    written), the content of all other files, the day, and leadkit's version.
    """
    if before is None:
        return ("this is the first run", *_new_lists(job))
    changed = [*_new_lists(job), *_files(job.inputs, before.inputs)]
    changed += _options(job.options, before.options)
    if job.day.isoformat() != before.as_of:
        changed.append(f"the day is {job.day.isoformat()}, was {before.as_of}")
    if job.version != before.leadkit:
        changed.append(f"leadkit is {job.version}, was {before.leadkit}")
    return tuple(changed)


def _new_lists(job: Job) -> Iterator[str]:
    if names := [job.workspace.named(one.path) for one in job.lists.new]:
        count = "1 new list" if len(names) == 1 else f"{len(names):,} new lists"
        yield f"{count} ({listed(names)})"


def listed(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are.

    >>> listed(["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"])
    'a.csv, b.csv, c.csv and 2 more'
    """
    shown = ", ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def _files(now: Sequence[Input], before: Sequence[Input]) -> Iterator[str]:
    new, old = _by_name(now), _by_name(before)
    for name in dict.fromkeys([*new, *old]):
        what = f"{name[1]} of leadkit" if name[0] == SHIPPED else name[1]
        if name not in old:
            yield f"{what} is new"
        elif name not in new:
            yield f"{what} is not read any more"
        elif new[name] != old[name]:
            yield f"{what} changed"


def _by_name(inputs: Sequence[Input]) -> dict[tuple[str, str], str]:
    """Return the hash of each file, by what it is and its path; what is written in the pipeline
    is compared by what it says."""
    return {(one.role, one.path): one.sha256 for one in inputs if one.role not in (LIST, PIPELINE)}


def _options(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    steps, steps_before = now["steps"], before.get("steps", [])
    stages, stages_before = ([one["stage"] for one in all] for all in (steps, steps_before))
    if stages != stages_before:
        yield f"the steps are {', '.join(stages)}, were {', '.join(stages_before)}"
    else:
        for step, step_before in zip(steps, steps_before, strict=True):
            yield from _values(step["stage"], step["options"], step_before["options"])
    yield from _values("import", now["import"], before.get("import", {}))
    for key in dict.fromkeys([*now, *before]):
        if key not in ("steps", "import") and now.get(key) != before.get(key):
            yield f"{key} in pipeline.yaml changed"


def _values(of: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*now, *before]):
        new, old = now.get(name), before.get(name)
        if name not in _BESIDE and new != old:
            yield f"{of}.{name} is {_shown(new)}, was {_shown(old)}"


def _shown(value: Any) -> str:
    if value in ("", [], None):
        return "not set"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return (
        {True: "true", False: "false"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )
