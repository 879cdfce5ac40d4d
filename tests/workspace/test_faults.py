"""What happens to runs of a workspace happens to it here, in short: `make faults` does all of it."""

from __future__ import annotations

import random

import pytest

from tests.workspace.faults import FAULTS, Undisturbed, undisturbed

TIMES = {"kills": 5, "disks": 3, "inputs": 4, "pairs": 1}


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Undisturbed:
    """A workspace that is to be disturbed."""
    return undisturbed(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_disturbed_run(case, folder, name):
    """Leaves the run in force whole, and the next run gives what an undisturbed one gives."""
    seen = FAULTS[name](case, folder, TIMES[name], random.Random(7))
    assert seen.total() == TIMES[name]
