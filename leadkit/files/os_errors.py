"""What the operating system says of a file, as one line for people."""

from __future__ import annotations

import errno

from leadkit.base.errors import LeadkitError


def explain_os_error(error: OSError, path: str, partly: bool = False) -> LeadkitError:
    """Turn what the operating system says into one line that names the file.

    ``partly`` says that a part of the file was written before, and stays.

    >>> print(explain_os_error(FileNotFoundError(errno.ENOENT, "No such file"), "leads.csv"))
    leads.csv: no such file
    """
    written = "only a part was written" if partly else "nothing was written"
    words = {  # by name: not every system has all of these numbers
        "ENOENT": "no such file",
        "EISDIR": "is a folder, not a file",
        "EACCES": "may not be opened: permission denied",
        "ENOSPC": f"the disk is full; {written}",
        "EDQUOT": f"the disk quota is used up; {written}",
        "EFBIG": f"is larger than a file may be here; {written}",
        "EROFS": "may not be written: the disk is read-only",
        "ENAMETOOLONG": "this name is too long; give a shorter one",
    }
    name = errno.errorcode.get(error.errno or 0, "")
    return LeadkitError(f"{path}: {words.get(name, error.strerror or str(error))}")
