"""Try one case of the fuzzer in a process of its own, and judge how it ended.

The process is forked from one that loaded leadkit and used all of it once: it starts in no time, and
nothing that a case does, not even a crash, reaches another.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leadkit.base.visible import visible
from leadkit.cli import main
from tests.fuzzing.cases import ROWS, Case, files_in, make_case
from tests.fuzzing.lists import check

SECONDS = 20  # of a processor that a case may take, and thrice as long by the clock
MEGABYTES = 1000  # of memory, with the 250 or so that are in use before it begins
LONGEST_LINE = 2000
_SHOWING = {"explain", "rules", "runs"}  # what they print is for people
_TOLD_BEFORE = re.compile(r"leadkit [a-z]+: note: |leadkit run: [0-9]")
_OF_A_LINE = re.compile(r"\.yaml|^.+?:\d+: ")  # of a rule or pipeline file, whatever its name
_OF_LISTS = {"import", "profile", "consent"}  # which take several, and tell what is wrong with each
KEPT = "fair/runs/kept/"
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


@dataclass(frozen=True)
class Ended:
    """How a case ended; a code below 0 is the signal that did it."""

    number: int
    command: str
    code: int
    seconds: float
    megabytes: float
    wrong: str = ""
    kept: str = ""


def try_case(number: int, seed: int, desk: Path) -> Ended:
    """Make the case of a number, run it and judge it; keep its folder where something is wrong."""
    with tempfile.TemporaryDirectory(prefix="case-", dir=MEMORY) as above:
        case = make_case(number, seed, desk, Path(above) / "desk")
        before = files_in(case.folder)
        out, err = Path(above) / "out", Path(above) / "err"
        out.touch(), err.touch()
        code, used = _forked(lambda: _run(case), out, err)
        wrong = wrong_with(case, before, code, out.read_bytes(), err.read_bytes())
        megabytes, seconds = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
        if not wrong and megabytes > MEGABYTES:
            wrong = f"took {megabytes:,.0f} MB"
        before |= {"told.txt": err.read_bytes()}
        kept = _keep(before, case, f"{seed}-{number}") if wrong else ""
        return Ended(number, case.words[0], code, seconds, megabytes, wrong, kept)


def wrong_with(case: Case, before: dict[str, bytes], code: int, out: bytes, err: bytes) -> str:
    """Return what is wrong with the end of a case, "" where nothing is."""
    told = err.decode("utf-8", "backslashreplace")
    lines = told.splitlines()
    if code not in (0, 1, 2):
        return f"exit {code}: {lines[-1] if lines else ''}"
    if "Traceback" in told or "panicked" in told:
        return "a traceback"
    if visible(told, but="\n") != told:
        return "signs that a terminal obeys"
    if case.words[0] in _SHOWING and visible(shown := out.decode(), but="\n") != shown:
        return "signs that a terminal obeys, on standard output"
    if not lines and code:
        return f"exit {code} without a word"
    after = files_in(case.folder)
    if left := [name for name in after if "partial" in name or ".leadkit-" in name]:
        return f"left behind: {left}"
    changed = {name for name in before if after.get(name) != before[name]}
    # What a run of a workspace keeps of its inputs is there for the next one, however it ends.
    changed |= {name for name in after if name not in before and not name.startswith(KEPT)}
    if code == 2 and changed:
        return f"wrote although it ended with 2: {sorted(changed)}"
    if code < 2:
        lost = sorted((changed & before.keys()) - case.written)
        return f"changed what it was not told to write: {lost}" if lost else ""
    # A run tells before what it is about to do, and notes are no errors. A rule or pipeline file
    # tells all its mistakes at once, a line for each; of several lists each that is wrong has one.
    errors = [line.removeprefix("leadkit: ") for line in lines if not _TOLD_BEFORE.match(line)]
    each_another = 0 < len({line.partition(":")[0] for line in errors}) == len(errors)
    each_another &= case.words[0] in _OF_LISTS
    if len(errors) != 1 and not each_another and not all(map(_OF_A_LINE.search, errors)):
        return f"{len(errors)} lines of errors"
    if longest := max((len(line) for line in lines if len(line) > LONGEST_LINE), default=0):
        return f"a line of {longest:,} signs"
    return ""


def _run(case: Case) -> None:
    """Run the command line of a case; does not return but for a list whose rows are counted."""
    os.chdir(case.folder)
    if case.words[0] == ROWS:
        print(check(Path(case.words[1])))
        return
    words = [os.fsdecode(word.encode("utf-8", "surrogatepass")) for word in case.words]
    sys.argv = ["leadkit", *words]
    main()


def _forked(work: Callable[[], None], out: Path, err: Path) -> tuple[int, resource.struct_rusage]:
    """Do work in a process of its own; return its exit code, and what it used."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            _confine(out, err)
            work()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 3
        except BaseException as fault:
            print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    watched = os.pidfd_open(child)
    if not select.select([watched], [], [], 3 * SECONDS)[0]:
        os.kill(child, signal.SIGKILL)
    os.close(watched)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used


def _confine(out: Path, err: Path) -> None:
    """Give this process its streams, and the most that it may use."""
    for number, path, mode in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY),
        (2, err, os.O_WRONLY),
    ):
        os.dup2(os.open(path, mode | os.O_CREAT), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    faulthandler.dump_traceback_later(2 * SECONDS)  # where it hangs
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _keep(before: dict[str, bytes], case: Case, name: str) -> str:
    """Keep the inputs of a case with its command line and what it told, and return where."""
    kept = Path(tempfile.gettempdir()) / f"leadkit-fuzz-{name}"
    shutil.rmtree(kept, ignore_errors=True)
    for path, content in before.items():
        (kept / path).parent.mkdir(parents=True, exist_ok=True)
        (kept / path).write_bytes(content)
    (kept / "command.json").write_text(json.dumps(case.words), "utf-8")
    return str(kept)
