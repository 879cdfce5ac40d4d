"""The condition language of rule files: which leads a rule or a status is for.

A condition holds, fails, or cannot be told because a cell is blank: unknown is not zero. All
rule files compare columns by operators, and join that by all, any and not. Lifecycles know two
conditions more: the bare name of a column, which asks for a yes in it, and some_of, which counts.
Figures of a lead's company, under account, are columns like any others. Scoring files know one
more, on what leads did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from leadkit.base.columns import ACCOUNT_FIGURES
from leadkit.base.errors import LeadkitError
from leadkit.fields.consent import NO, plain_answer
from leadkit.rules.against import Against, read_against
from leadkit.rules.batch import Batch
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered
from leadkit.rules.operators import DATED, OPERATORS, test_of
from leadkit.rules.truth import Test, Truth

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
            asked = not self.value.text() or self.value.flag()
            return (
                f"{self.column} is {'known' if asked == (self.operator == 'known') else 'missing'}"
            )
        values = ", ".join(part.text() for part in self.value.items())
        return f"{self.column} {OPERATORS[self.operator].words} {values}"

    def truth(self, leads: Batch | Leads) -> Truth:
        """Return for each lead whether this holds and whether it fails; neither is unknown."""
        batch = as_batch(leads)
        cells = batch.cells(self.column)
        holds, fails = cells.told(self.test, batch.as_of)
        return holds[cells.codes], fails[cells.codes]

    def comparisons(self) -> Iterator[Comparison]:
        yield self

    def uses(self) -> Iterator[tuple[str, Item]]:
        yield self.column, self.where


@dataclass(frozen=True)
class Says:
    """A column that says yes: whatever is no blank, no "no" and no "unknown"."""

    column: str
    where: Item

    @property
    def words(self) -> str:
        return f"{self.column} is given"

    def truth(self, leads: Batch | Leads) -> Truth:
        """Return for which leads the column says yes, and for which no."""
        said = as_batch(leads).mapped(self.column, lambda cell: _ANSWERS.index(answer(cell)))
        return said == _ANSWERS.index(True), said == _ANSWERS.index(False)

    def comparisons(self) -> Iterator[Comparison]:
        return iter(())

    def uses(self) -> Iterator[tuple[str, Item]]:
        yield self.column, self.where


@dataclass(frozen=True)
class Combined:
    """Several conditions of which all, any, none or at least so many must hold."""

    mode: Literal["all", "any", "not", "some"]
    parts: tuple[Condition, ...]
    least: int = 0  # of "some"

    @property
    def words(self) -> str:
        """The conditions as a person would say them."""
        if self.mode == "some":
            named = (part.column if isinstance(part, Says) else part.words for part in self.parts)
            return f"at least {self.least} of {len(self.parts)} are met: {', '.join(named)}"
        joint = (" or " if self.mode == "any" else " and ").join(part.words for part in self.parts)
        return f"not ({joint})" if self.mode == "not" else joint

    def truth(self, leads: Batch | Leads) -> Truth:
        """Return for which leads this holds and fails, whatever of its parts is unknown."""
        import numpy as np

        batch = as_batch(leads)
        holds, fails = zip(*(part.truth(batch) for part in self.parts), strict=True)
        if self.mode == "any":
            return np.logical_or.reduce(holds), np.logical_and.reduce(fails)
        if self.mode == "some":
            could_hold = len(self.parts) - np.sum(fails, axis=0)
            return np.sum(holds, axis=0) >= self.least, could_hold < self.least
        all_hold, one_fails = np.logical_and.reduce(holds), np.logical_or.reduce(fails)
        return (one_fails, all_hold) if self.mode == "not" else (all_hold, one_fails)

    def comparisons(self) -> Iterator[Comparison]:
        """Yield the comparisons it is made of, however deep they lie."""
        for part in self.parts:
            yield from part.comparisons()

    def uses(self) -> Iterator[tuple[str, Item]]:
        """Yield each column that it asks for, and where."""
        for part in self.parts:
            yield from part.uses()


@dataclass(frozen=True)
class Told:
    """A condition on what no column of the leads says, such as what they did."""

    asked: object  # what whoever can tell knows it by
    words: str
    where: Item

    def truth(self, leads: Batch | Leads) -> Truth:
        """Return for which leads this holds and fails, by whoever tells it of the batch."""
        return as_batch(leads).told(self.asked)

    def comparisons(self) -> Iterator[Comparison]:
        return iter(())

    def uses(self) -> Iterator[tuple[str, Item]]:
        return iter(())


Condition = Comparison | Against | Says | Combined | Told
Readers = Mapping[str, Callable[[Item], "Told | Combined"]]
MODES = ("all", "any", "not")
ACCOUNT = "account"  # what stands above figures of a lead's company
# What a cell says where a yes is asked for; their places are how an array of answers holds them.
_ANSWERS = (None, True, False)
# Words that fill a cell without an answer.
_NO_ANSWER = frozenset(
    ("?", "unknown", "unbekannt", "tbd", "n/a", "na", "offen", "open", "unclear")
)


def as_batch(leads: Batch | Leads) -> Batch:
    return leads if isinstance(leads, Batch) else Batch(leads)


def answer(cell: str) -> bool | None:
    """Tell whether a cell says yes, no, or nothing.

    >>> [answer(cell) for cell in ("ja", "50.000 EUR", "0", "no", "", "unknown")]
    [True, True, False, False, None, None]
    """
    word = cell.strip().casefold()
    if not word or word in _NO_ANSWER:
        return None
    return plain_answer(word) != NO


def read_condition(item: Item, more: Readers | None = None) -> Condition:
    """Compile a condition: ``column: text``, ``column: {operator: value}``, all, any or not.

    ``more`` are names that stand for something else than a column, each with what reads it.
    Whatever is wrong with it is told at once.
    """
    return _read(item, more or {}, says=False)


def read_requirement(item: Item) -> Condition:
    """Compile a condition that may also be the bare name of a column, or some_of.

    ``some_of: {at_least: 2, of: [budget, authority, need, timeline]}`` counts; it may stand
    wherever a condition may, and so may a column's name, which asks for a yes in it.
    """
    return _read(item, {"some_of": _some_of}, says=True)


def _read(item: Item, more: Readers, *, says: bool) -> Condition:
    if says and item.kind == "text":
        return Says(item.text(), item)
    entries = item.entries(what="condition")
    if not entries:
        raise item.fail("a condition is missing here, such as {country: DE}")
    gathered = Gathered()
    parts: list[Condition] = []
    for name, value in entries.items():
        try:
            parts += _conditions(name, value, more, says=says)
        except LeadkitError as mistake:
            gathered.add(mistake)
    gathered.raise_all()
    return parts[0] if len(parts) == 1 else Combined("all", tuple(parts))


def _conditions(name: str, value: Item, more: Readers, *, says: bool) -> Sequence[Condition]:
    """Return what one entry of a condition asks for."""
    if name in more:
        return [more[name](value)]
    if name in MODES:
        gathered = Gathered()
        members = gathered.each(lambda part: _read(part, more, says=says), _members(name, value))
        gathered.raise_all()
        if not members:
            raise value.fail(f"'{name}' needs at least one condition")
        # the name is one of MODES, checked above
        return [Combined(name, tuple(members))]  # type: ignore[arg-type]
    if name == ACCOUNT and value.kind == "map" and not value.named.keys() <= OPERATORS.keys():
        return _of_account(value, more, says=says)
    if value.kind == "map":
        return read_operators(name, value)
    return [_comparison(name, "one_of" if value.kind == "list" else "is", value)]


def _of_account(item: Item, more: Readers, *, says: bool) -> list[Condition]:
    """Return what is asked of the figures of a lead's company, which stand in columns."""
    gathered = Gathered()
    figures = gathered.entries(item, ACCOUNT_FIGURES, "figure of an account")
    asked: list[Condition] = []
    for figure, value in figures.items():
        try:
            asked += _conditions(ACCOUNT_FIGURES[figure], value, more, says=says)
        except LeadkitError as mistake:
            gathered.add(mistake)
    gathered.raise_all()
    return asked


