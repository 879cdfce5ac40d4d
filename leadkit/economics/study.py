"""The study of channels from start to end: count the leads, add the spend, report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError, LedgerError
from leadkit.base.frames import as_leads_table, several
from leadkit.base.how_many import how_many
from leadkit.economics.amounts import OneCurrency, read_count, read_currency
from leadkit.economics.channel_map import read_channel_map
from leadkit.economics.channels import join_channels
from leadkit.economics.figures import CLOSING, HEADERS, read_figures
from leadkit.economics.funnels import CountedLeads, Counting, count_leads
from leadkit.economics.notes import study_notes
from leadkit.economics.periods import PERIODS
from leadkit.economics.report import Report, report_channels, report_table
from leadkit.economics.spend import Spend, one_spend, read_spend, worth_from
from leadkit.economics.timing import Timing, read_cycle, usual_cycle
from leadkit.economics.verdicts import read_confidence
from leadkit.fields.spans import NO_DAY, as_day

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class StudyOptions:
    """How leads are grouped, and what is known of all groups alike."""

    by: str = "lead_source"  # columns, or month, quarter, year, with commas between them
    deal: str = ""  # the leads' column with what an order brought
    confidence: str = "95%"
    months: str = ""  # over which the revenue of an order comes in
    status: str = ""  # the leads' column that tells how far each is
    won_at: str = ""  # the leads' column with the day of the order
    won_since: date | str | None = None  # who was a customer before is no order
    cycle: str = ""  # how long an order takes, as 90 days
    as_of: date | str | None = None  # the day up to which all is known
    channels: str | Mapping[str, Sequence[str]] = ""  # which names are one: a file, or a mapping


class ChannelStudy:
    """Takes leads batch by batch and the spend as one table, and reports each channel."""

    def __init__(self, options: StudyOptions, figures: Mapping[str, str]) -> None:
        by = [part.strip() for part in options.by.split(",")]
        if not all(by) or len(set(by)) < len(by):
            raise LeadkitError(f"--by {options.by}: write columns such as lead_source,month")
        channels = read_channel_map(options.channels)
        if channels and not set(by) - set(PERIODS):
            raise LeadkitError(f"--channels names channels, and --by {options.by} asks for none")
        won_since = as_day(options.won_since)
        since = won_since.toordinal() if won_since else NO_DAY
        self._as_of = as_day(options.as_of)
        as_of = self._as_of.toordinal() if self._as_of else NO_DAY
        self._how = Counting(
            by, options.deal, options.status, options.won_at, since, as_of, channels
        )
        self._cycle = read_cycle(options.cycle)
        self._figures = dict(figures)
        self._z = read_confidence(options.confidence)
        self._months = read_count(options.months, "months", "12") if options.months else None
        code = read_currency(self._figures.get("currency", ""))
        self._currency = OneCurrency(code)
        worth_from(self._figures, self._currency, "the options")  # what is wrong is told at once
        self._counted = CountedLeads()
        self._rows = 0
        self.notes: list[str] = []

    def count(self, leads: Leads) -> None:
        """Add a batch of leads."""
        self._rows += len(leads)
        count_leads(leads, self._how, self._counted, self._currency)

    def report(self, spend: Leads | None = None, places: Sequence[str] = ()) -> Report:
        """Return the report; places say where each row of the spend stands ("costs.csv:2")."""
        counted, by = self._counted, self._how.by
        total = counted.total
        if self._how.deal and not self._figures.get("revenue") and total.orders > total.unpriced:
            average = total.deals / (total.orders - total.unpriced)
            self._figures["revenue"] = f"{average:.2f}"
        spent = Spend()
        if spend is not None:
            spent = read_spend(spend, places, by, self._figures, self._currency, self._how.channels)
        default = worth_from(self._figures, self._currency, "the options")
        channels = join_channels(counted, spent, by, default)
        timing = Timing(
            self._cycle or usual_cycle(counted.took),
            self._as_of.toordinal() if self._as_of else counted.latest,
            not self._cycle,
        )
        report = report_channels(channels, by, self._z, self._currency.code, self._months, timing)
        self.notes += study_notes(report, counted, spent, self._how)
        check_sums(
            report, total.leads, sum((line.amount for line in spent.lines.values()), Decimal(0))
        )
        return report


def check_sums(report: Report, leads: int, spent: Decimal) -> None:
    """Raise LedgerError unless every lead and every cent is in exactly one line."""
    counted = sum(line.channel.funnel.leads for line in report.lines)
    spread = sum((line.channel.spend or Decimal(0) for line in report.lines), Decimal(0))
    if (counted, spread) != (leads, spent):
        raise LedgerError(
            f"{leads} leads and {spent} of spend were read, but the lines hold {counted} and "
            f"{spread}. This is a fault of leadkit: please report it"
        )


def study_line(report: Report) -> str:
    """Return what was counted as one plain line."""
    funnel, spend = report.total.channel.funnel, report.total.channel.spend or 0
    apart = _leads_apart(report)
    lines = sum(own.channel.attributed for own in report.lines)
    without = f" + {apart:,} without" if apart else ""
    unit = f" {report.currency}" if report.currency else ""
    return (
        f"leadkit cpl: {funnel.leads:,} leads = {funnel.leads - apart:,} in {lines:,} lines"
        f"{without}; {how_many(funnel.orders, 'order')}; {spend:,.2f}{unit} spent"
    )


def study_summary(report: Report) -> str:
    """Return what was counted as JSON, with what the channels lend each other."""
    import json

    funnel = report.total.channel.funnel
    summary = {
        "read": funnel.leads,
        "attributed": funnel.leads - _leads_apart(report),
        "without": _leads_apart(report),
        "lines": sum(own.channel.attributed for own in report.lines),
        "orders": funnel.orders,
        "spend": str(report.total.channel.spend),
        "currency": report.currency,
        "lent": {"orders": f"{report.prior.orders:.4f}", "leads": f"{report.prior.leads:.4f}"},
    }
    return f"{json.dumps(summary, indent=2)}\n"


def _leads_apart(report: Report) -> int:
    return sum(own.channel.funnel.leads for own in report.lines if not own.channel.attributed)


def cost_per_channel(
    leads: Leads,
    spend: Leads | Sequence[Leads] | None = None,
    figures: Mapping[str, object] | DataclassInstance | None = None,
    options: StudyOptions | None = None,
) -> Leads:
    """Return a line for each channel with its figures and verdict, the total last.

    ``leads`` is a frame with lead_source (or what options.by names) and lead_status or
    lifecycle_stage, under any spelling. ``spend`` has the same columns to join on and what was
    spent, in money; or it is a list of such frames. ``figures`` are revenue (money per order),
    margin (a share) and the like, as a mapping or CplOptions, for channels that the spend table
    tells none of. All cells of what comes back are text, with the index 0, 1, 2 ...: money with two
    decimals, shares as 0.05.

    Raises LeadkitError for what is no such frame, figures that make no sense, and figures that
    are counted from the leads, such as close_rate.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_source": ["Fair"] * 20,
    ...                       "lead_status": ["customer"] + ["lead"] * 19})
    >>> spend = pd.DataFrame({"lead_source": ["Fair"], "spend": ["1.600 €"]})
    >>> table = cost_per_channel(leads, spend, {"revenue": "50000", "margin": "20%"})
    >>> table[["cpl", "max_cpl", "max_cpl_low", "max_cpl_high", "verdict"]].values[0].tolist()
    ['80.00', '500.00', '88.81', '2361.31', 'scale']
    """
    if is_dataclass(figures):
        figures = {name: value for name, value in vars(figures).items() if value}
    known = [name for name in HEADERS if name != "spend"]
    given = {name: value for name, value in read_figures(figures or {}, known).items() if value}
    for name in given.keys() & set(CLOSING):
        raise LeadkitError(f"{name} is counted from the leads: leave it out")
    study = ChannelStudy(options or StudyOptions(), given)
    study.count(as_leads_table(leads))
    spent = [(name, as_leads_table(one, what=name)) for name, one in several(spend, "spend")]
    every, places = one_spend([
        (name, table, [f"{name}:{row}" for row in range(1, len(table) + 1)])
        for name, table in spent
    ])  # fmt: skip
    return report_table(study.report(every, places))
