"""Rule files that come with leadkit, found by their names."""

from __future__ import annotations

from pathlib import Path

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.rules.item import Item, load_yaml


def shipped_rules() -> dict[str, Path]:
    """Return the rule files that come with leadkit, by name."""
    here = Path(__file__).parent.parent
    folder = here / "rule_files"  # in a wheel
    if not folder.is_dir():
        folder = here.parent / "rules"  # in a checkout
    return {path.stem: path for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stem)}


def find_rules(name: str | Path, option: str = "--rules") -> Item:
    """Load a rule file that is given by path, or by the name of one that comes with leadkit."""
    name = str(name)
    shipped = shipped_rules()
    if name in shipped and not Path(name).is_file():
        return load_yaml(shipped[name], shown_as=f"rules/{name}.yaml")
    if not Path(name).exists() and not name.endswith((".yaml", ".yml")):
        hint = did_you_mean(name, shipped) or f"; shipped are {', '.join(shipped)}"
        raise LeadkitError(f"{option} {name}: no such file, and no rules of that name{hint}")
    return load_yaml(Path(name))
