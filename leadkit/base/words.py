"""Lists of words, which are data: text files, one entry a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def word_list(package: str, name: str) -> tuple[str, ...]:
    """Return the entries of ``data/name.txt`` beside a package, in their order.

    A line that begins with "# " is a comment, a blank one is nothing.

    >>> "株式会社" in word_list("leadkit.fields", "legal_forms_attached")
    True
    """
    return tuple(_entries(package, name))


@cache
def word_groups(package: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of a list in which a line in brackets begins a group, by group.

    >>> word_groups("leadkit.fields", "status_spellings")["MQL"][:2]
    ('mql', 'marketingqualified')
    """
    groups: dict[str, list[str]] = {}
    group: list[str] = []
    for entry in _entries(package, name):
        if entry.startswith("[") and entry.endswith("]"):
            group = groups.setdefault(entry[1:-1], [])
        else:
            group.append(entry)
    return {name: tuple(entries) for name, entries in groups.items()}


def _entries(package: str, name: str) -> Iterator[str]:
    text = files(package).joinpath("data", f"{name}.txt").read_text("utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("# "):
            yield line
