"""What remarks say of leads that clean did not read: a no in them is heard all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import flags, repeated
from leadkit.fields.refusals import READS
from leadkit.fields.remarks import FLAGS, REMARKED, read_remarks
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    import pyarrow as pa

_CLEANED = ("email_status", "phone_status")  # where clean has been, one of them says something
# The columns in which a refusal may stand, and what tells that clean has read the remarks.
HEARD = frozenset((*READS, *REMARKED, *_CLEANED))


def with_remarks(leads: pa.Table) -> pa.Table:
    """Return leads with what their remarks say, where clean did not read them."""
    import numpy as np
    import pyarrow.compute as pc

    names = [name for name in leads.column_names if name in REMARKED]
    batch, blank = Batch(leads), repeated("", len(leads))
    cleaned = np.logical_or.reduce([batch.known(name) for name in _CLEANED])
    if not names or (FLAGS in leads.column_names and cleaned.all()):
        return leads
    from leadkit.rules.remark_words import read_remark_words

    unread = flags(~cleaned) if FLAGS in leads.column_names else None

    def column(name: str) -> pa.Array:
        cells = batch.whole(name)
        if cells is None:
            return blank
        return cells if unread is None or name not in names else pc.if_else(unread, cells, blank)

    found = read_remarks(column, names, read_remark_words(), len(leads))
    others = [name for name in leads.column_names if name not in found]
    read = leads.select(others)
    for name, cells in found.items():
        read = read.append_column(name, cells)
    return read
