"""A total spread over channels by what the next unit of money brings in each.

The assumption, which no list of leads can prove: a channel's leads grow with a power of its spend,
leads(s) = leads now x (s / spend now) ^ elasticity. At 0.5, twice the spend brings 1.41 times the
leads. Under it the best spread has a closed form: every channel that gets money gets it until its
marginal return is the same (Lagrange), which is found by halving an interval. As the assumption
is good near today's spend alone, no channel is taken further than three times that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.economics.amounts import CENT, Money, ratio, read_money, to_cents
from leadkit.economics.report import ChannelLine, Report
from leadkit.economics.verdicts import STOP
from leadkit.fields.numbers import parse_number

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

ELASTICITY = Decimal("0.5")
MOST_GROWTH = 3  # times today's spend: further out, nobody has seen how leads answer to money
PLAN_COLUMNS = (
    "spend", "planned", "change", "marginal_return", "leads", "orders", "orders_low",
    "orders_high", "revenue", "gross_profit", "profit", "profit_low", "profit_high", "verdict",
)  # fmt: skip


@dataclass(frozen=True)
class Budget:
    """The money there is, and how leads grow with it."""

    money: Money
    elasticity: Decimal = ELASTICITY


def read_budget(written: str, elasticity: str = "") -> Budget:
    """Return the budget as people write it; raise LeadkitError for what is none."""
    money = read_money(written, "budget", "20000")
    if not Decimal("0.01") <= money.amount < Decimal(10) ** 12:
        raise LeadkitError(f"budget '{written}': write an amount from a cent to a billion")
    power = parse_number(elasticity) if elasticity else ELASTICITY
    if power is None or not Decimal("0.1") <= power <= Decimal("0.9"):
        raise LeadkitError(
            f"elasticity '{elasticity}': write a number from 0.1 (more money hardly helps) "
            "to 0.9 (nearly as many more leads)"
        )
    return Budget(Money(to_cents(money.amount), money.currency), power)


@dataclass(frozen=True)
class Response:
    """How a channel answers to money; both slopes are gross profit per lead."""

    spend: float
    leads: float
    probable: float  # by the shrunk close rate: what today's spend is judged by
    careful: float  # by its lower bound: what more than today's spend has to stand

    def spend_at(self, marginal: float, elasticity: float) -> float:
        """Return the spend at which one more unit of money brings so much gross profit.

        It ends at MOST_GROWTH times today's spend, whatever the curve says about what lies beyond.
        """
        grown = self._spend_for(marginal, self.careful, elasticity)
        if grown > self.spend:
            return min(grown, MOST_GROWTH * self.spend)
        return min(self.spend, self._spend_for(marginal, self.probable, elasticity))

    def _spend_for(self, marginal: float, per_lead: float, elasticity: float) -> float:
        start = per_lead * self.leads * elasticity / self.spend  # marginal return at today's spend
        return float(self.spend * (start / marginal) ** (1 / (1 - elasticity)))


@dataclass(frozen=True)
class Planned:
    """What a channel is to get, and the leads it would bring."""

    line: ChannelLine
    spend: Decimal
    leads: Decimal
    marginal: Decimal | None  # gross profit of the last unit of money


@dataclass(frozen=True)
class BudgetPlan:
    """A budget spread over channels; unspent is what no channel can take or would earn back."""

    channels: list[Planned]
    unspent: Decimal


def plan_budget(report: Report, wanted: Budget) -> BudgetPlan:
    """Spread a budget so that each unit of money goes where it brings the most.

    Channels with the verdict stop get nothing, nor do those whose answer to money is unknown: no
    spend, no leads, no worth of an order. Up to its spend of today a channel is judged by its
    shrunk close rate, beyond it, to three times of it, by the lower bound. Money that would bring
    back less than itself stays unspent. Planned and unspent add up to the budget, to the cent.
    """
    code = wanted.money.currency
    if code and report.currency and code != report.currency:
        raise LeadkitError(
            f"the budget is in {code}, the channels are in {report.currency}; "
            "two currencies are never added: convert one of them"
        )
    budget, elasticity = wanted.money.amount, wanted.elasticity
    responses = [_response(line) for line in report.lines]
    usable = [response for response in responses if response]
    marginal = _common_return(usable, float(budget), float(elasticity))
    planned = []
    for line, response in zip(report.lines, responses, strict=True):
        spend = response.spend_at(marginal, float(elasticity)) if response else 0.0
        exact = Decimal(spend).quantize(CENT, ROUND_DOWN)
        planned.append(_planned(line, response, exact, elasticity))
    unspent = budget - sum((own.spend for own in planned), Decimal(0))
    most = max(range(len(planned)), key=lambda place: planned[place].spend, default=0)
    if (marginal > 1 or unspent < 0) and planned[most].spend:
        # Some cents are left by rounding: they go to the channel that gets the most.
        whole = planned[most].spend + unspent
        planned[most] = _planned(report.lines[most], responses[most], whole, elasticity)
        unspent = Decimal("0.00")
    return BudgetPlan(planned, unspent)


def plan_table(plan: BudgetPlan, report: Report) -> Leads:
    """Return the plan as a table of text: channels, what stays unspent, and the total.

    Leads and orders have two decimals, and the total adds up what is shown.
    """
    import pandas as pd

    rows = []
    for own in plan.channels:
        if own.line.channel.attributed or own.line.channel.spend is not None:
            rows.append({**dict(zip(report.by, own.line.channel.key, strict=True)), **_brings(own)})
    parts = len(report.by) - 1
    name = dict(zip(report.by, ("(not spent)", *[""] * parts), strict=True))
    # As if it were a channel of which nothing is spent today, so that rows and columns add up.
    rows.append({**name, "planned": str(plan.unspent), "change": str(plan.unspent)})
    total = dict(zip(report.by, ("(total)", *[""] * parts), strict=True))
    for column in PLAN_COLUMNS:
        cells = [Decimal(row[column]) for row in rows if column in _ADDED and row.get(column)]
        total[column] = str(sum(cells, Decimal("0.00"))) if column in _ADDED else ""
    table = pd.DataFrame([*rows, total], columns=[*report.by, *PLAN_COLUMNS])
    return table.fillna("").astype("str")


_ADDED = frozenset(PLAN_COLUMNS) - {"marginal_return", "verdict"}


def _brings(own: Planned) -> dict[str, str]:
    """Return what a channel would bring with its planned money, as text."""
    line, worth = own.line, own.line.channel.worth
    now = line.channel.spend
    figures = {
        "spend": "" if now is None else str(now),
        "planned": str(own.spend),
        "change": str(own.spend - (now or 0)),
        "marginal_return": "" if own.marginal is None else ratio(own.marginal),
        "verdict": line.verdict,
    }
    if worth is None or not own.spend:
        return figures
    low, high = line.evidence.range(line.evidence.z)
    bounds = {"": line.evidence.shrunk.rate, "_low": low, "_high": high}
    figures["leads"] = str(to_cents(own.leads))
    for name, rate in bounds.items():
        orders = own.leads * rate
        gross_profit = to_cents(orders * worth.gross_profit)
        figures[f"orders{name}"] = str(to_cents(orders))
        figures[f"profit{name}"] = str(gross_profit - own.spend)
        if not name:
            figures["revenue"] = str(to_cents(orders * worth.revenue))
            figures["gross_profit"] = str(gross_profit)
    return figures


def _response(line: ChannelLine) -> Response | None:
    spend, leads = line.channel.spend, line.channel.funnel.leads
    usable = line.channel.attributed and line.verdict != STOP
    if not usable or not spend or spend < 0 or not leads or not line.ceiling:
        return None
    low, _ = line.evidence.range(line.evidence.z)
    ceiling = float(line.ceiling)
    probable = ceiling * float(line.evidence.shrunk.rate)
    return Response(float(spend), leads, probable, ceiling * float(low))


def _common_return(responses: Sequence[Response], budget: float, elasticity: float) -> float:
    """Return the marginal return that uses up the budget; 1 where all that pays is less."""

    def used(marginal: float) -> float:
        return sum(response.spend_at(marginal, elasticity) for response in responses)

    if used(1.0) <= budget:
        return 1.0
    low, high = 1.0, 2.0
    while used(high) > budget:
        high *= 2
    for _ in range(200):  # spend falls as the return asked for rises
        middle = (low + high) / 2
        low, high = (middle, high) if used(middle) > budget else (low, middle)
    return high


def _planned(
    line: ChannelLine, response: Response | None, spend: Decimal, elasticity: Decimal
) -> Planned:
    if response is None or not spend or line.channel.spend is None:
        return Planned(line, Decimal("0.00"), Decimal(0), None)
    leads = line.channel.funnel.leads * (spend / line.channel.spend) ** elasticity
    per_lead = response.careful if spend > line.channel.spend else response.probable
    return Planned(line, spend, leads, Decimal(per_lead) * leads * elasticity / spend)
