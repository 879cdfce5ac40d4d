"""What is drawn stays in its frame, and is as long as its figures say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.reporting.charts import Line, Span, bars, flow, grid, histogram, spans
from leadkit.reporting.labels import NARROW, WIDE, label, width_of
from leadkit.reporting.scales import bins_of, money_ticks, share_ticks
from leadkit.reporting.words import largest, share

counts = st.integers(0, 10**7)
names = st.text(max_size=80)


@given(st.lists(st.tuples(names, counts, counts), min_size=1, max_size=8))
def test_pieces_of_bars_add_up_to_the_figures(lines):
    """All bars are of one scale, and no piece leaves the frame."""
    drawn = bars([Line(name, (one, other), "1") for name, one, other in lines], ("a", "b"))
    most = max(one + other for _, one, other in lines) or 1
    assert drawn.height == 46 * len(lines)
    for bar, (_, one, other) in zip(drawn.bars, lines, strict=True):
        assert len(bar.parts) == (one > 0) + (other > 0)
        for part in bar.parts:
            assert 0 <= part.x <= 100
            assert part.x + part.width <= 100.2
        if bar.parts:
            width = bar.parts[-1].x + bar.parts[-1].width
            assert width == pytest.approx(100 * (one + other) / most, abs=0.2)


@given(st.lists(counts, min_size=1, max_size=2), st.lists(counts, min_size=1, max_size=5))
def test_ends_of_a_flow_do_not_overlap(came, went):
    """Each has room for its two lines of words, and the drawing holds them all."""
    drawn = flow([("a", rows, "e") for rows in came], [("b", rows, "a") for rows in went])
    right = [block for block in drawn.blocks if not block.left]
    left = [block for block in drawn.blocks if block.left]
    assert len(drawn.ribbons) == len(right)
    for one, two in (*pairwise(right), *pairwise(left)):
        assert two.text_y - one.text_y >= 36
    for one, two in pairwise(left):
        assert two.y == pytest.approx(one.y + one.height, abs=0.02)
    assert all(block.text_y + 20 <= drawn.height for block in drawn.blocks)


@given(st.dictionaries(st.floats(-300, 5000, allow_nan=False), st.integers(1, 99), min_size=1))
def test_every_score_is_in_one_bin(values):
    """Bins stand side by side, at most some thirty of them, and hold all scores."""
    bins = bins_of(values)
    assert sum(many for _, _, many in bins) == sum(values.values())
    assert len(bins) <= 30
    assert all(one[1] == two[0] for one, two in pairwise(bins))
    drawn = histogram(bins, [("MQL", 45.0), ("SQL", 65.0)])
    assert all(0 <= tick.x <= 100 for tick in (*drawn.ticks, *drawn.lines))
    assert all(y >= 0 and y + height <= drawn.base + 0.01 for y, height in drawn.tops)


@given(st.floats(0.001, 1e9), st.floats(1, 1e5))
def test_money_lies_between_its_ticks(least, times):
    """The first tick is not above the least figure, the last not below the greatest."""
    ticks = money_ticks(max(least, 0.01), least * times)
    assert ticks[0][0] <= max(least, 0.01) * 1.0001
    assert ticks[-1][0] >= least * times * 0.9999
    assert 2 <= len(ticks) <= 7
    one = Span("a", "b", least, least * times, least, 0.0)
    (drawn,) = spans([one], ticks, ticks[-1][0], log=True).ranges
    assert -0.1 <= drawn.low <= drawn.low + drawn.width <= 100.1
    assert drawn.mark == 0.0


@given(st.floats(1e-6, 1.0))
def test_shares_have_few_round_ticks(top):
    """From 0 on, none beyond the end."""
    ticks = share_ticks(top)
    assert ticks[0] == (0.0, "0%")
    assert 1 <= len(ticks) <= 6
    assert ticks[-1][0] <= top * 1.0001


@given(names, st.text("0123456789, %", max_size=24))
def test_labels_leave_room_for_what_stands_beside_them(name, beside):
    """On the narrowest page, too."""
    told = label(name, beside)
    for text, room in ((told.wide, WIDE), (told.narrow, NARROW)):
        assert width_of(text) + width_of(beside, 13) <= room + 1 or text == "…"
        assert text == name or text.endswith("…")


def test_a_grid_is_darker_where_there_is_more():
    """Blank squares have no tint."""
    squares = grid(["A", "B"], ["high", "low"], [[4, 0], [2, 1]]).grid
    assert [square.tint for square in squares] == [0.4, 0.0, 0.23, 0.145]
    assert max(square.x + square.width for square in squares) <= 100


@given(st.dictionaries(st.text(min_size=1, max_size=5), counts, max_size=30), st.integers(1, 20))
def test_what_is_cut_is_counted(values, most):
    """The largest come first, and those that are cut stand together as one."""
    told = largest(values, most)
    assert len(told) <= most
    assert sum(many for _, many in told) == sum(values.values())


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_never_says_all_or_nothing_where_it_is_not(part, whole):
    """0% is none, 100% is all."""
    part = min(part, whole)
    assert (share(part, whole) == "0%") == (part == 0)
    assert (share(part, whole) == "100%") == (part == whole)
