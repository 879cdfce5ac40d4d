"""Sums, extremes and counts of groups, beside what plain Python says of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.companies.groups import Groups
from leadkit.companies.lists import account_table, accounts_of_batches
from leadkit.fields.organisation_keys import organisation_keys
from leadkit.rules.hearing import Hearing
from tests.properties import examples

row = st.tuples(
    st.integers(-1, 4),  # its group
    st.integers(-1, 9) | st.sampled_from([10**6]),  # a code: few, or with room for a million
    st.sampled_from([-5.0, 0.0, 12.5, 80.0]),
    st.sampled_from(["", "Acme", "Acme AG", "Voss"]),
)
table = st.lists(row, max_size=30)


def parts(rows):
    group, code, value, name = zip(*rows, strict=True) if rows else ((), (), (), ())
    groups = Groups(np.array(group, np.int64), 5)
    return groups, np.array(code, np.int64), np.array(value, np.float64), texts(name)


@given(table)
@examples(40, 400)
def test_codes_are_counted_in_each_group(rows):
    groups, codes, _, _ = parts(rows)
    found = zip(*(part.tolist() for part in groups.tally(codes)), strict=True)
    counted = Counter((group, code) for group, code, *_ in rows if group >= 0 and code >= 0)
    assert list(found) == sorted((*pair, many) for pair, many in counted.items())


@given(table)
@examples(40, 400)
def test_sums_firsts_and_most_frequent_are_those_of_each_group_by_itself(rows):
    groups, codes, values, names = parts(rows)
    summed = groups.diminishing(values, 0.5)
    asked = codes > 2
    first = groups.first(asked, (values, codes), names)
    often = groups.most_frequent(names).to_pylist()
    for group in range(5):
        own = [at for at, one in enumerate(rows) if one[0] == group]
        ranked = sorted((rows[at][2] for at in own), reverse=True)
        assert summed[group] == sum(value / 2**place for place, value in enumerate(ranked))
        best = min((at for at in own if asked[at]), default=-1,
                   key=lambda at: (-rows[at][2], -rows[at][1], rows[at][3], at))  # fmt: skip
        assert first[group] == best
        said = Counter(rows[at][3] for at in own if rows[at][3])
        most = max(said.values(), default=0)
        assert often[group] == max((name for name in said if said[name] == most), default="")


lead = st.fixed_dictionaries({
    "lead_id": st.sampled_from(["a", "b", "c"]), "score": st.sampled_from(["", "3", "80"]),
    "company": st.sampled_from(["", "Acme", "Acme AG", "Voss", "Kern"]),
    "email": st.sampled_from(["", "a@acme.example.com", "b@voss.example.com", "c@gmail.com"]),
    "website": st.sampled_from(["", "www.kern.example.com", "https://gmail.com"]),
    "next_step": st.sampled_from(["", "mail", "call", "none: opted out"]),
    "last_activity_at": st.sampled_from(["", "2026-10-06T09:30", "7.10.2026", "soon"]),
})  # fmt: skip


@given(st.lists(lead, min_size=1, max_size=20), st.integers(0, 20))
@examples(20, 200)
def test_accounts_of_batches_are_those_of_the_list(rows, cut):
    leads = pa.table({name: [one[name] for one in rows] for name in rows[0]})
    whole = account_table(leads.to_pandas())
    found = accounts_of_batches([leads.slice(0, cut), leads.slice(cut)], Hearing()).table
    assert found.to_pylist() == whole.to_dict("records")
    columns = {name: texts(leads[name].to_pylist()) for name in leads.column_names}
    keys = organisation_keys(columns.get, len(rows)).to_pylist()
    assert set(whole["account_key"]) == {*keys} - {""}
