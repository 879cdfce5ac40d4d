"""Steps that belong together: who asks the program to end is heard when they are done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# What ends a run: Ctrl-C, kill, a terminal that is closed (on Windows, too); not all have all.
ENDING = [
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if (number := getattr(signal, name, None)) is not None
]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let signals that end a run wait for a few steps; they should be short.

    What a signal does, it does when the steps are done. Only the main thread is ever disturbed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        told.append(number)

    kept = {number: signal.getsignal(number) for number in ENDING}
    heeded = {number: does for number, does in kept.items() if does not in (None, signal.SIG_IGN)}
    try:
        for number in heeded:
            signal.signal(number, hear)
        yield
    finally:
        for number, does in heeded.items():
            signal.signal(number, does)
        for number in told[:1]:
            signal.raise_signal(number)
