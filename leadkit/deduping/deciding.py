"""Decisions about pairs of which some are new and some are in the master already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from leadkit.base.lead_ids import id_told
from leadkit.deduping.decisions import (
    Decisions,
    decided_rows,
    read_decisions,
    refuse_unknown_ids,
    still_there,
)

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.clusters import Pair
    from leadkit.deduping.removed import Removed

_SHOWN = 3


class Decided:
    """What a person decided, looked up among the rows that are compared in a round.

    ``places`` gives the number of each id's row, in the master or among the new ones. Raises
    LeadkitError for ids that nobody has, and for decisions that contradict each other.
    """

    def __init__(
        self, table: Leads | None, name: str, places: Callable[[set[str]], dict[str, int]],
        removed: Removed,
    ) -> None:  # fmt: skip
        decisions = Decisions() if table is None else read_decisions(table, name)
        self.name, self.table = name, table
        self.rows = decided_rows(table)
        self._waiting: list[tuple[int, tuple[str, str]]] = [] if table is None else _waiting(table)
        every = (*decisions.pairs, *(pair for _, pair in self._waiting))
        self._place_of = places({one for pair in every for one in pair})
        self._told = still_there(decisions, self._place_of, removed.ids)
        passed_over = len(decisions.pairs) - len(self._told.pairs)
        self.notes = [
            f"{name}: {passed_over:,} decisions are on leads that were removed since, by "
            f"{removed.names}, and are passed over"
        ] * (passed_over > 0)
        refuse_unknown_ids(self._told.pairs, self._place_of, name)
        self.notes += self._too_late()
        self.same: list[Pair] = []  # rows in play, as look_up found them
        self.apart: list[Pair] = []

    @property
    def numbers(self) -> list[int]:
        """The numbers of all rows that somebody decided about."""
        return sorted({self._place_of[one] for pair in self._told.pairs for one in pair})

    @property
    def apart_numbers(self) -> set[Pair]:
        """Numbers of rows that a person keeps apart, the lower one first."""
        both = (ordered(self._place_of[one] for one in pair) for pair in self._told.apart)
        return {pair for pair in both if pair[0] != pair[1]}

    def look_up(self, place: np.ndarray) -> None:
        """Find the rows of all decided pairs; ``place`` tells where the row of each number is by
        now, which may be part of another one, and -1 where it is not asked about."""
        self.same, self.apart = (
            [pair for pair in self._rows_of(pairs, place) if pair[0] != pair[1] and -1 not in pair]
            for pairs in (self._told.same, self._told.apart)
        )

    def _rows_of(self, pairs: Iterable[tuple[str, str]], place: np.ndarray) -> list[Pair]:
        numbers = [self._place_of[one] for pair in pairs for one in pair]
        rows = place[numbers].tolist()
        return list(zip(rows[::2], rows[1::2], strict=True))

    def of_the_master(self, size: int) -> tuple[list[Pair], list[str]]:
        """Return those of the first ``size`` rows that a person joined, each with the oldest one.

        Those count, too, that are joined through new rows. Where an n speaks against it, since
        rows of both sides became one, they stay apart, and a note says so.
        """
        groups: dict[int, set[int]] = {}
        for one, other in self._told.same:
            own = {self._place_of[one], self._place_of[other]}
            own |= {number for each in own for number in groups.get(each, ())}
            groups |= dict.fromkeys(own, own)
        joined: list[Pair] = []
        notes = []
        for own in {id(group): group for group in groups.values()}.values():
            first, *others = sorted(number for number in own if number < size) or [-1]
            if others and any(own.issuperset(pair) for pair in self.apart_numbers):
                notes.append(f"{self.name}: says y and n to leads that became one since; they stay "
                             "apart: change one of these lines")  # fmt: skip
                continue
            joined += [(first, other) for other in others]
        return sorted(joined), notes

    def _too_late(self) -> list[str]:
        """Say which pairs are to be kept apart that are one lead by now, and what to do."""
        late = [pair for pair in self._told.apart if len({self._place_of[o] for o in pair}) == 1]
        if not late:
            return []
        shown = [" and ".join(id_told(one, "", "another") for one in o) for o in late[:_SHOWN]]
        named = ", ".join(shown)
        more = f" and {len(late) - _SHOWN:,} more" if len(late) > _SHOWN else ""
        return [
            f"{self.name}: says n to rows that are one lead of the master already ({named}{more}); "
            "they stay one. To part them take back the run that made them one: give its merge log "
            "to 'leadkit unmerge', or go back to the master before it, and run again with this file"
        ]

    def carried(self, homes: np.ndarray, shown: Collection[Pair]) -> Leads:
        """Return the lines of the review file that go on to the next one: those that wait for a
        decision, unless their leads are gone, one, or ``shown`` already, and those decided.

        ``homes`` tells of each row's number that of the lead it is part of.
        """
        import pandas as pd

        seen = {*shown, *(ordered(homes[[*pair]].tolist()) for pair in self.apart_numbers)}
        kept = []
        for at, pair in self._waiting:
            if all(one in self._place_of for one in pair):
                own = ordered(int(homes[self._place_of[one]]) for one in pair)
                if own[0] != own[1] and own not in seen:
                    seen.add(own)
                    kept.append(at)
        if self.table is None:
            return pd.DataFrame()
        return pd.concat([self.table.iloc[kept], self.rows], ignore_index=True)


def _waiting(table: Leads) -> list[tuple[int, tuple[str, str]]]:
    """Return the rows of a review file that wait for a decision, each with its two ids."""
    waits = (table["decision"].str.strip() == "").to_numpy().nonzero()[0].tolist()
    ids = (table[name].iloc[waits].tolist() for name in ("lead_id_1", "lead_id_2"))
    return list(zip(waits, zip(*ids, strict=True), strict=True))


def ordered(pair: Iterable[int]) -> Pair:
    """Return a pair of numbers, the lower one first."""
    one, other = sorted(pair)
    return one, other
