"""The figures of one business worked out without a table: what was asked for, name by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadkit.base.errors import LeadkitError
from leadkit.economics.amounts import percent, read_count, read_money, share, to_cents
from leadkit.economics.figures import (
    CHAIN,
    CLOSING,
    Figures,
    Worth,
    chain_of,
    close_rate_of,
    worth_of,
)
from leadkit.economics.intervals import Prior
from leadkit.economics.verdicts import ChannelEvidence, more_leads, read_confidence, verdict_of
from leadkit.fields.numbers import parse_number

FACTORS = tuple(map(Decimal, ("0.5", "0.75", "1", "1.25", "1.5")))  # of a sensitivity table


@dataclass(frozen=True)
class Asked:
    """What is asked beyond the formula."""

    leads: str = ""
    orders: str = ""  # of these leads
    cpl: str = ""  # what a lead costs
    confidence: str = "95%"


def calculate(figures: Figures, asked: Asked) -> list[tuple[str, str]]:
    """Return the names and values of all figures asked for.

    >>> figures = {"revenue": "50000", "margin": "20%"}
    >>> for name, value in calculate(figures, Asked(leads="20", orders="1", cpl="400")):
    ...     print(name, value)
    max_cpl 500.00
    max_cpl_low 88.81
    max_cpl_high 2361.31
    close_rate 0.05
    close_rate_low 0.008881
    close_rate_high 0.236131
    break_even_close_rate 0.04
    break_even_leads_per_order 25
    verdict watch: too few orders to tell
    more_leads 1456
    """
    worth = worth_of(figures)
    evidence = _evidence(figures, asked)
    answers: list[tuple[str, str]] = []
    if evidence:
        own = evidence.own
        for name, rate in (("", own.rate), ("_low", own.low), ("_high", own.high)):
            answers.append((f"max_cpl{name}", _money(worth, rate)))
        for name, rate in (("", own.rate), ("_low", own.low), ("_high", own.high)):
            answers.append((f"close_rate{name}", share(rate)))
    elif any(figures.get(name) for name in CLOSING) or not asked.cpl:
        answers += _chain(worth, figures)
    if asked.cpl:
        answers += _at_price(worth, asked.cpl, evidence)
    return answers + ([("currency", worth.currency)] if worth.currency else [])


def _chain(worth: Worth, figures: Figures) -> list[tuple[str, str]]:
    lead, *stations = chain_of(figures)
    answers = [("max_cpl", _money(worth, lead.close_rate))]
    if any(figures.get(name) for name in CHAIN.values()):
        answers += [
            (f"max_cost_per_{station.name.lower()}", _money(worth, station.close_rate))
            for station in stations
        ]
    return answers


def _at_price(
    worth: Worth, written: str, evidence: ChannelEvidence | None
) -> list[tuple[str, str]]:
    money = read_money(written, "cpl", "400")
    if money.currency and worth.currency and money.currency != worth.currency:
        raise LeadkitError(
            f"the cpl is in {money.currency}, the revenue in {worth.currency}; "
            "two currencies are never compared: convert one of them"
        )
    rate = break_even_rate(worth, money.amount)
    answers = [("break_even_close_rate", share(rate))]
    if rate:
        answers.append(("break_even_leads_per_order", share(1 / rate)))
    if evidence and evidence.leads:
        needed = more_leads(money.amount, worth.ceiling, evidence)
        answers.append(("verdict", verdict_of(money.amount, worth.ceiling, evidence)))
        answers.append(("more_leads", "" if needed is None else str(needed)))
    return answers


def break_even_rate(worth: Worth, cpl: Decimal) -> Decimal:
    """Return the close rate at which leads of this price leave what is to be kept, and no more.

    >>> break_even_rate(Worth(Decimal(50_000), Decimal("0.2")), Decimal(400))
    Decimal('0.04')
    """
    if cpl > worth.ceiling:
        raise LeadkitError(
            f"cpl {cpl:,}: more than a whole order may cost ({worth.ceiling:,.2f}); "
            "no close rate makes up for that"
        )
    return cpl / worth.ceiling if worth.ceiling else Decimal(0)


def _money(worth: Worth, rate: Decimal) -> str:
    return str(to_cents(worth.ceiling * rate))


def _evidence(figures: Figures, asked: Asked) -> ChannelEvidence | None:
    if not asked.leads and not asked.orders:
        return None
    if not asked.leads or not asked.orders:
        missing = "leads" if asked.orders else "orders"
        raise LeadkitError(f"{missing} is missing: how many, as --orders 1 --leads 20")
    planned = [name for name in CLOSING if figures.get(name)]
    if planned:
        raise LeadkitError(
            f"{planned[0].replace('_', ' ')} and counted orders are both given; "
            "give a plan or what was counted"
        )
    leads = read_count(asked.leads, "leads", "20")
    orders = parse_number(asked.orders)
    if orders is None or orders < 0 or orders != int(orders) or leads != int(leads):
        raise LeadkitError(
            f"orders '{asked.orders}' of leads '{asked.leads}': write whole numbers, as 1 of 20"
        )
    if orders > leads:
        raise LeadkitError(f"{asked.orders} orders of {asked.leads} leads: more than there are")
    return ChannelEvidence(int(orders), int(leads), Prior(), read_confidence(asked.confidence))


def sensitivity_table(figures: Figures) -> list[list[str]]:
    """Return the ceiling over close rates and margins, a header row first.

    >>> for row in sensitivity_table({"revenue": "50000", "margin": "20%", "close_rate": "5%"}):
    ...     print(*row)
    close_rate margin_10% margin_15% margin_20% margin_25% margin_30%
    2.5% 125.00 187.50 250.00 312.50 375.00
    3.75% 187.50 281.25 375.00 468.75 562.50
    5% 250.00 375.00 500.00 625.00 750.00
    6.25% 312.50 468.75 625.00 781.25 937.50
    7.5% 375.00 562.50 750.00 937.50 1125.00
    """
    worth = worth_of(figures)
    rates, margins = around(close_rate_of(figures)), around(worth.margin)
    header = ["close_rate", *(f"margin_{percent(margin)}" for margin in margins)]
    grid = ceiling_grid(worth, rates, margins)
    return [header] + [
        [percent(rate), *(str(to_cents(most)) for most in row)]
        for rate, row in zip(rates, grid, strict=True)
    ]


def around(rate: Decimal) -> list[Decimal]:
    """Return the shares from half to one and a half of a share, none above 100%.

    >>> [f"{share:.1%}" for share in around(Decimal("0.8"))]
    ['40.0%', '60.0%', '80.0%', '100.0%']
    """
    return [rate * factor for factor in FACTORS if rate * factor <= 1]


def ceiling_grid(
    worth: Worth, rates: Sequence[Decimal], margins: Sequence[Decimal]
) -> list[list[Decimal]]:
    """Return the most a lead may cost: a row for each close rate, a column for each margin.

    >>> worth = Worth(Decimal(50_000), Decimal("0.2"))
    >>> [[int(most) for most in row] for row in ceiling_grid(
    ...     worth, [Decimal("0.02"), Decimal("0.05")], [Decimal("0.1"), Decimal("0.2")])]
    [[100, 200], [250, 500]]
    """
    each = worth.revenue * (1 - worth.keep)
    return [[each * margin * rate for margin in margins] for rate in rates]
