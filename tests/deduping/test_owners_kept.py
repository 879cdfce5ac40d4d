"""The owner of a merged lead, and what goes with it: reason, day, and by when it is due."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.deduping.merging.survivors import merge_members
from tests.properties import examples

COLUMNS = ("lead_id", "owner", "owner_queue", "owner_reason", "owner_since", "due_at", "created_at")
EVA = ("Eva", "", "calls: sales", "2026-10-01", "2026-10-02T13:00+02:00")
IDA = ("Ida", "", "boss: Ida", "2026-09-01", "2026-09-02T13:00+02:00")
WAITS = ("", "desk", "rest: queue desk", "", "")
NEW, LISTED, OTHER = ("",) * 5, ("Eva", "", "", "", ""), ("Jan", "", "", "", "")
MERGED = {
    "the row that stays": ([EVA, IDA], EVA),
    "none of another's": ([OTHER, IDA], OTHER),
    "one waited": ([WAITS, EVA], EVA),
    "one waited, a list knows who": ([WAITS, LISTED], LISTED),
    "a list says the same": ([LISTED, IDA, EVA], EVA),
    "both wait": ([NEW, WAITS], WAITS),
}


def merged(*rows, created=(), rules=None):
    days = [*created, *[""] * (len(rows) - len(created))]
    table = [(str(at), *row, day) for at, (row, day) in enumerate(zip(rows, days, strict=True))]
    frame = pd.DataFrame(table, columns=list(COLUMNS), dtype="str")
    done = merge_members(frame, np.array([0]), rules or read_merge_rules())
    return tuple(done.loc[0, list(COLUMNS[1:6])])


@pytest.mark.parametrize(("rows", "kept"), MERGED.values(), ids=MERGED)
def test_what_goes_with_an_owner(rows, kept):
    assert merged(*rows) == kept


def test_a_rule_may_choose_the_owner():
    """Then its day and its reason are those of the row that gave it."""
    rules = replace(read_merge_rules(), fields={"owner": "most recent"})
    days = ("2026-10-01", "2026-11-01")
    assert merged(EVA, IDA, created=days, rules=rules) == IDA
    assert merged(EVA, OTHER, created=days, rules=rules) == OTHER


@examples(20, 200)
@given(st.lists(st.sampled_from([EVA, IDA, WAITS, NEW, LISTED, OTHER]), min_size=1, max_size=5))
def test_nothing_of_an_owner_is_of_another_row(rows):
    """All cells of an owner come of one row, of the first with its day."""
    owners = [row[0] for row in rows if row[0]]
    found = merged(*rows)
    if not owners:
        assert found == (WAITS if WAITS in rows else NEW)
    else:
        own = [row for row in rows if row[0] == owners[0]]
        assert found == next((row for row in own if row[3]), own[0])
