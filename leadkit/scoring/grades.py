"""Grades from the points of a group, and what grade and interest together call for.

At a threshold is above it: 40 points are an A where A begins at 40.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from leadkit.base.errors import did_you_mean
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered
from leadkit.scoring.points import Thousandths, plain, thousandths

if TYPE_CHECKING:
    import numpy as np

LETTERS = "ABCDEF"
LOWEST = "F"
# What may stand in a file, the best first; a letter's thirds where they are wanted.
GRADES = tuple(f"{letter}{third}" for letter in LETTERS[:-1] for third in ("+", "", "-"))


@dataclass(frozen=True)
class Steps:
    """Names by how many points a group came to: the first whose least points are reached."""

    group: str
    names: tuple[str, ...]
    least: tuple[Thousandths, ...]  # of each name but the last, which takes all the rest; falling
    item: Item

    def places(self, points: np.ndarray) -> np.ndarray:
        """Return the position among names for each lead's points (thousandths) in the group."""
        import numpy as np

        rising = np.array(self.least[::-1], np.int64)
        return len(self.least) - np.searchsorted(rising, points, side="right")


@dataclass(frozen=True)
class Matrix:
    """What to do with a lead, by its grade and by its points in another group."""

    levels: Steps
    classes: tuple[tuple[str, ...], ...]  # by grade, then by level


def read_grade(item: Item, groups: Iterable[str]) -> Steps:
    """Read ``{from: fit, A+: 50, A: 45, B: 30}``; whoever is below the last of them is an F."""
    gathered = Gathered()
    parts = gathered.entries(item, ("from", *GRADES), "key of a grade")
    named = [grade for grade in GRADES if grade in parts]
    if not named and not gathered:
        raise item.fail("grade: say where each begins, as {from: fit, A: 45, B: 30, C: 15}")
    least = tuple(gathered.each(thousandths, (parts[grade] for grade in named)))
    group = gathered.read(lambda item: _group(item, parts, groups), item)
    gathered.raise_all()
    _check_falling(item, named, least, "grade")
    return Steps(group or "", (*named, LOWEST), least, item)


def read_matrix(item: Item, groups: Iterable[str], grade: Steps | None) -> Matrix:
    """Read the levels of interest, and for each grade what each level calls for."""
    if grade is None:
        raise item.fail("a matrix needs grades: add 'grade: {from: fit, A: 45, B: 30}'")
    letters = dict.fromkeys(name[0] for name in grade.names)
    letters = dict.fromkeys(name[0] for name in grade.names)
    gathered = Gathered()
    parts = gathered.entries(item, ("from", "levels", *letters, *grade.names), "key of the matrix")
    for needed in ("levels", *grade.names):
        if needed not in parts and needed[0] not in parts:  # a letter's line is for its thirds
            gathered.add(item.fail(f"the matrix needs '{needed}'"))
    group = gathered.read(lambda item: _group(item, parts, groups), item)
    gathered.raise_all()
    levels = parts["levels"].entries(what="level")
    if len(levels) < 2:
        raise parts["levels"].fail("levels: name two at least, as {high: 25, low: 0}")
    names = list(levels)
    least = tuple(gathered.each(thousandths, levels.values()))
    classes = []
    for name in grade.names:
        line = parts[name if name in parts else name[0]]
        row = tuple(part.text() for part in line.items())
        if len(row) != len(names) or not all(row):
            gathered.add(line.fail(f"{name}: give one name for each of {', '.join(names)}"))
        classes.append(row)
    gathered.raise_all()
    _check_falling(parts["levels"], names, least, "levels")
    # The last level takes whatever is below the one before it, so its own number is a remark.
    steps = Steps(group or "", tuple(names), least[:-1], parts["levels"])
    return Matrix(steps, tuple(classes))


def _group(item: Item, parts: dict[str, Item], groups: Iterable[str]) -> str:
    if "from" not in parts:
        raise item.fail(f"'from' is missing: which group? There are {', '.join(groups)}")
    group = parts["from"].text()
    if group not in groups:
        hint = did_you_mean(group, groups) or f"; known are {', '.join(groups)}"
        raise parts["from"].fail(f"unknown group '{group}'{hint}")
    return group


def _check_falling(item: Item, names: list[str], least: tuple[Thousandths, ...], what: str) -> None:
    steps = zip(names, least, strict=False)  # the last name may begin nowhere
    for (higher, above), (name, begins) in pairwise(steps):
        if begins >= above:
            raise item.fail(
                f"{what}: {name} begins at {plain(begins)}, which is not below "
                f"{higher} at {plain(above)}; nobody would get {name}"
            )
