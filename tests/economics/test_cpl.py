"""CPL: the most a lead may cost, exact to the cent, or why it cannot be worked out."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.cpl import CplOptions, cost_per_lead, cpl_of, cpl_stage

REVENUES = ["50000", "50.000,00 EUR", "50.000 €", "€ 50,000.00", "50'000", "50’000.00 CHF", "50 000", " 50000,0 "]  # fmt: skip
MARGINS = ["20%", "20 %", "20,0 %", "0.2", "0,2", ".2", "20.0%"]
RATES = [("", "20"), ("", "20,0"), ("5%", ""), ("5 %", ""), ("0,05", ""), ("5%", "20")]


@pytest.mark.parametrize("revenue", REVENUES)
@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize(("close_rate", "leads_per_order"), RATES)
def test_the_reference_case(revenue, margin, close_rate, leads_per_order):
    """50,000 of revenue, 20 % margin and 20 leads per order allow 500.00, however written."""
    assert str(cpl_of(CplOptions(revenue, margin, close_rate, leads_per_order))) == "500.00"


CASES = [
    (("1.15", "100%", "100%", ""), "1.15"),  # a float makes it 1.1499999999999999
    (("50000", "20%", "", "3"), "3333.33"),
    (("0.125", "100%", "100%", ""), "0.12"),  # half to even
    (("0.135", "100%", "100%", ""), "0.14"),
    (("0", "20%", "5%", ""), "0.00"),
    (("50000", "0%", "5%", ""), "0.00"),
    (("50000", "20%", "0%", ""), "0.00"),
    (("50000", "100%", "100%", "1"), "50000.00"),
    (("1000", "20%", "33%", "3"), "66.67"),  # within 1 % of each other: leads per order counts
]


@pytest.mark.parametrize(("figures", "ceiling"), CASES)
def test_amounts(figures, ceiling):
    """Amounts are exact decimals, rounded to the cent only at the end."""
    assert str(cpl_of(CplOptions(*figures))) == ceiling


@given(st.decimals(0, 10**9, places=2), st.integers(0, 100), st.integers(1, 10_000))
def test_no_order_pays_less_than_its_leads_may_cost(revenue, margin, leads):
    """The leads of one order cost its margin, to half a cent for each of them."""
    ceiling = cpl_of(CplOptions(str(revenue), f"{margin}%", "", str(leads)))
    assert abs(ceiling * leads - revenue * margin / 100) <= leads * Decimal("0.00500001")


MISTAKES = [
    (("", "20%", "5%", ""), "revenue is missing"),
    (("50000", "", "5%", ""), "margin is missing"),
    (("50000", "20%", "", ""), "close rate (5%) or leads per order (20) is missing"),
    (("a lot", "20%", "5%", ""), "revenue 'a lot': not an amount of money"),
    (("-5", "20%", "5%", ""), "revenue '-5': not an amount of money"),
    (("50.00.0", "20%", "5%", ""), "revenue '50.00.0': not an amount of money"),
    (("50000 EUR USD", "20%", "5%", ""), "revenue '50000 EUR USD': not an amount of money"),
    (("50000", "20", "5%", ""), "margin '20': write 20% or a share such as 0.2"),
    (("50000", "120%", "5%", ""), "margin '120%': a share over 100%"),
    (("50000", "-5%", "5%", ""), "margin '-5%': below zero"),
    (("50000", "half", "5%", ""), "margin 'half': not a share; write 20% or 0.2"),
    (("50000", "20%", "5", ""), "close rate '5': write 5% or a share such as 0.2"),
    (("50000", "20%", "101%", ""), "close rate '101%': a share over 100%"),
    (("50000", "20%", "", "0"), "leads per order '0': write a number from 1"),
    (("50000", "20%", "", "0,5"), "leads per order '0,5': write a number from 1"),
    (("50000", "20%", "", "many"), "leads per order 'many': write a number from 1"),
    (("50000", "20%", "10%", "20"), "close rate 10% and 20 leads per order contradict each other"),
    (("NaN", "20%", "5%", ""), "revenue 'NaN': not an amount of money"),
    (("1e5", "20%", "5%", ""), "revenue '1e5': not an amount of money"),
]


@pytest.mark.parametrize(("figures", "said"), MISTAKES)
def test_mistakes(figures, said):
    """A figure that is missing, makes no sense or contradicts another is named."""
    with pytest.raises(LeadkitError) as error:
        cpl_of(CplOptions(*figures))
    assert str(error.value).startswith(said)


def test_rows_are_worked_out_one_by_one():
    """Each row has its own figures, options fill what it lacks, and a bad row says why."""
    table = pd.DataFrame(
        {
            "campaign": ["Fair", "Mail", "Web", "Ads"],
            "revenue": ["50.000,00 €", "50000", "", "lots"],
            "leads_per_order": ["20", "", "40", "20"],
        },
        dtype="str",
    )
    told = cost_per_lead(table, CplOptions(revenue="10000", margin="20%", close_rate="1%"))
    assert list(told.columns) == [*table.columns, "max_cpl", "cpl_issues"]
    assert told["max_cpl"].tolist() == ["500.00", "100.00", "50.00", ""]
    assert told["cpl_issues"].tolist()[:3] == ["", "", ""]
    assert told["cpl_issues"][3].startswith("revenue 'lots': not an amount of money")


def test_missing_columns_are_named():
    """A table without the figures says which are missing and which columns there are."""
    with pytest.raises(LeadkitError, match=r"needs the column margin.*there are: revenue, spend"):
        cpl_stage(CplOptions()).check(["revenue", "spend"])
    cpl_stage(CplOptions(margin="20%", close_rate="5%")).check(["revenue", "spend"])


@pytest.mark.parametrize(("leads", "ceiling"), [("48", "706.88"), ("16", "2120.62")])
def test_a_half_cent_goes_to_the_even_one(leads, ceiling):
    """87,000 x 39% / 48 is 706.875 exactly, though 1/48 has no end."""
    assert str(cpl_of(CplOptions("87.000", "39%", leads_per_order=leads))) == ceiling
