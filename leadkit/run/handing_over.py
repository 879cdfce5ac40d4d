"""A hand-over into a folder: all its files together or none, and what an earlier one left there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.prefetch import ahead
from leadkit.files.disk import Output, explain_os_error, open_input
from leadkit.handoff.handing import PROBLEMS_FILE, Asked, Handing
from leadkit.handoff.howto import NAME, files_in
from leadkit.handoff.parts import Files
from leadkit.rules.hearing import Hearing
from leadkit.run.hearing import heard_leads
from leadkit.run.outputs import OpenOutputs

if TYPE_CHECKING:
    from leadkit.files.csv_in import LeadFile
    from leadkit.run.progress import Progress


@dataclass(frozen=True)
class HandoffFolder:
    """A folder that leads are handed over in: a new one, or one of an earlier hand-over."""

    path: str
    before: tuple[str, ...] = ()  # files of the earlier one
    is_new: bool = False

    def empty_left(self, opened: OpenOutputs, written: set[str]) -> None:
        """Have what the earlier hand-over wrote, and this one does not, emptied with its commit.

        So nobody uploads old leads beside new ones where a run is killed before it removes them.
        """
        for name in self.before:
            if name not in written and os.path.exists(path := os.path.join(self.path, name)):
                opened.empty(path)

    def remove_left(self, written: set[str]) -> list[str]:
        """Remove what the earlier hand-over wrote and this one did not; tell of what stayed."""
        notes = []
        for name in self.before:
            if name not in written:
                path = os.path.join(self.path, name)
                try:
                    os.unlink(path)
                except FileNotFoundError:
                    pass
                except OSError as error:
                    notes.append(
                        f"{explain_os_error(error, path)}; it is of an earlier hand-over, and must "
                        "not be uploaded: close what holds it open, and remove it"
                    )
        return notes


@contextmanager
def handoff_folder(path: str, dry_run: bool = False) -> Iterator[HandoffFolder]:
    """Give the folder of a hand-over; one that was made for it goes where the hand-over fails.

    Raises LeadkitError where something else than an earlier hand-over is in it.
    """
    folder = _looked_at(path)
    if not folder.is_new or dry_run:
        yield folder
        return
    try:
        os.mkdir(path)
    except OSError as error:
        raise explain_os_error(error, path) from None
    try:
        yield folder
    except BaseException:
        with suppress(OSError):  # something is in it by now
            os.rmdir(path)
        raise


def _looked_at(path: str) -> HandoffFolder:
    if not path:
        raise LeadkitError("say where to with -o FOLDER, a folder that is empty or not there yet")
    if not os.path.lexists(path):
        parent = os.path.dirname(os.path.abspath(path))
        if not os.path.isdir(parent):
            raise LeadkitError(f"{path}: there is no folder {parent}; make it first")
        return HandoffFolder(path, is_new=True)
    if not os.path.isdir(path):
        raise LeadkitError(f"{path}: is a file, and several are written; name a folder")
    try:
        there = {name for name in os.listdir(path) if not name.startswith(".")}
    except OSError as error:
        raise explain_os_error(error, path) from None
    if not there:
        return HandoffFolder(path)
    before = [name for name in _files_before(path) if name in there and _may_go(path, name)]
    before += [name for name in sorted(there - {*before}) if _was_emptied(path, name)]
    others = sorted(there - {*before, NAME, PROBLEMS_FILE})
    if not before or others:
        named = others or sorted(there)
        raise LeadkitError(
            f"{path}: is not empty, and what is in it would be mixed up with the files for another "
            f"program ({named[0]}{' ...' if len(named) > 1 else ''}); name another folder"
        )
    return HandoffFolder(path, tuple(before))


def _may_go(path: str, name: str) -> bool:
    """Tell whether a file in a folder is one that a hand-over writes, and no link to another."""
    found = os.lstat(os.path.join(path, name))
    return name.endswith((".csv", ".xlsx")) and stat.S_ISREG(found.st_mode)


def _was_emptied(path: str, name: str) -> bool:
    """Tell whether a file is what a run left that was killed before it removed it."""
    return _may_go(path, name) and not os.lstat(os.path.join(path, name)).st_size


def _files_before(path: str) -> list[str]:
    """Return what a HOWTO.txt says of the files in its folder, whoever wrote it."""
    with suppress(LeadkitError, UnicodeDecodeError), open_input(str(Path(path, NAME))) as opened:
        return files_in(opened.read(1 << 16).decode())
    return []


def hand_over(
    source: LeadFile, asked: Asked, folder: str, dry_run: bool = False,
    progress: Progress | None = None,
) -> Handing:  # fmt: skip
    """Hand over the leads of a table: all files appear together, or none of them."""
    with handoff_folder(folder, dry_run) as place, OpenOutputs(dry_run) as opened:
        hearing = Hearing()
        handing = begin(asked, source.columns, opened, place.path, source.name, hearing)
        for table in ahead(heard_leads(source, hearing)):
            handing.take(table)
            if progress is not None:
                progress.read(source.rows_read, source.bytes_read)
            del table
        handing.close()
        written = {one.name for one in handing.counted.files}
        if not dry_run:
            place.empty_left(opened, written)
        opened.commit()
        handing.notes += [*opened.notes, *opened.late_notes]
        if not dry_run:
            handing.notes += place.remove_left(written)
    return handing


def begin(
    asked: Asked, columns: list[str], opened: OpenOutputs, folder: str, name: str, hearing: Hearing
) -> Handing:
    """Begin a hand-over whose files are opened in a folder, with the other outputs of a run."""
    return Handing(asked, columns, Files(_opener(opened, folder)), name, hearing)


def _opener(opened: OpenOutputs, folder: str) -> Callable[[str], Output]:
    return lambda name: opened.open(os.path.join(folder, name))
