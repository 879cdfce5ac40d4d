"""What a rule awards: a number, so much per unit, a table, or the end of the matter.

Points are counted in whole thousandths, so that sums are exact in any order: 12.5 points are
12_500 of them. Where a number of points is an ``int``, its type says Thousandths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.fold import fold_case
from leadkit.fields.numbers import parse_range
from leadkit.rules.batch import Batch, Distinct
from leadkit.rules.item import Item
from leadkit.rules.lists import read_points_table

if TYPE_CHECKING:
    import numpy as np

Thousandths: TypeAlias = int
THOUSANDTHS = 1000  # of a point
_HUNDREDTH = THOUSANDTHS // 100  # what points per unit are rounded to
MOST_POINTS = 10**9  # of one rule: keeps sums of thousandths far within 64 bits
_PER = re.compile(
    r"(?P<each>[+-]?\d+(?:\.\d+)?) (?:points? )?per (?:(?P<every>\d{1,9}) )?"
    r"(?P<different>different )?(?P<per>[^,]+?)"
    r"(?:, ?max (?P<cap>\d+(?:\.\d+)?))?(?P<once>, ?once each)?"
)

_NAME_IN_DIGITS = re.compile(r"\+|0\d|\d{16}")


@dataclass(frozen=True)
class Amount:
    """What a rule found at each lead: the units there, and where that is known."""

    units: np.ndarray  # float
    known: np.ndarray


@dataclass(frozen=True)
class Fixed:
    """The same points for whoever the condition is for."""

    points: Thousandths

    @property
    def reach(self) -> tuple[Thousandths, Thousandths]:
        """The least and the most that this can give."""
        return min(self.points, 0), max(self.points, 0)


@dataclass(frozen=True)
class PerUnit:
    """Points for each unit of a number, up to a cap in either direction."""

    each: Thousandths
    per: str  # a column of the leads, or what an activity rule counts
    cap: Thousandths | None
    different: bool
    where: Item
    every: int = 1  # of them that make a unit; what is left over gives nothing

    @property
    def reach(self) -> tuple[Thousandths, Thousandths]:
        most = MOST_POINTS * THOUSANDTHS if self.cap is None else self.cap
        return (0, most) if self.each > 0 else (-most, 0)

    def award(self, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the thousandths that so many units give, before the cap and after it.

        Points are rounded to hundredths, halves to the even neighbour.
        """
        import numpy as np

        limit = float(MOST_POINTS * THOUSANDTHS)
        if self.every > 1:
            units = np.trunc(units / self.every)
        exact = np.clip(units * self.each, -limit, limit)
        points = (np.rint(exact / _HUNDREDTH) * _HUNDREDTH).astype(np.int64)
        cap = self.reach[1] or -self.reach[0]
        return points, np.clip(points, -cap, cap)


@dataclass(frozen=True)
class Table:
    """Points by what a cell says: its text, or the band its number lies in."""

    column: str
    texts: dict[str, Thousandths]  # folded cell -> points
    bands: tuple[tuple[float, float, Thousandths], ...]  # least, greatest, points
    where: Item

    @property
    def reach(self) -> tuple[Thousandths, Thousandths]:
        points = [*self.texts.values(), *(points for *_, points in self.bands)]
        return min(0, *points), max(0, *points)

    def award(self, cells: Distinct) -> tuple[np.ndarray, np.ndarray]:
        """Return the thousandths that each distinct cell gives, and where that can be told."""
        import numpy as np

        points = np.zeros(len(cells.blank), np.int64)
        if self.texts:
            points[:] = [self.texts.get(cell, 0) for cell in cells.folded.to_pylist()]
            return points, ~cells.blank
        low, high = cells.bounds
        known = ~np.isnan(low)
        for least, greatest, given in self.bands:
            inside = (low >= least) & (high <= greatest)
            points[inside] = given
            known &= inside | (high < least) | (low > greatest)
        return points, known


@dataclass(frozen=True)
class Disqualify:
    """The lead is out: whatever it has been given is taken back."""

    @property
    def reach(self) -> tuple[Thousandths, Thousandths]:
        return 0, 0


Points = Fixed | PerUnit | Table | Disqualify


def thousandths(item: Item) -> Thousandths:
    """Return the points that were typed, in thousandths."""
    points = item.number()
    if abs(points) > MOST_POINTS:
        said = f"points: {item.text()} is more than anybody means; {MOST_POINTS:,} is the most"
        raise item.fail(said)
    if points != round(points, 3):
        raise item.fail("points have three decimals at most")
    return int(points * THOUSANDTHS)


def read_points(item: Item) -> Points:
    """Read ``20``, ``0.5 per visits, max 10``, ``{seniority: {c_level: 20}}`` or ``disqualify``."""
    if item.kind == "map":
        if "per" in item.named:
            return _per_unit(item)
        return _table(_from_file(item) if "by" in item.named else item)
    text = " ".join(item.text().split())
    if text == "disqualify":
        return Disqualify()
    if " per " not in f" {text} ":
        if not re.search(r"\d", text):
            raise item.fail(
                f"points: '{text}' is no number; write 20, '0.5 per page_view, max 10', a table "
                "such as {seniority: {c_level: 20, vp: 15}}, or disqualify"
            )
        return Fixed(thousandths(item))
    written = _PER.fullmatch(text)
    if not written or (written["once"] and not written["different"]):
        raise item.fail(f"points: '{text}'; write it as '0.5 per page_view, max 10'")
    cap = Decimal(written["cap"]) if written["cap"] else None
    each, different = Decimal(written["each"]), bool(written["different"])
    every = int(written["every"] or 1)
    return _checked(item, each, written["per"], cap, different=different, every=every)


