"""What happens to plain commands happens to them here, in short: `make faults` does all of it."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dedupe", "run", "assign", "export"])
def test_a_disturbed_command(root, name):
    """Leaves its files old or new, at the latest for the next command. It forks: a process apart."""
    words = ["--only", name, "--every", "18", "--moments", "1", "--seed", "7"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.command_faults", *words],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1].endswith(
        "and no file was half, lost, or of another run than the rest"
    )
