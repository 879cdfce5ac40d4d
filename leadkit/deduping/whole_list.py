"""All that a master says, as new rows are compared with it: gathered once, whatever changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells
from leadkit.deduping.master import place_of, rows_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from leadkit.base.leads import Leads
    from leadkit.deduping.in_play import InPlay
    from leadkit.deduping.matching.contacts import Listed
    from leadkit.deduping.matching.evidence import Evidence
    from leadkit.deduping.matching.match import Matches
    from leadkit.deduping.matching.row_evidence import RowEvidence
    from leadkit.deduping.matching.traces import Traces
    from leadkit.deduping.remembered import Remembered


class WholeList:
    """A master and the rows in play, in the order of their ids, as matching sees them.

    How much a name or number weighs is told from the whole list, so nobody of the master is left
    out. ``remembered`` is what the update before knew of it.
    """

    def __init__(self, master: Leads, new: Leads, remembered: Remembered | None = None) -> None:
        import numpy as np

        self.master, self.size, self.remembered = master, len(master), remembered
        self.turn = _ranks(master["lead_id"], new["lead_id"])
        # What each lead of the master says, and behind it what was ever said of rows in play;
        # where each row's own stands there.
        self._said: RowEvidence | None = None
        self._traces: Traces | None = None
        self._place = np.arange(len(self.turn))
        self._before: Evidence | None = None

    def _of_master(self) -> RowEvidence:
        from leadkit.deduping.matching.row_evidence import gather_rows

        known = self.remembered.of(self.master) if self.remembered else None
        if known is None:
            return gather_rows(self.master)
        said, self._traces = known
        return said

    def near_rows(
        self, play: InPlay, decided: Sequence[int]
    ) -> tuple[np.ndarray, Evidence, Listed | None]:
        """Return the numbers of the rows in play and of all that they may be, with their evidence
        and what the whole list says of them.

        ``decided`` are numbers of rows that somebody decided about. Where no traces of the master
        are known all rows are near.
        """
        import numpy as np

        from leadkit.deduping.matching.evidence import as_elsewhere, read_otherwise
        from leadkit.deduping.matching.part import Parts
        from leadkit.deduping.matching.traces import traces_in_list

        numbers = np.concatenate([np.flatnonzero(~play.touched[: self.size]), play.number])
        numbers = numbers[self.turn[numbers].argsort()]
        said = self.said_by(numbers, play)
        self._before = evidence = as_elsewhere(said, self._before)
        if self._traces is None:
            return numbers, evidence, None
        parts = Parts(evidence)
        asked = np.isin(numbers, play.number)
        in_play, _ = evidence.part(np.flatnonzero(asked))
        found = self._traces.shared_with(traces_in_list(in_play, parts.birthdays))
        near = asked | found[self._place[numbers]] | read_otherwise(said)
        near |= np.isin(numbers, np.array(decided, np.int64))
        rows, part, listed = parts.of(near)
        return numbers[rows], part, listed

    def said_by(self, numbers: np.ndarray, play: InPlay) -> RowEvidence:
        """Return what rows say, by their numbers; some are in play and have changed since."""
        import numpy as np

        from leadkit.deduping.matching.row_evidence import gather_rows
        from leadkit.deduping.matching.traces import traces_of_rows

        if self._said is None:
            self._said = self._of_master()
        changed = np.flatnonzero(play.changed[play.number])
        if len(changed):
            self._place[play.number[changed]] = len(self._said) + np.arange(len(changed))
            new = gather_rows(rows_at(play.rows, changed))
            self._said = self._said.with_more(new)
            if self._traces is not None:
                self._traces = self._traces.with_more(traces_of_rows(new))
            play.changed[play.number[changed]] = False
        return self._said.at(self._place[numbers])

    def traces_of(self, numbers: np.ndarray) -> Traces:
        """Return what rows may be found by, by their numbers, when what they say was asked."""
        from leadkit.deduping.matching.traces import traces_of_rows

        assert self._said is not None
        if self._traces is None:
            return traces_of_rows(self._said.at(self._place[numbers]).in_order())
        return self._traces.at(self._place[numbers])


def among_rows(matches: Matches, numbers: np.ndarray, rows: np.ndarray) -> Matches:
    """Return matches numbered as some of their rows are, of which no cluster has a further one.

    ``numbers`` are those of the rows that were matched, and ``rows`` of the ones asked about.
    """
    import numpy as np

    own = place_of(rows, int(max(numbers.max(initial=-1), rows.max(initial=-1))) + 1)[numbers]
    at = np.empty(len(rows), np.int64)
    at[own[own >= 0]] = np.flatnonzero(own >= 0)
    pairs = matches.pairs.assign(
        l=own[matches.pairs["l"].to_numpy()], r=own[matches.pairs["r"].to_numpy()]
    )
    kept = (pairs["l"] >= 0) & (pairs["r"] >= 0)
    return replace(matches, heads=own[matches.heads[at]], pairs=pairs[kept])


def _ranks(*columns: pd.Series[str]) -> np.ndarray:
    """Return for each cell of several columns the place it has in their order."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    every = pa.concat_arrays([as_cells(column) for column in columns])
    order = pc.sort_indices(every).to_numpy()
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
