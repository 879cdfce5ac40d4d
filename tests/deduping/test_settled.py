"""Rounds that look at what changed alone: the same as if all were looked at anew in each."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.deduping.matching.blocks import candidates
from leadkit.deduping.matching.evidence import as_elsewhere, gather
from leadkit.deduping.matching.row_evidence import gather_rows
from leadkit.deduping.matching.weigh import weigh
from leadkit.deduping.options import DedupeOptions
from leadkit.deduping.rounds import DedupeRun
from tests.deduping.test_matching import FIRSTS, LASTS
from tests.deduping.test_row_evidence import tables
from tests.deduping.test_update import cells_of, lists
from tests.properties import examples


class Anew(DedupeRun):
    """A dedupe that forgets after each round all that it knew."""

    def _match(self):
        self._said = self._evidence = self._settled = None
        return super()._match()


def outcome(run):
    done = run.deduped()
    frames = (done.leads, done.merges, done.review, done.review_merged)
    return [cells_of(frame) for frame in frames], done.counts


def both(table):
    options = DedupeOptions()
    return (outcome(kind(table, options, None, None)) for kind in (DedupeRun, Anew))


@pytest.mark.slow
@examples(10, 300)
@given(lists("a", 12))
def test_a_few_rows_come_out_as_if_all_were_looked_at_anew(table):
    settled, anew = both(table)
    assert settled == anew


def crowd(seed, people=500):
    """Return rows of people of whom one in three stands on several lists, each time with less."""
    draw = random.Random(seed)
    rows = []
    for number in range(people):
        first, last = draw.choice(FIRSTS), draw.choice(LASTS)
        firm = f"Firma {number % 60} GmbH"
        mail = f"{first}.{last}{number % 7}@firma{number % 60}.example.com".lower()
        phone = f"+4915550{number:06}"
        for turn in range(draw.choice((1, 1, 1, 2, 3, 4))):
            cells = [first, last, firm, mail, phone, draw.choice(("Ulm", "Bonn", ""))]
            cells[0] = draw.choice((first, first[0] + ".", first))
            cells[1] = draw.choice((last, last, last.upper(), last[:-1] + "x"))
            for place in range(2, 5):
                cells[place] = cells[place] if draw.random() < 0.6 or not turn else ""
            rows.append((f"{number}-{turn}", *cells, f"list{turn}.csv"))
    names = [
        "lead_id",
        "first_name",
        "last_name",
        "company",
        "email",
        "mobile",
        "city",
        "source_file",
    ]
    return pd.DataFrame(rows, columns=names, dtype="str")


@pytest.mark.slow
@examples(4, 40)
@given(st.integers(0, 10_000))
def test_a_crowd_comes_out_as_if_all_were_looked_at_anew(seed):
    settled, anew = both(crowd(seed))
    assert settled == anew


def test_rounds_settle_most_of_a_list():
    """What is not asked again must be most of the rows, or the property above shows nothing."""
    asked = []

    class Watched(DedupeRun):
        def _match(self):
            matches = super()._match()
            asked.append(matches.compared)
            return matches

    outcome(Watched(crowd(1, 2000), DedupeOptions(), None, None))
    assert len(asked) > 2
    assert asked[-1] < asked[0] / 4


@examples(10, 200)
@given(tables(), st.data())
def test_of_settled_rows_no_two_are_a_pair_and_all_keys_count(table, data):
    contacts = weigh(gather(table))
    bools = st.lists(st.booleans(), min_size=len(table), max_size=len(table))
    settled = np.array(data.draw(bools), bool)
    every, some = candidates(contacts), candidates(contacts, settled=settled)
    pairs = every.pairs
    kept = pairs[~(settled[pairs >> 32] & settled[pairs & 0xFFFFFFFF])]
    assert some.pairs.tolist() == kept.tolist()
    assert some.capped == every.capped


def of_rows(evidence):
    """Return what evidence says of each row, whatever texts of other rows it knows."""
    names = ("names", "numbers", "domains", "mails", "company", "city", "street")
    said = [getattr(evidence, name).cells().tolist() for name in names]
    return said, evidence.own[evidence.numbers.codes].tolist(), evidence.sizes.tolist()


@examples(10, 200)
@given(tables(), st.data())
def test_what_was_told_of_other_rows_changes_no_evidence(table, data):
    """Evidence that grew from that of other rows, of which some are gone, is that of the rows."""
    cut = data.draw(st.integers(0, len(table)))
    before = gather_rows(table[:cut].reset_index(drop=True))
    grown = before.with_more(gather_rows(table[cut:].reset_index(drop=True)))
    rows = np.array(data.draw(st.permutations(range(len(table))))[: max(cut, 2)], np.int64)
    first = as_elsewhere(before)
    weigh(first)
    evidence = as_elsewhere(grown.at(rows), first)
    anew = gather(table.iloc[rows].reset_index(drop=True))
    assert of_rows(evidence) == of_rows(anew)
    contacts, others = weigh(evidence), weigh(anew)
    assert candidates(contacts).pairs.tolist() == candidates(others).pairs.tolist()
    for name in ("company_bits", "city_bits", "brand_bits", "domain_bits", "line_bits"):
        assert getattr(contacts, name).tolist() == getattr(others, name).tolist()
