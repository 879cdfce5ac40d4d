"""${NAME} in a pipeline file: what the environment says of it, put in where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import pbkdf2_hmac
from typing import Any

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.rules.item import Item

# $${ is ${ as it is written; a name is one that every shell can give.
_REFERENCE = re.compile(r"\$\$\{|\$\{([^}]*)\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def with_variables(
    item: Item, environment: Mapping[str, str]
) -> tuple[Item, list[tuple[int, LeadkitError]]]:
    """Return a value with each ``${NAME}`` in it, in keys, too, as the environment has it.

    What comes in stays the text that it is: no sign in it is read as YAML. ``$${`` gives ``${``.
    Also returns, with its line, an error for each name that is not set, which stays as it is
    written. What a setting gives (it stands in no line) is left as it is.

    >>> from leadkit.rules.item import parse_yaml
    >>> item = parse_yaml("{output: '${OUT}/leads.csv', name: '$${OUT} ${TEAM}'}", "p.yaml")
    >>> filled, mistakes = with_variables(item, {"OUT": "a: b"})
    >>> filled.named["output"].text(), filled.named["name"].text()
    ('a: b/leads.csv', '${OUT} ${TEAM}')
    >>> [str(mistake) for _, mistake in mistakes]
    ['p.yaml:1: ${TEAM}: the environment has no variable TEAM; set it, or write $${TEAM} for the \
text itself']
    """
    mistakes: list[tuple[int, LeadkitError]] = []

    def filled(one: Item, text: str, line: int) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name is None:
                return "${"
            if name in environment and _NAME.fullmatch(name) and found[0].endswith("}"):
                return environment[name]
            mistakes.append((line, one.fail(_unset(found[0], name, environment), line)))
            return found[0]

        return _REFERENCE.sub(value, text) if line else text

    def walked(one: Item) -> Item:
        if one.kind == "text":
            text = filled(one, one.string, one.line)
            return replace(one, string=text, written="" if text == one.string else one.string)
        if one.kind == "list":
            return replace(one, parts=[walked(part) for part in one.parts])
        if one.kind != "map":
            return one
        named: dict[str, Item] = {}
        lines: dict[str, int] = {}
        for key, part in one.named.items():
            line = one.key_lines[key]
            own = filled(one, key, line)
            if own in named:
                mistakes.append((line, one.fail(f"'{key}' stands here twice", line)))
            named[own], lines[own] = walked(part), line
        return replace(one, named=named, key_lines=lines)

    return walked(item), mistakes


def filled_text(text: str, environment: Mapping[str, str]) -> str:
    """Return a text with its variables put in; raise LeadkitError for one that is not set.

    >>> filled_text("Fair ${YEAR} $${x}", {"YEAR": "2026"})
    'Fair 2026 ${x}'
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name is not None and name not in environment:
            raise LeadkitError(_unset(found[0], name, environment))
        return "${" if name is None else environment[name]

    return _REFERENCE.sub(value, text)


def written_in(item: Item) -> Any:
    """Return a value as its file has it, None where no variable was put into it.

    >>> from leadkit.rules.item import parse_yaml
    >>> item, _ = with_variables(parse_yaml("{a: ['${X}', y], b: z}", "p.yaml"), {"X": "1"})
    >>> written_in(item.named["a"]), written_in(item.named["b"])
    (['${X}', 'y'], None)
    """
    if item.kind == "list":
        touched = any(part.written for part in item.parts)
        return [part.written or escaped(part.string) for part in item.parts] if touched else None
    return item.written or None


def escaped(text: str) -> str:
    """Return a text so that ``filled_text`` gives it back."""
    return text.replace("${", "$${")


def variables_in(value: Any) -> set[str]:
    """Return the names of the variables in a written value, and in all that are inside it.

    >>> sorted(variables_in({"a": ["${X} and ${Y}", "$${Z}"]}))
    ['X', 'Y']
    """
    if isinstance(value, str):
        return {found[1] for found in _REFERENCE.finditer(value) if found[1] is not None}
    if not isinstance(value, dict | list):
        return set()
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return {name for part in parts for name in variables_in(part)}


def variable_hash(name: str, value: str) -> str:
    """Return by what a value is known again, which does not tell it.

    It takes some hundredths of a second, so that to try all short values takes long.
    """
    salt, text = f"leadkit {name}".encode(), value.encode("utf-8", "surrogateescape")
    return pbkdf2_hmac("sha256", text, salt, 100_000).hex()


def _unset(written: str, name: str, environment: Mapping[str, str]) -> str:
    if not written.endswith("}"):
        return f"{written}: the }} that ends the name is missing; write $${{ for the text itself"
    if not _NAME.fullmatch(name):
        return f"{written}: '{name}' is no name of a variable; write ${{NAME}}"
    what = did_you_mean(name, environment) or f"; set it, or write ${written} for the text itself"
    return f"{written}: the environment has no variable {name}{what}"
