"""The JSON Schema of scoring files, made from the tables that the loader itself reads."""

from __future__ import annotations

from typing import Any

from leadkit.rules.operators import OF_DAYS, OPERATORS
from leadkit.rules.schema import (
    SPAN,
    TEXT,
    TEXTS,
    VALUES,
    WINDOW,
    closed,
    condition,
    condition_parts,
    listed,
    written,
)
from leadkit.scoring.activities import KEYS as ACTIVITY_KEYS
from leadkit.scoring.activities import THEN_KEYS
from leadkit.scoring.grades import GRADES, LOWEST
from leadkit.scoring.scorecard import GROUP_KEYS, RULE_KEYS, RULE_NAME, SCORING_KEYS
from leadkit.scoring.tests import TEST_KEYS

_NUMBER: dict[str, Any] = {"type": "number"}
_ACTIVITY = {"$ref": "#/$defs/activity"}


def rule_schema() -> str:
    """Return the JSON Schema of scoring files."""
    parts = {
        **condition_parts(),
        "when": condition("when", {"activity": _ACTIVITY}),
        "points": _points(),
        "activity": _activity(),
        "cells": {"type": "object", "additionalProperties": TEXT},
    }
    return written("leadkit scoring rules", parts, closed(_top(), SCORING_KEYS, ["rules"]))


def _top() -> dict[str, Any]:
    bounds = closed(dict.fromkeys(GROUP_KEYS, _NUMBER), GROUP_KEYS)
    rule = closed(
        {
            "name": {"type": "string", "pattern": RULE_NAME},
            "group": {"type": "string", "pattern": r"^\w+$"},
            "when": {"$ref": "#/$defs/when"},
            "activity": _ACTIVITY,
            "points": {"$ref": "#/$defs/points"},
            "unknown": _NUMBER,
            "reason": TEXT,
        },
        RULE_KEYS,
        required=["name", "points"],
    )
    grade = closed({"from": TEXT} | dict.fromkeys(GRADES, _NUMBER), ("from", *GRADES), ["from"])
    levels = {"type": "object", "additionalProperties": _NUMBER, "minProperties": 2}
    matrix = closed(
        {"from": TEXT, "levels": levels} | dict.fromkeys((*GRADES, LOWEST), TEXTS),
        ("from", "levels", *GRADES, LOWEST),
        ["from", "levels"],
    )
    test = closed(
        {
            "name": TEXT,
            "lead": {"$ref": "#/$defs/cells"},
            "activities": {"type": "array", "items": {"$ref": "#/$defs/cells"}},
            "as_of": TEXT,
            "score": _NUMBER,
            "reasons": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
            "grade": {"enum": [*GRADES, LOWEST]},
            "score_class": TEXT,
        },
        TEST_KEYS,
        required=["name", "lead"],
    )
    test["patternProperties"] = {r"^score_(?!class$)\w+$": _NUMBER}
    return {
        "name": TEXT,
        "about": TEXT,
        "after": TEXTS,
        "score": bounds,
        "groups": {"type": "object", "additionalProperties": bounds},
        "rules": listed(rule),
        "grade": grade,
        "matrix": matrix,
        "tests": {"type": "array", "items": test},
    }


def _points() -> dict[str, Any]:
    per_unit = {
        "type": "object",
        "properties": {"per": TEXT, "each": _NUMBER, "every": _NUMBER, "max": _NUMBER},
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
    file = closed({"from": TEXT, "by": TEXT}, ("from", "by"), ["from", "by"])
    return {"anyOf": [_NUMBER, text, per_unit, table, file]}


def _activity() -> dict[str, Any]:
    operators = {name: VALUES[OPERATORS[name].value] for name in OPERATORS}
    day = {"type": "object", "properties": {name: operators[name] for name in OF_DAYS},
           "additionalProperties": False}  # fmt: skip
    then = closed({"type": TEXTS, "within": SPAN}, THEN_KEYS, ["within"])
    decay = r"^(half[ -]life|linear) \d+ ?\w+$|^\d+(\.\d+)? ?% per (day|week|month|year)$"
    block = closed(
        {
            "type": TEXTS,
            "where": {"$ref": "#/$defs/condition"},
            "within": WINDOW,
            "different": TEXT,
            "sum": TEXT,
            "first": day,
            "last": day,
            "then": then,
            "limit": {"type": "string", "pattern": r"^\d+ per (day|week|month|year)$"},
            "decay": {"type": "string", "pattern": decay},
            **{name: operators[name] for name in ("at_least", "at_most", "between")},
        },
        ACTIVITY_KEYS,
    )
    return {"anyOf": [*TEXTS["anyOf"], block]}
