"""Commands in processes of their own that are killed, told to stop or hindered at a step, for tests.

The steps are the calls by which files are made, brought to disk, renamed and removed. A process is
forked from one that has loaded all that commands need, and run none: hundreds take no longer than
dozens that are started. Linux and macOS.
"""

from __future__ import annotations

import errno
import os
import resource
import shlex
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from mmap import mmap
from pathlib import Path

from leadkit.cli import COMMANDS, main
from tests.files.dying import STEPS

LONGEST = 60  # seconds
_LOADED = ("pandas", "pyarrow.csv", "pyarrow.compute", "phonenumbers", "filelock", "rapidfuzz")


def load_all() -> None:
    """Load what commands load when they begin to work, so that each child has it."""
    for name in (*_LOADED, *(f"leadkit.commands.{module}" for module, _ in COMMANDS.values())):
        import_module(name)


@dataclass(frozen=True)
class Fault:
    """What happens to a process, before its n-th step of a kind; to none where n is 0."""

    at: int = 0
    told: int = 0  # a signal that it is sent
    fails: int = 0  # an error with which the step ends instead
    steps: tuple[str, ...] = tuple(dict.fromkeys(STEPS))
    largest: int = 0  # bytes that a file may have, where not 0


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, below 0 that of the signal which killed it."""

    code: int
    said: list[str] = field(default_factory=list)
    steps: int = 0  # that it came to
    seconds: float = 0.0


def run(
    line: str, folder: Path, fault: Fault = Fault(), kill_after: float = 0, by: int = 0
) -> Ended:
    """Run ``leadkit line`` in a folder as a process, to which this fault happens.

    With ``kill_after`` it is sent the signal ``by`` after so many seconds.
    """
    reading, writing = os.pipe()  # which holds all that a command tells; no limit of files holds
    with open(reading, "rb") as told, mmap(-1, 8) as counted:
        began = time.monotonic()
        child = os.fork()
        if not child:
            _be_leadkit(shlex.split(line), folder, fault, writing, counted)
        os.close(writing)
        if kill_after:
            time.sleep(kill_after)
            os.kill(child, by)
        code = _wait(child, began + LONGEST)
        said = told.read().decode().splitlines()
        return Ended(code, said, int.from_bytes(counted[:], "little"), time.monotonic() - began)


def _wait(child: int, until: float) -> int:
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError("a command does not end")
        time.sleep(0.001)


def _be_leadkit(words: list[str], folder: Path, fault: Fault, told: int, counted: int) -> None:
    """Be the process of a command from here on."""
    code = 70
    try:
        with open(os.devnull, "rb") as nothing, open(os.devnull, "wb") as nowhere:
            for number, file in enumerate((nothing.fileno(), nowhere.fileno(), told)):
                os.dup2(file, number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)
        os.chdir(folder)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if fault.largest:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (fault.largest, fault.largest))
        _patch(fault, counted)
        sys.argv = ["leadkit", *words]
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 70
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _patch(fault: Fault, counted: mmap) -> None:
    steps = 0

    def step(name: str, does: Callable[..., object]) -> Callable[..., object]:
        def stepping(*arguments: object, **named: object) -> object:
            nonlocal steps
            if name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return does(*arguments, **named)
            steps += 1
            counted[:] = steps.to_bytes(8, "little")
            if steps == fault.at:
                if fault.fails:
                    raise OSError(fault.fails, os.strerror(fault.fails))
                os.kill(os.getpid(), fault.told)
            return does(*arguments, **named) if name != "fsync" else None  # no power is cut here

        return stepping

    for name in fault.steps:
        setattr(os, name, step(name, getattr(os, name)))


FAILURES = {"full": errno.ENOSPC, "broken": errno.EIO, "quota": errno.EDQUOT}
