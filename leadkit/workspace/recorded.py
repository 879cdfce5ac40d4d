"""What a run was told, as its manifest records it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.options import options_of
from leadkit.importing.options import PER_LIST
from leadkit.workspace.paths import Workspace

if TYPE_CHECKING:
    from leadkit.run.pipeline import Plan


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
        "expect": [
            {"name": one.name, "rule": one.rule, "limit": one.text} for one in plan.expected
        ],
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
