"""What all leads of a table refuse, heard before the first of them is given to anybody.

classify closes on every row what any row refuses. A table that was put together after it, or
written by hand, is heard again by whoever gives leads away: in doubt the answer is no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from leadkit.base.cells import map_cells, repeated, rows_of, whole, with_cells
from leadkit.base.columns import NO_OWNER
from leadkit.fields.objections import CHANNELS, own_refusals
from leadkit.fields.permission import MAY, SAID_NO, STEPS, says_yes
from leadkit.fields.refusal_keys import BY_NAME
from leadkit.fields.refusals import Refusals
from leadkit.fields.refused_column import entries_in
from leadkit.rules.batch import Batch
from leadkit.rules.heard import HEARD, with_remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Look

READS = HEARD | {"contact_basis", "next_step", *MAY.values()}
ELSEWHERE = "opted out (on another row)"
_OTHER_CHANNEL = "(?=; (?:email|call|post)(?:,| and|:)|$)"


@dataclass
class Hearing:
    """What the leads of a table refuse, by channel: all are heard, then asked about."""

    refusals: Refusals = field(default_factory=Refusals)
    _named: bool = False  # whether the people are asked for by name, or were

    def hear(self, leads: pa.Table) -> None:
        """Take up what some leads refuse, themselves or by what classify found of them."""
        batch = Batch(with_remarks(leads))
        self.refusals.add(batch.whole, len(batch), _judged_alone(batch))

    def hear_again(self) -> Look | None:
        """Return what all leads have to be shown once more, if anything; first it was "hear"."""
        if self.refusals.people and not self._named:
            self._named = True
            return self.hear_named
        return None

    def hear_all(self, leads: pa.Table) -> None:
        """Take up what leads refuse that are all there are."""
        self.hear(leads)
        if look := self.hear_again():
            look(leads)

    def hear_named(self, leads: pa.Table) -> None:
        """Take up the addresses of people who refused on another row, when all were heard."""
        batch = Batch(with_remarks(leads))
        self.refusals.add_named(batch.whole, len(batch))

    def refused(self, leads: pa.Table) -> dict[str, Mask]:
        """Tell for each channel to which of some leads it is refused, on their row or another.

        >>> import pyarrow as pa
        >>> from leadkit.base.cells import texts
        >>> leads = pa.table({"email": texts(["Eva@x.example.com", "eva@x.example.com"]),
        ...     "may_email": texts(["no", "yes"]), "email_opt_out": texts(["yes", ""])})
        >>> hearing = Hearing()
        >>> hearing.hear(leads)
        >>> hearing.refused(leads)["email"].tolist()
        [True, True]
        """
        batch = Batch(with_remarks(leads))
        rows = len(batch)
        found = own_refusals(batch.whole, rows)
        for channel in CHANNELS:  # elsewhere: of an address that it may still have beside another
            elsewhere = _told(batch, "refused", partial(_names, channel))
            judged = _told(batch, "contact_basis", partial(_judged, channel))
            allowed = _told(batch, MAY[channel], says_yes)
            found[channel] = found[channel] | ((elsewhere | judged) & ~allowed)
        if not self.refusals:
            return found
        closed = {channel: mask.copy() for channel, mask in found.items()}
        for channel, held in self.refusals.held(batch.whole, rows, closed).items():
            found[channel][held.rows] = True
        for channel, named in self.refusals.named(batch.whole, rows, closed).items():
            found[channel][named] = True
        return found


def closed_as_heard(leads: pa.Table, refused: Mapping[str, Mask]) -> tuple[pa.Table, Mask]:
    """Return leads that say no where somebody refused it, and which of them said otherwise.

    What comes of it is said anew, too: the next step, and the ground of the channel.

    >>> import numpy as np
    >>> import pyarrow as pa
    >>> from leadkit.base.cells import texts
    >>> leads = pa.table({"may_email": texts(["yes"]), "may_call": texts(["yes"]),
    ...     "next_step": texts(["mail (no owner yet)"])})
    >>> no = np.zeros(1, bool)
    >>> refused = {"email": ~no, "call": no, "post": no}
    >>> [cells[0].as_py() for cells in closed_as_heard(leads, refused)[0].columns]
    ['no', 'yes', 'call (no owner yet)']
    """
    import numpy as np

    batch = Batch(leads)
    may = {channel: _told(batch, MAY[channel], says_yes) for channel in CHANNELS}
    changed = np.zeros(len(batch), bool)
    for channel in CHANNELS:
        rows = may[channel] & refused[channel]
        if not rows.any():
            continue
        changed |= rows
        leads = with_cells(leads, MAY[channel], rows, repeated("no", int(rows.sum())))
        may[channel] = may[channel] & ~rows
        if "contact_basis" in leads.column_names:
            basis = rows_of(whole(leads["contact_basis"]), rows)
            said = map_cells(basis, partial(_closed_ground, channel))
            leads = with_cells(leads, "contact_basis", rows, said)
    steps = batch.whole("next_step")
    if steps is None or not changed.any():
        return leads, changed
    for channel, step in STEPS.items():
        for end in ("", NO_OWNER):
            rows = changed & ~may[channel] & _told(batch, "next_step", f"{step}{end}".__eq__)
            if rows.any():
                leads = with_cells(leads, "next_step", rows, _next_steps(may, rows, end))
    return leads, changed


def _next_steps(may: Mapping[str, Mask], rows: Mask, end: str) -> Cells:
    """Return what to do with leads by a channel that is still open."""
    import numpy as np

    from leadkit.base.cells import chosen

    codes = np.full(int(rows.sum()), len(STEPS), np.int64)
    for place, channel in reversed(list(enumerate(STEPS))):
        codes[may[channel][rows]] = place
    return chosen([*(step + end for step in STEPS.values()), SAID_NO], codes)


def _closed_ground(channel: str, basis: str) -> str:
    """Return the grounds of a lead with that of a channel closed.

    >>> _closed_ground("call", "email: consent [GDPR 6]; call: consent; post: no address")
    'email: consent [GDPR 6]; call: opted out (on another row); post: no address'
    """
    return re.sub(rf"(^|; ){channel}: .*?{_OTHER_CHANNEL}", rf"\g<1>{channel}: {ELSEWHERE}", basis)


def _judged_alone(batch: Batch) -> dict[str, Mask]:
    """Tell of which leads classify found that a channel is refused, and does not say by which of
    their addresses: by a list, or by the name of who said so elsewhere."""
    found = {}
    for channel in CHANNELS:
        judged = _told(batch, "contact_basis", partial(_judged, channel))
        if judged.any():
            judged &= ~_told(batch, "refused", partial(_names_address, channel))
            judged &= ~_told(batch, MAY[channel], says_yes)
        found[channel] = judged
    return found


def _told(batch: Batch, column: str, test: Callable[[str], bool]) -> np.ndarray:
    return batch.mapped(column, test).astype(bool)


def _names(channel: str, cell: str) -> bool:
    return any(closed == channel for closed, _ in entries_in(cell))


def _names_address(channel: str, cell: str) -> bool:
    return any(one == channel and held not in ("", BY_NAME) for one, held in entries_in(cell))


def _judged(channel: str, cell: str) -> bool:
    """Tell whether classify found that somebody said no, by its own row, another or a list."""
    return re.search(rf"(?:^|; ){channel}: (?:opted out|consent refused)", cell) is not None
