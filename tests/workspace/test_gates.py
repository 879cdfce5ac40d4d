"""Gates: what a run gave, against what was expected of it, and against the run before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.rules.item import parse_yaml
from leadkit.run.expect import FIGURES, read_expectations
from leadkit.workspace.gates import (
    broken_gates,
    figures_before,
    figures_of,
    gate_words,
    held_gates,
)
from leadkit.workspace.manifest import Manifest, Rows, StageRun

LAST = {"rows": (1000, 0), "merged": (504, 1000), "MQL": (10, 400), "leads": (400, 0)}
NOW = {"rows": (900, 0), "merged": (812, 900), "rejected": (18, 900), "MQL": (10, 500), "leads": (500, 0)}  # fmt: skip


def expected(text):
    good, mistakes = read_expectations(parse_yaml(text, "p"), ["MQL", "SQL"])
    assert not mistakes
    return good


GATES = {  # what is expected -> what breaks it
    "rejected: {at_most: 2%}": "",  # exactly
    "rejected: {at_most: 1.9%}": "rejected: 18 of 900 (2.0%); allowed is 1.9%",
    "rejected: {at_most: 18}": "",
    "rejected: {at_most: 17}": "rejected: 18; allowed is 17",
    "rows: {at_least: 900}": "",
    "rows: {at_least: 901}": "rows: 900; expected are at least 901",
    "MQL: {at_least: 2.1%}": "MQL: 10 of 500 (2.0%); expected are at least 2.1%",
    "merged: {change: 30%}": "merged: 812, 61% more than the 504 of the last run; allowed is 30%",
    "merged: {change: 300}": "merged: 812, 308 more than the 504 of the last run; allowed is 300",
    "merged: {change: 308}": "",
    "rows: {change: 10%}": "",  # exactly
    "rows: {change: 9%}": "rows: 900, 10% fewer than the 1,000 of the last run; allowed is 9%",
    "leads: {change: 25%}": "",
    "MQL: {change: 0}": "",
    "SQL: {at_least: 1}": "SQL: 0; expected are at least 1",
    "SQL: {change: 50%}": "",  # none, and none before
    "suppressed: {at_most: 0}": "",
    "rejected: {change: 50%}": "rejected: 18, where the last run had none; allowed is 50%",
}


@pytest.mark.parametrize(("text", "said"), GATES.items(), ids=list(GATES))
def test_what_breaks_a_gate(text, said):
    """Limits themselves are allowed; what breaks one is said with how far."""
    told = [gate_words(gate) for gate in broken_gates(expected(text), NOW, LAST)]
    assert told == [said] * bool(said)


def test_a_first_run_has_nothing_to_be_compared_with():
    """No change is too much then; other gates hold all the same."""
    both = expected("merged: {change: 1%}\nrows: {at_least: 901}")
    assert [(gate.name, gate.found, gate.held) for gate in held_gates(both, NOW)] == [
        ("merged", "812, with nothing to compare it with", True),
        ("rows", "900", False),
    ]


@pytest.mark.parametrize("name", FIGURES)
def test_figures_of_lists_are_not_compared_with_a_run_that_read_none(name):
    """A week without a list is no change of the lists; leads and statuses are compared."""
    one = expected(f"{name}: {{change: 1%}}")
    read, none = {"rows": (9, 0), name: (9, 9)}, {"rows": (0, 0), name: (0, 0)}
    same = {"rows": read["rows"], name: (1, 9)} if name != "rows" else {"rows": (1, 0)}
    assert broken_gates(one, read, same)
    of_lists = FIGURES[name].of_lists
    assert bool(broken_gates(one, none, read)) is not of_lists
    assert bool(broken_gates(one, read, none)) is not of_lists


numbers = st.integers(0, 3000)


@given(numbers, numbers, st.integers(0, 400))
def test_change_is_a_distance_in_percent(before, now, percent):
    """It holds where the distance is at most that share of what was before."""
    figures = {"rows": (1, 0), "MQL": (now, 9)}
    last = {"rows": (1, 0), "MQL": (before, 9)}
    (gate,) = held_gates(expected(f"MQL: {{change: {percent}%}}"), figures, last)
    assert gate.held is (abs(now - before) * 100 <= percent * before)
    assert gate_words(gate).startswith(f"MQL: {now:,}")


@given(numbers, st.integers(1, 3000), st.integers(0, 100))
def test_shares_are_of_the_rows_they_are_about(count, of, percent):
    """At least and at most meet where both are exactly the share."""
    figures = {"MQL": (min(count, of), of)}
    least, most = held_gates(
        expected(f"MQL: {{at_least: {percent}%, at_most: {percent}%}}"), figures
    )
    assert least.held or most.held
    assert (least.held and most.held) is (min(count, of) * 100 == percent * of)


def test_figures_come_from_the_ledger(folder, root):
    """Every figure that may be expected is one that a run has, as far as its stages count it."""
    import shutil

    from leadkit.importing.lists import ImportedLists
    from leadkit.run.engine import run_stages
    from leadkit.run.outputs import Outputs
    from leadkit.run.pipeline import read_pipeline

    shutil.copytree(root / "examples" / "trade-fair", folder / "fair")
    job = read_pipeline(str(folder / "fair" / "pipeline.yaml"))
    lists = ImportedLists(job.lists, job.options, job.per_list)
    ledger = run_stages(lists, job.stages, Outputs(dry_run=True))
    figures = figures_of(ledger, ledger.stages, new=7)
    assert figures.keys() >= FIGURES.keys()
    assert figures["rows"] == (440, 0)
    assert figures["rejected"] == (3, 440)
    assert figures["merged"] == (138, 440)
    assert figures["invalid_email"] == (13, 437)
    assert figures["new"] == (7, 440)
    assert figures["moved"][1] == figures["leads"][0] == 299
    statuses = {"lead", "MQL", "SQL", "SQO", "customer"}
    assert sum(figures[name][0] for name in statuses) == 299
    assert {figures[name][1] for name in statuses} == {299}


def published(day, *, leads, **rows):
    """The manifest of a run as far as gates look at it."""
    moment = f"2026-11-{day:02}T09:30:00Z"
    counts = {"MQL": leads // 2, "moved": 1}
    return Manifest(
        1, "0", "3", f"2026-11-{day:02}T093000Z", "run", moment, moment, moment[:10],
        Rows(rows.pop("read", 0), leads, **rows), stages=(StageRun("classify", leads, leads, counts),),
    )  # fmt: skip


def test_a_list_is_compared_with_a_list():
    """Where lists come once a week and a run is made every day: with the last run that had one."""
    weekly = [
        published(9, leads=130),
        published(8, leads=120),
        published(7, leads=110, read=90, merged=40, new=50, rejected=2),
        published(1, leads=60, read=60, merged=7),
    ]
    seen = []

    def newest_first():
        for manifest in weekly:
            seen.append(manifest.run)
            yield manifest

    last = figures_before(newest_first())
    assert last is not None
    assert len(seen) == 3  # no more are read
    assert (last["leads"], last["MQL"]) == ((130, 0), (65, 130))
    assert (last["rows"], last["merged"], last["new"]) == ((90, 0), (40, 90), (50, 90))
    now = {**NOW, "merged": (60, 900)}
    assert [gate.found for gate in broken_gates(expected("merged: {change: 10%}"), now, last)] == [
        "60, 50% more than the 40 of the last run"
    ]


def test_before_the_first_list_there_is_nothing_to_compare_with():
    """No run at all, or runs without a list."""
    assert figures_before([]) is None
    last = figures_before([published(9, leads=130)])
    assert not broken_gates(expected("merged: {change: 0}"), NOW, last)
    assert broken_gates(expected("leads: {change: 0}"), NOW, last)
