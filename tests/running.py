"""leadkit run by tests: here, or as a process of its own.

Most tests claim something about what goes in and comes out, and not about a process: they need no
start of one, which takes longer than the work. ``here`` runs the command line in the test's own
process on real descriptors, ``line_here`` a line of it as a shell would, where a shell is not needed.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from leadkit.base.undisturbed import ENDING

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: bytes
    err: bytes

    @property
    def lines(self) -> list[str]:
        """What it told its user."""
        return self.err.decode().splitlines()


def as_process(command: list[str], stdin: bytes = b"", **options: object) -> Run:
    """Run a command in a process of its own; options are those of subprocess.run."""
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, **options)
    return Run(done.returncode, done.stdout, done.stderr)


def here(
    arguments: list[str],
    stdin: bytes = b"",
    cwd: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
    together: bool = False,
) -> Run:
    """Run leadkit with these arguments within this process, in a folder.

    The environment is all that it finds, as for a process; together, what it tells its user goes
    where its data goes, as by 2>&1. What is read from the environment at a start (by Python, or by
    libraries as they are loaded) needs a start: ``as_process``.
    """
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        contextlib.ExitStack() as all,
    ):
        given = [all.enter_context(_pipe_of(stdin)), all.enter_context(_pipe_into(out))]
        given.append(given[1] if together else all.enter_context(_pipe_into(err)))
        code = _run(arguments, given, cwd, environment)
        all.close()
        written = []
        for file in (out, err):
            file.seek(0)
            written.append(file.read())
    return Run(code, *written)


# A command in which a shell reads nothing: no file, variable, list of files, ... but its quotes
_PLAIN = re.compile(r"""leadkit (?:[^'"&;<>$`*?~!#{}()\[\]\\\n]|'[^'\n]*'|"[^"$`!\\\n]*")*""")
# ... with variables set for it, and with what it tells put among its data, or away
_OURS = re.compile(
    rf"(?P<set>(?:\w+=\w+ )*)(?P<plain>{_PLAIN.pattern}?)(?P<told> 2>&1| 2>/dev/null)?"
)
_IN_FOLDER = re.compile(r"cd (?P<folder>[\w./-]+) && (?P<line>.*)")
# How docs show with which code a command ends: always, or where it is not 0
_ITS_CODE = re.compile(r'(?P<line>.*?)(?P<when>;| \|\|) echo "exit code \$\?"')
_BETWEEN_PIPES = re.compile(r"""(?:[^|'"\\]|'[^']*'|"[^"]*")+""")


def shell_line(line: str) -> list[str]:
    """Return what bash is to run so that ``leadkit`` is started as its users start it."""
    leadkit = f'leadkit() {{ "{sys.executable}" -m leadkit "$@"; }}'
    return ["bash", "-c", f"set -o pipefail; {leadkit}; {line}"]


def line_here(line: str, cwd: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a line of a shell; all that it prints is in ``out``, on whichever stream.

    In a pipe each command gets all that the one before it wrote, and each leadkit runs here. Where
    a shell has more to do with a leadkit than to hand over its words, it starts it.

    >>> line_here("printf 'a|b' | cat", ROOT).out
    b'a|b'
    >>> line_here('leadkit cpl --margin 9 2>&1; echo "exit code $?"', ROOT).out[-12:]
    b'exit code 2\\n'
    >>> line_here("cd docs && leadkit gone 2>/dev/null && leadkit cpl", ROOT)
    Run(code=2, out=b'', err=b'')
    """
    if shown := _ITS_CODE.fullmatch(line):
        done = line_here(shown["line"], cwd, environment)
        told = done.code or shown["when"] == ";"
        return Run(0, done.out + (f"exit code {done.code}\n".encode() if told else b""), b"")
    if there := _IN_FOLDER.fullmatch(line):
        return line_here(there["line"], cwd / there["folder"], environment)
    first, both, second = line.partition(" && ")
    if both and _OURS.fullmatch(first):
        done = line_here(first, cwd, environment)
        further = Run(done.code, b"", b"") if done.code else line_here(second, cwd, environment)
        return Run(further.code, done.out + further.out, b"")
    line = line.removesuffix(" 2>&1")  # so it is here
    commands = [command.strip() for command in _BETWEEN_PIPES.findall(line)]
    ours = [_OURS.fullmatch(command) for command in commands]
    pairs = list(zip(commands, ours, strict=True))
    simple = all(own or not re.search(r"\bleadkit ", one) for one, own in pairs)
    if " | ".join(commands) != line.strip() or not any(ours) or not simple:
        return as_process(shell_line(f"exec 2>&1; {line}"), cwd=cwd, env=environment)
    told, out, code = b"", b"", 0
    for command, own in pairs:
        last = command is commands[-1]
        if own:
            words, away = shlex.split(own["plain"])[1:], own["told"] == " 2>/dev/null"
            given = dict(one.split("=") for one in own["set"].split())
            found = {**(os.environ if environment is None else environment), **given}
            done = here(words, out, cwd, found, together=not away and (last or bool(own["told"])))
            done = Run(done.code, done.out, b"" if away else done.err)
        else:
            done = as_process(["bash", "-c", command], out, cwd=cwd, env=environment)
        told, out, code = told + done.err, done.out, done.code or code
    return Run(code, told + out, b"")


def on_terminal(
    *arguments: str, columns: int = 80, told: bool = False, cwd: str | Path = ROOT
) -> str:
    """Run leadkit with a terminal of so many columns as its output; return what it shows.

    With ``told`` the terminal is its standard error, for what it tells beside its output. Within
    this process, but for an encoding, which Python reads at its start.
    """
    code, shown = shown_on_terminal(*arguments, columns=columns, told=told, cwd=cwd)
    assert code == 0
    return shown


def shown_on_terminal(
    *arguments: str, columns: int = 80, told: bool = False, cwd: str | Path = ROOT
) -> tuple[int, str]:
    """Return the exit code of leadkit, too: see ``on_terminal``."""
    import pty  # POSIX alone has it

    settings = {"COLUMNS": str(columns), "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    environment = {**os.environ, **settings}
    leader, follower = pty.openpty()
    shown = io.BytesIO()
    with (
        open(os.devnull, "rb") as nothing,
        open(os.devnull, "wb") as nowhere,
        _lent(follower, _empty, leader, shown),
    ):
        if "PYTHONIOENCODING" in environment:
            code = subprocess.run(
                [sys.executable, "-m", "leadkit", *arguments], cwd=cwd, env=environment,
                stdin=nothing, stdout=follower, stderr=nowhere, timeout=60,
            ).returncode  # fmt: skip
        else:
            shown_and_not = [follower, nowhere.fileno()]
            given = [nothing.fileno(), *(shown_and_not[::-1] if told else shown_and_not)]
            code = _run(list(arguments), given, cwd, environment)
    seen = re.sub(r"\x1b\[[\d;]*m", "", shown.getvalue().decode())
    return code, seen.replace("\r\n", "\n")


def _run(
    arguments: list[str],
    given: list[int],
    cwd: str | Path | None,
    environment: Mapping[str, str] | None,
) -> int:
    """Run leadkit with these descriptors as its 0, 1 and 2; return its exit code."""
    from leadkit.cli import main

    with _restored(), _as_standard(given), _streams():
        if cwd is not None:
            os.chdir(cwd)
        if environment is not None:
            os.environ.clear()
            os.environ.update(environment)
        sys.argv = ["leadkit", *arguments]
        try:
            main()
        except SystemExit as end:
            return end.code
    raise AssertionError("leadkit ends by an exit code")


@contextlib.contextmanager
def signals_kept() -> Iterator[None]:
    """Have signals that end a run do afterwards what they did before it."""
    kept = {one: signal.getsignal(one) for one in ENDING}
    try:
        yield
    finally:
        for one, does in kept.items():
            signal.signal(one, does)


@contextlib.contextmanager
def umask_kept() -> Iterator[None]:
    """Have the process keep its umask, which a run may narrow."""
    kept = os.umask(0o077)
    os.umask(kept)
    try:
        yield
    finally:
        os.umask(kept)


@contextlib.contextmanager
def _restored() -> Iterator[None]:
    """Give the process back its folder, environment, arguments, umask and what a signal does."""
    folder, environment, argv = Path.cwd(), dict(os.environ), sys.argv
    try:
        with signals_kept(), umask_kept():
            yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = argv


@contextlib.contextmanager
def _as_standard(given: list[int]) -> Iterator[None]:
    """Make these descriptors 0, 1 and 2 for a while."""
    kept = [os.dup(number) for number in (0, 1, 2)]
    for number, descriptor in enumerate(given):
        os.dup2(descriptor, number)
    try:
        yield
    finally:
        for number, old in enumerate(kept):
            os.dup2(old, number)
            os.close(old)


def _pipe_of(content: bytes) -> contextlib.AbstractContextManager[int]:
    """Give a descriptor to read these bytes from, as out of a pipe."""
    reading, writing = os.pipe()
    return _lent(reading, _fill, writing, content)


def _pipe_into(file: BinaryIO) -> contextlib.AbstractContextManager[int]:
    """Give a descriptor of a pipe to write to; what comes out of it is in the file at the end."""
    reading, writing = os.pipe()
    return _lent(writing, _empty, reading, file)


@contextlib.contextmanager
def _lent(end: int, move: Callable[..., None], *other_end: object) -> Iterator[int]:
    """Give one end of a pipe or terminal while a thread fills or empties the other."""
    moving = threading.Thread(target=move, args=other_end)
    moving.start()
    try:
        yield end
    finally:
        os.close(end)
        moving.join()


def _fill(descriptor: int, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as pipe:
        rest = memoryview(content)
        while rest:
            rest = rest[pipe.write(rest) :]


def _empty(descriptor: int, file: BinaryIO) -> None:
    with open(descriptor, "rb", buffering=0) as pipe, contextlib.suppress(OSError):
        while part := pipe.read(1 << 16):  # of a terminal that is closed there is nothing to read
            file.write(part)


@contextlib.contextmanager
def _streams() -> Iterator[None]:
    """Give Python's standard streams anew, as it makes them at its start."""
    kept = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(
        2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1
    )
    made = sys.stdin, sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        for stream in made:
            stream.close()
