"""What a row can still say that a lead has taken in before: nothing but what it says anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, each_distinct, rows_of, with_rows
from leadkit.base.columns import CONSENT_FOR, DIALLED, EMAILS, FURTHER, IDENTITY
from leadkit.base.leads import with_columns
from leadkit.base.pandas_text import as_column
from leadkit.deduping.merging.addresses import OF_EMAIL
from leadkit.deduping.merging.consents import FORBIDDING, mailing_rank
from leadkit.deduping.merging.merge_rules import CONSENT_GROUP
from leadkit.fields.consent import NO, answer_to, has_opted_out
from leadkit.fields.email.keys import key_as_written
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.phone.keys import phone_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads

_ANSWERS = ("consent", *CONSENT_FOR.values())
_OF_MAIL = (*EMAILS, FURTHER["email"], *OF_EMAIL, *CONSENT_GROUP, "mailing_status", "email_bounced")
_OF_CALLS = (*DIALLED, FURTHER["call"], "phone_status", "phone_type")


def tells_more(rows: Leads, starts: np.ndarray) -> np.ndarray:
    """Tell which rows have a cell that the first row of their cluster has not.

    >>> import numpy as np, pandas as pd
    >>> rows = pd.DataFrame({"lead_id": list("abc"), "city": ["Ulm", "", "Bonn"]}, dtype="str")
    >>> tells_more(rows, np.array([0])).tolist()
    [False, False, True]
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    first = pa.array(np.repeat(starts, np.diff(starts, append=len(rows))))
    more = np.zeros(len(rows), bool)
    for name in rows.columns:
        if name not in (*IDENTITY, "merged_ids"):
            cells = as_cells(rows[name])
            other = pc.not_equal(cells, cells.take(first))
            more |= as_mask(pc.and_(other, pc.not_equal(cells, "")))
    return more


def only_news(before: Leads, merged: Leads, which: np.ndarray) -> Leads:
    """Return merged leads of which some merged again with rows that they had taken in before.

    What such a row says of consent, and which of its addresses goes first, was heard then: the
    lead may have learned better since. So addresses stay in their order where none is new, and of
    answers and mailings a no alone counts. ``before`` are the leads as they were.
    """
    known = [name for name in (*_OF_MAIL, *_OF_CALLS) if name in merged.columns]
    of_mail, of_calls = (
        which & ~_has_more(before, merged, names, key)
        for names, key in (
            ((*EMAILS, FURTHER["email"]), key_as_written),
            ((*DIALLED, FURTHER["call"]), phone_key),
        )
    )
    columns = {}
    for name in known:
        kept = of_mail if name in _OF_MAIL else of_calls
        now = as_cells(merged[name])
        if name in (*_ANSWERS, "mailing_status", "email_bounced"):
            kept = kept & ~_forbids_more(name, as_cells(before[name]), now)
        own = rows_of(as_cells(before[name]), kept)
        columns[name] = as_column(with_rows(now, kept, own))
    return with_columns(merged, columns)


def _forbids_more(name: str, before: Cells, now: Cells) -> np.ndarray:
    """Tell which cells of a column forbid what those before did not."""
    import numpy as np

    def rank(cell: str) -> int:
        if name == "mailing_status":
            return mailing_rank(cell)
        no = has_opted_out(cell) if name == "email_bounced" else answer_to(name)(cell) == NO
        return FORBIDDING if no else 0

    one, other = (np.array(each_distinct(cells, rank), np.int64) for cells in (before, now))
    return np.asarray((other > one) & (other >= FORBIDDING))


def _has_more(
    before: Leads, merged: Leads, names: Sequence[str], key: Callable[[str], str]
) -> np.ndarray:
    """Tell which merged leads hold an address that they did not hold before."""
    import numpy as np

    names = [name for name in names if name in merged.columns]
    changed = np.zeros(len(merged), bool)
    for name in names:
        changed |= (before[name] != merged[name]).to_numpy(bool)
    for row in np.flatnonzero(changed).tolist():
        had, has = (
            {key(one) or one for name in names for one in t[name].iloc[row].split(SEPARATOR)}
            for t in (before, merged)
        )
        changed[row] = not has <= had | {""}
    return changed
