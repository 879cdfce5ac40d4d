"""Rule files that come with leadkit, found by their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.rules.item import Item, load_yaml

Read = TypeVar("Read")


def shipped_rules() -> dict[str, Path]:
    """Return the rule files that come with leadkit, by name."""
    here = Path(__file__).parent.parent
    folder = here / "rule_files"  # in a wheel
    if not folder.is_dir():
        folder = here.parent / "rules"  # in a checkout
    return {path.stem: path for path in sorted(folder.rglob("*.yaml"), key=lambda path: path.stem)}


def _shown_as(path: Path) -> str:
    """Return what messages call a shipped file: where it lies in a checkout."""
    below = f"{path.parent.name}/" if path.parent.name == "targets" else ""
    return f"rules/{below}{path.name}"


def find_rules(name: str | Path, option: str = "--rules") -> Item:
    """Load a rule file that is given by path, or by the name of one that comes with leadkit."""
    name = str(name)
    shipped = shipped_rules()
    if name in shipped and not Path(name).is_file():
        return load_yaml(shipped[name], shown_as=_shown_as(shipped[name]))
    if not Path(name).exists() and not name.endswith((".yaml", ".yml")):
        hint = did_you_mean(name, shipped) or f"; shipped are {', '.join(shipped)}"
        raise LeadkitError(f"{option} {name}: no such file, and no rules of that name{hint}")
    return load_yaml(Path(name))


def refuse_mixed(root: Item) -> None:
    """Raise LeadkitError for a file that is both a scoring file and a lifecycle."""
    if {"rules", "statuses"} <= root.named.keys():
        raise root.fail(
            "'rules' belong to a scoring file, 'statuses' to a lifecycle: make two files of this "
            "one, for 'leadkit score' and for 'leadkit classify'"
        )


def kept(
    compiled: Callable[[Item], Read], option: str = "--rules", alone: bool = False
) -> Callable[[str | Path], Read]:
    """Return a reader of rule files, as find_rules loads them, that keeps what was compiled.

    What came with leadkit is compiled once, until its file changes; so is a user's own file if it
    stands alone, and names no lists that may change. All share what is kept: nobody changes it.

    >>> lines = kept(lambda root: len(root.named["lines"].parts), "--consent")
    >>> lines("consent") == lines("consent") > 0
    True
    """

    @lru_cache(maxsize=8)
    def made(name: str, path: Path, written: int, size: int) -> Read:
        return compiled(find_rules(name, option))

    def read(name: str | Path) -> Read:
        name = str(name)
        own = Path(name).is_file()
        path = Path(name) if own else shipped_rules().get(name)
        if path is None or (own and not alone):
            return compiled(find_rules(name, option))
        found = path.stat()
        return made(name, path.absolute(), found.st_mtime_ns, found.st_size)

    return read
