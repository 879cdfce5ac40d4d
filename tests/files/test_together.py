"""Outputs of one run come together or not at all, between whichever two steps it is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadkit.files.settle import settle
from leadkit.run.outputs import OpenOutputs
from tests.files.dying import Dying, dying

# Where the outputs of a run go: into one folder, or into several.
PLACES = {
    "two files": ("merges.csv", "leads.csv"),
    "three files": ("merges.csv", "summary.json", "leads.csv"),
    "two folders": ("logs/merges.csv", "leads.csv"),
}
MORE = {
    "in turn": ("logs/merges.csv", "logs/review.csv", "leads.csv", "logs/known.csv", "out.csv"),
    "three folders": ("a/merges.csv", "leads.csv", "b/known.csv", "c/leads.csv"),
}
ALL_PLACES = [
    pytest.param(names, id=name, marks=[] if name == "two files" else pytest.mark.slow)
    for name, names in {**PLACES, **MORE}.items()
]

DEATHS = [
    *(pytest.param(*one.values, True, id=f"{one.id}, over old files", marks=one.marks) for one in ALL_PLACES),
    *(pytest.param(names, False, id=f"{name}, new files", marks=pytest.mark.slow) for name, names in PLACES.items()),
]  # fmt: skip


def write_all(folder: Path, names: tuple[str, ...], content: bytes, before: int = 0) -> Dying:
    with dying(before) as process, OpenOutputs() as opened:
        for name in names:
            opened.open(str(folder / name)).write(content + name.encode())
        opened.commit()
    return process


def contents(folder: Path, names: tuple[str, ...]) -> set[bytes]:
    """Return of which runs the files are."""
    return {
        (folder / name).read_bytes().removesuffix(name.encode())
        if (folder / name).exists()
        else b""
        for name in names
    }


def all_names(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if not one.is_dir()}


@pytest.mark.slow
@pytest.mark.parametrize(("names", "old"), DEATHS)
def test_a_run_that_dies_anywhere(memory, names, old):
    """The old set stays until the next command, which leaves the old set or the new one, whole."""
    before, deaths, finished, step = b"old " if old else b"", 0, 0, 0
    while True:
        step += 1
        folder = memory / str(step)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if old:
            write_all(folder, names, before)
        process = write_all(folder, names, b"new ", step)
        mixed = len(contents(folder, names)) > 1
        settled = [settle(one) for one in sorted({(folder / name).parent for name in names})]
        after = contents(folder, names)
        assert after in ({before}, {b"new "}), (step, process.steps)
        left = set(names) if old or after == {b"new "} else set()
        assert all_names(folder) == left, (step, process.steps)
        notes = [note for one in settled for note in one.notes]
        assert not mixed or len(notes) == 1, notes
        assert not any(one.unfinished for one in settled)
        if not process.dead:
            assert after == {b"new "}
            break
        deaths += 1
        finished += bool(notes)
    assert deaths > 8 * len(names) > 0 < finished, deaths


@pytest.mark.slow
@pytest.mark.parametrize("names", ALL_PLACES)
def test_who_finishes_may_die_too(memory, names):
    """What a next command begins to finish, the one after it finishes."""
    for name in names:
        (memory / name).parent.mkdir(parents=True, exist_ok=True)
    places = sorted({(memory / name).parent for name in names})
    write_all(memory, names, b"old ")
    process = write_all(memory, names, b"counted ")
    first = len(process.steps) - process.steps[::-1].index("replace")  # before the last rename
    for step in range(1, 100):
        write_all(memory, names, b"old ")
        assert write_all(memory, names, b"new ", first).dead
        assert len(contents(memory, names)) == 2
        with dying(step) as process:
            for place in places:
                settle(place)
        for place in places:
            assert not settle(place).unfinished
        assert contents(memory, names) == {b"new "}, (step, process.steps)
        assert all_names(memory) == set(names), (step, process.steps)
        if not process.dead:
            break
    assert step > 5
