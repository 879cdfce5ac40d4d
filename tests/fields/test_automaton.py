"""Patterns of digits as a table of states: the same answers as Python's re."""

from __future__ import annotations

import re

import numpy as np
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import as_cells
from leadkit.fields.phone import plans
from leadkit.fields.phone.automaton import Automaton, is_readable
from leadkit.fields.phone.cleaner import read_phones
from leadkit.fields.phone.column import plain_numbers
from leadkit.fields.phone.one import KINDS, read_phone
from tests.properties import examples

_DIGITS = st.sampled_from(["0", "7", r"\d", "[2-5]", "[13-57-9]"])
_TIMES = st.sampled_from(["", "", "?", "{2}", "{0,3}", "{1,2}"])


def _in_a_row(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(parts, _TIMES).map("".join), max_size=3).map("".join)


def _group(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ways = st.lists(_in_a_row(parts), min_size=1, max_size=3)
    return ways.map(lambda ways: f"(?:{'|'.join(ways)})")


_PATTERNS = _in_a_row(st.recursive(_DIGITS, _group, max_leaves=8))


@examples(50, 500)
@given(
    st.lists(_PATTERNS, min_size=1, max_size=4),
    st.lists(st.text("0123456789", max_size=9), min_size=1, max_size=12),
)
def test_patterns_fit_as_they_do_for_re(patterns: list[str], numbers: list[str]) -> None:
    assert all(map(is_readable, patterns))
    automaton = Automaton({str(at): pattern for at, pattern in enumerate(patterns)})
    text = np.frombuffer("".join(numbers).encode(), np.uint8)
    offsets = np.cumsum([0, *map(len, numbers)])
    found = [automaton.sets[which] for which in automaton.run(text, offsets)]
    assert found == [
        {str(at) for at, pattern in enumerate(patterns) if re.fullmatch(pattern, number)}
        for number in numbers
    ]


def test_every_pattern_of_the_metadata_is_readable() -> None:
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    assert all(plans.plans_of_code(code) for code in codes)


@pytest.mark.parametrize("pattern", ["1+", "1*", "^1", "(1)", "1.", "a"])
def test_other_patterns_are_not_readable(pattern: str) -> None:
    assert not is_readable(pattern)


# A later release of phonenumbers may have patterns of another kind: its own parser reads them.
def test_unreadable_patterns_are_left_to_phonenumbers(monkeypatch: pytest.MonkeyPatch) -> None:
    cells, regions = as_cells(["030 123456", "+49 171 1234567"] * 40), as_cells(["DE"] * 80)
    plans.plans_of_code.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(plans, "is_readable", lambda pattern: False)
        assert not plain_numbers(cells, regions).rows.any()
        phones = read_phones(cells, regions)
    plans.plans_of_code.cache_clear()
    assert plain_numbers(cells, regions).rows.all()
    readings = [read_phone(cell, "DE") for cell in cells.to_pylist()]
    assert phones.numbers.to_pylist() == [reading.number for reading in readings]
    assert [KINDS[kind] for kind in phones.kinds] == [reading.kind for reading in readings]
