"""One column of a lead against another: more orders than last year, a reply after the mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Never

from leadkit.rules.batch import Batch, Distinct
from leadkit.rules.item import Item
from leadkit.rules.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class Against:
    """One column compared with another of the same lead."""

    column: str
    operator: str
    other: str
    where: Item

    @property
    def words(self) -> str:
        """The condition as a person would say it."""
        return f"{self.column} {_WORDS[self.operator]} {self.other}"

    def truth(self, leads: Batch | Leads) -> Truth:
        """Return for each lead whether this holds and whether it fails; neither is unknown.

        >>> import pandas as pd
        >>> leads = pd.DataFrame({"spent": ["1.000", "20-30", "5"], "limit": ["900", "25", ""]})
        >>> more = Against("spent", "at_least", "limit", Item("example", 1, "text"))
        >>> [answers.tolist() for answers in more.truth(leads.astype("str"))]
        [[True, False, False], [False, False, False]]
        """
        batch = leads if isinstance(leads, Batch) else Batch(leads)
        return _JUDGES[self.operator](batch.cells(self.column), batch.cells(self.other))

    def comparisons(self) -> Iterator[Never]:
        return iter(())

    def uses(self) -> Iterator[tuple[str, Item]]:
        yield self.column, self.where
        yield self.other, self.where


def read_against(column: str, operator: str, item: Item) -> Against:
    """Compile ``{column: other}``, what stands after an operator instead of a value."""
    if operator not in _JUDGES:
        raise item.fail(
            f"{operator}: give a value; against a column can be compared by {', '.join(_JUDGES)}"
        )
    parts = item.entries(("column",), what="key")
    if "column" not in parts or not parts["column"].text():
        raise item.fail(f"{operator}: name the other column, as {{{operator}: {{column: budget}}}}")
    return Against(column, operator, parts["column"].text(), item)


def _bounds(cells: Distinct) -> tuple[np.ndarray, np.ndarray]:
    low, high = cells.bounds
    return low[cells.codes], high[cells.codes]


def _at_least(one: Distinct, other: Distinct) -> Truth:
    (low, high), (least, most) = _bounds(one), _bounds(other)
    return low >= most, high < least


def _at_most(one: Distinct, other: Distinct) -> Truth:
    return _at_least(other, one)


def _is(one: Distinct, other: Distinct) -> Truth:
    import numpy as np

    numbers: dict[str, int] = {}
    one_code, other_code = (
        np.array([numbers.setdefault(cell, len(numbers)) for cell in cells.folded.to_pylist()])[
            cells.codes
        ]
        for cells in (one, other)
    )
    known = ~one.blank[one.codes] & ~other.blank[other.codes]
    same = one_code == other_code
    return same & known, ~same & known


def _before(one: Distinct, other: Distinct) -> Truth:
    days, others = one.days[one.codes], other.days[other.codes]
    known = (days > 0) & (others > 0)
    return known & (days < others), known & (days >= others)


def _after(one: Distinct, other: Distinct) -> Truth:
    return _before(other, one)


_JUDGES: dict[str, Callable[[Distinct, Distinct], Truth]] = {
    "is": _is,
    "at_least": _at_least,
    "at_most": _at_most,
    "before": _before,
    "after": _after,
}
AGAINST = tuple(_JUDGES)  # the operators after which a column may stand
_WORDS = {
    "is": "is the same as",
    "at_least": "is at least",
    "at_most": "is at most",
    "before": "is before",
    "after": "is after",
}