def _per_unit(item: Item) -> PerUnit:
    known = item.entries(("per", "each", "every", "max"), what="key of points")
    if "each" not in known:
        raise item.fail("points: say how many, as {per: page_view, each: 0.5, max: 10}")
    per = known["per"].text()
    cap = known["max"].number() if "max" in known else None
    different = per.startswith("different ")
    per = per.removeprefix("different ").strip()
    every = known["every"].number() if "every" in known else Decimal(1)
    if every != int(every):
        raise known["every"].fail("every: how many of them make a unit, as a whole number")
    each = known["each"].number()
    return _checked(item, each, per, cap, different=different, every=int(every))


def _checked(
    item: Item, each: Decimal, per: str, cap: Decimal | None, *, different: bool, every: int
) -> PerUnit:
    for number in (each, cap or Decimal(0)):
        if number != round(number, 3) or abs(number) > MOST_POINTS:
            raise item.fail("points have three decimals at most")
    if not each or not per or every < 1 or (cap is not None and cap <= 0):
        raise item.fail("points: per unit, and max, must be more than nothing")
    whole = None if cap is None else int(cap * THOUSANDTHS)
    return PerUnit(int(each * THOUSANDTHS), per, whole, different, item, every)


def _from_file(item: Item) -> Item:
    """Return ``{from: regions.csv, by: country}`` as the table that stands in the file."""
    parts = item.entries(("from", "by"), what="key of points")
    if "from" not in parts:
        raise item.fail("points: name the file, as {from: regions.csv, by: country}")
    column = parts["by"].text()
    rows: dict[str, Item] = {}
    lines: dict[str, int] = {}
    for cell, points, line in read_points_table(parts["from"], column):
        if cell in rows:
            file = parts["from"].text()
            raise item.fail(f"points: '{cell}' stands in {file} twice: lines {lines[cell]}, {line}")
        rows[cell] = replace(item, kind="text", string=points, named={}, key_lines={})
        lines[cell] = line
    places = dict.fromkeys(rows, item.line)
    table = replace(item, named=rows, key_lines=places)
    return replace(item, named={column: table}, key_lines={column: item.line})


def _table(item: Item) -> Table:
    if len(item.named) != 1:
        raise item.fail("points: a table is of one column, as {seniority: {c_level: 20, vp: 15}}")
    ((column, rows),) = item.named.items()
    if rows.kind != "map" or not rows.named:
        raise rows.fail(f"points: say what each {column} is worth, as {{c_level: 20, vp: 15}}")
    points = {cell: thousandths(value) for cell, value in rows.named.items()}
    ranges = {cell: parse_range(cell) for cell in points}
    if _is_numeric(rows, ranges):
        bands = sorted((*r, points[cell]) for cell, r in ranges.items() if r)
        for (_, greatest, _), (least, _, _) in pairwise(bands):
            if least <= greatest:
                raise rows.fail(
                    f"points: two entries hold {least:g}; write them as 51-200 and 201+"
                )
        return Table(column, {}, tuple(bands), item)
    texts: dict[str, Thousandths] = {}
    for cell, given in points.items():
        if fold_case(cell) in texts:
            raise rows.fail(f"points: '{cell}' stands there twice", rows.key_lines[cell])
        texts[fold_case(cell)] = given
    return Table(column, texts, (), item)


def _is_numeric(rows: Item, ranges: dict[str, tuple[float, float] | None]) -> bool:
    """Whether a table is of numbers and bands; raise LeadkitError where one of them is mistyped.

    Numbers such as 01067, or of more digits than numbers are compared with, are names.
    """
    read = [bounds for bounds in ranges.values() if bounds]
    if any(low < high for low, high in read):
        for cell, bounds in ranges.items():
            if bounds is None and 2 * len(read) > len(ranges):
                problem = (
                    f"points: '{cell}' is no number or band, as the others are, such as 51-200"
                )
                raise rows.fail(problem, rows.key_lines[cell])
        return len(read) == len(ranges)
    return len(read) == len(ranges) and not any(map(_NAME_IN_DIGITS.match, ranges))


def column_units(batch: Batch, column: str) -> Amount:
    """Return the number in a column of each lead; of a range the lower end."""
    import numpy as np

    cells = batch.cells(column)
    low = cells.bounds[0]
    return Amount(np.nan_to_num(low)[cells.codes], ~np.isnan(low)[cells.codes])


def plain(points: Thousandths) -> str:
    """Write thousandths as a number without needless zeros.

    >>> plain(12_500), plain(-10_000), plain(0)
    ('12.5', '-10', '0')
    """
    if points % THOUSANDTHS == 0:
        return str(points // THOUSANDTHS)
    whole, rest = divmod(abs(points), THOUSANDTHS)
    return f"{'-' if points < 0 else ''}{whole}.{rest:03}".rstrip("0")


def signed(points: Thousandths) -> str:
    """Write thousandths with their sign.

    >>> signed(12_500), signed(-10_000)
    ('+12.5', '-10')
    """
    return f"+{plain(points)}" if points >= 0 else plain(points)
