"""What the operating system says of a file, as one line for people."""

from __future__ import annotations

import errno

from leadkit.base.errors import LeadkitError


def explain_os_error(error: OSError, path: str) -> LeadkitError:
    """Turn what the operating system says into one line that names the file.

    >>> print(explain_os_error(FileNotFoundError(errno.ENOENT, "No such file"), "leads.csv"))
    leads.csv: no such file
    """
    words = {  # by name: not every system has all of these numbers
        "ENOENT": "no such file",
        "EISDIR": "is a folder, not a file",
        "EACCES": "may not be opened: permission denied",
        "ENOSPC": "the disk is full; nothing was written",
        "EDQUOT": "the disk quota is used up; nothing was written",
        "EFBIG": "is larger than a file may be here; nothing was written",
        "EROFS": "may not be written: the disk is read-only",
        "ENAMETOOLONG": "this name is too long; give a shorter one",
    }
    name = errno.errorcode.get(error.errno or 0, "")
    return LeadkitError(f"{path}: {words.get(name, error.strerror or str(error))}")
