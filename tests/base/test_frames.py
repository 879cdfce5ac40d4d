"""Any frame a user has: every cell becomes the text that its CSV would hold, or it is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, cell_text


def arrow(values: list, kind: pa.DataType) -> pd.arrays.ArrowExtensionArray:
    return pd.arrays.ArrowExtensionArray(pa.array(values, kind))


def objects(*values: object) -> pd.Series:
    return pd.Series(list(values), dtype=object)


MOMENTS = ["2026-10-06", None, "2026-10-06 09:30"]
COLUMNS = {  # what a frame may hold, and the text of its three cells
    "text": (pd.array(["Eva", "", "x"], "str"), ["Eva", "", "x"]),
    "text with a gap": (pd.array(["Eva", None, "x"], "str"), ["Eva", "", "x"]),
    "string": (pd.array(["Eva", None, "x"], "string"), ["Eva", "", "x"]),
    "text of Python": (pd.array(["Eva", None, "x"], pd.StringDtype("python")), ["Eva", "", "x"]),
    "text of Arrow": (arrow(["Eva", None, "x"], pa.string()), ["Eva", "", "x"]),
    "large text of Arrow": (arrow(["Eva", None, "x"], pa.large_string()), ["Eva", "", "x"]),
    "views of Arrow": (arrow(["Eva", None, "x"], pa.string_view()), ["Eva", "", "x"]),
    "dictionary of Arrow": (pd.arrays.ArrowExtensionArray(pa.array(["Eva", None, "x"]).dictionary_encode()), ["Eva", "", "x"]),
    "objects": (objects("Eva", None, "x"), ["Eva", "", "x"]),
    "gaps of all kinds": (objects(pd.NA, np.nan, pd.NaT), ["", "", ""]),
    "no value at all": (arrow([None] * 3, pa.null()), ["", "", ""]),
    "integers": ([1, 2, 10**18], ["1", "2", str(10**18)]),
    "integers with a gap": ([1.0, np.nan, 3.0], ["1", "", "3"]),
    "nullable integers": (pd.array([1, None, 3], "Int64"), ["1", "", "3"]),
    "integers of Arrow": (arrow([1, None, 3], pa.int8()), ["1", "", "3"]),
    "floats": ([1.5, np.nan, 3.0], ["1.5", "", "3"]),
    "large floats": ([1e300, np.inf, 4.989e12], ["1e+300", "inf", "4989000000000"]),
    "nullable floats": (pd.array([1.5, None, 3], "Float64"), ["1.5", "", "3"]),
    "short floats": (np.array([0.1, np.nan, 3], np.float32), ["0.1", "", "3"]),
    "short nullable floats": (pd.array([0.1, None, 3], "Float32"), ["0.1", "", "3"]),
    "floats of Arrow": (arrow([1.5, None, 3.0], pa.float64()), ["1.5", "", "3"]),
    "short floats of Arrow": (arrow([0.1, None, 3.0], pa.float32()), ["0.1", "", "3"]),
    "sparse floats": (pd.arrays.SparseArray([1.0, np.nan, 2.5]), ["1", "", "2.5"]),
    "truths": ([True, False, True], ["True", "False", "True"]),
    "nullable truths": (pd.array([True, None, False], "boolean"), ["True", "", "False"]),
    "truths of Arrow": (arrow([True, None, False], pa.bool_()), ["True", "", "False"]),
    "one is not true": (objects(1, True, "1"), ["1", "True", "1"]),
    "categories": (pd.Categorical(["DE", None, "AT"]), ["DE", "", "AT"]),
    "categories of numbers": (pd.Categorical([50.0, None, 7.0]), ["50", "", "7"]),
    "moments": (pd.to_datetime(MOMENTS, format="ISO8601"), ["2026-10-06", "", "2026-10-06T09:30:00"]),
    "moments of a zone": (pd.to_datetime(MOMENTS, format="ISO8601").tz_localize("Europe/Berlin"), ["2026-10-06T00:00:00+02:00", "", "2026-10-06T09:30:00+02:00"]),
    "moments of Arrow": (arrow([dt.datetime(2026, 10, 6), None, dt.datetime(2026, 10, 6, 9, 30)], pa.timestamp("us")), ["2026-10-06", "", "2026-10-06T09:30:00"]),
    "days": (objects(dt.date(2026, 10, 6), None, dt.datetime(2026, 10, 6, 9, 30)), ["2026-10-06", "", "2026-10-06T09:30:00"]),
    "days of numpy": (objects(np.datetime64("2026-10-06"), np.datetime64("NaT", "D"), "soon"), ["2026-10-06", "", "soon"]),
    "days of Arrow": (arrow([dt.date(2026, 10, 6), None, dt.date(2026, 1, 2)], pa.date32()), ["2026-10-06", "", "2026-01-02"]),
    "decimals": (objects(Decimal("50.00"), Decimal("NaN"), Decimal("1E+3")), ["50.00", "", "1000"]),
    "decimals of Arrow": (arrow([Decimal("1.50"), None, Decimal("2.00")], pa.decimal128(9, 2)), ["1.50", "", "2.00"]),
    "a mixture": (objects(100, "51-200", 7.0), ["100", "51-200", "7"]),
    "numbers of numpy": (objects(np.int64(5), np.float32(0.5), np.bool_(True)), ["5", "0.5", "True"]),
    "bytes": (objects(b"Eva", b"\xff", None), ["Eva", "\ufffd", ""]),
    "half a letter": (objects("\ud83d", "\U0001f600", None), ["\ufffd", "\U0001f600", ""]),
    "lists": (objects(["a"], None, ["b", "c"]), ["['a']", "", "['b', 'c']"]),
    "lists of Arrow": (arrow([["a"], None, []], pa.list_(pa.string())), ["['a']", "", "[]"]),
    "periods": (pd.period_range("2026-01", periods=3, freq="M"), ["2026-01", "2026-02", "2026-03"]),
}  # fmt: skip
INDEXES = {
    "shifted": [7, 8, 9],
    "twice the same": [1, 1, 1],
    "names": ["a", "b", None],
    "two levels": pd.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 2)]),
    "days": pd.date_range("2026-01-01", periods=3),
}


@pytest.mark.parametrize(("cells", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_cells_become_text(cells, expected):
    """The text of each kind of cell, in pandas' own text type, and the frame stays as it is."""
    frame = pd.DataFrame({"x": cells})
    before = frame.copy(deep=True)
    table = as_leads_table(frame)
    assert table["x"].tolist() == expected
    assert table.dtypes.tolist() == [pd.Series([], dtype="str").dtype]
    assert frame.equals(before), "what was given stays as it was"
    assert as_leads_table(table) is table, "text is left alone"


