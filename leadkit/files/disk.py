"""Files as bytes: open inputs, and outputs of any kind."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from codecs import getincrementaldecoder
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO, cast

from leadkit.base.errors import LeadkitError
from leadkit.base.undisturbed import undisturbed
from leadkit.base.visible import visible
from leadkit.files.atomic import AtomicOutput
from leadkit.files.os_errors import explain_os_error as explain_os_error
from leadkit.files.partial import sync_folder as sync_folder
from leadkit.files.xlsx_out import ENDING, WorkbookOutput, is_workbook

STANDARD = "-"  # the name of standard input and output on the command line
_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows puts \r\n for \n without


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
        self._letters = getincrementaldecoder("utf-8")("surrogateescape")
        self._on_terminal = os.isatty(descriptor)
        self._sent = 0

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
        if self._on_terminal:  # which would obey some of the signs that cells may hold
            data = visible(self._letters.decode(data), but="\n").encode()
        rest = memoryview(data)
        try:
            while rest:
                sent = self._raw.write(rest)
                self._sent += sent
                rest = rest[sent:]
        except BrokenPipeError:
            raise  # the reader has seen enough: no error
        except OSError as error:
            if sys.platform == "win32" and error.errno == errno.EINVAL:
                raise BrokenPipeError from None  # what Windows says of a pipe that is closed
            raise explain_os_error(error, self._name, partly=self._sent > 0) from None

    def commit(self) -> None:
        self._release()
        self._raw.close()

    def discard(self) -> None:
        self._raw.close()


class NoOutput:
    """Takes everything, writes nothing: ``--dry-run``."""

    def write(self, data: bytes | memoryview) -> None: ...
    def commit(self) -> None: ...
    def discard(self) -> None: ...


# What tables are written as, by the ending of a name; without an ending they are CSV.
_TABLES = (".csv", ".txt", ENDING)
_PAGES = (".html", ".htm")


def refuse_ending(path: str) -> None:
    """Raise LeadkitError for the name of a table whose ending promises what is not written.

    >>> refuse_ending("leads.csv"), refuse_ending("-"), refuse_ending("leads.2026-10")
    (None, None, None)
    >>> refuse_ending("leads.ods")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: leads.ods: tables are written as .csv or .xlsx; ...
    """
    _refuse_ending(path, _TABLES, "tables are written as .csv or .xlsx; give one of them")


def refuse_page_ending(path: str, is_json: bool = False) -> None:
    """Raise LeadkitError for the name of a page of HTML, or of JSON, whose ending says another.

    >>> refuse_page_ending("report.html"), refuse_page_ending("profile.json", is_json=True)
    (None, None)
    >>> refuse_page_ending("report.xlsx")
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: report.xlsx: this is a page, written as .html; give that, \
not .xlsx
    """
    if is_json:
        _refuse_ending(path, (".json",), "this is JSON, written as .json; give that")
    else:
        _refuse_ending(path, _PAGES, "this is a page, written as .html; give that")


def _refuse_ending(path: str, endings: tuple[str, ...], said: str) -> None:
    ending = os.path.splitext(os.path.basename(path))[1]
    if not ending[1:].isalpha() and not ending[1:2].isalpha():
        return
    if ending.casefold() not in endings and not _is_special(path):
        raise LeadkitError(f"{path}: {said}, not {ending}")


def _is_special(path: str) -> bool:
    """Tell whether a path is that of a pipe or a device, whose name says nothing."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def open_output(path: str) -> Output:
    """Open a path, or standard output for ``-``, so that a file is replaced whole or not at all.

    A path that ends in .xlsx is a workbook, which takes tables alone.
    """
    if path == STANDARD:
        if sys.stdout is None or sys.stdout.closed:
            raise LeadkitError("standard output is closed; give -o FILE")
        return DirectOutput(sys.stdout.fileno(), "standard output", owned=False)
    try:
        existing = os.stat(path)
    except FileNotFoundError:
        return _new_file(path)
    except OSError as error:
        raise explain_os_error(error, path) from None
    if stat.S_ISREG(existing.st_mode) or stat.S_ISDIR(existing.st_mode):
        return _new_file(path)
    try:
        return DirectOutput(os.open(path, os.O_WRONLY | _BINARY), path, owned=True)
    except OSError as error:
        raise explain_os_error(error, path) from None


def _new_file(path: str) -> AtomicOutput:
    return WorkbookOutput(path) if is_workbook(path) else AtomicOutput(path)


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
    with undisturbed():
        output = AtomicOutput(str(path))
        try:
            output.write(data)
            output.commit()
        except BaseException:
            output.discard()
            raise
        sync_folder(output.target.parent)


_LONGEST_KEY = 1 << 16  # bytes; a device may have no end


def read_key(path: str) -> bytes:
    """Return the key that a file holds, for hashes; a line break at its end is none of it."""
    if path == STANDARD:
        raise LeadkitError("--key-file -: standard input is for the leads; give a file")
    with open_input(path) as opened:
        key = opened.read(_LONGEST_KEY + 1)
    if len(key) > _LONGEST_KEY:
        raise LeadkitError(f"{path}: more than 64 kB, and a key is one line; is it one?")
    key = key.strip()
    if not key:
        raise LeadkitError(f"{path}: the key file is empty")
    return key
