"""Verdicts: the order they come in, and how many leads settle them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadkit.economics.intervals import Prior, z_score
from leadkit.economics.verdicts import (
    KEEP,
    SCALE,
    STOP,
    WATCH,
    ChannelEvidence,
    more_leads,
    verdict_of,
)

Z = z_score(Decimal("0.95"))
ORDER = Decimal(10_000)

counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
priors = st.sampled_from(
    [Prior(), Prior(Decimal(1), Decimal(20)), Prior(Decimal("0.3"), Decimal(2))]
)
costs = st.decimals("0", "12000", places=2)


@given(counts, priors, costs, costs)
def test_a_verdict_never_gets_better_as_leads_get_dearer(count, prior, one, other):
    ranks = [SCALE, KEEP, WATCH, STOP]
    evidence = ChannelEvidence(*count, prior, Z)
    cheap, dear = sorted((one, other))
    assert ranks.index(verdict_of(cheap, ORDER, evidence)) <= ranks.index(
        verdict_of(dear, ORDER, evidence)
    )


@given(counts, priors, costs)
def test_what_is_borrowed_never_makes_a_verdict_bolder(count, prior, cost):
    alone = verdict_of(cost, ORDER, ChannelEvidence(*count, Prior(), Z))
    borrowed = verdict_of(cost, ORDER, ChannelEvidence(*count, prior, Z))
    assert borrowed not in (SCALE, STOP) or borrowed == alone


@given(st.integers(1, 60), st.integers(100, 2000), st.decimals("1", "5000", places=1))
def test_a_sure_verdict_is_what_a_score_test_rejects(orders, leads, cost):
    """The Wilson interval is the score test turned round (of one rate: Pearson's chi-square)."""
    from scipy.stats import chisquare

    rate = float(cost / ORDER)
    chance = chisquare([orders, leads - orders], [leads * rate, leads * (1 - rate)]).pvalue
    assume(abs(chance - 0.05) > 1e-9)
    verdict = verdict_of(cost, ORDER, ChannelEvidence(orders, leads, Prior(), Z))
    assert (verdict in (SCALE, STOP)) == (chance < 0.05)


@given(counts, priors, costs)
def test_so_many_more_leads_settle_the_verdict_and_one_less_does_not(count, prior, cost):
    evidence = ChannelEvidence(*count, prior, Z)
    needed = more_leads(cost, ORDER, evidence)
    sure = verdict_of(cost, ORDER, evidence) in (SCALE, STOP)
    assert (needed == 0) == sure
    if not needed:
        return
    rate = evidence.shrunk.rate

    def low_and_high(more: int) -> tuple[Decimal, Decimal]:
        from leadkit.economics.intervals import wilson

        own = wilson(evidence.orders + rate * more, Decimal(evidence.leads + more), Z)
        shrunk = wilson(
            evidence.orders + rate * more + prior.orders, evidence.leads + more + prior.leads, Z
        )
        return min(own.low, shrunk.low) * ORDER, max(own.high, shrunk.high) * ORDER

    low, high = low_and_high(needed)
    slack = Decimal("1e-15")
    assert cost <= low + slack or cost >= high - slack
    if needed > 1:
        low, high = low_and_high(needed - 1)
        assert low < cost + slack
        assert cost - slack < high


@pytest.mark.parametrize(
    ("cost", "ceiling", "needed"),
    [
        ("500", "10000", None),  # exactly at the ceiling: no number of leads would tell
        ("0", "0", None),  # nothing spent, nothing to win
        ("400", "10000", 1456),
        ("80", "10000", 0),
    ],
)
def test_some_verdicts_stay_open_for_ever(cost, ceiling, needed):
    evidence = ChannelEvidence(1, 20, Prior(), Z)
    assert more_leads(Decimal(cost), Decimal(ceiling), evidence) == needed
