"""leadkit run by tests: here, as a process of its own, or as a quick one in a shell.

Most tests claim something about what goes in and comes out, and not about a process: they need no
start of one, which takes longer than the work. ``here`` runs the command line in the test's own
process on real descriptors. In a line of a shell leadkit is a process, too, as there are pipes; it
is forked from one that has its libraries loaded (``Server``), by a client that hands over its
descriptors, folder, environment and arguments.
"""

from __future__ import annotations

import contextlib
import io
import marshal
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLIENT = Path(__file__).with_name("ask_server.py")


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: bytes
    err: bytes

    @property
    def lines(self) -> list[str]:
        """What it told its user."""
        return self.err.decode().splitlines()


def as_process(command: list[str], stdin: bytes = b"", **options: object) -> Run:
    """Run a command in a process of its own; options are those of subprocess.run."""
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, **options)
    return Run(done.returncode, done.stdout, done.stderr)


def here(arguments: list[str], stdin: bytes = b"", cwd: str | Path | None = None) -> Run:
    """Run leadkit with these arguments within this process, in a folder."""
    from leadkit.cli import main

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _restored(), _descriptors(stdin, out, err), _streams():
            if cwd is not None:
                os.chdir(cwd)
            sys.argv = ["leadkit", *arguments]
            try:
                main()
                raise AssertionError("leadkit ends by an exit code")
            except SystemExit as end:
                code = end.code
        written = []
        for file in (out, err):
            file.seek(0)
            written.append(file.read())
    return Run(code, *written)


@contextlib.contextmanager
def _restored() -> Iterator[None]:
    """Give the process back its folder, environment, arguments and what a signal does."""
    folder, environment, argv = Path.cwd(), dict(os.environ), sys.argv
    asked_to_end = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = argv
        signal.signal(signal.SIGTERM, asked_to_end)


@contextlib.contextmanager
def _descriptors(stdin: bytes, out: io.BufferedRandom, err: io.BufferedRandom) -> Iterator[None]:
    """Make 0 a pipe with these bytes, and 1 and 2 pipes into files, as a caller reads them."""
    kept = [os.dup(number) for number in (0, 1, 2)]
    ends = [os.pipe() for _ in kept]
    moving = [threading.Thread(target=_fill, args=(ends[0][1], stdin))]
    for (reading, _), file in zip(ends[1:], (out, err), strict=True):
        moving.append(threading.Thread(target=_empty, args=(reading, file)))
    for thread in moving:
        thread.start()
    for number, end in enumerate((ends[0][0], ends[1][1], ends[2][1])):
        os.dup2(end, number)
        os.close(end)
    try:
        yield
    finally:
        for number, old in enumerate(kept):
            os.dup2(old, number)
            os.close(old)
        for thread in moving:
            thread.join()


def _fill(descriptor: int, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as pipe:
        rest = memoryview(content)
        while rest:
            rest = rest[pipe.write(rest) :]


def _empty(descriptor: int, file: io.BufferedRandom) -> None:
    with open(descriptor, "rb", buffering=0) as pipe:
        while part := pipe.read(1 << 16):
            file.write(part)


@contextlib.contextmanager
def _streams() -> Iterator[None]:
    """Give Python's standard streams anew, as it makes them at its start."""
    kept = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(
        2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1
    )
    made = sys.stdin, sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        for stream in made:
            stream.close()


class Server:
    """A process that has leadkit's libraries loaded and forks a leadkit for each that asks."""

    def __init__(self, folder: Path) -> None:
        address = folder / "server"
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(address)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert self._process.stdout.readline() == b"ready\n"
        # A command of this name, so that bash, pipes and exit codes are as its users know them.
        self.bin = folder / "bin"
        self.bin.mkdir()
        command = self.bin / "leadkit"
        command.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -S -E "{CLIENT}" "{address}" "$@"\n'
        )
        command.chmod(command.stat().st_mode | stat.S_IXUSR)

    def end(self) -> None:
        """Stop it; whatever it forked has ended with its own command."""
        self._process.kill()
        self._process.communicate()


def _serve(address: str) -> None:
    import leadkit.cli
    import leadkit.run.stages

    for path in sorted((ROOT / "leadkit").rglob("*.py")):
        if path.stem not in ("__main__", "__init__"):
            __import__(".".join(path.relative_to(ROOT).with_suffix("").parts))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were forked
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(address)
    server.listen(64)
    print("ready", flush=True)
    while True:
        client, _ = server.accept()
        if os.fork():
            client.close()
            continue
        server.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _answer(client, leadkit.cli.main)


def _answer(client: socket.socket, main: object) -> None:
    """Be the leadkit that a client asked for, and tell it the exit code at the end."""
    _, given, _, _ = socket.recv_fds(client, 1, 3)
    for number, descriptor in enumerate(given):
        os.dup2(descriptor, number)
        os.close(descriptor)
    with client.makefile("rb") as asked:
        folder, environment, arguments = marshal.loads(asked.read())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    sys.argv = ["leadkit", *arguments]
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for number in (0, 1, 2):
        os.close(number)
    client.sendall(b"%d\n" % code)
    os._exit(0)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    _serve(sys.argv[1])


def on_terminal(*arguments: str, columns: int = 80) -> str:
    """Run leadkit with a terminal of so many columns as its output; return what it shows."""
    import pty  # POSIX alone has it

    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "leadkit", *arguments]
    with subprocess.Popen(
        command, stdout=follower, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        env={**environment, "NO_COLOR": "1"}, cwd=ROOT,
    ) as process:  # fmt: skip
        os.close(follower)
        shown = b""
        while True:
            try:
                block = os.read(leader, 1 << 16)
            except OSError:  # the terminal is closed when its last writer has gone
                break
            if not block:
                break
            shown += block
        assert process.wait() == 0
    os.close(leader)
    return re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).replace("\r\n", "\n")
