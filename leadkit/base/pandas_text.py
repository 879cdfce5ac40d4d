"""Text columns of pandas as Arrow holds them, and back: no cell is copied, and little else done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

Result = TypeVar("Result")


def as_chunks(column: Any) -> pa.Array | pa.ChunkedArray:
    """Return a column as Arrow holds it, in one piece or several; text of pandas is not copied."""
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):  # which pyarrow would read cell by cell
        return column
    if is_text(column):  # pyarrow asks the same, after a longer look
        return getattr(column, "array", column).__arrow_array__()
    return pa.array(column, pa.large_string())


def as_column(cells: pa.Array | pa.ChunkedArray) -> object:
    """Return cells as the array that a pandas text column holds, without copying them."""
    return _text_of_pandas().__from_arrow__(cells)


def is_text(column: Any) -> bool:
    """Tell whether a column, or what it holds, is text as pandas keeps it in Arrow."""
    return bool(getattr(column, "dtype", None) == _text_of_pandas())


@cache
def _text_of_pandas() -> Any:  # the types of pandas lack what it does for Arrow
    import pandas as pd

    return pd.StringDtype("pyarrow", na_value=float("nan"))


def map_distinct(column: pd.Series[str], function: Callable[[str], Result]) -> np.ndarray:
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
