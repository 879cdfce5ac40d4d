"""The JSON Schema of conditions, made from the table of operators that the loader itself reads."""

from __future__ import annotations

from typing import Any

from leadkit.rules.conditions import MODES
from leadkit.rules.operators import OPERATORS

TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
TEXTS: dict[str, Any] = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
SPAN = {"type": "string", "pattern": r"^\s*\d{1,5}\s*(d|days?|w|weeks?|months?|y|years?)\s*$"}

_BOUND: dict[str, Any] = {"type": ["number", "string"], "pattern": r"\d"}  # also 1.000 and 10k

# What may stand after an operator, by the kind of value that OPERATORS names.
VALUES: dict[str, dict[str, Any]] = {
    "texts": TEXTS,
    "pattern": {"type": "string"},
    "number": _BOUND,
    "two numbers": {"type": "array", "items": _BOUND, "minItems": 2, "maxItems": 2},
    "span": SPAN,
    "file": {"type": "string"},
    "flag": {"type": ["boolean", "null"]},
}


def condition_parts() -> dict[str, dict[str, Any]]:
    """Return the parts of a schema that conditions are made of, to stand under its ``$defs``.

    >>> sorted(condition_parts())
    ['condition', 'operators']
    """
    return {"condition": _condition(), "operators": _operators()}


def _operators() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            name: VALUES[operator.value] | {"description": operator.meaning}
            for name, operator in OPERATORS.items()
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _condition() -> dict[str, Any]:
    condition = {"$ref": "#/$defs/condition"}
    several = {"anyOf": [condition, {"type": "array", "items": condition, "minItems": 1}]}
    return {
        "type": "object",
        "properties": dict.fromkeys(MODES, several),
        "additionalProperties": {"anyOf": [TEXTS, {"$ref": "#/$defs/operators"}]},
        "minProperties": 1,
    }
