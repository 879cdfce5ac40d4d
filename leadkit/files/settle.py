"""What killed runs left in a folder: finished where all was written, else removed.

Of a run that is at work nothing is touched: it holds the locks of its targets.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from leadkit.base.errors import Busy, LeadkitError
from leadkit.base.undisturbed import undisturbed
from leadkit.files.lock import PATIENCE, WriteLock, locked_name
from leadkit.files.marker import Marker, NotOurs, is_marker, read_marker, run_of, unmark
from leadkit.files.os_errors import explain_os_error
from leadkit.files.partial import (
    is_mine,
    is_my_folder,
    put_in_place,
    shown_path,
    sync_folder,
    target_of,
)

_WHILE_OTHERS_RENAME = 2.0  # seconds to wait for a run that puts its files in place just now


@dataclass
class Settled:
    """What was found in folders, and done: for people to hear of."""

    notes: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # notes, too, of what needs no attention
    unfinished: dict[Path, LeadkitError] = field(default_factory=dict)  # why, by the file's path


def settle(folder: str | Path, settled: Settled | None = None) -> Settled:
    """Finish or remove what killed runs left in a folder.

    Where all files of a run were written before it was killed, they are put in place, and a note
    says so; ``unfinished`` are those for which that cannot be done now: they may be of two runs.
    Other files that were half written are removed, where they are our own, else named.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     left = Path(folder, ".leads.csv.00112233445566778899aabbccddeeff.leadkit-partial")
    ...     _ = left.write_bytes(b"lead_id")
    ...     len(settle(folder).removed), os.listdir(folder)
    (1, [])
    """
    settled, folder = settled or Settled(), Path(folder)
    names = _left_in(folder)
    if not names:
        return settled
    for name in sorted(filter(is_marker, names)):
        _settle_marker(folder / name, settled)
    names = _left_in(folder)
    if not any(map(is_marker, names)):  # else some are still to be put in place
        _remove_left(names, folder, settled)
    return settled


def is_marked(target: Path) -> bool:
    """Tell whether a run has still to put a file in place, whoever holds the lock of it."""
    for name in _marked(target.parent):
        with suppress(NotOurs, OSError):
            if target in read_marker(target.with_name(name)).targets:
                return True
    return False


def _marked(folder: Path) -> set[str]:
    return set(filter(is_marker, _left_in(folder)))


def settle_for(folders: Collection[str | Path], files: Collection[str | Path]) -> Settled:
    """Settle folders for a command that reads or writes some files of them.

    Raises LeadkitError where one of its files may be of another run than the others (Busy: where
    a run is putting them in place).
    """
    settled = Settled()
    for folder in dict.fromkeys(os.path.realpath(folder) for folder in folders):
        settle(folder, settled)
    for file in files if settled.unfinished else ():
        if why := settled.unfinished.get(Path(os.path.realpath(file))):
            raise why
    settled.notes += [str(why) for why in dict.fromkeys(settled.unfinished.values())]
    return settled


def _left_in(folder: Path) -> list[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [name for name in names if name.endswith(("-partial", "-commit", "-lock"))]


def _settle_marker(path: Path, settled: Settled) -> None:
    """Finish what a marker tells of, or say why that cannot be."""
    try:
        marker = read_marker(path)
    except FileNotFoundError:
        return
    except (NotOurs, OSError) as why:
        settled.notes.append(_not_ours(path, why))
        return
    if not marker.folders[-1].is_dir():  # whether the run got as far as its deciding marker?
        error = LeadkitError(
            f"{_told(marker.targets)}: a run was killed while it put its files in place, and the "
            f"folder {marker.folders[-1]}, where the others are, is gone: make these anew, or "
            f"restore them, and remove {path}"
        )
        settled.unfinished |= dict.fromkeys(marker.targets, error)
        return
    try:
        with ExitStack() as locks, undisturbed():
            group = _locked_group(marker, locks)
            if group and path.exists():  # else who held the locks was its run, or has finished it
                _finish(group, settled)
        return
    except Busy:
        error = Busy(
            f"{_told(marker.targets)}: another run puts files in place here; "
            "try again when it is done"
        )
    except (LeadkitError, OSError) as why:
        said = why if isinstance(why, LeadkitError) else explain_os_error(why, str(path))
        error = LeadkitError(
            f"{_told(marker.targets)}: a run was stopped while it put its files in place, and "
            f"these may be of two runs, as it cannot be finished: {said}"
        )
    settled.unfinished |= dict.fromkeys(marker.targets, error)


def _locked_group(marker: Marker, locks: ExitStack) -> list[Marker]:
    """Return the markers of one run, all targets of which are locked then; the deciding one last.

    Only markers that are there count: each folder has to say itself what is to be done in it.
    """
    until = time.monotonic() + _WHILE_OTHERS_RENAME
    targets = [target for one in _group(marker) for target in one.targets]
    for target in dict.fromkeys(map(os.path.realpath, targets)):
        patience = max(PATIENCE, until - time.monotonic())
        locks.callback(WriteLock(Path(target), target, patience).release)
    return _group(marker)  # as it is now that nobody else can change it


def _group(marker: Marker) -> list[Marker]:
    group = []
    for folder in marker.folders:
        for name in _left_in(folder):
            if run_of(name) == marker.run:
                try:
                    group.append(read_marker(folder / name))
                except FileNotFoundError:
                    continue
                except NotOurs as why:
                    raise LeadkitError(f"{shown_path(folder / name)}: {why}") from None
    return group


def _finish(group: Sequence[Marker], settled: Settled) -> None:
    """Put all files in place where the deciding marker is there; else forget the others."""
    last = group[-1]
    if not os.path.samefile(last.path.parent, last.folders[-1]):
        for marker in group:
            unmark([marker.path])  # the files are now like all others that were half written
        return
    renamed: list[Path] = []
    changed: list[Path] = []
    for marker in group:
        for one in marker.files:
            _put(marker.path.with_name(one.name), one.fits, renamed, changed)
    for marker in group:
        sync_folder(marker.path.parent)
    unmark([one.path for one in group])
    if renamed:
        settled.notes.append(
            f"a run that was killed had written all its files: {_told(renamed)} put in place now"
        )
    for path in changed:
        settled.notes.append(
            f"{path}: is not what the run wrote here that was killed while it put its files in "
            "place: it was changed since, or what was written is gone, and then it is of an "
            "earlier run than the files beside it"
        )


def _put(
    partial: Path, fits: Callable[[os.stat_result], bool], renamed: list[Path], changed: list[Path]
) -> None:
    target = partial.with_name(target_of(partial.name))
    try:
        if fits(os.lstat(partial)):
            put_in_place(partial, target)
            renamed.append(target)
            return
    except FileNotFoundError:
        pass  # it is in place, then
    try:
        if fits(os.lstat(target)):
            return
    except FileNotFoundError:
        pass
    changed.append(target)


def _remove_left(names: Sequence[str], folder: Path, settled: Settled) -> None:
    """Remove half-written files, and locks, of runs that are gone; name those of other people."""
    by_target: dict[str, list[str]] = {}
    for name in names:
        if target := target_of(name) or locked_name(name):
            by_target.setdefault(target, []).append(name)
    gone, others = 0, list[str]()
    for target, left in sorted(by_target.items()):
        mine = [name for name in left if _is_mine(folder / name)]
        partials = [name for name in mine if target_of(name)]
        others += [name for name in left if name not in mine and target_of(name)]
        if not mine:
            continue
        try:
            with undisturbed():
                lock = WriteLock(folder / target, target, patience=0)
                try:
                    if not _marked(folder):  # else its run was killed just now
                        gone += sum(_unlink_own(folder / name) for name in partials)
                finally:
                    lock.release()
        except Busy:
            continue
        except (LeadkitError, OSError):
            others += partials
    if gone:
        settled.removed.append(_told_removed(folder, gone))
    if others:
        settled.removed.append(
            f"{shown_path(folder / others[0])}{_more(others)} may hold what a killed run had half "
            "written, or one that is at work; remove it where no run is"
        )


def _unlink_own(path: Path) -> bool:
    try:
        if is_mine(os.lstat(path)):
            os.unlink(path)
            return True
        if is_my_folder(os.lstat(path)):  # the rows of a workbook
            shutil.rmtree(path)
            return True
    except OSError:
        pass
    return False


def _is_mine(path: Path) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return is_mine(found) or is_my_folder(found)


def _told(paths: Sequence[Path]) -> str:
    return ", ".join(shown_path(path) for path in paths)


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - 1:,} more" if len(names) > 1 else ""


def _told_removed(folder: Path, files: int) -> str:
    where = shown_path(folder)
    return (
        f"removed {files:,} file{'s' * (files != 1)} that a killed run had half written in "
        f"{'the working folder' if where == '.' else where}"
    )


def _not_ours(path: Path, why: Exception) -> str:
    reason = why if isinstance(why, NotOurs) else "it cannot be read"
    return (
        f"{shown_path(path)}: says that a run was killed while it put its files in place, but is "
        f"not followed, as {reason}; the files beside it may be of two runs. Make them anew, and "
        "remove it"
    )
