"""The condition language of rule files: which leads a rule or a status is for.

A condition holds, fails, or cannot be told because a cell is blank: unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from leadkit.columns import ADDED, KNOWN
from leadkit.errors import LeadkitError, did_you_mean
from leadkit.fields.distinct import map_distinct
from leadkit.fields.number import parse_range
from leadkit.stage import cell_column
from leadkit.yaml_text import Item

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads

Truth = tuple["np.ndarray", "np.ndarray"]  # for each lead: holds, fails; neither is unknown
Test = Callable[[str], bool | None]  # what a cell that is not blank says; None is unknown


@dataclass(frozen=True)
class Comparison:
    """One column compared by one operator."""

    column: str
    words: str  # the condition as a person would say it
    test: Test
    blank_holds: bool | None  # what a blank cell says
    where: Item

    def truth(self, leads: Leads) -> Truth:
        def told(cell: str) -> bool | None:
            cell = cell.strip()
            return self.test(cell) if cell else self.blank_holds

        results = map_distinct(cell_column(leads, self.column), told)
        return results == True, results == False  # noqa: E712  (None is neither)

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

    def truth(self, leads: Leads) -> Truth:
        import numpy as np

        truths = [part.truth(leads) for part in self.parts]
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


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _one_of(item: Item) -> Test:
    wanted = {_fold(part.text()) for part in item.items()}
    return lambda cell: _fold(cell) in wanted


def _any_text(item: Item, matches: Callable[[str, str], bool]) -> Test:
    wanted = [_fold(part.text()) for part in item.items()]
    return lambda cell: any(matches(_fold(cell), word) for word in wanted)


def _word_in(cell: str, words: str) -> bool:
    import re

    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", cell) is not None


def _at_least(item: Item) -> Test:
    bound = float(item.number())
    return lambda cell: _compare(cell, lambda low, high: _sure(low >= bound, high < bound))


def _at_most(item: Item) -> Test:
    bound = float(item.number())
    return lambda cell: _compare(cell, lambda low, high: _sure(high <= bound, low > bound))


def _between(item: Item) -> Test:
    bounds = item.items()
    if len(bounds) != 2:
        raise item.fail("between: give the least and the greatest number, as [10, 50]")
    least, greatest = (float(bound.number()) for bound in bounds)
    return lambda cell: _compare(
        cell,
        lambda low, high: _sure(least <= low and high <= greatest, high < least or low > greatest),
    )


def _compare(cell: str, judge: Callable[[float, float], bool | None]) -> bool | None:
    numbers = parse_range(cell)
    return None if numbers is None else judge(*numbers)


def _sure(holds: bool, fails: bool) -> bool | None:
    return True if holds else False if fails else None


def _domain_is(item: Item) -> Test:
    wanted = [part.text().casefold().lstrip("@") for part in item.items()]

    def test(cell: str) -> bool:
        domain = cell.casefold().rpartition("@")[2]
        return any(domain == name or domain.endswith("." + name) for name in wanted)

    return test


# Operator -> how it reads in words, and what makes its test. Text is compared without regard to
# case and outer spaces; where several texts are given, any of them will do.
OPERATORS: dict[str, tuple[str, Callable[[Item], Test]]] = {
    "is": ("is", _one_of),
    "one_of": ("is one of", _one_of),
    "contains": ("contains", lambda item: _any_text(item, lambda cell, word: word in cell)),
    "contains_word": ("has the word", lambda item: _any_text(item, _word_in)),
    "starts_with": ("starts with", lambda item: _any_text(item, str.startswith)),
    "ends_with": ("ends with", lambda item: _any_text(item, str.endswith)),
    "at_least": ("is at least", _at_least),
    "at_most": ("is at most", _at_most),
    "between": ("is between", _between),
    "domain_is": ("is at", _domain_is),
}
_PRESENCE = {"known": True, "missing": False}


def read_condition(item: Item) -> Condition:
    """Compile a condition: ``column: text``, ``column: {operator: value}``, all, any or not."""
    parts: list[Condition] = []
    for name, value in item.entries(what="condition").items():
        if name in ("all", "any", "not"):
            members = tuple(read_condition(part) for part in value.items())
            if not members:
                raise value.fail(f"'{name}' needs at least one condition")
            parts.append(Combined(name, members))  # type: ignore[arg-type]
        elif value.kind == "map":
            parts += [_comparison(name, *entry) for entry in _operators(value)]
        else:
            parts.append(_comparison(name, "one_of" if value.kind == "list" else "is", value))
    if not parts:
        raise item.fail("a condition is missing here, such as {country: DE}")
    return parts[0] if len(parts) == 1 else Combined("all", tuple(parts))


def _operators(item: Item) -> Iterator[tuple[str, Item]]:
    entries = item.entries([*OPERATORS, *_PRESENCE], what="operator")
    if not entries:
        raise item.fail("an operator is missing here, such as {at_least: 10}")
    yield from entries.items()


def _comparison(column: str, operator: str, value: Item) -> Comparison:
    if operator in _PRESENCE:
        asked = value.text().casefold() or "true"
        if asked not in ("true", "false", "yes", "no"):
            raise value.fail(f"{operator}: write true or false, not '{value.text()}'")
        known = _PRESENCE[operator] == (asked in ("true", "yes"))
        words = f"{column} is {'known' if known else 'missing'}"
        return Comparison(column, words, lambda cell: known, not known, value)
    for part in value.items():
        if part.kind != "text" or not part.text().strip():
            raise part.fail(f"{operator}: a value is missing")
    if not value.items():
        raise value.fail(f"{operator}: a value is missing")
    words, make_test = OPERATORS[operator]
    told = ", ".join(part.text() for part in value.items())
    return Comparison(column, f"{column} {words} {told}", make_test(value), None, value)


def check_columns(conditions: list[Condition], columns: list[str], what: str) -> list[str]:
    """Raise LeadkitError for a column that nobody knows; note the known ones that are not there."""

    absent: list[str] = []
    asked = [comparison for condition in conditions for comparison in condition.comparisons()]
    for comparison in asked:
        name = comparison.column
        if name not in columns:
            if name not in KNOWN and name not in ADDED:
                hint = did_you_mean(name, [*columns, *KNOWN])
                if name.startswith("score_"):
                    hint = "; 'leadkit score' adds it, with rules that have such a group"
                there = "" if hint else f"; there are: {', '.join(columns)}"
                raise comparison.where.fail(f"unknown column '{name}'{hint}{there}")
            absent.append(name)
    if not absent:
        return []
    names = ", ".join(dict.fromkeys(absent))
    if len(absent) == len(asked):
        raise LeadkitError(
            f"{what} asks for {names}, and this list has none of them; there are: "
            f"{', '.join(columns)}. 'leadkit import' finds our columns in other headers"
        )
    return [f"{what} asks for {names}, which this list does not have: those count as unknown"]
