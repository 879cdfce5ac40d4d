"""Half-written files: each a new file of a name nobody can guess, private until it is whole."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from leadkit.files.os_errors import explain_os_error

A_NAME = r"[^/\\:\0]+" if os.name == "nt" else r"[^/\0]+"  # of a file, with no folder before it
_NAME = re.compile(rf"\.(?P<target>{A_NAME})\.[0-9a-f]{{32}}\.leadkit-partial")
_SHOWN = 3  # names that are told at once
_in_place: list[Path] = []  # what this process has put in place
_CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)  # of folders that none may list, too
# Windows puts \r\n for \n without O_BINARY; the others are POSIX alone.
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL
FLAGS_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)  # of a pipe that was put there
for _flag in ("O_BINARY", "O_NOINHERIT", "O_NOFOLLOW", "O_CLOEXEC"):
    _FLAGS |= getattr(os, _flag, 0)
    FLAGS_TO_READ |= getattr(os, _flag, 0)


def target_of(name: str) -> str:
    """Return the name of the file that a half-written one is to become, "" where it is none.

    >>> target_of(".leads.csv.00112233445566778899aabbccddeeff.leadkit-partial")
    'leads.csv'
    >>> target_of(".leads.csv.leadkit-lock"), target_of(
    ...     "../.leads.csv.00112233445566778899aabbccddeeff.leadkit-partial"
    ... )
    ('', '')
    """
    found = _NAME.fullmatch(name)
    return found["target"] if found else ""


def new_partial(target: Path) -> tuple[Path, int]:
    """Make the file in which a target is written, beside it; return its path and descriptor.

    It is a file that was not there before, whatever somebody put beside the target, and only its
    owner may read it. Raises OSError where none can be made.
    """
    path = target.with_name(partial_name(target))
    return path, os.open(path, _FLAGS, 0o600)


def partial_name(target: Path) -> str:
    """Return a name that nobody can guess for what is to become a target.

    >>> target_of(partial_name(Path("leads.csv")))
    'leads.csv'
    """
    return f".{target.name}.{secrets.token_hex(16)}.leadkit-partial"


def put_in_place(partial: Path, target: Path) -> None:
    """Rename a half-written file that is whole by now to its target; raise OSError as that does."""
    os.replace(partial, target)
    _in_place.append(target)


def forget_changes() -> None:
    """Begin to count anew what is changed, for the next command."""
    _in_place.clear()


@contextmanager
def untold() -> Iterator[None]:
    """Have files that are put in place meanwhile be no change: they are kept for later runs."""
    before = len(_in_place)
    try:
        yield
    finally:
        del _in_place[before:]


def shown_path(path: Path) -> str:
    """Return a path as short as it can be told: from the working folder on."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def changes_told() -> str:
    """Return in words which files this process has changed so far, for who hears why it ends.

    What was made in a folder that is gone again, as of a run that was not finished, is no change.

    >>> forget_changes()
    >>> changes_told()
    'no file was changed'
    """
    names = list(dict.fromkeys(shown_path(one) for one in _in_place if one.exists()))
    if not names:
        return "no file was changed"
    shown = names[:_SHOWN]
    more = [f"{len(names) - _SHOWN:,} more"] if len(names) > _SHOWN else []
    *first, last = [*shown, *more]
    told = f"{', '.join(first)} and {last}" if first else last
    return f"{told} {'are' if first else 'is'} written already"


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


def close_new_files(rights: int) -> None:
    """Have files that this process makes from now on lack these rights, as the umask does."""
    os.umask(_umask() | rights)


def is_mine(found: os.stat_result) -> bool:
    """Tell whether a file is a regular one, of whom this program runs for, under one name."""
    mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()  # Windows: nobody can say
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and mine


def is_my_folder(found: os.stat_result) -> bool:
    """Tell whether it is a folder of whom this program runs for."""
    mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return stat.S_ISDIR(found.st_mode) and mine


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


def _umask() -> int:
    """Return which rights new files do not have; to be asked for, it has to be set for a moment."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
