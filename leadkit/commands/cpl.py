"""The cpl command: its arguments, and what it shows. Part of the command line, as cli.py is."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadkit.base.errors import LeadkitError
from leadkit.commands.options import DryRun, OutputFile, Quiet, SummaryFile
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.cpl import CplOptions
    from leadkit.economics.report import Report
    from leadkit.economics.study import StudyOptions

Say = Callable[[str], None]
RunStage = Callable[[str, object, str, str, str, bool, bool], None]


def _money(words: str) -> Any:
    return typer.Option(metavar="MONEY", help=words)


def _share(words: str) -> Any:
    return typer.Option(metavar="SHARE", help=words)


def _number(words: str) -> Any:
    return typer.Option(metavar="NUMBER", help=words)


def register(app: typer.Typer, run_stage: RunStage, say: Say) -> None:
    """Add the cpl command to the command line."""

    @app.command()
    def cpl(
        table: Annotated[
            str, typer.Argument(metavar="[INPUT]", help="CSV: figures a row, or leads with --by.")
        ] = "",
        revenue: Annotated[str, _money("Revenue of an order.")] = "",
        margin: Annotated[str, _share("Share of it that remains, as 20%.")] = "",
        close_rate: Annotated[str, _share("Orders per lead, as 5%.")] = "",
        leads_per_order: Annotated[str, _number("Leads it takes for an order, as 20.")] = "",
        keep_profit: Annotated[str, _share("Share of the profit that is to remain.")] = "",
        ltv: Annotated[str, _money("All a customer ever brings, in place of --revenue.")] = "",
        orders_per_customer: Annotated[str, _number("Orders that follow from a first.")] = "",
        currency: Annotated[
            str, typer.Option(metavar="CODE", help="Currency of amounts without one, as EUR.")
        ] = "",
        mql_rate: Annotated[str, _share("MQL per lead.")] = "",
        sql_rate: Annotated[str, _share("SQL per MQL.")] = "",
        opportunity_rate: Annotated[str, _share("Opportunities per SQL.")] = "",
        order_rate: Annotated[str, _share("Orders per opportunity.")] = "",
        leads: Annotated[str, _number("Leads counted, with --orders: how sure is it?")] = "",
        orders: Annotated[str, _number("Orders that came of --leads.")] = "",
        price: Annotated[
            str,
            typer.Option("--cpl", metavar="MONEY", help="What a lead costs: what must it close?"),
        ] = "",
        sensitivity: Annotated[
            bool, typer.Option("--sensitivity", help="A grid over close rates and margins.")
        ] = False,
        by: Annotated[
            str,
            typer.Option(metavar="COLUMNS", help="A line each: lead_source, or lead_source,month."),
        ] = "",
        spend: Annotated[
            str, typer.Option(metavar="FILE", help="CSV with what was spent, to join on --by.")
        ] = "",
        deal: Annotated[
            str, typer.Option(metavar="COLUMN", help="The leads' column with the order's amount.")
        ] = "",
        months: Annotated[str, _number("Months over which an order's revenue comes in.")] = "",
        confidence: Annotated[str, _share("How sure intervals and verdicts are.")] = "95%",
        budget: Annotated[str, _money("Spread this over the channels, by marginal return.")] = "",
        elasticity: Annotated[
            str, _number("Growth of leads with spend: 0.5 is 1.41 times at twice.")
        ] = "",
        output: OutputFile = STANDARD,
        summary: SummaryFile = "",
        dry_run: DryRun = False,
        quiet: Quiet = False,
    ) -> None:
        """Work out the most a lead may cost.

        Revenue x margin x close rate: 50000 x 20% / 20 leads per order = 500. With an INPUT, for
        each of its rows. With --by and --spend, for each channel of the leads: what they cost, how
        sure their ceiling is, and a verdict.
        """
        from leadkit.cpl import CplOptions

        figures = CplOptions(
            revenue, margin, close_rate, leads_per_order, keep_profit, ltv, orders_per_customer,
            currency, mql_rate, sql_rate, opportunity_rate, order_rate,
        )  # fmt: skip
        alone = {"--leads": leads, "--orders": orders, "--cpl": price, "--sensitivity": sensitivity}
        grouped = {"--spend": spend, "--deal": deal, "--months": months, "--budget": budget}
        if elasticity and not budget:
            raise LeadkitError("--elasticity says how a --budget is spread; give one")
        if by:
            _refuse(alone, "belongs to the calculator: leave --by and INPUT out")
            from leadkit.economics.figures import CLOSING
            from leadkit.economics.study import StudyOptions

            planned = {f"--{name.replace('_', '-')}": asdict(figures)[name] for name in CLOSING}
            _refuse(planned, "is counted from the leads: leave it out")
            study = StudyOptions(by, deal, confidence, months)
            outputs = _Outputs(output, summary, dry_run, quiet, say)
            _study(table or STANDARD, spend, figures, study, (budget, elasticity), outputs)
        elif table:
            _refuse(alone, "belongs to the calculator: leave INPUT out, or give --by")
            _refuse(grouped, "needs --by, such as --by lead_source")
            run_stage("cpl", figures, table, output, summary, dry_run, quiet)
        else:
            _refuse(grouped, "needs --by, such as --by lead_source")
            _refuse({"--summary": summary}, "counts rows, and there is no INPUT")
            asked = (leads, orders, price, confidence)
            _calculate(figures, asked, sensitivity, _Outputs(output, "", dry_run, quiet, say))


def _refuse(options: Mapping[str, object], reason: str) -> None:
    for name, given in options.items():
        if given:
            raise LeadkitError(f"{name} {reason}")


class _Outputs:
    """Where the result goes, and whether a person sees it there."""

    def __init__(self, path: str, summary: str, dry_run: bool, quiet: bool, say: Say) -> None:
        self.path, self.summary, self.dry_run = path, summary, dry_run
        self.say = (lambda line: None) if quiet else say

    @property
    def watched(self) -> bool:
        on_screen = self.path == STANDARD and not self.dry_run
        return on_screen and sys.stdout is not None and sys.stdout.isatty()

    def write(self, *texts: tuple[str, bytes | memoryview]) -> None:
        """Write all files, or none where one of them fails."""
        from leadkit.files.disk import NoOutput, open_output

        files = [os.path.realpath(path) for path, _ in texts if path != STANDARD]
        if len(set(files)) < len(files):
            raise LeadkitError(f"{self.path}: two outputs cannot go into one file")
        opened = []
        try:
            for path, text in texts:
                opened.append(NoOutput() if self.dry_run else open_output(path))
                opened[-1].write(text)
            while opened:
                opened.pop().commit()
        finally:
            for output in opened:
                output.discard()


def _calculate(
    figures: CplOptions, asked: tuple[str, str, str, str], sensitivity: bool, outputs: _Outputs
) -> None:
    from leadkit.cpl import cpl_of
    from leadkit.economics.figures import CHAIN

    given = asdict(figures)
    more = any((*asked[:3], *(given[name] for name in CHAIN.values())))
    if not more and not sensitivity:
        outputs.write((outputs.path, f"{cpl_of(figures)}\n".encode()))
        return
    from leadkit.economics.calculator import Asked, calculate, sensitivity_table

    question = Asked(*asked)
    if sensitivity:
        _refuse(
            {"--leads": question.leads, "--orders": question.orders, "--cpl": question.cpl},
            "asks something else than --sensitivity: one at a time",
        )
        rows = sensitivity_table(given)
    else:
        told = calculate(given, question)
        rows = [["figure", "value"], *([name, value] for name, value in told)]
    if not outputs.watched:
        outputs.write((outputs.path, _csv(rows)))
        return
    from rich.console import Console

    from leadkit.commands.cpl_view import plain_table

    Console().print(plain_table(rows))


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    import csv

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _study(
    leads: str,
    spend: str,
    figures: CplOptions,
    options: StudyOptions,
    budget: tuple[str, str],
    outputs: _Outputs,
) -> None:
    from leadkit.economics.budget import plan_budget, plan_table, read_budget
    from leadkit.economics.report import report_table
    from leadkit.economics.study import ChannelStudy, study_line, study_summary
    from leadkit.files.csv_in import LeadFile

    if leads == spend == STANDARD:
        raise LeadkitError("the leads and --spend cannot both be standard input; name a file")
    study = ChannelStudy(options, asdict(figures))
    wanted = read_budget(*budget) if budget[0] else None
    spent, places = _read_placed(spend) if spend else (None, [])
    source = LeadFile(leads)
    for batch in source.batches():
        study.count(batch)
    report = study.report(spent, places)
    plan = plan_budget(report, wanted) if wanted else None
    if wanted:
        study.notes.append(
            f"the plan takes leads to grow with spend to the power of {wanted.elasticity} "
            "(--elasticity), and no channel to more than three times its spend"
        )
    for note in study.notes:
        outputs.say(f"leadkit cpl: note: {note}")
    table = plan_table(plan, report) if plan else report_table(report)
    texts = [(outputs.summary, study_summary(report).encode())] if outputs.summary else []
    if not outputs.watched:
        texts.append((outputs.path, _as_csv(table)))
    outputs.write(*texts)
    if outputs.watched:
        _show(report, table if plan else None)
    outputs.say(study_line(report))


def _read_placed(path: str) -> tuple[Leads, list[str]]:
    """Read a table, with the place of each row for messages: file and line."""
    import pandas as pd

    from leadkit.files.csv_in import CsvFile, as_leads

    file = CsvFile(path)
    for name in file.headers:
        if file.headers.count(name) > 1:
            raise LeadkitError(f"{file.name}: column '{name}' stands there more than once")
    tables, places = [], []
    for rows in file.rows():
        tables.append(as_leads(rows.cells, file.headers))
        places += [f"{file.name}:{line}" for line in rows.lines.tolist()]
    for reject in file.rejects:
        raise LeadkitError(f"{reject.file}:{reject.line}: {reject.reason}")
    return pd.concat(tables, ignore_index=True), places


def _as_csv(table: Leads) -> bytes:
    return _csv([list(table.columns), *table.to_numpy().tolist()])


def _show(report: Report, plan: Leads | None) -> None:
    from rich.console import Console

    from leadkit.commands.cpl_view import (
        ASCII,
        channel_plot,
        channel_table,
        legend,
        plan_view,
        signs_for,
    )

    console = Console(highlight=False)
    signs = signs_for(console.encoding)
    if signs is ASCII and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # the names of channels may have other letters
    if plan is not None:
        console.print(plan_view(plan, report, console.width, signs))
        return
    console.print(channel_table(report, console.width, signs))
    console.print(channel_plot(report, console.width, signs))
    for line in legend(report):
        console.print(line, style="dim")
