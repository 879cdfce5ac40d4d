"""The JSON Schemas of lists of words: titles and remarks, made from the keys the loaders read."""

from __future__ import annotations

from typing import Any

from leadkit.fields.remark_words import FLAGS, REFUSALS
from leadkit.fields.title_words import DEPARTMENTS, SENIORITIES
from leadkit.rules.remark_words import FLAG_KEYS, SHARED_KEYS, TEST_KEYS
from leadkit.rules.remark_words import KEYS as REMARK_KEYS
from leadkit.rules.remark_words import LISTS as REMARK_LISTS
from leadkit.rules.schema import TEXT, TEXTS, closed, listed, written
from leadkit.rules.title_words import KEYS as TITLE_KEYS
from leadkit.rules.title_words import LIST_KEYS


def titles_schema() -> str:
    """Return the JSON Schema of lists of title words."""
    words = closed(dict.fromkeys(LIST_KEYS, TEXTS), LIST_KEYS, ["words"])
    top: dict[str, Any] = dict.fromkeys(TITLE_KEYS, TEXTS)
    for what, known in (("seniority", SENIORITIES), ("department", DEPARTMENTS)):
        top[what] = closed(dict.fromkeys(known, words), known)
    return written(
        "Title words of leadkit", {}, closed(top, TITLE_KEYS, ["seniority", "department"])
    )


def remarks_schema() -> str:
    """Return the JSON Schema of lists of remark words."""
    flag = closed(dict.fromkeys(FLAG_KEYS, TEXTS), FLAG_KEYS, ["phrases"])
    named = {"type": "object", "additionalProperties": TEXTS}
    stands = closed(dict.fromkeys(REFUSALS, TEXT), tuple(REFUSALS))
    shared = {
        "stand_for": {"type": "object", "additionalProperties": stands},
        "phrases": TEXTS,
        "unless": TEXTS,
    }
    test = closed({"remark": TEXT, "flags": TEXT}, TEST_KEYS, TEST_KEYS)
    top = {
        "name": TEXT,
        "about": TEXT,
        **dict.fromkeys(REMARK_LISTS, TEXTS),
        "groups": named,
        "refusals": closed(shared, SHARED_KEYS, ["stand_for", "phrases"]),
        "flags": closed(dict.fromkeys(FLAGS, flag), tuple(FLAGS)),
        "tests": listed(test),
    }
    return written("Remark words of leadkit", {}, closed(top, REMARK_KEYS, ["flags"]))
