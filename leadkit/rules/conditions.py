"""The condition language of rule files: which leads a rule or a status is for.

A condition holds, fails, or cannot be told because a cell is blank: unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.rules.batch import View
from leadkit.rules.item import Item
from leadkit.rules.operators import DATED, OPERATORS, Test, Truth, test_of

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class Comparison:
    """One column compared by one operator."""

    column: str
    operator: str
    value: Item
    test: Test
    where: Item

    @property
    def words(self) -> str:
        """The condition as a person would say it."""
        if OPERATORS[self.operator].value == "flag":
            known = (self.operator == "known") == (self.value.text().casefold() not in _NO)
            return f"{self.column} is {'known' if known else 'missing'}"
        told = ", ".join(part.text() for part in self.value.items())
        return f"{self.column} {OPERATORS[self.operator].words} {told}"

    def truth(self, leads: View | Leads) -> Truth:
        """Return for each lead whether this holds and whether it fails; neither is unknown."""
        view = as_view(leads)
        cells = view.cells(self.column)
        holds, fails = self.test(cells, view.as_of)
        return holds[cells.codes], fails[cells.codes]

    def comparisons(self) -> Iterator[Comparison]:
        yield self


@dataclass(frozen=True)
class Combined:
    """Several conditions of which all, any or none must hold."""

    mode: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]

    @property
    def words(self) -> str:
        joint = " or " if self.mode == "any" else " and "
        told = joint.join(part.words for part in self.parts)
        return f"not ({told})" if self.mode == "not" else told

    def truth(self, leads: View | Leads) -> Truth:
        import numpy as np

        view = as_view(leads)
        truths = [part.truth(view) for part in self.parts]
        if self.mode == "any":
            return (
                np.logical_or.reduce([holds for holds, _ in truths]),
                np.logical_and.reduce([fails for _, fails in truths]),
            )
        holds = np.logical_and.reduce([holds for holds, _ in truths])
        fails = np.logical_or.reduce([fails for _, fails in truths])
        return (fails, holds) if self.mode == "not" else (holds, fails)

    def comparisons(self) -> Iterator[Comparison]:
        for part in self.parts:
            yield from part.comparisons()


Condition = Comparison | Combined
MODES = ("all", "any", "not")
_NO = ("false", "no")


def as_view(leads: View | Leads) -> View:
    return leads if isinstance(leads, View) else View(leads)


def read_condition(item: Item) -> Condition:
    """Compile a condition: ``column: text``, ``column: {operator: value}``, all, any or not."""
    parts: list[Condition] = []
    for name, value in item.entries(what="condition").items():
        if name in MODES:
            members = tuple(read_condition(part) for part in parts_of(name, value))
            if not members:
                raise value.fail(f"'{name}' needs at least one condition")
            # the name is one of MODES, checked above
            parts.append(Combined(name, members))  # type: ignore[arg-type]
        elif value.kind == "map":
            parts += read_operators(name, value)
        else:
            operator = "one_of" if value.kind == "list" else "is"
            parts.append(_comparison(name, operator, value))
    if not parts:
        raise item.fail("a condition is missing here, such as {country: DE}")
    return parts[0] if len(parts) == 1 else Combined("all", tuple(parts))


def parts_of(mode: str, item: Item) -> list[Item]:
    """Return the conditions that all, any or not is of: a list, or each entry of a mapping."""
    if item.kind != "map" or len(item.named) < 2:
        return item.items()
    if mode == "not":
        raise item.fail(
            "not: of several conditions say which: not: {any: {...}} is none of them, "
            "not: {all: {...}} is not all of them"
        )
    return [
        replace(item, line=item.key_lines[name], named={name: value})
        for name, value in item.named.items()
    ]


def read_operators(column: str, item: Item) -> list[Comparison]:
    """Compile what ``{operator: value, ...}`` says of a column."""
    entries = item.entries(OPERATORS, what="operator")
    if not entries:
        raise item.fail("an operator is missing here, such as {at_least: 10}")
    return [_comparison(column, operator, value) for operator, value in entries.items()]


def _comparison(column: str, operator: str, value: Item) -> Comparison:
    return Comparison(column, operator, value, test_of(operator, value), value)


def dated(conditions: Iterable[Condition]) -> Item | None:
    """Return the place of a condition that counts days, if there is one."""
    for condition in conditions:
        for comparison in condition.comparisons():
            if comparison.operator in DATED:
                return comparison.where
    return None


def check_columns(conditions: Iterable[Condition], columns: list[str], what: str) -> list[str]:
    """Raise LeadkitError for a column that nobody knows; note the known ones that are not there."""
    uses = [(part.column, part.where) for whole in conditions for part in whole.comparisons()]
    return check_names(uses, columns, what)


def check_names(
    uses: Iterable[tuple[str, Item]], columns: list[str], what: str, others: bool = False
) -> list[str]:
    """Do what check_columns does for columns that are named somewhere else.

    A list that has none of them is of no use, unless there are others that can tell.
    """
    absent: list[str] = []
    uses = list(uses)
    for name, where in uses:
        if name in columns:
            continue
        if name not in KNOWN and name not in ADDED:
            hint = did_you_mean(name, [*columns, *KNOWN])
            if name.startswith("score_"):
                hint = "; 'leadkit score' adds it, with rules that have such a group"
            there = "" if hint else f"; there are: {', '.join(columns)}"
            raise where.fail(f"unknown column '{name}'{hint}{there}")
        absent.append(name)
    if not absent:
        return []
    names = ", ".join(dict.fromkeys(absent))
    if len(absent) == len(uses) and not others:
        raise LeadkitError(
            f"{what} asks for {names}, and this list has none of them; there are: "
            f"{', '.join(columns)}. 'leadkit import' finds our columns in other headers"
        )
    return [f"{what} asks for {names}, which this list does not have: those count as unknown"]
