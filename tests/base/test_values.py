"""Cells that notes quote: marked in the note, shown or not where it is printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import CheckFailed
from leadkit.base.values import quoting, with_values, without_values

# Any text, and the marks themselves, which a list may hold as well
TEXTS = st.text(st.characters() | st.sampled_from("\ufdd0\ufdd1\ufdd2"), max_size=20)
MARKS = str.maketrans("", "", "\ufdd0\ufdd1\ufdd2")


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_characters="\ufdd0\ufdd1\ufdd2")), TEXTS, TEXTS)
    )
)
def test_what_is_quoted_is_shown_or_told_otherwise_and_nothing_else_changes(parts):
    note = "".join(before + quoting(cell, instead) for before, cell, instead in parts)
    assert with_values(note) == "".join(b + cell.translate(MARKS) for b, cell, _ in parts)
    assert without_values(note) == "".join(b + told.translate(MARKS) for b, _, told in parts)


def test_errors_show_cells_and_keep_the_marks_for_who_prints_them():
    error = CheckFailed(f"a.csv: one column{quoting(' (Eva)')}")
    assert str(error) == "a.csv: one column (Eva)"
    assert without_values(error.marked) == "a.csv: one column"
