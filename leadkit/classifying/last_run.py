"""What the last run left: where each lead stood, since when, why, and who had opted out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.columns import OPT_OUTS
from leadkit.base.errors import LeadkitError
from leadkit.base.keyed import hashes_64
from leadkit.base.lead_ids import is_our_id
from leadkit.base.prefetch import ahead
from leadkit.classifying.lifecycle import Lifecycle
from leadkit.fields.consent import has_opted_out
from leadkit.fields.refusals import Refusals
from leadkit.files.disk import STANDARD
from leadkit.rules.batch import Batch
from leadkit.rules.heard import HEARD, with_remarks

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.classifying.suppression_lists import LeadTable


_REMEMBERED = frozenset(("lead_id", "lead_status", "status_since", "status_reason", *OPT_OUTS))


@dataclass(frozen=True)
class LastRun:
    """The leads of the last run, by a hash of their ids: 20 bytes a lead, however long the ids."""

    keys: np.ndarray  # sorted
    place: np.ndarray  # -1 where it had no status
    since: np.ndarray  # day as its proleptic ordinal, 0 where unknown
    reason: np.ndarray  # position among reasons
    opted_out: np.ndarray  # one bit a channel
    reasons: tuple[str, ...]
    refusals: Refusals  # addresses and numbers that anybody in it refused

    def find(self, lead_ids: pa.Array) -> np.ndarray:
        """Return each of these leads' row in the last run, -1 for those not in it."""
        import numpy as np

        keys = _keys(lead_ids)
        if not len(self.keys):
            return np.full(len(keys), -1)
        row = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[row] == keys, row, -1)


def _keys(lead_ids: pa.Array) -> np.ndarray:
    return hashes_64(lead_ids.cast("large_binary").to_pylist())


def read_last_run(
    path: str, lifecycle: Lifecycle, open_leads: Callable[[str], LeadTable]
) -> LastRun:
    """Read the output of the last run; raise LeadkitError where it is none."""
    import numpy as np

    if path == STANDARD:
        raise LeadkitError("--previous -: standard input is for the leads; give a file")
    table = open_leads(path)
    for needed in ("lead_id", "lead_status"):
        if needed not in table.columns:
            raise LeadkitError(
                f"{path}: --previous needs the output of an earlier 'leadkit classify', with "
                f"lead_id and lead_status; there is no column {needed}"
            )
    reasons: dict[str, int] = {}
    refusals = Refusals()
    parts = [
        _remembered(leads, lifecycle, reasons, refusals)
        for leads in ahead(table.tables(_REMEMBERED | HEARD))
    ]
    keys, place, since, reason, opted_out = map(np.concatenate, zip(*parts, strict=True))
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    if (ordered[1:] == ordered[:-1]).any():
        _refuse_other_ids_twice(path, open_leads)
        strength = np.array(strengths(lifecycle))[place]
        order = np.lexsort((-since, -strength, keys))  # the strongest row of an id first
        first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        opted_out[order[first]] = np.bitwise_or.reduceat(opted_out[order], first)
        order = order[first]
    return LastRun(
        keys[order], place[order], since[order], reason[order], opted_out[order],
        tuple(reasons), refusals,
    )  # fmt: skip


def _refuse_other_ids_twice(path: str, open_leads: Callable[[str], LeadTable]) -> None:
    """Raise LeadkitError for an id in two rows that is none of ours.

    One of ours is that of the same record in two lists: it stood where its strongest row stands,
    and refuses what any of them refuses.
    """
    row_of: dict[str, int] = {}
    row = 0
    for leads in open_leads(path).tables(frozenset(("lead_id",))):
        for one in leads["lead_id"].to_pylist():
            row += 1
            if row_of.setdefault(one, row) != row and not is_our_id(one):
                raise LeadkitError(f"{path}: rows {row_of[one]} and {row} have the same lead_id")


def strengths(lifecycle: Lifecycle) -> list[int]:
    """Return how much each status counts when two leads are one: "never" most, "not now" least.

    The last entry is for no status at all.
    """
    last = len(lifecycle.statuses) - 1
    of_statuses = [
        -1 if status.aside and place != last else place
        for place, status in enumerate(lifecycle.statuses)
    ]
    return [*of_statuses, -2]


def _remembered(
    leads: pa.Table, lifecycle: Lifecycle, reasons: dict[str, int], refusals: Refusals
) -> tuple[np.ndarray, ...]:
    import numpy as np

    batch = Batch(leads)
    refusals.add(Batch(with_remarks(leads)).whole, len(batch))
    place = batch.mapped("lead_status", lifecycle.status_of).astype(np.int8)
    since = batch.days("status_since").astype(np.int32)
    named = lifecycle.names_a_way
    reason = batch.mapped(
        "status_reason",
        lambda cell: reasons.setdefault(cell if named(cell) else "", len(reasons)),
    ).astype(np.int32)
    return _keys(batch.whole("lead_id")), place, since, reason, opt_out_bits(batch)


def opt_out_bits(batch: Batch) -> np.ndarray:
    """Return for each lead a bit for each channel that it opted out of."""
    import numpy as np

    bits = np.zeros(len(batch), np.int8)
    for bit, column in enumerate(OPT_OUTS):
        bits |= batch.mapped(column, has_opted_out).astype(np.int8) << bit
    return bits
