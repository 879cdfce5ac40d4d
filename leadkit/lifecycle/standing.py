"""Where leads stand before a run: by the list, by the output of the last run, or nowhere yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.contact.facts import OPT_OUTS
from leadkit.fields.consent import YES
from leadkit.fields.day import day_number
from leadkit.fields.distinct import map_distinct
from leadkit.lifecycle.previous import LastRun, opt_out_bits
from leadkit.lifecycle.statuses import Lifecycle
from leadkit.stage import cell_column, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads

SEPARATOR = "; "


@dataclass(frozen=True)
class Before:
    """What is known of each lead from earlier; one entry a lead."""

    place: np.ndarray  # position among the statuses; the first where nothing is known
    since: np.ndarray  # day number, 0 where nobody knows
    reason: np.ndarray  # status_reason, where it names the way that led to the status; else ""
    unknown: int  # rows whose list has a status that nobody knows


def remember(leads: Leads, lifecycle: Lifecycle, last_run: LastRun | None) -> Before:
    """Return where leads stand: by their list and, where it is further on or newer, the last run.

    An import lowers no status: of lead_status and lifecycle_stage the further one counts, and so
    it does between the list and the last run. Who was put aside stays aside until a way leads
    back, except where the list says what only people can know, as that somebody has bought.
    """
    import numpy as np

    place, since, unknown = _by_list(leads, lifecycle)
    ours = lifecycle.names_a_way
    reason = _mapped(leads, "status_reason", lambda cell: cell if ours(cell) else "", "")
    if last_run is not None:
        at = _recall(leads, lifecycle, last_run)
        known = at >= 0
        last_place = np.where(known, last_run.place[at] if len(last_run.keys) else -1, -1)
        last_since = np.where(known, last_run.since[at] if len(last_run.keys) else 0, 0)
        last = ~_list_counts(place, since, last_place, last_since, lifecycle)
        place, since = np.where(last, last_place, place), np.where(last, last_since, since)
        texts = np.array(last_run.reasons or ("",), object)
        reason[last] = texts[last_run.reason[at[last]]]
    return Before(np.maximum(place, 0), np.where(place >= 0, since, 0), reason, unknown)


def _by_list(leads: Leads, lifecycle: Lifecycle) -> tuple[np.ndarray, np.ndarray, int]:
    import numpy as np

    status = _mapped(leads, "lead_status", lifecycle.status_of, -1).astype(np.int64)
    stage = _mapped(leads, "lifecycle_stage", lifecycle.status_of, -1).astype(np.int64)
    since = _mapped(leads, "status_since", day_number, 0).astype(np.int64)
    # A status with its day is one that classify wrote, and then the CRM's own stage is older.
    ours = (since > 0) & (status >= 0)
    # The places aside come after the line, so the greater one is aside or further on.
    place = np.where(ours, status, np.maximum(status, stage))
    unknown = 0
    if "lead_status" in leads.columns:
        unknown = int(((place < 0) & (leads["lead_status"].str.strip() != "").to_numpy(bool)).sum())
    return place, np.where(ours, since, 0), unknown


def _mapped(
    leads: Leads, column: str, function: Callable[[str], object], absent: object
) -> np.ndarray:
    import numpy as np

    if column not in leads.columns:
        return np.full(len(leads), absent, object)
    return map_distinct(leads[column], function)


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


def _recall(leads: Leads, lifecycle: Lifecycle, last_run: LastRun) -> np.ndarray:
    """Return where each lead stands in the last run, by its own id or one that it absorbed."""
    import pandas as pd

    if "lead_id" not in leads.columns:
        import numpy as np

        return np.full(len(leads), -1)
    found = last_run.find(leads["lead_id"])
    merged = cell_column(leads, "merged_ids")
    strength = _strengths(lifecycle)
    for row in (merged != "").to_numpy(bool).nonzero()[0].tolist():
        ids = pd.Series(merged.iloc[row].split(SEPARATOR), dtype="str")
        others = [int(at) for at in last_run.find(ids) if at >= 0]
        candidates = others + ([int(found[row])] if found[row] >= 0 else [])
        if candidates:
            found[row] = max(candidates, key=lambda at: strength[int(last_run.place[at])])
    return found


def _strengths(lifecycle: Lifecycle) -> list[int]:
    """Return how much each status counts when two leads are one: "never" most, "not now" least.

    The last entry is for no status at all.
    """
    last = len(lifecycle.statuses) - 1
    told = [-1 if one.aside and at != last else at for at, one in enumerate(lifecycle.statuses)]
    return [*told, -2]


def keep_opt_outs(leads: Leads, last_run: LastRun) -> Leads:
    """Return the leads with the opt-outs that the last run knew: no list takes one back."""
    import numpy as np

    if not last_run.opted_out.any() or "lead_id" not in leads.columns:
        return leads
    at = last_run.find(leads["lead_id"])
    last = np.where(at >= 0, last_run.opted_out[at], 0)
    lost = last & ~opt_out_bits(leads)
    kept = {}
    for bit, column in enumerate(OPT_OUTS.values()):
        if column in kept_columns(last_run):
            cells = cell_column(leads, column)
            kept[column] = cells.mask((lost >> bit & 1).astype(bool), YES)
    return with_columns(leads, kept)


def kept_columns(last_run: LastRun) -> tuple[str, ...]:
    """Return the columns of opt-outs that the last run knew of."""
    channels = enumerate(OPT_OUTS.values())
    return tuple(name for bit, name in channels if (last_run.opted_out >> bit & 1).any())
