"""What differs between two tables of leads, held against a plain comparison, row by row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.workspace.differences import COLUMNS, KINDS, lead_differences

NAMES = ["lead_id", "first_name", "lead_status", "status_reason", "status_since", "score",
         "score_fit", "score_reasons", "merged_ids", "city", "may_email", "contact_basis"]  # fmt: skip


def leads(*rows, columns=NAMES):
    """A table of leads; what a row does not say is blank."""
    cells = [[row.get(name, "") for name in columns] for row in rows]
    return pd.DataFrame(cells, columns=columns, dtype="str")


def one(before, after, **more):
    """The only difference of two leads, as a row."""
    found = lead_differences(
        leads({"lead_id": "1", **before}), leads({"lead_id": "1", **after}), **more
    )
    assert len(found.table) == 1
    return found.table.iloc[0].to_dict()


CHANGED = {  # what a lead was and is -> kind, other cells, why
    "status": (
        {"lead_status": "lead"},
        {"lead_status": "MQL", "status_reason": "score is at least 45", "status_since": "2026-11-27"},
        ("status", "", "score is at least 45"),
    ),
    "score": (
        {"score": "20", "score_fit": "20", "score_reasons": "home:+15; opened:+5"},
        {"score": "44", "score_fit": "44", "score_reasons": "home:+15; opened:+4; asked:+25"},
        ("score", "", "asked +25, opened -1"),
    ),
    "status and score": (
        {"lead_status": "lead", "score": "1", "score_reasons": "a:+1"},
        {"lead_status": "MQL", "score": "3", "score_reasons": "a:+3", "status_reason": "r"},
        ("status", "", "r; a +2"),
    ),
    "cells": (
        {"city": "Bonn"}, {"city": "Köln", "first_name": "Eva"},
        ("cells", "first_name: (blank) > Eva; city: Bonn > Köln", ""),
    ),
    "a consent": (
        {"may_email": "yes", "contact_basis": "email: consent"},
        {"may_email": "no", "contact_basis": "email: opted out"},
        ("cells", "may_email: yes > no", ""),
    ),
    "merged rows": (
        {"merged_ids": "a; b", "city": "Ulm"}, {"merged_ids": "b; c; d", "city": ""},
        ("cells", "city: Ulm > (blank)", "2 rows merged into it; 1 row no longer merged into it"),
    ),
    "a reason alone": (
        {"status_reason": "old"}, {"status_reason": "new"}, ("cells", "status_reason: old > new", ""),
    ),
    "reasons alone": (
        {"score_reasons": "a:+1"}, {"score_reasons": "b:+1"},
        ("cells", "score_reasons: a:+1 > b:+1", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), CHANGED.values(), ids=list(CHANGED))
def test_what_changed_and_why(before, after, told):
    """What follows from a change is not told a second time; what changed alone is."""
    row = one(before, after)
    assert (row["difference"], row["cells"], row["why"]) == told
    assert (row["status_before"], row["status_after"]) == (
        before.get("lead_status", ""), after.get("lead_status", ""),
    )  # fmt: skip
    assert (row["score_before"], row["score_after"]) == (
        before.get("score", ""), after.get("score", ""),
    )  # fmt: skip


def test_who_came_and_who_went():
    """From which list, into which lead, why removed; the order is that of the tables."""
    columns = [*NAMES, "source_file", "source_row"]
    before = leads(
        {"lead_id": "1", "merged_ids": "7; 8"}, {"lead_id": "2", "lead_status": "SQL", "score": "9"},
        {"lead_id": "3"}, {"lead_id": "4"}, columns=columns,
    )  # fmt: skip
    after = leads(
        {"lead_id": "5", "source_file": "badges.csv", "source_row": "12", "first_name": "Eva"},
        {"lead_id": "1", "merged_ids": "8; 3"},
        {"lead_id": "7"}, columns=columns,
    )  # fmt: skip
    found = lead_differences(before, after, {"4": "e-mail is on suppress.csv"})
    assert found.table[["difference", "lead_id", "first_name", "why"]].values.tolist() == [
        ["came", "5", "Eva", "badges.csv:12"],
        ["came", "7", "", "was part of 1"],
        ["went", "2", "", ""],
        ["went", "3", "", "went into 1"],
        ["went", "4", "", "e-mail is on suppress.csv"],
        ["cells", "1", "", "1 row merged into it; 1 row no longer merged into it"],
    ]
    assert found.table.loc[2, ["status_before", "status_after", "score_before"]].tolist() == [
        "SQL",
        "",
        "9",
    ]
    assert [found.count(kind) for kind in KINDS] == [2, 3, 0, 0, 1]
    assert found.same == 0


def test_a_column_that_only_one_side_has_is_blank_on_the_other():
    """A new column is no difference where it is blank."""
    before = leads({"lead_id": "1"}, {"lead_id": "2"}, columns=["lead_id", "old"])
    after = leads({"lead_id": "1", "new": "x"}, {"lead_id": "2"}, columns=["lead_id", "new"])
    found = lead_differences(before, after)
    assert (found.same, found.table["cells"].tolist()) == (1, ["new: (blank) > x"])


@pytest.mark.parametrize(
    ("cells", "said"),
    [({"id": ["1"]}, "have no column lead_id"), ({"lead_id": ["1", "1"]}, "the lead_id 1 twice")],
)
def test_leads_need_an_id_each(cells, said):
    """On either side."""
    good, bad = leads({"lead_id": "1"}), pd.DataFrame(cells, dtype="str")
    for before, after, which in ((bad, good, "before"), (good, bad, "after")):
        with pytest.raises(LeadkitError, match=f"the leads {which} .*{said}"):
            lead_differences(before, after)


words = st.sampled_from(["", "a", "b"])
tables = st.lists(
    st.tuples(st.integers(0, 9), words, words, words), max_size=9, unique_by=lambda r: r[0]
)


@given(tables, tables)
def test_every_lead_is_told_once_or_is_the_same(one_side, other_side):
    """Held against dictionaries: who differs, how, and that the other way round it is the same."""
    columns = ["lead_id", "lead_status", "score", "city"]

    def table(rows):
        return leads(
            *(dict(zip(columns, map(str, row), strict=True)) for row in rows), columns=columns
        )

    old, new = ({str(row[0]): row[1:] for row in side} for side in (one_side, other_side))
    found = lead_differences(table(one_side), table(other_side))
    kinds = dict(zip(found.table["lead_id"], found.table["difference"], strict=True))
    expected = {}
    for lead in {*old, *new}:
        if lead not in old or lead not in new:
            expected[lead] = "came" if lead in new else "went"
        elif old[lead] != new[lead]:
            places = [at for at in range(3) if old[lead][at] != new[lead][at]]
            expected[lead] = ("status", "score", "cells")[places[0]]
    assert kinds == expected
    assert found.same == len({*old, *new}) - len(expected)
    assert list(found.table.columns) == list(COLUMNS)
    back = lead_differences(table(other_side), table(one_side))
    assert {kind: back.count(kind) for kind in KINDS} == {
        "came": found.count("went"), "went": found.count("came"),
        **{kind: found.count(kind) for kind in KINDS[2:]},
    }  # fmt: skip
