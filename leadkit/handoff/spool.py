"""Rows that wait in a file without a name until it is known which columns are empty."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from leadkit.base.cells import is_empty, whole
from leadkit.handoff.parts import Written

if TYPE_CHECKING:
    import pyarrow as pa


class Spool:
    """Rows that are kept in a file without a name until it is known which columns are empty."""

    def __init__(self, headers: list[str]) -> None:
        self.files: list[Written] = []  # none of its own
        self._headers = headers
        self._file = tempfile.TemporaryFile()  # closed at the end of its rows
        self._writer: Any = None
        self._filled: set[str] = set()

    def write(self, rows: pa.Table, sheets: Mapping[str, pa.Table] | None = None) -> None:
        import pyarrow as pa

        if self._writer is None:
            self._writer = pa.ipc.new_stream(self._file, rows.schema)
        self._writer.write_table(rows)
        for name in self._headers:
            if name not in self._filled and not is_empty(whole(rows[name])).all():
                self._filled.add(name)

    def empty_columns(self) -> list[str]:
        """Return the columns of which no row has a cell; none where there are no rows at all."""
        if self._writer is None:
            return []
        return [name for name in self._headers if name not in self._filled]

    def batches(self, names: list[str]) -> Any:
        """Yield the rows, of these columns."""
        import pyarrow as pa

        if self._writer is None:
            return
        self._writer.close()
        self._file.seek(0)
        for batch in pa.ipc.open_stream(self._file):
            yield pa.Table.from_batches([batch]).select(names)

    def close(self) -> None:
        self._file.close()
