"""The command line: which commands there are, and what becomes of their errors and exit codes."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from functools import cache
from importlib import import_module
from typing import Annotated, Any, cast

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
from typer.core import TyperGroup
from typer.main import get_command

from leadkit.base.errors import LeadkitError
from leadkit.commands.streams import flush_output, settle_streams, system_error
from leadkit.commands.telling import answer, begin, failed, say
from leadkit.files.disk import write_utf8_on_windows
from leadkit.files.partial import changes_told, forget_changes

# The commands, in the order in which a list goes through them: where each is, and what it is for.
COMMANDS = {
    "import": ("import_", "Read lists of any shape into one table."),
    "profile": ("profile", "Tell what is in lists before anything is changed."),
    "clean": ("clean", "Bring cells to their normal form."),
    "dedupe": ("dedupe", "Merge rows that are the same person, or the same company."),
    "update": ("update", "Bring a master list up to date: nobody leaves it."),
    "unmerge": ("unmerge", "Undo a dedupe: give back the originals, with the merge log."),
    "score": ("score", "Give points by rules, and say why."),
    "classify": ("classify", "Tell MQL, SQL and the rest, and who may be contacted."),
    "assign": ("assign", "Give every lead worth it an owner and a day, and nurture the rest."),
    "accounts": ("accounts", "Tell of each company what its leads say together."),
    "export": ("export", "Hand leads over: files that a CRM or a spreadsheet takes."),
    "consent": ("consent", "Tell for each list who said yes, and what is missing to mail them."),
    "run": ("run", "Run a workspace, or all stages of a pipeline file."),
    "init": ("init", "Make a folder that remembers leads from run to run."),
    "runs": ("runs", "List, compare, publish and restore the runs of a workspace."),
    "report": ("report", "Show a run on one page, to look at or to mail."),
    "explain": (
        "explain",
        "Show why a lead has its score and what it lacks, or why two are one person.",
    ),
    "suppress": ("suppress", "Hash a list of whom never to contact."),
    "cpl": ("cpl", "Work out the most a lead may cost."),
    "rules": ("rules", "Check, list and copy rule files."),
}

INTERRUPTED = 128 + signal.SIGINT
# Told to stop, or left by a terminal that was closed; Windows has no such signal.
STOPPING = {number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, 0))}


@cache
def _command(name: str) -> Any:
    module, _ = COMMANDS[name]
    command = get_command(import_module(f"leadkit.commands.{module}").app)
    command.name = name
    return command


class _Commands(TyperGroup):
    """The commands of leadkit, each loaded when it is asked for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("dict[str, Any]", dict.fromkeys(COMMANDS))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, (_, help) in COMMANDS.items()])


app = typer.Typer(
    name="leadkit",
    cls=_Commands,
    help="Turn messy contact lists into leads worth calling. Every command reads and writes CSV.",
    epilog="\b\nExamples:\n  leadkit run examples/trade-fair/pipeline.yaml\n"
    "  leadkit import badges.csv | leadkit clean --region DE > leads.csv",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        answer(f"leadkit {version('leadkit')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of leadkit itself."""


def main() -> None:
    """Run the command line; turn whatever happens into one clear line and an exit code."""
    # A run that is told to stop cleans up behind it, as after Ctrl-C; while it was loaded there was
    # nothing to clean up (__main__).
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    interrupts = signal.getsignal(signal.SIGINT) not in (signal.SIG_IGN, None)
    kept, sys.unraisablehook = sys.unraisablehook, _interrupt_again
    try:
        if interrupts:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = _run()
        if interrupts:  # the process ends now: nothing is left to be cleaned up
            signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        code = INTERRUPTED
    sys.unraisablehook = kept
    if code == INTERRUPTED:
        failed(f"interrupted; {changes_told()}", code)
    if code in {128 + number for number in STOPPING}:
        failed(f"told to stop; {changes_told()}", code)
    gc.freeze()  # whatever is left goes with the process: no need to look through it once more
    sys.exit(code or 0)


def _run() -> int:
    """Run a command; return its exit code, with the reason told where it is not 0."""
    forget_changes()
    try:
        settle_streams()
        write_utf8_on_windows()
        begin(sys.argv[1:])
        code = app(prog_name="leadkit", standalone_mode=False)
        flush_output()
        return int(code or 0)
    except LeadkitError as error:
        failed(error.lines, error.exit_code)
        return error.exit_code
    except typer.TyperException as error:
        return _usage_error(error)
    except SystemExit as end:  # Typer's way out when the reader of our pipe has seen enough
        code = 0 if isinstance(end.__context__, BrokenPipeError) else end.code
        return code if isinstance(code, int) else 0
    except OSError as error:
        failed(system_error(error).lines, 2)
    except MemoryError:
        failed(f"there is not enough memory for this; {changes_told()}", 2)
    except Exception as fault:  # ours, not the user's: one line, and nothing half written
        if os.environ.get("LEADKIT_DEBUG"):
            raise
        where = _place(fault)
        failed(f"a fault of leadkit ({where}); {changes_told()}. Please report it", 3)
        return 3
    return 2


def _interrupt_again(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt once more where Ctrl-C came while Python could not end: as a module was loaded."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(lost)


def _usage_error(error: typer.TyperException) -> int:
    message = " ".join(error.format_message().split()) if hasattr(error, "format_message") else ""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "leadkit"
    if type(error).__name__ == "NoArgsIsHelpError":
        for line in error.format_message().split("\n"):
            say(line)
    else:
        failed(f"{message}; '{command} --help' lists what there is", 2, command)
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
