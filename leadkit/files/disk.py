"""Files as bytes: open inputs, replace outputs whole or not at all, keep a second run out."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO, cast

from leadkit.base.errors import LeadkitError
from leadkit.files.lock import WriteLock
from leadkit.files.partial import give_mode, new_partial, remove_left

STANDARD = "-"  # the name of standard input and output on the command line
_WRITE_BACK = 1 << 20  # bytes written at once that the disk hears of before the end
_OPEN_ELSEWHERE = (5, 32)  # what Windows says of a file that somebody has open
_CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)  # of folders that none may list, too
_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows puts \r\n for \n without


def explain_os_error(error: OSError, path: str) -> LeadkitError:
    """Turn what the operating system says into one line that names the file."""
    words = {  # by name: not every system has all of these numbers
        "ENOENT": "no such file",
        "EISDIR": "is a folder, not a file",
        "EACCES": "may not be opened: permission denied",
        "ENOSPC": "the disk is full; nothing was written",
        "EDQUOT": "the disk quota is used up; nothing was written",
        "EROFS": "may not be written: the disk is read-only",
    }
    name = errno.errorcode.get(error.errno or 0, "")
    return LeadkitError(f"{path}: {words.get(name, error.strerror or str(error))}")


def open_input(path: str) -> BinaryIO:
    """Open a file, or standard input for ``-``, for reading bytes."""
    if path != STANDARD:
        try:
            opened = open(path, "rb", buffering=0)
        except OSError as error:
            raise explain_os_error(error, path) from None
        if stat.S_ISDIR(os.fstat(opened.fileno()).st_mode):
            raise LeadkitError(f"{path}: is a folder, not a file")
        return opened
    if sys.stdin is None or sys.stdin.closed:
        raise LeadkitError("standard input is closed; give a file to read")
    if sys.stdin.isatty():
        raise LeadkitError(
            "nothing to read: give a file, or send one (leadkit clean leads.csv; "
            "cat leads.csv | leadkit clean); --help says more"
        )
    # Unbuffered: a thread that waits in sys.stdin.buffer holds its lock when the program ends.
    return cast(BinaryIO, io.FileIO(sys.stdin.fileno(), "rb", closefd=False))


def size_of(stream: BinaryIO) -> int:
    """Return the bytes of an opened file; 0 for a pipe, whose end nobody knows."""
    status = os.fstat(stream.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def state_of(path: str) -> tuple[int, int] | None:
    """Return what tells a file from a later state of itself, None where it is no regular file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def write_utf8_on_windows() -> None:
    """Make what is printed UTF-8 on Windows, too, where a redirected stream is in an old code page.

    A name that the code page has no letters for would end the run there.
    """
    if sys.platform == "win32":
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", newline="\n")


def is_file(stream: TextIO | None) -> bool:
    """Tell whether a standard stream was sent to a file rather than a terminal or a command."""
    return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


class Output(Protocol):
    """Something that takes bytes and shows them to the world only when committed."""

    def write(self, data: bytes | memoryview) -> object: ...
    def commit(self) -> None: ...
    def discard(self) -> None: ...


class DirectOutput:
    """Standard output, a pipe or a device: there is nothing to replace.

    The first HELD bytes are kept back until more come or the run is done, so that a short list
    with a mistake in it gives no output at all rather than a part of one.
    """

    HELD = 16 << 20

    def __init__(self, descriptor: int, name: str, owned: bool) -> None:
        self._name = name
        # open() and not FileIO: of a Windows console it makes one that takes UTF-8.
        self._raw = open(descriptor, "wb", buffering=0, closefd=owned)
        self._held: list[bytes | memoryview] | None = []

    def write(self, data: bytes | memoryview) -> None:
        if self._held is None:
            self._send(data)
            return
        self._held.append(data)
        if sum(map(len, self._held)) > self.HELD:
            self._release()

    def _release(self) -> None:
        held, self._held = self._held or [], None
        for data in held:
            self._send(data)

    def _send(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._raw.write(rest) :]
        except BrokenPipeError:
            raise  # the reader has seen enough: no error
        except OSError as error:
            if sys.platform == "win32" and error.errno == errno.EINVAL:
                raise BrokenPipeError from None  # what Windows says of a pipe that is closed
            raise explain_os_error(error, self._name) from None

    def commit(self) -> None:
        self._release()
        self._raw.close()

    def discard(self) -> None:
        self._raw.close()


