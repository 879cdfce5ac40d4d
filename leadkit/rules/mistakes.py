"""Mistakes in a file that are kept, so that all of them are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from leadkit.base.errors import LeadkitError, Mistakes
from leadkit.rules.item import Item

Read = TypeVar("Read")


class Gathered:
    """Mistakes in a file, kept to tell all at once.

    >>> from leadkit.rules.item import parse_yaml
    >>> gathered = Gathered()
    >>> gathered.each(Item.number, parse_yaml("[1, two, 3, four]", "example").items())
    [Decimal('1'), Decimal('3')]
    >>> gathered.raise_all()
    Traceback (most recent call last):
    leadkit.base.errors.Mistakes: example:1: expected a number, not 'two'
    example:1: expected a number, not 'four'
    """

    def __init__(self, first: Sequence[tuple[int, LeadkitError]] = ()) -> None:
        self._kept = list(first)  # each with the line it stands on
        self._explained = {line for line, _ in first}  # what else is wrong there may follow of it

    def __bool__(self) -> bool:
        return bool(self._kept)

    def keep(self, line: int, mistake: LeadkitError) -> None:
        """Keep a mistake that stands on a line."""
        if line not in self._explained:
            self._kept.append((line, mistake))

    def add(self, mistake: LeadkitError) -> None:
        """Keep a mistake, or several that somebody else gathered, by the lines that they tell."""
        for one in mistake.parts:
            self.keep(one.line, one)

    def read(self, function: Callable[[Item], Read], item: Item) -> Read | None:
        """Return what a reader makes of a value; None where that is a mistake, which is kept."""
        try:
            return function(item)
        except LeadkitError as mistake:
            self.add(mistake)
            return None

    def each(self, function: Callable[[Item], Read], items: Iterable[Item]) -> list[Read]:
        """Return what a reader makes of each value; those that are mistakes are kept."""
        read = (self.read(function, item) for item in items)
        return [one for one in read if one is not None]

    def entries(self, item: Item, known: Iterable[str], what: str) -> dict[str, Item]:
        """Return the known of a mapping's values by name; each other name is a mistake."""
        try:
            entries = item.entries(what=what)
        except LeadkitError as mistake:
            self.add(mistake)
            return {}
        unknown = item.unknown(known, what)
        for name, told in unknown.items():
            self.keep(item.key_lines[name], told)
        return {name: part for name, part in entries.items() if name not in unknown}

    def needed(self, item: Item, names: Iterable[str], what: str) -> None:
        """Keep a mistake for each name that a mapping lacks; not where one of its is mistyped."""
        if self:
            return
        for name in names:
            if name not in item.named:
                self.add(item.fail(f"{what} needs '{name}'"))

    def raise_all(self) -> None:
        """Raise all that was kept, in the order of the file; one alone as it is."""
        mistakes = [mistake for _, mistake in sorted(self._kept, key=lambda kept: kept[0])]
        if len(mistakes) == 1:
            raise mistakes[0]
        if mistakes:
            raise Mistakes(mistakes)
