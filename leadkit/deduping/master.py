"""The list that is brought up to date: its rows are found by their ids, and few of them change."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, repeated, texts
from leadkit.base.errors import LeadkitError
from leadkit.base.lead_ids import id_told
from leadkit.base.pandas_text import as_column
from leadkit.fields.objections import SEPARATOR

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads


def with_blank_columns(leads: Leads, names: Collection[str]) -> Leads:
    """Return leads with exactly these columns, in their order; what they lack is blank."""
    import pandas as pd

    blank = repeated("", len(leads))
    columns = {
        name: leads[name].array if name in leads.columns else as_column(blank) for name in names
    }
    return pd.DataFrame(columns, copy=False)


def refuse_blank_ids(leads: Leads, name: str = "") -> None:
    """Raise LeadkitError for leads that no lead_id names."""
    import pyarrow.compute as pc

    if pc.any(pc.equal(as_cells(leads["lead_id"]), "")).as_py():
        where = f"{name}: " if name else ""
        raise LeadkitError(f"{where}lead_id is empty in some rows; it must name each lead")


def refuse_repeated_ids(leads: Leads, name: str = "") -> None:
    """Raise LeadkitError for a lead_id that names several leads."""
    import pyarrow.compute as pc

    ids = as_cells(leads["lead_id"])
    where = f"{name}: " if name else ""
    if pc.count_distinct(ids).as_py() != len(ids):
        row = int(leads["lead_id"].duplicated().to_numpy().argmax())
        which = id_told(leads["lead_id"].iloc[row], " ", f" of row {row + 1:,}")
        raise LeadkitError(f"{where}lead_id{which} stands in several rows; it must name one "
                           "lead. Was a list imported twice?")  # fmt: skip


def places_of_ids(leads: Leads, wanted: Collection[str]) -> dict[str, int]:
    """Return the row of each of these ids: its own, or one that was merged into it.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["a", "b"], "merged_ids": ["", "c; d"]}, dtype="str")
    >>> places_of_ids(leads, {"a", "d", "x"})
    {'d': 1, 'a': 0}
    """
    import pyarrow.compute as pc

    if not wanted or not len(leads):
        return {}
    asked = texts(wanted)
    found: dict[str, int] = {}
    if "merged_ids" in leads.columns:
        lists = pc.split_pattern(as_cells(leads["merged_ids"]), SEPARATOR)
        ids = lists.flatten()
        among = pc.is_in(ids, asked)
        rows = pc.list_parent_indices(lists).filter(among)
        found = dict(zip(ids.filter(among).to_pylist()[::-1], rows.to_pylist()[::-1], strict=True))
        found.pop("", None)
    ids = as_cells(leads["lead_id"])
    own = pc.indices_nonzero(pc.is_in(ids, asked))
    return found | dict(zip(ids.take(own).to_pylist(), own.to_pylist(), strict=True))


def place_of(numbers: np.ndarray, count: int) -> np.ndarray:
    """Return for each of so many numbers where it stands among these, -1 for those that do not.

    >>> import numpy as np
    >>> place_of(np.array([3, 1]), 4).tolist()
    [-1, 1, -1, 0]
    """
    import numpy as np

    place = np.full(count, -1)
    place[numbers] = np.arange(len(numbers))
    return place


def rows_at(leads: Leads, places: np.ndarray) -> Leads:
    """Return these rows, in this order."""
    import pandas as pd
    import pyarrow as pa

    taken = pa.array(places)
    columns = {name: as_column(as_cells(leads[name]).take(taken)) for name in leads.columns}
    return pd.DataFrame(columns, copy=False)


def joined(leads: Leads, others: Leads, places: np.ndarray) -> Leads:
    """Return leads and, behind them, those of others in these places; both have one set of
    columns."""
    import pandas as pd
    import pyarrow as pa

    taken = pa.array(places)
    columns = {
        name: as_column(
            pa.concat_arrays([as_cells(leads[name]), as_cells(others[name]).take(taken)])
        )
        for name in leads.columns
    }
    return pd.DataFrame(columns, copy=False)


def with_rows_replaced(
    leads: Leads, places: np.ndarray, rows: Leads, gone: np.ndarray, more: Leads
) -> Leads:
    """Return leads with others in these places, without those that are gone, and more behind.

    A column in which nothing changes is passed on as it is.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    source = np.arange(len(leads))
    source[places] = len(leads) + np.arange(len(places))
    source = np.delete(source, gone)
    taken = pa.array(source)
    columns = {}
    for name in leads.columns:
        before, new = as_cells(leads[name]), as_cells(rows[name])
        if len(gone) or not new.equals(before.take(pa.array(places))):
            before = pa.concat_arrays([before, new]).take(taken)
        columns[name] = as_column(pa.chunked_array([before, as_cells(more[name])]))
    return pd.DataFrame(columns, copy=False)
