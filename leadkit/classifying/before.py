"""Where leads stand before a run: by the list, by the output of the last run, or nowhere yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, text, texts
from leadkit.base.columns import OPT_OUTS
from leadkit.classifying.last_run import LastRun, opt_out_bits, strengths
from leadkit.classifying.lifecycle import Lifecycle
from leadkit.fields.consent import YES
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

SEPARATOR = "; "


# The columns that tell it, beside lead_id and merged_ids, which the last run is asked for.
READS = (
    "lead_status", "lifecycle_stage", "status_since", "status_reason", "contact_basis", *OPT_OUTS,
)  # fmt: skip


@dataclass(frozen=True)
class Before:
    """What is known of each lead from earlier; one entry a lead."""

    place: np.ndarray  # position among the statuses; the first where nothing is known
    since: np.ndarray  # day as its proleptic ordinal, 0 where nobody knows
    reason: np.ndarray  # position among the reasons
    # Of whom the list says that they are further on than the last run left them: where that was,
    # and since which day. Who ends there again has not moved. -1 and 0 for all others.
    last_place: np.ndarray
    last_since: np.ndarray
    reasons: list[str]  # such as name the way that led to a status, and ""
    unknown: int = 0  # rows whose list has a status that nobody knows

    def take(self, rows: np.ndarray) -> Before:
        return Before(
            self.place[rows], self.since[rows], self.reason[rows], self.last_place[rows],
            self.last_since[rows], self.reasons,
        )  # fmt: skip


def remember(batch: Batch, lifecycle: Lifecycle, last_run: LastRun | None) -> Before:
    """Return where leads stand: by their list and, where it is further on or newer, the last run.

    An import lowers no status: of lead_status and lifecycle_stage the further one counts, and so
    it does between the list and the last run. Who was put aside stays aside until a way leads
    back, except where the list says what only people can know, as that somebody has bought.
    """
    import numpy as np

    place, since, unknown = _by_list(batch, lifecycle)
    numbers = {"": 0}  # of the reasons, as they first come
    ours = lifecycle.names_a_way
    reason = batch.mapped(
        "status_reason", lambda cell: numbers.setdefault(cell if ours(cell) else "", len(numbers))
    )
    reasons = list(numbers)
    left, left_since = np.full(len(batch), -1), np.zeros(len(batch), np.int64)
    if last_run is not None and len(last_run.keys):
        row = _recall(batch, lifecycle, last_run)
        last_place = np.where(row >= 0, last_run.place[row], -1)
        last_since = np.where(row >= 0, last_run.since[row], 0)
        last = ~_list_counts(place, since, last_place, last_since, lifecycle)
        ahead = ~last & (last_place >= 0) & (since <= last_since)
        left, left_since = np.where(ahead, last_place, -1), np.where(ahead, last_since, 0)
        place, since = np.where(last, last_place, place), np.where(last, last_since, since)
        reason = np.where(last, len(reasons) + last_run.reason[row], reason)
        reasons += last_run.reasons
    since = np.where(place >= 0, since, 0)
    return Before(np.maximum(place, 0), since, reason, left, left_since, reasons, unknown)


def _by_list(batch: Batch, lifecycle: Lifecycle) -> tuple[np.ndarray, np.ndarray, int]:
    import numpy as np

    status = batch.mapped("lead_status", lifecycle.status_of)
    stage = batch.mapped("lifecycle_stage", lifecycle.status_of)
    since = batch.days("status_since")
    # A status that classify wrote has its day or, where nobody said which day it was, its reason
    # beside what proves it ours; then the CRM's own stage is older.
    written = batch.known("status_reason") & batch.known("contact_basis")
    ours = ((since > 0) | written) & (status >= 0)
    # The places aside come after the line, so the greater one is aside or further on.
    place = np.where(ours, status, np.maximum(status, stage))
    unknown = int(((place < 0) & batch.known("lead_status")).sum())
    return place, np.where(ours, since, 0), unknown


def _list_counts(
    place: np.ndarray,
    since: np.ndarray,
    last_place: np.ndarray,
    last_since: np.ndarray,
    lifecycle: Lifecycle,
) -> np.ndarray:
    """Tell for which leads the list says more than the last run did."""
    import numpy as np

    aside = np.array([status.aside for status in lifecycle.statuses])
    given = np.array([status.given and not status.aside for status in lifecycle.statuses])
    newer = (place >= 0) & (since > last_since)
    further = (place > last_place) & (~aside[last_place] | aside[place])
    bought = (place >= 0) & aside[last_place] & given[place]
    counts: np.ndarray = (last_place < 0) | newer | further | bought
    return counts


def _recall(batch: Batch, lifecycle: Lifecycle, last_run: LastRun) -> np.ndarray:
    """Return each lead's row in the last run, by its own id or one that it absorbed, else -1."""
    import numpy as np

    ids = batch.whole("lead_id")
    if ids is None:
        return np.full(len(batch), -1)
    found = last_run.find(ids)
    merged = batch.cells("merged_ids")
    strength = strengths(lifecycle)
    for row in np.flatnonzero(~merged.blank[merged.codes]).tolist():
        absorbed = merged.text[int(merged.codes[row])].as_py().split(SEPARATOR)
        others = [int(other) for other in last_run.find(texts(absorbed)) if other >= 0]
        candidates = others + ([int(found[row])] if found[row] >= 0 else [])
        if candidates:
            found[row] = max(candidates, key=lambda one: strength[int(last_run.place[one])])
    return found


def keep_opt_outs(leads: pa.Table, last_run: LastRun) -> pa.Table:
    """Return the leads with the opt-outs that the last run knew: no list takes one back."""
    import numpy as np
    import pyarrow.compute as pc

    batch = Batch(leads)
    ids = batch.whole("lead_id")
    if not last_run.opted_out.any() or ids is None:
        return leads
    row = last_run.find(ids)
    last = np.where(row >= 0, last_run.opted_out[row], 0)
    lost = last & ~opt_out_bits(batch)
    for bit, column in enumerate(OPT_OUTS):
        if column in kept_columns(last_run):
            cells = batch.whole(column)
            cells = texts([""] * len(batch)) if cells is None else cells
            kept = pc.if_else(flags((lost >> bit & 1) > 0), text(YES), cells)
            leads = leads.drop_columns([column]) if column in leads.column_names else leads
            leads = leads.append_column(column, kept)
    return leads


def kept_columns(last_run: LastRun) -> tuple[str, ...]:
    """Return the columns of opt-outs that the last run knew of."""
    channels = enumerate(OPT_OUTS)
    return tuple(name for bit, name in channels if (last_run.opted_out >> bit & 1).any())
