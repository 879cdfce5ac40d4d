"""What is kept of a stream of activities for each rule, by person, and what a lead's comes to.

A tally of each kind is shown the activities of a batch that a rule looks at, takes in what another
file came to, and tells what each lead has by all its keys. Amounts are whole numbers (millionths),
so that the order of activities and of batches changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from leadkit.base.keyed import (
    GREATEST,
    MILLIONTHS,
    Coded,
    Numbered,
    Pairs,
    Tally,
    add_up,
    hashes_64,
)
from leadkit.rules.batch import Batch
from leadkit.scoring.activities import DAY, Activity, Limit, Period, Then
from leadkit.scoring.activity_people import People
from leadkit.scoring.points import Amount

if TYPE_CHECKING:
    import numpy as np

_EPOCH = 719_163  # the proleptic ordinal of 1 January 1970
_NONE = -(1 << 22)  # below the negative of any day's ordinal


@dataclass(frozen=True)
class Seen:
    """The activities of a batch as a rule sees them."""

    batch: Batch
    people: People
    days: np.ndarray  # of each activity, as proleptic ordinal
    counts: np.ndarray  # which of them have somebody, and a day that is not after the last one
    chosen: np.ndarray  # which of those the rule looks at
    last: int  # day on which is counted

    def taken(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (row, key) of the activities that the rule looks at."""
        return self.people.take(self.chosen)

    def numbered(self, chosen: np.ndarray, numbered: Numbered) -> tuple[np.ndarray, np.ndarray]:
        """Return (number of the person, day) of activities."""
        which = chosen[self.people.rows]
        return numbered.of(self.people.keys)[which], self.days[self.people.rows[which]]


class Measured(Protocol):
    """What is kept for one rule."""

    def add(self, seen: Seen) -> None: ...

    def take(self, other: Measured) -> None: ...

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount: ...


def tally_for(activity: Activity, numbered: Numbered) -> Measured:
    """Return an empty tally of what a rule asks for; people are ``numbered`` alike for all."""
    if activity.fades_whole or activity.measure == "last":
        return Outermost(last=True)
    if activity.measure == "first":
        return Outermost(last=False)
    if activity.measure == "different":
        of_days = activity.column == DAY
        return DifferentDays(numbered) if of_days else Different(activity.column)
    if activity.then:
        return Followed(activity.types, activity.then, numbered)
    if activity.limit:
        return Limited(activity.limit, numbered)
    return Summed(activity)


def is_of(batch: Batch, types: frozenset[str]) -> np.ndarray:
    """Return which activities of a batch are of one of these types; no types are all."""
    import numpy as np

    if not types:
        return np.ones(len(batch), bool)
    kinds = batch.cells("type")
    wanted = [cell in types for cell in kinds.folded.to_pylist()]
    of_rows: np.ndarray = np.array(wanted, bool)[kinds.codes]
    return of_rows


class Summed:
    """How many there were, or the sum of a column, each faded by its age if it fades."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self._tally = Tally(add_up)

    def add(self, seen: Seen) -> None:
        import numpy as np

        activity = self._activity
        if activity.measure == "sum":
            cells = seen.batch.cells(activity.column)
            low = cells.bounds[0][cells.codes]
            rows, keys = seen.people.take(seen.chosen & ~np.isnan(low))
            amounts = np.clip(low, -GREATEST, GREATEST)
        else:
            rows, keys = seen.taken()
            amounts = np.ones(len(seen.days))
        if activity.decay:
            amounts = amounts * activity.decay.weights(np.maximum(seen.last - seen.days, 0))
        self._tally.add(keys, np.rint(amounts[rows] * MILLIONTHS).astype(np.int64))

    def take(self, other: Measured) -> None:
        assert isinstance(other, Summed)
        self._tally.add(*other._tally.entries())

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        sums = np.bincount(rows, self._tally.of(keys), len(known))  # 64 bits may not do
        return Amount(sums / MILLIONTHS, known)


class Outermost:
    """The day of the first or of the last one; unknown where there was none."""

    def __init__(self, *, last: bool) -> None:
        self._sign = 1 if last else -1  # of the first day the negative is the greatest
        self._tally = Tally(_greatest)

    def add(self, seen: Seen) -> None:
        rows, keys = seen.taken()
        self._tally.add(keys, self._sign * seen.days[rows])

    def take(self, other: Measured) -> None:
        assert isinstance(other, Outermost)
        self._tally.add(*other._tally.entries())

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        found = self._tally.of(keys)
        there = found != 0
        days = np.full(len(known), _NONE, np.int64)
        np.maximum.at(days, rows[there], found[there])
        is_day = days > _NONE
        return Amount(np.where(is_day, self._sign * days, 0), is_day)


def _greatest(numbers: np.ndarray, starts: np.ndarray) -> np.ndarray:
    import numpy as np

    greatest: np.ndarray = np.maximum.reduceat(numbers, starts)
    return greatest


class Different:
    """How many different values of a column there were."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._pairs = Pairs()

    def add(self, seen: Seen) -> None:
        values = seen.batch.cells(self._column)
        rows, keys = seen.people.take(seen.chosen & ~values.blank[values.codes])
        hashes = hashes_64(text.encode() for text in values.folded.to_pylist())[values.codes]
        self._pairs.add(keys, hashes[rows])

    def take(self, other: Measured) -> None:
        assert isinstance(other, Different)
        self._pairs.take(other._pairs)

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        return Amount(self._pairs.count(rows, keys, len(known)), known)


