"""Where a merged lead stands, once classify gave one of its rows a status.

Such a status was reached by the rules of a lifecycle. What a list says beside it counts where it
says more than that, and than what a list said before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import each_distinct, repeated, with_rows
from leadkit.base.cells import flags as as_flags
from leadkit.deduping.merging.members import Members, as_numbers, as_places
from leadkit.fields.status_words import FORWARD, how_far

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells

STATUS, STAGE, SINCE = "lead_status", "lifecycle_stage", "status_since"
REASON, BASIS = "status_reason", "contact_basis"
OF_STATUS = (SINCE, REASON)  # what classify says of a status, and what goes with it
# What only people can know: it counts wherever a lead was put aside, and whatever its status.
_CERTAIN = len(FORWARD)


def settle_standing(members: Members, taken: dict[str, Cells]) -> dict[str, Cells]:
    """Return status, day, reason and stage of merged leads where classify spoke of a row of theirs.

    Classify spoke of rows with the day of their status, or with its reason beside what contact
    stands on. The status of these that is furthest along stays, with its day and reason. One of
    any other row replaces it where it is further on, and further than any stage that the rows
    with a day brought from earlier lists: then nobody knows its day. From aside (nurture), and
    from a status of a lifecycle with other words, only a customer or a disqualified lead moves.
    ``taken`` are the cells that each lead would have by its rules.
    """
    import numpy as np
    import pyarrow.compute as pc

    if STATUS not in taken or not (SINCE in taken or {REASON, BASIS} <= taken.keys()):
        return {}
    written = np.zeros(len(members.cluster), bool)
    if SINCE in taken:
        written |= members.filled(SINCE)
    if {REASON, BASIS} <= taken.keys():
        written |= members.filled(REASON) & members.filled(BASIS)
    ours = members.filled(STATUS) & written
    if not ours.any():
        return {}
    status, stage = (_how_far(members, name) for name in (STATUS, STAGE))
    base = members.best(ours, status)
    told = np.where(ours, 0, np.maximum(status, stage))
    teller = members.best(told > 0, told)
    heard = np.zeros(len(members.starts), np.int64)  # the furthest stage that was told before
    np.maximum.at(heard, members.cluster[ours], stage[ours])
    spoken = ours[base]
    is_on_line = (status[base] > 0) & (status[base] <= _CERTAIN)
    counts = told[teller] > np.maximum(status[base], heard)
    counts &= spoken & (is_on_line | (told[teller] >= _CERTAIN))
    by_stage = as_flags(stage[teller] > status[teller])
    said = pc.if_else(
        by_stage, *(members.cells(name).take(as_places(teller)) for name in (STAGE, STATUS))
    ).filter(as_flags(counts))
    settled = {}
    for name in (STATUS, *(one for one in OF_STATUS if one in taken)):
        own = members.cells(name).take(as_places(base[spoken]))
        cells = with_rows(taken[name], spoken, own)
        blank = repeated("", int(counts.sum()))
        settled[name] = with_rows(cells, counts, said if name == STATUS else blank)
    if STAGE in taken:
        settled[STAGE] = with_rows(taken[STAGE], counts, said)
    return settled


def _how_far(members: Members, name: str) -> np.ndarray:
    return as_numbers(each_distinct(members.cells(name), how_far))
