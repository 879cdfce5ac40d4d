"""The condition language of rule files: which leads a rule or a status is for.

A condition holds, fails, or cannot be told because a cell is blank: unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.fields.consent import NO, yes_or_no
from leadkit.rules.batch import Batch
from leadkit.rules.item import Item
from leadkit.rules.operators import DATED, OPERATORS, Test, Truth, test_of

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads

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

    def truth(self, leads: Batch | Leads) -> Truth:
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

    def truth(self, leads: Batch | Leads) -> Truth:
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


def as_view(leads: Batch | Leads) -> Batch:
    return leads if isinstance(leads, Batch) else Batch(leads)


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


# Words that fill a cell without an answer.
_NO_ANSWER = frozenset(
    ("?", "unknown", "unbekannt", "tbd", "n/a", "na", "offen", "open", "unclear")
)


_TOLD = {True: 1, False: 2, None: 0}


class Requirement(Protocol):
    """Whatever holds, fails or cannot be told for each lead; conditions are requirements."""

    @property
    def words(self) -> str: ...
    def truth(self, leads: Batch | Leads) -> tuple[np.ndarray, np.ndarray]: ...
    def comparisons(self) -> Iterator[Any]: ...


@dataclass(frozen=True)
class Says:
    """A column that says yes: whatever is no blank, no "no" and no "unknown"."""

    column: str
    where: Item

    @property
    def words(self) -> str:
        return f"{self.column} is given"

    def truth(self, leads: Batch | Leads) -> tuple[np.ndarray, np.ndarray]:
        said = as_view(leads).mapped(self.column, lambda cell: _TOLD[answer(cell)])
        return said == 1, said == 2

    def comparisons(self) -> Iterator[Any]:
        yield self


@dataclass(frozen=True)
class Joint:
    """Several requirements of which all, any, none or at least so many must hold."""

    mode: Literal["all", "any", "not", "some"]
    parts: Sequence[Requirement]
    least: int = 0

    @property
    def words(self) -> str:
        if self.mode == "some":
            told = ", ".join(
                part.column if isinstance(part, Says) else part.words for part in self.parts
            )
            return f"at least {self.least} of {len(self.parts)} are met: {told}"
        told = (" or " if self.mode == "any" else " and ").join(part.words for part in self.parts)
        return f"not ({told})" if self.mode == "not" else told

    def truth(self, leads: Batch | Leads) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        view = as_view(leads)
        truths = [part.truth(view) for part in self.parts]
        hold = np.sum([holds for holds, _ in truths], axis=0)
        fail = np.sum([fails for _, fails in truths], axis=0)
        many = len(self.parts)
        if self.mode == "not":
            return fail > 0, hold == many
        least = {"all": many, "any": 1}.get(self.mode, self.least)
        return hold >= least, many - fail < least

    def comparisons(self) -> Iterator[Any]:
        for part in self.parts:
            yield from part.comparisons()


def answer(cell: str) -> bool | None:
    """Tell whether a cell says yes, no, or nothing.

    >>> [answer(cell) for cell in ("ja", "50.000 EUR", "0", "no", "", "unknown")]
    [True, True, False, False, None, None]
    """
    word = cell.strip().casefold()
    if not word or word in _NO_ANSWER:
        return None
    return yes_or_no(word) != NO


def read_requirement(item: Item) -> Requirement:
    """Compile a requirement: a condition, the bare name of a column, or some_of.

    ``some_of: {at_least: 2, of: [budget, authority, need, timeline]}`` counts; it may stand
    wherever a condition may, and so may a column's name, which asks for a yes in it.
    """
    if item.kind == "text":
        return Says(item.text(), item)
    entries = item.entries(what="condition")
    if not _is_ours(item):
        return read_condition(item)
    parts: list[Requirement] = []
    for name, value in entries.items():
        if name == "some_of":
            parts.append(_some_of(value))
        elif name in ("all", "any", "not"):
            members = [read_requirement(part) for part in parts_of(name, value)]
            if not members:
                raise value.fail(f"'{name}' needs at least one condition")
            # the name is one of three, checked above
            parts.append(Joint(name, members))  # type: ignore[arg-type]
        else:
            lines = {name: item.key_lines[name]}
            one = Item(item.file, lines[name], "map", named={name: value}, key_lines=lines)
            parts.append(read_condition(one))
    return parts[0] if len(parts) == 1 else Joint("all", parts)


def _some_of(item: Item) -> Joint:
    given = item.entries(("at_least", "of"), what="key of some_of")
    for needed in ("at_least", "of"):
        if needed not in given:
            raise item.fail("some_of needs both, as {at_least: 2, of: [budget, need, timeline]}")
    members = [read_requirement(part) for part in given["of"].items()]
    least = given["at_least"].number()
    if least != int(least) or not 1 <= least <= len(members):
        raise given["at_least"].fail(
            f"at_least: a whole number from 1 to {len(members)}, as there are {len(members)}"
        )
    return Joint("some", members, int(least))


def _is_ours(item: Item) -> bool:
    """Tell whether an item holds anything that the plain condition language does not have."""
    for name, value in item.named.items():
        if name == "some_of":
            return True
        if name in ("all", "any", "not") and any(
            part.kind == "text" or _is_ours(part) for part in value.items()
        ):
            return True
    return False
