"""Without what only POSIX has, the command line does the same: locks, whole files, clean ends."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import DirectOutput, open_output, write_utf8_on_windows

DRIVER = Path(__file__).parent / "other_systems.py"
LIST = b"Name,E-Mail\nEva Meier,eva@meier.example.com\n"
LONG_LIST = b"Name,E-Mail\n" + b"Eva Meier,eva@meier.example.com\n" * 150_000  # over two blocks

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="which files are open is asked of Linux"
)
# Slow are those of which every run tries one on this system, too (test_files.py, test_cli.py).


def elsewhere(*arguments: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess:
    command = [sys.executable, str(DRIVER), *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, timeout=60)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.slow
def test_a_pipe_and_the_output_over_its_input(folder, leadkit):
    """import | clean gives the bytes it gives here, and -o may be the input."""
    (folder / "list.csv").write_bytes(LIST)
    line = f'"{sys.executable}" "{DRIVER}"'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line} import list.csv | {line} clean -o leads.csv"],
        cwd=folder, capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    imported = leadkit("import", "list.csv", cwd=folder).out
    cleaned = leadkit("clean", stdin=imported, cwd=folder).out
    assert (folder / "leads.csv").read_bytes() == cleaned
    (folder / "leads.csv").chmod(0o640)
    again = elsewhere(
        "score", "--rules", "b2b", "leads.csv", "-o", "leads.csv", "--summary", "summary.json",
        folder=folder,
    )  # fmt: skip
    assert (again.returncode, again.stdout) == (0, b""), again.stderr
    assert b"score_reasons" in (folder / "leads.csv").read_bytes().splitlines()[0]
    assert (folder / "leads.csv").stat().st_mode & 0o777 == 0o640
    assert names_in(folder) == ["leads.csv", "list.csv", "summary.json"]


@pytest.mark.slow
def test_a_pipeline(folder, root, leadkit):
    """run writes all files of the trade fair, byte for byte those of this system."""
    for name in ("here", "there"):
        shutil.copytree(root / "examples" / "trade-fair", folder / name)
    assert leadkit("run", "pipeline.yaml", cwd=folder / "here").code == 0
    done = elsewhere("run", "pipeline.yaml", folder=folder / "there")
    assert done.returncode == 0, done.stderr
    assert names_in(folder / "there") == names_in(folder / "here")
    for name in names_in(folder / "here"):
        assert (folder / "there" / name).read_bytes() == (folder / "here" / name).read_bytes()


def half_written(folder: Path) -> list[Path]:
    return [one for one in folder.glob(".leads.csv.*.leadkit-partial") if one.stat().st_size]


@pytest.fixture
def halfway(folder):
    """A run of import -o leads.csv that has read a first block and waits for the next."""
    run = subprocess.Popen(
        [sys.executable, str(DRIVER), "import", "-o", "leads.csv"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A test run in the background ignores Ctrl-C, and its children would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    run.stdin.write(LONG_LIST)
    run.stdin.flush()
    until = time.monotonic() + 30
    while not half_written(folder) and time.monotonic() < until:
        time.sleep(0.01)
    assert half_written(folder), "the run should be writing by now"
    yield run
    run.kill()
    run.communicate()


@pytest.mark.slow
def test_a_second_run_and_an_interrupted_one(folder, halfway):
    """A second run ends with 75; Ctrl-C ends the first with 130 and leaves nothing."""
    second = elsewhere("import", "-o", "leads.csv", stdin=LIST, folder=folder)
    assert (second.returncode, second.stdout) == (75, b""), second.stderr
    assert second.stderr.splitlines() == [
        b"leadkit: leads.csv: another run is writing this file; try again when it is done"
    ]
    halfway.send_signal(signal.SIGINT)
    said = b"leadkit: interrupted; no file was changed\n"
    assert halfway.communicate(timeout=30) == (b"", said)
    assert halfway.returncode == 130
    assert names_in(folder) == []


@pytest.mark.slow
def test_a_killed_run_blocks_no_other(folder, halfway):
    """After the process was killed, the next run takes over and leaves one file."""
    (folder / "leads.csv").write_bytes(b"old\n")
    halfway.kill()
    halfway.wait()
    assert (folder / "leads.csv").read_bytes() == b"old\n"
    done = elsewhere("import", "-o", "leads.csv", stdin=LIST, folder=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "leads.csv").read_bytes().endswith(b",Eva Meier,eva@meier.example.com,\n")
    assert names_in(folder) == ["leads.csv"]


def test_a_file_that_another_program_has_open(folder, monkeypatch):
    """Where Windows does not let go of a file, one line says which and what to do."""
    (folder / "leads.csv").write_bytes(b"old\n")

    def held(*paths: object) -> None:
        error = PermissionError(errno.EACCES, "The process cannot access the file")
        error.winerror = 32
        raise error

    monkeypatch.setattr(os, "replace", held)
    output = open_output(str(folder / "leads.csv"))
    output.write(b"new\n")
    with pytest.raises(LeadkitError, match=r"leads\.csv: is open in another program and was not"):
        output.commit()
    output.discard()
    assert (folder / "leads.csv").read_bytes() == b"old\n"
    assert names_in(folder) == ["leads.csv"]


def test_a_pipe_that_is_closed_on_windows(monkeypatch):
    """Windows calls a closed pipe an invalid argument; it is no error there either."""
    reading, writing = os.pipe()
    os.close(reading)
    output = DirectOutput(writing, "standard output", owned=True)

    class Closed:
        def write(self, data: object) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(output, "_raw", Closed())
    output.write(b"lead_id\n")
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(BrokenPipeError):
        output.commit()


def test_what_is_printed_on_windows(monkeypatch):
    """A redirected stream in an old code page becomes UTF-8, and takes any name."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "platform", "win32")
    write_utf8_on_windows()
    print("Łódź 東京", flush=True)
    assert written.getvalue() == "Łódź 東京\n".encode()