class DifferentDays:
    """On how many different days it was done."""

    def __init__(self, numbered: Numbered) -> None:
        self._numbered, self._days = numbered, Coded()

    def add(self, seen: Seen) -> None:
        self._days.add(*seen.numbered(seen.chosen, self._numbered))

    def take(self, other: Measured) -> None:
        assert isinstance(other, DifferentDays)
        self._days.take(other._days)

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        days, _ = self._days.of(rows, self._numbered.known(keys))
        return Amount(np.bincount(days >> Coded.BITS, minlength=len(known)), known)


class Followed:
    """On how many days something was done that another thing followed in time.

    Clocks are not looked at, so what was done on the same day followed; a thing of the same type
    follows itself from the next day on.
    """

    def __init__(self, types: frozenset[str], then: Then, numbered: Numbered) -> None:
        self._then, self._numbered = then, numbered
        self._later = int(not types or not then.types or bool(types & then.types))
        self._first, self._next = Coded(), Coded()

    def add(self, seen: Seen) -> None:
        self._first.add(*seen.numbered(seen.chosen, self._numbered))
        then = seen.counts & is_of(seen.batch, self._then.types)
        self._next.add(*seen.numbered(then, self._numbered))

    def take(self, other: Measured) -> None:
        assert isinstance(other, Followed)
        self._first.take(other._first)
        self._next.take(other._next)

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        numbers = self._numbered.known(keys)
        first, after = (tally.of(rows, numbers)[0] for tally in (self._first, self._next))
        if not len(after):
            return Amount(np.zeros(len(known)), known)
        place = np.searchsorted(after, first + self._later)
        found = after[np.minimum(place, len(after) - 1)]
        same = (place < len(after)) & (found >> Coded.BITS == first >> Coded.BITS)
        followed = same & (found - first <= self._then.within.days)
        return Amount(np.bincount(first[followed] >> Coded.BITS, minlength=len(known)), known)


class Limited:
    """How many there were, of which so many count of each day, week, month or year."""

    def __init__(self, limit: Limit, numbered: Numbered) -> None:
        self._limit, self._numbered = limit, numbered
        self._counts = Coded()

    def add(self, seen: Seen) -> None:
        numbers, days = seen.numbered(seen.chosen, self._numbered)
        self._counts.add(numbers, _period(days, self._limit.period))

    def take(self, other: Measured) -> None:
        assert isinstance(other, Limited)
        self._counts.take(other._counts)

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        periods, counts = self._counts.of(rows, self._numbered.known(keys))
        counted = np.minimum(counts, self._limit.most)
        return Amount(np.bincount(periods >> Coded.BITS, counted, minlength=len(known)), known)


def _period(days: np.ndarray, period: Period) -> np.ndarray:
    """Return a number for the period of each day; weeks begin on Monday.

    >>> import numpy as np
    >>> from datetime import date
    >>> sunday = date(2026, 10, 4).toordinal()
    >>> [len(set(_period(np.array([sunday, sunday + 1]), one).tolist())) for one in
    ...  ("day", "week", "month", "year")]
    [2, 2, 1, 1]
    """
    if period == "day":
        return days
    if period == "week":
        weeks: np.ndarray = (days - 1) // 7
        return weeks
    unit = "datetime64[M]" if period == "month" else "datetime64[Y]"
    number: np.ndarray = (days - _EPOCH).astype("datetime64[D]").astype(unit).astype("int64")
    return number + (1 << 20)  # months before 1970 are no negative numbers
