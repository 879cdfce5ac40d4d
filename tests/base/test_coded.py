"""Small values by the numbers of keys: however they come, each is counted as often as it came."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.keyed import Coded
from tests.properties import examples

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=30)


@examples(20, 300)
@given(st.lists(PAIRS, max_size=8), st.integers(1, 5), st.integers(1, 5))
def test_parts_of_runs_are_joined_as_they_would_be_at_once(batches, together, part):
    """Whatever the sizes of what is sorted at once."""

    class Small(Coded):
        _TOGETHER, _PART = together, part

    coded = Small()
    for batch in batches:
        numbers, values = (np.array([pair[at] for pair in batch], np.int64) for at in (0, 1))
        coded.add(numbers, values)
    codes, counts = coded.of(np.arange(7), np.arange(7))
    found = {
        (int(code >> Coded.BITS), int(code % (1 << Coded.BITS))): int(many)
        for code, many in zip(codes, counts, strict=True)
    }
    assert found == Counter(pair for batch in batches for pair in batch)
