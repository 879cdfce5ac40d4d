"""What all commands do with a run: show how far it is, say what became of all rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from leadkit.base.errors import CheckFailed
from leadkit.base.options import options_of
from leadkit.files.disk import STANDARD, is_file

if TYPE_CHECKING:
    from leadkit.base.leads import Stage
    from leadkit.commands.options import RunOptions
    from leadkit.run.engine import Source
    from leadkit.run.ledger import Ledger
    from leadkit.run.outputs import Outputs


def run_stage(name: str, leads: str, options: Any, run: RunOptions) -> None:
    """Take a table of leads through one stage."""
    from leadkit.files.csv_in import LeadFile
    from leadkit.run.stages import STAGES

    kind = STAGES[name]()
    stage = kind.make(options)
    asides = {aside: getattr(options, aside) for aside in kind.asides}
    run_source(name, LeadFile(leads), [stage], outputs_of(run, asides), run.quiet)


def outputs_of(run: RunOptions, asides: Mapping[str, str] | None = None) -> Outputs:
    """Return where the results of a command go."""
    from leadkit.run.outputs import Outputs

    return Outputs(run.output, asides or {}, run.summary, run.dry_run, run.safe_cells)


def asides_of(options: Any) -> dict[str, str]:
    """Return the side tables that options name, with their paths."""
    declared = options_of(type(options))
    return {name: getattr(options, name) for name, one in declared.items() if one.kind == "output"}


def run_source(
    name: str, source: Source, stages: list[Stage], outputs: Outputs, quiet: bool
) -> Ledger:
    """Take a source of leads through stages, and say what became of its rows."""
    from leadkit.run.engine import run_stages

    with progress_of(source, outputs, quiet) as progress:
        ledger = run_stages(source, stages, outputs, progress)
    if not quiet:
        report(name, ledger, outputs)
    elif not outputs.aside.get("rejects"):
        _report_lost(name, ledger)
    if ledger.failures:
        raise CheckFailed("; ".join(ledger.failures))
    return ledger


def say(line: str) -> None:
    """Tell the user something; where standard error is closed, nobody listens."""
    if sys.stderr is not None:
        print(line, file=sys.stderr)


def write_text(text: str, output: str, dry_run: bool = False) -> None:
    """Give out a result that is not a table of leads."""
    from leadkit.files.disk import NoOutput, open_output

    printed = NoOutput() if dry_run else open_output(output)
    printed.write(text.encode())
    printed.commit()


def report(name: str, ledger: Ledger, outputs: Outputs) -> None:
    """Say what a run did with all its rows."""
    from leadkit.commands.summary import (
        dedupe_lines,
        funnel_table,
        ledger_line,
        ledger_table,
        reject_lines,
    )

    for note in ledger.notes:
        say(f"leadkit {name}: note: {note}")
    if name == "run" and is_terminal(sys.stderr):
        from rich.console import Console

        Console(stderr=True).print(ledger_table(ledger))
    elif name == "dedupe" and is_terminal(sys.stderr):
        for line in dedupe_lines(ledger, outputs.aside):
            say(line)
    else:
        say(ledger_line(name, ledger))
    if ledger.funnel() and is_terminal(sys.stderr):
        from rich.console import Console

        Console(stderr=True).print(funnel_table(ledger))
    _report_files(outputs)
    for line in reject_lines(ledger, outputs.aside.get("rejects", "")):
        say(line)


def _report_lost(name: str, ledger: Ledger) -> None:
    """Say even when told to be quiet that rows were rejected that no file keeps."""
    from leadkit.commands.summary import lost_line

    if line := lost_line(name, ledger):
        say(line)


def _report_files(outputs: Outputs) -> None:
    """Name the files that hold the results, except the one that was asked for by name alone."""
    files = {"leads": outputs.leads, **outputs.aside}
    named = [f"{what} in {path}" for what, path in files.items() if path and path != STANDARD]
    if len(named) > 1 and not outputs.dry_run:
        say("; ".join(named))


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person looks at a standard stream, and no file or command takes it."""
    return stream is not None and stream.isatty()


@contextmanager
def progress_of(source: Source, outputs: Outputs, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show how far a run is, where a person watches it and no other command writes below it."""
    to_file = outputs.leads != STANDARD or is_file(sys.stdout)
    if quiet or not to_file or not is_terminal(sys.stderr) or not source.size:
        yield lambda bytes_read: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=source.size)
        yield lambda bytes_read: shown.update(task, completed=bytes_read)
