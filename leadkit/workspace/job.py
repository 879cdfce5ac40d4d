"""What a run is to do, before it does it: pipeline, day, lists, and all files that it will read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.base.options import options_of
from leadkit.fields.spans import as_day, today
from leadkit.files.disk import STANDARD
from leadkit.run.parts import Part
from leadkit.run.pipeline import Plan, Step, read_plan
from leadkit.run.variables import variable_hash
from leadkit.workspace.exports import check_exports
from leadkit.workspace.inputs import find_inputs
from leadkit.workspace.lists import Lists, find_lists
from leadkit.workspace.manifest import Input, Manifest
from leadkit.workspace.parts import check_parts
from leadkit.workspace.paths import Workspace
from leadkit.workspace.recorded import recorded_options

UPDATE = "update"  # the step that takes the leads of the lists into the master


@dataclass(frozen=True)
class Job:
    """A run that is planned: nothing of it was done yet."""

    workspace: Workspace
    plan: Plan  # every step with the day on which it counts
    day: date
    lists: Lists
    inputs: tuple[Input, ...]  # all files but the lists
    options: dict[str, Any] = field(default_factory=dict)  # as a manifest records them
    version: str = ""  # leadkit's

    @property
    def parts(self) -> list[Part]:
        """The files for some of the leads."""
        return list(self.plan.outputs.parts.values())


@dataclass(frozen=True)
class Asked:
    """What stands for parts of the pipeline, for one run."""

    as_of: date | str | None = None  # the day on which all steps count
    settings: tuple[str, ...] = ()  # such as "clean.region=AT"
    environment: Mapping[str, str] | None = None  # what ${NAME} is; else that of the process


def plan_job(workspace: Workspace, before: Manifest | None, asked: Asked) -> Job:
    """Read what a workspace's pipeline says, and find all that a run of it would read.

    ``before`` is the manifest of the run in force. Raises LeadkitError for what is wrong with the
    pipeline, for files that are not there, and where there are neither lists nor a master.
    """
    from importlib.metadata import version

    plan, variables = plan_of(workspace, asked)
    check_plan(workspace, plan)
    plan, day = with_day(workspace, plan, as_day(asked.as_of))
    lists = find_lists(workspace, plan, before.taken if before else ())
    if not lists.new and before is None:
        raise LeadkitError(
            f"{workspace.name}: there is no list to read, and no run yet; put lists into "
            f"{workspace.folder / 'inbox'}"
        )
    inputs = find_inputs(workspace, plan)
    told = recorded_options(workspace, plan, lists)
    told |= {"set": list(asked.settings), "variables": variables}
    return Job(workspace, plan, day, lists, inputs, told, version("leadkit"))


def plan_of(workspace: Workspace, asked: Asked) -> tuple[Plan, dict[str, str]]:
    """Read the pipeline as it is written; also return the variables that it asks for, hashed."""
    environment = _Environment(os.environ if asked.environment is None else asked.environment)
    plan = read_plan(str(workspace.pipeline), asked.settings, environment)
    names = sorted(environment.asked)
    return plan, {name: variable_hash(name, environment[name]) for name in names}


class _Environment(dict[str, str]):
    """Variables that know who was asked for."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(variables)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)


def check_plan(workspace: Workspace, plan: Plan) -> None:
    """Raise LeadkitError for a pipeline that is none of a workspace's."""
    named = list(plan.outputs.aside)
    named += ["output"] if plan.outputs.leads != STANDARD else []
    named += ["summary"] if plan.outputs.summary else []
    if named:
        raise LeadkitError(
            f"{workspace.pipeline}: take out {', '.join(named)}: a workspace writes all tables "
            "into the folder of each run, and its leads to leads.csv"
        )
    parts = list(plan.outputs.parts.values())
    check_parts(workspace, parts)
    check_exports(workspace, plan.outputs.exports, {part.name for part in parts})
    updates = [step for step in plan.steps if step.stage == UPDATE]
    if len(updates) != 1:
        place = f"{workspace.pipeline}:{updates[1].place.line}" if updates else workspace.pipeline
        raise LeadkitError(
            f"{place}: a workspace needs one step '{UPDATE}', which takes the lists into the "
            f"master; there are {len(updates)}"
        )
    if updates[0].options.master:
        raise LeadkitError(
            f"{workspace.pipeline}:{updates[0].place.line}: take out master: a workspace brings "
            "the leads of its last run up to date"
        )


def with_day(workspace: Workspace, plan: Plan, given: date | None) -> tuple[Plan, date]:
    """Return the plan with one day for all of its steps, and that day.

    It is the day that the caller gives, else the one that the pipeline says, else today.
    """
    days = {as_day(getattr(step.options, "as_of", None)) for step in plan.steps} - {None}
    if given is None and len(days) > 1:
        raise LeadkitError(
            f"{workspace.pipeline}: as_of is {' and '.join(sorted(map(str, days)))}; a run has one "
            "day for all of its steps"
        )
    day = given or next(iter(days), None) or today()
    return replace(plan, steps=[_on_day(step, day) for step in plan.steps]), day


def _on_day(step: Step, day: date) -> Step:
    if "as_of" not in options_of(type(step.options)):
        return step
    return replace(step, options=replace(step.options, as_of=day))
