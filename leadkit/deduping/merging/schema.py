"""The JSON Schema of merge files, made from the tables that the loader reads."""

from __future__ import annotations

from leadkit.deduping.merging.merge_rules import GROUP_KEEP, GROUP_KEYS, KEEP, KEYS
from leadkit.rules.schema import TEXT, TEXTS, closed, listed, written


def merge_schema() -> str:
    """Return the JSON Schema of merge files."""
    group = closed({"fields": TEXTS, "keep": {"enum": [*GROUP_KEEP]}}, GROUP_KEYS, ["fields"])
    fields = {"type": "object", "additionalProperties": {"enum": [*KEEP]}}
    trust = {"anyOf": [*TEXTS["anyOf"], {"type": "array", "maxItems": 0}]}  # yours come here
    top = {"name": TEXT, "about": TEXT, "trust": trust, "groups": listed(group), "fields": fields}
    return written("A merge file of leadkit", {}, closed(top, KEYS))
