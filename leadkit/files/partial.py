"""Half-written files: each a new file of a name nobody can guess, private until it is whole."""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\.(?P<target>.+)\.[0-9a-f]{32}\.leadkit-partial", re.DOTALL)
# Windows puts \r\n for \n without O_BINARY; the others are POSIX alone.
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL
for _flag in ("O_BINARY", "O_NOINHERIT", "O_NOFOLLOW", "O_CLOEXEC"):
    _FLAGS |= getattr(os, _flag, 0)


def target_of(name: str) -> str:
    """Return the name of the file that a half-written one is to become, "" where it is none.

    >>> target_of(".leads.csv.00112233445566778899aabbccddeeff.leadkit-partial")
    'leads.csv'
    >>> target_of(".leads.csv.leadkit-lock")
    ''
    """
    found = _NAME.fullmatch(name)
    return found["target"] if found else ""


def new_partial(target: Path) -> tuple[Path, int]:
    """Make the file in which a target is written, beside it; return its path and descriptor.

    It is a file that was not there before, whatever somebody put beside the target, and only its
    owner may read it. Raises OSError where none can be made.
    """
    path = target.with_name(f".{target.name}.{secrets.token_hex(16)}.leadkit-partial")
    return path, os.open(path, _FLAGS, 0o600)


def remove_left(target: Path) -> None:
    """Remove what killed runs left of a target; to be called by who holds the lock of it."""
    with suppress(PermissionError):  # a folder that nobody may list takes files all the same
        for name in os.listdir(target.parent):
            if target_of(name) == target.name:
                with suppress(OSError):
                    os.unlink(target.with_name(name))


def give_mode(path: Path, descriptor: int, old: os.stat_result | None) -> None:
    """Let a file be read and written by whom its target could be, or a new one by the umask.

    The owner and group of the target are kept where the system has them and allows it. Where it
    does not, the file is opened to no other group than the one it was opened to.
    """
    mode = 0o666 & ~_umask() if old is None else stat.S_IMODE(old.st_mode)
    if old is not None and hasattr(os, "fchown"):  # Windows has no owner to be given on
        with suppress(PermissionError):
            os.fchown(descriptor, -1, old.st_gid)
        with suppress(PermissionError):  # only root may give files away
            os.fchown(descriptor, old.st_uid, -1)
        made = os.fstat(descriptor)
        if made.st_gid != old.st_gid:
            mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
        if (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
            mode &= ~(stat.S_ISUID | stat.S_ISGID)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    else:
        os.chmod(path, mode)


def _umask() -> int:
    """Return which rights new files do not have; to be asked for, it has to be set for a moment."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
