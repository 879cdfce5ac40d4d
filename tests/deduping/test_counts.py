"""Counts of a list: those of its parts add up, in any order, and nothing else of it is asked."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leadkit.deduping.matching.contacts import Employers, Listed, NamedRows
from leadkit.deduping.matching.counts import Counts, from_table
from leadkit.deduping.matching.evidence import as_elsewhere
from leadkit.deduping.matching.row_evidence import gather_rows
from tests.deduping.test_row_evidence import tables
from tests.properties import examples


def counted(table):
    return Counts.of(as_elsewhere(gather_rows(table.reset_index(drop=True))))


def without_lists(table):
    """Return a table in which no row is read otherwise because of another one.

    A last name joined to its particles is split as most of its list has it, so that what such a
    row says hangs on the others; here nobody has one, in whatever column.
    """
    names = table[["last_name", "full_name"]]
    return table.assign(**names.replace("(?i)vandenberghe", "Lang", regex=True))


@st.composite
def cut_tables(draw):
    """A table and its rows in some parts, which may be blank."""
    table = without_lists(draw(tables()))
    part = draw(st.lists(st.integers(0, 3), min_size=len(table), max_size=len(table)))
    return table, [table[np.array(part, int) == one] for one in draw(st.permutations(range(4)))]


@examples(15, 500)
@given(cut_tables())
def test_counts_of_parts_add_up_to_those_of_the_list(cut):
    table, parts = cut
    whole = counted(table).table()
    added = functools.reduce(Counts.__add__, map(counted, parts))
    assert added.table().equals(whole)
    rest = counted(table) - counted(parts[0])
    assert rest.table().equals(counted(table.drop(parts[0].index)).table())


@examples(10, 300)
@given(tables())
def test_counts_are_read_back_from_their_table(table):
    kept = counted(table).table()
    assert from_table(kept).table().equals(kept)
    assert (
        (from_table(kept) + counted(table))
        .table()
        .equals((counted(table) + counted(table)).table())
    )


WEIGHTS = ("company_bits", "brand_bits", "street_bits", "street_2_bits", "city_bits",
           "postcode_bits")  # fmt: skip


def weights_of(rows):
    """Return what rows weigh, by their list."""
    names = (rows.first_name_bits, rows.last_name_bits, rows.is_first_name, rows.is_last_name)
    of_names = [of[codes].tolist() for of in names for codes in (rows.first, rows.last)]
    return [rows.n, (rows.brand != 0).tolist(), *of_names,
            *(getattr(rows, name).tolist() for name in WEIGHTS)]  # fmt: skip


@examples(10, 300)
@given(tables(), st.data())
def test_some_rows_weigh_by_the_counts_of_their_list_what_they_weigh_in_it(table, data):
    table = without_lists(table)
    rows = np.array(data.draw(st.permutations(range(len(table)))), np.int64)
    rows = rows[: data.draw(st.integers(0, len(table)))]
    whole = NamedRows(as_elsewhere(gather_rows(table)))
    part = as_elsewhere(gather_rows(table.iloc[rows].reset_index(drop=True)))
    counts = from_table(counted(table).table())
    expected = weights_of(whole)
    listed = Listed(
        counts.told_to(part), Employers.of(part), pa.array([], "large_string"), False, False
    )
    told = weights_of(NamedRows(part, listed))
    assert told[0] == expected[0]
    for one, all_rows in zip(told[1:], expected[1:], strict=True):
        assert one == [all_rows[row] for row in rows]


def test_counts_are_small():
    """They grow with the different texts of a list, not with its rows."""
    rows = pd.DataFrame({"lead_id": map(str, range(3000)), "last_name": ["Meier", "Lang"] * 1500,
                         "first_name": "Eva", "company": "Acme GmbH"}, dtype="str")  # fmt: skip
    assert len(counted(rows).table()) < 30
