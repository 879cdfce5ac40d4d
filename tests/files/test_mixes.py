"""Where a killed run's files cannot be put in place, every command says which are of two runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.files.lock import WriteLock
from leadkit.files.partial import changes_told, forget_changes
from leadkit.files.settle import settle
from leadkit.run.outputs import OpenOutputs
from tests.files.dying import dying

NAMES = ("merges.csv", "logs/review.csv", "leads.csv")
HEADS = {
    "merges.csv": "lead_id,merged_into,probability,reasons,fields_used,matched_with,evidence,position,kept_before,full_name,email",
    "logs/review.csv": "decision,probability,reasons,lead_id_1,lead_id_2",
    "leads.csv": "lead_id,email",
}


NEW = "," * 99 + "\n"


def write_all(folder: Path, names: tuple[str, ...] = NAMES, more: str = "") -> None:
    with OpenOutputs() as opened:
        for name in names:
            opened.open(str(folder / name)).write(f"{HEADS[name]}\n{more}".encode())
        opened.commit()


def mix(folder: Path, names: tuple[str, ...]) -> Path:
    """Kill a run between the first of its renames and the second."""
    (folder / "logs").mkdir()
    write_all(folder, names)
    with dying() as process:
        write_all(folder, names)
    renames = [at for at, name in enumerate(process.steps, 1) if name == "replace"]
    assert len(renames) == 5  # two markers and three files
    with dying(renames[3]) as process:
        write_all(folder, names, NEW)
    assert process.dead
    return folder


def is_new(path: Path) -> bool:
    return path.read_text("utf-8").endswith(NEW)


@pytest.fixture
def mixed(memory) -> Path:
    """A folder with files of two runs; the last of them is in it."""
    return mix(memory, NAMES)


def test_the_next_command_finishes(mixed, leadkit):
    """So that the tests below begin with a mix."""
    assert [is_new(mixed / name) for name in NAMES] == [True, False, False]
    done = leadkit("rules", "list", cwd=mixed)
    assert done.code == 0
    assert done.lines[0].endswith(
        "note: a run that was killed had written all its files: logs/review.csv, leads.csv put in "
        "place now"
    )
    assert all(is_new(mixed / name) for name in NAMES)
    assert not list(mixed.rglob(".*"))


COMMANDS = {
    "unmerge": "unmerge leads.csv --merges merges.csv",
    "explain": "explain nobody --in merges.csv",
    "clean": "clean leads.csv -o cleaned.csv",
}


@pytest.mark.slow  # each waits some seconds for the other program
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_mix_that_another_program_keeps(mixed, leadkit, command):
    """Who reads one of the files hears that they are of two runs; nothing is written."""
    lock = WriteLock(mixed / "logs" / "review.csv", "review.csv")
    try:
        done = leadkit(*command.split(), cwd=mixed)
        other = leadkit("rules", "list", cwd=mixed)
    finally:
        lock.release()
    assert (done.code, done.out, len(done.lines)) == (75, b"", 1), done.err
    assert "another run puts files in place here; try again when it is done" in done.lines[0]
    assert (other.code, len(other.lines)) == (0, 1)  # what looks at none of them goes on
    assert "another run puts files in place here" in other.lines[0]
    assert not (mixed / "cleaned.csv").exists()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_mix_whose_other_folder_is_gone(memory, leadkit, command):
    """Whether the run got as far as to decide nobody knows then: one line says what to do."""
    mix(memory, ("merges.csv", "leads.csv", "logs/review.csv"))
    (memory / "logs").rename(memory / "elsewhere")
    done = leadkit(*command.split(), cwd=memory)
    assert (done.code, done.out, len(done.lines)) == (2, b"", 1)
    told = "merges.csv, leads.csv: a run was killed while it put its files in place, and the folder"
    assert done.lines[0].startswith(f"leadkit: {told}")
    assert "is gone: make these anew, or restore them, and remove " in done.lines[0]
    assert [is_new(memory / name) for name in ("merges.csv", "leads.csv")] == [True, False]
    (memory / "elsewhere").rename(memory / "logs")  # restored, as the line says
    assert leadkit("rules", "list", cwd=memory).code == 0
    assert all(is_new(memory / name) for name in NAMES)


def test_a_mix_of_which_another_folder_is_gone(mixed, leadkit):
    """What there is comes in force, where the folder that decides is there."""
    (mixed / "logs").rename(mixed.with_name(mixed.name + "-gone"))
    done = leadkit("rules", "list", cwd=mixed)
    assert done.lines[0].endswith("had written all its files: leads.csv put in place now")
    (mixed.with_name(mixed.name + "-gone")).rename(mixed / "logs")


@pytest.mark.parametrize("change", ["removed", "replaced"])
def test_a_mix_of_which_a_part_was_changed(mixed, leadkit, change):
    """What is left is put in place, and the file that is of another run is named."""
    (half,) = (mixed / "logs").glob(".review.csv.*-partial")
    half.unlink()
    if change == "replaced":
        half.write_bytes(b"something else")
    done = leadkit("rules", "list", cwd=mixed)
    assert done.code == 0
    assert done.lines[0].endswith("all its files: leads.csv put in place now")
    assert "logs/review.csv: is not what the run wrote here that was killed while" in done.lines[1]


def test_a_marker_for_which_there_is_no_room(folder):
    """It is written whole or the run ends: never is there one that nobody can read."""
    code = (
        "import resource, signal, sys; from tests.files import test_mixes as it; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150)); "
        f"it.write_all(it.Path({str(folder)!r}), ('merges.csv', 'leads.csv'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "leads.csv: is larger than a file may be here; nothing was written" in done.stderr
    assert os.listdir(folder) == []


def test_what_is_said_of_changed_files(folder, monkeypatch):
    """Who stops a run hears which files are written already: those that are there."""
    monkeypatch.chdir(folder)
    forget_changes()
    assert changes_told() == "no file was changed"
    for name in ("merges.csv", "leads.csv"):
        write_all(folder, (name,))
    assert changes_told() == "merges.csv and leads.csv are written already"
    (folder / "merges.csv").unlink()
    assert changes_told() == "leads.csv is written already"
    HEADS.update(dict.fromkeys("abcd", ""))
    write_all(folder, tuple("abcd"))
    assert changes_told() == "leads.csv, a, b and 2 more are written already"
    forget_changes()


def test_a_disk_that_breaks_behind_the_renames(folder, monkeypatch):
    """All files are in place then, and the line says so; nothing is left to be finished."""

    def broken(path: object) -> None:
        raise LeadkitError(f"{path}: Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("leadkit.files.atomic.sync_folder", broken)
        with pytest.raises(LeadkitError, match="All files of this run are in place, but may not"):
            write_all(folder, ("merges.csv", "leads.csv"))
    assert not settle(folder).notes
    assert sorted(os.listdir(folder)) == ["leads.csv", "merges.csv"]
