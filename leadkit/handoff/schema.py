"""The JSON Schema of target files, made from the tables that the loader itself reads."""

from __future__ import annotations

import json
from typing import Any

from leadkit.handoff.keys import CHANNELS, COLUMN_KEYS, KEYS, LIMITS, OPT_OUT_KEYS
from leadkit.handoff.target import EMPTY, FORMATS, KINDS, LONGER, MAILING, SURE
from leadkit.rules.schema import TEXT, TEXTS, condition_parts

_FLAG: dict[str, Any] = {"type": "boolean"}
_WHOLE: dict[str, Any] = {"type": "number", "minimum": 0}
_WORDS: dict[str, Any] = {"type": "object", "additionalProperties": TEXT}


def target_schema() -> str:
    """Return the JSON Schema of target files."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "leadkit target",
        "$defs": condition_parts(),
        **_map(_top(), KEYS, ["target", "as_of", "columns"]),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _map(keys: dict[str, Any], about: dict[str, str], required: list[str]) -> dict[str, Any]:
    """Return an object of exactly the keys the loader knows: a missing one is a fault here."""
    return {
        "type": "object",
        "properties": {key: keys[key] | {"description": told} for key, told in about.items()},
        "additionalProperties": False,
        "required": required,
    }


def _top() -> dict[str, Any]:
    fact = {"what": TEXT, "source": TEXT, "sure": {"enum": [*SURE]}}
    return {
        **dict.fromkeys(
            ("target", "about", "file", "delimiter", "forbidden", "one_row_for_each"), TEXT
        ),
        "as_of": TEXT,
        "facts": {"type": "array", "items": _object(fact)},
        "format": {"enum": [*FORMATS]},
        **dict.fromkeys(("bom", "safe_cells", "spaced_phones"), _FLAG),
        "limits": _object(dict.fromkeys(LIMITS, _WHOLE)),
        "empty": {"enum": [*EMPTY]},
        "needs": {"type": "array", "items": TEXTS},
        "mailing": {"enum": [*MAILING]},
        "opt_outs": {"anyOf": [_opt_outs(), {"type": "array", "items": _opt_outs()}]},
        "columns": {
            "anyOf": [{"type": "string", "pattern": "^all$"}, {"type": "array", "items": _column()}]
        },
        "not_written": _WORDS,
        "steps": TEXTS,
    }


def _opt_outs() -> dict[str, Any]:
    channel = {"enum": [*CHANNELS]}
    keys = {
        **dict.fromkeys(("file", "column"), TEXT),
        "by": {"anyOf": [channel, {"type": "array", "items": channel}]},
        "as": {"enum": ["email", "ascii email"]},
        "marks": _WORDS,
    }
    return _map(keys, OPT_OUT_KEYS, ["file", "column"])


def _column() -> dict[str, Any]:
    line = {"when": {"$ref": "#/$defs/condition"}, "write": TEXT, "problem": TEXT}
    keys = {
        **dict.fromkeys(("to", "like", "apart", "apart_there", "form", "instead"), TEXT),
        **dict.fromkeys(("from", "joined"), TEXTS),
        "lines": {"type": "array", "items": _object(line)},
        **{key: {"enum": [*CHANNELS]} for key in ("not_by", "unless_refused")},
        "words": {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2},
        "as": {"enum": [*KINDS]},
        "values": _WORDS,
        "otherwise": TEXT,
        "their_list": _FLAG,
        "required": _FLAG,
        "longer": {"enum": [*LONGER]},
        **dict.fromkeys(("longest", "heaviest", "least", "most"), _WHOLE),
    }
    return _map(keys, COLUMN_KEYS, ["to"])


def _object(keys: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": keys, "additionalProperties": False}
