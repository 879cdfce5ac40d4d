"""Weekly updates and one dedupe of all rows: who is one, as far as it is promised.

Where each row has a name and a mailbox that are its person's alone, both say the same, and the
truth. Of two leads that the master has already, and of which a later row shows that they are one,
only the dedupe makes one; an update does so by a decision, and then both say the same. Rows with
weaker evidence may be judged otherwise, as the dedupe sees rows that came later (docs/dedupe.md).
"""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.classify import ClassifyOptions, classify_stage
from leadkit.dedupe import dedupe_leads
from leadkit.update import update_leads
from tests.deduping.test_update import homes, taken_in
from tests.properties import examples

CLASSIFY = classify_stage(ClassifyOptions())
FIRST, LAST = ["Eva", "Ida", "Udo", "Tom", "Jan"], ["Meier", "Lang", "Kern", "Roth"]
FIRMS = ["Acme GmbH", "Bolt AG", "Cato Ltd"]
TOLD = ("first_name", "last_name", "company", "phone", "mobile", "city")


@st.composite
def worlds(draw, both=False, weeks=3, most=4):
    """Lists of some weeks, whose rows tell of a few people what they happen to tell.

    Nobody shares a name; some are colleagues. Each row has the name and the mailbox that are its
    person's own; where both, it may have another mailbox of that person, or both of them. Returns the lists, and whose each
    row is.
    """
    people = []
    firsts, lasts = (draw(st.permutations(names)) for names in (FIRST, LAST))
    for at, (first, last) in enumerate(zip(firsts, lasts, strict=False)):
        firm = draw(st.sampled_from(FIRMS))
        people.append({
            "first_name": first, "last_name": last, "company": firm,
            "home": f"{first}.{last}{at}@home{at}.example.net".lower(),
            "other": f"{first}.{last}{at}@away{at}.example.org".lower(),
            "phone": f"+4989{1234560 + at}", "mobile": f"+49151{12345670 + at}",
            "city": draw(st.sampled_from(["Ulm", "Bonn"])),
        })  # fmt: skip
    tables, whose = [], {}
    for letter in "abcdef"[:weeks]:
        rows = []
        for at in range(draw(st.integers(0, most))):
            number = draw(st.integers(0, len(people) - 1))
            own = people[number]
            told = {name: own[name] if draw(st.booleans()) else "" for name in TOLD}
            told |= {name: own[name] for name in ("first_name", "last_name")}
            first, second = draw(
                st.sampled_from([("home", ""), ("other", ""), ("home", "other")])
                if both
                else st.just(("home", ""))
            )
            boxes = {"email": own[first], "email_2": own[second] if second else ""}
            no = {"email_opt_out": "x" if draw(st.integers(0, 5)) == 0 else ""}
            rows.append({"lead_id": f"{letter}{at}", **told, **boxes, **no})
            whose[f"{letter}{at}"] = number
        columns = ["lead_id", *TOLD, "email", "email_2", "email_opt_out"]
        tables.append(pd.DataFrame(rows, columns=columns, dtype="str"))
    return tables, whose


def as_one(home):
    """Return the pairs of ids that are one lead."""
    return {pair for pair in combinations(sorted(home), 2) if home[pair[0]] == home[pair[1]]}


@pytest.mark.slow
@examples(4, 150)
@given(worlds())
def test_weeks_are_one_dedupe(world):
    """And both find each person, if every row has the mailbox that is its person's alone."""
    tables, whose = world
    master = taken_in(tables)[-1]
    weekly = homes(master)
    at_once = homes(dedupe_leads(pd.concat(tables, ignore_index=True)).leads)
    assert as_one(weekly) == as_one(at_once) == as_one(whose)
    told = CLASSIFY.apply(master).leads.set_index("lead_id")
    for table in tables:
        for lead in table.loc[table["email_opt_out"] == "x", "lead_id"]:
            assert told.loc[weekly[lead], "may_email"] == "no"


@pytest.mark.slow
@examples(4, 150)
@given(worlds(both=True))
def test_what_only_a_dedupe_joins(world):
    """Leads that the master had when a row came that has the mailboxes of both; a y joins them."""
    tables, whose = world
    master = taken_in(tables)[-1]
    weekly = homes(master)
    at_once = homes(dedupe_leads(pd.concat(tables, ignore_index=True)).leads)
    one, other = as_one(weekly), as_one(at_once)
    assert one <= other <= as_one(whose)
    since = {}  # the week in which each lead of the master came
    for row, lead in weekly.items():
        since[lead] = min(since.get(lead, row[0]), row[0])
    for pair in other - one:
        last = max(row[0] for row in at_once if at_once[row] == at_once[pair[0]])
        assert all(since[weekly[row]] < last for row in pair)
    decided = pd.DataFrame(
        [(*pair, "y") for pair in sorted(other)],
        columns=["lead_id_1", "lead_id_2", "decision"],
        dtype="str",
    )
    joined = update_leads(master, tables[-1][:0], decisions=decided).leads
    assert as_one(homes(joined)) == other
