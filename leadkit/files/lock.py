"""One run at a time writes a file: who comes second hears so, whatever the system."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from leadkit.base.errors import Busy

_PATIENCE = (
    0.2  # seconds: what was just let go, or was left by a killed run, is had at a second try
)


class WriteLock:
    """A lock beside a file, held from the making of this object until ``release``.

    It is the operating system's (flock, on Windows LockFileEx), so that it ends with its process,
    even a killed one; where a system has neither, filelock's own marker, which the next run takes
    over when the process it names is gone. Raises Busy where another run holds the lock, OSError
    where none can be made.
    """

    def __init__(self, target: Path, name: str) -> None:
        from filelock import FileLock, Timeout

        self._path = target.with_name(f".{target.name}.leadkit-lock")
        if not target.parent.is_dir():  # filelock would make the folder
            os.stat(target.parent)
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
        self._lock = FileLock(str(self._path), timeout=_PATIENCE, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise Busy(
                f"{name}: another run is writing this file; try again when it is done"
            ) from None

    def release(self) -> None:
        """Let go, and leave nothing behind; a second call does nothing."""
        from filelock import UnixFileLock

        if not self._lock.is_locked:
            return
        if isinstance(self._lock, UnixFileLock):
            # flock leaves its file. It goes while it is still locked: a run that opened it before
            # then sees that it has no name any more. The other locks remove theirs themselves.
            with suppress(OSError):
                os.unlink(self._path)
        self._lock.release()


class FolderLock:
    """The lock of whoever changes a folder: a file in it that stays, held until ``release``.

    As with WriteLock it is the system's own, and ends with its process. ``wait`` is how many
    seconds to wait for another run; ``waiting`` is called once before. Raises Busy where it is not
    had by then, OSError where none can be made.
    """

    def __init__(
        self, path: Path, name: str, wait: float = 0, waiting: Callable[[], None] = lambda: None
    ) -> None:
        from filelock import FileLock, Timeout

        self._lock = FileLock(str(path), thread_local=False)
        try:
            try:
                self._lock.acquire(timeout=_PATIENCE)
            except Timeout:
                if wait <= 0:
                    raise
                waiting()
                self._lock.acquire(timeout=wait, poll_interval=_PATIENCE)
        except Timeout:
            how = "and did not end in time" if wait > 0 else "now; try again when it is done"
            raise Busy(f"{name}: another run is at work here {how}") from None

    def release(self) -> None:
        """Let go; a second call does nothing."""
        self._lock.release()
