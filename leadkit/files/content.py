"""Files by their content: how long it is, its SHA-256, and copies that are known to be whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from leadkit.base.errors import LeadkitError
from leadkit.files.atomic import AtomicOutput
from leadkit.files.disk import explain_os_error, open_input

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Content:
    """What tells a file's content from all others."""

    bytes: int
    sha256: str


def content_of(path: str | Path) -> Content:
    """Return the content of a file; raise LeadkitError where it cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = Path(folder, "a").write_bytes(b"lead")
    ...     content_of(f"{folder}/a").bytes, content_of(f"{folder}/a").sha256[:8]
    (4, 'e3456bc1')
    """
    hashed, size = sha256(), 0
    with open_input(str(path)) as opened:
        for block in _blocks(opened, str(path)):
            hashed.update(block)
            size += len(block)
    return Content(size, hashed.hexdigest())


def read_content(path: str | Path, content: Content) -> bytes:
    """Return the bytes of a file, none where it is not there or has another content.

    >>> read_content("nowhere", Content(4, "e3456bc1"))
    b''
    """
    if not Path(path).is_file():
        return b""
    with open_input(str(path)) as opened:
        found = b"".join(_blocks(opened, str(path)))
    return found if Content(len(found), sha256(found).hexdigest()) == content else b""


def copy_content(source: str | Path, target: str | Path, content: Content) -> None:
    """Copy a file, so that the copy is on disk, with this content, when this returns.

    A new copy is for whom its source is, and has its day, as lists grow old by it. Raises
    LeadkitError, and leaves the target, where the source cannot be read or is another by now.
    """
    hashed = sha256()
    with open_input(str(source)) as opened:
        found = os.fstat(opened.fileno())
        output = AtomicOutput(str(target), like=found)
        try:
            for block in _blocks(opened, str(source)):
                output.write(block)
                hashed.update(block)
            if hashed.hexdigest() != content.sha256:
                raise changed_while_read(source)
            output.commit()
        except BaseException:
            output.discard()
            raise
    with suppress(OSError):  # the day is a hint, and some disks keep none
        os.utime(target, ns=(found.st_mtime_ns, found.st_mtime_ns))


def changed_while_read(path: str | Path) -> LeadkitError:
    """Return the error for a file that somebody wrote to while it was read."""
    return LeadkitError(
        f"{path}: changed while it was read; run this again when nobody writes to it"
    )


def _blocks(opened: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        while block := opened.read(_BLOCK):
            yield block
    except OSError as error:
        raise explain_os_error(error, name) from None
