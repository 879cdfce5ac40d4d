"""Counts a stream of activities by person, in memory that grows with people, not activities.

A person is the 64-bit hash of a lead_id or an e-mail address. Amounts are whole numbers
(millionths), so that the order of activities and of batches changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from leadkit.activities import Activity
from leadkit.columns import EMAILS
from leadkit.distinct import View, fold
from leadkit.errors import LeadkitError, did_you_mean
from leadkit.fields.email_cell import bare_address

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads

MILLIONTHS = 1_000_000
_GREATEST = 1e9  # of one value; keeps the sum of ten thousand of them within 64 bits

_BARE = re.compile(r"[a-z0-9._%+-]+@[a-z0-9.-]+").fullmatch  # nothing around it to strip

# What the columns of an export of activities are called, compared after normal_header.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "lead_id": ("lead id",),
    "email": ("recipient", "recipient email", "empfaenger", "user email", "contact email"),
    "type": (
        "type", "activity", "activity type", "event", "event type", "event name", "action",
        "aktivitaet", "aktivitaetstyp", "ereignis", "ereignistyp", "aktion", "art",
    ),
    "when": (
        "when", "date", "time", "timestamp", "event date", "event time", "activity date",
        "occurred at", "happened at", "created at", "sent at", "datum", "zeit", "zeitpunkt",
        "zeitstempel",
    ),
    "value": ("value", "amount", "points", "quantity", "duration", "wert", "betrag", "menge",
              "dauer"),
    "detail": (
        "detail", "details", "subject", "page", "url", "title", "asset", "content", "campaign",
        "email name", "description", "betreff", "seite", "inhalt",
    ),
}  # fmt: skip


class ActivitySource(Protocol):
    """Activities as they come: batches of text cells, and the columns they all have."""

    name: str
    columns: list[str]

    def batches(self) -> Iterator[Leads]: ...


class Frame:
    """Activities that are in memory already."""

    def __init__(self, activities: Leads) -> None:
        self.name = "activities"
        self.columns = [str(name) for name in activities.columns]
        self._activities = activities

    def batches(self) -> Iterator[Leads]:
        yield self._activities


def map_columns(columns: Sequence[str], name: str) -> dict[str, str]:
    """Return our name -> the file's column, for who, what, when, and how much.

    >>> map_columns(["E-Mail", "Event", "Datum", "Betreff"], "clicks.csv")
    {'email': 'E-Mail', 'type': 'Event', 'when': 'Datum', 'detail': 'Betreff'}
    """
    from leadkit.headers import field_of, normal_header  # many words, for a file few runs have

    mapped: dict[str, str] = {}
    for ours, spellings in SPELLINGS.items():
        for column in columns:
            header = normal_header(column)
            named = header in spellings or column == ours
            if (named or (ours == "email" and field_of(column) == "email")) and ours not in mapped:
                mapped[ours] = column
    there = f"there are: {', '.join(columns)}"
    if "email" not in mapped and "lead_id" not in mapped:
        raise LeadkitError(f"{name}: no column says who it was (email or lead_id); {there}")
    if "when" not in mapped:
        raise LeadkitError(f"{name}: no column says when it was (date or when); {there}")
    return mapped


class Tally:
    """Numbers by key, kept in sorted runs that are merged as they grow."""

    def __init__(self, merge: np.ufunc) -> None:
        self._merge = merge
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, keys: np.ndarray, numbers: np.ndarray) -> None:
        if not len(keys):
            return
        self._runs.append(self._by_key(keys, numbers))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._join_last()

    def _join_last(self) -> None:
        import numpy as np

        (keys, numbers), (more_keys, more) = self._runs.pop(), self._runs.pop()
        self._runs.append(
            self._by_key(np.concatenate((keys, more_keys)), np.concatenate((numbers, more)))
        )

    def _by_key(self, keys: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        return keys[starts], self._merge.reduceat(numbers[order], starts)

    def of(self, keys: np.ndarray) -> np.ndarray:
        """Return the number of each key; 0 where there is none."""
        import numpy as np

        while len(self._runs) > 1:
            self._join_last()
        if not self._runs:
            return np.zeros(len(keys), np.int64)
        known, numbers = self._runs[0]
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[at] == keys, numbers[at], 0)


def distinct_pairs(pairs: np.ndarray) -> np.ndarray:
    """Sort rows of two numbers and drop the repeated ones (np.unique takes ten times as long)."""
    import numpy as np

    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return pairs[np.concatenate(([True], (pairs[1:] != pairs[:-1]).any(axis=1)))[: len(pairs)]]


class Pairs:
    """Distinct pairs of a key and a value, kept like a Tally."""

    def __init__(self) -> None:
        self._runs: list[np.ndarray] = []  # rows of (key, value), sorted and distinct

    def add(self, keys: np.ndarray, values: np.ndarray) -> None:
        import numpy as np

        if not len(keys):
            return
        self._runs.append(distinct_pairs(np.stack((keys, values), axis=1)))
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._join_last()

    def _join_last(self) -> None:
        import numpy as np

        self._runs.append(distinct_pairs(np.concatenate((self._runs.pop(), self._runs.pop()))))

    def count(self, rows: np.ndarray, keys: np.ndarray, many: int) -> np.ndarray:
        """Return how many different values each of so many rows has by its keys."""
        import numpy as np

        while len(self._runs) > 1:
            self._join_last()
        if not self._runs:
            return np.zeros(many, np.int64)
        pairs = self._runs[0]
        first = np.searchsorted(pairs[:, 0], keys, "left")
        found = np.searchsorted(pairs[:, 0], keys, "right") - first
        at = np.repeat(first - np.cumsum(found) + found, found) + np.arange(found.sum())
        seen = np.stack((np.repeat(rows, found).astype(np.uint64), pairs[at, 1]), axis=1)
        return np.bincount(distinct_pairs(seen)[:, 0].astype(np.int64), minlength=many)


@dataclass
class Counted:
    """What the activities came to for each rule that looks at them."""

    rules: Mapping[str, Activity]
    as_of: date
    amounts: dict[str, Tally | Pairs] = field(default_factory=dict)
    latest: dict[str, Tally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def count_activities(source: ActivitySource, rules: Mapping[str, Activity], as_of: date) -> Counted:
    """Go through all activities once, and keep what the rules need of them by person."""
    import numpy as np

    columns = map_columns(source.columns, source.name)
    counted = Counted(rules, as_of)
    counted.notes += check_activity_columns(rules, {*source.columns, *columns}, source.name)
    for name, activity in rules.items():
        counted.amounts[name] = Pairs() if activity.measure == "different" else Tally(np.add)
        counted.latest[name] = Tally(np.maximum)
    undated = future = nobody = 0
    for batch in source.batches():
        view = View(_renamed(batch, columns), as_of)
        keys, named = _who(view)
        days = _of_rows(view, "when", "days")
        undated += int(((days == 0) & named).sum())
        future += int(((days > as_of.toordinal()) & named).sum())
        nobody += int((~named).sum())
        counts = named & (days > 0) & (days <= as_of.toordinal())
        for name, activity in rules.items():
            _count_batch(counted, name, activity, view, keys, days, counts)
    for many, what in (
        (nobody, "name nobody"), (undated, "have no readable day"),
        (future, f"are after {as_of}"),
    ):  # fmt: skip
        if many:
            counted.notes.append(f"{source.name}: {many:,} activities {what}; they do not count")
    return counted


def check_activity_columns(
    rules: Mapping[str, Activity], columns: Collection[str], name: str
) -> list[str]:
    """Raise LeadkitError for a column nobody knows; note which rules lack one of ours."""
    lacking: dict[str, list[str]] = {}
    for rule, activity in rules.items():
        parts = activity.where.comparisons() if activity.where else ()
        uses = [(part.column, part.where) for part in parts]
        uses += [(activity.column, activity.item)] if activity.column else []
        uses += [("type", activity.item)] if activity.types else []
        for column, where in uses:
            if column in columns:
                continue
            if column not in SPELLINGS:
                hint = did_you_mean(column, [*columns, *SPELLINGS])
                there = hint or f"; there are: {', '.join(sorted(columns))}"
                raise where.fail(f"{name} has no column '{column}'{there}")
            lacking.setdefault(column, []).append(rule)
    return [
        f"{name} has no {column}: nothing counts for {', '.join(dict.fromkeys(names))}"
        for column, names in lacking.items()
    ]


def _renamed(batch: Leads, columns: Mapping[str, str]) -> Leads:
    """Give our names to the columns, keeping the file's own names too."""
    return batch.assign(**{ours: batch[theirs] for ours, theirs in columns.items()})


