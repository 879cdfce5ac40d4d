"""The same record in several lists: rows that share an id, and an id of its own for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.as_planned import AsPlanned
from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.base.lead_ids import id_told, is_our_id, told_apart
from leadkit.base.leads import with_columns
from leadkit.deduping.known import merged_ids_of

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


def with_ids_of_their_own(leads: Leads) -> tuple[Leads, int]:
    """Return leads in which each row has an id of its own, and how many got another one.

    Lists that were imported apart give the same record the same id. The first row keeps it, the
    others get the suffix that one import of all lists would have given them; whether they are one
    person is left to the evidence, as it is there: a name alone may be that of two people.

    Raises LeadkitError for an id that leadkit did not make: that two rows share it may as well be
    chance, such as 17 in two programs.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1dbcfe3a21fae1b6", "1dbcfe3a21fae1b6"]})
    >>> with_ids_of_their_own(leads)[0]["lead_id"].tolist()
    ['1dbcfe3a21fae1b6', '1dbcfe3a21fae1b6-2']
    """
    repeated = leads["lead_id"].duplicated().to_numpy().nonzero()[0].tolist()
    if not repeated:
        return leads, 0
    ids = leads["lead_id"].tolist()
    for row in repeated:
        if not is_our_id(ids[row]):
            which = id_told(ids[row], " ", f" of row {row + 1:,}")
            raise LeadkitError(f"lead_id{which} stands in several rows; it must name one lead. "
                               "Was a list imported twice?")  # fmt: skip
    for row, own in told_apart(ids, repeated, merged_ids_of(leads)[0]).items():
        ids[row] = own
    return with_columns(leads, {"lead_id": ids}), len(repeated)


def told_apart_note(rows: int) -> tuple[str, ...]:
    """Return what to say of rows that got another id.

    >>> told_apart_note(2)
    ('2 rows with the lead_id of another, as the same record in two lists has, got -2 ...',)
    >>> told_apart_note(0)
    ()
    """
    if not rows:
        return ()
    told = (
        f"{how_many(rows, 'row')} with the lead_id of another, as the same record in two lists has"
    )
    return (AsPlanned(f"{told}, got -2 ..."),)
