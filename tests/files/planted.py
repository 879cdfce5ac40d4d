"""What somebody may have put where a run is about to write, for tests; and other users."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SECRET = b"a file that nobody asked leadkit to touch\n"
NOBODY = 65534  # a user and a group that own nothing
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="to be two users asks for root"
)


def _link(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def _nowhere(path: Path, victim: Path) -> None:
    path.symlink_to(victim.with_name("not there"))


def _hard(path: Path, victim: Path) -> None:
    os.link(victim, path)


def _open_to_all(path: Path, victim: Path) -> None:
    path.write_bytes(b"")
    path.chmod(0o666)


def _pipe(path: Path, victim: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, victim: Path) -> None:
    path.mkdir()


PLANTED: dict[str, Callable[[Path, Path], None]] = {
    "a link": _link,
    "a link to nowhere": _nowhere,
    "a hard link": _hard,
    "a file open to all": _open_to_all,
    "a pipe": _pipe,
    "a folder": _folder,
}


def victim_in(folder: Path) -> Path:
    """Make the file that a planted link leads to, in a folder beside."""
    (folder / "elsewhere").mkdir()
    victim = folder / "elsewhere" / "victim"
    victim.write_bytes(SECRET)
    victim.chmod(0o644)
    return victim


def check_untouched(victim: Path) -> None:
    """See that what lies elsewhere is as it was, and that there is nothing new."""
    assert victim.read_bytes() == SECRET
    assert victim.stat().st_mode & 0o777 == 0o644
    assert os.listdir(victim.parent) == [victim.name]


@contextmanager
def as_user(user: int) -> Iterator[None]:
    """Be another user for what this process asks of the file system."""
    os.setegid(user)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