def _count_batch(
    counted: Counted, name: str, activity: Activity, view: View,
    keys: np.ndarray, days: np.ndarray, counts: np.ndarray,
) -> None:  # fmt: skip
    import numpy as np

    chosen = counts.copy()
    if activity.types:
        kinds = view.cells("type")
        wanted = [cell in activity.types for cell in kinds.folded.to_pylist()]
        chosen &= np.array(wanted, bool)[kinds.codes]
    if activity.within:
        chosen &= days >= activity.within.before(counted.as_of).toordinal()
    if activity.where:
        chosen &= activity.where.truth(view)[0]
    if activity.measure == "different":
        values = view.cells(activity.column)
        chosen &= ~values.blank[values.codes]
        hashes = _hashes(values.folded.to_pylist())[values.codes]
        tally = counted.amounts[name]
        assert isinstance(tally, Pairs)
        tally.add(keys[chosen], hashes[chosen])
        return
    amounts = np.ones(len(days))
    if activity.measure == "sum":
        low = _of_rows(view, activity.column, "numbers")
        chosen &= ~np.isnan(low)
        amounts = np.clip(low, -_GREATEST, _GREATEST)
    if activity.decay:
        amounts = amounts * activity.decay.weights(np.maximum(counted.as_of.toordinal() - days, 0))
    millionths = np.rint(amounts[chosen] * MILLIONTHS).astype(np.int64)
    tally = counted.amounts[name]
    assert isinstance(tally, Tally)
    tally.add(keys[chosen], millionths)
    counted.latest[name].add(keys[chosen], days[chosen])


