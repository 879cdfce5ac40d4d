"""Dataclasses as JSON: written, described by a schema, and read with every value looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import open_input

Kind = TypeVar("Kind")

_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
_JSON = {str: "string", int: "integer", float: "number", bool: "boolean"}


def as_bytes(data: Any) -> bytes:
    """Return a dataclass as JSON, its fields in their order."""
    return (json.dumps(asdict(data), indent=2, ensure_ascii=False) + "\n").encode()


def read_json(path: Path, kind: type[Kind], schema: int, sort: str) -> tuple[Kind, str]:
    """Return what a JSON file says, as a dataclass, and the SHA-256 of the file.

    ``schema`` is the greatest number at its key ``schema`` that we understand. ``sort`` is what
    the file is, such as "manifest". Keys that nobody knows are passed over: a later version may
    add some. Raises LeadkitError, in one line, where the file cannot be opened, is broken, or is of
    a later schema.
    """
    with open_input(str(path)) as opened:
        content = opened.read()
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise _broken(path, sort, "it is not JSON") from None
    number = value.get("schema") if isinstance(value, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise _broken(path, sort, "it says no schema")
    if number > schema:
        raise LeadkitError(
            f"{path}: is of schema {number}, and this leadkit knows {sort}s up to {schema}; "
            "a later version of leadkit wrote it: use that one"
        )
    try:
        return _typed(value, kind, ""), sha256(content).hexdigest()
    except ValueError as mistake:
        raise _broken(path, sort, str(mistake)) from None


def notes_told(ledger: Path) -> list[str]:
    """Return the notes of a run as its ledger has them; none where it cannot be read."""
    try:
        with open_input(str(ledger)) as opened:
            notes = json.loads(opened.read())["notes"]
    except (LeadkitError, ValueError, KeyError, TypeError):
        return []
    return [str(note) for note in notes] if isinstance(notes, list) else []


def _broken(path: Path, sort: str, why: str) -> LeadkitError:
    return LeadkitError(f"{path}: is a broken {sort} ({why}); put it back from a backup")


def _typed(value: Any, kind: Any, where: str) -> Any:
    """Return a value of JSON as what a type says; raise ValueError that names its place."""
    if kind is Any:
        return value
    if isinstance(kind, UnionType):  # X | None
        (given,) = [one for one in get_args(kind) if one is not type(None)]
        return None if value is None else _typed(value, given, where)
    if is_dataclass(kind):
        return _made(value, kind, where)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ValueError(f"'{where}' is no list")
        return tuple(
            _typed(one, get_args(kind)[0], f"{where}[{at}]") for at, one in enumerate(value)
        )
    if get_origin(kind) is Mapping:
        if not isinstance(value, dict):
            raise ValueError(f"'{where}' holds no names with values")
        of = get_args(kind)[1]
        return {name: _typed(one, of, f"{where}.{name}") for name, one in value.items()}
    if kind is float and isinstance(value, int):
        value = value if isinstance(value, bool) else float(value)
    if type(value) is not kind:
        raise ValueError(f"'{where}' is not {_WORDS[kind]}")
    return value


def _made(value: Any, kind: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"'{where}' holds no names with values" if where else "it holds no names")
    hints, given = get_type_hints(kind), {}
    for one in fields(kind):
        place = f"{where}.{one.name}" if where else one.name
        if one.name in value:
            given[one.name] = _typed(value[one.name], hints[one.name], place)
        elif _needed(one):
            raise ValueError(f"'{place}' is missing")
    try:
        return kind(**given)
    except ValueError as mistake:  # what the dataclass itself refuses
        raise ValueError(f"'{where}': {mistake}" if where else str(mistake)) from None


def _needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def schema_of(kind: Any, title: str) -> str:
    """Return the JSON Schema of a dataclass; the metadata ``about`` of a field describes it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    described = json.dumps(schema | _described(kind), indent=2, ensure_ascii=False)
    return described + "\n"


def _described(kind: Any) -> dict[str, Any]:
    if kind is Any:
        return {}
    if isinstance(kind, UnionType):
        (given,) = [one for one in get_args(kind) if one is not type(None)]
        return {"anyOf": [_described(given), {"type": "null"}]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _described(get_args(kind)[0])}
    if get_origin(kind) is Mapping:
        return {"type": "object", "additionalProperties": _described(get_args(kind)[1])}
    if not is_dataclass(kind):
        return {"type": _JSON[kind]}
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "properties": {
            one.name: {**_described(hints[one.name]), **_about(one)} for one in fields(kind)
        },
        "required": [one.name for one in fields(kind) if _needed(one)],
    }


def _about(one: Field[Any]) -> dict[str, Any]:
    return {
        word: one.metadata[key]
        for key, word in (("about", "description"), ("pattern", "pattern"), ("choices", "enum"))
        if key in one.metadata
    }
