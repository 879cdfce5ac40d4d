"""What differs between two tables of leads: who came, who went, whose cells changed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, flags, numbers
from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.base.leads import cell_column
from leadkit.deduping.known import merged_ids_of
from leadkit.run.compare import points_by_rule

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Leads

CAME, WENT, STATUS, SCORE, CELLS = KINDS = ("came", "went", "status", "score", "cells")
WHO = ("first_name", "last_name", "company")  # by which people know a lead
COLUMNS = ("difference", "lead_id", *WHO, "status_before", "status_after", "score_before",
           "score_after", "cells", "why")  # fmt: skip
# What follows from a change that is told already: the column, and those that go with it.
_FOLLOWS = {
    "lead_status": ("status_reason", "status_since", "next_step"),
    "score": ("score_reasons",),
    "may_email": ("contact_basis", "next_step"),
    "may_call": ("contact_basis", "next_step"),
    "may_post": ("contact_basis", "next_step"),
}
_TOLD_APART = ("lead_id", "lead_status", "score", "merged_ids")  # not among the other cells


@dataclass(frozen=True)
class Differences:
    """How one table of leads became another."""

    table: Leads  # a row for each lead that differs, with COLUMNS
    same: int  # leads of which no cell differs

    def count(self, kind: str) -> int:
        """Return how many leads came, went, or have another status, score, or other cells.

        Each is counted once: one with another status and score under its status.
        """
        return int((self.table["difference"] == kind).sum())

    @property
    def changed(self) -> int:
        """How many leads are in both tables, and not the same."""
        return len(self.table) - self.count(CAME) - self.count(WENT)


def lead_differences(
    before: Leads, after: Leads, removed: Mapping[str, str] | None = None
) -> Differences:
    """Compare two tables of leads, found in each other by their lead_id.

    ``removed`` is why leads were removed, by lead_id. Raises LeadkitError where a table has no
    lead_id, or one twice.

    >>> import pandas as pd
    >>> cells = {"lead_id": ["1", "2"], "lead_status": ["lead", "lead"], "city": ["", "Ulm"]}
    >>> old = pd.DataFrame(cells, dtype="str")
    >>> cells = {"lead_id": ["2", "3"], "lead_status": ["MQL", "lead"], "city": ["Bonn", ""]}
    >>> new = pd.DataFrame(cells, dtype="str")
    >>> found = lead_differences(old, new, {"1": "e-mail is on no.csv"})
    >>> found.table[["difference", "lead_id", "cells", "why"]].values.tolist()
    [['came', '3', '', ''], ['went', '1', '', 'e-mail is on no.csv'], \
['status', '2', 'city: Ulm > Bonn', '']]
    """
    import numpy as np
    import pandas as pd

    place = _ids(after, "after").get_indexer(_ids(before, "before"))
    stayed = np.flatnonzero(place >= 0)
    came = np.setdiff1d(np.arange(len(after)), place[stayed])
    pairs = _Pairs(before, after, stayed, place[stayed])
    parts = [
        _came(before, after.iloc[came]),
        _went(before.iloc[np.flatnonzero(place < 0)], after, removed or {}),
        pairs.table(),
    ]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    order = table["difference"].map(KINDS.index).argsort(kind="stable")
    return Differences(table.iloc[order].reset_index(drop=True), len(stayed) - len(parts[2]))


def _ids(leads: Leads, which: str) -> pd.Index:
    import pandas as pd

    if "lead_id" not in leads.columns:
        raise LeadkitError(f"the leads {which} have no column lead_id")
    ids: pd.Index = pd.Index(leads["lead_id"])
    if not ids.is_unique:
        raise LeadkitError(f"the leads {which} have the lead_id {ids[ids.duplicated()][0]} twice")
    return ids


def _rows(leads: Leads, kind: str, why: Iterable[str], side: str) -> Leads:
    """Return rows of leads that are on one side alone."""
    told: dict[str, object] = dict.fromkeys(COLUMNS, "")
    told |= {"difference": kind, "why": list(why)}
    told |= {name: cell_column(leads, name).array for name in ("lead_id", *WHO)}
    told[f"status_{side}"] = cell_column(leads, "lead_status").array
    told[f"score_{side}"] = cell_column(leads, "score").array
    return _frame(told, len(leads))


def _frame(columns: Mapping[str, object], rows: int) -> Leads:
    import pandas as pd

    return pd.DataFrame(columns, index=range(rows), columns=list(COLUMNS), dtype="str")


def _came(before: Leads, came: Leads) -> Leads:
    """Return who came: from which list, or out of a lead that was merged of it."""
    parts = _lead_of_part(before)
    places = zip(
        came["lead_id"], cell_column(came, "source_file"), cell_column(came, "source_row"),
        strict=True,
    )  # fmt: skip
    why = (
        f"was part of {parts[one]}" if one in parts else ":".join(filter(None, (file, row)))
        for one, file, row in places
    )
    return _rows(came, CAME, why, "after")


def _went(went: Leads, after: Leads, removed: Mapping[str, str]) -> Leads:
    """Return who went: into which lead, or why it was removed."""
    parts = _lead_of_part(after)
    why = (f"went into {parts[one]}" if one in parts else removed.get(one, "")
           for one in went["lead_id"])  # fmt: skip
    return _rows(went, WENT, why, "before")


def _lead_of_part(leads: Leads) -> dict[str, str]:
    """Return for each lead_id that went into another lead the id of that one."""
    parts, rows = merged_ids_of(leads)
    ids = leads["lead_id"].to_numpy(object)
    return dict(zip(parts, ids[rows].tolist(), strict=True)) if parts else {}


class _Pairs:
    """Leads that are on both sides, cell beside cell."""

    def __init__(self, before: Leads, after: Leads, old: np.ndarray, new: np.ndarray) -> None:
        self._before, self._after, self._old, self._new = before, after, old, new
        columns = dict.fromkeys([*after.columns, *before.columns])
        self._differs = {name: mask for name in columns if (mask := self._mask(name)).any()}

    def _cells(self, name: str) -> tuple[Cells, Cells]:
        sides = ((self._before, self._old), (self._after, self._new))
        old, new = (as_cells(cell_column(side, name)).take(numbers(rows)) for side, rows in sides)
        return old, new

    def _mask(self, name: str) -> Mask:
        import pyarrow.compute as pc

        old, new = self._cells(name)
        return as_mask(pc.not_equal(old, new))

    def _differing(self, name: str) -> Mask:
        import numpy as np

        return self._differs.get(name, np.zeros(len(self._old), bool))

    def table(self) -> Leads:
        """Return a row for each pair that differs, with all that does and why."""
        import numpy as np

        none = np.zeros(len(self._old), bool)
        rows = np.flatnonzero(np.logical_or.reduce([none, *self._differs.values()]))
        status, score = self._differing("lead_status")[rows], self._differing("score")[rows]
        kind = np.where(status, STATUS, np.where(score, SCORE, CELLS))
        after = self._after.iloc[self._new[rows]]
        told: dict[str, object] = {"difference": kind, "cells": self._told(rows)}
        told |= {name: cell_column(after, name).array for name in ("lead_id", *WHO)}
        for side, leads in (("before", self._before.iloc[self._old[rows]]), ("after", after)):
            told[f"status_{side}"] = cell_column(leads, "lead_status").array
            told[f"score_{side}"] = cell_column(leads, "score").array
        told["why"] = self._why(rows, status, score)
        return _frame(told, len(rows))

    def _told(self, rows: np.ndarray) -> list[str]:
        """Return the other cells that differ: those that no change beside them explains."""
        told: dict[int, list[str]] = {row: [] for row in rows.tolist()}
        for name, mask in self._differs.items():
            if name in _TOLD_APART:
                continue
            for first in [one for one, follow in _FOLLOWS.items() if name in follow]:
                mask = mask & ~self._differing(first)
            if name.startswith("score_") and name != "score_class":
                mask = mask & ~self._differing("score")
            old, new = (side.filter(flags(mask)).to_pylist() for side in self._cells(name))
            for row, was, now in zip(mask.nonzero()[0].tolist(), old, new, strict=True):
                told[row].append(f"{name}: {was or '(blank)'} > {now or '(blank)'}")
        return ["; ".join(cells) for cells in told.values()]

    def _why(self, rows: np.ndarray, status: Mask, score: Mask) -> list[str]:
        """Return the reason of each new status, the rules behind each score, and merged rows."""
        reason = self._of(self._after, self._new, "status_reason", rows)
        old, new = self._both("score_reasons", rows)
        was, now = self._both("merged_ids", rows)
        return [
            "; ".join(
                filter(
                    None,
                    (reason[at] if status[at] else "",
                     _by_rules(old[at], new[at]) if score[at] else "",
                     _by_merges(was[at], now[at]) if was[at] != now[at] else ""),
                )
            )
            for at in range(len(rows))
        ]  # fmt: skip

    def _both(self, name: str, rows: np.ndarray) -> tuple[list[str], list[str]]:
        return (self._of(self._before, self._old, name, rows),
                self._of(self._after, self._new, name, rows))  # fmt: skip

    def _of(self, leads: Leads, places: np.ndarray, name: str, rows: np.ndarray) -> list[str]:
        cells: list[str] = cell_column(leads, name).iloc[places[rows]].tolist()
        return cells


@lru_cache(maxsize=10_000)
def _by_rules(old: str, new: str) -> str:
    """Return which rules gave more or fewer points than before.

    >>> _by_rules("home:+15; opened:+4", "home:+15; opened:+3; asked:+25")
    'asked +25, opened -1'
    """
    before, after = points_by_rule(old), points_by_rule(new)
    none = Decimal(0)
    change = {name: after.get(name, none) - before.get(name, none) for name in {**after, **before}}
    ranked = sorted(change, key=lambda name: (-abs(change[name]), name))
    return ", ".join(f"{name} {change[name]:+}" for name in ranked if change[name])


def _by_merges(old: str, new: str) -> str:
    """Return how many rows a lead gained or lost.

    >>> _by_merges("a", "a; b; c"), _by_merges("a; b", "a")
    ('2 rows merged into it', '1 row no longer merged into it')
    """
    was, now = (set(filter(None, ids.split("; "))) for ids in (old, new))
    gained, lost = len(now - was), len(was - now)
    told = [f"{how_many(gained, 'row')} merged into it"] if gained else []
    told += [f"{how_many(lost, 'row')} no longer merged into it"] if lost else []
    return "; ".join(told)
