"""What of a workspace changed since its run in force, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leadkit.run.variables import variable_hash, variables_in
from leadkit.workspace.inputs import PIPELINE, SHIPPED
from leadkit.workspace.job import Job
from leadkit.workspace.lists import LIST
from leadkit.workspace.manifest import Input, Manifest
from leadkit.workspace.recorded import several

_SHOWN = 3  # names that a line lists before it counts the others
# What of the steps has its own place in a manifest.
_BESIDE = ("as_of",)
# Steps and import are told option by option; the others follow from what else is told.
_COMPARED_APART = ("steps", "import", "set", "variables", "read")


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
    yield from _variables(now, before)
    for key in dict.fromkeys([*now, *before]):
        if key not in _COMPARED_APART and now.get(key) != before.get(key):
            yield f"{key} in pipeline.yaml changed"


def _variables(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """Yield the variables that have another value by now, as far as nothing else tells it."""
    told = before.get("variables", {})
    used = variables_in(
        [now.get(key) for key in ("import", "read", "lists", "steps", "write", "export")]
    )
    for name, own in now.get("variables", {}).items():
        if name in used and name in told and own != _as_hash(name, told[name]):
            yield f"${{{name}}} has another value"


def _as_hash(name: str, told: str) -> str:
    """Return the hash of a variable; an earlier leadkit recorded the value itself."""
    return told if re.fullmatch("[0-9a-f]{64}", told) else variable_hash(name, told)


def _values(of: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*now, *before]):
        new, old = now.get(name), before.get(name)
        if name not in _BESIDE and several(new) != several(old):
            yield f"{of}.{name} is {_shown(new)}, was {_shown(old)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return _shown(value["written"])
    if value in ("", [], None):
        return "not set"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