def _some_of(item: Item) -> Combined:
    given = item.entries(("at_least", "of"), what="key of some_of")
    for needed in ("at_least", "of"):
        if needed not in given:
            raise item.fail("some_of needs both, as {at_least: 2, of: [budget, need, timeline]}")
    gathered = Gathered()
    members = gathered.each(read_requirement, given["of"].items())
    gathered.raise_all()
    least = given["at_least"].number()
    if least != int(least) or not 1 <= least <= len(members):
        raise given["at_least"].fail(
            f"at_least: a whole number from 1 to {len(members)}, as there are {len(members)}"
        )
    return Combined("some", tuple(members), int(least))


def _members(mode: str, item: Item) -> list[Item]:
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


def read_operators(column: str, item: Item) -> list[Comparison | Against]:
    """Compile what ``{operator: value, ...}`` says of a column."""
    gathered = Gathered()
    entries = gathered.entries(item, OPERATORS, "operator")
    if not item.named:
        raise item.fail("an operator is missing here, such as {at_least: 10}")
    compared: list[Comparison | Against] = []
    for operator, value in entries.items():
        try:
            if value.kind == "map":
                compared.append(read_against(column, operator, value))
            else:
                compared.append(_comparison(column, operator, value))
        except LeadkitError as mistake:
            gathered.add(mistake)
    gathered.raise_all()
    return compared


def _comparison(column: str, operator: str, value: Item) -> Comparison:
    return Comparison(column, operator, value, test_of(operator, value), value)


def parts_of(condition: Condition) -> Iterator[Condition]:
    """Yield what a condition is made of, however deep it lies: whatever is no all, any or not."""
    if isinstance(condition, Combined):
        for part in condition.parts:
            yield from parts_of(part)
    else:
        yield condition


def dated(conditions: Iterable[Condition]) -> Item | None:
    """Return the place of a condition that counts days, if there is one."""
    for condition in conditions:
        for comparison in condition.comparisons():
            if comparison.operator in DATED:
                return comparison.where
    return None
