"""Leads and spend of each channel side by side: nothing lost, nothing added that does not add."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError, LedgerError
from leadkit.base.values import with_values, without_values
from leadkit.economics.channel_map import channel_map_of
from leadkit.economics.periods import period_of
from leadkit.economics.report import ADDITIVE, figures_of
from leadkit.economics.study import ChannelStudy, StudyOptions, check_sums, cost_per_channel
from leadkit.rules.item import parse_yaml
from tests.properties import examples

FIGURES = {"revenue": "50000", "margin": "20%"}


def table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def leads_of(**channels: tuple[int, int]) -> pd.DataFrame:
    """Make leads with so many orders of so many for each channel."""
    rows = [
        (name, "customer" if at < orders else "lead")
        for name, (orders, many) in channels.items()
        for at in range(many)
    ]
    return pd.DataFrame(rows, columns=["lead_source", "lead_status"], dtype="str")


def line(report: pd.DataFrame, name: str) -> pd.Series:
    found = report[report.iloc[:, 0] == name]
    assert len(found) == 1, name
    return found.iloc[0]


def test_a_line_tells_all_figures_of_its_channel():
    from scipy.stats import binomtest

    leads = table(
        lead_source=["Fair"] * 10,
        lead_status=["customer", "SQO", "SQL", "SAL", "MQL", "Closed Lost", "lead", "", "x", "won"],
    )
    report = cost_per_channel(leads, table(lead_source=["Fair"], spend=["4.000,00 €"]), FIGURES)
    told = line(report, "Fair")
    assert told[list(ADDITIVE)].tolist() == [
        "10", "6", "4", "3", "2", "1", "7", "100000.00", "20000.00", "4000.00", "16000.00",
        "0",
    ]  # fmt: skip
    low, high = binomtest(2, 10).proportion_ci(0.95, method="wilson")
    expected = {
        "currency": "EUR",
        "cpl": "400.00",
        "cost_per_mql": "666.67",
        "cost_per_sql": "1000.00",
        "cost_per_order": "2000.00",
        "close_rate": "0.2",
        "close_rate_low": f"{low:.6f}".rstrip("0"),
        "close_rate_high": f"{high:.6f}".rstrip("0"),
        "max_cpl": "2000.00",
        "max_cpl_low": f"{10000 * low:.2f}",
        "max_cpl_high": f"{10000 * high:.2f}",
        "shrunk_max_cpl": "2000.00",  # a single channel has nobody to borrow from
        "headroom": "1600.00",
        "roi": "4",
        "roas": "25",
        "payback_orders": "1",
        "break_even_close_rate": "0.04",
        "more_leads": "0",
        "verdict": "scale",
        "why": "CPL 400.00 is below 566.82, the least that the ceiling can be",
    }
    assert told[list(expected)].to_dict() == expected


def test_the_furthest_of_status_and_stage_counts_and_lost_is_lost():
    leads = table(
        lead_source=["a", "b", "c", "d"],
        lead_status=["Open", "", "Disqualified", "New"],
        lifecycle_stage=["customer", "salesqualifiedlead", "customer", "lead"],
    )
    report = cost_per_channel(leads, None, FIGURES)
    counts = report.set_index("lead_source")[["mql", "sql", "orders", "lost"]]
    assert counts.loc["a"].tolist() == ["1", "1", "1", "0"]
    assert counts.loc["b"].tolist() == ["1", "1", "0", "0"]
    assert counts.loc["c"].tolist() == ["1", "1", "0", "1"]
    assert counts.loc["d"].tolist() == ["0", "0", "0", "0"]


def test_one_channel_under_two_spellings_is_one_line():
    leads = table(
        lead_source=["trade fair", "Trade  Fair", "TRADE FAIR", "trade fair"],
        lead_status=["customer", "lead", "lead", "lead"],
    )
    report = cost_per_channel(leads, None, FIGURES)
    assert report["lead_source"].tolist() == ["trade fair", "(total)"]
    spend = table(Quelle=["Trade Fair"], Kosten=["100"])
    report = cost_per_channel(leads, spend, FIGURES)
    assert report["lead_source"].tolist() == ["Trade Fair", "(total)"]
    assert line(report, "Trade Fair")[["leads", "spend"]].tolist() == ["4", "100.00"]


def test_what_has_no_channel_stands_in_lines_of_its_own():
    leads = table(lead_source=["Web", "", " "], lead_status=["lead", "customer", "lead"])
    spend = table(lead_source=["Web", "", "Radio"], spend=["10", "0.05", "7"])
    report = cost_per_channel(leads, spend, FIGURES)
    assert report[["lead_source", "leads", "spend"]].values.tolist() == [
        ["Radio", "0", "7.00"],
        ["Web", "1", "10.00"],
        ["(leads without lead_source)", "2", ""],
        ["(spend without lead_source)", "0", "0.05"],
        ["(total)", "3", "17.05"],
    ]
    assert line(report, "(leads without lead_source)")["verdict"] == ""


def test_leads_without_a_channel_are_no_channel_to_learn_from():
    one = cost_per_channel(leads_of(Web=(1, 20)), None, FIGURES)
    unknown = pd.concat([leads_of(Web=(1, 20)), table(lead_source=[""], lead_status=["lead"])])
    assert line(one, "Web").equals(line(cost_per_channel(unknown, None, FIGURES), "Web"))


amounts = st.decimals("0", "99999", places=2).map(str)
names = st.sampled_from(["Fair", "Web", "", "fair ", "Ads"])
statuses = st.sampled_from(["lead", "MQL", "SQL", "customer", "unqualified", "?", ""])


@given(
    st.lists(st.tuples(names, statuses), max_size=30),
    st.lists(st.tuples(names, amounts), max_size=8),
    st.tuples(amounts, st.integers(0, 100)),
)
@examples(15, 150)
def test_the_parts_add_up_to_the_whole_to_the_cent(leads, spend, worth):
    figures = {"revenue": worth[0], "margin": f"{worth[1]}%"}
    leads = pd.DataFrame(leads, columns=["lead_source", "lead_status"], dtype="str")
    costs = pd.DataFrame(spend, columns=["lead_source", "spend"], dtype="str")
    report = cost_per_channel(leads, costs, figures)
    for column in ADDITIVE:
        *parts, total = [Decimal(cell) for cell in report[column] if cell]
        assert sum(parts, Decimal(0)) == total, column
    assert report["leads"].iloc[-1] == str(len(leads))
    assert Decimal(report["spend"].iloc[-1]) == sum(Decimal(amount) for _, amount in spend)
    funnel = report[["leads", "mql", "sql", "opportunities", "orders"]].astype(int)
    assert (funnel.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


@given(st.lists(st.tuples(names, statuses), min_size=1, max_size=30), st.data())
@examples(10, 150)
def test_batches_and_the_order_of_leads_change_nothing(leads, data):
    leads = pd.DataFrame(leads, columns=["lead_source", "lead_status"], dtype="str")
    cut = data.draw(st.integers(0, len(leads)))
    shuffled = leads.sample(frac=1, random_state=data.draw(st.integers(0, 99)))
    tables = []
    for batches in ([leads], [leads[:cut], leads[cut:]], [shuffled]):
        study = ChannelStudy(StudyOptions(), FIGURES)
        for batch in batches:
            study.count(batch)
        tables.append([(own.channel, own.revenue, own.verdict) for own in study.report().lines])
    assert tables[0] == tables[1] == tables[2]


@pytest.mark.parametrize(("leads", "spent"), [(21, "10"), (20, "10.01")])
def test_a_lead_or_a_cent_that_got_lost_is_a_fault_and_no_result(leads, spent):
    study = ChannelStudy(StudyOptions(), FIGURES)
    study.count(leads_of(Fair=(1, 20)))
    report = study.report(table(lead_source=["Fair"], spend=["10"]), ["s:2"])
    check_sums(report, 20, Decimal(10))
    with pytest.raises(LedgerError, match="a fault of leadkit"):
        check_sums(report, leads, Decimal(spent))


def test_by_month_spend_meets_the_leads_of_its_month():
    leads = table(
        lead_source=["Web", "Web", "Web", "Web"],
        created_at=["2026-09-30 23:59", "01.10.2026", "2026-10-31", "10/09/2026"],
        lead_status=["customer", "lead", "lead", "lead"],
    )
    spend = table(lead_source=["Web", "Web"], date=["2026-09-01", "2026-10"], spend=["40", "90"])
    study = ChannelStudy(StudyOptions("lead_source,month"), FIGURES)
    study.count(leads)
    report = study.report(spend, ["s:2", "s:3"])
    assert [
        (*own.channel.key, own.channel.funnel.leads, own.channel.spend) for own in report.lines
    ] == [
        ("Web", "2026-09", 1, 40),
        ("Web", "2026-10", 2, 90),
        ("Web", "(leads without month)", 1, None),
    ]
    assert study.notes == [
        "leads whose date can be read in two ways or not at all: 1; write 2026-10-06"
    ]


def test_dates_of_the_spend_are_read_as_their_column_has_them():
    spend = table(lead_source=["Web"] * 2, date=["10/06/2026", "10/25/2026"], spend=["40", "90"])
    study = ChannelStudy(StudyOptions("lead_source,month"), FIGURES)
    study.count(leads_of(Web=(1, 20)).assign(created_at="2026-10-06"))
    report = study.report(spend, ["s:2", "s:3"])
    assert [(own.channel.key, own.channel.spend) for own in report.lines] == [
        (("Web", "2026-10"), 130)
    ]


def test_credit_notes_lower_what_was_spent():
    spend = table(lead_source=["Fair", "Fair", "Web"], spend=["1.600 €", "(600,00 €)", "-50 €"])
    study = ChannelStudy(StudyOptions(), FIGURES)
    study.count(leads_of(Fair=(1, 20), Web=(1, 20)))
    report = study.report(spend, ["s:2", "s:3", "s:4"])
    fair, web = (figures_of(own, report) for own in report.lines)
    assert [fair["spend"], fair["cpl"], fair["profit"]] == ["1000.00", "50.00", "9000.00"]
    # More came back than was spent: no lead has cost less than nothing.
    assert [web[name] for name in ("spend", "cpl", "profit", "roi", "payback_orders")] == [
        "-50.00", "", "10050.00", "", "",
    ]  # fmt: skip
    assert [web["verdict"], web["why"]] == [
        "", "50.00 more came back by credit notes than was spent",
    ]  # fmt: skip
    assert report.total.channel.spend == 950
    assert study.notes == ["credit notes are taken off the spend: 650.00 in 2 rows"]


def test_spend_without_months_is_not_spread_over_them():
    leads = table(lead_source=["Web"], created_at=["2026-09-30"], lead_status=["customer"])
    spend = table(lead_source=["Web"], spend=["40"], revenue=["1000"], margin=["50%"])
    study = ChannelStudy(StudyOptions("lead_source,month"), {})
    study.count(leads)
    lines = study.report(spend, ["s:2"]).lines
    assert [(own.channel.key[1], own.channel.spend, own.gross_profit) for own in lines] == [
        ("2026-09", None, 500),  # what an order is worth is told for all months
        ("(spend without month)", 40, 0),
    ]
    assert study.notes == ["the spend file has no month: its spend stands in lines of its own"]


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2026-10-06T09:00:00Z", "2026-10"), ("2026/1/6", "2026-01"), ("2026-10", "2026-10"),
        ("6.10.2026 09:00", "2026-10"), ("10.2026", "2026-10"), ("10/2026", "2026-10"),
        ("03/04/2026", ""), ("13/04/2026", "2026-04"), ("2026-13-01", ""), ("45750", "2025-04"),
        ("4575", ""), ("3.4.26", "2026-04"), ("Oct-26", "2026-10"), ("Oct 5", ""),
        ("okt. '26", "2026-10"), ("2026 Oct", "2026-10"), ("202610", "2026-10"),
        ("2026M10", "2026-10"), ("202613", ""), ("10-2026", "2026-10"), ("10/26", ""),
        ("1.10.2026 - 31.10.2026", "2026-10"), ("2026-10-01 bis 2026-11-30", ""),
        ("avril 2026", "2026-04"), ("soon", ""), ("2026-02-30", ""), ("2026-10-40", ""),
        ("2026-02-28", "2026-02"), ("31.2.2026", ""), ("29. 2. 2028", "2028-02"), ("2026-00", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_a_date_with_one_meaning_has_a_month(date, month):
    assert period_of(date, "month") == month


def test_revenue_and_margin_of_the_spend_file_come_first():
    leads = leads_of(Fair=(1, 20), Web=(1, 20))
    spend = table(
        lead_source=["Fair", "Web"],
        spend=["1000", "10"],
        revenue=["1.000 €", ""],
        margin=["50%", ""],
    )
    report = cost_per_channel(leads, spend, FIGURES)
    assert line(report, "Fair")["max_cpl"] == "25.00"
    assert line(report, "Web")["max_cpl"] == "500.00"
    assert line(report, "(total)")["max_cpl"] == "262.50"  # the mix of both orders


def test_a_deal_column_tells_what_orders_brought():
    leads = table(
        lead_source=["Fair"] * 4,
        lead_status=["customer", "customer", "lead", "customer"],
        deal=["1.000,00 €", "3000", "9000", "?"],
    )
    study = ChannelStudy(StudyOptions(deal="deal"), {"margin": "50%"})
    study.count(leads)
    report = study.report()
    assert report.total.revenue == 6000  # 1000 + 3000 + one at their average
    assert report.currency == "EUR"
    assert study.notes == [
        "orders without an amount of money in 'deal': 1; they count with the revenue of an order"
    ]


def test_orders_of_unknown_worth_are_said_to_be_missing():
    study = ChannelStudy(StudyOptions(), {})
    study.count(leads_of(Fair=(2, 20)))
    report = study.report(table(lead_source=["Fair"], spend=["10"]), ["s:2"])
    assert [report.lines[0].verdict, report.lines[0].why] == ["", "no revenue or margin is given"]
    assert study.notes == [
        "orders whose revenue or margin is not known: 2; no money column holds them, "
        "--revenue and --margin say what they are worth"
    ]


def test_keep_profit_lowers_the_ceiling_and_not_the_profit():
    leads, spend = leads_of(Fair=(1, 20)), table(lead_source=["Fair"], spend=["100"])
    told = line(cost_per_channel(leads, spend, {**FIGURES, "keep_profit": "30%"}), "Fair")
    assert told[["max_cpl", "gross_profit", "profit"]].tolist() == ["350.00", "10000.00", "9900.00"]


def test_payback_is_told_in_orders_and_months():
    leads, spend = leads_of(Fair=(2, 20)), table(lead_source=["Fair"], spend=["15000"])
    options = StudyOptions(months="12")
    told = line(cost_per_channel(leads, spend, FIGURES, options), "Fair")
    assert told[["payback_orders", "payback_months"]].tolist() == ["2", "9.0"]


def test_what_is_not_paid_back_within_the_months_has_no_month_and_says_so():
    study = ChannelStudy(StudyOptions(months="12"), FIGURES)
    study.count(leads_of(Fair=(2, 20), Web=(1, 20)))
    report = study.report(
        table(lead_source=["Fair", "Web"], spend=["20000.01", "10000"]), ["s:2", "s:3"]
    )
    assert [figures_of(own, report)["payback_months"] for own in report.lines] == ["", "12.0"]
    assert [with_values(note) for note in study.notes] == [
        "not paid back within 12 months: 1 (Fair); payback_months is blank there"
    ]


@pytest.mark.parametrize(
    ("leads", "spend", "verdict"),
    [
        ((1, 20), "1600", "scale"),  # 80 a lead, where the ceiling is 89 to 2,361
        ((1, 20), "1800", "keep"),
        ((1, 20), "10000", "watch: too few orders to tell"),
        ((1, 20), "47000", "watch: too few orders to tell"),
        ((1, 20), "47300", "stop"),
        ((0, 20), "32000", "too early: no order yet"),
        ((0, 20), "32300", "too early: no order yet"),
        ((0, 20), "0", "keep"),
        ((0, 0), "10000", "check: spend and no leads"),
        ((0, 0), "10000.01", "check: spend and no leads"),
        ((50, 1000), "380000", "scale"),
        ((50, 1000), "700000", "stop"),
    ],
)
def test_the_verdict_follows_from_cost_and_interval(leads, spend, verdict):
    report = cost_per_channel(
        leads_of(Fair=leads), table(lead_source=["Fair"], spend=[spend]), FIGURES
    )
    assert line(report, "Fair")["verdict"] == verdict


def test_one_order_of_one_lead_is_no_reason_to_scale():
    leads = leads_of(Lucky=(1, 1), Web=(5, 100), Fair=(10, 200), Ads=(2, 60))
    spend = table(lead_source=["Lucky"], spend=["1900"])
    told = line(cost_per_channel(leads, spend, FIGURES), "Lucky")
    assert told["max_cpl_low"] == "2065.49"  # its own interval alone would say scale
    assert told["verdict"] == "watch: too few orders to tell"
    assert Decimal(told["shrunk_max_cpl"]) < 2500


@pytest.mark.parametrize(
    ("spend", "message"),
    [
        ({"spend": ["a lot"]}, "costs.csv:2: spend 'a lot': not an amount of money; write 1200"),
        ({"spend": [""]}, "costs.csv:2: spend is blank; write 0 where nothing was spent"),
        (
            {"spend": ["5", "7"], "month": ["2026-10", "in autumn"]},
            "costs.csv:3: month 'in autumn': no month can be read there; write 2026-10 or "
            "2026-10-06",
        ),
        (
            {"spend": ["5"], "month": ["03/04/2026"]},
            "costs.csv:2: month '03/04/2026': no month can be read there; write 2026-10 or "
            "2026-10-06",
        ),
        (
            {"spend": ["5"], "month": ["2026"]},
            "costs.csv:2: month '2026': no month can be read there; write 2026-10 or 2026-10-06",
        ),
        (
            {"spend": ["5 €", "5 $"]},
            "costs.csv:3: an amount in $, but costs.csv:2 says EUR; two currencies are never "
            "added: convert one of them",
        ),
        (
            {"spend": ["5", "5"], "currency": ["EUR", "CHF"]},
            "costs.csv:3: an amount in CHF, but costs.csv:2 says EUR; two currencies are never "
            "added: convert one of them",
        ),
        (
            {"spend": ["5"], "currency": ["ABC"]},
            "costs.csv:2: currency 'ABC': not a currency; write a code such as EUR",
        ),
        (
            {"spend": ["5 €"], "revenue": ["5 £"], "margin": ["20%"]},
            "costs.csv:2: an amount in GBP, but costs.csv:2 says EUR; two currencies are never "
            "added: convert one of them",
        ),
        (
            {"spend": ["5"], "margin": ["20"]},
            "costs.csv:2: margin '20': write 20% or a share such as 0.2",
        ),
        (
            {"spend": ["5", "5"], "revenue": ["100", "200"], "margin": ["20%", "20%"]},
            "costs.csv:3: another revenue or margin for 'Fair' than in costs.csv:2; let both rows "
            "say the same, or tell them apart with --by",
        ),
        (
            {"price": ["5"]},
            "costs.csv: no column says what was spent (spend, cost, Kosten); there are: price, "
            "lead_source",
        ),
    ],
)
def test_each_bad_spend_has_its_message(spend, message):
    rows = len(next(iter(spend.values())))
    costs = table(**spend, lead_source=["Fair"] * rows)
    by = "lead_source,month" if "month" in spend else "lead_source"
    study = ChannelStudy(StudyOptions(by), {})
    leads = leads_of(Fair=(1, 20))
    study.count(leads.assign(created_at="2026-10-06"))
    with pytest.raises(LeadkitError) as caught:
        study.report(costs, [f"costs.csv:{at}" for at in range(2, rows + 2)])
    assert str(caught.value) == message


def test_the_currency_of_the_options_binds_the_spend():
    study = ChannelStudy(StudyOptions(), {"currency": "CHF"})
    study.count(leads_of(Fair=(1, 20)))
    with pytest.raises(
        LeadkitError, match=r"costs\.csv:2: an amount in EUR, but --currency says CHF"
    ):
        study.report(table(lead_source=["Fair"], spend=["5 €"]), ["costs.csv:2"])


def test_spend_that_cannot_be_joined_is_an_error():
    study = ChannelStudy(StudyOptions(), {})
    study.count(leads_of(Fair=(1, 20)))
    with pytest.raises(LeadkitError) as caught:
        study.report(table(shop=["Fair"], spend=["5"]), ["costs.csv:2"])
    assert str(caught.value) == (
        "costs.csv: no column 'lead_source' to join the leads on; there are: shop, spend"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ""}, "--by : write columns such as lead_source,month"),
        ({"by": "month,month"}, "--by month,month: write columns such as lead_source,month"),
        ({"confidence": "95"}, "confidence '95': write 95% or a share such as 0.2"),
        ({"confidence": "20%"}, "confidence '20%': write a share from 50% to 99.9%, such as 95%"),
        ({"cycle": "90"}, "cycle '90': 90 of what? Write '90 days', or weeks or months"),
        ({"cycle": "soon"}, "cycle 'soon': write how long an order takes, such as 90 days"),
        ({"months": "none"}, "months 'none': write a number from 1, such as 12"),
        (
            {"by": "lead_sorce"},
            "--by lead_sorce: the leads have no such column; did you mean 'lead_source'?",
        ),
        (
            {"by": "month"},
            "--by month: the leads have no column 'month' or created_at; "
            "there are: lead_source, lead_status",
        ),
        (
            {"deal": "amount"},
            "--deal amount: the leads have no such column; there are: lead_source, lead_status",
        ),
    ],
)
def test_each_bad_option_has_its_message(options, message):
    with pytest.raises(LeadkitError) as caught:
        cost_per_channel(leads_of(Fair=(1, 20)), None, FIGURES, StudyOptions(**options))
    assert str(caught.value) == message


def test_leads_without_a_status_are_an_error():
    with pytest.raises(LeadkitError, match="no column lead_status or lifecycle_stage"):
        cost_per_channel(table(lead_source=["Fair"]), None, FIGURES)


def test_an_amount_that_is_none_is_not_shown_to_anybody():
    leads = table(lead_source=["Fair"], lead_status=["won"], note=["call Anna on 0171"])
    study = ChannelStudy(StudyOptions(deal="note"), FIGURES)
    study.count(leads)
    study.report()
    assert not any("Anna" in note for note in study.notes)


def dated(*leads: tuple[str, str, str, str]) -> pd.DataFrame:
    """Make leads of a channel, the day they came, a status, and the day of the order."""
    columns = ["lead_source", "created_at", "lead_status", "Close Date"]
    return pd.DataFrame(list(leads), columns=columns, dtype="str")


def test_without_an_order_it_is_too_early_until_the_leads_had_their_time():
    """A ceiling of 1,611 at most can be told of 20 leads, but not a week after they came."""
    leads = dated(
        *[("Fair", "2026-10-06", "lead", "")] * 18, *[("Fair", "6.10.2026", "SQL", "")] * 2
    )
    spend = table(lead_source=["Fair"], spend=["40000"])

    def told(**options: str) -> pd.Series:
        return line(cost_per_channel(leads, spend, FIGURES, StudyOptions(**options)), "Fair")

    assert told()[["verdict", "tell_on", "more_leads", "why"]].tolist() == [
        "too early: no order yet", "", "",
        "no order yet: a lead costs 2,000.00, an SQL 20,000.00; --cycle '90 days' says how long an "
        "order takes, and so when it can be told",
    ]  # fmt: skip
    early = told(cycle="60 days", as_of="2026-12-04")
    assert early[["verdict", "tell_on", "why"]].tolist() == [
        "too early: no order yet", "2026-12-05",
        "no order yet: a lead costs 2,000.00, an SQL 20,000.00; it can be told on 2026-12-05, as "
        "an order takes 60 days",
    ]  # fmt: skip
    assert told(cycle="60 days", as_of="2026-12-05")["verdict"] == "stop"
    # The newest of many leads do not put it off: of the first 20, nothing came.
    many = pd.concat([leads, dated(*[("Fair", "2026-12-01", "lead", "")] * 20)])
    spend["spend"] = "80000"
    assert (
        cost_per_channel(many, spend, FIGURES, StudyOptions(cycle="60 days", as_of="2026-12-05"))[
            "verdict"
        ][0]
        == "stop"
    )


def test_how_long_an_order_takes_is_learnt_from_the_orders_there_are():
    won = [("Web", "2026-01-01", "customer", f"2026-01-{day:02d}") for day in range(2, 12)]
    leads = dated(*won, *[("Fair", "2026-01-30", "lead", "")] * 20)
    spend = table(lead_source=["Fair"], spend=["40000"])
    told = line(cost_per_channel(leads, spend, FIGURES), "Fair")
    assert told["tell_on"] == "2026-02-08"
    assert told["why"].endswith(
        "it can be told on 2026-02-08, as nine of ten orders come within 9 days"
    )


def test_who_was_a_customer_before_is_no_order_of_a_channel():
    leads = dated(
        ("Fair", "2026-10-06", "customer", "2019-03-01"),
        ("Fair", "2026-10-06", "customer", "2026-11-02"),
        ("Fair", "2026-10-06", "customer", ""),
        ("Fair", "2026-10-06", "SQL", "2019-03-01"),
    )

    def told(**options: str) -> tuple[list[str], list[str]]:
        study = ChannelStudy(StudyOptions(**options), FIGURES)
        study.count(leads)
        counts = figures_of(study.report().lines[0], study.report())
        names = ("leads", "sql", "orders", "existing", "open", "revenue")
        return [counts[name] for name in names], study.notes[:1]

    assert told() == (
        ["4", "4", "3", "0", "1", "150000.00"],
        ["orders from before their lead came: 1; --won-since DAY leaves out who was a customer "
         "before"],
    )  # fmt: skip
    assert told(won_since="2026-10-01") == (
        ["4", "2", "1", "2", "1", "50000.00"],
        ["customers from before 2026-10-01, or without the day of their order: 2; they are no "
         "orders of these channels"],
    )  # fmt: skip
    assert told(won_since="2026-10-01", won_at="created_at")[0][2:4] == ["3", "0"]
    with pytest.raises(LeadkitError, match="--won-since needs a column with the day of the order"):
        ChannelStudy(StudyOptions(won_since="2026-10-01"), FIGURES).count(leads_of(Fair=(1, 2)))


def test_what_is_won_after_the_day_of_the_study_is_no_order_yet():
    leads = dated(
        ("Fair", "2026-10-06", "customer", "2026-10-20"),
        ("Fair", "2026-10-06", "customer", "2026-11-02"),
        ("Fair", "2026-10-06", "customer", "2062-11-02"),
    )

    def told(**options: str) -> tuple[list[str], list[str]]:
        study = ChannelStudy(StudyOptions(**options), FIGURES)
        study.count(leads)
        counts = figures_of(study.report().lines[0], study.report())
        return [counts[name] for name in ("leads", "opportunities", "orders", "open")], study.notes

    assert told(as_of="2026-11-02")[0] == ["3", "3", "2", "1"]
    assert told(as_of="2026-10-31") == (
        ["3", "3", "1", "2"],
        ["orders from after 2026-10-31, the day up to which all is known: 2; they are no orders "
         "yet, and count as opportunities"] * 2,
    )  # fmt: skip


def test_a_channel_has_one_spelling_in_all_its_months():
    leads = table(
        lead_source=["Messe", "messe", "messe", "Web"], lead_status=["customer", "lead", "", ""],
        created_at=["2026-05-06", "2026-06-06", "2026-06-07", "2026-06-07"],
    )  # fmt: skip
    by = StudyOptions(by="lead_source,month")
    report = cost_per_channel(leads, None, FIGURES, by)
    assert report["lead_source"].tolist()[:3] == ["messe", "messe", "Web"]
    spend = table(lead_source=["MESSE", "Web"], month=["2026-05", "2026-06"], spend=["9", "9"])
    report = cost_per_channel(leads, spend, FIGURES, by)
    assert report["lead_source"].tolist()[:3] == ["MESSE", "MESSE", "Web"]


def test_one_column_may_tell_how_far_leads_are():
    leads = table(lead_source=["Fair"] * 3, lead_status=["customer", "lead", "x"],
                  phase=["lead", "won", "warm"])  # fmt: skip
    study = ChannelStudy(StudyOptions(status="phase"), FIGURES)
    study.count(leads)
    assert study.report().total.channel.funnel.orders == 1
    assert [with_values(note) for note in study.notes] == [
        "leads with a status that is not known: 1 (warm); they count as leads that came no further"
    ]
    with pytest.raises(LeadkitError, match="--status phas: the leads have no such column; did you"):
        ChannelStudy(StudyOptions(status="phas"), FIGURES).count(leads)


def test_names_that_may_be_one_are_told_and_joined_by_a_map():
    leads = leads_of(**{"Trade fair": (2, 214), "trade  Fair": (0, 1), "Web-site": (0, 9)})
    spend = table(lead_source=["Messe HUBTEC", "Website"], spend=["12400", "10"])
    study = ChannelStudy(StudyOptions(), FIGURES)
    study.count(leads)
    report = study.report(spend, ["s:2", "s:3"])
    assert [with_values(note) for note in study.notes] == [
        "a channel is spelled in 2 ways, 'Trade fair' and 'trade Fair', and counts as one",
        "two names look like one channel, 'Web-site' and 'Website', and are counted apart; "
        "--channels map.yaml joins them (channels: {Web-site: [Website]})",
        "spend without a lead of that name: 2 channels ('Messe HUBTEC' 12,400.00, 'Website' 10.00)"
        "; leads without spend: 2 channels ('Trade fair' 215, 'Web-site' 9); are some of them one? "
        "--channels map.yaml joins them (channels: {Trade fair: [Messe HUBTEC]})",
    ]
    assert "Messe" not in without_values(" ".join(study.notes))
    verdicts = {own.channel.key[0]: own.verdict for own in report.lines}
    assert verdicts["Messe HUBTEC"] == "check: spend and no leads"
    one = {"Trade fair": ["messe hubtec"], "Website": "Web-site", "Radio": []}
    study = ChannelStudy(StudyOptions(channels=one), FIGURES)
    study.count(leads)
    report = study.report(spend, ["s:2", "s:3"])
    assert [(own.channel.key, own.channel.funnel.leads, own.channel.spend) for own in report.lines] == [
        (("Trade fair",), 215, 12400), (("Website",), 9, 10),
    ]  # fmt: skip
    assert [with_values(note) for note in study.notes] == [
        "channels: neither leads nor spend have 1 name of it (Radio)"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sources: {A: [b]}", "m.yaml:1: unknown key 'sources'; known are channels"),
        ("channels: {}", "m.yaml:1: no channel is named; write channels: {Trade fair: [Messe HUBTEC]}"),
        ("channels:\n  A: [b]\n  C: [B]", "m.yaml:3: 'B' stands for two channels, 'A' and 'C'"),
        ("channels: {A: [' ']}", "m.yaml:1: channel 'A': a spelling is blank"),
    ],
)  # fmt: skip
def test_each_bad_map_has_its_message(text, message):
    with pytest.raises(LeadkitError) as caught:
        channel_map_of(parse_yaml(text, "m.yaml"))
    assert str(caught.value) == message


def test_a_month_without_leads_is_no_question_of_a_name():
    leads = leads_of(Fair=(1, 20)).assign(created_at="2026-10-06")
    spend = table(lead_source=["Fair"] * 2, month=["2026-09", "2026-10"], spend=["90000", "10"])
    report = cost_per_channel(leads, spend, FIGURES, StudyOptions("lead_source,month"))
    assert report["verdict"].tolist() == ["watch: too few orders to tell", "scale", ""]
