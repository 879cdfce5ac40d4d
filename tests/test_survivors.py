"""What a merged lead keeps: every rule, and the fast way against the plain one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from merge_reference import merge_rows

from leadkit.matching.merge_rules import GROUP_KEEP, KEEP, Group, MergeRules, read_merge_rules
from leadkit.matching.reasons import comparisons_of, evidence_of, reasons_of
from leadkit.matching.survivors import merge_members
from leadkit.matching.wording import evidence_column, reasons_column

SHIPPED = read_merge_rules()
CELLS = {
    "first_name": ["", "A.", "Anna", "Anna Lena"],
    "last_name": ["", "Meier"],
    "full_name": ["", "Anna Meier", "A. Meier"],
    "email": ["", "a@x.example.com", "A@x.example.com ", "b@x.example.com", "a@"],
    "email_2": ["", "b@x.example.com", "c@x.example.com"],
    "email_3": ["", "a@x.example.com", "d@x.example.com"],
    "email_status": ["", "valid", "invalid", "missing"],
    "phone": ["", "+498999998123", "+498999998124"],
    "phone_2": ["", "+498999998124"],
    "phone_status": ["", "valid", "missing", "ambiguous", "?"],
    "phone_type": ["", "mobile", "fixed_line"],
    "street": ["", "Weg 1", "Talweg 5"],
    "city": ["", "Ulm", "Bonn"],
    "lead_source": ["", "fair", "web"],
    "source_file": ["crm.csv", "cards.csv"],
    "created_at": ["", "2026-01-31", "31.12.2026", "2026-01-31T10:00", "soon"],
    "lifecycle_stage": ["", "lead", "MQL", "unqualified", "nurture", "?"],
    "notes": ["", "call | mail", "call", "ß", "x; y"],
    "tags": ["", "fair; vip", "vip", "; "],
    "issues": ["", "email_invalid", "phone_invalid; email_invalid"],
    "consent": ["", "yes", "Ja", "no", "opted out", "?", " "],
    "consent_at": ["", "2026-01-31", "2026-02-01", "1.3.2026"],
    "consent_source": ["", "web form"],
    "consent_text": ["", "v2"],
    "email_opt_out": ["", "no", "x", "2026-01-31", " "],
    "post_opt_out": ["", "nein", "ja"],
    "budget": ["", "10", "9,000"],
}  # fmt: skip


@st.composite
def clusters(draw):
    """Rows of some merged leads, where each begins, and rules for them."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    names = draw(st.permutations(list(CELLS)))[: draw(st.integers(1, len(CELLS)))]
    count = sum(sizes)
    columns = {"lead_id": [f"id{number}" for number in range(count)]}
    for name in names:
        columns[name] = draw(st.lists(st.sampled_from(CELLS[name]), min_size=count, max_size=count))
    if draw(st.booleans()):
        rules = SHIPPED
    else:
        of_group = st.sampled_from(GROUP_KEEP)
        groups = (Group(("first_name", "last_name", "full_name"), draw(of_group)),
                  Group(("street", "city"), draw(of_group)))  # fmt: skip
        ruled = st.sampled_from(KEEP)
        fields = {name: draw(ruled) for name in ("lifecycle_stage", "notes", "tags", "budget")}
        rules = MergeRules("rules", groups, fields, ("web", "crm.csv"))
    return pd.DataFrame(columns, dtype="str"), np.cumsum([0, *sizes[:-1]]), rules


@settings(max_examples=300)
@given(made=clusters())
def test_all_leads_at_once_are_as_one_by_one(made):
    """Ranking the rows of all leads gives the very cells that merging each lead alone gives."""
    rows, starts, rules = made
    records = rows.to_dict("records")
    ends = [*starts[1:], len(rows)]
    plain = [merge_rows(records[a:b], rules) for a, b in zip(starts, ends, strict=True)]
    assert merge_members(rows, starts, rules).to_dict("records") == plain


@given(seed=st.integers(0, 10_000))
def test_many_pairs_are_worded_as_one_by_one(seed):
    """What is said of many pairs at once is what is said of each."""
    rng = np.random.default_rng(seed)
    made = []
    for kind in ("person", "company"):
        pairs = pd.DataFrame({"kind": [kind] * 4})
        for comparison in comparisons_of(kind):
            pairs[f"{comparison.name}_level"] = rng.integers(0, len(comparison.levels), 4)
            pairs[f"{comparison.name}_bits"] = rng.choice([-7, -0.4, 0, 0.004, 0.5, 6.125, 9], 4)
            pairs[f"{comparison.name}_apart"] = rng.integers(0, 3, 4)
        made.append(pairs)
    pairs = pd.concat(made, ignore_index=True)
    records = [{k: v for k, v in one.items() if v == v} for one in pairs.to_dict("records")]
    assert reasons_column(pairs).tolist() == [reasons_of(one) for one in records]
    assert evidence_column(pairs, 9.97).tolist() == [evidence_of(one, 9.97) for one in records]
