"""Run a command as a whole process, and tell how long it took and how much memory it held."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from importlib.metadata import version
from statistics import median
from time import perf_counter

MEASURED_WITH = ("leadkit", "pandas", "pyarrow", "duckdb", "phonenumbers", "email-validator")


@dataclass(frozen=True)
class Run:
    """What one process took, or the medians of several."""

    seconds: float
    cpu_seconds: float  # of all threads; less than seconds where the machine did other work
    peak_mb: float  # resident memory at its highest, in 10^6 bytes, libraries included


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; exit with what it said where it fails.

    A new process inherits the peak memory of the one that started it, so whoever calls this
    has to stay small: it must not load numpy or pandas itself.
    """
    with tempfile.TemporaryFile() as said:
        begin = perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read().decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu_seconds, usage.ru_maxrss * unit / 1e6)


def in_turns(commands: Sequence[Sequence[str]], repeats: int) -> list[Run]:
    """Run commands A B A B ..., so that a busy moment of the machine meets all; give medians."""
    runs: list[list[Run]] = [[] for _ in commands]
    for _ in range(repeats):
        for command, own in zip(commands, runs, strict=True):
            own.append(run(command))
    return [
        Run(*(median(figures) for figures in zip(*map(astuple, own), strict=True))) for own in runs
    ]


def machine() -> str:
    """Say on what was measured: processor, cores, memory, and the versions of what matters."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED_WITH)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}; "
        f"Python {platform.python_version()}\n{versions}"
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            names = [line.partition(":")[2].strip() for line in told if "model name" in line]
        return names[0]
    except (OSError, IndexError):
        return platform.processor() or platform.machine()
