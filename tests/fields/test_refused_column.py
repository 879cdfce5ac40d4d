"""The column ``refused`` is written by whole columns as it would be cell by cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cell_bytes import may_be_padded
from leadkit.base.cells import texts
from leadkit.fields.refusal_keys import addresses_in, each_address
from leadkit.fields.refused_column import Entries, with_entries

ENTRIES = st.sampled_from(
    ["email a@x.example.com", "call +4989123456", "call", "post kern|1|ö", ""]
)
CELL = st.lists(ENTRIES, max_size=3).map("; ".join)
FOUND = st.dictionaries(st.integers(0, 4), st.lists(ENTRIES, max_size=4))
SIGNS = st.text(st.sampled_from("a1@ ;|/,\n\t\u00a0\u3000\x1cé<>+"), max_size=12)


@given(st.lists(CELL, min_size=5, max_size=5), FOUND)
def test_entries_are_added_each_once(cells, found):
    added = with_entries(texts(cells), Entries.of(found)).to_pylist()
    for row, (before, after) in enumerate(zip(cells, added, strict=True)):
        entries = [*before.split("; "), *found.get(row, [])]
        once = "; ".join(dict.fromkeys(filter(None, entries)))
        assert after == (once if found.get(row) else before)


@given(st.sampled_from(["email", "call"]), st.lists(SIGNS, max_size=6))
def test_addresses_of_a_column_are_those_of_its_cells(channel, cells):
    rows, found = each_address(channel, texts(cells))
    expected = [(row, one) for row, cell in enumerate(cells) for one in addresses_in(channel, cell)]
    assert [*zip(rows.tolist(), found.to_pylist(), strict=True)] == expected


@given(st.lists(SIGNS, max_size=6))
def test_what_is_not_padded_stays_when_it_is_trimmed(cells):
    for cell, padded in zip(cells, may_be_padded(texts(cells)).tolist(), strict=True):
        assert padded or cell.strip() == cell != ""