def _of_rows(view: View, column: str, form: str) -> np.ndarray:
    cells = view.cells(column)
    of_cells = cells.days if form == "days" else cells.bounds[0]
    rows: np.ndarray = of_cells[cells.codes]
    return rows


def _who(view: View) -> tuple[np.ndarray, np.ndarray]:
    """Return the key of each activity, its lead_id before its e-mail, and whether it has one."""
    import numpy as np

    emails, ids = view.cells("email"), view.cells("lead_id")
    by_id = ~ids.blank[ids.codes]
    keys = np.where(by_id, id_keys(ids.text.to_pylist())[ids.codes],
                    email_keys(emails.folded.to_pylist())[emails.codes])  # fmt: skip
    return keys, by_id | ~emails.blank[emails.codes]


def _hashes(texts: Iterable[str]) -> np.ndarray:
    import numpy as np
    from xxhash import xxh3_64_intdigest

    return np.array([xxh3_64_intdigest(text.encode()) for text in texts], np.uint64)


def id_keys(ids: Iterable[str]) -> np.ndarray:
    return _hashes(f"id {one}" for one in ids)


def email_keys(emails: Iterable[str]) -> np.ndarray:
    """Return the keys of folded addresses, whatever display names and brackets surround them."""
    return _hashes(
        f"email {one}" if _BARE(one) else f"email {fold(bare_address(one))}" for one in emails
    )


def lead_keys(view: View, separator: str = "; ") -> tuple[np.ndarray, np.ndarray]:
    """Return (row, key) for every lead_id and e-mail under which activities may know a lead.

    A merged lead is also known by the ids of the rows that went into it. Who shares a mailbox
    shares what is done with it.
    """
    import numpy as np

    rows, keys = [], []
    for column, make_keys in (("lead_id", id_keys), *((name, email_keys) for name in EMAILS)):
        cells = view.cells(column)
        there = np.flatnonzero(~cells.blank[cells.codes])
        texts = cells.text if column == "lead_id" else cells.folded
        rows.append(there)
        keys.append(make_keys(texts.to_pylist())[cells.codes[there]])
    merged = view.cells("merged_ids")
    ids = [cell.split(separator) if cell else [] for cell in merged.text.to_pylist()]
    for row in np.flatnonzero(~merged.blank[merged.codes]):
        own = ids[merged.codes[row]]
        rows.append(np.full(len(own), row))
        keys.append(id_keys(own))
    pairs = np.stack((np.concatenate(rows).astype(np.uint64), np.concatenate(keys)), axis=1)
    pairs = distinct_pairs(pairs)
    return pairs[:, 0].astype(np.int64), pairs[:, 1]
