"""YAML read as the text that was typed, with the line of each value.

YAML's own types turn NO into False, 01067 into 567 and 12:30 into 750. Here every scalar stays
text until somebody who knows what is meant asks for a number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from leadkit.base.errors import LeadkitError, Mistakes, did_you_mean
from leadkit.base.options import OFF, ON, on_or_off
from leadkit.files.os_errors import explain_os_error

_HALF = re.compile("[\ud800-\udfff]")
GREATEST = 10**15  # numbers above this are slips, and none of them is points or employees
LARGEST = 16 << 20  # bytes of a file; a device may have no end
_DEEPEST = 50  # values inside each other; a person writes six, a file that means harm thousands
_NAMES = {"map": "names with values", "list": "a list", "text": "a text", "empty": "nothing"}


@dataclass(frozen=True)
class Item:
    """A value in a YAML file, and where it stands."""

    file: str
    line: int
    kind: Literal["map", "list", "text", "empty"]
    string: str = ""
    parts: list[Item] = field(default_factory=list)
    named: dict[str, Item] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    folder: Path = Path()  # where the file lies; files it names are looked for beside it
    written: str = ""  # the text as it stands in the file, where variables were put into it

    def fail(self, problem: str, line: int | None = None) -> LeadkitError:
        """Return an error that says where this value stands."""
        at = line or self.line  # 0: given beside the file, by what stands for its name
        error = LeadkitError(f"{self.file}:{at}: {problem}" if at else f"{self.file}: {problem}")
        error.line = at
        return error

    def entries(self, known: Iterable[str] = (), what: str = "entry") -> dict[str, Item]:
        """Return a mapping's values by name; with known names, any other is an error."""
        if self.kind == "empty":
            return {}
        if self.kind != "map":
            raise self.fail(f"{what}: expected names with values, not {_NAMES[self.kind]}")
        mistakes = [*self.unknown(known, what).values()]
        if mistakes:
            raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)
        return self.named

    def unknown(self, known: Iterable[str], what: str = "entry") -> dict[str, LeadkitError]:
        """Return an error for each name of a mapping that is none of the known ones, if any are."""
        known = list(known)
        mistakes = {}
        for name in self.named if known else ():
            if name not in known:
                hint = did_you_mean(name, known) or f"; known are {', '.join(known)}"
                said = f"unknown {what} '{name}'{hint}"
                given = self.named[name]  # perhaps elsewhere than in this file
                place = given if given.file != self.file else self
                mistakes[name] = place.fail(said, self.key_lines[name])
        return mistakes

    def items(self) -> list[Item]:
        """Return a list's values; a single value is a list of one."""
        if self.kind == "empty":
            return []
        return self.parts if self.kind == "list" else [self]

    def text(self) -> str:
        """Return the text as it was typed."""
        if self.kind not in ("text", "empty"):
            raise self.fail(f"expected a text, not {_NAMES[self.kind]}")
        return self.string

    def flag(self, what: str = "") -> bool:
        """Return whether true (or yes, on ...) was typed, and not false."""
        answer = on_or_off(self.text())
        if answer is None:
            said = f"{what}: " if what else ""
            hint = did_you_mean(self.text().casefold(), (*ON, *OFF))
            raise self.fail(f"{said}write true or false, not '{self.text()}'{hint}")
        return answer

    def number(self) -> Decimal:
        """Return the number that was typed, with a point as decimal sign."""
        try:
            number = Decimal(self.text())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise self.no_number()
        if abs(number) > GREATEST:
            raise self.too_great()
        return number

    def no_number(self) -> LeadkitError:
        """Return an error for a text where a number should stand."""
        hint = "; the sign of decimals is a point" if "," in self.text() else ""
        return self.fail(f"expected a number, not '{self.text()}'{hint}")

    def too_great(self) -> LeadkitError:
        """Return an error for a number that is a slip."""
        said = f"expected a number, and '{self.text()}' is more than anybody means"
        return self.fail(f"{said}; {GREATEST:,} is the most")


