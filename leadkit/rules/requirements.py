"""What a status asks of a lead: a condition, a column that says yes, or so many of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from leadkit.fields.consent import NO, yes_or_no
from leadkit.rules.batch import View
from leadkit.rules.conditions import as_view, parts_of, read_condition
from leadkit.rules.item import Item

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads

# Words that fill a cell without an answer.
_NO_ANSWER = frozenset(
    ("?", "unknown", "unbekannt", "tbd", "n/a", "na", "offen", "open", "unclear")
)


_TOLD = {True: 1, False: 2, None: 0}


class Requirement(Protocol):
    """Whatever holds, fails or cannot be told for each lead; conditions are requirements."""

    @property
    def words(self) -> str: ...
    def truth(self, leads: View | Leads) -> tuple[np.ndarray, np.ndarray]: ...
    def comparisons(self) -> Iterator[Any]: ...


@dataclass(frozen=True)
class Says:
    """A column that says yes: whatever is no blank, no "no" and no "unknown"."""

    column: str
    where: Item

    @property
    def words(self) -> str:
        return f"{self.column} is given"

    def truth(self, leads: View | Leads) -> tuple[np.ndarray, np.ndarray]:
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

    def truth(self, leads: View | Leads) -> tuple[np.ndarray, np.ndarray]:
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
