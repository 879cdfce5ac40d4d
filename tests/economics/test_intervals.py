"""Intervals against scipy (loaded where it is needed, as it takes long), and what a small channel borrows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.economics.intervals import Prior, learn_prior, wilson, z_score

Z = z_score(Decimal("0.95"))
ORDER = Decimal(10_000)  # what an order of 50,000 at 20% may cost


@pytest.mark.parametrize(
    ("orders", "leads", "low", "high"),
    [(1, 20, 89, 2361), (5, 100, 215, 1118), (50, 1000, 381, 653), (0, 20, 0, 1611)],
)
def test_the_ceiling_of_the_reference_case_has_these_bounds(orders, leads, low, high):
    from scipy.stats import binomtest

    interval = wilson(Decimal(orders), Decimal(leads), Z)
    assert [round(ORDER * bound) for bound in (interval.low, interval.high)] == [low, high]
    theirs = binomtest(orders, leads).proportion_ci(0.95, method="wilson")
    assert [float(interval.low), float(interval.high)] == pytest.approx([*theirs], abs=1e-12)


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from(["0.8", "0.9", "0.95", "0.99"]))
def test_wilson_agrees_with_scipy(count, confidence):
    from scipy.stats import binomtest

    orders, leads = count
    ours = wilson(Decimal(orders), Decimal(leads), z_score(Decimal(confidence)))
    theirs = binomtest(orders, leads).proportion_ci(float(confidence), method="wilson")
    assert float(ours.low) == pytest.approx(theirs.low, abs=1e-9)
    assert float(ours.high) == pytest.approx(theirs.high, abs=1e-9)


def test_z_scores_agree_with_scipy():
    from scipy.stats import norm

    for confidence in ("0.5", "0.6", "0.8", "0.95", "0.999"):
        theirs = norm.ppf((1 + float(confidence)) / 2)
        assert float(z_score(Decimal(confidence))) == pytest.approx(theirs, abs=1e-9)


@given(counts)
def test_bounds_hold_the_rate_and_stay_between_0_and_1(count):
    interval = wilson(Decimal(count[0]), Decimal(count[1]), Z)
    assert 0 <= interval.low <= interval.rate <= interval.high <= 1


@given(counts, st.decimals("0", "1", places=3), st.decimals("0", "60", places=2))
def test_one_more_order_never_lowers_a_bound(count, prior_orders, more):
    orders, leads = count
    prior = Prior(prior_orders, prior_orders + more)
    fewer, now = prior.shrink(orders, leads + 1, Z), prior.shrink(orders + 1, leads + 1, Z)
    assert fewer.low <= now.low
    assert fewer.high <= now.high
    assert fewer.rate < now.rate


def test_without_leads_everything_is_possible():
    interval = wilson(Decimal(0), Decimal(0), Z)
    assert (interval.low, interval.high) == (0, 1)


CHANNELS = st.lists(
    st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=9
)


@pytest.mark.parametrize(
    ("channels", "claim"),
    [
        ([], "no channel"),
        ([(1, 20)], "one channel"),
        ([(1, 20), (0, 0)], "one channel with leads"),
        ([(0, 20), (0, 500)], "no orders at all"),
        ([(20, 20), (5, 5)], "every lead an order"),
        ([(0, 20), (5, 5)], "nothing in common"),
    ],
)
def test_there_is_nothing_to_borrow_from(channels, claim):
    prior = learn_prior(channels)
    assert prior.leads == prior.orders == 0, claim
    own = wilson(Decimal(1), Decimal(20), Z)
    assert prior.shrink(1, 20, Z) == own


@pytest.mark.parametrize(
    "channels", [[(5, 100), (5, 100)], [(1, 20), (2, 40), (10, 200)], [(0, 1), (1, 1), (0, 1)]]
)
def test_channels_that_chance_alone_tells_apart_lend_one_order(channels):
    prior = learn_prior(channels)
    assert prior.orders == 1
    mean = sum(orders for orders, _ in channels) / sum(leads for _, leads in channels)
    assert float(prior.orders / prior.leads) == pytest.approx(mean)


@given(CHANNELS)
def test_a_prior_never_weighs_more_than_an_order(channels):
    prior = learn_prior(channels)
    assert 0 <= prior.orders <= 1
    assert prior.orders <= prior.leads


@given(CHANNELS, st.randoms())
def test_the_order_of_channels_changes_nothing(channels, random):
    prior = learn_prior(channels)
    random.shuffle(channels)
    shuffled = learn_prior(channels)
    assert float(prior.leads) == pytest.approx(float(shuffled.leads), rel=1e-12)


@given(CHANNELS)
def test_a_shrunk_rate_lies_between_the_own_and_the_common_one(channels):
    prior = learn_prior(channels)
    for orders, leads in channels:
        if leads and prior.leads:
            common, own = prior.orders / prior.leads, Decimal(orders) / leads
            shrunk = prior.shrink(orders, leads, Z).rate
            slack = Decimal("1e-20")
            assert min(common, own) - slack <= shrunk <= max(common, own) + slack


def test_one_of_one_is_not_100_percent():
    prior = learn_prior([(1, 1), (5, 100), (3, 50), (10, 240)])
    shrunk = prior.shrink(1, 1, Z)
    assert shrunk.rate < Decimal("0.25")
    assert shrunk.low < Decimal("0.1")
    assert wilson(Decimal(1), Decimal(1), Z).rate == 1


def test_the_spread_is_the_chi_square_of_the_table():
    """Kleinman's moment estimator, with Pearson's chi-square taken from scipy."""
    from scipy.stats import chi2_contingency

    channels = [(2, 100), (60, 150), (1, 40), (45, 90)]
    leads = [n for _, n in channels]
    square, *_ = chi2_contingency([[k, n - k] for k, n in channels], correction=False)
    size = (sum(leads) - sum(n * n for n in leads) / sum(leads)) / (len(leads) - 1)
    rho = (square / (len(leads) - 1) - 1) / (size - 1)
    mean = sum(k for k, _ in channels) / sum(leads)
    prior = learn_prior(channels)
    assert 1 / rho - 1 < 1 / mean  # so that the limit of one order does not hide the estimate
    assert float(prior.leads) == pytest.approx(1 / rho - 1)
    assert float(prior.orders / prior.leads) == pytest.approx(mean)


def test_the_spread_decides_when_channels_differ_much():
    prior = learn_prior([(1, 50), (30, 60), (2, 80), (45, 70)])
    assert 0 < prior.orders < 1
