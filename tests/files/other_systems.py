"""leadkit as on a system without POSIX: ``python tests/files/other_systems.py import leads.csv``.

What only POSIX has is taken out of ``os``, and its modules cannot be imported; files behave as
on Windows: none is renamed, replaced or removed while it is open, nor is its folder.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import warnings
from pathlib import Path

ONLY_POSIX = """
O_ASYNC O_CLOEXEC O_DIRECT O_DIRECTORY O_DSYNC O_NDELAY O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK
O_PATH O_RSYNC O_SYNC O_TMPFILE F_LOCK F_TEST F_TLOCK F_ULOCK POSIX_FADV_DONTNEED RTLD_LAZY
chown chroot confstr copy_file_range eventfd fchdir fchmod fchown fdatasync fork forkpty fpathconf
fstatvfs get_blocking getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority
getresuid getsid getuid initgroups killpg lchown lockf major makedev memfd_create minor mkfifo
mknod nice openpty pathconf pipe2 posix_fadvise posix_fallocate posix_spawn pread preadv pwrite
pwritev readv register_at_fork sched_getaffinity sched_yield sendfile set_blocking setegid seteuid
setgid setgroups setpgid setpriority setsid setuid splice statvfs sync sysconf tcgetpgrp ttyname
uname wait wait3 wait4 waitid writev
""".split()
ONLY_POSIX_SIGNALS = "SIGALRM SIGHUP SIGKILL SIGPIPE SIGQUIT SIGTSTP SIGUSR1 pthread_kill".split()
ONLY_POSIX_MODULES = ("fcntl", "grp", "pwd", "resource", "termios", "syslog", "tty", "pty")


def _load_what_is_not_ours() -> None:
    """Libraries have other code on Windows: only leadkit's own is to do without the names."""
    import multiprocessing
    import subprocess

    import pyarrow.csv
    import rich.console
    import typer

    assert all((multiprocessing, subprocess, pyarrow.csv, rich.console, typer))
    if sys.argv[1] != "import":  # which does without pandas
        import pandas

        assert pandas


def _open_files() -> set[str]:
    return {
        os.readlink(one.path) for one in os.scandir("/proc/self/fd") if os.path.lexists(one.path)
    }


def _is_open(path: str) -> bool:
    """Tell whether a file, or one in a folder, is open."""
    return any(f"{one}{os.sep}".startswith(f"{path}{os.sep}") for one in _open_files())


def _refused_while_open(function):
    def refusing(*paths, **options):
        for path in paths:
            # Locks are filelock's, which knows its systems: here it is the Linux one.
            is_lock = any(name in str(path) for name in (".leadkit-lock", f"{os.sep}.lock"))
            if not is_lock and _is_open(os.path.realpath(path)):
                error = PermissionError(errno.EACCES, "The process cannot access the file", path)
                error.winerror = 32
                raise error
        return function(*paths, **options)

    return refusing


def main() -> None:
    _load_what_is_not_ours()
    for name in ONLY_POSIX:
        if hasattr(os, name):
            delattr(os, name)
    for name in ONLY_POSIX_SIGNALS:
        delattr(signal, name)
    for name in ONLY_POSIX_MODULES:
        sys.modules[name] = None
    os.supports_dir_fd = set()
    for name in ("replace", "rename", "unlink", "remove"):
        setattr(os, name, _refused_while_open(getattr(os, name)))
    # Where there is no flock, filelock has a lock of its own; Windows has LockFileEx, no warning.
    warnings.filterwarnings("ignore", message="only soft file lock")
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from leadkit.cli import main as leadkit

    sys.argv[0] = "leadkit"
    leadkit()


if __name__ == "__main__":
    main()
