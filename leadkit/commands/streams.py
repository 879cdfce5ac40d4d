"""Standard output and error as they may be: closed, full, or a pipe that nobody reads any more."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from leadkit.base.errors import LeadkitError
from leadkit.files.os_errors import explain_os_error

MOMENT = 0.2  # seconds for who writes into a pipe to begin


class _ClosedOutput(io.TextIOBase):
    """Stands for a standard output that is closed: who writes to it is told so, not ignored."""

    encoding = "utf-8"

    @property
    def closed(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1

    def flush(self) -> None: ...

    def write(self, text: str) -> int:
        raise LeadkitError("standard output is closed; there is nowhere to write")


def settle_streams() -> None:
    """Put something in place of standard streams that are closed.

    The next file that is opened would get the number of one, and what a library prints to standard
    error would be written into that file.
    """
    descriptor = os.open(os.devnull, os.O_RDWR)
    while descriptor <= 2:
        descriptor = os.dup(descriptor)
    os.close(descriptor)
    if sys.stdout is None:
        sys.stdout = _ClosedOutput()


def something_waits() -> bool:
    """Tell whether standard input is a file or pipe with something in it that nobody read.

    What may yet come through an open pipe nobody knows; a moment is waited for it.
    """
    import select
    import stat

    try:
        kind = os.fstat(0)
        if stat.S_ISREG(kind.st_mode):
            return kind.st_size > os.lseek(0, 0, os.SEEK_CUR)
        if not stat.S_ISFIFO(kind.st_mode) or not select.select([0], [], [], MOMENT)[0]:
            return False
        return _waiting_bytes() > 0
    except (OSError, ValueError):  # closed, or a system that cannot tell (Windows, of pipes)
        return False


def _waiting_bytes() -> int:
    """Return how many bytes a pipe holds, which is none at its end."""
    import fcntl
    import struct
    import termios

    (waiting,) = struct.unpack("i", fcntl.ioctl(0, termios.FIONREAD, b"\0" * 4))
    return int(waiting)


def flush_output() -> None:
    """Write what standard output still holds; raise LeadkitError where it cannot be written.

    Where nobody reads any more that is no error. Either way nothing is left for Python's own end,
    whose words for it nobody should see.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        forget(sys.stdout)
    except OSError as error:
        forget(sys.stdout)
        raise explain_os_error(error, "standard output") from None


def forget(stream: TextIO) -> None:
    """Let whatever a stream still holds go nowhere, so that it fails no second time."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def system_error(error: OSError) -> LeadkitError:
    """Return in one line what the system says of a stream or a file that nobody looked after.

    Files that are written have their own words: what cannot be written here was printed.
    """
    forget(sys.stdout)
    name = errno.errorcode.get(error.errno or 0, "")  # not every system has all of them
    printed = name in ("ENOSPC", "EDQUOT", "EFBIG", "EBADF")
    unnamed = "standard output" if printed else "a file"
    return explain_os_error(error, str(error.filename or unnamed))
