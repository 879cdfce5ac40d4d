"""What is kept of a stream of activities for each rule, by person, and what a lead's comes to.

A tally of each kind is shown the activities of a batch that a rule looks at, takes in what another
file came to, and tells what each lead has by all its keys. Amounts are whole numbers (millionths),
so that the order of activities and of batches changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
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
    among,
    distinct,
    hashes_64,
    once,
)
from leadkit.rules.batch import Batch
from leadkit.rules.comparing.days import Window
from leadkit.rules.conditions import Condition
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
    chosen: np.ndarray  # which of them the rule looks at
    last: int  # day on which is counted

    def taken(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (row, key) of the activities that the rule looks at."""
        return self.people.take(self.chosen)


class Measured(Protocol):
    """What is kept for one rule."""

    def add(self, seen: Seen) -> None: ...

    def take(self, other: Measured) -> None: ...

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount: ...


# What is chosen of the activities: types, a window of days, and a further condition.
Choice = tuple[frozenset[str], Window | None, Condition | None]


class PersonDays:
    """On which days who did what, and how often: kept once for all rules that choose the same."""

    def __init__(self, numbered: Numbered) -> None:
        self._numbered = numbered  # alike for all files of a run
        self._kept: list[tuple[Choice, Coded]] = []

    def of(self, types: frozenset[str], within: Window | None, where: Condition | None) -> Coded:
        """Return what is kept of a choice; from now on it is."""
        for (its_types, its_window, its_where), coded in self._kept:
            if (its_types, its_window) == (types, within) and its_where is where:
                return coded
        self._kept.append(((types, within, where), Coded()))
        return self._kept[-1][1]

    def add(self, people: People, days: np.ndarray, chosen: Callable[[Choice], np.ndarray]) -> None:
        """Take in the activities of a batch; ``chosen`` tells which of them a choice takes."""
        for choice, coded in self._kept:
            which = chosen(choice)[people.rows]
            coded.add(self._numbered.of(people.keys)[which], days[people.rows[which]])

    def take(self, other: PersonDays) -> None:
        """Take in what another file came to."""
        for (_, coded), (_, more) in zip(self._kept, other._kept, strict=True):
            coded.take(more)

    def found(
        self, coded: Coded, rows: np.ndarray, keys: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (row and day as a code, count) of what leads did, by their keys."""
        return coded.of(rows, self._numbered.known(keys))


def tally_for(activity: Activity, days: PersonDays) -> Measured:
    """Return an empty tally of what a rule asks for; ``days`` are kept for all of them."""
    if activity.fades_whole or activity.measure == "last":
        return Outermost(last=True)
    if activity.measure == "first":
        return Outermost(last=False)
    if activity.measure == "different":
        of_days = activity.column == DAY
        return DifferentDays(activity, days) if of_days else Different(activity.column)
    if activity.then:
        return Followed(activity, activity.then, days)
    if activity.limit:
        return Limited(activity, activity.limit, days)
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


class _OfDays:
    """What is made of the days that are kept for all rules; nothing is added here."""

    def __init__(self, activity: Activity, days: PersonDays) -> None:
        self._all = days
        self._days = days.of(activity.types, activity.within, activity.where)

    def add(self, seen: Seen) -> None:
        """Add nothing: the days were seen."""

    def take(self, other: Measured) -> None:
        """Take nothing: the days were taken."""


class DifferentDays(_OfDays):
    """On how many different days it was done."""

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        days, _ = self._all.found(self._days, rows, keys)
        return Amount(np.bincount(days >> Coded.BITS, minlength=len(known)), known)


class Followed(_OfDays):
    """On how many days something was done that another thing followed in time.

    Clocks are not looked at, so what was done on the same day followed; a thing of the same type
    follows itself from the next day on. Where anything may follow, or be followed, it is a thing of
    another type that counts on the same day.
    """

    def __init__(self, activity: Activity, then: Then, days: PersonDays) -> None:
        super().__init__(activity, days)
        self._then, types = then, activity.types
        same = types & then.types
        if same and types - same:  # each by its own rule: a visit waits a day for a visit, no demo
            self._parts = [
                (days.of(part, activity.within, activity.where), later)
                for part, later in ((types - same, 0), (same, 1))
            ]
        else:
            self._parts = [(self._days, int(not types or not then.types or bool(same)))]
        self._next = days.of(then.types, None, None)
        self._alike: Coded | None = None  # of both, where one of the two is of any type
        if types and not then.types:
            self._alike = days.of(types, None, None)
        elif then.types and not types:
            self._alike = days.of(then.types, activity.within, activity.where)

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        after, many_after = self._all.found(self._next, rows, keys)
        if not len(after):
            return Amount(np.zeros(len(known)), known)
        days = [
            self._followed(self._all.found(part, rows, keys)[0], after, later)
            for part, later in self._parts
        ]
        if self._alike is not None:
            some = self._all.found(self._days, rows, keys)
            asked, anything = (after, some) if self._then.types else (some[0], (after, many_after))
            alike = self._all.found(self._alike, rows, keys)
            days.append(asked[_how_many(asked, *anything) > _how_many(asked, *alike)])
        followed = distinct(np.concatenate(days))  # a day of both types is one day
        return Amount(np.bincount(followed >> Coded.BITS, minlength=len(known)), known)

    def _followed(self, first: np.ndarray, after: np.ndarray, later: int) -> np.ndarray:
        """Return those of the days that another followed, so many days later or more."""
        import numpy as np

        place = np.searchsorted(after, first + later)
        found = after[np.minimum(place, len(after) - 1)]
        same = (place < len(after)) & (found >> Coded.BITS == first >> Coded.BITS)
        followed: np.ndarray = first[same & (found - first <= self._then.within.days)]
        return followed


class Limited(_OfDays):
    """How many there were, of which so many count of each day, week, month or year."""

    def __init__(self, activity: Activity, limit: Limit, days: PersonDays) -> None:
        super().__init__(activity, days)
        self._limit = limit

    def amount(self, rows: np.ndarray, keys: np.ndarray, known: np.ndarray) -> Amount:
        import numpy as np

        days, counts = self._all.found(self._days, rows, keys)
        who = days >> Coded.BITS
        periods = (who << Coded.BITS) | _period(days % (1 << Coded.BITS), self._limit.period)
        periods, counts = once(periods, counts)
        counted = np.minimum(counts, self._limit.most)
        return Amount(np.bincount(periods >> Coded.BITS, counted, minlength=len(known)), known)


def _how_many(asked: np.ndarray, codes: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return how often each of these codes came, of sorted ones with their counts."""
    import numpy as np

    found = np.zeros(len(asked), np.int64)
    there = among(asked, codes)
    found[there] = counts[np.searchsorted(codes, asked[there])]
    return found


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
