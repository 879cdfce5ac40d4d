"""Money, shares and counts in the spellings that people use."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.economics.amounts import Money, OneCurrency, percent, read_money, read_share, share
from leadkit.fields.numbers import currency_code, parse_money


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("50.000,00 €", "50000", "EUR"), ("€ 42.000", "42000", "EUR"), ("31.000,00€", "31000", "EUR"),
        ("1.150,50 EUR", "1150.5", "EUR"), ("2.500,- €", "2500", "EUR"), ("50 Euro", "50", "EUR"),
        ("CHF 50'000.--", "50000", "CHF"), ("Fr. 20.-", "20", "CHF"), ("5 eur", "5", "EUR"),
        ("$1,200.50", "1200.5", "$"), ("US$ 5", "5", "USD"), ("£10", "10", "GBP"), ("10 kr", "10", "kr"),
        ("3 MXN", "3", "MXN"), ("900", "900", ""), ("0,00", "0", ""), ("−5 €", "-5", "EUR"),
        ("1\u202f000\xa0€", "1000", "EUR"), ("50k", "50000", ""), ("50 k€", "50000", "EUR"),
        ("1,2 Mio. €", "1200000", "EUR"), ("€1.2M", "1200000", "EUR"), ("２０ €", "20", "EUR"),
    ],
)  # fmt: skip
def test_money_is_read_as_people_write_it(written, amount, currency):
    assert parse_money(written) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "€",
        "a lot",
        "EUR 5 CHF",
        "5 net",
        "5 € net",
        "20%",
        "1.2.3",
        "1e5",
        "nan",
        "5 XXL",
        "--5",
    ],
)
def test_what_is_no_money_is_not_guessed(written):
    assert parse_money(written) is None


@given(st.decimals("0", "999999999", places=2), st.sampled_from(["EUR", "USD", "SEK", "JPY"]))
def test_written_and_read_back_is_the_same(amount, code):
    german = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    for written in (f"{amount} {code}", f"{code} {amount:,.2f}", f"{german} {code}"):
        assert parse_money(written) == (amount, code)


def test_a_sign_of_many_currencies_stands_for_itself():
    assert [currency_code(sign) for sign in ("$", "¥", "kr")] == ["$", "¥", "kr"]
    one = OneCurrency()
    one.take(Money(Decimal(1), "$"), "costs.csv:2")
    with pytest.raises(LeadkitError) as caught:
        one.take(Money(Decimal(1), "CAD"), "costs.csv:3")
    assert str(caught.value) == (
        "costs.csv:3: an amount in CAD, but costs.csv:2 says $; two currencies are never added: "
        "convert one of them"
    )


def test_an_amount_without_a_currency_is_in_that_of_the_others():
    one = OneCurrency()
    for money in (Money(Decimal(1)), Money(Decimal(2), "EUR"), Money(Decimal(3))):
        assert one.take(money, "here") == money.amount
    assert one.code == "EUR"


@given(st.decimals("0", "100", places=4))
def test_a_share_survives_being_written_in_percent(value):
    assert read_share(percent(value / 100), "margin") == value / 100


@given(st.decimals("0", "0.999999", places=6))
def test_a_share_survives_being_written_plain(value):
    assert read_share(share(value), "margin") == value


@pytest.mark.parametrize(
    "written", ["200-", "200 EUR-", "200- EUR", "200-EUR", "EUR 200-", "200 €-", "(200)", "-200 €"]
)
def test_a_minus_that_touches_its_amount_is_a_credit_note(written):
    assert read_money(written, "spend", credit=True).amount == -200


@pytest.mark.parametrize("written", ["200 - EUR", "200 -EUR", "200 -", "200 € -", "200 − €"])
def test_a_minus_behind_a_blank_is_no_amount(written):
    with pytest.raises(LeadkitError, match="not an amount of money"):
        read_money(written, "spend", credit=True)
