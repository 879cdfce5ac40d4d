"""What to do with a channel, in a word, and how many more leads would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from leadkit.base.errors import LeadkitError
from leadkit.economics.amounts import read_share
from leadkit.economics.intervals import Interval, Prior, wilson, z_score

SCALE, KEEP, WATCH, STOP = "scale", "keep", "watch: too few orders to tell", "stop"
TOO_EARLY, CHECK = "too early: no order yet", "check: spend and no leads"
VERDICTS = (SCALE, KEEP, WATCH, STOP, TOO_EARLY, CHECK)
# "keep" is what is probably right: four times in five.
PROBABLE = z_score(Decimal("0.6"))  # two-sided 60% leaves 20% on the side that matters


@dataclass(frozen=True)
class ChannelEvidence:
    """What is known of a channel's close rate: its own orders, and what the rest lends it."""

    orders: int
    leads: int
    prior: Prior
    z: Decimal  # of the confidence that a sure verdict needs

    @property
    def own(self) -> Interval:
        return wilson(Decimal(self.orders), Decimal(self.leads), self.z)

    @property
    def shrunk(self) -> Interval:
        return self.prior.shrink(self.orders, self.leads, self.z)

    def range(self, z: Decimal) -> tuple[Decimal, Decimal]:
        """Return the bounds that the own and the shrunk interval both keep.

        What is borrowed can so make a verdict more careful, never bolder: were the rest no guide
        to this channel, its own interval would still hold.
        """
        own = wilson(Decimal(self.orders), Decimal(self.leads), z)
        shrunk = self.prior.shrink(self.orders, self.leads, z)
        return min(own.low, shrunk.low), max(own.high, shrunk.high)


def read_confidence(text: str) -> Decimal:
    """Return the z score of a confidence such as "95%"."""
    confidence = read_share(text, "confidence")
    if not Decimal("0.5") <= confidence <= Decimal("0.999"):
        raise LeadkitError(f"confidence '{text}': write a share from 50% to 99.9%, such as 95%")
    return z_score(confidence)


def verdict_of(cost: Decimal, ceiling: Decimal, evidence: ChannelEvidence) -> str:
    """Return the verdict on leads that cost so much, where an order may cost the ceiling.

    stop: the cost is above all that the ceiling per lead can be; scale: below all that it can be;
    keep: at four to one below it; watch: the rest, too few orders to tell.

    >>> few = ChannelEvidence(1, 20, Prior(), z_score(Decimal("0.95")))  # a ceiling of 89 to 2,361
    >>> [verdict_of(Decimal(cost), Decimal(10_000), few) for cost in (80, 200, 500, 2400)]
    ['scale', 'keep', 'watch: too few orders to tell', 'stop']
    """
    low, high = (ceiling * bound for bound in evidence.range(evidence.z))
    if cost > high:
        return STOP
    if cost < low:
        return SCALE
    return KEEP if cost <= ceiling * evidence.range(PROBABLE)[0] else WATCH


def more_leads(cost: Decimal, ceiling: Decimal, evidence: ChannelEvidence) -> int | None:
    """Return how many more leads make the verdict safe (scale or stop), None if none ever would.

    The further leads are taken to order at the shrunk rate and to cost what they cost now. A
    Wilson interval leaves out the break-even rate when the score test rejects it, a quadratic in
    the number of leads; the greater of the answers for the own and the shrunk counts is given.

    >>> few = ChannelEvidence(1, 20, Prior(), z_score(Decimal("0.95")))
    >>> [more_leads(Decimal(cost), Decimal(10_000), few) for cost in (80, 400)]
    [0, 1456]
    """
    if verdict_of(cost, ceiling, evidence) in (SCALE, STOP):
        return 0
    if not ceiling:
        return None
    break_even = cost / ceiling
    step = evidence.shrunk.rate - break_even
    if not step:
        return None
    prior = evidence.prior
    noise = evidence.z**2 * break_even * (1 - break_even)
    counts = (
        (Decimal(evidence.orders), Decimal(evidence.leads)),
        (evidence.orders + prior.orders, evidence.leads + prior.leads),
    )
    needed = [
        _leads_until(orders - break_even * leads, leads, step, noise) for orders, leads in counts
    ]
    # One more than the root: at the root itself, the bound and the break-even rate are equal.
    return max(1, int(max(needed).to_integral_value(ROUND_CEILING)))


def _leads_until(ahead: Decimal, leads: Decimal, step: Decimal, noise: Decimal) -> Decimal:
    """Return the greater x where (ahead + step x)^2 = noise (leads + x)."""
    half = (noise - 2 * ahead * step) / (2 * step * step)
    rest = (ahead * ahead - noise * leads) / (step * step)
    under = half * half - rest
    return half + under.sqrt() if under > 0 else Decimal(0)
