"""Only our own word in a may_* column is a yes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadkit.fields.permission import says_yes
from tests.properties import examples


@examples(30, 300)
@given(st.text(max_size=5) | st.sampled_from(["yes", "YES", " Yes\t", "x", "1", "ja", "y", "true"]))
def test_doubt_means_no(cell):
    assert says_yes(cell) == (cell.strip().lower() == "yes")