@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
def test_the_index_means_nothing(index):
    """Whatever the index of a frame is, its table counts from 0."""
    frame = pd.DataFrame({"x": ["a", "b", "c"], "n": [1, None, 3]}).set_axis(index)
    table = as_leads_table(frame)
    assert table.index.equals(pd.RangeIndex(3))
    assert table.to_numpy().tolist() == [["a", "1"], ["b", ""], ["c", "3"]]


def test_labels_become_text():
    """Labels of columns are written as cells are."""
    frame = pd.DataFrame([[1, 2, 3, 4]], columns=[2026, 1.0, dt.date(2026, 10, 6), None])
    assert list(as_leads_table(frame).columns) == ["2026", "1", "2026-10-06", ""]
    named = pd.DataFrame([["x"]], columns=pd.CategoricalIndex(["lead_id"]))
    assert list(as_leads_table(named).assign(score="1").columns) == ["lead_id", "score"]


def test_no_rows_are_a_table_too():
    """A frame with columns alone is a CSV with a header alone."""
    table = as_leads_table(pd.DataFrame({"lead_id": []}), ("lead_id",))
    assert (list(table.columns), len(table)) == (["lead_id"], 0)


TWICE = pd.DataFrame([["1", "2", "3"]], columns=["lead_id", "email", "email"])
LEVELS = pd.DataFrame([["1", "2"]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]))
REFUSED = {
    "a list": ([{"lead_id": "1"}], "leads: give a pandas DataFrame, not a list"),
    "a path": ("leads.csv", "leads: give a pandas DataFrame, not a str"),
    "nothing": (None, "leads: give a pandas DataFrame, not a NoneType"),
    "a column": (pd.Series(["1"]), "leads: give a pandas DataFrame, not a Series"),
    "a table of Arrow": (pa.table({"lead_id": ["1"]}), "leads: give a pandas DataFrame, as its to_pandas() gives, not a Table"),
    "no columns": (pd.DataFrame(), "leads: the frame is empty; it needs columns, such as lead_id, email"),
    "rows without columns": (pd.DataFrame(index=[1, 2]), "leads: the frame is empty; it needs columns, such as lead_id, email"),
    "a name twice": (TWICE, "leads: column 'email' stands there 2 times; give each a name of its own"),
    "a name twice, as text": (pd.DataFrame([[1, 2]], columns=[1, "1"]), "leads: column '1' stands there 2 times; give each a name of its own"),
    "labels on levels": (LEVELS, "leads: the columns have labels on 2 levels; give each one name"),
    "no lead_id": (pd.DataFrame({"email": ["x"]}), "leads: there is no column lead_id, which import_leads adds; there are: email"),
    "almost lead_id": (pd.DataFrame({"leadid": ["x"]}), "leads: there is no column lead_id, which import_leads adds; did you mean 'leadid'?"),
}  # fmt: skip


@pytest.mark.parametrize(("frame", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(frame, said):
    """What is wrong with a frame is said in one line."""
    with pytest.raises(LeadkitError) as error:
        as_leads_table(frame, ("lead_id",))
    assert str(error.value) == said


def test_cells_of_no_kind_we_know():
    """A cell of any class is what str makes of it."""
    assert cell_text(dt.time(9, 30)) == "09:30:00"
