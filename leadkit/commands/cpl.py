"""The command ``leadkit cpl``: one business, a table of them, or the channels of a list."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.base.options import StageOptions, dashed, defaults_of, option, options_of
from leadkit.commands.files import Reads
from leadkit.commands.options import RunOptions, command_app
from leadkit.commands.running import run_stage
from leadkit.commands.screen import screen
from leadkit.commands.streams import something_waits
from leadkit.commands.telling import note, say
from leadkit.cpl import CplOptions, CplStepOptions, SpendOptions, study_options
from leadkit.files.disk import STANDARD, refuse_ending

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.economics.report import Report


@dataclass(frozen=True)
class QuestionOptions(StageOptions):
    """What else is asked of the figures of one business."""

    leads: str = option("", "figure", "Leads counted, with --orders: how sure is it?", "NUMBER")
    orders: str = option("", "figure", "Orders that came of --leads.", "NUMBER")
    price: str = option("", "figure", "What a lead costs: what must it close?", "MONEY", flag="cpl")
    sensitivity: bool = option(False, "flag", "A grid over close rates and margins.")

    def given(self) -> dict[str, object]:
        return {
            "--leads": self.leads,
            "--orders": self.orders,
            "--cpl": self.price,
            "--sensitivity": self.sensitivity,
        }


@dataclass(frozen=True)
class ChannelOptions(SpendOptions):
    """How the leads of a list are told apart, and what was spent and is to be spent on them."""

    budget: str = option(
        "", "figure", "Spread this over the channels, by marginal return.", "MONEY"
    )
    elasticity: str = option(
        "", "figure", "Growth of leads with spend: 0.5 is 1.41 times at twice.", "NUMBER"
    )

    def given(self) -> dict[str, object]:
        usual = defaults_of(ChannelOptions)
        return {
            dashed(one.flag or name): getattr(self, name) != usual[name]
            for name, one in options_of(ChannelOptions).items()
            if name not in ("by", "elasticity", "confidence")  # a calculator's orders have one, too
        }


@command_app(
    "cpl",
    "leadkit cpl --revenue 50000 --margin 20% --leads-per-order 20",
    "leadkit cpl leads.csv --by lead_source --spend costs.csv --revenue 50000 --margin 20%",
)
def app(
    figures: CplOptions,
    question: QuestionOptions,
    channels: ChannelOptions,
    run: RunOptions,
    table: Annotated[
        str,
        typer.Argument(metavar="[INPUT]", help="CSV: figures a row, or leads with --by."),
        Reads(replaced_by="output", unless="by"),
    ] = "",
) -> None:
    """Work out the most a lead may cost.

    Revenue x margin x close rate: 50000 x 20% / 20 leads per order = 500. With an INPUT, for
    each of its rows. With --by and --spend, for each channel of the leads: what they cost, how
    sure their ceiling is, and a verdict.
    """
    if channels.elasticity and not channels.budget:
        raise LeadkitError("--elasticity says how a --budget is spread; give one")
    if channels.by:
        _refuse(question.given(), "belongs to the calculator: leave --by and INPUT out")
        _study(table or STANDARD, figures, channels, run)
        return
    if table:
        _refuse(question.given(), "belongs to the calculator: leave INPUT out, or give --by")
    _refuse(channels.given(), "needs --by, such as --by lead_source")
    if table:
        run_stage("cpl", table, CplStepOptions(**asdict(figures)), run)
    else:
        _refuse({"--summary": run.summary}, "counts rows, and there is no INPUT")
        if something_waits():
            raise LeadkitError(
                "there is a list on standard input, and nothing asks for it: give --by, such as "
                "--by lead_source, or - as INPUT for figures a row; or put </dev/null behind"
            )
        _calculate(figures, question, channels.confidence, run)


def _refuse(options: Mapping[str, object], reason: str) -> None:
    for name, given in options.items():
        if given:
            raise LeadkitError(f"{name} {reason}")


def _is_watched(run: RunOptions) -> bool:
    """Whether a person sees the result on a terminal."""
    on_screen = run.output == STANDARD and not run.dry_run
    return on_screen and sys.stdout is not None and sys.stdout.isatty()


def _write(
    run: RunOptions,
    table: Sequence[Sequence[str]] | bytes,
    safe_cells: bool = False,
    summary: str = "",
) -> None:
    """Write a table, its header first, or a text, and a summary: all of it or none."""
    from leadkit.run.outputs import OpenOutputs

    with OpenOutputs(run.dry_run) as opened:
        if run.summary:
            opened.open(run.summary).write(summary.encode())
        if isinstance(table, bytes):
            opened.open_table(run.output).write(table)
        elif table:
            from leadkit.files.csv_out import write_rows

            write_rows(opened.open_table(run.output), table[0], table[1:], safe_cells)
        opened.commit()


def _calculate(
    figures: CplOptions, question: QuestionOptions, confidence: str, run: RunOptions
) -> None:
    from leadkit.cpl import cpl_of
    from leadkit.economics.figures import CHAIN

    given = asdict(figures)
    asked = (question.leads, question.orders, question.price)
    more = any((*asked, *(given[name] for name in CHAIN.values())))
    if not more and not question.sensitivity:
        _write(run, f"{cpl_of(figures)}\n".encode())
        return
    from leadkit.economics.calculator import Asked, calculate, sensitivity_table

    if question.sensitivity:
        others = {name: text for name, text in question.given().items() if name != "--sensitivity"}
        _refuse(others, "asks something else than --sensitivity: one at a time")
        rows = sensitivity_table(given)
    else:
        answers = calculate(given, Asked(*asked, confidence))
        rows = [["figure", "value"], *([name, value] for name, value in answers)]
    if not _is_watched(run):
        _write(run, rows)
        return

    from leadkit.commands.cpl_view import grid_view, plain_table

    screen().print(grid_view(rows) if question.sensitivity else plain_table(rows))


def _study(leads: str, figures: CplOptions, channels: ChannelOptions, run: RunOptions) -> None:
    from leadkit.economics.budget import plan_budget, plan_table, read_budget
    from leadkit.economics.figures import CLOSING
    from leadkit.economics.report import report_table
    from leadkit.economics.study import ChannelStudy, study_line, study_summary
    from leadkit.files.csv_in import LeadFile
    from leadkit.run.sources import spent

    refuse_ending(run.output)
    planned = {dashed(name): asdict(figures)[name] for name in CLOSING}
    _refuse(planned, "is counted from the leads: leave it out")
    if leads == STANDARD and STANDARD in channels.spend:
        raise LeadkitError("the leads and --spend cannot both be standard input; name a file")
    study = ChannelStudy(study_options(channels), asdict(figures))
    wanted = read_budget(channels.budget, channels.elasticity) if channels.budget else None
    spend, places = spent(channels.spend)
    for batch in LeadFile(leads).batches():
        study.count(batch)
    report = study.report(spend, places)
    plan = plan_budget(report, wanted) if wanted else None
    if wanted:
        study.notes.append(
            f"the plan takes leads to grow with spend to the power of {wanted.elasticity} "
            "(--elasticity), and no channel to more than three times its spend"
        )
    if plan and plan.unspent:
        study.notes.append(
            f"{plan.unspent:,} of the budget is not spent: no channel that may grow would earn "
            "it back"
        )
    for told in () if run.quiet else study.notes:
        note(told, "cpl")
    table = plan_table(plan, report) if plan else report_table(report)
    shown = _is_watched(run)
    rows = [] if shown else [list(table.columns), *table.to_numpy().tolist()]
    _write(run, rows, run.safe_cells, study_summary(report))
    if shown:
        _show(report, table if plan else None)
    if not run.quiet:
        say(study_line(report))


def _show(report: Report, plan: Leads | None) -> None:

    from leadkit.commands.cpl_plot import ASCII, channel_plot, signs_for
    from leadkit.commands.cpl_view import channel_table, legend, plan_view, what_is_left_out

    console = screen()
    signs = signs_for(console.encoding)
    if signs is ASCII and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # the names of channels may have other letters
    if plan is not None:
        console.print(plan_view(plan, report))
        return
    console.print(channel_table(report, console.width, signs))
    if told := what_is_left_out(report, console.width, signs):
        console.print(told)
    console.print(channel_plot(report, console.width, signs))
    for line in legend(report):
        console.print(line, style="dim")
