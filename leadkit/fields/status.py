"""Stations of the lead lifecycle, in the spellings that CRMs use."""

from __future__ import annotations

import re

# From the first to the last; a lead moves forward along them.
FORWARD = ("lead", "MQL", "SAL", "SQL", "SQO", "customer")
# Where a lead waits or ends; these are not further along than any other.
ASIDE = ("nurture", "unqualified")

_SPELLINGS = {
    "lead": "subscriber new open raw inquiry prospect newlead neu offen interessent",
    "MQL": "mql marketingqualified marketingqualifiedlead",
    "SAL": "sal salesaccepted salesacceptedlead accepted",
    "SQL": "sql salesqualified salesqualifiedlead qualified qualifiziert",
    "SQO": "sqo opportunity salesqualifiedopportunity verkaufschance deal",
    "customer": "client won closedwon evangelist kunde bestandskunde",
    "nurture": "nurturing recycled recycle later wiedervorlage",
    "unqualified": "disqualified rejected junk lost closedlost unqualifiziert ungeeignet",
}
_STATUS_OF = {
    spelling: status
    for status, spellings in _SPELLINGS.items()
    for spelling in (status.casefold(), *spellings.split())
}


def lifecycle_status(cell: str) -> str:
    """Return our name for a CRM's status, "" where it is blank or unknown.

    >>> [lifecycle_status(cell) for cell in ("marketingqualifiedlead", "Sales Qualified", "?")]
    ['MQL', 'SQL', '']
    """
    return _STATUS_OF.get(re.sub(r"[\W_]", "", cell.casefold()), "")


def furthest(cells: list[str]) -> str:
    """Return the cell that is furthest along; a disqualified lead stays disqualified.

    >>> furthest(["lead", "customer", "MQL"]), furthest(["customer", "unqualified"])
    ('customer', 'unqualified')
    """

    def rank(cell: str) -> int:
        status = lifecycle_status(cell)
        if status == "unqualified":
            return len(FORWARD) + 1
        return FORWARD.index(status) + 1 if status in FORWARD else 0

    return max((cell for cell in cells if cell), key=rank, default="")
