"""What the last run left: where each lead stood, since when, why, and who had opted out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.columns import OPT_OUTS
from leadkit.base.errors import LeadkitError
from leadkit.base.keyed import hashes_64
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
    keys = keys[order]
    if len(keys) > 1 and (twice := np.flatnonzero(keys[1:] == keys[:-1])).size:
        rows = sorted(int(order[place]) + 1 for place in (twice[0], twice[0] + 1))
        raise LeadkitError(f"{path}: rows {rows[0]} and {rows[1]} have the same lead_id")
    return LastRun(
        keys, place[order], since[order], reason[order], opted_out[order], tuple(reasons), refusals
    )


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
