"""The command line: arguments -> stages -> exit code. The only file that prints or exits."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Annotated, TextIO

# What a short run would spend a third of its time on: pydantic, through which Typer reads options,
# looks for plugins; numpy's OpenBLAS starts threads for matrices, of which there are none here; and
# Python looks again and again for garbage among the thousands of things that libraries load.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Arrow's memory of one batch serves the next: to give it back between them, and to take it in
# pages of 2 MB that are to be zeroed first, would cost a fifth of a run.
os.environ.setdefault("MIMALLOC_PURGE_DELAY", "-1")
os.environ.setdefault("MIMALLOC_ARENA_EAGER_COMMIT", "0")
gc.set_threshold(100_000)
# Reading, computing and writing take turns at Python's lock: none shall wait long for the others.
sys.setswitchinterval(0.0002)

import typer

from leadkit.base.errors import CheckFailed, LeadkitError
from leadkit.commands.cpl import register as register_cpl
from leadkit.commands.dedupe import register as register_dedupe
from leadkit.commands.import_ import register as register_import
from leadkit.commands.options import DryRun, InputFile, OutputFile, Quiet, SummaryFile
from leadkit.commands.rules import explain, rules_app, write_text
from leadkit.commands.suppress import suppress
from leadkit.files.disk import STANDARD, is_file, write_utf8_on_windows

if TYPE_CHECKING:
    from typer.models import CommandInfo

    from leadkit.base.leads import Stage
    from leadkit.run.engine import Source
    from leadkit.run.ledger import Ledger
    from leadkit.run.outputs import Outputs

app = typer.Typer(
    name="leadkit",
    help="Turn messy contact lists into leads worth calling. Every command reads and writes CSV.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

INTERRUPTED = 130

ActivityFile = Annotated[
    str, typer.Option("--activities", metavar="FILE", help="CSV of what leads did, and when.")
]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="Day on which days are counted, or today.")
]


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"leadkit {version('leadkit')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of leadkit itself."""


register_import(app, lambda *given: _run(*given))  # the first command of a line comes first


