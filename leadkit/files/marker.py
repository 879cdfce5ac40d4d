"""The mark that all files of a run are written: from then on they come, whatever is killed.

Several files cannot be renamed in one step. So each folder they go to gets a marker first, a small
file that lists what is written there; the marker in the folder of the last file, the deciding one,
comes last. Where it is there, the renames are finished by whoever finds it; where it is not, the
old files stay. All markers go when all files are in place, the deciding one last again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from leadkit.files.partial import (
    A_NAME,
    FLAGS_TO_READ,
    is_mine,
    new_partial,
    sync_folder,
    target_of,
)

_NAME = re.compile(rf"\.(?P<target>{A_NAME})\.(?P<run>[0-9a-f]{{32}})\.leadkit-commit")
_SCHEMA = 1
_LARGEST = 1 << 20  # bytes; a marker has some hundreds


class NotOurs(Exception):
    """A file with the name of a marker that is none, or is not of whom this program runs for."""


@dataclass(frozen=True)
class Written:
    """A file that was written whole, and is to be renamed to its target."""

    name: str
    size: int
    inode: int
    mtime_ns: int

    @property
    def target(self) -> str:
        return target_of(self.name)

    def fits(self, found: os.stat_result) -> bool:
        """Tell whether a file is the one that was written: under its old name or its new one.

        Some systems number files anew; a copy of a folder keeps the times.
        """
        same = (self.inode, self.mtime_ns)
        alike = any(a == b for a, b in zip(same, (found.st_ino, found.st_mtime_ns), strict=True))
        return is_mine(found) and found.st_size == self.size and alike


@dataclass(frozen=True)
class Marker:
    """What a marker says: the files in its folder, and where the other markers of its run are."""

    path: Path
    folders: tuple[Path, ...]  # all of the run's, its own too; the last one's marker decides
    files: tuple[Written, ...]

    @property
    def run(self) -> str:
        return run_of(self.path.name)

    @property
    def targets(self) -> list[Path]:
        return [self.path.with_name(one.target) for one in self.files]


def is_marker(name: str) -> bool:
    """Tell whether a file has the name of a marker.

    >>> is_marker(".leads.csv.00112233445566778899aabbccddeeff.leadkit-commit")
    True
    """
    return bool(_NAME.fullmatch(name))


def run_of(name: str) -> str:
    """Return the run that a marker's name tells of, "" where it is no marker's."""
    found = _NAME.fullmatch(name)
    return found["run"] if found else ""


def write_markers(partials: Sequence[Path]) -> list[Path]:
    """Mark files as whole, each beside its target; return the markers, the deciding one last.

    The files are on disk, and their targets are locked by the caller. When this returns the
    markers and all names are on disk, too. Raises OSError or LeadkitError, and leaves no marker.
    """
    run, deciding = secrets.token_hex(16), partials[-1].parent
    inside: dict[Path, list[Path]] = {}
    for partial in partials:
        inside.setdefault(partial.parent, []).append(partial)
    folders = [*(folder for folder in inside if folder != deciding), deciding]
    markers: list[Path] = []
    try:
        for folder in folders:
            target = folder / target_of(inside[folder][-1].name)
            markers.append(folder / f".{target.name}.{run}.leadkit-commit")
            _write(markers[-1], target, folders, inside[folder])
    except BaseException:
        unmark(markers[::-1])
        raise
    return markers


def _write(path: Path, target: Path, folders: Sequence[Path], partials: Sequence[Path]) -> None:
    """Write a marker so that it is there whole or not at all; the target's lock keeps it."""
    found = [(partial.name, os.lstat(partial)) for partial in partials]
    files = [Written(name, one.st_size, one.st_ino, one.st_mtime_ns) for name, one in found]
    said = {
        "leadkit": _SCHEMA,
        "folders": [_on_the_way(folder, path.parent) for folder in folders],
        "files": [asdict(one) for one in files],
    }
    half, descriptor = new_partial(target)
    try:
        with open(descriptor, "wb") as opened:  # buffered, so that all is written or it raises
            opened.write(json.dumps(said).encode())
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _on_the_way(folder: Path, start: Path) -> str:
    """Return a folder as seen from another, so that both may be moved together."""
    try:
        return os.path.relpath(folder, start)
    except ValueError:  # another drive of Windows
        return str(folder)


def unmark(markers: Sequence[Path]) -> None:
    """Remove markers in this order; what cannot be removed is found later, and does no harm."""
    for marker in markers:
        with suppress(OSError):
            os.unlink(marker)


def read_marker(path: Path) -> Marker:
    """Read a marker; raise NotOurs, with the reason, for one that nobody may be led by.

    It must be our own and closed to others; a file that it names can only be a half-written one
    in its own folder, which becomes its own target there. Raises OSError where there is none.
    """
    descriptor = os.open(path, FLAGS_TO_READ)
    with open(descriptor, "rb", buffering=0) as opened:
        found = os.fstat(descriptor)
        if not is_mine(found):
            raise NotOurs("it is not a file of your own")
        if hasattr(os, "fchmod") and found.st_mode & 0o077:
            raise NotOurs("others may read or write it")
        content = opened.read(_LARGEST)
    try:
        said: Any = json.loads(content)
        if said["leadkit"] != _SCHEMA:
            raise NotOurs("another version of leadkit wrote it; use that one")
        files = tuple(Written(**one) for one in said["files"])
        folders = tuple(path.parent / str(one).replace("\0", "") for one in said["folders"])
        whole = all(isinstance(one.name, str) and one.target for one in files)
        numbers = all(type(n) is int for one in files for n in (one.size, one.inode, one.mtime_ns))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotOurs("it is broken") from None
    if not (whole and numbers and files and folders and is_marker(path.name)):
        raise NotOurs("it is broken")
    return Marker(path, folders, files)
