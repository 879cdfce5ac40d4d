"""Folders that everybody may put files into, as /tmp: what somebody else put there is not trusted.

Only who owns a file may remove it there, but anybody may lay a link or a file with the name that a
run is about to write. Linux refuses such by itself where it is set up so; a file that is renamed
over its target is none of what it looks at.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_MOST_LINKS = 40  # on one way, as Linux has it


def is_foreign(found: os.stat_result, folder: os.stat_result) -> bool:
    """Tell whether a file was put into a folder for everybody by neither us nor its owner."""
    if not hasattr(os, "geteuid"):  # Windows has no such folders
        return False
    for_all = stat.S_ISVTX | stat.S_IWOTH
    ours = found.st_uid in (os.geteuid(), folder.st_uid)
    return folder.st_mode & for_all == for_all and not ours


def foreign_link(path: str) -> Path | None:
    """Return the first link on the way to a file that somebody else put into a folder for all.

    >>> foreign_link("leads.csv") is None
    True
    """
    here = Path(path).anchor or os.getcwd()
    steps = list(reversed(Path(path).parts[bool(Path(path).anchor) :]))
    links = 0
    while steps and links < _MOST_LINKS:
        step = os.path.join(here, steps.pop())
        try:
            found = os.lstat(step)
            if not stat.S_ISLNK(found.st_mode):
                here = os.path.realpath(step)  # of .. alone another one
                continue
            if is_foreign(found, os.stat(here)):
                return Path(step)
            leads_to = Path(os.readlink(step))
        except OSError:  # what is not there yet is no link
            return None
        links += 1
        here = leads_to.anchor or here
        steps += reversed(leads_to.parts[bool(leads_to.anchor) :])
    return None
