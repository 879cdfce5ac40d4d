"""Stations of the lead lifecycle, in the spellings that CRMs use."""

from __future__ import annotations

import re

from leadkit.base.words import word_groups

# From the first to the last; a lead moves forward along them.
FORWARD = ("lead", "MQL", "SAL", "SQL", "SQO", "customer")
# Where a lead waits or ends; these are not further along than any other.
ASIDE = ("nurture", "unqualified")

# Compared without case, spaces and signs: HubSpot's internal names, the pick lists that Salesforce,
# Dynamics, Zoho and Pipedrive come with, and German. Somebody who was only written to is a lead.
_STATUS_OF = {
    spelling: status
    for status, spellings in word_groups("leadkit.fields", "status_spellings").items()
    for spelling in (status.casefold(), *spellings)
}


def folded_status(cell: str) -> str:
    """Fold case and drop spaces and signs, so that spellings of a status can be compared.

    >>> folded_status("Closed - Not Converted")
    'closednotconverted'
    """
    return re.sub(r"[\W_]", "", cell.casefold())


def lifecycle_status(cell: str) -> str:
    """Return our name for a CRM's status, "" where it is blank or unknown.

    >>> [lifecycle_status(cell) for cell in ("marketingqualifiedlead", "Sales Qualified", "?")]
    ['MQL', 'SQL', '']
    """
    return _STATUS_OF.get(folded_status(cell), "")


def spellings_of(status: str) -> list[str]:
    """Return all folded spellings that mean one of our statuses.

    >>> "marketingqualifiedlead" in spellings_of("MQL")
    True
    """
    return [spelling for spelling, meant in _STATUS_OF.items() if meant == status]


def how_far(cell: str) -> int:
    """Return how far along a status is; a disqualified lead is beyond all, for it stays so.

    >>> [how_far(cell) for cell in ("", "nurture", "lead", "customer", "unqualified")]
    [0, 0, 1, 6, 7]
    """
    status = lifecycle_status(cell)
    if status == "unqualified":
        return len(FORWARD) + 1
    return FORWARD.index(status) + 1 if status in FORWARD else 0


def furthest(cells: list[str]) -> str:
    """Return the cell that is furthest along; a disqualified lead stays disqualified.

    >>> furthest(["lead", "customer", "MQL"]), furthest(["customer", "unqualified"])
    ('customer', 'unqualified')
    """
    return max((cell for cell in cells if cell), key=how_far, default="")
