"""Without what only POSIX has, a workspace's run does the same: lock, commit, copies, redo."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leadkit.workspace.paths import Workspace, unfinished_names
from tests.files.test_other_systems import DRIVER, elsewhere
from tests.workspace.fairs import DAY, EVA, IDA, JAN, TOM, Fair, new_fair

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="which files are open is asked of Linux"
)


@pytest.fixture
def fair(folder) -> Fair:
    """A workspace with one run that was made here, and a list that it has not."""
    fair = new_fair(folder / "fair")
    fair.list("a.csv", EVA, JAN)
    fair.run()
    fair.list("b.csv", IDA, TOM, f"{EVA}Bonn")
    return fair


@pytest.mark.slow
def test_a_run(fair, folder):
    """The bytes are those of this system, and no file is renamed or removed while it is open."""
    here = Fair(Workspace(shutil.copytree(fair.folder, folder / "here")))
    here.run()
    done = elsewhere("run", "fair", "--as-of", DAY, folder=folder)
    assert done.returncode == 0, done.stderr
    assert fair.tables() == here.tables()
    assert fair.manifest().peak_memory is None
    assert not list(fair.folder.rglob(".*"))


@pytest.mark.slow
def test_further_commands(fair, folder):
    """A first run, nothing to do, redo."""
    fresh = new_fair(folder / "fresh")
    fresh.list("a.csv", EVA)
    for said in (b"this is the first run", b"nothing to do"):
        done = elsewhere("run", "fresh", "--as-of", DAY, folder=folder)
        assert (done.returncode, said in done.stderr) == (0, True), done.stderr
    done = elsewhere("runs", "redo", "--in", "fair", folder=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_killed_run_blocks_no_other(fair, folder):
    """Its lock ends with it, and what it left goes; a second run meanwhile ends with 75."""
    command = [sys.executable, str(DRIVER), "run", "fair", "--as-of", DAY]
    run = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE)
    while not unfinished_names(fair.workspace) and run.poll() is None:
        time.sleep(0.001)
    second = elsewhere("run", "fair", folder=folder)
    assert second.returncode in (0, 75)  # on a quick machine the first is done by then
    run.kill()
    run.communicate()
    done = elsewhere("run", "fair", "--as-of", DAY, folder=folder)
    assert done.returncode == 0, done.stderr
    assert fair.people() == ["Eva", "Ida", "Jan", "Tom"]
    assert not unfinished_names(fair.workspace)
