"""Rule files: where they are, and what a scoring file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from leadkit.conditions import Condition, read_condition
from leadkit.errors import LeadkitError, did_you_mean
from leadkit.yaml_text import Item, load_yaml


@dataclass(frozen=True)
class Group:
    """A sum of points that is kept between two bounds."""

    name: str
    least: Decimal | None = None
    greatest: Decimal | None = None


@dataclass(frozen=True)
class Rule:
    """Points for the leads that meet a condition."""

    name: str
    group: str
    when: Condition
    points: Decimal


@dataclass(frozen=True)
class ScoringRules:
    """A checked scoring file."""

    file: str
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]

    def conditions(self) -> list[Condition]:
        return [rule.when for rule in self.rules]


def shipped_rules() -> dict[str, Path]:
    """Return the rule files that come with leadkit, by name."""
    here = Path(__file__).parent
    folder = here / "rule_files"  # in a wheel
    if not folder.is_dir():
        folder = here.parent / "rules"  # in a checkout
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find_rules(name: str, option: str = "--rules") -> Item:
    """Load a rule file that is given by path, or by the name of one that comes with leadkit."""
    shipped = shipped_rules()
    if name in shipped and not Path(name).is_file():
        return load_yaml(shipped[name], shown_as=f"rules/{name}.yaml")
    if not Path(name).exists() and not name.endswith((".yaml", ".yml")):
        hint = did_you_mean(name, shipped) or f"; shipped are {', '.join(shipped)}"
        raise LeadkitError(f"{option} {name}: no such file, and no rules of that name{hint}")
    return load_yaml(Path(name))


def read_scoring(name: str) -> ScoringRules:
    """Load and check a scoring file; whatever is wrong is an error with its line."""
    root = find_rules(name)
    if "statuses" in root.named:
        raise root.fail("this is a lifecycle file; it belongs to 'leadkit classify'")
    top = root.entries(("name", "about", "groups", "rules"), what="key")
    groups = {group.name: group for group in _groups(top["groups"])} if "groups" in top else {}
    rules: list[Rule] = []
    for item in top["rules"].items() if "rules" in top else []:
        rule = _rule(item, groups)
        if any(rule.name == other.name for other in rules):
            raise item.fail(f"two rules have the name '{rule.name}'; a name says which one fired")
        rules.append(rule)
        groups.setdefault(rule.group, Group(rule.group))
    if not rules:
        raise root.fail("there are no rules in this file")
    return ScoringRules(root.file, tuple(groups.values()), tuple(rules))


def _groups(item: Item) -> Iterator[Group]:
    for name, bounds in item.entries(what="group").items():
        known = bounds.entries(("min", "max"), what="bound of a group")
        least, greatest = (
            known[bound].number() if bound in known else None for bound in ("min", "max")
        )
        if least is not None and greatest is not None and least > greatest:
            raise bounds.fail(f"group '{name}': min {least} is above max {greatest}")
        yield Group(name, least, greatest)


def _rule(item: Item, groups: dict[str, Group]) -> Rule:
    parts = item.entries(("name", "group", "when", "points", "reason"), what="key of a rule")
    for needed in ("name", "when", "points"):
        if needed not in parts:
            raise item.fail(f"a rule needs '{needed}'")
    name = parts["name"].text()
    if not name or any(sign in name for sign in ":;\n"):
        raise parts["name"].fail("a rule's name is a word or two without ':' and ';'")
    group = parts["group"].text() if "group" in parts else "score"
    if groups and "group" in parts and group not in groups:
        hint = did_you_mean(group, groups) or f"; known are {', '.join(groups)}"
        raise parts["group"].fail(f"unknown group '{group}'{hint}")
    points = parts["points"].number()
    if points != round(points, 3):
        raise parts["points"].fail("points have three decimals at most")
    return Rule(name, group, read_condition(parts["when"]), points)
