"""How good shrunk close rates and their intervals are, beside Wilson's own, on channels whose
true rates are known because they were drawn.

    python benchmarks/shrinkage.py [RUNS]

For each kind of market (mean close rate, and how much channels differ: the standard deviation of
their true rates over the mean) it draws 3 to 9 channels of 5 to 300 leads, and prints by how much
a prior may weigh at most, in orders: how often the 95% interval holds the true rate, how wide it
is, and the root mean square error of the rate, both over those of Wilson's on the own orders. The
last way is what verdicts go by: the range that holds the own and the shrunk interval.
"""

from __future__ import annotations

import math
import random
import sys
from decimal import Decimal

from leadkit.economics import intervals
from leadkit.economics.intervals import Prior, learn_prior, z_score
from leadkit.economics.verdicts import ChannelEvidence

MARKETS = ((0.05, 0.2), (0.05, 0.5), (0.05, 1.0), (0.15, 0.3), (0.15, 0.7), (0.02, 0.5))
WAYS = {"wilson": "0", "1": "1", "2": "2", "4": "4", "no limit": "1000000", "verdict": "1"}
Z = z_score(Decimal("0.95"))


def draw(rng: random.Random, mean: float, differ: float) -> list[tuple[float, int, int]]:
    """Draw channels: the true rate, the orders, the leads."""
    size = (1 - mean) / (mean * differ**2) - 1
    channels = []
    for _ in range(rng.randint(3, 9)):
        rate = rng.betavariate(mean * size, (1 - mean) * size)
        leads = int(math.exp(rng.uniform(math.log(5), math.log(300))))
        channels.append((rate, sum(rng.random() < rate for _ in range(leads)), leads))
    return channels


def measure(mean: float, differ: float, runs: int) -> dict[str, list[float]]:
    """Return coverage, width and error of each way; all ways see the same draws."""
    rng = random.Random(8)
    held: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _ in range(runs):
        channels = draw(rng, mean, differ)
        for way, most in WAYS.items():
            intervals.MOST_BORROWED = Decimal(most)
            prior = learn_prior([(orders, leads) for _, orders, leads in channels])
            for rate, orders, leads in channels:
                evidence = ChannelEvidence(orders, leads, Prior() if way == "wilson" else prior, Z)
                found = evidence.shrunk
                low, high = evidence.range(Z) if way == "verdict" else (found.low, found.high)
                held[way].append(
                    [low <= rate <= high, float(high - low), (float(found.rate) - rate) ** 2]
                )
    means = {
        way: [sum(column) / len(seen) for column in zip(*seen, strict=True)]
        for way, seen in held.items()
    }
    _, width, error = means["wilson"]
    return {
        way: [holds, wide / width, math.sqrt(off / error)]
        for way, (holds, wide, off) in means.items()
    }


def main(runs: int) -> None:
    print(f"{runs} draws of each market")
    print("mean  differ  way      holds 95%  width  error")
    for mean, differ in MARKETS:
        for way, (holds, width, error) in measure(mean, differ, runs).items():
            print(f"{mean:4.0%}  {differ:6.1f}  {way:8} {holds:9.1%}  {width:5.2f}  {error:5.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