def load_yaml(path: Path, shown_as: str = "") -> Item:
    """Read a YAML file; raise LeadkitError with file and line for whatever is wrong with it."""
    name = shown_as or str(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise LeadkitError(
                f"{name}: more than 16 MB, and rule files have some pages; is it one?"
            )
        text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig").read()
    except OSError as error:
        raise explain_os_error(error, name) from None
    except UnicodeDecodeError:
        raise LeadkitError(f"{name}: is not UTF-8 text") from None
    return parse_yaml(text, name, path.parent)


@lru_cache(maxsize=32)  # a run of a workspace asks for most of its files several times
def parse_yaml(text: str, name: str, folder: Path = Path()) -> Item:
    """Return the value that YAML text holds; name is what errors call it. Nobody changes it.

    >>> item = parse_yaml("{country: NO, plz: 01067, at: 12:30, on: 2025-04-03}", "example")
    >>> {name: value.text() for name, value in item.entries().items()}
    {'country': 'NO', 'plz': '01067', 'at': '12:30', 'on': '2025-04-03'}
    """
    import yaml

    try:
        try:  # libyaml's parser takes a tenth of the time; Python's has the better words for errors
            root = _compose(text, name, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.YAMLError:
            root = _compose(text, name, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise LeadkitError(f"{name}:{line}: broken YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise LeadkitError(f"{name}: {str(error).splitlines()[0]}") from None
    return Item(name, 1, "empty", folder=folder) if root is None else _item(root, name, folder)


def item_of(value: object, name: str, folder: Path = Path()) -> Item:
    """Return a value of JSON as if a file held it; it stands in no line.

    >>> item = item_of({"country": ["DE", "AT"], "email": None}, "example")
    >>> [part.text() for part in item.named["country"].items()]
    ['DE', 'AT']
    """
    if isinstance(value, dict):
        named = {key: item_of(part, name, folder) for key, part in value.items()}
        return Item(name, 0, "map", named=named, key_lines=dict.fromkeys(named, 0), folder=folder)
    if isinstance(value, list):
        parts = [item_of(part, name, folder) for part in value]
        return Item(name, 0, "list", parts=parts, folder=folder)
    kind: Literal["empty", "text"] = "empty" if value is None else "text"
    item = Item(name, 0, kind, str(value or ""), folder=folder)
    _refuse_half_signs(item)
    return item


def _compose(text: str, name: str, loader: Any) -> object:
    import yaml

    depth = 0
    for event in yaml.parse(text, loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        # Aliases are how a small file becomes a large one in memory.
        if isinstance(event, yaml.AliasEvent):
            raise LeadkitError(f"{name}:{line}: an alias (*name); write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise LeadkitError(f"{name}:{line}: more than {_DEEPEST} values inside each other")
    return yaml.compose(text, loader)


def _item(node: object, file: str, folder: Path) -> Item:
    import yaml

    assert isinstance(node, yaml.Node)
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        named: dict[str, Item] = {}
        key_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = _item(key_node, file, folder)
            if key.text() in named:
                raise key.fail(
                    f"'{key.text()}' stands here twice; first in line {key_lines[key.text()]}"
                )
            named[key.text()] = _item(value_node, file, folder)
            key_lines[key.text()] = key.line
        return Item(file, line, "map", named=named, key_lines=key_lines, folder=folder)
    if isinstance(node, yaml.SequenceNode):
        parts = [_item(part, file, folder) for part in node.value]
        return Item(file, line, "list", parts=parts, folder=folder)
    assert isinstance(node, yaml.ScalarNode)
    blank = not node.style and node.value in ("", "~", "null")
    text = "" if blank else node.value
    item = Item(file, line, "empty" if blank else "text", text, folder=folder)
    _refuse_half_signs(item)
    return item


def _refuse_half_signs(item: Item) -> None:
    r"""Raise LeadkitError for a text that no file can hold, as an escape such as "\ud800" gives."""
    if not item.string.isascii() and _HALF.search(item.string):
        raise item.fail("half of a sign (a lone surrogate such as \\ud800), which no file can hold")
