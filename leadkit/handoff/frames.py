"""A hand-over in memory: its tables as frames, for Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from leadkit.base.leads import leads_of
from leadkit.handoff.making import no_cells
from leadkit.handoff.parts import Rows, Written
from leadkit.handoff.target import Target

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class Frames:
    """Keeps what is handed over, by the names that files of it would have."""

    def __init__(self) -> None:
        self._tables: dict[str, list[pa.Table]] = {}
        self.texts: dict[str, str] = {}

    def rows(self, target: Target, name: str, headers: list[str], by_status: bool) -> Rows:
        """Return what keeps rows; there is no limit to them in memory."""
        return _Kept(name, self.table(name, headers))

    def table(
        self, name: str, columns: Sequence[str], safe_cells: bool = False
    ) -> Callable[[pa.Table], object]:
        """Return what keeps tables of these columns."""
        self._tables[name] = [no_cells(columns)]
        return self._tables[name].append

    def text(self, name: str, text: str) -> None:
        """Keep a text."""
        self.texts[name] = text

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table as a frame; an empty one where there is none."""
        import pandas as pd
        import pyarrow as pa

        if name not in self._tables:
            return pd.DataFrame()
        frame: pd.DataFrame = leads_of(pa.concat_tables(self._tables[name]))
        return frame.astype("str")


class _Kept:
    def __init__(self, name: str, keep: Callable[[pa.Table], object]) -> None:
        self.files = [Written(name)]
        self._keep = keep

    def write(self, rows: pa.Table, sheets: Mapping[str, pa.Table] | None = None) -> None:
        self._keep(rows)
        self.files[0].rows += rows.num_rows

    def close(self) -> None: ...
