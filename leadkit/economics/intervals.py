"""How sure a close rate is: Wilson intervals, and what a small channel may borrow from the rest.

E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
J. C. Kleinman (1973), Proportions with extraneous variance, JASA 68: the moment estimator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO, ONE = Decimal(0), Decimal(1)
MOST_BORROWED = ONE  # order; measured in benchmarks/shrinkage.py, told in docs/cpl.md


@dataclass(frozen=True)
class Interval:
    """A close rate with its bounds, as shares from 0 to 1."""

    rate: Decimal
    low: Decimal
    high: Decimal


def z_score(confidence: Decimal) -> Decimal:
    """Return how many standard errors wide a two-sided interval of this confidence is.

    >>> round(z_score(Decimal("0.95")), 6)
    Decimal('1.959964')
    """
    from statistics import NormalDist

    return Decimal(repr(NormalDist().inv_cdf(float((1 + confidence) / 2))))


def wilson(orders: Decimal, leads: Decimal, z: Decimal) -> Interval:
    """Return the Wilson score interval of orders / leads: never below 0, also for no orders.

    Its bounds are the true rates that a score test would just not reject. Counts may have
    fractions, for what a channel borrows; without leads everything is possible.

    >>> [round(bound, 4) for bound in (wilson(ONE, Decimal(20), z_score(Decimal("0.95"))).low,
    ...                                wilson(ZERO, Decimal(20), z_score(Decimal("0.95"))).high)]
    [Decimal('0.0089'), Decimal('0.1611')]
    """
    if not leads:
        return Interval(ZERO, ZERO, ONE)
    rate, square = orders / leads, z * z
    middle = orders + square / 2
    reach = z * (orders * (1 - rate) + square / 4).sqrt()
    low = ZERO if orders == 0 else (middle - reach) / (leads + square)
    high = ONE if orders == leads else (middle + reach) / (leads + square)
    return Interval(rate, max(low, ZERO), min(high, ONE))


@dataclass(frozen=True)
class Prior:
    """What the other channels tell before a channel's first lead: so many orders of so many."""

    orders: Decimal = ZERO
    leads: Decimal = ZERO

    def shrink(self, orders: int, leads: int, z: Decimal) -> Interval:
        """Return the interval of a channel's counts with those of the prior added.

        >>> prior = Prior(orders=ONE, leads=Decimal(20))
        >>> round(prior.shrink(1, 1, z_score(Decimal("0.95"))).rate, 3)
        Decimal('0.095')
        """
        return wilson(orders + self.orders, leads + self.leads, z)


def learn_prior(channels: Sequence[tuple[int, int]]) -> Prior:
    """Return the beta prior of the channels' close rates, from their (orders, leads).

    Method of moments: the chi-square of the channels, over its degrees of freedom, is 1 where
    only chance tells them apart; what exceeds 1 is their true spread, rho = 1 / (prior leads + 1).
    Where the spread is nil, the prior would outweigh every channel; so it is never worth more than
    MOST_BORROWED orders. With one channel, or all orders or none, there is nothing to learn.

    >>> prior = learn_prior([(5, 100), (10, 200), (0, 5), (1, 1)])
    >>> f"{prior.orders:.2f} of {prior.leads:.2f}"
    '0.42 of 8.04'
    """
    channels = [(orders, leads) for orders, leads in channels if leads]
    all_leads = Decimal(sum(leads for _, leads in channels))
    all_orders = sum(orders for orders, _ in channels)
    if len(channels) < 2 or all_orders in (0, all_leads):
        return Prior()
    mean = all_orders / all_leads
    freedom = len(channels) - 1
    square = sum((orders - leads * mean) ** 2 / leads for orders, leads in channels)
    spread = square / (mean * (1 - mean)) / freedom
    # The size that equal channels would have for the same evidence about their spread.
    size = (all_leads - sum(leads * leads for _, leads in channels) / all_leads) / freedom
    at_most = MOST_BORROWED / mean
    if size <= 1 or spread <= 1:
        return Prior(MOST_BORROWED, at_most)
    rho = min((spread - 1) / (size - 1), ONE)
    leads = min(1 / rho - 1, at_most)
    return Prior(min(mean * leads, MOST_BORROWED), leads)
