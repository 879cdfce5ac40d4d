"""Of long lists some rows are looked at: which they are, and how near what they tell is."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import profile
from leadkit.base.cells import texts
from leadkit.reporting.profile import samples
from leadkit.reporting.profile.distinct import DistinctCells
from leadkit.reporting.profile.samples import MOST, Sample, halve_largest, marks_of_rows

LONG = 2 * MOST


@pytest.fixture(scope="module")
def long():
    """A long list in which one row of ten comes again in another spelling, beside a short one."""
    random = np.random.default_rng(7)
    people = [(f"Name{n}", f"Family{random.integers(9000)}", f"n{n}@firm{n % 97}.example.com")
              for n in range(LONG)]  # fmt: skip
    again = [(first.upper(), last, mail.upper()) for first, last, mail in people[::10]]
    columns = ["Vorname", "Nachname", "E-Mail"]
    long = pd.DataFrame([*people, *again], columns=columns)
    short = pd.DataFrame(people[:40], columns=columns)
    return profile({"long.csv": long, "short.csv": short}).as_dict()


@pytest.mark.slow
def test_an_estimate_is_near_and_says_that_it_is_one(long):
    """The true figure is between its bounds, and rows are counted all the same."""
    found = long["duplicates"]
    low, high = found["between"]
    assert not found["exact"]
    assert found["looked_at"] < MOST
    assert low <= LONG // 10 + 40 <= high
    assert high - low < LONG // 10
    assert long["rows"] == LONG + LONG // 10 + 40
    mail = long["lists"][0]["columns"][2]
    assert mail["filled"] == LONG + LONG // 10
    assert not mail["distinct_exact"]
    assert mail["distinct"] == pytest.approx(LONG + LONG // 10, rel=0.04)


@pytest.mark.slow
def test_a_short_list_beside_a_long_one_stays_whole(long):
    """What is said of it is counted in all of its rows."""
    assert [own["exact"] for own in long["lists"]] == [False, True]
    assert long["lists"][1]["looked_at"] == 40


@given(st.lists(st.text("abcé", max_size=3), max_size=60), st.integers(1, 60))
def test_different_cells_are_counted_in_any_batches(cells, size):
    """Up to the limit each is counted, however the cells come."""
    filled = [cell for cell in cells if cell]
    found = DistinctCells(1000)
    for at in range(0, len(filled), size):
        found.add(texts(filled[at : at + size]))
    counts = Counter(filled)
    assert found.is_exact
    assert found.count == len(counts)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    assert found.commonest(3) == ranked[:3]
    found.settle(3)
    assert (found.count, found.commonest(3)) == (len(counts), ranked[:3])


@pytest.mark.parametrize(
    "made",
    [str, "L{:08}".format, "https://x.example.com/a/{:07}?view=full&tab=all".format,
     lambda n: "y" * 5000 + str(n)],
)  # fmt: skip
def test_many_different_cells_are_estimated(made):
    """Within four per cent, also where they differ in few letters and come in other orders."""
    many = 4000 if made(1).startswith("y") else 60_000
    found = DistinctCells(1000)
    cells = [made(n) for n in range(many)]
    found.add(texts(cells))
    found.add(texts(cells[::-3]))
    assert found.count == pytest.approx(many, rel=0.04)
    assert found.is_exact is False
    assert found.commonest(3) == []


def test_a_sample_is_the_same_in_any_batches():
    """Which rows are looked at depends on their place in the list alone."""

    def kept(size: int) -> list[int]:
        sample = Sample()
        for at in range(0, 3 * MOST, size):
            table = pa.table({"row": np.arange(at, at + size)})
            sample.add(marks_of_rows(at, size), table)
            halve_largest([sample])
        return pa.concat_tables(sample.tables())["row"].to_pylist()

    assert kept(5000) == kept(7500)
    assert MOST / 4 < len(kept(5000)) <= MOST


def test_a_sample_is_bounded_in_bytes(monkeypatch):
    """Rows with huge cells are fewer."""
    monkeypatch.setattr(samples, "_ROOM", 1000)
    sample = Sample()
    sample.add(marks_of_rows(0, 100), pa.table({"cell": texts(["y" * 100] * 100)}))
    halve_largest([sample])
    assert 0 < sample.rows <= 10 or sample.rows == 1
