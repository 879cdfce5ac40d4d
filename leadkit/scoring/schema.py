"""The JSON Schema of scoring files, made from the tables that the loader itself reads."""

from __future__ import annotations

import json
from typing import Any

from leadkit.rules.operators import OPERATORS
from leadkit.rules.schema import SPAN, TEXT, TEXTS, VALUES, condition_parts
from leadkit.scoring.activities import KEYS as ACTIVITY_KEYS
from leadkit.scoring.grades import LETTERS
from leadkit.scoring.scorecard import GROUP_KEYS, RULE_KEYS, RULE_NAME, SCORING_KEYS
from leadkit.scoring.tests import TEST_KEYS

_NUMBER: dict[str, Any] = {"type": "number"}


def rule_schema() -> str:
    """Return the JSON Schema of scoring files."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "leadkit scoring rules",
        "$defs": {
            **condition_parts(),
            "points": _points(),
            "activity": _activity(),
            "cells": {"type": "object", "additionalProperties": TEXT},
        },
        **_map(_top(), SCORING_KEYS, required=["rules"]),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _map(
    keys: dict[str, Any], known: tuple[str, ...], required: list[str] | None = None
) -> dict[str, Any]:
    """Return an object of exactly the keys the loader knows: a missing one is a fault here."""
    made: dict[str, Any] = {
        "type": "object",
        "properties": {key: keys[key] for key in known},
        "additionalProperties": False,
    }
    return made | ({"required": required} if required else {})


def _top() -> dict[str, Any]:
    bounds = _map(dict.fromkeys(GROUP_KEYS, _NUMBER), GROUP_KEYS)
    rule = _map(
        {
            "name": {"type": "string", "pattern": RULE_NAME},
            "group": {"type": "string", "pattern": r"^\w+$"},
            "when": {"$ref": "#/$defs/condition"},
            "activity": {"$ref": "#/$defs/activity"},
            "points": {"$ref": "#/$defs/points"},
            "unknown": _NUMBER,
            "reason": TEXT,
        },
        RULE_KEYS,
        required=["name", "points"],
    )
    letters = (*LETTERS,)
    grade = _map(
        {"from": TEXT} | dict.fromkeys(letters[:-1], _NUMBER), ("from", *letters[:-1]), ["from"]
    )
    levels = {"type": "object", "additionalProperties": _NUMBER, "minProperties": 2}
    matrix = _map(
        {"from": TEXT, "levels": levels} | dict.fromkeys(letters, TEXTS),
        ("from", "levels", *letters),
        ["from", "levels"],
    )
    test = _map(
        {
            "name": TEXT,
            "lead": {"$ref": "#/$defs/cells"},
            "activities": {"type": "array", "items": {"$ref": "#/$defs/cells"}},
            "as_of": TEXT,
            "score": _NUMBER,
            "reasons": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
            "grade": {"enum": [*LETTERS]},
            "score_class": TEXT,
        },
        TEST_KEYS,
        required=["name", "lead"],
    )
    test["patternProperties"] = {r"^score_(?!class$)\w+$": _NUMBER}
    return {
        "name": TEXT,
        "about": TEXT,
        "groups": {"type": "object", "additionalProperties": bounds},
        "rules": {"type": "array", "items": rule, "minItems": 1},
        "grade": grade,
        "matrix": matrix,
        "tests": {"type": "array", "items": test},
    }


def _points() -> dict[str, Any]:
    per_unit = {
        "type": "object",
        "properties": {"per": TEXT, "each": _NUMBER, "max": _NUMBER},
        "required": ["per", "each"],
        "additionalProperties": False,
    }
    table = {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": _NUMBER},
        "minProperties": 1,
        "maxProperties": 1,
    }
    text = {"type": "string", "pattern": r"^(disqualify|[+-]?\d+(\.\d+)?( .*per .+)?)$"}
    return {"anyOf": [_NUMBER, text, per_unit, table]}


def _activity() -> dict[str, Any]:
    operators = {name: VALUES[OPERATORS[name].value] for name in OPERATORS}
    span = {"type": "object", "properties": dict.fromkeys(("within", "older_than"), SPAN),
            "additionalProperties": False}  # fmt: skip
    block = _map(
        {
            "type": TEXTS,
            "where": {"$ref": "#/$defs/condition"},
            "within": SPAN,
            "different": TEXT,
            "sum": TEXT,
            "last": span,
            "decay": {"type": "string", "pattern": r"^(half[ -]life|linear) \d+ ?\w+$"},
            **{name: operators[name] for name in ("at_least", "at_most", "between")},
        },
        ACTIVITY_KEYS,
    )
    return {"anyOf": [*TEXTS["anyOf"], block]}
