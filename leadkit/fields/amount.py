"""Employees and revenue: plain numbers or ranges of them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from math import isinf

from leadkit.base.cells import is_blank, map_cells
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.numbers import parse_range

AMOUNTS = ("employees", "revenue")
_PLAIN = r"^(?:[1-9]\d*|0)?$"


def plain_amount(cell: str, counts: bool = True) -> str:
    """Return a number, a range (51-200), or a least number (500+); "" where there is none.

    >>> [plain_amount(cell) for cell in ("1.000", "1,000", "51 - 200", ">500", "10k", "many")]
    ['1000', '1000', '51-200', '501+', '10000', '']
    >>> plain_amount("€ 2,5 Mio."), plain_amount("10-50 Mitarbeiter"), plain_amount("< 10")
    ('2500000', '10-50', '0-9')
    """
    bounds = parse_range(cell.strip(), counts)
    if bounds is None or bounds[0] < 0:
        return ""
    low, high = (None if isinf(bound) else _written(bound) for bound in bounds)
    if high is None:
        return f"{low}+"
    return low if low == high and low is not None else f"{low}-{high}"


def _written(bound: float) -> str:
    number = Decimal(repr(bound)).normalize()
    return f"{number:f}"


def clean_amounts(fields: Fields) -> Cleaned:
    """Write employees and revenue as numbers; what is none stays and is flagged."""
    import pyarrow.compute as pc

    cleaned = Cleaned()
    for name in fields.present(AMOUNTS):
        cells = fields[name]
        amount = partial(plain_amount, counts=name == "employees")
        found = map_cells(cells, amount, _PLAIN)
        cleaned.columns[name] = pc.if_else(pc.equal(found, ""), cells, found)
        cleaned.issues[f"{name}_unclear"] = is_blank(found) & ~is_blank(cells)
    return cleaned


AMOUNT = Cleaner(
    "amount",
    AMOUNTS,
    clean_amounts,
    why="amount as a plain number or range",
    issues=each_column(AMOUNTS, unclear="{} is neither a number nor a range"),
)
