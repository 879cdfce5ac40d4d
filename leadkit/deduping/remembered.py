"""What matching compares of a master's leads, kept from one update to the next to save time."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from leadkit.base.cells import as_cells

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.row_evidence import RowEvidence
    from leadkit.deduping.matching.traces import Traces

_VERSION = b"leadkit"
# To be raised where the evidence of a row changes; a test says when.
EVIDENCE = 3
_TRACES = ("traces counts", "traces values")


class Remembered:
    """The evidence of a master's leads: that of the update before, and that of this one.

    ``content`` is what ``kept`` was after the update before. What is no such thing, was written by
    another version of leadkit, or is not of all leads of the master is passed over: their evidence
    is then gathered anew. It is for the caller to see that the leads are still as they were then.
    """

    def __init__(self, content: bytes, version: str) -> None:
        self._content, self._version = content, f"{version}, evidence {EVIDENCE}".encode()
        self._ids: Cells | None = None
        self._said: RowEvidence | None = None
        self._traces: Traces | None = None

    def of(self, leads: Leads) -> tuple[RowEvidence, Traces] | None:
        """Return the evidence of leads in their order, and by what they may be found; None where it
        is not known of all."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from leadkit.deduping.matching.traces import Traces

        if not self._content:
            return None
        try:
            table = pa.ipc.open_stream(self._content).read_all()
        except (pa.ArrowInvalid, OSError):
            return None
        if (table.schema.metadata or {}).get(_VERSION) != self._version:
            return None
        if set(table.column_names) != {"lead_id", *_names(), *_TRACES} or len(table) != 1:
            return None
        asked, ids = as_cells(leads["lead_id"]), _flat(table["lead_id"])
        traces = Traces(*(_flat(table[name]).to_numpy() for name in _TRACES))
        if asked.equals(ids):  # as a run leaves them
            return _evidence(table), traces
        places = pc.index_in(asked, ids)
        if places.null_count:
            return None
        rows = places.to_numpy(zero_copy_only=False)
        return _evidence(table).at(rows), traces.at(rows)

    def keep(self, ids: pd.Series[str], said: RowEvidence, traces: Traces) -> None:
        """Keep the evidence of the leads with these ids for the next update."""
        self._ids, self._said, self._traces = as_cells(ids), said, traces

    def kept(self, ids: Cells) -> bytes:
        """Return what was kept of the leads with these ids, nothing where it is not of all.

        Of leads that were suppressed since nothing stays.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._said is None or self._traces is None:
            return b""
        said, traces = self._said, self._traces
        if not ids.equals(self._ids):
            if (places := pc.index_in(ids, self._ids)).null_count:
                return b""
            rows = places.to_numpy(zero_copy_only=False)
            said, traces = said.at(rows), traces.at(rows)
        columns = {"lead_id": ids, **_arrays(said.in_order())}
        columns |= dict(zip(_TRACES, map(pa.array, (traces.counts, traces.values)), strict=True))
        lists = [pa.LargeListArray.from_arrays([0, len(one)], one) for one in columns.values()]
        table = pa.table(lists, names=list(columns), metadata={_VERSION: self._version})
        sink = pa.BufferOutputStream()
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table)
        return bytes(sink.getvalue())


def _names() -> list[str]:
    """Return what the parts of evidence are called."""
    from leadkit.deduping.matching.row_evidence import COLUMNS, RowEvidence

    parts = {name: [f"{name} codes", f"{name} texts"] for name in COLUMNS}
    return [own for one in fields(RowEvidence) for own in parts.get(one.name, [one.name])]


def _arrays(said: RowEvidence) -> dict[str, pa.Array]:
    """Return evidence as arrays, two of each column: its codes, row by row, and their texts."""
    import numpy as np
    import pyarrow as pa

    found: dict[str, pa.Array] = {}
    for name in (one.name for one in fields(said)):
        value = getattr(said, name)
        if isinstance(value, np.ndarray):
            found[name] = pa.array(value)
        else:
            found[f"{name} codes"] = pa.array(np.ascontiguousarray(value.codes).ravel())
            found[f"{name} texts"] = pa.array(value.texts, pa.large_string())
    return found


def _evidence(table: pa.Table) -> RowEvidence:
    from leadkit.deduping.matching.coded import Coded
    from leadkit.deduping.matching.row_evidence import SEVERAL, RowEvidence

    arrays = {name: _flat(table[name]) for name in table.column_names}
    rows = len(arrays["lead_id"])

    def column(name: str) -> Any:
        if name in arrays:
            return arrays[name].to_numpy(zero_copy_only=False)
        codes = arrays[f"{name} codes"].to_numpy(zero_copy_only=False)
        texts = arrays[f"{name} texts"].to_numpy(zero_copy_only=False)
        return Coded(
            codes.reshape(rows, len(codes) // max(rows, 1)) if name in SEVERAL else codes, texts
        )

    return RowEvidence(**{one.name: column(one.name) for one in fields(RowEvidence)})


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks().values
