"""What remarks say of leads that clean did not read: a no in them is heard all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, flags, repeated, whole
from leadkit.fields.objections import FLAG_OF, NO_CONTACT, SEPARATOR
from leadkit.fields.refusals import READS
from leadkit.fields.remarks import FLAGS, REMARKED, read_remarks
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads
    from leadkit.fields.refusal_keys import Columns

CLEANED = ("email_status", "phone_status")  # where clean has been, one of them says something
# The columns in which a refusal may stand, and what tells that clean has read the remarks.
HEARD = frozenset((*READS, *REMARKED, *CLEANED))


def with_remarks(leads: pa.Table) -> pa.Table:
    """Return leads with what their remarks say, where clean did not read them."""
    import numpy as np
    import pyarrow.compute as pc

    names = [name for name in leads.column_names if name in REMARKED]
    if not names:
        return leads
    batch, blank = Batch(leads), repeated("", len(leads))
    cleaned = np.logical_or.reduce([batch.known(name) for name in CLEANED])
    if FLAGS in leads.column_names and cleaned.all():
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


def heard_columns(leads: Leads) -> Columns:
    """Return the columns in which leads refuse, with what their remarks say.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1"], "notes": ["Bitte nicht anrufen"]})
    >>> heard_columns(leads)("remark_flags").to_pylist()
    ['no_phone']
    """
    import pyarrow as pa

    cells = {name: as_cells(leads[name]) for name in leads.columns if name in HEARD}
    heard = with_remarks(pa.table(cells))
    return {name: whole(heard[name]) for name in heard.column_names}.get


def refusing_rows(known: Cells | None, heard: Cells | None) -> Iterator[tuple[int, str]]:
    """Yield rows and channels that remarks refuse which clean did not read.

    ``known`` are the flags that stood there before, ``heard`` those with what remarks say.

    >>> from leadkit.base.cells import texts
    >>> [*refusing_rows(texts(["", "no_phone"]), texts(["no_phone; no_post", "no_phone"]))]
    [(0, 'call'), (0, 'post')]
    """
    import numpy as np
    import pyarrow.compute as pc

    if heard is None:
        return
    new = pc.not_equal(heard, repeated("", len(heard)) if known is None else known)
    for row in np.flatnonzero(as_mask(new)).tolist():
        said = {*heard[row].as_py().split(SEPARATOR)}
        for channel, flag in FLAG_OF.items():
            if not said.isdisjoint((flag, NO_CONTACT)):
                yield row, channel
