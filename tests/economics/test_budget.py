"""Budgets: every cent is planned or unspent, and goes where it brings the most."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.economics.amounts import Money
from leadkit.economics.budget import Budget, plan_budget, plan_table, read_budget
from leadkit.economics.report import Report
from leadkit.economics.study import ChannelStudy, StudyOptions
from tests.properties import examples

channel_counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
channels = st.lists(st.tuples(channel_counts, st.integers(0, 90_000)), min_size=1, max_size=5)


def report_of(channels: list[tuple[tuple[int, int], int]], revenue: str = "50000") -> Report:
    leads = [
        (f"c{at}", "customer" if lead < orders else "lead")
        for at, ((orders, many), _) in enumerate(channels)
        for lead in range(many)
    ]
    spend = [(f"c{at}", str(paid)) for at, (_, paid) in enumerate(channels)]
    study = ChannelStudy(StudyOptions(), {"revenue": revenue, "margin": "20%"})
    study.count(pd.DataFrame(leads, columns=["lead_source", "lead_status"], dtype="str"))
    costs = pd.DataFrame(spend, columns=["lead_source", "spend"], dtype="str")
    return study.report(costs, [f"s:{at}" for at in range(2, len(spend) + 2)])


def budget(amount: str, elasticity: str = "0.5") -> Budget:
    return Budget(Money(Decimal(amount)), Decimal(elasticity))


@given(channels, st.decimals("0.01", "300000", places=2), st.sampled_from(["0.2", "0.5", "0.8"]))
@examples(15, 150)
def test_planned_and_unspent_add_up_to_the_budget_to_the_cent(channels, amount, elasticity):
    report = report_of(channels)
    plan = plan_budget(report, Budget(Money(amount), Decimal(elasticity)))
    assert sum(own.spend for own in plan.channels) + plan.unspent == amount
    assert all(own.spend >= 0 for own in plan.channels)
    assert plan.unspent >= 0
    table = plan_table(plan, report)
    assert Decimal(table["planned"].iloc[-1]) == amount
    for column in ("spend", "planned", "change", "leads", "orders", "revenue", "profit"):
        *parts, total = [Decimal(cell) for cell in table[column] if cell]
        assert sum(parts, Decimal(0)) == total
    for line in table.to_dict("records"):  # each line adds up, the one of what is not spent, too
        spend, change = (Decimal(line[name] or 0) for name in ("spend", "change"))
        assert spend + change == Decimal(line["planned"])


@given(channels, st.integers(100, 100_000), st.integers(1, 100_000))
@examples(10, 150)
def test_more_budget_takes_nothing_from_any_channel(channels, amount, more):
    report = report_of(channels)
    less = plan_budget(report, budget(str(amount)))
    plenty = plan_budget(report, budget(str(amount + more)))
    for one, other in zip(less.channels, plenty.channels, strict=True):
        assert one.spend <= other.spend + Decimal("0.05")


def test_no_other_spread_brings_more():
    """scipy's optimiser, on the same response, finds nothing better."""
    from scipy.optimize import minimize

    channels = [((10, 200), 20_000), ((8, 90), 9_000), ((3, 60), 7_000)]
    report = report_of(channels)
    plan = plan_budget(report, budget("30000"))
    assert plan.unspent == 0

    def value(spends):
        total = 0.0
        for spend, line in zip(spends, report.lines, strict=True):
            now, leads = float(line.channel.spend), line.channel.funnel.leads
            low = float(line.evidence.range(line.evidence.z)[0]) * 10_000
            probable = float(line.evidence.shrunk.rate) * 10_000
            today = leads * (min(spend, now) / now) ** 0.5
            beyond = leads * ((max(spend, now) / now) ** 0.5 - 1)
            total += probable * today + low * beyond
        return total

    ours = value([float(own.spend) for own in plan.channels])
    for start in ([10_000] * 3, [28_000, 1_000, 1_000], [1_000, 1_000, 28_000]):
        found = minimize(
            lambda spends: -value(spends),
            start,
            bounds=[(1, min(30_000, 3 * paid)) for _, paid in channels],
            constraints={"type": "eq", "fun": lambda spends: sum(spends) - 30_000},
        )
        assert value(found.x) <= ours + 1e-3 * abs(ours)


def test_channels_within_the_same_rule_end_with_the_same_marginal_return():
    report = report_of([((10, 200), 20_000), ((12, 260), 40_000), ((9, 150), 18_000)])
    plan = plan_budget(report, budget("30000"))
    returns = [float(own.marginal) for own in plan.channels if own.spend]
    assert returns == pytest.approx([returns[0]] * len(returns), rel=1e-4)


def test_a_channel_to_stop_gets_nothing_and_money_without_return_stays():
    report = report_of([((1, 400), 90_000), ((2, 400), 4_000)])
    assert [line.verdict for line in report.lines] == ["stop", "scale"]
    plan = plan_budget(report, budget("900000"))
    assert plan.channels[0].spend == 0
    assert plan.channels[1].spend > 0
    assert plan.unspent > 800_000
    assert plan.channels[1].spend >= 4_000
    assert plan.channels[1].marginal >= 1


def test_more_than_today_has_to_pay_at_the_lower_bound():
    # The same close rate and price; only the second has shown enough to be given more.
    [unsure] = plan_budget(report_of([((1, 20), 3_000)]), budget("1000000")).channels
    assert unsure.spend <= 3_000
    [sure] = plan_budget(report_of([((100, 2000), 300_000)]), budget("1000000")).channels
    assert 300_000 < sure.spend < 900_000


def test_no_channel_grows_beyond_what_the_curve_can_be_trusted_for():
    plan = plan_budget(report_of([((100, 2000), 10_000)]), budget("1000000"))
    assert plan.channels[0].spend == 30_000
    assert plan.channels[0].marginal > 1
    assert plan.unspent == 970_000


def test_channels_whose_answer_is_unknown_get_nothing():
    report = report_of([((2, 20), 0), ((0, 0), 500), ((4, 40), 1_000)])
    plan = plan_budget(report, budget("2000"))
    assert [own.spend > 0 for own in plan.channels] == [False, False, True]
    nothing = plan_budget(report_of([((0, 0), 500)]), budget("2000"))
    assert nothing.unspent == 2000


@pytest.mark.parametrize(
    ("amount", "elasticity", "message"),
    [
        ("much", "", "budget 'much': not an amount of money; write 20000"),
        ("0", "", "budget '0': write an amount from a cent to a billion"),
        ("2 Mrd. €", "x", "elasticity 'x': write a number from 0.1 (more money hardly helps) to "
         "0.9 (nearly as many more leads)"),
        ("20k", "1", "elasticity '1': write a number from 0.1 (more money hardly helps) to "
         "0.9 (nearly as many more leads)"),
    ],
)  # fmt: skip
def test_each_bad_budget_has_its_message(amount, elasticity, message):
    with pytest.raises(LeadkitError) as caught:
        read_budget(amount, elasticity)
    assert str(caught.value) == message


def test_a_budget_in_another_currency_is_refused():
    report = report_of([((2, 20), 100)], revenue="50000 €")
    with pytest.raises(LeadkitError, match="the budget is in USD, the channels are in EUR"):
        plan_budget(report, read_budget("5000 USD"))
