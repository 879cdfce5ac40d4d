"""Columns are folded as their cells would be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.base.fold import fold_letters, fold_umlauts
from leadkit.base.fold_column import folded_letters, folded_umlauts

EUROPEAN = st.text(st.characters(max_codepoint=0x17F), max_size=8)
SIGNS = st.text(
    st.sampled_from("aeouAEOU .,-_&xß\u0308ÄäöÖůłŁøæÆáéİıŉ×ſĳ株\u00a0\u0660ﬁ"), max_size=8
)
CELLS = st.lists(EUROPEAN | SIGNS | st.text(max_size=4), max_size=6)


@given(CELLS)
def test_a_column_is_folded_as_its_cells(cells):
    assert folded_letters(texts(cells)).to_pylist() == [*map(fold_letters, cells)]
    assert folded_umlauts(texts(cells)).to_pylist() == [*map(fold_umlauts, cells)]


def test_every_letter_of_europe_within_a_word():
    codes = [*range(0x180), *range(0x370, 0x530)]  # and Greek and Cyrillic, before a Latin e
    cells = [f"{before}{chr(code)}{after}" for code in codes for before, after in ("oe", "e-", "Xa")]  # fmt: skip
    assert folded_letters(texts(cells)).to_pylist() == [*map(fold_letters, cells)]
    assert folded_umlauts(texts(cells)).to_pylist() == [*map(fold_umlauts, cells)]