class AtomicOutput:
    """A file that appears whole: written beside its target, synced, closed, renamed over it.

    The half-written neighbour is a new file that its owner alone may read (files/partial.py), and a
    lock keeps a second run of the same job out (it ends with Busy). The mode of a target that is
    replaced is kept, and its owner where the system has owners and allows it.
    """

    def __init__(self, path: str) -> None:
        self._name = path
        self._size = 0
        self._target = Path(os.path.realpath(path))
        try:
            self._old = self._replaceable_target()
            self._lock = WriteLock(self._target, path)
            try:
                remove_left(self._target)
                self._partial, descriptor = new_partial(self._target)
                self._file = open(descriptor, "wb", buffering=0)
            except BaseException:
                self._lock.release()
                raise
        except OSError as error:
            raise explain_os_error(error, path) from None

    def _replaceable_target(self) -> os.stat_result | None:
        """Return what the target is now, None where there is none yet; raise where it must stay."""
        if not self._target.exists():
            return None
        if self._target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if not os.access(self._target, os.W_OK):
            raise PermissionError(errno.EACCES, "permission denied")
        return self._target.stat()

    def write(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise explain_os_error(error, self._name) from None
        self._write_back(len(data))

    def _write_back(self, size: int) -> None:
        """Let the disk begin with what was just written, so that little is left to sync at the end.

        Linux does so where pages are said not to be needed; as they are not on disk yet, they stay.
        """
        begin, self._size = self._size, self._size + size
        if size >= _WRITE_BACK and hasattr(os, "posix_fadvise"):
            with suppress(OSError):  # a hint, and no more
                os.posix_fadvise(self._file.fileno(), begin, size, os.POSIX_FADV_DONTNEED)

    def commit(self) -> None:
        try:
            give_mode(self._partial, self._file.fileno(), self._old)
            os.fsync(self._file.fileno())
            self._file.close()  # Windows renames no file that is open
            self._replace()
        except OSError as error:
            raise explain_os_error(error, self._name) from None
        self._lock.release()

    def _replace(self) -> None:
        try:
            os.replace(self._partial, self._target)
        except PermissionError as error:
            if getattr(error, "winerror", 0) in _OPEN_ELSEWHERE:
                raise LeadkitError(
                    f"{self._name}: is open in another program and was not changed; "
                    "close it there and run this again, or give another name"
                ) from None
            raise

    def discard(self) -> None:
        self._file.close()
        self._partial.unlink(missing_ok=True)
        self._lock.release()


class NoOutput:
    """Takes everything, writes nothing: ``--dry-run``."""

    def write(self, data: bytes | memoryview) -> None: ...
    def commit(self) -> None: ...
    def discard(self) -> None: ...


def open_output(path: str) -> Output:
    """Open a path, or standard output for ``-``, so that a file is replaced whole or not at all."""
    if path == STANDARD:
        if sys.stdout is None or sys.stdout.closed:
            raise LeadkitError("standard output is closed; give -o FILE")
        return DirectOutput(sys.stdout.fileno(), "standard output", owned=False)
    try:
        existing = os.stat(path)
    except FileNotFoundError:
        return AtomicOutput(path)
    except OSError as error:
        raise explain_os_error(error, path) from None
    if stat.S_ISREG(existing.st_mode) or stat.S_ISDIR(existing.st_mode):
        return AtomicOutput(path)
    try:
        return DirectOutput(os.open(path, os.O_WRONLY | _BINARY), path, owned=True)
    except OSError as error:
        raise explain_os_error(error, path) from None


def replace_file(path: str | Path, data: bytes) -> None:
    """Give a file this content, at once and for good: neither a kill nor a power cut halves it.

    When this returns, the file is on disk under its name. Until it is, the old content stays, and
    nothing is left beside it. Raises Busy where another run is writing the file, LeadkitError
    where it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     replace_file(f"{folder}/present.json", b"{}")
    ...     Path(folder, "present.json").read_bytes(), os.listdir(folder)
    (b'{}', ['present.json'])
    """
    output = AtomicOutput(str(path))
    try:
        output.write(data)
        output.commit()
    except BaseException:
        output.discard()
        raise
    sync_folder(Path(os.path.realpath(path)).parent)


def sync_folder(path: str | Path) -> None:
    """Bring the names in a folder to disk: what was made, renamed and removed there stays so.

    Does nothing where folders cannot be synced (Windows, some network disks). Raises LeadkitError
    where the disk fails.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise explain_os_error(error, str(path)) from None


def read_key(path: str) -> bytes:
    """Return the key that a file holds, for hashes; a line break at its end is none of it."""
    if path == STANDARD:
        raise LeadkitError("--key-file -: standard input is for the leads; give a file")
    with open_input(path) as opened:
        key = opened.read().strip()
    if not key:
        raise LeadkitError(f"{path}: the key file is empty")
    return key
