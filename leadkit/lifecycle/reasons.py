"""Why each lead has its status, and what each change was for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.contact.permissions import Permissions
from leadkit.lifecycle.movement import Hop, Moved
from leadkit.lifecycle.standing import Before
from leadkit.lifecycle.statuses import BLOCKED, Lifecycle, Status
from leadkit.stage import cell_column, text_column

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads

_MAY_NOT = f"{BLOCKED}: may not be contacted: "


class Reasons:
    """The reasons of a batch.

    A reason follows from the lead, its status and what may be done, not from the run that asks: so
    a second run gives the same. Only the way that led to a status is told once and then kept.
    """

    def __init__(
        self,
        leads: Leads,
        lifecycle: Lifecycle,
        allowed: Permissions,
        before: Before,
        moved: Moved,
    ) -> None:
        import numpy as np

        self._leads, self._lifecycle, self._allowed = leads, lifecycle, allowed
        self._before, self._moved = before, moved
        unmoved = moved.path == 0
        told = before.reason
        paths = {int(path): moved.hops_of(int(path)) for path in np.unique(moved.path)}
        last = {path: hops[-1] for path, hops in paths.items() if hops}
        self._paths = paths
        was_blocked = np.zeros(len(leads), bool)
        for row in np.flatnonzero(told != "").tolist():
            was_blocked[row] = told[row].startswith(f"{BLOCKED}: ")
        sent_away = [path for path, hop in last.items() if hop.name == BLOCKED]
        by_name = [path for path, hop in last.items() if hop.name not in ("", BLOCKED)]
        waiting = moved.place == lifecycle.place(lifecycle.blocked_to)
        kept_out = unmoved & was_blocked & waiting & ~allowed.reachable
        sent_away_rows = np.isin(moved.path, sent_away) | kept_out
        self._wanting = moved.wanted >= 0
        self.blocked = self._wanting | sent_away_rows
        rows = np.arange(len(moved.place))
        self._met = moved.met[moved.place, rows]
        self._wanted_by = np.where(self._wanting, moved.met[moved.wanted, rows], 0)
        free = ~self._wanting & (self._met == 0)
        self._sent_away = sent_away_rows & free
        self._named = np.isin(moved.path, by_name) & free
        self._kept = unmoved & (told != "") & ~was_blocked & free

    def column(self) -> object:
        """Return status_reason."""
        import numpy as np
        import pandas as pd

        moved = self._moved
        case = np.where(self._wanting | self._sent_away, self._allowed.case, 0)
        # Rows with the same numbers have the same reason; it is put into words once.
        key = moved.place * 2 + self._sent_away
        for part in (moved.wanted + 1, self._met, self._wanted_by):
            key = key * 128 + part  # nobody has 128 statuses, or as many ways to one
        which, distinct = pd.factorize(key * (len(self._allowed.short) + 1) + case)
        first = np.full(len(distinct), -1)
        first[which[::-1]] = np.arange(len(key))[::-1]
        texts = [self._words(row) for row in first.tolist()]
        own = np.flatnonzero(self._named | self._kept)
        if len(own):
            told = np.array([self._own(row) for row in own.tolist()], dtype=object)
            more, distinct_own = pd.factorize(pd.Series(told, dtype="str"))
            which = which.copy()
            which[own] = more + len(texts)
            texts += list(distinct_own)
        return text_column(texts, which)

    def _words(self, row: int) -> str:
        status: Status = self._lifecycle.statuses[self._moved.place[row]]
        short: str = self._allowed.short[self._allowed.case[row]]
        if self._wanting[row]:
            wanted: Status = self._lifecycle.statuses[self._moved.wanted[row]]
            words = self._condition(int(self._moved.wanted[row]), row)
            return f"{BLOCKED}: would be {wanted.name} ({words}), but may not be contacted: {short}"
        if self._met[row]:
            return self._condition(int(self._moved.place[row]), row)
        if self._sent_away[row]:
            return _MAY_NOT + short
        if status.name == self._lifecycle.statuses[0].name:
            return "no condition for more is met"
        return f"was {status.name} before"

    def _condition(self, place: int, row: int) -> str:
        """Say which condition of a status a lead meets."""
        status = self._lifecycle.statuses[place]
        return status.alternatives[int(self._moved.met[place, row]) - 1].words

    def _own(self, row: int) -> str:
        if self._kept[row]:
            return str(self._before.reason[row])
        return self._told(self._paths[int(self._moved.path[row])][-1], row)

    def _told(self, hop: Hop, row: int) -> str:
        """Say a hop in words, with those of the column that gives its reason."""
        if hop.name == BLOCKED:
            short: str = self._allowed.short[self._allowed.case[row]]
            return _MAY_NOT + short
        if not hop.name:
            return self._condition(hop.to, row)
        cell = cell_column(self._leads, hop.because).iloc[row].strip() if hop.because else ""
        return f"{hop.name}: {cell or hop.words}"

    def transitions(self, changed: np.ndarray, day: str) -> Leads:
        """Return a row for each lead whose status changed."""
        import numpy as np
        import pandas as pd

        rows = np.flatnonzero(changed)
        names = np.array([status.name for status in self._lifecycle.statuses], object)
        why = [
            "; then ".join(self._told(hop, row) for hop in self._paths[path])
            for path, row in zip(self._moved.path[rows].tolist(), rows.tolist(), strict=True)
        ]
        told = {
            "lead_id": cell_column(self._leads, "lead_id").to_numpy(object)[rows],
            "from": names[self._before.place[rows]],
            "to": names[self._moved.place[rows]],
            "why": why,
            "date": [day] * len(rows),
        }
        return pd.DataFrame(told, columns=list(told), dtype="str")
