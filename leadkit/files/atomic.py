"""A file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from leadkit.base.errors import Busy, LeadkitError
from leadkit.base.undisturbed import undisturbed
from leadkit.files.lock import WriteLock
from leadkit.files.marker import unmark, write_markers
from leadkit.files.os_errors import explain_os_error
from leadkit.files.partial import give_mode, new_partial, put_in_place, sync_folder
from leadkit.files.settle import is_marked, settle_for
from leadkit.files.shared import foreign_link, is_foreign

_WRITE_BACK = 1 << 20  # bytes written at once that the disk hears of before the end
_OPEN_ELSEWHERE = (5, 32)  # what Windows says of a file that somebody has open


class AtomicOutput:
    """A file that appears whole: written beside its target, synced, closed, renamed over it.

    The half-written neighbour is a new file that its owner alone may read (files/partial.py), and a
    lock keeps a second run of the same job out (it ends with Busy). The mode of a target that is
    replaced is kept, and its owner where the system has owners and allows it. ``prepare`` does all
    that may fail, ``replace`` shows the file, ``release`` lets others write it; ``commit`` is all.
    A new file gets the rights of ``like``, where that is given: a copy is for whom its source is.
    """

    def __init__(self, path: str, like: os.stat_result | None = None) -> None:
        self._name = path
        self._size = 0
        self._left = False
        try:
            self.target = writable_path(path)
            if not self.target.parent.exists():
                raise LeadkitError(f"{path}: no such folder to write into; make it first")
            self._old = self._replaceable_target() or like
            self._lock, self.notes = self._locked()
            try:
                self.partial, descriptor = new_partial(self.target)
                self._file = open(descriptor, "wb", buffering=0)
            except BaseException:
                self.release()
                raise
        except OSError as error:
            raise explain_os_error(error, path) from None

    def _replaceable_target(self) -> os.stat_result | None:
        """Return what the target is now, None where there is none yet; raise where it must stay."""
        if not self.target.exists():
            return None
        if self.target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if not os.access(self.target, os.W_OK):
            raise PermissionError(errno.EACCES, "permission denied")
        found = self.target.stat()
        folder = self.target.parent.stat()
        sticky = hasattr(os, "geteuid") and folder.st_mode & stat.S_ISVTX
        others = sticky and os.geteuid() not in (0, found.st_uid, folder.st_uid)
        if others or is_foreign(found, folder):  # who put it there for us would keep it, too
            raise LeadkitError(
                f"{self._name}: belongs to another user, and in this folder nobody else may "
                "replace it; give another name"
            )
        return found

    def _locked(self) -> tuple[WriteLock, list[str]]:
        """Lock the target, when it is as the last run wanted it; return what there was to tell."""
        for _ in range(3):
            settled = settle_for([self.target.parent], [self.target])
            lock = WriteLock(self.target, self._name)
            if not is_marked(self.target):
                return lock, settled.notes + settled.removed
            lock.release()  # a run was killed in this moment
        raise Busy(f"{self._name}: other runs write this file; try again when they are done")

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

    def prepare(self) -> None:
        """Bring all that was written to disk, for whom the target is for; then only names change.

        Raises LeadkitError where that fails.
        """
        try:
            give_mode(self.partial, self._file.fileno(), self._old)
            os.fsync(self._file.fileno())
            self._made = _identity(os.fstat(self._file.fileno()))
            self._file.close()  # Windows renames no file that is open
        except OSError as error:
            raise explain_os_error(error, self._name) from None

    def replace(self) -> None:
        """Show the file under its name; raise LeadkitError where it stays as it was."""
        try:
            as_made = not hasattr(os, "fchmod") or self._made == _identity(os.lstat(self.partial))
            if not as_made:  # in a folder where others may rename our files
                raise LeadkitError(
                    f"{self._name}: somebody put another file in place of what was written; "
                    "it was not shown"
                )
            put_in_place(self.partial, self.target)
        except PermissionError as error:
            if getattr(error, "winerror", 0) in _OPEN_ELSEWHERE:
                raise LeadkitError(
                    f"{self._name}: is open in another program and was not changed; "
                    "close it there and run this again, or give another name"
                ) from None
            raise explain_os_error(error, self._name) from None
        except OSError as error:
            raise explain_os_error(error, self._name) from None

    def release(self) -> None:
        """Let other runs write the file."""
        self._lock.release()

    def leave(self) -> None:
        """Keep what was written beside the target, for the run that finds the marker of it."""
        self._left = True
        self.release()

    def commit(self) -> None:
        self.prepare()
        with undisturbed():
            self.replace()
            self.release()

    def discard(self) -> None:
        with undisturbed():
            with suppress(OSError):  # the next run finds what cannot be removed
                self._file.close()
                if not self._left:
                    self.partial.unlink(missing_ok=True)
            self.release()


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def replace_together(files: Sequence[AtomicOutput]) -> None:
    """Rename prepared files to their targets, the last one last, so that no kill parts them.

    Raises LeadkitError where one cannot be renamed. Is it the first, then none is changed; else a
    marker stays, by which the next command in that folder goes on, and the error says so.
    """
    if len(files) < 2:
        for file in files:
            file.replace()
            file.release()
        return
    try:
        markers = write_markers([file.partial for file in files])
    except OSError as error:
        raise explain_os_error(error, str(files[-1].target)) from None
    for at, file in enumerate(files):
        try:
            file.replace()
        except LeadkitError as error:
            if not at:
                unmark(markers[::-1])
                raise
            for one in files:
                one.leave()
            raise LeadkitError(
                f"{error}. The other files of this run are in place or follow: when that is "
                "mended, any leadkit command in this folder puts the rest in place"
            ) from None
    try:
        for folder in dict.fromkeys(file.target.parent for file in files):
            sync_folder(folder)
    except LeadkitError as error:
        for file in files:
            file.leave()
        raise LeadkitError(
            f"{error}. All files of this run are in place, but may not stay"
        ) from None
    unmark(markers)
    for file in files:
        file.release()


def writable_path(path: str) -> Path:
    """Return where a path leads that is to be written, through all links.

    Raises LeadkitError for what can be no file's name.

    >>> writable_path("leads/")
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: leads/: is the name of a folder; give a file
    """
    separators = (os.sep, os.altsep or os.sep)
    if path.endswith(separators) or os.path.basename(path) in (os.curdir, os.pardir):
        raise LeadkitError(f"{path}: is the name of a folder; give a file")
    if not path or "\0" in path:
        raise LeadkitError(f"{path!r}: is no name of a file; give one")
    try:
        if link := foreign_link(path):
            raise LeadkitError(
                f"{path}: {link} is a link that somebody else put into a folder for everybody, and "
                "is not followed; give another name"
            )
        return Path(os.path.realpath(path))
    except FileNotFoundError:  # the only thing that may be missing
        raise LeadkitError(f"{path}: the working folder is gone; change to another") from None
