"""A process that dies between two steps of the file system, for tests: within this one.

Once it is dead no step of it has any effect, so that its cleaning up cleans nothing; its locks are
the system's, and end with it.
"""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

# All that changes what is on disk, or brings it there.
STEPS = "open fsync replace rename unlink remove write fchmod fchown chmod chown mkdir link".split()


class Died(BaseException):
    """The process is gone: nothing catches it but who started it."""


class Dying:
    """Counts the steps of a process, and lets it die before one of them."""

    def __init__(self, before: int) -> None:
        self.steps: list[str] = []
        self._before = before
        self.dead = False

    def step(self, name: str, does: Callable[..., object]) -> Callable[..., object]:
        def stepping(*arguments: object, **named: object) -> object:
            reads = name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if not reads and not self.dead:
                self.steps.append(name)
                self.dead = len(self.steps) == self._before
            if self.dead:
                raise Died
            return does(*arguments, **named) if name != "fsync" else None  # no power is cut here

        return stepping


@contextmanager
def dying(before: int = 0) -> Iterator[Dying]:
    """Let what is run here die before its n-th step (0: let it live, and count)."""
    process = Dying(before)
    flock = fcntl.flock
    held = []

    def locking(descriptor: int, how: int) -> None:
        flock(descriptor, how)
        held.append(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, process.step(name, getattr(os, name)))
        patch.setattr(fcntl, "flock", locking)
        try:
            yield process
        except Died:
            assert process.dead
    if process.dead:
        gc.collect()
        for descriptor in held:
            try:
                flock(descriptor, fcntl.LOCK_UN)
            except OSError:
                continue
