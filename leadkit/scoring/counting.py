"""Counts a stream of activities by person, in memory that grows with people, not activities.

A person is the 64-bit hash of a lead_id or an e-mail address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, to_numpy
from leadkit.base.columns import EMAILS
from leadkit.base.how_many import how_many
from leadkit.base.keyed import Numbered, Tally, add_up, distinct_pairs
from leadkit.base.lead_ids import OUR_ID
from leadkit.base.values import quoting
from leadkit.fields.dates import order_of
from leadkit.fields.spans import may_be_two, parse_day
from leadkit.rules.batch import Batch
from leadkit.scoring.activities import Activity
from leadkit.scoring.activity_file import (
    ActivitySource,
    check_activity_columns,
    map_columns,
    renamed,
)
from leadkit.scoring.activity_people import People, Unclaimed, email_keys, id_keys
from leadkit.scoring.measures import Choice, Measured, PersonDays, Seen, is_of, tally_for
from leadkit.scoring.overlap import Overlap

if TYPE_CHECKING:
    import numpy as np


_BESIDE = 0x9E3779B97F4A7C15  # tells the address beside an id from one that stands alone

_COUNT_NOT = ("does not count", "do not count")
_EXAMPLES = 3  # of days that cannot be read
_SLASHED = r"^[0-9]{1,2}[/-][0-9]{1,2}[/-]"


@dataclass
class CountedActivities:
    """What the activities came to for each rule that looks at them; filled batch by batch."""

    rules: Mapping[Activity, str]  # and the name of the rule that looks at it
    as_of: date
    days: PersonDays
    tallies: dict[Activity, Measured] = field(default_factory=dict)
    by_id: Tally = field(default_factory=lambda: Tally(add_up))  # activities beside whose id is one
    ids: tuple[str, ...] = ("lead_id",)  # the columns of leads in which ids are looked up
    notes: list[str] = field(default_factory=list)
    name: str = "activities"
    unclaimed: Unclaimed = field(default_factory=Unclaimed)
    types: set[str] = field(default_factory=set)  # folded, that there are

    def take(self, other: CountedActivities) -> None:
        """Take in what another file came to."""
        for activity, tally in self.tallies.items():
            tally.take(other.tallies[activity])
        self.days.take(other.days)
        self.by_id.add(*other.by_id.entries())
        self.unclaimed.take(other.unclaimed)
        self.ids = tuple(dict.fromkeys((*self.ids, *other.ids)))
        self.notes += other.notes
        self.name += f", {other.name}"
        self.types |= other.types

    def after_all(self) -> list[str]:
        """Return what is known when all leads were seen."""
        return self.unclaimed.notes(self.name)


@dataclass
class Days:
    """How the days of a stream of activities are written, and how many do not count."""

    order: str = ""  # of day and month, where it is known
    orders: set[str] = field(default_factory=set)  # that were seen
    two: int = 0  # that may be two days
    none: int = 0
    future: int = 0
    unread: list[str] = field(default_factory=list)  # some of those that are none

    def read(self, batch: Batch, named: np.ndarray) -> np.ndarray:
        """Return the day of each activity, 0 for one that cannot be told."""
        import numpy as np
        import pyarrow.compute as pc

        cells = batch.cells("when")
        slashed = pc.match_substring_regex(cells.text, _SLASHED)
        places = np.flatnonzero(to_numpy(slashed))
        texts = cells.text.filter(slashed).to_pylist()
        two = np.zeros(len(cells.text), bool)
        two[places] = [may_be_two(cell) for cell in texts]
        if len(places):
            self.orders |= {order_of([cell]) for cell in texts} - {""}
            if self.order:
                days = [parse_day(cell, self.order) for cell in texts]
                cells.days[places] = [day.toordinal() if day else 0 for day in days]
        if len(self.unread) < _EXAMPLES:
            none = cells.text.filter(flags((cells.days == 0) & ~two & ~cells.blank))
            new = [cell for cell in none[:_EXAMPLES].to_pylist() if cell not in self.unread]
            self.unread += new[: _EXAMPLES - len(self.unread)]
        days_of_rows: np.ndarray = cells.days[cells.codes]
        unread = named & (days_of_rows == 0)
        self.two += int((unread & two[cells.codes]).sum())
        self.none += int((unread & ~two[cells.codes]).sum())
        return days_of_rows


def count_activities(
    sources: Sequence[ActivitySource], rules: Mapping[Activity, str], as_of: date
) -> CountedActivities:
    """Go through all activities, and keep what the rules need of them by person.

    Each file has columns and ways to write a day of its own. A rule may ask for a column that only
    some of them have. Raises LeadkitError for one that none has.
    """
    mapped = [map_columns(source.columns, source.name)[0] for source in sources]
    every = {column for one in mapped for column in one}
    every |= {column for source in sources for column in source.columns}
    lacking = check_activity_columns(rules, every, ", ".join(one.name for one in sources))
    numbered, overlap = Numbered(), Overlap(sources)
    counted, *others = (
        _counted_file(source, rules, as_of, numbered, overlap) for source in sources
    )
    for other in others:
        counted.take(other)
    counted.notes = [*lacking, *counted.notes]
    return counted


def _counted_file(
    source: ActivitySource,
    rules: Mapping[Activity, str],
    as_of: date,
    numbered: Numbered,
    overlap: Overlap,
) -> CountedActivities:
    """Go through the activities of a file.

    Once as a rule; again where some of the days, such as 03/04/2026, are told by the others.
    """
    counted, days = _counted(source, rules, as_of, Days(), numbered, overlap)
    if days.two and len(days.orders) == 1:
        order = Days(order=min(days.orders))
        again, settled = _counted(source, rules, as_of, order, numbered, overlap)
        if settled.orders:
            counted, days = again, settled
    counted.notes += [f"{source.name}: {told}" for told in overlap.end()]
    for count, one, several, what in (
        (days.none, "has", "have", f"no readable day{_such_as(days.unread)}"),
        (days.two, "has", "have", "a day that may be day/month or month/day"),
        (days.future, "is", "are", f"after {as_of}"),
    ):  # fmt: skip
        if count:
            some = how_many(count, f"activity {one}", f"activities {several}")
            counted.notes.append(f"{source.name}: {some} {what} and {_COUNT_NOT[count > 1]}")
    return counted


def _such_as(cells: Sequence[str]) -> str:
    return quoting(f" ({', '.join(cells)})") if cells else ""


def _counted(
    source: ActivitySource,
    rules: Mapping[Activity, str],
    as_of: date,
    days: Days,
    numbered: Numbered,
    overlap: Overlap,
) -> tuple[CountedActivities, Days]:
    columns, notes = map_columns(source.columns, source.name)
    counted = CountedActivities(rules, as_of, PersonDays(numbered), notes=notes, name=source.name)
    if columns.get("lead_id", "lead_id") != "lead_id":
        counted.ids = ("lead_id", "external_id")  # an id of the program that wrote it
    counted.tallies = {activity: tally_for(activity, counted.days) for activity in rules}
    nobody = 0
    overlap.begin(source)
    for cells in source.batches():
        batch = Batch(renamed(overlap.without(cells), columns), as_of)
        people = _who(batch, counted)
        counted.unclaimed.add(people)
        nobody += int((~people.named).sum())
        when = days.read(batch, people.named)
        days.future += int(((when > as_of.toordinal()) & people.named).sum())
        counts = people.named & (when > 0) & (when <= as_of.toordinal())
        if "type" in columns:
            counted.types.update(batch.cells("type").folded.to_pylist())
        choose = partial(_chosen, batch, when, counts, as_of)
        for activity, tally in counted.tallies.items():
            chosen = choose((activity.types, activity.within, activity.where))
            tally.add(Seen(batch, people, when, chosen, as_of.toordinal()))
        counted.days.add(people, when, choose)
    if nobody:
        some = how_many(nobody, "activity names", "activities name")
        counted.notes.append(f"{source.name}: {some} nobody and {_COUNT_NOT[nobody > 1]}")
    return counted, days


def _chosen(
    batch: Batch, days: np.ndarray, counts: np.ndarray, as_of: date, choice: Choice
) -> np.ndarray:
    """Return which of the activities that count are among a choice."""
    types, within, where = choice
    chosen = counts & is_of(batch, types) if types else counts
    if within:
        first, last = within.days(as_of)
        chosen = chosen & (days >= first) & (days <= last)
    if where:
        chosen = chosen & where.truth(batch)[0]
    return chosen


def _who(batch: Batch, counted: CountedActivities) -> People:
    """Return the keys of each activity: its id, else its e-mail; beside an id, its e-mail too.

    Whose the id is shows when the leads come. Where it is none of theirs, the address tells; but
    an id that leadkit made is a lead's, though perhaps of another list.
    """
    import numpy as np
    import pyarrow.compute as pc

    emails, ids = batch.cells("email"), batch.cells("lead_id")
    by_id, by_email = ~ids.blank[ids.codes], ~emails.blank[emails.codes]
    id_key = id_keys(ids.text.to_pylist())[ids.codes]
    email_key = email_keys(emails.folded.to_pylist())[emails.codes]
    is_ours = to_numpy(pc.match_substring_regex(ids.text, OUR_ID))[ids.codes]
    beside = np.flatnonzero(by_id & by_email & ~is_ours)
    if batch.whole("email") is not None and by_id.any():
        counted.by_id.add(id_key[by_id], np.ones(int(by_id.sum()), np.int64))
    return People(
        np.concatenate((np.arange(len(batch)), beside)),
        np.concatenate(
            (np.where(by_id, id_key, email_key), email_key[beside] ^ np.uint64(_BESIDE))
        ),
        by_id | by_email,
    )


def lead_keys(
    batch: Batch, counted: CountedActivities | None = None, separator: str = "; "
) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, key) for every id and e-mail under which activities may know a lead.

    A merged lead is also known by the ids of the rows that went into it. Who shares a mailbox
    shares what is done with it. Whom the activities know by no id is also known by the addresses
    that stand beside ids.
    """
    import numpy as np

    rows, keys = [], []
    for column in counted.ids if counted else ("lead_id",):
        cells = batch.cells(column)
        rows.append(np.flatnonzero(~cells.blank[cells.codes]))
        keys.append(id_keys(cells.text.to_pylist())[cells.codes[rows[-1]]])
    merged = batch.cells("merged_ids")
    ids = [cell.split(separator) if cell else [] for cell in merged.text.to_pylist()]
    for row in np.flatnonzero(~merged.blank[merged.codes]):
        own = ids[merged.codes[row]]
        rows.append(np.full(len(own), row))
        keys.append(id_keys(own))
    known = np.zeros(len(batch), bool)
    if counted:
        known[np.concatenate(rows)[counted.by_id.of(np.concatenate(keys)) > 0]] = True
    for column in EMAILS:
        cells = batch.cells(column)
        there = np.flatnonzero(~cells.blank[cells.codes])
        by_address = email_keys(cells.folded.to_pylist())[cells.codes[there]]
        rows += [there, there[~known[there]]]
        keys += [by_address, by_address[~known[there]] ^ np.uint64(_BESIDE)]
    pairs = np.stack((np.concatenate(rows).astype(np.uint64), np.concatenate(keys)), axis=1)
    pairs = distinct_pairs(pairs)
    return pairs[:, 0].astype(np.int64), pairs[:, 1]
