"""When a channel without an order can be judged: once its leads had the time that orders take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadkit.base.errors import LeadkitError
from leadkit.economics.intervals import Prior
from leadkit.economics.verdicts import ChannelEvidence
from leadkit.fields.spans import parse_span, span_or_days

LEAST_ORDERS = 3  # of which the days are known, to tell how long an order takes
_MOST = Decimal("0.9")  # of the orders have come by then


@dataclass(frozen=True)
class Timing:
    """How many days orders take, 0 where nobody knows, and the day up to which all is known."""

    cycle: int = 0
    now: int = 0
    learnt: bool = False  # from the orders there are

    def told_on(self, came: Mapping[int, int], needed: int) -> int:
        """Return the day on which so many of the leads had their time, 0 where it is not known.

        ``came`` is how many leads came on which day; where they are fewer, all of them count.

        >>> Timing(cycle=30).told_on({100: 5, 110: 5}, 5), Timing(30).told_on({100: 5, 110: 5}, 99)
        (130, 140)
        """
        if not self.cycle or not came:
            return 0
        so_far, day = 0, 0
        for day in sorted(came):
            so_far += came[day]
            if so_far >= needed:
                break
        return day + self.cycle


def read_cycle(written: str) -> int:
    """Return the days that an order takes, 0 for nothing.

    >>> read_cycle("90 days"), read_cycle("3 months"), read_cycle("")
    (90, 90, 0)
    """
    span = parse_span(written) if written else None
    if written and span is None:
        number = written.strip()
        said = "write how long an order takes, such as 90 days"
        if span_or_days(number):
            said = f"{number} of what? Write '{number} days', or weeks or months"
        raise LeadkitError(f"cycle '{written}': {said}")
    return span.days if span else 0


def usual_cycle(took: Counter[int]) -> int:
    """Return within how many days nine of ten orders came, 0 where too few are known.

    >>> usual_cycle(Counter({10: 8, 70: 2})), usual_cycle(Counter({10: 2}))
    (70, 0)
    """
    orders, so_far = sum(took.values()), 0
    if orders < LEAST_ORDERS:
        return 0
    for days in sorted(took):
        so_far += took[days]
        if so_far >= _MOST * orders:
            return max(days, 1)
    return 0


def leads_to_tell(cost: Decimal, ceiling: Decimal, leads: int, prior: Prior, z: Decimal) -> int:
    """Return how many leads without an order show that they cost too much; all where none do.

    >>> z = Decimal("1.96")
    >>> leads_to_tell(Decimal(1000), Decimal(10_000), 300, Prior(), z)
    35
    """
    low, high = 1, leads
    while low < high:
        middle = (low + high) // 2
        if cost > ceiling * ChannelEvidence(0, middle, prior, z).range(z)[1]:
            high = middle
        else:
            low = middle + 1
    return low
