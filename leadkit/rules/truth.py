"""What a comparison says of cells: for which it holds, for which it fails, the rest unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.cells import to_numpy
from leadkit.rules.batch import Distinct
from leadkit.rules.batch import Truth as Truth

if TYPE_CHECKING:
    import pyarrow as pa

Test = Callable[[Distinct, date | None], Truth]  # the day is that of --as-of


def holds_where(found: pa.Array) -> Truth:
    """Return the truth of a comparison that can tell of every cell, from an array of booleans."""
    holds = to_numpy(found)
    return holds, ~holds
