"""What all tests share: leadkit as its users run it, CSV as it is read, and tables of leads."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import properties as properties  # which sets how many examples there are
from tests.running import Run, as_process, here, shell_line, signals_kept, umask_kept

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).parent.parent
SCORING_FILES = [  # of the shipped files, those that give points
    path.stem
    for path in sorted((ROOT / "rules").glob("*.yaml"))
    if "\nrules:" in path.read_text("utf-8")
]

# Each of the leadkits that tests start would compile the package anew where the environment asks
# Python to keep nothing of what it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: the collector need not look at it.

    Nor need it look at the rest as often as it does in a run of its own.
    """
    import leadkit.cli  # noqa: F401  # which says how often, as it is loaded

    gc.set_threshold(1_000_000)
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def runs_leave_nothing_for_ever() -> Iterator[None]:
    """A run keeps what it leaves from the collector, as its process ends; that of tests goes on.

    Nor does it wait for the disk: no power is cut here.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session")
def leadkit() -> Callable[..., Run]:
    """Run leadkit with these arguments: leadkit("clean", "leads.csv", cwd=folder).

    It runs within the test's own process; with more options than stdin and cwd, such as an
    environment, it is a process of its own, started as its users start it.
    """

    def run(
        *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **options: object
    ) -> Run:
        told = [str(argument) for argument in arguments]
        if not options:
            return here(told, stdin, cwd)
        return as_process([sys.executable, "-m", "leadkit", *told], stdin, cwd=cwd, **options)

    return run


@pytest.fixture(scope="session")
def shell() -> Callable[..., Run]:
    """Run a line of bash in which ``leadkit`` is started as its users start it."""

    def run(line: str, stdin: bytes = b"", **options: object) -> Run:
        return as_process(shell_line(line), stdin, **options)

    return run


@pytest.fixture
def leadkit_here(capfdbinary, monkeypatch) -> Callable[..., Run]:
    """Run leadkit where the test stands, with parts of it replaced by the test."""
    from leadkit.cli import main

    def run(*arguments: str | Path) -> Run:
        monkeypatch.setattr(sys, "argv", ["leadkit", *map(str, arguments)])
        with signals_kept(), umask_kept(), pytest.raises(SystemExit) as exit:
            main()
        return Run(exit.value.code, *capfdbinary.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    return tmp_path


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: on a disk, to make and remove files takes long."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def bare_environment() -> dict[str, str]:
    """What cron gives a command at worst; PYTHONPATH only tells which leadkit is under test."""
    kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", **kept}


@dataclass(frozen=True)
class Read:
    """A CSV file as leadkit reads it: rows, and codes of rejects, by the line they begin on."""

    headers: list[str]
    rows: dict[int, list[str]]
    rejects: dict[int, str]
    raw: dict[int, str]  # the text of each reject


@pytest.fixture(scope="session")
def read_csv(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Read]:
    """Read bytes as a CSV file, given as options: encoding, delimiter; block_size cuts it up."""
    from leadkit.files.csv_in import CsvFile

    path = tmp_path_factory.mktemp("csv") / "list.csv"

    def read(content: bytes, block_size: int = 0, **options: str) -> Read:
        path.write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            if block_size:
                patch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
            file = CsvFile(str(path), **options)
            rows: dict[int, list[str]] = {}
            for batch in file.rows():
                cells = [column.to_pylist() for column in batch.cells.columns]
                given = map(list, zip(*cells, strict=True))
                read = dict(zip(batch.lines.tolist(), given, strict=True))
                assert len(read) == len(batch.lines) == batch.cells.num_rows, "a line twice"
                assert not rows.keys() & read.keys(), "a line twice"
                rows |= read
        rejects = {reject.line: reject.code for reject in file.rejects}
        assert len(rejects) == len(file.rejects), "a line rejected twice"
        assert file.rows_read == len(rows) + len(rejects)
        raw = {reject.line: reject.raw for reject in file.rejects}
        return Read(file.headers, rows, rejects, raw)

    return read


@pytest.fixture(scope="session")
def leads_of() -> Callable[..., pd.DataFrame]:
    """Make leads of columns: leads_of(email=["eva@meier.example.com", ""]); ids are 1, 2 ..."""

    import pandas as pd

    def leads(**columns: list[str]) -> pd.DataFrame:
        rows = len(next(iter(columns.values())))
        ids = {"lead_id": [str(number + 1) for number in range(rows)]}
        return pd.DataFrame({**ids, **columns}, dtype="str")

    return leads
