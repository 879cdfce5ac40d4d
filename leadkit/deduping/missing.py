"""Who vanished from the lists that hold all that a system has: missing_since tells since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, each_distinct, repeated, with_rows
from leadkit.base.columns import COMPLETE, MISSING_SINCE
from leadkit.base.leads import cell_column, with_columns
from leadkit.base.pandas_text import as_column
from leadkit.fields.objections import SEPARATOR

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads

MISSING = "missing in a complete list"


def systems_in(leads: Leads) -> frozenset[str]:
    """Return the systems of which these rows are whole lists.

    >>> import pandas as pd
    >>> sorted(systems_in(pd.DataFrame({"complete_list": ["CRM", "", "CRM; ERP"]}, dtype="str")))
    ['CRM', 'ERP']
    """
    cells = as_cells(cell_column(leads, COMPLETE)).unique().to_pylist()
    return frozenset(word for cell in cells for word in _words(cell))


def _words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(SEPARATOR.strip()) if word.strip()]


def with_missing(
    leads: Leads, systems: frozenset[str], named: np.ndarray, day: str
) -> tuple[Leads, int]:
    """Return leads with the day since which they are missing, and how many are from this day on.

    ``systems`` are those whose whole lists were read, ``named`` tells which leads stand on one of
    them. Whoever stood on such a list and stands on none is missing, from the first day that it
    was found; who comes back is not.

    >>> import numpy as np, pandas as pd
    >>> leads = pd.DataFrame({"complete_list": ["CRM", "CRM", "ERP"]}, dtype="str")
    >>> named = np.array([True, False, False])
    >>> found, many = with_missing(leads, frozenset({"CRM"}), named, "2026-11-27")
    >>> found["missing_since"].tolist(), many
    (['', '2026-11-27', ''], 1)
    """
    import numpy as np

    asked = np.array(
        each_distinct(
            as_cells(cell_column(leads, COMPLETE)),
            lambda cell: not systems.isdisjoint(_words(cell)),
        ),
        bool,
    )
    before = as_cells(cell_column(leads, MISSING_SINCE))
    unknown = np.array(each_distinct(before, lambda cell: not cell.strip()), bool)
    new, back = asked & ~named & unknown, named & ~unknown
    if not (new.any() or back.any()):
        return leads, 0
    cells = with_rows(before, back, repeated("", int(back.sum())))
    cells = with_rows(cells, new, repeated(day, int(new.sum())))
    return with_columns(leads, {MISSING_SINCE: as_column(cells)}), int(new.sum())
