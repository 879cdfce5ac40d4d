"""The JSON Schema of routing files, made from the keys that the loader itself reads."""

from __future__ import annotations

import json
from typing import Any

from leadkit.routing.due import HOURS_KEYS
from leadkit.routing.people import AWAY_KEYS, KEYS, TERRITORY_KEYS
from leadkit.routing.routing_file import (
    DUE_KEYS,
    LINE_KEYS,
    NURTURE_KEYS,
    TEAM_KEYS,
    TOP_KEYS,
)
from leadkit.routing.tests import RESULTS, TEST_KEYS
from leadkit.rules.schema import SPAN, TEXT, TEXTS, condition_parts

_CONDITION = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/condition"}]}


def routing_schema() -> str:
    """Return the JSON Schema of routing files."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "leadkit routing rules",
        "$defs": {**condition_parts(), "person": _person()},
        **_map(_top(), TOP_KEYS, ["assign"]),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _map(keys: dict[str, Any], known: tuple[str, ...], required: list[str]) -> dict[str, Any]:
    """Return an object of exactly the keys the loader knows: a missing one is a fault here."""
    made: dict[str, Any] = {
        "type": "object",
        "properties": {key: keys[key] for key in known},
        "additionalProperties": False,
    }
    return made | ({"required": required} if required else {})


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _person() -> dict[str, Any]:
    day = {"type": "string"}
    territory = _map({"countries": TEXTS, "postcodes": TEXTS}, TERRITORY_KEYS, ["countries"])
    absence = _map({"from": day, "to": day, "why": TEXT}, AWAY_KEYS, ["from", "to"])
    person = _map(
        {
            "also": TEXTS,
            "capacity": {"type": "integer", "minimum": 1},
            "languages": TEXTS,
            "territories": _list({"anyOf": [TEXT, territory]}),
            "away": _list(absence),
            "left": day,
        },
        KEYS,
        [],
    )
    return {"anyOf": [person, {"type": "null"}]}


def _top() -> dict[str, Any]:
    weight = {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "null"}]}
    weights = {"type": "object", "additionalProperties": weight, "minProperties": 1}
    team = _map(
        {"people": {"anyOf": [weights, *TEXTS["anyOf"]]}, "queue": TEXT}, TEAM_KEYS, ["people"]
    )
    line = _map({"name": TEXT, "when": _CONDITION, "to": TEXT}, LINE_KEYS, ["to"])
    hours = _map(dict.fromkeys(HOURS_KEYS, TEXT) | {"days": TEXTS}, HOURS_KEYS, [])
    within = {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*(working )?(h|hours?|d|days?)\s*$"}
    due = _map({"when": _CONDITION, "within": within}, DUE_KEYS, ["within"])
    review = {"anyOf": [{"type": "integer", "minimum": 1}, SPAN]}
    nurture = _map(
        {"when": _CONDITION, "track": TEXT, "review": review}, NURTURE_KEYS, ["track", "review"]
    )
    cells = {"type": "object", "additionalProperties": TEXT}
    test = _map(
        {"name": TEXT, "lead": cells, "as_of": TEXT} | dict.fromkeys(RESULTS, TEXT),
        TEST_KEYS,
        ["name", "lead"],
    )
    named = {"type": "object", "additionalProperties": {"$ref": "#/$defs/person"}}
    return {
        "name": TEXT,
        "about": TEXT,
        "people": named,
        "teams": {"type": "object", "additionalProperties": team},
        "queues": TEXTS,
        "assign": {"type": "array", "items": line, "minItems": 1},
        "hours": hours,
        "due": _list(due),
        "nurture": _list(nurture),
        "tests": _list(test),
    }
