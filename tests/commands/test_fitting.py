"""Tables on a narrow terminal: names and sums stay, and what has no room is told."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from leadkit.commands.cpl_view import told_table
from leadkit.commands.fitting import NamedTable
from leadkit.commands.summary import funnel_table
from leadkit.run.engine import StageCount
from leadkit.run.ledger import Ledger

MANY = "1,234,567"


def shown(table: object, width: int) -> list[str]:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(table)
    return [line.rstrip() for line in console.export_text().splitlines() if line.strip()]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_whatever_has_room_stands_there_and_the_rest_is_told(width):
    columns = {f"column {at}": [MANY, MANY] for at in range(8)}
    spared = [f"column {at}" for at in range(7, 0, -1)]
    lines = shown(NamedTable("source", ["Trade fair", "all"], columns, spared, "-o FILE"), width)
    assert max(map(len, lines)) <= width
    assert "Trade fair" in lines[2]
    kept = lines[2].count(MANY)
    assert kept == lines[3].count(MANY) >= 1
    told = " ".join(lines[4:])
    assert [name for name in columns if name in told] == list(columns)[kept:]
    assert ("-o FILE" in told) == (kept < 8)


@pytest.mark.parametrize("width", [60, 80])
def test_the_funnel_of_a_large_list_keeps_its_sources(width):
    statuses = ["lead", "MQL", "SAL", "SQL", "SQO", "customer", "nurture", "unqualified"]
    stage = StageCount("classify", 1, 1)
    stage.counts.update(dict.fromkeys(statuses, 1234567))
    stage.funnel = {("Trade fair", name): (1234567 + at, 1234567, 1234567)
                    for at, name in enumerate(statuses)}  # fmt: skip
    lines = shown(funnel_table(Ledger(9, 9, stages=[stage])), width)
    assert max(map(len, lines)) <= width
    assert lines[2].split()[:2] == ["Trade", "fair"]
    assert "leads" in lines[0]
    told = " ".join(" ".join(lines[4:]).split())
    assert told.startswith("lead, MQL")  # the fewest leads go first
    assert told.endswith(f"no room in {width} columns; --funnel FILE writes all")


def test_the_channels_of_a_run_keep_name_spend_and_verdict():
    line = {"lead_source": "Trade fair", "leads": "1234567", "orders": "123456",
            "spend": "123456789.00", "currency": "EUR", "cpl": "1234567.89", "max_cpl": "1234567.89",
            "max_cpl_low": "", "max_cpl_high": "", "shrunk_max_cpl": "", "verdict": "scale"}  # fmt: skip
    lines = shown(told_table([line, {**line, "lead_source": "(total)", "verdict": ""}]), 80)
    assert max(map(len, lines)) <= 80
    assert all(cell in lines[2] for cell in ("Trade fair", "scale", "123,456,789"))
    assert "orders has no room" in lines[-1]
