"""The classify stage: how far a lead has come, why, and whether it may be contacted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.conditions import check_columns
from leadkit.fields.consent import YES, has_opted_out, yes_or_no
from leadkit.fields.distinct import map_distinct
from leadkit.fields.status import ASIDE, FORWARD, lifecycle_status
from leadkit.rules import Lifecycle, read_lifecycle
from leadkit.stage import Outcome, Stage, cell_column, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads


@dataclass(frozen=True)
class ClassifyOptions:
    """Which lifecycle classifies: the name of a shipped one, or a path."""

    rules: str = "lifecycle"


def classify_leads(leads: Leads, lifecycle: Lifecycle) -> Leads:
    """Return the leads with lead_status, status_reason, may_email and may_call.

    A lead gets the furthest status whose condition holds; "at least 60" holds at 60. It never
    moves back: who is further along already (lead_status, else lifecycle_stage) stays there, and
    so does who was put aside as nurture or unqualified. Contact is allowed only by a clear yes in
    consent and without any opt-out; unknown is no.
    """
    import numpy as np
    import pandas as pd

    names = [lifecycle_status(status.name) for status in lifecycle.statuses]
    place = np.zeros(len(leads), np.int64)
    reason = np.full(len(leads), "no condition for more is met", object)
    for at, status in enumerate(lifecycle.statuses):
        if status.when is not None:
            holds = status.when.truth(leads)[0]
            place[holds] = at
            reason[holds] = status.when.words
    status_now = np.array(names, object)[place]
    before = _status_before(leads)
    further = map_distinct(pd.Series(before), _place) > map_distinct(pd.Series(status_now), _place)
    stays = np.isin(before, ASIDE) | further.astype(bool)
    status_now[stays] = before[stays]
    reason[stays] = ["was " + name + " before" for name in before[stays]]
    return with_columns(
        leads, {"lead_status": status_now, "status_reason": reason, **_permissions(leads)}
    )


def classify_stage(options: ClassifyOptions) -> Stage:
    """Return classify as a step of a run, its lifecycle loaded and checked."""
    lifecycle = read_lifecycle(options.rules)
    order = (*FORWARD, *ASIDE)

    def apply(leads: Leads) -> Outcome:
        classified = classify_leads(leads, lifecycle)
        found = classified["lead_status"].value_counts()
        return Outcome(classified, counts={name: int(found.get(name, 0)) for name in order})

    return Stage(
        "classify",
        apply,
        adds=("lead_status", "status_reason", "may_email", "may_call"),
        check=lambda columns: check_columns(lifecycle.conditions(), columns, lifecycle.file),
    )


def _status_before(leads: Leads) -> np.ndarray:
    import numpy as np

    status = map_distinct(cell_column(leads, "lead_status"), lifecycle_status)
    stage = map_distinct(cell_column(leads, "lifecycle_stage"), lifecycle_status)
    return np.where(status != "", status, stage)


def _place(status: str) -> int:
    return FORWARD.index(status) if status in FORWARD else -1


def _permissions(leads: Leads) -> dict[str, np.ndarray]:
    import numpy as np

    agreed = map_distinct(cell_column(leads, "consent"), yes_or_no) == YES
    allowed = {}
    for column, opt_out, addresses in (
        ("may_email", "email_opt_out", ("email",)),
        ("may_call", "phone_opt_out", ("phone", "mobile")),
    ):
        left = map_distinct(cell_column(leads, opt_out), has_opted_out).astype(bool)
        reachable = np.logical_or.reduce(
            [(cell_column(leads, name) != "").to_numpy() for name in addresses]
        )
        allowed[column] = np.where(agreed & ~left & reachable, "yes", "no")
    return allowed
