"""Undo a dedupe: merged leads and their merge log -> the leads they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.columns import EMAILS, FURTHER
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table
from leadkit.base.leads import with_columns
from leadkit.deduping.merging.log import LOG_COLUMNS, REFUSED, REFUSED_BY_MERGING
from leadkit.deduping.merging.read_log import changes_of, check_log, positions_of
from leadkit.fields.objections import SEPARATOR

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

_ADDED = (
    "merged_ids",
    "phone_2",
    *EMAILS[1:],
    *FURTHER.values(),
)  # by dedupe, where a list had no such column


def unmerge_leads(leads: Leads, merges: Leads, name: str = "merges") -> Leads:
    """Return the originals, in their order; columns that later stages added stay, blank in those
    that were absorbed.

    ``leads`` and ``merges`` are frames that dedupe_leads gave, or any that hold the same; what
    comes back has the index 0, 1, 2 ... and all cells are text. ``name`` is what errors call the
    merge log.

    Raises LeadkitError where the leads are not those that the log was written for, and for a
    frame that is no merge log, or a damaged one.

    >>> import pandas as pd
    >>> from leadkit.dedupe import dedupe_leads
    >>> leads = pd.DataFrame({"lead_id": ["1", "2"], "email": ["a@x.example.com"] * 2,
    ...     "full_name": ["Eva Meier", "E. Meier"]}, dtype="str")
    >>> merged = dedupe_leads(leads)
    >>> unmerge_leads(merged.leads, merged.merges).equals(leads)
    True
    """
    import pandas as pd

    leads = as_leads_table(leads, ("lead_id",))
    merges = as_leads_table(merges, what=name)
    check_log(merges, name)
    ids = leads["lead_id"].tolist()
    at = {one: row for row, one in enumerate(ids)}
    cells = {name: leads[name].tolist() for name in leads.columns}
    for kept, before in changes_of(merges, name):
        if kept not in at:
            raise LeadkitError(
                f"no lead has the lead_id {kept} that the merge log names; give the output of the "
                "same run, with --against one of --all-rows"
            )
        for column, value in before.items():
            if column == REFUSED_BY_MERGING and REFUSED in cells:
                cells[REFUSED][at[kept]] = _without(cells[REFUSED][at[kept]], value)
            elif column in cells:
                cells[column][at[kept]] = value
    restored = with_columns(leads, cells)
    absorbed = merges.drop(columns=[one for one in LOG_COLUMNS if one != "lead_id"])
    added = [one for one in _ADDED if one not in absorbed.columns and one in leads.columns]
    if REFUSED in cells and REFUSED not in absorbed.columns and not any(cells[REFUSED]):
        added.append(REFUSED)
    places = sorted(zip(positions_of(merges, name), range(len(merges)), strict=True))
    order: list[int] = []
    rest = iter(range(len(leads)))
    for position, row in places:
        while len(order) < position and (kept_row := next(rest, None)) is not None:
            order.append(kept_row)
        order.append(len(leads) + row)
    order += list(rest)
    every = pd.concat([restored, absorbed], ignore_index=True).fillna("").astype("str")
    return every.iloc[order].drop(columns=added).reset_index(drop=True)


def _without(cell: str, entries: str) -> str:
    """Return what a cell of ``refused`` says without some entries."""
    gone = entries.split(SEPARATOR)
    return SEPARATOR.join(one for one in cell.split(SEPARATOR) if one not in gone)
