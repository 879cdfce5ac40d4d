"""New rows are compared with what is near them in a master: the same as with all of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import as_cells
from leadkit.deduping.matching.blocks import candidates
from leadkit.deduping.matching.evidence import as_elsewhere, read_otherwise
from leadkit.deduping.matching.part import Parts
from leadkit.deduping.matching.row_evidence import gather_rows
from leadkit.deduping.matching.traces import traces_in_list, traces_of_rows
from leadkit.deduping.matching.weigh import weigh
from leadkit.deduping.matching.weights import score_pairs
from leadkit.deduping.options import UpdateOptions
from leadkit.deduping.remembered import Remembered
from leadkit.deduping.updating import UpdateRun
from leadkit.deduping.whole_list import WholeList
from tests.deduping.test_row_evidence import tables
from tests.deduping.test_settled import crowd
from tests.deduping.test_update import cells_of, lists
from tests.properties import examples

HOMES = {
    "first_name": ["Eva", "Ida", "Udo", "Tom", "Jan", "Eev"],
    "last_name": ["Meier", "Lang", "Kern", "Meyer", "vanderberg", "van der Berg"],
    "street": ["Weg 1", "Weg 2", "Talweg 5", "Hauptstr. 7"],
    "city": ["Ulm", "Bonn"],
    "postal_code": ["89073", "89037", "53111"],
}


def homes(seed, rows):
    """Return people of whom there is nothing but a name and an address."""
    draw = np.random.default_rng(seed)
    cells = {name: draw.choice(own, rows).tolist() for name, own in HOMES.items()}
    cells["street"] = [f"{street}{draw.integers(30)}" for street in cells["street"]]
    return pd.DataFrame({"lead_id": [str(at) for at in range(rows)], **cells}, dtype="str")


def with_birthdays(table, seed):
    draw = np.random.default_rng(seed)
    days = [
        f"19{draw.integers(60, 63)}-0{draw.integers(1, 3)}-1{draw.integers(3)}" for _ in table.index
    ]
    return table.assign(birthday=days)


MADE = {
    "colleagues": lambda seed: crowd(seed, 60),
    "homes": lambda seed: homes(seed, 60),
    "birthdays": lambda seed: with_birthdays(crowd(seed, 40), seed),
}
lists_of_all_kinds = st.one_of(
    tables(), lists("a", 12),
    st.tuples(st.sampled_from(sorted(MADE)), st.integers(0, 999)).map(lambda one: MADE[one[0]](one[1])),
)  # fmt: skip


@examples(20, 400)
@given(lists_of_all_kinds, st.randoms(use_true_random=False))
def test_rows_that_share_a_key_share_a_trace(table, random):
    """Of each pair one row has the traces that are kept of it, the other those in its list."""
    said = gather_rows(table)
    evidence = as_elsewhere(said)
    new = np.array([random.random() < 0.5 for _ in table.index], bool)
    parts = Parts(evidence)
    asked, _ = evidence.part(np.flatnonzero(new))
    traces = traces_in_list(asked, parts.birthdays)
    near = traces_of_rows(said).shared_with(traces) | read_otherwise(said)
    pairs = candidates(weigh(evidence)).pairs
    one, other = pairs >> 32, pairs & 0xFFFFFFFF
    assert near[one[new[other]]].all()
    assert near[other[new[one]]].all()


@examples(20, 400)
@given(lists_of_all_kinds, st.randoms(use_true_random=False))
def test_some_rows_weigh_what_they_do_among_all(table, random):
    """Pairs of rows that are asked about have the bits that they have in the whole list."""
    evidence = as_elsewhere(gather_rows(table))
    asked = np.array([random.random() < 0.5 for _ in table.index], bool)
    rows, part, listed = Parts(evidence).of(asked)
    one, other = np.triu_indices(len(rows), 1)
    both = asked[rows[one]] & asked[rows[other]]
    one, other = one[both], other[both]
    some = score_pairs(weigh(part, listed=listed), one, other)
    every = score_pairs(weigh(evidence), rows[one], rows[other])
    pd.testing.assert_frame_equal(
        some.assign(l=rows[some["l"]], r=rows[some["r"]]),
        every,
        check_dtype=False,
        check_exact=True,
    )


def updated(master, table, remembered=None):
    done = UpdateRun(table, master, UpdateOptions(), remembered=remembered).updated()
    frames = (done.leads, done.merges, done.review, done.review_merged)
    return done, [cells_of(frame) for frame in frames], done.counts


@pytest.mark.slow
@examples(8, 200)
@given(lists_of_all_kinds, st.randoms(use_true_random=False))
def test_an_update_by_near_rows_is_one_by_all(table, random):
    """Two lists come after the first; each is compared with what is near, and with everybody."""
    week = np.array([random.randrange(3) for _ in table.index], int)
    master, content = pd.DataFrame(columns=["lead_id"], dtype="str"), b""
    for number in range(3):
        new = table[week == number].reset_index(drop=True)
        remembered = Remembered(content, "1")
        done, *near = updated(master, new, remembered)
        assert near == [*updated(master, new)[1:]]
        master, content = done.leads, remembered.kept(as_cells(done.leads["lead_id"]))


def test_few_rows_are_near(monkeypatch):
    """What is compared must be less than the list, or the properties above show nothing."""
    made = crowd(1, 1500)
    master = made[:-20].reset_index(drop=True)
    remembered = Remembered(b"", "1")
    said = gather_rows(master)
    remembered.keep(master["lead_id"], said, traces_of_rows(said))
    content = remembered.kept(as_cells(master["lead_id"]))
    compared = []

    def watched(self, *asked):
        found = near_rows(self, *asked)
        compared.append(len(found[0]))
        return found

    near_rows = WholeList.near_rows
    monkeypatch.setattr(WholeList, "near_rows", watched)
    updated(master, made[-20:].reset_index(drop=True), Remembered(content, "1"))
    assert compared
    assert max(compared) < len(master) * 0.7
