"""The formula, its chain, and the formula for each row of a table."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.cpl import CplOptions, cost_per_lead, cpl_of, cpl_stage, max_cpl
from leadkit.economics.ceilings import ceilings_of, with_ceilings

REFERENCE = {"revenue": "50000", "margin": "20%", "leads_per_order": "20"}


def figures(**changed: str) -> CplOptions:
    return CplOptions(**{**REFERENCE, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"margin": "0.2"},
        {"margin": "20 %"},
        {"margin": "20,0 %"},
        {"margin": "20,0%"},
        {"margin": "1/5"},
        {"margin": "20 Prozent"},
        {"margin": "０.2"},
        {"revenue": "50.000,00 €"},
        {"revenue": "50'000"},
        {"revenue": "50’000.-"},
        {"revenue": "50,000.00"},
        {"revenue": "CHF 50 000"},
        {"revenue": "50k"},
        {"revenue": "0,05 Mio. EUR"},
        {"leads_per_order": "", "close_rate": "5%"},
        {"leads_per_order": "", "close_rate": "0,05"},
        {"leads_per_order": "", "close_rate": "1/20"},
        {"close_rate": "5 %"},
        {"revenue": "", "ltv": "50000"},
        {"revenue": "20000", "orders_per_customer": "2,5"},
        {"keep_profit": "0%"},
    ],
)
def test_the_reference_case_is_500_however_it_is_written(changed):
    assert str(cpl_of(figures(**changed))) == "500.00"


def test_a_share_of_the_profit_can_be_kept():
    assert str(cpl_of(figures(keep_profit="30%"))) == "350.00"
    assert str(cpl_of(figures(keep_profit="100%"))) == "0.00"


def test_money_is_exact_where_floats_are_not():
    # 1.15 * 100 is 114.99999999999999 in binary
    assert str(cpl_of(CplOptions("1.15", "100%", "100%"))) == "1.15"
    assert str(cpl_of(CplOptions("999999999999999", "100%", "100%"))) == "999999999999999.00"


def test_half_a_cent_goes_to_the_even_neighbour():
    assert str(cpl_of(CplOptions("0.25", "50%", "100%"))) == "0.12"
    assert str(cpl_of(CplOptions("0.27", "50%", "100%"))) == "0.14"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"margin": "20"}, "margin '20': write 20% or a share such as 0.2"),
        ({"margin": "1"}, "margin '1': write 1% or a share such as 0.2"),
        ({"margin": "1.2"}, "margin '1.2': write 1.2% or a share such as 0.2"),
        ({"margin": "120%"}, "margin '120%': a share over 100%; write at most 100%"),
        ({"margin": "-5%"}, "margin '-5%': below zero; write a share such as 20% or 0.2"),
        ({"margin": "a fifth"}, "margin 'a fifth': not a share; write 20% or 0.2"),
        ({"margin": "1e-1"}, "margin '1e-1': not a share; write 20% or 0.2"),
        ({"margin": "nan"}, "margin 'nan': not a share; write 20% or 0.2"),
        ({"margin": "3/2"}, "margin '3/2': more than the whole; write 1/20 or 5%"),
        ({"margin": "1/0"}, "margin '1/0': more than the whole; write 1/20 or 5%"),
        ({"margin": ""}, "margin is missing: the share of revenue that remains, such as 20%"),
        ({"keep_profit": "30"}, "keep profit '30': write 30% or a share such as 0.2"),
        ({"revenue": ""}, "revenue is missing: the money one order brings, such as 50000"),
        ({"revenue": "a lot"}, "revenue 'a lot': not an amount of money; write 50000"),
        ({"revenue": "1.2.3"}, "revenue '1.2.3': not an amount of money; write 50000"),
        ({"revenue": "50000 net"}, "revenue '50000 net': not an amount of money; write 50000"),
        ({"revenue": "EUR 5 CHF"}, "revenue 'EUR 5 CHF': not an amount of money; write 50000"),
        (
            {"revenue": "-50000"},
            "revenue '-50000': not an amount of money: below zero; write 50000",
        ),
        (
            {"revenue": "1" * 16},
            f"revenue '{'1' * 16}': too large; amounts go up to fifteen digits",
        ),
        ({"leads_per_order": "0"}, "leads per order '0': write a number from 1, such as 20"),
        ({"leads_per_order": "0,5"}, "leads per order '0,5': write a number from 1, such as 20"),
        ({"leads_per_order": "some"}, "leads per order 'some': write a number from 1, such as 20"),
        (
            {"leads_per_order": ""},
            "close rate (5%) or leads per order (20) is missing: one of the two",
        ),
        (
            {"leads_per_order": "", "close_rate": "5"},
            "close rate '5': write 5% or a share such as 0.2",
        ),
        (
            {"close_rate": "10%"},
            "close rate 10% and 20 leads per order contradict each other; give one of them",
        ),
        (
            {"ltv": "90000"},
            "ltv and revenue are both given; ltv is all that a customer will ever bring, or give "
            "revenue with orders per customer",
        ),
        (
            {"revenue": "", "ltv": "9", "orders_per_customer": "2"},
            "ltv and orders per customer are both given; ltv is all that a customer will ever "
            "bring, or give revenue with orders per customer",
        ),
        (
            {"orders_per_customer": "0"},
            "orders per customer '0': write a number from 1, such as 2,5",
        ),
        (
            {"revenue": "50000 €", "currency": "USD"},
            "the revenue is in EUR, the currency is USD; amounts of two currencies are never "
            "mixed: convert one",
        ),
        ({"currency": "ABC"}, "currency 'ABC': not a currency; write a code such as EUR"),
        (
            {"leads_per_order": "", "mql_rate": "40%"},
            "order rate is missing: the share that orders in the end, as 25%",
        ),
        (
            {"mql_rate": "4%"},
            "only 4% of the leads come as far as the last station, but the close rate is 5%; "
            "lower it or raise a rate",
        ),
        (
            {
                "mql_rate": "40%",
                "sql_rate": "100%",
                "opportunity_rate": "100%",
                "order_rate": "40%",
            },
            "the rates from lead to order make 16%, but the close rate is 5%: they contradict "
            "each other; give one of them",
        ),
        (
            {"leads_per_order": "", "mql_rate": "40%", "order_rate": "25%"},
            "sql rate and opportunity rate are missing, without which the order rate says nothing "
            "of leads; write 100% for a station that there is not",
        ),
        (
            {"leads_per_order": "", "order_rate": "25%"},
            "mql rate, sql rate and opportunity rate are missing, without which the order rate "
            "says nothing of leads; write 100% for a station that there is not",
        ),
        (
            {"mql_rate": "40%", "opportunity_rate": "40%"},
            "sql rate is missing, without which the opportunity rate says nothing of leads; "
            "write 100% for a station that there is not",
        ),
    ],
)
def test_each_bad_figure_has_its_message(changed, message):
    with pytest.raises(LeadkitError) as caught:
        cpl_of(figures(**changed))
    assert str(caught.value) == message


def test_each_station_of_the_chain_has_its_ceiling():
    rates = {
        "mql_rate": "40%", "sql_rate": "50%", "opportunity_rate": "50%", "order_rate": "50%",
    }  # fmt: skip
    told = ceilings_of(asdict(CplOptions("50000", "20%", **rates)))
    assert {name: str(most) for name, most in told.items()} == {
        "lead": "500.00", "MQL": "1250.00", "SQL": "2500.00", "opportunity": "5000.00",
        "order": "10000.00",
    }  # fmt: skip


def test_the_last_rate_of_the_chain_follows_from_the_close_rate():
    told = ceilings_of(asdict(figures(mql_rate="40%", sql_rate="50%")))
    assert list(map(str, told.values())) == ["500.00", "1250.00", "2500.00", "10000.00"]


def test_no_lead_may_cost_anything_where_nobody_gets_through():
    rates = {
        "mql_rate": "0%", "sql_rate": "100%", "opportunity_rate": "100%", "order_rate": "25%",
    }  # fmt: skip
    told = ceilings_of(asdict(CplOptions("50000", "20%", **rates)))
    assert list(map(str, told.values())) == ["0.00", *["2500.00"] * 3, "10000.00"]


shares = st.decimals("0", "1", places=4)
money = st.decimals("0", "1000000", places=2)


@given(money, shares, shares, shares)
def test_the_ceiling_never_rises_when_a_rate_falls(revenue, margin, rate, other):
    low, high = sorted((rate, other))
    assert max_cpl(revenue, margin, low) <= max_cpl(revenue, margin, high)
    assert max_cpl(revenue, low, margin) <= max_cpl(revenue, high, margin)


@given(money, st.lists(st.integers(1, 100), min_size=4, max_size=4))
def test_a_later_station_is_never_worth_less(revenue, rates):
    names = ("mql_rate", "sql_rate", "opportunity_rate", "order_rate")
    written = {name: f"{rate}%" for name, rate in zip(names, rates, strict=True)}
    ceilings = list(ceilings_of(asdict(CplOptions(str(revenue), "20%", **written))).values())
    assert ceilings == sorted(ceilings)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_written_gives_an_amount_or_one_clear_error(revenue, margin, rate):
    with suppress(LeadkitError):
        assert cpl_of(CplOptions(revenue, margin, rate)) >= 0


def table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def test_each_row_gets_its_ceiling_or_says_why_not():
    rows = cost_per_lead(
        table(
            revenue=["50.000,00 €", "50000", "", "50000"],
            margin=["20 %", "20", "20%", "20%"],
            leads_per_order=["20", "20", "20", ""],
            close_rate=["", "", "", "5%"],
        )
    )
    assert rows["max_cpl"].tolist() == ["500.00", "", "", "500.00"]
    assert rows["cpl_issues"].tolist() == [
        "",
        "margin '20': write 20% or a share such as 0.2",
        "revenue is missing: the money one order brings, such as 50000",
        "",
    ]


def test_columns_are_found_under_the_names_people_give_them():
    rows = cost_per_lead(table(Auftragswert=["50000"], Marge=["20%"], Abschlussquote=["5%"]))
    assert rows["max_cpl"].tolist() == ["500.00"]
    assert list(rows.columns) == [
        "Auftragswert",
        "Marge",
        "Abschlussquote",
        "max_cpl",
        "cpl_issues",
    ]


def test_a_rows_own_figure_comes_before_the_option():
    rows = cost_per_lead(
        table(revenue=["50000", ""], close_rate=["10%", ""]),
        CplOptions("1000", "20%", leads_per_order="20"),
    )
    assert rows["max_cpl"].tolist() == ["1000.00", "10.00"]


def test_revenue_of_a_lead_is_what_its_firm_turns_over_and_no_order():
    leads = table(lead_id=["1"], revenue=["21,6 Mio. €"])
    assert cost_per_lead(leads, figures())["max_cpl"].tolist() == ["500.00"]
    unknown = with_ceilings(leads, asdict(figures(revenue="")))
    assert unknown["cpl_issues"].str.startswith("revenue is").all()


def test_a_stage_says_which_column_it_lacks():
    with pytest.raises(LeadkitError) as caught:
        cpl_stage(CplOptions(margin="20%")).check(["revenue", "shoe size"])
    assert str(caught.value) == (
        "cpl needs the column close_rate or leads_per_order, or the option; "
        "there are: revenue, 'shoe size'"
    )
    with pytest.raises(LeadkitError) as caught:
        cpl_stage(figures(revenue="")).check(["lead_id", "revenue"])
    assert str(caught.value) == (
        "cpl needs the option revenue: in a table of leads, the column revenue is what the lead's "
        "firm turns over"
    )
    assert cpl_stage(figures()).check([]) == []


@given(st.lists(st.sampled_from(["5%", "20", "", "x", "0.5"]), min_size=2, max_size=8), st.data())
def test_rows_do_not_depend_on_each_other(rates, data):
    cut = data.draw(st.integers(1, len(rates) - 1))
    whole = table(revenue=["1000"] * len(rates), margin=["10%"] * len(rates), close_rate=rates)
    parts = pd.concat([cost_per_lead(whole[:cut]), cost_per_lead(whole[cut:])])
    pd.testing.assert_frame_equal(cost_per_lead(whole), parts)


def test_twice_is_once():
    once = cost_per_lead(
        table(revenue=["1000", "x"], margin=["10%", "5%"], close_rate=["5%", "5%"])
    )
    pd.testing.assert_frame_equal(cost_per_lead(once), once)


def test_amounts_have_no_float_in_between():
    assert max_cpl(Decimal("0.1"), Decimal("0.2"), Decimal(1)) == Decimal("0.02")
