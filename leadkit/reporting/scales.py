"""Round figures for axes: widths of bins, places of ticks, and numbers without needless zeros."""

from __future__ import annotations

import math


def bins_of(values: dict[float, int]) -> list[tuple[float, float, int]]:
    """Return at most twenty-five bins of a round width with the count of values in each.

    >>> bins_of({3: 1, 12: 2, 10: 4})
    [(0.0, 1.0, 0), (1.0, 2.0, 0), (2.0, 3.0, 0), (3.0, 4.0, 1), (4.0, 5.0, 0), (5.0, 6.0, 0), \
(6.0, 7.0, 0), (7.0, 8.0, 0), (8.0, 9.0, 0), (9.0, 10.0, 0), (10.0, 11.0, 4), (11.0, 12.0, 0), \
(12.0, 13.0, 2)]
    """
    least, most = min(0.0, *values, 0.0), max(values)
    width = _round_width((most - least) / 22 or 1)
    first = math.floor(least / width)
    counts = [0] * (math.floor(most / width) - first + 1)
    for value, many in values.items():
        counts[math.floor(value / width) - first] += many
    return [
        ((first + at) * width, (first + at + 1) * width, many) for at, many in enumerate(counts)
    ]


def _round_width(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return max(next(size * step for step in (1, 2, 5, 10) if size * step >= least * 0.999), 1.0)


def plain(value: float) -> str:
    """Return a number without needless zeros: 5, 0.25, 1,200."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}".rstrip("0")


def share_ticks(top: float) -> list[tuple[float, str]]:
    """Return at most six ticks for shares from 0 on.

    >>> share_ticks(0.45)
    [(0.0, '0%'), (0.1, '10%'), (0.2, '20%'), (0.3, '30%'), (0.4, '40%')]
    """
    size = 10.0 ** math.floor(math.log10(max(top, 1e-6)))
    step = next(each * size for each in (0.2, 0.5, 1.0, 2.0, 5.0) if top / (each * size) < 6)
    values = [round(at * step, 9) for at in range(int(top / step) + 1)]
    return [(value, f"{plain(round(100 * value, 7))}%") for value in values]


def money_ticks(least: float, most: float) -> list[tuple[float, str]]:
    """Return ticks for money by logarithms: 1, 10, 100 ... around the figures.

    >>> money_ticks(30, 4000)
    [(10, '10'), (100, '100'), (1000, '1,000'), (10000, '10,000')]
    """
    first = math.floor(math.log10(max(least, 0.01)))
    last = max(math.ceil(math.log10(max(most, 0.02))), first + 1)
    step = max(1, math.ceil((last - first) / 5))
    powers = [*range(first, last, step), last]
    return [(10**power, plain(10**power)) for power in powers]
