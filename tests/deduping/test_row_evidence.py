"""What a row says by itself: the same in whatever table it stands, and as it is remembered."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import as_cells
from leadkit.dedupe import dedupe_leads
from leadkit.deduping.matching.blocks import candidates
from leadkit.deduping.matching.evidence import as_elsewhere, gather
from leadkit.deduping.matching.row_evidence import COLUMNS, gather_rows
from leadkit.deduping.matching.traces import traces_of_rows
from leadkit.deduping.matching.weigh import weigh
from leadkit.deduping.options import UpdateOptions
from leadkit.deduping.remembered import EVIDENCE, Remembered
from leadkit.deduping.updating import UpdateRun
from tests.deduping.test_update import CELLS, cells_of, lists, weeks
from tests.properties import examples

SAID = {
    **{name: CELLS[name] for name in ("company", "email_2", "city", "street", "postal_code")},
    "first_name": ["", "Eva", "A.", "Uli", "Anna Lena", "Eva jun."],
    "last_name": ["", "Meier", "van den Berghe", "Vandenberghe", "Ida Lang", "Lo Presti"],
    "full_name": ["", "Dr. Eva Meier geb. Lang", "VANDENBERGHE, Ida"],
    "email": [*CELLS["email"], "ulrich.meier@x.example.com", "a.vandenberghe@y.example.com"],
    "phone": [*CELLS["phone"], "089/99998124", "99998123"],
    "mobile": [*CELLS["mobile"], "0151 12345678"],
    "other_phones": ["", "+498999998124; 030 9999812"],
    "merged_ids": ["", "x1; x2"],
    "birthday": ["", "1980-01-31"],
    "VAT-ID": ["", "DE 999 999"],
    "source_file": ["a.csv", "b.csv"],
}  # fmt: skip


@st.composite
def tables(draw):
    count = draw(st.integers(0, 8))
    columns = {"lead_id": [str(at) for at in range(count)]}
    for name, cells in SAID.items():
        columns[name] = draw(st.lists(st.sampled_from(cells), min_size=count, max_size=count))
    return pd.DataFrame(columns, dtype="str")


def said(evidence):
    """Return the numbers and texts of evidence, in the order of its rows."""
    ordered = evidence.in_order()
    columns = [getattr(ordered, name) for name in COLUMNS]
    parts = [(column.codes.tolist(), column.texts.tolist()) for column in columns]
    return parts, ordered.sizes.tolist(), ordered.role.tolist()


@examples(10, 300)
@given(tables(), st.data())
def test_a_row_says_the_same_in_every_table(table, data):
    """Evidence of two parts of a table is that of the table, and of some rows that of these."""
    cut = data.draw(st.integers(0, len(table)))
    parts = [gather_rows(part.reset_index(drop=True)) for part in (table[:cut], table[cut:])]
    assert said(parts[0].with_more(parts[1])) == said(gather_rows(table))
    rows = np.array(data.draw(st.permutations(range(len(table))))[:cut], np.int64)
    some = gather_rows(table.iloc[rows].reset_index(drop=True))
    assert said(gather_rows(table).at(rows)) == said(some)


@examples(10, 200)
@given(tables(), st.data())
def test_of_known_rows_no_two_are_a_pair(table, data):
    """Which rows are known takes pairs away, and no others than those of two known ones."""
    contacts = weigh(gather(table))
    bools = st.lists(st.booleans(), min_size=len(table), max_size=len(table))
    known = np.array(data.draw(bools), bool)
    every = candidates(contacts).pairs
    kept = every[~(known[every >> 32] & known[every & 0xFFFFFFFF])]
    assert candidates(contacts, known).pairs.tolist() == kept.tolist()


def keep(remembered, table):
    """Keep what a table says, as an update does of the leads that it ends with."""
    evidence = gather_rows(table)
    remembered.keep(table["lead_id"], evidence, traces_of_rows(evidence))


def updated(master, table, remembered=None):
    return UpdateRun(table, master, UpdateOptions(), remembered=remembered).updated()


@pytest.mark.slow
@examples(3, 100)
@given(weeks())
def test_what_is_remembered_changes_nothing(worlds):
    """An update that the one before left its evidence gives what one gives that has none."""
    master, content = pd.DataFrame(columns=["lead_id"], dtype="str"), b""
    for table in worlds:
        remembered = Remembered(content, "1")
        one, other = updated(master, table, remembered), updated(master, table)
        for name in ("leads", "merges", "review", "review_merged"):
            assert cells_of(getattr(one, name)) == cells_of(getattr(other, name))
        assert one.counts == other.counts
        master = one.leads
        content = remembered.kept(as_cells(master["lead_id"]))
        known = Remembered(content, "1").of(master)
        assert known is not None
        assert said(known[0]) == said(gather_rows(master))


@given(lists("a"))
def test_what_is_remembered_is_read_back(table):
    remembered = Remembered(b"", "1")
    keep(remembered, table)
    again = table.iloc[::-1].reset_index(drop=True)
    evidence, traces = Remembered(remembered.kept(as_cells(table["lead_id"])), "1").of(again)
    assert said(evidence) == said(gather_rows(again))
    anew = traces_of_rows(gather_rows(again))
    assert (traces.counts.tolist(), traces.values.tolist()) == (
        anew.counts.tolist(), anew.values.tolist())  # fmt: skip


FOREIGN = {
    "nothing": lambda kept: b"",
    "something else": lambda kept: b"lead_id,email\n",
    "cut off": lambda kept: kept[: len(kept) // 2],
    "of another version": lambda kept: kept,
}


@pytest.mark.parametrize("made", FOREIGN.values(), ids=FOREIGN)
def test_what_does_not_fit_is_passed_over(made):
    table = pd.DataFrame({"lead_id": ["a", "b"], "email": ["x@x.example.com", ""]}, dtype="str")
    remembered = Remembered(b"", "1")
    keep(remembered, table)
    assert Remembered(made(remembered.kept(as_cells(table["lead_id"]))), "2").of(table) is None


def test_leads_that_it_does_not_know_are_gathered_anew():
    table = pd.DataFrame({"lead_id": ["a"], "email": ["x@x.example.com"]}, dtype="str")
    remembered = Remembered(b"", "1")
    keep(remembered, table)
    assert Remembered(remembered.kept(as_cells(table["lead_id"])), "1").of(table) is not None
    assert (
        Remembered(remembered.kept(as_cells(table["lead_id"])), "1").of(table.assign(lead_id="b"))
        is None
    )


def test_nothing_stays_of_who_is_no_lead_any_more():
    """Whom a later step suppressed is not in what is kept, by no name and no address."""
    cells = {"lead_id": ["a", "b"], "email": ["eva@x.example.com", "jan@kern.example.com"],
             "last_name": ["Meier", "Kern"]}  # fmt: skip
    table = pd.DataFrame(cells, dtype="str")
    remembered = Remembered(b"", "1")
    keep(remembered, table)
    kept, traces = Remembered(remembered.kept(as_cells(table["lead_id"][:1])), "1").of(table[:1])
    assert len(traces) == 1
    texts = [text for name in COLUMNS for text in getattr(kept, name).texts.tolist()]
    assert "meier" in texts
    assert not [text for text in texts if "kern" in text or "jan" in text]


ODD_MAILBOXES = [
    "+fair@gmail.com",
    "@eva@social.example.com",
    "@@",
    "a@b@c.example.com",
    "@gmail.com",
]


@pytest.mark.parametrize("mail", ODD_MAILBOXES)
def test_a_mailbox_without_a_name_is_compared_as_any(mail):
    """What is no address that somebody could have keeps nothing from being compared."""
    cells = {"lead_id": ["1", "2"], "first_name": ["Eva", "Jan"], "last_name": ["Meier", "Kern"],
             "email": ["eva@meier.example.com", "jan@kern.example.com"], "email_2": [mail, ""]}  # fmt: skip
    assert len(dedupe_leads(pd.DataFrame(cells, dtype="str")).leads) == 2


def test_evidence_is_what_its_number_says():
    """Where what rows say changes, EVIDENCE is raised, so that no run goes on with the old one."""
    cells = {name: [own[at % len(own)] for at in range(24)] for name, own in SAID.items()}
    evidence = gather_rows(pd.DataFrame(cells, dtype="str"))
    content = json.dumps([said(evidence), traces_of_rows(evidence).values.tolist()]).encode()
    assert (EVIDENCE, hashlib.sha256(content).hexdigest()[:16]) == (3, "50505774472dacd7")


def test_a_number_without_its_country_is_the_one_that_the_list_has_with_it():
    """Which of two ways to write a number a row has may change; whose it is does not."""
    cells = {"phone": ["+49 89 99998123", "089 99998123"], "mobile": ["", "089 99998123"]}
    evidence = as_elsewhere(gather_rows(pd.DataFrame(cells, dtype="str")))
    assert evidence.numbers.cells().tolist() == [["498999998123"]] * 2
    assert evidence.own[evidence.numbers.codes].tolist() == [[True], [True]]
