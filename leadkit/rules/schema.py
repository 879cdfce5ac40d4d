"""The JSON Schema of conditions, made from the table of operators that the loader itself reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from leadkit.base.columns import ACCOUNT_FIGURES
from leadkit.rules.against import AGAINST
from leadkit.rules.conditions import ACCOUNT
from leadkit.rules.conditions import MODES as MODES
from leadkit.rules.operators import OPERATORS

TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
TEXTS: dict[str, Any] = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
_LENGTH = r"\d{1,5}\s*(d|days?|w|weeks?|months?|y|years?)"
WINDOW = {
    "type": "string",
    "pattern": rf"^\s*(\d{{1,5}}\s*[a-z]*\s+to\s+{_LENGTH}\s+ago|{_LENGTH})\s*$",
}
SPAN = {"type": "string", "pattern": rf"^\s*{_LENGTH}\s*$"}

_BOUND: dict[str, Any] = {"type": ["number", "string"], "pattern": r"\d"}  # also 1.000 and 10k

# What may stand after an operator, by the kind of value that OPERATORS names.
VALUES: dict[str, dict[str, Any]] = {
    "texts": TEXTS,
    "pattern": {"type": "string"},
    "number": _BOUND,
    "two numbers": {"type": "array", "items": _BOUND, "minItems": 2, "maxItems": 2},
    "span": SPAN,
    "window": WINDOW,
    "day": {"type": "string"},
    "file": {"type": "string"},
    "flag": {"type": ["boolean", "null"]},
}


def closed(
    keys: dict[str, Any], known: Sequence[str], required: Sequence[str] = ()
) -> dict[str, Any]:
    """Return an object of exactly the keys the loader knows: a missing one is a fault here."""
    made: dict[str, Any] = {
        "type": "object",
        "properties": {key: keys[key] for key in known},
        "additionalProperties": False,
    }
    return made | ({"required": [*required]} if required else {})


def listed(items: dict[str, Any]) -> dict[str, Any]:
    """Return an array of these, one at least."""
    return {"type": "array", "items": items, "minItems": 1}


def written(title: str, parts: dict[str, Any], top: dict[str, Any]) -> str:
    """Return the text of a schema with these parts under its ``$defs``."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **({"$defs": parts} if parts else {}),
        **top,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def condition_parts() -> dict[str, dict[str, Any]]:
    """Return the parts of a schema that conditions are made of, to stand under its ``$defs``.

    >>> sorted(condition_parts())
    ['condition', 'operators']
    """
    return {"condition": condition(), "operators": _operators()}


def _operators() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            name: _value(name, operator.value) | {"description": operator.meaning}
            for name, operator in OPERATORS.items()
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _value(operator: str, kind: str) -> dict[str, Any]:
    if operator not in AGAINST:
        return VALUES[kind]
    other = {
        "type": "object",
        "properties": {"column": TEXT},
        "required": ["column"],
        "additionalProperties": False,
    }
    return {"anyOf": [VALUES[kind], other]}


def condition(own: str = "condition", more: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what a condition is; ``own`` is what it is called, and ``more`` its further keys."""
    nested = {"$ref": f"#/$defs/{own}"}
    several = {"anyOf": [nested, listed(nested)]}
    compared: dict[str, Any] = {"anyOf": [TEXTS, {"$ref": "#/$defs/operators"}]}
    figures = closed(dict.fromkeys(ACCOUNT_FIGURES, compared), tuple(ACCOUNT_FIGURES))
    return {
        "type": "object",
        "properties": {
            **dict.fromkeys(MODES, several),
            ACCOUNT: {"anyOf": [*compared["anyOf"], figures]},
            **(more or {}),
        },
        "additionalProperties": compared,
        "minProperties": 1,
    }


def requirement() -> dict[str, Any]:
    """Return what a lifecycle asks for: a condition, some_of, or the name of a column alone."""
    own = {"$ref": "#/$defs/requirement"}
    some = closed(
        {"at_least": {"type": "integer", "minimum": 1}, "of": listed(own)},
        ("at_least", "of"),
        ("at_least", "of"),
    )
    return {"anyOf": [{"type": "string"}, condition("requirement", {"some_of": some})]}
