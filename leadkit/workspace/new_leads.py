"""Who is new since the run before, or newly came so far that somebody should call."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, repeated, texts
from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Outcome, Stage, cell_column, leads_of
from leadkit.fields.objections import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads
    from leadkit.classifying.lifecycle import Lifecycle
    from leadkit.run.sources import MasterFile

SINCE, NEW = "since_last_run", "new"  # the first column of new.csv, and what it says of who is new
ASKED = ("lead_id", "merged_ids", "lead_status")  # of the leads of the run before
_UNKNOWN = -2  # the place of a lead that was not there; -1 is that of one without a status


class KnownLeads:
    """The leads of the run before: their ids, those that went into them, and their statuses."""

    def __init__(self, leads: pa.Table, lifecycle: Lifecycle | None) -> None:
        import numpy as np
        import pyarrow as pa

        ids, merged_ids, statuses = (_column(leads, name) for name in ASKED)
        merged, rows = _exploded(merged_ids)
        self._ids = pa.concat_arrays([ids, merged])
        self._rows = np.concatenate([np.arange(len(ids)), rows])
        self._places = _places(statuses, lifecycle)

    def places_of(self, leads: Leads) -> np.ndarray:
        """Return how far each lead was, by its own id or one that went into it; _UNKNOWN else."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        places = np.full(len(leads), _UNKNOWN)
        own = as_cells(leads["lead_id"])
        merged, rows = _exploded(as_cells(cell_column(leads, "merged_ids")))
        at = pc.index_in(pa.concat_arrays([own, merged]), self._ids)
        known = pc.indices_nonzero(pc.is_valid(at)).to_numpy()
        of = np.concatenate([np.arange(len(own)), rows])[known]
        np.maximum.at(places, of, self._places[self._rows[at.drop_null().to_numpy()]])
        return places

    def are_new(self, leads: pa.Table) -> np.ndarray:
        """Tell which leads the run had not, neither by their own ids nor by those in them."""
        names = [name for name in ("lead_id", "merged_ids") if name in leads.column_names]
        if "lead_id" not in names:
            raise LeadkitError("there is no lead_id, by which a run's leads are told")
        new: np.ndarray = self.places_of(leads_of(leads.select(names))) == _UNKNOWN
        return new


def since(leads: Path | None) -> Callable[[pa.Table], np.ndarray]:
    """Return what tells which leads a run had not, by its leads.csv; None had nobody yet.

    That file is read when it is first asked.
    """
    known: list[KnownLeads] = []

    def are_new(table: pa.Table) -> np.ndarray:
        import numpy as np

        if leads is None:
            return np.ones(table.num_rows, bool)
        if not known:
            known.append(_known_leads(leads))
        return known[0].are_new(table)

    return are_new


def _known_leads(path: Path) -> KnownLeads:
    import pyarrow as pa

    from leadkit.files.csv_in import LeadFile

    tables = LeadFile(str(path)).tables(frozenset(ASKED))
    before = pa.concat_tables(
        table.select([name for name in ASKED if name in table.column_names]) for table in tables
    )
    return KnownLeads(before, None)


class NewLeads:
    """The step that sets aside, as ``new``, who is new or newly qualified since the run before.

    ``before`` are the leads of that run, read when the first leads come, None for a first run, in
    which all are new. Newly
    qualified is who moved forward along the lifecycle's line since then, or came back to it beyond
    its begin; who was put aside is not.
    """

    def __init__(self, before: MasterFile | None, lifecycle: Lifecycle | None) -> None:
        self._before = before
        self._known: KnownLeads | None = None
        self._lifecycle = lifecycle
        self.new = 0  # how many leads the run before had not
        self.leads: list[Leads] = []  # all that came, which are those that the run writes
        self.stage = Stage(NEW, self._apply)

    @property
    def ids(self) -> Cells:
        """The ids of all leads of the run, in their order."""
        import pyarrow as pa

        ids = [as_cells(leads["lead_id"]) for leads in self.leads]
        return pa.concat_arrays(ids) if ids else texts([])

    def _apply(self, leads: Leads) -> Outcome:
        import numpy as np
        import pandas as pd

        if self._known is None and self._before is not None:
            self._known = KnownLeads(self._before.table(ASKED), self._lifecycle)
        self.leads.append(leads)
        places = self._known.places_of(leads) if self._known else np.full(len(leads), _UNKNOWN)
        is_new = places == _UNKNOWN
        words = np.where(is_new, NEW, "").astype(object)
        if self._lifecycle is not None and "lead_status" in leads.columns:
            statuses = self._lifecycle.statuses
            now = _places(as_cells(leads["lead_status"]), self._lifecycle)
            line = np.array([not status.aside for status in statuses] + [False])
            was = np.where(line[np.maximum(places, -1)], places, 0)
            forward = ~is_new & line[now] & (now > was)
            names = np.array([f"now {status.name}" for status in statuses], object)
            words[forward] = names[now[forward]]
        told = words != ""
        rows = leads[told].reset_index(drop=True)
        rows.insert(0, SINCE, pd.Series(list(words[told]), dtype="str"))
        self.new += int(is_new.sum())
        counts = Counter(words[told & ~is_new].tolist())
        return Outcome(leads, {NEW: rows}, {word: counts[word] for word in sorted(counts)})


def _column(table: pa.Table, name: str) -> pa.Array:
    return as_cells(table[name]) if name in table.column_names else repeated("", table.num_rows)


def _exploded(lists: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Return all ids of a column of ids, and the row of each."""
    import numpy as np
    import pyarrow.compute as pc

    some = pc.indices_nonzero(pc.not_equal(lists, ""))
    if not len(some):
        return texts([]), np.zeros(0, np.int64)
    split = pc.split_pattern(lists.take(some), SEPARATOR)
    rows = some.take(pc.list_parent_indices(split)).to_numpy().astype(np.int64)
    return pc.list_flatten(split), rows


def _places(statuses: pa.Array, lifecycle: Lifecycle | None) -> np.ndarray:
    """Return where each status stands among those of a lifecycle, -1 where it is none of them."""
    import numpy as np

    if lifecycle is None:
        return np.full(len(statuses), -1)
    coded = statuses.dictionary_encode()
    places = np.array([lifecycle.status_of(name) for name in coded.dictionary.to_pylist()] + [-1])
    return np.asarray(places[coded.indices.to_numpy()])
