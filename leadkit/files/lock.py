"""One run at a time writes a file: who comes second hears so, whatever the system."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import Busy, LeadkitError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 0.2  # seconds: what was just let go, or was left by a killed run, is had at a second try
_NAME = ".{}.leadkit-lock"


class WriteLock:
    """A lock beside a file, held from the making of this object until ``release``.

    It is the operating system's (flock, on Windows LockFileEx), so that it ends with its process,
    even a killed one; where a system has neither, filelock's own marker, which the next run takes
    over when the process it names is gone. A file that somebody else put at the lock's name, or a
    link, is never written to. Raises Busy where another run still holds the lock after ``patience``
    seconds, LeadkitError where somebody keeps it from being made, OSError where it cannot be.
    """

    def __init__(self, target: Path, name: str, patience: float = PATIENCE) -> None:
        from filelock import FileLock, Timeout, UnixFileLock

        self._path = target.with_name(_NAME.format(target.name))
        if not target.parent.is_dir():  # filelock would make the folder
            os.stat(target.parent)
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
        _refuse_planted(self._path, name)
        if not issubclass(FileLock, UnixFileLock):
            patience = max(patience, PATIENCE)  # the others take over a killed run's at a 2nd try
        self._lock = FileLock(str(self._path), timeout=patience, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise Busy(
                f"{name}: another run is writing this file; try again when it is done"
            ) from None
        except OSError as error:
            if not os.path.lexists(self._path):
                raise
            raise _refused(self._path, name, error.strerror or str(error)) from None

    def release(self) -> None:
        """Let go, and leave nothing behind; a second call does nothing."""
        _let_go(self._lock, self._path)


class FolderLock:
    """The lock of whoever changes a folder: a file in it, held until ``release``.

    As with WriteLock it is the system's own, and ends with its process. ``wait`` is how many
    seconds to wait for another run; ``waiting`` is called once before. Raises Busy where it is not
    had by then, LeadkitError where something else has its name, OSError where none can be made.
    """

    def __init__(
        self, path: Path, name: str, wait: float = 0, waiting: Callable[[], None] = lambda: None
    ) -> None:
        from filelock import FileLock, Timeout

        _refuse_planted(path, name)
        self._path = path
        self._lock = FileLock(str(path), thread_local=False)
        try:
            try:
                self._lock.acquire(timeout=PATIENCE)
            except Timeout:
                if wait <= 0:
                    raise
                waiting()
                self._lock.acquire(timeout=wait, poll_interval=PATIENCE)
        except Timeout:
            how = "and did not end in time" if wait > 0 else "now; try again when it is done"
            raise Busy(f"{name}: another run is at work here {how}") from None

    def release(self) -> None:
        """Let go, and leave nothing behind; a second call does nothing."""
        _let_go(self._lock, self._path)


def _let_go(lock: BaseFileLock, path: Path) -> None:
    from filelock import UnixFileLock

    if not lock.is_locked:
        return
    if isinstance(lock, UnixFileLock):
        # flock leaves its file. It goes while it is still locked: a run that opened it before then
        # sees that it has no name any more. The other locks remove theirs themselves.
        with suppress(OSError):
            os.unlink(path)
    lock.release()


def _refuse_planted(path: Path, name: str) -> None:
    """Raise LeadkitError for what is no lock of ours, before anything opens it."""
    with suppress(FileNotFoundError):
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            raise _refused(path, name, "it is no plain file")
        if found.st_nlink > 1:
            raise _refused(path, name, "it is another name of some file")


def _refused(path: Path, name: str, why: str) -> LeadkitError:
    return LeadkitError(
        f"{name}: cannot be locked by {path.name} beside it ({why}); "
        "where no other run is at work, remove that"
    )


def locked_name(name: str) -> str:
    """Return the name of the file that a lock is for, "" where it is none.

    >>> locked_name(".leads.csv.leadkit-lock"), locked_name("leads.csv")
    ('leads.csv', '')
    """
    before, after = _NAME.split("{}")
    inside = name.startswith(before) and name.endswith(after) and len(name) > len(_NAME) - 2
    return name[len(before) : -len(after)] if inside else ""
