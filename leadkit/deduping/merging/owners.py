"""What goes with a merged lead's owner: why, since when, and by when the lead is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask
from leadkit.deduping.merging.members import Members, as_places

if TYPE_CHECKING:
    import numpy as np

OWNER, SINCE = "owner", "owner_since"
OF_OWNER = ("owner_queue", "owner_reason", SINCE, "due_at")  # what assign says beside an owner


def with_owners(members: Members, givers: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the rows that merged leads take cells from, each owner with its own reason and day.

    What assign said of a lead that waited, or of another owner, is nothing of the owner that stays.
    Of several rows with that owner the first counts that knows since when: its time does not start
    anew. Leads without an owner keep what their rules say.
    """
    import numpy as np
    import pyarrow.compute as pc

    names = [name for name in OF_OWNER if name in givers]
    if OWNER not in givers or not names:
        return givers
    owner, owners = givers[OWNER], members.cells(OWNER)
    owned = members.filled(OWNER)
    theirs = owned & as_mask(pc.equal(owners, owners.take(as_places(owner[members.cluster]))))
    dated = theirs & members.filled(SINCE)
    has_day = np.isin(np.arange(len(owner)), members.cluster[dated])
    row = np.where(has_day, members.best(dated), owner)
    return givers | {name: np.where(owned[owner], row, givers[name]) for name in names}
