"""The JSON Schemas of lifecycles and consent tables, made from the keys that the loaders read."""

from __future__ import annotations

from typing import Any

from leadkit.base.options import OFF, ON
from leadkit.classifying.consent_table import KEYS as CONSENT_KEYS
from leadkit.classifying.consent_table import LINE_KEYS
from leadkit.classifying.facts import FACTS
from leadkit.classifying.lifecycle import (
    ASIDE_KEYS,
    KEYS,
    MOVE_KEYS,
    OUTREACH_KEYS,
    STATUS_KEYS,
)
from leadkit.classifying.tests import TEST_KEYS
from leadkit.fields.objections import CHANNELS
from leadkit.rules.schema import (
    MODES,
    SPAN,
    TEXT,
    TEXTS,
    closed,
    condition_parts,
    listed,
    requirement,
    written,
)

_FLAG: dict[str, Any] = {"anyOf": [{"type": "boolean"}, {"enum": [*ON, *OFF]}]}
_ASKED = {"$ref": "#/$defs/requirement"}
_CHANNELS: dict[str, Any] = {"enum": [*CHANNELS]}
_SOME_CHANNELS = {"anyOf": [_CHANNELS, listed(_CHANNELS)]}


def lifecycle_schema() -> str:
    """Return the JSON Schema of lifecycle files."""
    ways = {
        "name": TEXT, "also": TEXTS, "when": _ASKED, "hold": _ASKED, "else": TEXT, "from": TEXTS,
        "given": _FLAG, "final": _FLAG, "to": TEXT, "touched": _FLAG, "by": TEXTS, "because": TEXT,
        "untouched": {"anyOf": [SPAN, {"type": "integer", "minimum": 1}]},
    }  # fmt: skip
    cells = {"type": "object", "additionalProperties": TEXT}
    test = closed(
        {"name": TEXT, "lead": cells, "as_of": TEXT, "status": TEXT, "reason": TEXT},
        TEST_KEYS,
        ["name", "lead", "status"],
    )
    top = {
        "name": TEXT,
        "about": TEXT,
        "statuses": listed(closed(ways, STATUS_KEYS, ["name"])),
        "aside": listed(closed(ways, ASIDE_KEYS, ["name"])),
        "moves": listed(closed(ways, MOVE_KEYS, ["name", "from", "to"])),
        "outreach": closed({"statuses": TEXTS, "else": TEXT}, OUTREACH_KEYS),
        "tests": listed(test),
    }
    parts = {**condition_parts(), "requirement": requirement()}
    return written("A lifecycle of leadkit", parts, closed(top, KEYS, ["statuses"]))


def consent_schema() -> str:
    """Return the JSON Schema of consent tables."""
    fact = {"$ref": "#/$defs/fact"}
    several = {"anyOf": [fact, listed(fact)]}
    values = {"anyOf": [TEXTS, {"$ref": "#/$defs/operators"}]}
    facts = {
        "type": "object",
        "properties": dict.fromkeys(MODES, several) | dict.fromkeys(FACTS, values),
        "additionalProperties": False,
        "minProperties": 1,
    }
    line = {"for": _SOME_CHANNELS, "when": fact, "may": _FLAG, "basis": TEXT, "law": TEXT}
    top = {
        "name": TEXT,
        "about": TEXT,
        "evidence": TEXTS,
        "covers_unless_said": _SOME_CHANNELS,
        "bought_when": _ASKED,
        "regions": {"type": "object", "additionalProperties": TEXTS},
        "lines": listed(closed(line, LINE_KEYS, ["for", "when", "may", "basis"])),
    }
    parts = {**condition_parts(), "requirement": requirement(), "fact": facts}
    needed = ["evidence", "lines"]
    return written("A consent table of leadkit", parts, closed(top, CONSENT_KEYS, needed))
