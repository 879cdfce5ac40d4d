"""Which leads are handed over: who may be contacted and is worth it; never who said no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.columns import FURTHER
from leadkit.base.errors import LeadkitError
from leadkit.base.named import listed
from leadkit.fields.objections import CHANNELS, SEPARATOR
from leadkit.fields.permission import MAY, SAID_NO, says_yes
from leadkit.fields.status_words import lifecycle_status
from leadkit.rules.asked_columns import check_columns
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import Condition, dated, read_condition
from leadkit.rules.item import parse_yaml

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Mask

ADDRESS = {  # the columns that hold an address of each channel
    "email": ("email", "email_2", "email_3"),
    "call": ("phone", "mobile", "phone_2", "home_phone", "company_phone", "other_phone"),
    "post": ("street", "home_street"),
}
_NEVER_FLAGS = frozenset(("deceased", "no_contact"))
_NOT_ABOVE = ("", "lead", "nurture", "unqualified")


@dataclass(frozen=True)
class Who:
    """Whom a hand-over is for."""

    where: Condition | None = None  # None: may be contacted by some channel, and above lead
    where_text: str = ""
    is_new: Callable[[pa.Table], np.ndarray] | None = None
    as_of: date | None = None

    def check(self, columns: Sequence[str], name: str) -> list[str]:
        """Raise LeadkitError for a table that does not tell whom to hand over; return notes."""
        missing = [one for one in MAY.values() if one not in columns]
        if missing:
            raise LeadkitError(
                f"{name}: does not say who may be contacted ({listed(missing)} missing), so nobody "
                "is handed over; 'leadkit classify' adds it"
            )
        if self.where is None:
            if "lead_status" not in columns:
                raise LeadkitError(
                    f"{name}: has no lead_status, by which leads are chosen; 'leadkit classify' "
                    "adds it, or say whom with --where"
                )
            return []
        if self.as_of is None and (counted := dated([self.where])):
            raise counted.fail("this counts days, which a hand-over does not; classify does")
        return check_columns([self.where], [*columns], "--where")


def read_where(text: str) -> Condition | None:
    """Read a condition as it is given on the command line; None where none is.

    >>> read_where("lead_status: [SQL, SQO]").words
    'lead_status is one of SQL, SQO'
    """
    if not text.strip():
        return None
    item = parse_yaml(text if text.lstrip().startswith("{") else "{" + text + "}", "--where")
    if item.kind != "map" or ":" not in text:
        raise LeadkitError(f"--where {text}: give a condition, such as 'lead_status: [SQL, SQO]'")
    return read_condition(item)


@dataclass(frozen=True)
class Chosen:
    """Who of a batch is handed over, and who may not be contacted by which channel."""

    rows: Mask
    never: Mask  # who was asked for, and said no or is on a list
    barred: dict[str, Mask]  # channel -> who may not be contacted by it


def chosen(table: pa.Table, who: Who, refused: Mapping[str, Mask]) -> Chosen:
    """Tell which leads of a batch are handed over; ``refused`` tells who said no to a channel."""
    import numpy as np

    batch = Batch(table, who.as_of)
    may = {
        channel: _told(batch, MAY[channel], says_yes) & ~refused[channel] for channel in CHANNELS
    }
    has = {channel: _has_any(batch, ADDRESS[channel]) for channel in CHANNELS}
    barred = {channel: refused[channel] | (has[channel] & ~may[channel]) for channel in CHANNELS}
    any_may = np.logical_or.reduce([*may.values()])
    never = np.logical_and.reduce([refused[one] | ~has[one] for one in CHANNELS])
    never &= np.logical_or.reduce([*refused.values()])
    never |= _told(batch, "next_step", SAID_NO.__eq__) & ~any_may
    never |= _told(batch, "remark_flags", _never_flagged)
    if who.where is None:
        wanted = any_may & _told(batch, "lead_status", is_above_lead)
    else:
        wanted, _ = who.where.truth(batch)
    if who.is_new is not None:
        wanted = wanted & who.is_new(table)
    return Chosen(wanted & ~never, wanted & never, barred)


def channel_of(column: str) -> str:
    """Return the channel whose addresses one of our columns holds, empty where it holds none.

    >>> [channel_of(one) for one in ("email_2", "mobile", "other_emails", "fax", "company")]
    ['email', 'call', 'email', 'call', '']
    """
    if column == "fax":  # advertising by fax wants a consent like a call
        return "call"
    holds = (one for one in CHANNELS if column in (*ADDRESS[one], FURTHER.get(one)))
    return next(holds, "")


def is_above_lead(status: str) -> bool:
    """Tell whether a status says more than that somebody is there.

    >>> [is_above_lead(one) for one in ("MQL", "customer", "lead", "nurture", "Hot", "")]
    [True, True, False, False, True, False]
    """
    said = status.strip()
    return bool(said) and (lifecycle_status(said) or said) not in _NOT_ABOVE


def _told(batch: Batch, column: str, test: Callable[[str], bool]) -> Mask:
    return batch.mapped(column, test).astype(bool)


def _has_any(batch: Batch, columns: Sequence[str]) -> Mask:
    import numpy as np

    from leadkit.base.cells import is_empty

    has = np.zeros(len(batch), bool)
    for name in columns:
        cells = batch.whole(name)
        if cells is not None:
            has |= ~is_empty(cells)
    return has


def _never_flagged(cell: str) -> bool:
    return not _NEVER_FLAGS.isdisjoint(cell.split(SEPARATOR))
