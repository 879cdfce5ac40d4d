"""Hand-overs that a pipeline file asks for, under ``export``: each as it is written there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadkit.base.errors import LeadkitError
from leadkit.export import target_of
from leadkit.handoff.handing import Asked
from leadkit.handoff.target import Target
from leadkit.handoff.who import Who
from leadkit.rules.conditions import read_condition
from leadkit.rules.item import Item

# The keys of a hand-over, and what each is.
EXPORT_KEYS = {
    "to": "The target: hubspot, excel ..., or the path of a target file.",
    "folder": "The folder that is written.",
    "for": "A short sheet for people: sales, or a file.",
    "where": "Whom: a condition, else who may be contacted and is above lead.",
    "columns": "Our columns alone.",
    "by_status": "A sheet of a workbook, or a file, for each status.",
    "new": "In a workspace: those alone whom the run before had not.",
    "strict": "End with 1 where there are problems.",
}


@dataclass(frozen=True)
class ExportPart:
    """A hand-over that a pipeline file asks for."""

    asked: Asked
    folder: str
    name: str  # of the folder, as it is written
    item: Item  # where it is written
    strict: bool = False
    new: bool = False  # only whom the run before had not


def read_exports(
    item: Item, beside: Callable[[str], str]
) -> tuple[list[ExportPart], list[tuple[int, LeadkitError]]]:
    """Read ``export`` of a pipeline file; also return what is wrong with it, with its line.

    >>> from leadkit.rules.item import parse_yaml
    >>> parts, _ = read_exports(parse_yaml("{to: hubspot, folder: for-hubspot}", "p.yaml"), str)
    >>> parts[0].asked.target.system, parts[0].folder
    ('HubSpot', 'for-hubspot')
    """
    parts: list[ExportPart] = []
    mistakes: list[tuple[int, LeadkitError]] = []
    for one in item.items():
        try:
            parts.append(_read_one(one, beside))
        except LeadkitError as mistake:
            mistakes.append((one.line, mistake))
    for at, part in enumerate(parts):
        if part.folder in {other.folder for other in parts[:at]}:
            where = item.items()[at]
            mistakes.append((where.line, where.fail(f"export: two go into {part.name}")))
    return parts, mistakes


def _read_one(item: Item, beside: Callable[[str], str]) -> ExportPart:
    given = item.entries(EXPORT_KEYS, what="key of export")
    for needed in ("to", "folder"):
        if needed not in given or not given[needed].text():
            raise item.fail(f"export needs '{needed}', as in {{to: hubspot, folder: for-hubspot}}")
    where = read_condition(given["where"]) if "where" in given else None
    columns = tuple(part.text() for part in given["columns"].items()) if "columns" in given else ()
    name = given["folder"].text()
    asked = Asked(
        _target(given["to"], beside),
        Who(where),
        columns,
        _target(given["for"], beside) if "for" in given else None,
        "by_status" in given and given["by_status"].flag("by_status"),
    )
    strict = "strict" in given and given["strict"].flag("strict")
    new = "new" in given and given["new"].flag("new")
    return ExportPart(asked, beside(name), name, item, strict, new)


def _target(item: Item, beside: Callable[[str], str]) -> Target:
    name = item.text()
    try:
        return target_of(beside(name) if name.endswith((".yaml", ".yml")) else name, "export: to")
    except LeadkitError as error:
        raise item.fail(error.marked) from None
