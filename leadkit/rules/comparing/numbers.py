"""Comparisons of numbers as people write them, ranges included."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leadkit.fields.numbers import parse_range
from leadkit.rules.item import GREATEST, Item
from leadkit.rules.truth import Test, Truth

if TYPE_CHECKING:
    import numpy as np


def bound_of(item: Item) -> float:
    """Return the number of a bound, read as cells are: 1.000 and 10k are what people mean by it.

    >>> from leadkit.rules.item import parse_yaml
    >>> [bound_of(parse_yaml(text, "example")) for text in ("1.000", "10k", "0.5", "1e3")]
    [1000.0, 10000.0, 0.5, 1000.0]
    """
    read = parse_range(item.text())
    if read is None:
        return float(item.number())
    if read[0] != read[1] or abs(read[0]) > GREATEST:
        raise item.too_great() if read[0] == read[1] else item.no_number()
    return read[0]


def _numbers(judge: Callable[[np.ndarray, np.ndarray], Truth]) -> Test:
    return lambda cells, as_of: judge(*cells.bounds)


def at_least(value: Item) -> Test:
    """The cell is this number or more; numbers as people write them, ranges included.

    >>> from leadkit.rules.operators import say
    >>> say("{at_least: 50}", "50", "1.000", "51-200", "10-100", "49", "many", "")
    'yes yes yes ? no ? ?'
    """
    bound = bound_of(value)
    return _numbers(lambda low, high: (low >= bound, high < bound))


def at_most(value: Item) -> Test:
    """The cell is this number or less.

    >>> from leadkit.rules.operators import say
    >>> say("{at_most: 50}", "50", "11-50", "500+", "10-100", "")
    'yes yes no ? ?'
    """
    bound = bound_of(value)
    return _numbers(lambda low, high: (high <= bound, low > bound))


def between(value: Item) -> Test:
    """The cell is between these two numbers, or is one of them.

    >>> from leadkit.rules.operators import say
    >>> say("{between: [50, 5000]}", "50", "5.000", "51-200", "5001", "1-100", "")
    'yes yes yes no ? ?'
    """
    bounds = value.items()
    if len(bounds) != 2:
        raise value.fail("between: give the least and the greatest number, as [10, 50]")
    least, greatest = map(bound_of, bounds)
    if least > greatest:
        raise value.fail(f"between: {bounds[0].text()} is above {bounds[1].text()}")
    return _numbers(
        lambda low, high: ((low >= least) & (high <= greatest), (high < least) | (low > greatest))
    )
