"""${NAME} in a pipeline file: what the environment says of it, put in where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

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
            return replace(one, string=filled(one, one.string, one.line))
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


def _unset(written: str, name: str, environment: Mapping[str, str]) -> str:
    if not written.endswith("}"):
        return f"{written}: the }} that ends the name is missing; write $${{ for the text itself"
    if not _NAME.fullmatch(name):
        return f"{written}: '{name}' is no name of a variable; write ${{NAME}}"
    what = did_you_mean(name, environment) or f"; set it, or write ${written} for the text itself"
    return f"{written}: the environment has no variable {name}{what}"