@app.command()
def clean(
    leads: InputFile = STANDARD,
    region: Annotated[
        str, typer.Option(metavar="COUNTRY", help="Where phone numbers without a country are.")
    ] = "",
    only: Annotated[
        str, typer.Option(metavar="NAMES", help="Clean these alone, as email,phone.")
    ] = "",
    drop_placeholders: Annotated[
        bool, typer.Option("--drop-placeholders", help="Empty cells such as n/a, test and 000000.")
    ] = False,
    titles: Annotated[
        str, typer.Option(metavar="FILE", help="Words that tell seniority and department.")
    ] = "titles",
    date_order: Annotated[
        str, typer.Option(metavar="dmy|mdy", help="What comes first in dates such as 03/04/2026.")
    ] = "",
    changes: Annotated[
        str, typer.Option(metavar="FILE", help="Write every changed cell, and why.")
    ] = "",
    fail_on: Annotated[
        str, typer.Option(metavar="CHECKS", help="Exit 1 above this, as invalid-email:5%.")
    ] = "",
    output: OutputFile = STANDARD,
    summary: SummaryFile = "",
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Bring cells to their normal form.

    E-mails, phones, names, companies, countries, dates and more; what cannot be cleaned stays as
    it is and is flagged.
    """
    from leadkit.fields.cleaner import CleanOptions

    options = CleanOptions(
        region, only, "yes" if drop_placeholders else "", titles, date_order, fail_on, changes
    )
    asides = {"changes": changes}
    _run_stage("clean", options, leads, output, summary, dry_run, quiet, asides)


register_dedupe(app, lambda *given: _run_stage(*given), lambda *given: _run(*given))


@app.command()
def score(
    leads: InputFile = STANDARD,
    rules: Annotated[
        str, typer.Option(metavar="RULES", help="Rule file, or the name of a shipped one.")
    ] = "b2b",
    activities: ActivityFile = "",
    as_of: AsOf = "",
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="OLD NEW", help="Tell what new rules would change; score nothing."),
    ] = None,
    lifecycle: Annotated[
        str, typer.Option(metavar="RULES", help="With --compare: the lifecycle that classifies.")
    ] = "lifecycle",
    output: OutputFile = STANDARD,
    summary: SummaryFile = "",
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Give points by rules, and say why."""
    from leadkit.score import ScoreOptions

    if activities == leads == STANDARD:
        raise LeadkitError("--activities -: the leads come from standard input; give a file")
    if compare:
        from leadkit.files.csv_in import LeadFile
        from leadkit.files.read import opened_activities
        from leadkit.run.compare import compare_rules

        if summary:
            raise LeadkitError(
                "--compare scores nothing, so that it has no --summary; leave it out"
            )
        told, notes = compare_rules(
            LeadFile(leads), *compare, lambda: opened_activities(activities), as_of, lifecycle
        )
        for note in notes if not quiet else ():
            _say(f"leadkit score: note: {note}")
        write_text(told, output, dry_run)
        return
    options = ScoreOptions(rules, activities, as_of)
    _run_stage("score", options, leads, output, summary, dry_run, quiet)


@app.command()
def classify(
    leads: InputFile = STANDARD,
    rules: Annotated[
        str, typer.Option(metavar="RULES", help="Lifecycle file, or the name of a shipped one.")
    ] = "lifecycle",
    consent: Annotated[
        str, typer.Option(metavar="RULES", help="Consent table, or the name of a shipped one.")
    ] = "consent",
    as_of: Annotated[
        str, typer.Option(metavar="DAY", help="Day on which leads age, or today; else none does.")
    ] = "",
    previous: Annotated[
        str, typer.Option(metavar="FILE", help="Output of the last run: no import lowers a status.")
    ] = "",
    transitions: Annotated[
        str, typer.Option(metavar="FILE", help="Write every change: from, to, why.")
    ] = "",
    funnel: Annotated[
        str, typer.Option(metavar="FILE", help="Write how many leads per source and status.")
    ] = "",
    suppress: Annotated[
        str, typer.Option(metavar="FILE", help="List of whom never to contact; plain or hashed.")
    ] = "",
    key_file: Annotated[
        str, typer.Option(metavar="FILE", help="Key of that list's hashes (HMAC-SHA256).")
    ] = "",
    max_age: Annotated[
        str, typer.Option(metavar="DAYS", help="Warn where that list is older.")
    ] = "31 days",
    suppressed: Annotated[
        str, typer.Option(metavar="FILE", help="Write the lead_id of each row that is left out.")
    ] = "",
    output: OutputFile = STANDARD,
    summary: SummaryFile = "",
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Tell MQL, SQL and the rest, and who may be contacted.

    Nobody moves back but by a way that the lifecycle names, and nobody whom no channel may reach
    is an MQL or SQL. The consent table informs; it is no legal advice.
    """
    from leadkit.classify import ClassifyOptions

    options = ClassifyOptions(rules, consent, as_of, previous, suppress, key_file, max_age)
    asides = {"transitions": transitions, "suppressed": suppressed, "funnel": funnel}
    if suppressed and not suppress:
        raise LeadkitError("--suppressed FILE is for the rows that a --suppress FILE leaves out")
    _run_stage("classify", options, leads, output, summary, dry_run, quiet, asides)


@app.command("run")
def run_pipeline(
    pipeline: Annotated[str, typer.Argument(metavar="PIPELINE.yaml", help="Pipeline file.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Instead of the file's output.")
    ] = "",
    summary: SummaryFile = "",
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Run all stages of a pipeline file."""
    from dataclasses import replace

    from leadkit.importing.lists import ImportedLists
    from leadkit.run.pipeline import read_pipeline

    job = read_pipeline(pipeline)
    outputs = replace(
        job.outputs,
        leads=output or job.outputs.leads,
        summary=summary or job.outputs.summary,
        dry_run=dry_run,
    )
    _run("run", ImportedLists(job.lists, job.options), job.stages, outputs, quiet)


app.command("explain")(explain)
app.command("suppress")(suppress)
app.add_typer(rules_app, name="rules")


def _run_stage(
    name: str,
    options: object,
    leads: str,
    output: str,
    summary: str,
    dry_run: bool,
    quiet: bool,
    asides: dict[str, str] | None = None,
) -> None:
    from leadkit.run.outputs import Outputs
    from leadkit.run.stages import STAGES

    make = STAGES[name]().make
    stage = make() if options is None else make(options)
    from leadkit.files.csv_in import LeadFile

    outputs = Outputs(output, asides or {}, summary, dry_run)
    _run(name, LeadFile(leads), [stage], outputs, quiet)


def _run(name: str, source: Source, stages: list[Stage], outputs: Outputs, quiet: bool) -> Ledger:
    from leadkit.run.engine import run_stages

    with _progress(source, outputs, quiet) as progress:
        ledger = run_stages(source, stages, outputs, progress)
    if not quiet:
        _tell(name, ledger, outputs)
    elif not outputs.aside.get("rejects"):
        _tell_lost(name, ledger)
    if ledger.failures:
        raise CheckFailed("; ".join(ledger.failures))
    return ledger


def _tell(name: str, ledger: Ledger, outputs: Outputs) -> None:
    """Say what a run did with all its rows."""
    from leadkit.commands.summary import (
        dedupe_lines,
        funnel_table,
        ledger_line,
        ledger_table,
        reject_lines,
    )

    for note in ledger.notes:
        _say(f"leadkit {name}: note: {note}")
    if name == "run" and _is_terminal(sys.stderr):
        from rich.console import Console

        Console(stderr=True).print(ledger_table(ledger))
    elif name == "dedupe" and _is_terminal(sys.stderr):
        for line in dedupe_lines(ledger, outputs.aside):
            _say(line)
    else:
        _say(ledger_line(name, ledger))
    if ledger.funnel() and _is_terminal(sys.stderr):
        from rich.console import Console

        Console(stderr=True).print(funnel_table(ledger))
    _say_where(outputs)
    for line in reject_lines(ledger, outputs.aside.get("rejects", "")):
        _say(line)


def _tell_lost(name: str, ledger: Ledger) -> None:
    """Say even when told to be quiet that rows were rejected that no file keeps."""
    from leadkit.commands.summary import lost_line

    if line := lost_line(name, ledger):
        _say(line)


def _say_where(outputs: Outputs) -> None:
    """Name the files that hold the results, except the one that was asked for by name alone."""
    files = {"leads": outputs.leads, **outputs.aside}
    told = [f"{what} in {path}" for what, path in files.items() if path and path != STANDARD]
    if len(told) > 1 and not outputs.dry_run:
        _say("; ".join(told))


def _say(line: str) -> None:
    """Tell the user something; where standard error is closed, nobody listens."""
    if sys.stderr is not None:
        print(line, file=sys.stderr)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


@contextmanager
def _progress(source: Source, outputs: Outputs, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show how far a run is, where a person watches it and no other command writes below it."""
    to_file = outputs.leads != STANDARD or is_file(sys.stdout)
    if quiet or not to_file or not _is_terminal(sys.stderr) or not source.size:
        yield lambda bytes_read: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=source.size)
        yield lambda bytes_read: shown.update(task, completed=bytes_read)


register_cpl(app, _run_stage, _say)


def _app_of(asked: str) -> typer.Typer:
    """Return leadkit with the asked command alone: Typer makes all options of all it has."""
    commands = [one for one in app.registered_commands if _name_of(one) == asked]
    groups = [one for one in app.registered_groups if one.name == asked]
    if not commands and not groups:
        return app
    alone = copy(app)
    alone.registered_commands, alone.registered_groups = commands, groups
    return alone


def _name_of(command: CommandInfo) -> str:
    return str(command.name or getattr(command.callback, "__name__", ""))


def main() -> None:
    """Run the command line; turn whatever happens into one clear line and an exit code."""
    write_utf8_on_windows()
    # A run that is told to stop cleans up behind it, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        code = _app_of("".join(sys.argv[1:2]))(prog_name="leadkit", standalone_mode=False)
    except LeadkitError as error:
        _say(f"leadkit: {error}")
        code = error.exit_code
    except typer.TyperException as error:
        code = _usage_error(error)
    except SystemExit as end:  # Typer's way out when the reader of our pipe has seen enough
        code = 0 if isinstance(end.__context__, BrokenPipeError) else end.code
    except Exception as fault:  # ours, not the user's: one line, and nothing half written
        if os.environ.get("LEADKIT_DEBUG"):
            raise
        _say(
            f"leadkit: a fault of leadkit ({_place(fault)}); no file was changed. Please report it"
        )
        code = 3
    if code == INTERRUPTED:
        _say("leadkit: interrupted; no file was changed")
    gc.freeze()  # whatever is left goes with the process: no need to look through it once more
    sys.exit(code or 0)


def _usage_error(error: typer.TyperException) -> int:
    message = " ".join(error.format_message().split()) if hasattr(error, "format_message") else ""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "leadkit"
    if type(error).__name__ == "NoArgsIsHelpError":
        _say(error.format_message())
    else:
        _say(f"{command}: {message}; '{command} --help' lists what there is")
    return 2


def _place(fault: BaseException) -> str:
    """Name a fault's kind and place; its text may hold somebody's data, so it is not shown."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = (
        f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    )
    return f"{type(fault).__name__} at {where}"
