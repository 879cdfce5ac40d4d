"""The cpl stage: the most a lead may cost, from revenue, margin and close rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, overload

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, given_back
from leadkit.base.leads import Outcome, Stage
from leadkit.base.options import StageOptions, defaults_of, option, options_of
from leadkit.economics.ceilings import ADDS, ceilings_of, check_figure_columns, with_ceilings
from leadkit.economics.ceilings import max_cpl as max_cpl
from leadkit.economics.figures import CLOSING, read_figures
from leadkit.economics.in_passing import ChannelsInPassing
from leadkit.economics.study import StudyOptions

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class CplOptions(StageOptions):
    """The figures of one business, as people write them."""

    revenue: str = option("", "figure", "Revenue of an order.", "MONEY")
    margin: str = option("", "figure", "Share of it that remains, as 20%.", "SHARE")
    close_rate: str = option("", "figure", "Orders per lead, as 5%.", "SHARE")
    leads_per_order: str = option("", "figure", "Leads it takes for an order, as 20.", "NUMBER")
    keep_profit: str = option("", "figure", "Share of the profit that is to remain.", "SHARE")
    ltv: str = option("", "figure", "All a customer ever brings, in place of --revenue.", "MONEY")
    orders_per_customer: str = option("", "figure", "Orders that follow from a first.", "NUMBER")
    currency: str = option("", "text", "Currency of amounts without one, as EUR.", "CODE")
    mql_rate: str = option("", "figure", "MQL per lead.", "SHARE")
    sql_rate: str = option("", "figure", "SQL per MQL.", "SHARE")
    opportunity_rate: str = option("", "figure", "Opportunities per SQL.", "SHARE")
    order_rate: str = option("", "figure", "Orders per opportunity.", "SHARE")


@dataclass(frozen=True)
class SpendOptions(StageOptions):
    """How leads are told apart, and what was spent on them."""

    by: str = option(
        "", "text", "A line each: lead_source, or lead_source,month.", "COLUMNS", columns="input"
    )
    spend: tuple[str, ...] = option((), "files", "CSV with what was spent, to join on --by.")
    deal: str = option(
        "", "text", "The leads' column with the order's amount.", "COLUMN", columns="input"
    )
    months: str = option("", "figure", "Months over which an order's revenue comes in.", "NUMBER")
    status: str = option(
        "", "text", "The leads' column that tells how far each is.", "COLUMN", columns="input"
    )
    won_since: date | str | None = option(
        None, "day", "Who was a customer before this day is no order of a channel."
    )
    won_at: str = option(
        "", "text", "The leads' column with the day of the order.", "COLUMN", columns="input"
    )
    cycle: str = option("", "text", "How long an order takes, as 90 days.", "SPAN")
    channel_map: str = option(
        "", "file", "YAML that says which names are one channel.", flag="channels"
    )
    as_of: date | str | None = option(None, "day", "Day up to which all is known, or today.")
    confidence: str = option("95%", "figure", "How sure intervals and verdicts are.", "SHARE")


@dataclass(frozen=True)
class CplStepOptions(SpendOptions, CplOptions):
    """As a step of a pipeline: figures for each row, or with ``by`` for each channel of leads."""

    channels: str = option("", "output", "With by: write what each cost, and may cost.")

    def __post_init__(self) -> None:
        super().__post_init__()
        usual = defaults_of(CplStepOptions)
        for name in () if self.by else (*options_of(SpendOptions), "channels"):
            if getattr(self, name) != usual[name]:
                raise LeadkitError(f"{name} needs by, such as by: lead_source")
        for name in CLOSING if self.by else ():
            if getattr(self, name):
                raise LeadkitError(f"{name} is counted from the leads: leave it out")


def cpl_of(options: CplOptions) -> Decimal:
    """Return the most a lead may cost, rounded to the cent (half to even).

    Raise LeadkitError for a figure that is missing, makes no sense or contradicts another.

    >>> cpl_of(CplOptions("50.000,00 €", "20 %", leads_per_order="20", keep_profit="30%"))
    Decimal('350.00')
    """
    return ceilings_of(asdict(options))["lead"]


_Figures = CplOptions | Mapping[str, object]


@overload
def cost_per_lead(figures: _Figures) -> Decimal: ...
@overload
def cost_per_lead(figures: Leads, options: _Figures | None = None) -> Leads: ...
def cost_per_lead(figures: _Figures | Leads, options: _Figures | None = None) -> Decimal | Leads:
    """Return the most a lead may cost: of one business, or for each row of a frame.

    The figures of one business are CplOptions, or a mapping with their names: revenue (money per
    order), margin and close_rate (shares, as "20%" or 0.2) or leads_per_order, and more. They give
    money, rounded to the cent (half to even).

    A frame has a column for each figure, under that name or another spelling of it; ``options``
    are the figures of rows that have none of their own. It comes back with its rows and index and
    with max_cpl and cpl_issues added, as text: a row that cannot be worked out has a blank and the
    reason.

    Raises LeadkitError for a figure of a business that is missing, makes no sense or contradicts
    another, for a name that is no figure, and for a frame without the columns.

    >>> cost_per_lead({"revenue": "50.000 €", "margin": 0.2, "leads_per_order": 20})
    Decimal('500.00')
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"margin": ["20%", "0.3"], "close_rate": [0.05, None]})
    >>> cost_per_lead(rows, {"revenue": 50000})[["max_cpl", "cpl_issues"]].values.tolist()
    [['500.00', ''], ['', 'close rate (5%) or leads per order (20) is missing: one of the two']]
    """
    if isinstance(figures, CplOptions | Mapping):
        if options is not None:
            raise LeadkitError("options are the figures of rows that lack them: give them once")
        return cpl_of(_options(figures))
    given = CplOptions() if options is None else _options(options)
    stage, table = cpl_stage(given), as_leads_table(figures, what="figures")
    stage.check(list(table.columns))
    return given_back(figures, stage.apply(table).leads, stage.adds)


def _options(figures: _Figures) -> CplOptions:
    if isinstance(figures, CplOptions):
        return figures
    known = [option.name for option in fields(CplOptions)]
    return CplOptions(**read_figures(figures, known))


def channels_stage(
    options: CplStepOptions, spend: Leads | None = None, places: Sequence[str] = ()
) -> Stage:
    """Return cpl as a step that counts what each channel cost; leads go through it as they are.

    ``spend`` is the spend of all channels in one table, ``places`` where each row of it stands.
    """
    figures = {one.name: getattr(options, one.name) for one in fields(CplOptions)}
    asked = study_options(options)
    return ChannelsInPassing(asked, figures, spend, places).stage


def study_options(options: SpendOptions) -> StudyOptions:
    """Return what is asked of the channels of a list."""
    return StudyOptions(
        options.by, options.deal, options.confidence, options.months, options.status,
        options.won_at, options.won_since, options.cycle, options.as_of, options.channel_map,
    )  # fmt: skip


def cpl_stage(options: CplOptions) -> Stage:
    """Return cpl as a step of a run over a table with one set of figures a row."""
    defaults = asdict(options)

    def check(columns: list[str]) -> list[str]:
        check_figure_columns(columns, defaults)
        return []

    def apply(table: Leads) -> Outcome:
        rows = with_ceilings(table, defaults)
        without = int((rows["cpl_issues"] != "").sum())
        return Outcome(rows, counts={"without max_cpl": without})

    return Stage("cpl", apply, ADDS, check=check)
