"""Why nobody was handed over: what the columns hold that a condition asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import whole
from leadkit.base.named import listed
from leadkit.handoff.who import Who

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 8  # different cells of a column that are remembered


class Nobody:
    """Looks at the columns of a condition, to say why it held for no lead."""

    def __init__(self, who: Who) -> None:
        self._who = who
        uses = who.where.uses() if who.where is not None else ()
        self._held: dict[str, dict[str, None]] = {name: {} for name, _ in uses}
        self._absent: set[str] = set()

    def take(self, leads: pa.Table) -> None:
        """Look at a batch of leads."""
        for name, held in self._held.items():
            if name not in leads.column_names:
                self._absent.add(name)
            elif len(held) <= _SHOWN:
                cells = whole(leads[name]).unique().slice(0, 10 * _SHOWN).to_pylist()
                held.update(dict.fromkeys(filter(None, cells)))

    def told(self, read: int) -> str:
        """Return why nobody is chosen, in words."""
        if self._who.where is None:
            return (
                "nobody is handed over: no lead may be contacted and has a status above 'lead'; "
                "say whom with --where, such as 'lead_status: [SQL, SQO]'"
            )
        words = self._who.where_text or self._who.where.words
        said = f"nobody is handed over: no lead of {read:,} is so: {words}"
        for name, held in self._held.items():
            if name in self._absent:
                said += f"; there is no column {name} here"
            elif not held:
                said += f"; {name} is blank in all"
            elif name == "lead_status":  # others may hold what is personal
                said += f"; lead_status here is {listed(list(held)[:_SHOWN])}"
        return said
