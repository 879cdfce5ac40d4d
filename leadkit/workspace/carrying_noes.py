"""An older state of leads, with every no that was said since: no way back may unsay one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.leads import OnLists, cell_column, leads_of, table_of, with_columns
from leadkit.deduping.known import merged_ids_of, with_refusals, with_refused_addresses
from leadkit.fields.objections import own_refusals
from leadkit.rules.heard import heard_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Mask
    from leadkit.base.leads import Leads, Stage

# What classify says of who may be contacted.
PERMISSIONS = ("may_email", "may_call", "may_post", "contact_basis", "next_step", "refused")


@dataclass(frozen=True)
class Carried:
    """Leads as they were, but for what must not come back."""

    leads: Leads
    said_no: int  # of them, how many carry a no that was said since
    suppressed: Leads  # who is on a suppression list now: not among the leads
    on_lists: OnLists = field(default_factory=OnLists)  # whom these lists name


def with_noes(leads: Leads, later: Leads) -> tuple[Leads, Mask]:
    """Return leads with all that they, or anybody with an address of theirs, refuse in later ones.

    Also tells which leads that changed; the others are as they were, in all cells.

    >>> import pandas as pd
    >>> was = pd.DataFrame({"lead_id": ["1", "2"], "email": ["a@x.example.com", ""]}, dtype="str")
    >>> later = pd.DataFrame({"lead_id": ["9"], "merged_ids": ["1"], "email_opt_out": ["yes"]})
    >>> leads, changed = with_noes(was, later.astype("str"))
    >>> leads["email_opt_out"].tolist(), changed.tolist()
    (['yes', ''], [True, False])
    """
    import numpy as np

    carried = leads
    for rows in _later_rows(leads, later):
        known = later.iloc[np.maximum(rows, 0)].set_axis(leads.index)
        carried = with_refusals(carried, known, rows >= 0)
    before, after = (own_refusals(heard_columns(one), len(one)) for one in (leads, carried))
    changed = np.logical_or.reduce([after[channel] & ~before[channel] for channel in before])
    # Addresses that others refuse are told anew of both, so that only what is new differs.
    told, anew = with_refused_addresses(leads, leads), with_refused_addresses(carried, leads, later)
    changed |= (cell_column(told, "refused") != cell_column(anew, "refused")).to_numpy()
    return _only(leads, anew, changed), changed


def _only(leads: Leads, anew: Leads, changed: Mask) -> Leads:
    """Return the leads with the new cells of those that changed."""
    if not changed.any():
        return leads
    cells = {name: anew[name].where(changed, cell_column(leads, name)) for name in anew.columns}
    return with_columns(leads, cells)


def _later_rows(leads: Leads, later: Leads) -> list[np.ndarray]:
    """Return for each lead the rows that hold it later: one array for the first, the second ...

    It is found by its id and by those that went into it; -1 stands where there is none.
    """
    import numpy as np

    parts, rows = merged_ids_of(later)
    row_of = {**dict(zip(parts, rows, strict=True)),
              **{one: row for row, one in enumerate(later["lead_id"])}}  # fmt: skip
    found: list[dict[int, None]] = [{} for _ in range(len(leads))]
    own = zip(leads["lead_id"], range(len(leads)), strict=True)
    for one, at in (*own, *zip(*merged_ids_of(leads), strict=True)):
        if one in row_of:
            found[at][row_of[one]] = None
    most = max(map(len, found), default=0)
    lists = [list(rows) for rows in found]
    return [
        np.array([rows[nth] if nth < len(rows) else -1 for rows in lists], np.int64)
        for nth in range(most)
    ]


def carry_noes(leads: Leads, later: Leads, classify: Stage | None) -> Carried:
    """Return leads as they were, with every no since, and without who is suppressed by now.

    ``classify`` is the step of today's pipeline: it tells who is on its suppression lists, and who
    of those that said no since may be contacted; no status is taken from it.
    """
    import pandas as pd
    import pyarrow as pa

    carried, changed = with_noes(leads, later)
    none = pd.DataFrame({"lead_id": []}, dtype="str")
    if classify is None:
        return Carried(carried, int(changed.sum()), none)
    classify.check(list(carried.columns))
    if classify.survey:
        classify.survey(table_of(carried))
    outcome = classify.apply(carried)
    suppressed = outcome.aside.get("suppressed", none)
    if isinstance(suppressed, pa.Table):
        suppressed = leads_of(suppressed)
    stay = ~carried["lead_id"].isin(set(suppressed["lead_id"])).to_numpy()
    judged: Mapping[str, object] = {
        name: cell_column(outcome.leads, name).array for name in PERMISSIONS
    }
    stayed = carried[stay].reset_index(drop=True)
    anew = with_columns(stayed, judged)
    kept = _only(stayed, anew, changed[stay])
    return Carried(kept, int(changed[stay].sum()), suppressed, classify.on_lists())
