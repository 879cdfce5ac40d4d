"""Leads to hand over: those of the trade fair, classified."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import Run

NOT_LEADS = ("problems.csv", "opt-outs.csv", "no-calls.csv")
EXAMPLE = Path(__file__).parents[2] / "examples" / "trade-fair"


@pytest.fixture(scope="session")
def fair(leadkit: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The leads of the trade fair as the pipeline gives them."""
    folder = tmp_path_factory.mktemp("fair")
    for file in EXAMPLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    assert leadkit("run", "-q", "pipeline.yaml", cwd=folder).code == 0
    return folder / "leads.csv"


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a CSV file as a CRM reads them: nothing is taken off."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
