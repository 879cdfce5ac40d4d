"""Leads become tables of Arrow and back as pyarrow's own functions do it."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import as_cells
from leadkit.base.leads import cell_column, leads_of, table_of, with_columns

CELLS = st.lists(st.text(max_size=5), max_size=4)


@given(CELLS, CELLS, st.integers(0, 2))
def test_as_pyarrow_does_it(cells, others, left_out):
    rows = min(len(cells), len(others))
    leads = pd.DataFrame({"a": cells[:rows], "b": others[:rows]}, dtype="str")[left_out:]
    table = pa.Table.from_pandas(leads, preserve_index=False)
    assert table_of(leads).equals(table)
    assert table_of(table) is table
    pieces = pa.concat_tables([table, table[:1]])
    back = leads_of(pieces)
    pd.testing.assert_frame_equal(back, pieces.to_pandas())
    assert as_cells(back["a"]).to_pylist() == pieces["a"].to_pylist()


@pytest.mark.parametrize("kind", ["str", "object", "string"])
def test_columns_of_any_kind_of_text(kind):
    leads = pd.DataFrame({"a": ["1", "2"]}, dtype="str")[::-1]
    given = {"a": ["x", "y"], "b": pd.Series(["p", "q"], dtype=kind)}
    made = with_columns(leads, given)
    assert made.dtypes.eq("str").all()
    assert made.to_dict("list") == {"a": ["x", "y"], "b": ["q", "p"]}  # a series goes by its index
    assert leads["a"].tolist() == ["2", "1"]
    assert cell_column(leads, "none").equals(pd.Series("", leads.index, dtype="str", name="none"))
