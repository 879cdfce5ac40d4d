"""What became of the cells of each column when they were cleaned, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, is_empty
from leadkit.base.columns import KNOWN

if TYPE_CHECKING:
    from leadkit.base.cells import Mask
    from leadkit.base.leads import Leads
    from leadkit.fields.cleaner import Fields

# Of the cells that came with something in them each is one of these, and ...
FINE, MENDED, DOUBTFUL, EMPTIED = CAME = ("fine", "mended", "doubtful", "emptied")
GAINED = "gained"  # ... a cell that was blank, and is filled now


def cells_of_columns(
    leads: Leads, fields: Fields, names: Iterable[str], issues: Mapping[str, Mask]
) -> dict[str, dict[str, int]]:
    """Return for each known column how many cells were fine, mended, doubtful, emptied, gained.

    ``names`` are the columns that cleaners gave back, ``issues`` the rows of each code. Doubtful is
    what has a code of its column. Columns without a filled cell before and after are left out, so
    that a list's summary tells of what it holds. A column that no cleaner gave back is fine.
    """
    import numpy as np
    import pyarrow.compute as pc

    given_back, counted = set(names), {}
    for name in KNOWN:
        if name not in leads.columns and name not in given_back:
            continue
        now = fields[name]
        was = as_cells(leads[name]) if name in leads.columns else None
        filled_now = ~is_empty(now)
        filled = np.zeros(len(now), bool) if was is None else ~is_empty(was)
        if not (filled.any() or filled_now.any()):
            continue
        doubtful = np.zeros(len(now), bool)
        for code, rows in issues.items():
            if column_of_code(code) == name:
                doubtful |= rows
        doubtful &= filled
        changed = np.zeros(len(now), bool)
        if was is not None and name in given_back:
            changed = as_mask(pc.not_equal(was, now)) & ~doubtful
        emptied = filled & ~filled_now & ~doubtful
        counts = {
            FINE: filled & ~changed & ~doubtful,
            MENDED: filled & changed & filled_now,
            DOUBTFUL: doubtful,
            EMPTIED: emptied,
            GAINED: filled_now & ~filled,
        }
        counted[name] = {word: int(rows.sum()) for word, rows in counts.items()}
    return counted


@cache
def column_of_code(code: str) -> str:
    """Return the known column that a code tells of: the longest that it begins with.

    >>> column_of_code("email_2_several"), column_of_code("phone_possible_extension")
    ('email_2', 'phone')
    """
    fitting = [name for name in KNOWN if code.startswith(f"{name}_")]
    return max(fitting, key=len, default="")
