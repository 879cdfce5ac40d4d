"""Pipeline files described: their JSON Schema, and the table of keys that the docs show."""

from __future__ import annotations

import json
from typing import Any

from leadkit.base.options import OFF, ON, Option, defaults_of, options_of
from leadkit.importing.options import PER_LIST, ImportOptions
from leadkit.rules.schema import condition_parts
from leadkit.run.expect import FIGURES, RULES
from leadkit.run.export_parts import EXPORT_KEYS
from leadkit.run.pipeline import KEYS
from leadkit.run.stages import STAGES

_TEXT: dict[str, Any] = {"type": ["string", "number"]}


def _one_or_more(value: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [value, {"type": "array", "items": value}]}


# What the environment gives for ${NAME} is not known to an editor.
_VARIABLE = {"type": "string", "pattern": "\\$\\{"}


def _or_variable(*values: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [*values, _VARIABLE]}


_TEXTS = _one_or_more(_TEXT)
_OF_KIND: dict[str, dict[str, Any]] = {
    "flag": _or_variable({"type": "boolean"}, {"enum": [*ON, *OFF, 1, 0]}),
    "probability": _or_variable({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
    "line": _or_variable({"type": "integer", "minimum": 0}),
    "days": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]},
    "names": _TEXTS,
    "file": {"type": "string"},
    "files": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "output": {"type": "string"},
    "rules": {"type": "string"},
    "several rules": _one_or_more({"type": "string"}),
}
# What a value is, in the words of the docs.
_WORDS = {
    "text": "a text",
    "flag": "`true` or `false`",
    "probability": "a number between 0 and 1",
    "line": "a whole number",
    "day": "a day as `2026-10-31`, or `today`",
    "days": "a span, as `31 days`",
    "names": "names, as a list or apart by commas",
    "file": "the path of a file",
    "files": "the path of a file or folder, or a list of such",
    "output": "the path of a file, which is written",
    "rules": "the name of shipped rules, or the path of a file",
    "several rules": "the name of shipped rules, or the path of a file, or a list of such",
    "figure": "a figure, as people write it",
}


def pipeline_schema() -> str:
    """Return the JSON Schema of pipeline files."""
    stages = {name: _options(STAGES[name]().options) for name in STAGES}
    step = {
        "anyOf": [
            {"enum": list(STAGES)},
            {
                "type": "object",
                "properties": stages,
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }
    imported = _options(ImportOptions)
    imported["properties"] = {
        "files": {**_one_or_more(_list()), "description": "The lists: files, folders, patterns."},
        **imported["properties"],
    }
    imported["required"] = ["files"]
    values: dict[str, dict[str, Any]] = {
        "name": _TEXT,
        "import": imported,
        "steps": {"type": "array", "items": step},
        "output": {"type": "string"},
        "summary": {"type": "string"},
        "write": {
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/condition"},
        },
        "export": _one_or_more(_export()),
        "safe_cells": _OF_KIND["flag"],
        "expect": _expectations(),
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A pipeline file of leadkit",
        "$defs": condition_parts(),
        "type": "object",
        "properties": {key: {**values[key], "description": what} for key, what in KEYS.items()},
        "required": ["import", "steps"],
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _export() -> dict[str, Any]:
    """Return the schema of a hand-over."""
    kinds = {
        **dict.fromkeys(("to", "folder", "for"), _TEXT),
        "where": {"$ref": "#/$defs/condition"},
        "columns": _TEXTS,
        **dict.fromkeys(("by_status", "strict", "new"), _OF_KIND["flag"]),
    }
    return {
        "type": "object",
        "properties": {key: {**kinds[key], "description": what}
                       for key, what in EXPORT_KEYS.items()},
        "required": ["to", "folder"],
        "additionalProperties": False,
    }  # fmt: skip


def _expectations() -> dict[str, Any]:
    """Return the schema of what is expected: of figures by name, and of statuses by theirs."""
    rules = {
        "type": "object",
        "properties": {rule: {**_TEXT, "description": what} for rule, what in RULES.items()},
        "additionalProperties": False,
        "minProperties": 1,
    }
    named = {name: {**rules, "description": one.what} for name, one in FIGURES.items()}
    return {"type": ["object", "null"], "properties": named, "additionalProperties": rules}


def _list() -> dict[str, Any]:
    """Return the schema of one of the files: its name, or that with options of its own."""
    own = _options(ImportOptions)
    named = {name: what for name, what in own["properties"].items() if name in PER_LIST}
    with_options = {
        "type": "object",
        "properties": {"file": {**_TEXT, "description": "The list."}, **named},
        "required": ["file"],
        "additionalProperties": False,
    }
    return {"anyOf": [_TEXT, with_options]}


def _options(kind: type) -> dict[str, Any]:
    """Return the schema of a mapping of options; nothing at all is one, too."""
    properties = {}
    for name, declared in options_of(kind).items():
        value = _or_variable({"enum": list(declared.choices)}) if declared.choices else None
        properties[name] = {
            **(value or _OF_KIND.get(declared.kind, _TEXT)),
            "description": declared.help,
        }
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def keys_table() -> str:
    """Return every key of every stage as the Markdown tables that docs/pipeline.md shows."""
    parts = []
    for name in ("import", *STAGES):
        kind = ImportOptions if name == "import" else STAGES[name]().options
        usual = defaults_of(kind)
        lines = [
            f"### {name}",
            "",
            "| key | value | if not given | what for |",
            "|---|---|---|---|",
        ]
        if name == "import":
            lines.append(
                "| `files` | files, folders, patterns; each may be `{file: NAME, ...}` "
                "with options of its own | needed | The lists. |"
            )
        for key, declared in options_of(kind).items():
            lines.append(
                f"| `{key}` | {_value(declared)} | {_usual(declared, usual[key])} "
                f"| {declared.help.replace('|', '/')} |"
            )
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def figures_table() -> str:
    """Return the figures that a pipeline may expect as the Markdown table of docs/pipeline.md.

    >>> figures_table().splitlines()[2]
    '| `rows` | rows of the lists |  |'
    """
    lines = ["| figure | what is counted | a share is of |", "|---|---|---|"]
    lines += [f"| `{name}` | {one.what} | {one.share_of} |" for name, one in FIGURES.items()]
    return "\n".join(lines) + "\n"


def _value(declared: Option) -> str:
    if declared.choices:
        return " or ".join(f"`{one}`" for one in declared.choices)
    return _WORDS[declared.kind]


def _usual(declared: Option, usual: Any) -> str:
    if declared.kind == "flag":
        return f"`{str(usual).lower()}`"
    if declared.kind == "days":
        return f"`{usual} days`"
    return "" if usual in ("", (), None, -1) else f"`{usual}`"
