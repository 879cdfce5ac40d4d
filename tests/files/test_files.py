"""Files: an output is whole or not there, and inputs that are none get one clear line."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leadkit.base.errors import Busy, LeadkitError
from leadkit.files.disk import open_input, open_output

LIST = b"Name,E-Mail\nEva Meier,eva@meier.example.com\n"
LONG_LIST = b"Name,E-Mail\n" + b"Eva Meier,eva@meier.example.com\n" * 150_000  # over two blocks
LONGER_LIST = LONG_LIST + LONG_LIST.partition(b"\n")[2]  # whose table is over what is held back


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def half_written(folder: Path) -> list[Path]:
    return [one for one in folder.glob(".leads.csv.*.leadkit-partial") if one.stat().st_size]


@pytest.fixture
def halfway(folder):
    """A run of leadkit import -o leads.csv that has read a first block and waits for the next."""
    command = [sys.executable, "-m", "leadkit", "import", "-o", "leads.csv"]
    run = subprocess.Popen(
        command,
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


def test_a_killed_run_leaves_the_old_file_and_no_lock(folder, halfway, leadkit):
    """kill -9 in the middle leaves the old output whole, and the next run just works."""
    (folder / "leads.csv").write_bytes(b"old\n")
    halfway.kill()
    halfway.wait()
    assert (folder / "leads.csv").read_bytes() == b"old\n"
    run = leadkit("import", "-o", "leads.csv", stdin=LIST, cwd=folder)
    assert run.code == 0, run.err
    assert (folder / "leads.csv").read_bytes().endswith(b",Eva Meier,eva@meier.example.com,\n")
    assert names_in(folder) == ["leads.csv"]


def test_a_second_run_on_the_same_output_is_kept_out(folder, halfway, leadkit):
    """While one run writes a file, another ends with 75 and says why; the first one is unharmed."""
    second = leadkit("import", "-o", "leads.csv", stdin=LIST, cwd=folder)
    assert (second.code, second.out) == (75, b"")
    assert second.lines == [
        "leadkit: leads.csv: another run is writing this file; try again when it is done"
    ]
    halfway.communicate(b"Last Row,\n")
    assert halfway.returncode == 0
    assert (folder / "leads.csv").read_bytes().count(b"\n") == LONG_LIST.count(b"\n") + 1


STOPPED = b"leadkit: told to stop; no file was changed\n"


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        (signal.SIGINT, 130, b"leadkit: interrupted; no file was changed\n"),
        pytest.param(signal.SIGTERM, 143, STOPPED, marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, 129, STOPPED, marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_told_to_stop_leaves_nothing(folder, halfway, told, code, said):
    """After Ctrl-C a run says so in one line and exits with 130; it removes what it began."""
    halfway.send_signal(told)
    assert halfway.communicate(timeout=30) == (b"", said)
    assert halfway.returncode == code
    assert names_in(folder) == []


def test_a_failed_run_leaves_the_old_file(folder, leadkit):
    """A row that cannot be read ends clean; the old output stays and nothing new is there."""
    (folder / "leads.csv").write_bytes(b"lead_id,email\n1,eva@meier.example.com\n2\n3,\n")
    (folder / "out.csv").write_bytes(b"old\n")
    run = leadkit("clean", "leads.csv", "-o", "out.csv", cwd=folder)
    assert (run.code, run.out) == (2, b"")
    assert run.lines[0].startswith("leadkit: leads.csv:3: 1 cell where the header has 2;")
    assert (folder / "out.csv").read_bytes() == b"old\n"
    assert names_in(folder) == ["leads.csv", "out.csv"]


def test_the_output_may_be_the_input_and_keeps_its_mode(folder, leadkit):
    """A file is cleaned in place; who may read it stays as it was."""
    path = folder / "leads.csv"
    path.write_bytes(b"lead_id,country\n1,Deutschland\n")
    path.chmod(0o640)
    assert leadkit("clean", path, "-o", path).code == 0
    assert path.read_bytes().splitlines()[1].startswith(b"1,DE,")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(folder) == ["leads.csv"]


def written(path: str | Path, content: bytes = b"new\n") -> None:
    output = open_output(str(path))
    output.write(content)
    output.commit()


def test_a_link_stays_a_link(folder):
    """Writing to a link replaces what it points to."""
    (folder / "there").mkdir()
    target, link = folder / "there" / "leads.csv", folder / "leads.csv"
    target.write_bytes(b"old\n")
    link.symlink_to(target)
    written(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"


def test_a_new_file_has_the_usual_mode(folder):
    """A new output can be read by whom the umask lets."""
    before = os.umask(0o027)
    try:
        written(folder / "leads.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "leads.csv").stat().st_mode) == 0o640


def test_nothing_is_seen_before_commit(folder):
    """A target is old or new, never half; a discarded output leaves no trace."""
    path = folder / "leads.csv"
    path.write_bytes(b"old\n")
    output = open_output(str(path))
    output.write(b"new")
    assert path.read_bytes() == b"old\n"
    with pytest.raises(Busy):
        open_output(str(path))
    output.discard()
    assert path.read_bytes() == b"old\n"
    assert names_in(folder) == ["leads.csv"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_is_full_at_the_very_end(folder, leadkit_here, monkeypatch, step):
    """Where the last step fails, the old files stay and nothing lies beside them."""
    (folder / "list.csv").write_bytes(LIST)
    (folder / "leads.csv").write_bytes(b"old\n")

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    monkeypatch.chdir(folder)
    run = leadkit_here("import", "list.csv", "-o", "leads.csv", "--summary", "summary.json")
    assert (run.code, run.out, len(run.lines)) == (2, b"", 1)
    assert "the disk is full; nothing was written" in run.lines[0]
    assert (folder / "leads.csv").read_bytes() == b"old\n"
    assert names_in(folder) == ["leads.csv", "list.csv"]


@pytest.mark.parametrize("where", ["-o /dev/full", "> /dev/full", "--summary /dev/full"])
def test_a_full_disk(folder, leadkit, shell, where):
    """A full disk is one line and exit code 2, on a file as on standard output."""
    if where.startswith(">"):
        run = shell(f"leadkit import {where}", stdin=LIST, cwd=folder)
    else:
        run = leadkit("import", *where.split(), stdin=LIST, cwd=folder)
    assert run.code == 2
    assert len(run.lines) == 1
    assert "the disk is full; nothing was written" in run.lines[0]


def test_a_disk_that_fills_up_on_the_way(folder, leadkit):
    """Where there is no room for all rows, the old file stays, and no part of the new one."""
    (folder / "leads.csv").write_bytes(b"old\n")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    run = leadkit("import", "-o", "leads.csv", stdin=LONG_LIST, cwd=folder, preexec_fn=little_room)
    assert (run.code, run.out, len(run.lines)) == (2, b"", 1)
    assert run.lines[0].startswith("leadkit: leads.csv: ")
    assert (folder / "leads.csv").read_bytes() == b"old\n"
    assert names_in(folder) == ["leads.csv"]


@pytest.mark.parametrize(
    "line",
    ["leadkit import | head -1", pytest.param("leadkit import | true", marks=pytest.mark.slow)],
)
def test_a_reader_that_has_seen_enough(shell, line):
    """A closed pipe is no error: nothing is said, and the exit code is 0 under pipefail."""
    run = shell(line, stdin=LONGER_LIST)
    assert (run.code, run.lines) == (0, [])


def test_help_into_a_closed_pipe(shell):
    """The same holds for help."""
    run = shell("leadkit --help | true")
    assert (run.code, run.lines) == (0, [])


@pytest.mark.parametrize(
    "closed",
    [
        "<&- >&- 2>&-",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("<&-", ">&-", "2>&-")),
    ],
)
def test_no_standard_stream_is_needed(folder, shell, closed):
    """With files to read and write, each of them may be closed, and all together."""
    (folder / "list.csv").write_bytes(LIST)
    run = shell(f"leadkit import list.csv -o out.csv {closed}", cwd=folder)
    assert (run.code, run.out) == (0, b"")
    lines = (folder / "out.csv").read_bytes().splitlines()
    assert lines[0] == b"lead_id,source_file,source_row,full_name,email,issues"
    assert lines[1].endswith(b",list.csv,2,Eva Meier,eva@meier.example.com,")


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ("<&-", "leadkit: standard input is closed; give a file to read"),
        ("list.csv >&-", "leadkit: standard output is closed; give -o FILE"),
    ],
)
def test_a_closed_stream_that_is_needed(folder, shell, closed, said):
    """One line says which, and what to do instead."""
    (folder / "list.csv").write_bytes(LIST)
    run = shell(f"leadkit import {closed}", cwd=folder)
    assert (run.code, run.out, run.lines) == (2, b"", [said])


def test_a_bare_environment(folder, leadkit, bare_environment):
    """UTF-8 goes in and out in a POSIX locale without any environment, as under cron."""
    name = "Größe.csv"
    (folder / name).write_bytes("Name,Straße\nJürgen Groß,Kölner Straße 5\n".encode())
    run = leadkit("import", name, cwd=folder, env=bare_environment)
    assert run.code == 0, run.err
    assert f",{name},2,Jürgen Groß,Kölner Straße 5,\n".encode() in run.out
    assert run.lines == ["leadkit import: 1 row read = 1 written"]
    gone = leadkit("import", "Größer.csv", cwd=folder, env=bare_environment)
    assert (gone.code, gone.out, len(gone.lines)) == (2, b"", 1)
    assert gone.lines[0].endswith("er.csv: no such file")


def test_a_file_name_that_is_no_text(folder, leadkit):
    """A name in an old encoding is read like any other; source_file shows it somehow."""
    (folder / os.fsdecode(b"Gr\xf6\xdfe.csv")).write_bytes(LIST)
    run = leadkit("import", os.fsdecode(b"Gr\xf6\xdfe.csv"), cwd=folder)
    assert run.code == 0, run.err
    assert b"Eva Meier" in run.out


NOT_TEXT = {
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)) * 9,
    "photo": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 9,
    "workbook": b"PK\x03\x04\x14\x00\x06\x00",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "address cards": b"begin:vcard\nVERSION:2.1\n",
    "program": Path(sys.executable).read_bytes()[:8192],
    "zeros": bytes(5000),
}


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
def test_files_that_are_no_text(folder, content):
    """A file of another kind is recognised, not read as a table of nonsense."""
    from leadkit.files.csv_in import CsvFile

    path = folder / "list.csv"
    path.write_bytes(content)
    with pytest.raises(LeadkitError, match=r"list\.csv: this is not a (CSV|text) file"):
        CsvFile(str(path))


def test_paths_that_are_no_files(folder):
    """No such file, a folder, and a file below a file are told apart."""
    (folder / "list.csv").write_bytes(LIST)
    for path, said in (
        (folder / "gone.csv", "no such file"),
        (folder, "is a folder, not a file"),
        (folder / "list.csv" / "x.csv", "Not a directory"),
    ):
        with pytest.raises(LeadkitError, match=f"{path.name}: {said}"):
            open_input(str(path))
    for path, said in ((folder, "is a folder"), (folder / "no" / "x.csv", "no such f")):
        with pytest.raises(LeadkitError, match=f"{path.name}: {said}"):
            open_output(str(path))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_files_that_may_not_be_opened(folder):
    """A file that may not be read, a file and a folder that may not be written: one line each."""
    path = folder / "list.csv"
    path.write_bytes(LIST)
    path.chmod(0)
    for opening in (open_input, open_output):
        with pytest.raises(LeadkitError, match="permission denied"):
            opening(str(path))
    folder.chmod(0o500)
    with pytest.raises(LeadkitError, match="permission denied"):
        open_output(str(folder / "new.csv"))
    folder.chmod(0o700)
