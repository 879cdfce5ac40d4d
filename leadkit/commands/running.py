"""What all commands do with a run: show how far it is, say what became of all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import CheckFailed
from leadkit.base.how_many import how_many
from leadkit.base.options import options_of
from leadkit.commands.screen import screen
from leadkit.commands.telling import event, is_json, is_watched, note, say
from leadkit.files.disk import STANDARD

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


def outputs_of(
    run: RunOptions,
    asides: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Outputs:
    """Return where the results of a command go."""
    from leadkit.run.outputs import Outputs

    return Outputs(
        run.output,
        asides or {},
        texts or {},
        run.summary,
        run.dry_run,
        run.safe_cells,
        run.show_values,
    )


def asides_of(options: Any) -> dict[str, str]:
    """Return the side tables that options name, with their paths."""
    declared = options_of(type(options))
    return {name: getattr(options, name) for name, one in declared.items() if one.kind == "output"}


def run_source(
    name: str, source: Source, stages: list[Stage], outputs: Outputs, quiet: bool
) -> Ledger:
    """Take a source of leads through stages, and say what became of its rows."""
    from leadkit.commands.progress import shown_progress
    from leadkit.run.engine import run_stages

    with shown_progress(name, source, stages, outputs, quiet) as progress:
        ledger = run_stages(source, stages, outputs, progress)
    if not quiet:
        report(name, ledger, outputs)
    elif not outputs.aside.get("rejects"):
        _report_lost(name, ledger)
    if ledger.failures:
        raise CheckFailed("; ".join(ledger.failures))
    return ledger


def write_text(text: str, output: str, dry_run: bool = False) -> None:
    """Give out a result that is not a table of leads."""
    from leadkit.run.outputs import OpenOutputs

    with OpenOutputs(dry_run) as opened:
        opened.open(output).write(text.encode())
        opened.commit()


def report(
    name: str,
    ledger: Ledger,
    outputs: Outputs,
    so: str = "",
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Say what a run did with all its rows: to a person, in one line to a file, or to a program.

    What its user should look at comes first, each in a line of its own; ``so`` is what comes of it,
    in words, and ``fields`` is that for programs.
    """
    from leadkit.commands.summary import ledger_line, rejects_in_one_line

    for told in ledger.notes:
        if told.as_planned and not is_json():
            continue
        note(told, name, told.stage)
    if is_json():
        _report_events(name, ledger, outputs, so, fields or {})
    elif is_watched():
        _report_watched(name, ledger, outputs)
        if so:
            say(f"leadkit {name}: {so}")
    else:
        rejects = rejects_in_one_line(ledger, outputs.aside.get("rejects", ""))
        say("; ".join(filter(None, [ledger_line(name, ledger), rejects, so])))


def _report_watched(name: str, ledger: Ledger, outputs: Outputs) -> None:

    from leadkit.commands.summary import (
        dedupe_lines,
        funnel_table,
        ledger_line,
        ledger_table,
        reject_lines,
    )

    if name == "run":
        screen(stderr=True).print(ledger_table(ledger))
    elif name == "dedupe":
        for line in dedupe_lines(ledger, outputs.aside):
            say(line)
    else:
        say(ledger_line(name, ledger))
    if ledger.funnel():
        screen(stderr=True).print(funnel_table(ledger))
    if channels := ledger.told.get("channels"):
        from leadkit.commands.cpl_view import told_table

        screen(stderr=True).print(told_table(channels))
    files = _files(outputs)
    if len(files) > 1:
        say("; ".join(f"{what} in {path}" for what, path in files.items()))
    for line in reject_lines(ledger, outputs.aside.get("rejects", "")):
        say(line)


def _report_events(
    name: str, ledger: Ledger, outputs: Outputs, so: str, fields: Mapping[str, Any]
) -> None:
    """Tell a program what each stage did, which rows could not be read, and where all rows went."""
    from leadkit.commands.summary import SHOWN_REJECTS, ledger_line

    for stage in ledger.stages:
        counts = {word: many for word, many in stage.counts.items() if many}
        done = {"stage": stage.name, "rows_in": stage.rows_in, "rows_out": stage.rows_out}
        words = f"{how_many(stage.rows_in, 'row')} in, {stage.rows_out:,} out"
        event("stage", words, {**done, "counts": counts})
    if ledger.rejects:
        first = [{"file": one.file, "line": one.line, "code": one.code, "reason": one.reason}
                 for one in ledger.rejects[:SHOWN_REJECTS]]  # fmt: skip
        codes = dict(Counter(one.code for one in ledger.rejects).most_common())
        words = f"{how_many(len(ledger.rejects), 'row')} could not be read"
        event("rejects", words, {"stage": "import", "counts": codes, "first": first}, "warning")
    words = ledger_line(name, ledger).removeprefix(f"leadkit {name}: ")
    words = "; ".join(filter(None, [words, so]))
    every = {**ledger.counts(), **({"parts": ledger.parts} if ledger.parts else {})}
    event("summary", words, {**every, "files": _files(outputs), **fields})


def _report_lost(name: str, ledger: Ledger) -> None:
    """Say even when told to be quiet that rows were rejected that no file keeps."""
    from leadkit.commands.summary import lost_line

    if line := lost_line(name, ledger):
        say(line)


def _files(outputs: Outputs) -> dict[str, str]:
    """Return the files that hold the results, by what is in them."""
    if outputs.dry_run:
        return {}
    files = {"leads": outputs.leads, **outputs.aside}
    files |= {part.name: path for path, part in outputs.parts.items()}
    return {what: path for what, path in files.items() if path and path != STANDARD}
