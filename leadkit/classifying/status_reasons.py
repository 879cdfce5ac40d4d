"""Why each lead has its status, and what each change was for, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from leadkit.base.cells import texts
from leadkit.classifying.before import Before
from leadkit.classifying.lifecycle import BLOCKED, Lifecycle
from leadkit.classifying.moves import Hop, Moved
from leadkit.classifying.permissions import Permissions
from leadkit.classifying.places import Status

if TYPE_CHECKING:
    import pyarrow as pa

_MAY_NOT = f"{BLOCKED}: may not be contacted: "


class Reasons:
    """The reasons for where leads stand, for one lead of each kind.

    A reason follows from the lead, its status and what may be done, not from the run that asks: so
    a second run gives the same. Only the way that led to a status is told once and then kept.
    """

    def __init__(
        self,
        lifecycle: Lifecycle,
        allowed: Permissions,
        before: Before,
        moved: Moved,
        because: Mapping[str, list[str]],
    ) -> None:
        import numpy as np

        self._lifecycle, self._allowed, self._because = lifecycle, allowed, because
        self._moved = moved
        self._told = np.array(before.reasons, object)[before.reason]
        unmoved = moved.path == 0
        paths = {int(path): moved.hops_of(int(path)) for path in np.unique(moved.path)}
        last = {path: hops[-1] for path, hops in paths.items() if hops}
        self._paths = paths
        blocks = np.array([reason.startswith(f"{BLOCKED}: ") for reason in before.reasons])
        was_blocked = blocks[before.reason]
        sent_away = [path for path, hop in last.items() if hop.name == BLOCKED]
        by_name = [path for path, hop in last.items() if hop.name not in ("", BLOCKED)]
        waiting = moved.place == lifecycle.place(lifecycle.blocked_to)
        kept_out = unmoved & was_blocked & waiting & ~allowed.reachable
        sent_away_rows = np.isin(moved.path, sent_away) | kept_out
        self._wanting = moved.wanted >= 0
        self.blocked = self._wanting | sent_away_rows
        self._met = moved.met[moved.place, np.arange(len(moved.place))]
        free = ~self._wanting & (self._met == 0)
        self._sent_away = sent_away_rows & free
        self._named = np.isin(moved.path, by_name) & free
        self._kept = unmoved & (self._told != "") & ~was_blocked & free

    def column(self) -> pa.Array:
        """Return status_reason."""
        reasons = list(map(self._words, *self._rows()))
        for row in self._kept.nonzero()[0].tolist():
            reasons[row] = str(self._told[row])
        for row in (self._named & ~self._kept).nonzero()[0].tolist():
            reasons[row] = self._way(self._paths[int(self._moved.path[row])][-1], row)
        return texts(reasons)

    def _rows(self) -> Iterable[Iterable[int]]:
        """Return what the words of a kind follow from: Python's numbers, quicker one by one."""
        moved = self._moved
        columns = moved.place, moved.wanted, self._met, self._sent_away, self._allowed.case
        return range(len(moved.place)), *(column.tolist() for column in columns)

    def _words(
        self, row: int, place: int, wanted_at: int, met: int, sent_away: bool, case: int
    ) -> str:
        status: Status = self._lifecycle.statuses[place]
        short: str = self._allowed.short[case]
        if wanted_at >= 0:
            wanted: Status = self._lifecycle.statuses[wanted_at]
            words = self._condition(wanted_at, row)
            return f"{BLOCKED}: would be {wanted.name} ({words}), but may not be contacted: {short}"
        if met:
            return self._condition(place, row)
        if sent_away:
            return _MAY_NOT + short
        if status.name == self._lifecycle.statuses[0].name:
            return "no condition for more is met"
        return f"was {status.name} before"

    def _condition(self, place: int, row: int) -> str:
        """Say which condition of a status a lead meets."""
        status = self._lifecycle.statuses[place]
        return status.alternatives[int(self._moved.met[place, row]) - 1].words

    def _way(self, hop: Hop, row: int) -> str:
        """Say a hop in words, with those of the column that gives its reason."""
        if hop.name == BLOCKED:
            short: str = self._allowed.short[self._allowed.case[row]]
            return _MAY_NOT + short
        if not hop.name:
            return self._condition(hop.to, row)
        cell = self._because[hop.because][row] if hop.because else ""
        return f"{hop.name}: {cell or hop.words}"

    def of_changes(self) -> pa.Array:
        """Return all the ways that each kind of lead took, in words; "" where it took none."""
        return texts(
            "; then ".join(self._way(hop, row) for hop in self._paths[path])
            for row, path in enumerate(self._moved.path.tolist())
        )
