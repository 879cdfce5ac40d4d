"""Work on the distinct cells of a column instead of on every row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Column

Result = TypeVar("Result")


def map_distinct(column: Column, function: Callable[[str], Result]) -> np.ndarray:
    """Return function(cell) for each row, calling it once for each distinct cell.

    >>> import pandas as pd
    >>> map_distinct(pd.Series(["a", "b", "a"], dtype="str"), str.upper).tolist()
    ['A', 'B', 'A']
    """
    import numpy as np
    import pandas as pd

    codes, cells = pd.factorize(column)
    results = np.empty(len(cells), object)
    results[:] = [function(cell) for cell in np.asarray(cells, object)]
    return results[codes]
