"""What to do next with a lead, from its status, its channels and its owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.columns import NO_OWNER
from leadkit.classifying.lifecycle import Lifecycle
from leadkit.fields.permission import SAID_NO, STEPS

if TYPE_CHECKING:
    import numpy as np

    from leadkit.classifying.moves import Moved
    from leadkit.classifying.permissions import Permissions

ASK, NURTURE = "ask for consent in person", "nurture"
NOBODY = "none: may not be contacted"
NOWHERE = "find an address"


def next_steps(
    lifecycle: Lifecycle,
    moved: Moved,
    allowed: Permissions,
    reasons: Sequence[str],
    unowned: np.ndarray,
) -> list[str]:
    """Return the next step with each lead; nobody is called or written to who may not be.

    ``reasons`` are those of the statuses, ``unowned`` tells whose column of the owner is blank.
    A lead worth calling is called where that is allowed, else written to, else sent something by
    post; where no channel is open and nobody said no, consent is to be asked for in person.
    """
    line = [status.name for status in lifecycle.statuses if not status.aside]
    worked = [name for name in line if name in lifecycle.outreach]
    marketing = worked[:1] if len(worked) > 1 else []  # the first of outreach is not sales' yet
    may = {channel: allowed.may[channel].tolist() for channel in STEPS}
    wanted_at, cases = moved.wanted.tolist(), allowed.case.tolist()
    steps = []
    for row, place in enumerate(moved.place.tolist()):
        status = lifecycle.statuses[place]
        case = cases[row]
        open_ = [channel for channel, of_cases in may.items() if of_cases[case]]
        if status.closed:
            why = reasons[row].partition(": ")[2].partition(": ")[0]  # "remark: competitor: rival"
            steps.append(f"none: {why or status.name}")
        elif status.final:
            steps.append(f"none: {status.name}")
        elif not open_:
            wanted = wanted_at[row] >= 0 or status.name != line[0]
            asked = NOWHERE if allowed.nowhere[case] else ASK
            asked = asked if wanted and not status.aside else NOBODY
            steps.append(SAID_NO if allowed.said_no[case] else asked)
        elif status.aside or status.name == line[0]:
            steps.append(NURTURE if set(open_) - {"call"} else NOBODY)
        else:
            first = ["email"] if status.name in marketing and "email" in open_ else open_
            owner = NO_OWNER if unowned[row] and status.name not in marketing else ""
            steps.append(STEPS[first[0]] + owner)
    return steps
