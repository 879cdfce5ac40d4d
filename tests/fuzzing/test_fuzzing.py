"""A small run of the fuzzer, and that it finds what is wrong: one that cannot fail proves nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from leadkit.importing.lists import ImportedLists
from leadkit.run.outputs import OpenOutputs
from tests.fuzzing.__main__ import fuzz
from tests.fuzzing.cases import ROWS, Case, make_case
from tests.fuzzing.good_inputs import make_desk, make_workspace
from tests.fuzzing.trying import Ended, try_case, wrong_with

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="it forks, and waits by a pidfd"),
]
WORDS = ("clean", "leads.csv", "-o", "out.csv")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    make_desk(folder)
    make_workspace(folder)
    return folder


def test_a_small_run(desk):
    ended = fuzz(range(30), 20261128, desk=desk)
    assert [one for one in ended if one.wrong] == []
    assert {one.code for one in ended} >= {0, 2}


def test_a_case_is_the_same_each_time(desk, tmp_path):
    one, other = (make_case(17, 5, desk, tmp_path / name) for name in ("one", "other"))
    assert one.words == other.words
    assert [path.read_bytes() for path in sorted(one.folder.glob("*.*"))] == [
        path.read_bytes() for path in sorted(other.folder.glob("*.*"))
    ]


def first_wrong(desk: Path, command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ended:
    """Return the first case of a command that is wrong."""
    monkeypatch.setattr(tempfile, "tempdir", str(folder))  # where it keeps what it found
    numbers = (
        number for number in range(1000)
        if make_case(number, 1, desk, folder / f"made-{number}").words[0] == command
    )  # fmt: skip
    return next(one for number in numbers if (one := try_case(number, 1, desk)).wrong)


def test_lost_rows_are_found(desk, monkeypatch, tmp_path):
    good = ImportedLists.batches
    broken = lambda lists: (leads.iloc[1:] for leads in good(lists))  # noqa: E731
    monkeypatch.setattr(ImportedLists, "batches", broken)
    wrong = first_wrong(desk, ROWS, tmp_path, monkeypatch)
    assert wrong.wrong.startswith("exit 3: AssertionError: ")
    assert (Path(wrong.kept) / "command.json").exists()


def test_faults_are_found(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(OpenOutputs, "__enter__", lambda outputs: [][0])
    wrong = first_wrong(desk, "score", tmp_path, monkeypatch)
    assert wrong.wrong.startswith("exit 3: leadkit: a fault of leadkit (IndexError at ")


@pytest.mark.parametrize(("code", "told", "files", "wrong"), [
    (0, "", {}, ""),
    (2, "leadkit: leads.csv: no\n", {}, ""),
    (1, "leadkit clean: 1 row\n", {"out.csv": b"new"}, ""),
    (2, "leadkit: a.yaml:1: no\nleadkit: a.yaml:2: no\n", {}, ""),
    (3, "leadkit: a fault of leadkit\n", {}, "exit 3: leadkit: a fault of leadkit"),
    (-11, "", {}, "exit -11: "),
    (2, "", {}, "exit 2 without a word"),
    (2, "Traceback (most recent call last):\n", {}, "a traceback"),
    (0, "note: \x1b[2J\n", {}, "signs that a terminal obeys"),
    (2, "leadkit: a\nleadkit: b\n", {}, "2 lines of errors"),
    (2, "a" * 3000, {}, "a line of 3,000 signs"),
    (2, "leadkit: no\n", {"out.csv": b"new"}, "wrote although it ended with 2: ['out.csv']"),
    (2, "leadkit: no\n", {"other.csv": b"new"}, "wrote although it ended with 2: ['other.csv']"),
    (0, "", {"leads.csv": b"new"}, "changed what it was not told to write: ['leads.csv']"),
    (0, "", {".out.csv.leadkit-1": b""}, "left behind: ['.out.csv.leadkit-1']"),
])  # fmt: skip
def test_what_is_wrong(tmp_path, code, told, files, wrong):
    before = {"leads.csv": b"leads", "out.csv": b"before"}
    for name, content in {**before, **files}.items():
        (tmp_path / name).write_bytes(content)
    case = Case(WORDS, tmp_path, frozenset({"out.csv"}))
    assert wrong_with(case, before, code, b"", told.encode()) == wrong
