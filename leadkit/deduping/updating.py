"""A master list brought up to date: nobody leaves it, new rows fill its leads or are added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.columns import COMPLETE
from leadkit.deduping.deciding import Decided, ordered
from leadkit.deduping.further_places import with_places_for_more, without_blank
from leadkit.deduping.in_play import InPlay
from leadkit.deduping.in_several_lists import told_apart_note, with_ids_of_their_own
from leadkit.deduping.known import (
    KNOWN,
    NEW,
    REMOVED,
    check_known,
    merged_ids_of,
    with_refused_addresses,
)
from leadkit.deduping.master import (
    joined,
    place_of,
    places_of_ids,
    refuse_blank_ids,
    refuse_repeated_ids,
    rows_at,
    with_blank_columns,
    with_rows_replaced,
)
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.deduping.missing import MISSING, systems_in, with_missing
from leadkit.deduping.options import UpdateOptions
from leadkit.deduping.removed import Removed, as_removed, without_removed
from leadkit.deduping.review import Doubted, merged_table, review_table
from leadkit.deduping.rounds import CAPPED, TO_REVIEW, UNDER_CAPPED
from leadkit.deduping.whole_list import WholeList, among_rows
from leadkit.fields.spans import as_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.clusters import Pair
    from leadkit.deduping.matching.match import Matches
    from leadkit.deduping.remembered import Remembered


@dataclass(frozen=True)
class Updated:
    """The master list as it is now, and what became of the new rows."""

    leads: Leads  # those of the master in their places, then the new ones
    merges: Leads  # one row per absorbed row: where it went, why, and all it held
    review: Leads  # pairs that only a person can decide, both sides side by side
    known: Leads  # new leads that were removed before; not in leads
    given: Leads = field(repr=False)  # new rows, and leads of the master that changed, as they were
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what the user should know

    @cached_property
    def review_merged(self) -> Leads:
        """What was merged by evidence, as pairs to say no to, the least sure first."""
        return merged_table(self.merges, self.given)


class UpdateRun:
    """One update of a master by new rows: by ids, by decisions, then in rounds of matching."""

    def __init__(
        self, new: Leads, master: Leads, options: UpdateOptions, decisions: Leads | None = None,
        removed: Removed | None = None, remembered: Remembered | None = None,
    ) -> None:  # fmt: skip
        self.remembered = remembered
        self.options, self.removed = options, removed or Removed()
        rules = read_merge_rules(options.rules)
        new, told_apart = with_ids_of_their_own(new.reset_index(drop=True))
        refuse_blank_ids(new, "new")
        if len(master):
            refuse_blank_ids(master, options.master)
            refuse_repeated_ids(master, options.master)
            check_known(master.columns, options.master)
        self._own = dict.fromkeys([*master.columns, *new.columns])
        self.new = with_places_for_more(with_blank_columns(new, self._own))
        self.master = with_blank_columns(master, self.new.columns)
        self.size = len(master)
        self.play = InPlay(self.master, self.new, rules, self.removed.are_on(self.new))
        self.whole = WholeList(self.master, self.new, remembered)
        self.shared: frozenset[str] = frozenset()  # mailboxes and numbers of several people
        named = ", ".join(options.decisions) or "decisions"
        self.decided = Decided(decisions, named, self._places, self.removed)
        self.notes = [*told_apart_note(told_apart), *self.decided.notes]
        self.counts: Counter[str] = Counter()

    def _places(self, wanted: set[str]) -> dict[str, int]:
        """Return the numbers of rows by their ids; a new row that the master has is that lead."""
        new = places_of_ids(self.new, wanted)
        return {one: self.size + at for one, at in new.items()} | places_of_ids(self.master, wanted)

    def updated(self) -> Updated:
        doubted = Doubted()
        self._take_certain()
        while not self.play.theirs.all():
            matches, numbers = self._match()
            doubted.add(matches.review, numbers)
            for name, many in ((CAPPED, 0), (UNDER_CAPPED, 1)):
                self.counts[name] = sum(found[many] for found in matches.capped.values())
            if not self._merge(matches, numbers):
                break
            self.play.put_back()
        return self._result(doubted)

    def _take_certain(self) -> None:
        """Merge what needs no evidence: new rows that the master has by an id, and those of the
        master that a person joined."""
        import numpy as np

        from leadkit.deduping.matching.clusters import components

        joined, notes = self.decided.of_the_master(self.size)
        self.notes += notes
        both = np.array([*self._known_by_id(), *joined], np.int64).reshape(-1, 2)
        if not len(both):
            return
        play = self.play
        play.fetch(np.unique(both[both < self.size]))
        place = place_of(play.number, len(play.touched))
        play.merge(components(len(play.number), *place[both].T), self._why_certain, heard=True)
        play.put_back()

    def _known_by_id(self) -> list[Pair]:
        """Return the numbers of new rows that the master has by an id, with that of the lead."""
        ids = {one: at for at, one in enumerate(self.new["lead_id"].tolist())}
        merged, rows = merged_ids_of(self.new)
        for one, at in zip(merged, rows, strict=True):
            ids.setdefault(one, at)
        known = places_of_ids(self.master, ids.keys())
        pairs: dict[int, int] = {}
        for one, at in ids.items():  # its own id counts before those that went into it
            if one in known:
                pairs.setdefault(self.size + at, known[one])
        return list(pairs.items())

    def _why_certain(self, gone: np.ndarray, kept_row: np.ndarray) -> pd.DataFrame:
        import numpy as np
        import pandas as pd

        from leadkit.deduping.merging.log import DECIDED, SAME_ID

        ids = self.play.rows["lead_id"].to_numpy(object)[kept_row[gone]]
        why = np.where(self.play.theirs[gone], DECIDED, SAME_ID)
        cells = {"probability": "1.000", "reasons": why, "matched_with": ids, "evidence": ""}
        return pd.DataFrame(cells, dtype="str")

    def _match(self) -> tuple[Matches, np.ndarray]:
        """Compare the rows in play with each other and with the whole master; return what was
        found, and the numbers of the rows it speaks of."""

        from leadkit.deduping.matching.match import match_leads

        play, options = self.play, self.options
        numbers, evidence, listed = self.whole.near_rows(play, self.decided.numbers)
        place = place_of(numbers, len(play.touched))
        theirs = numbers < self.size
        self.decided.look_up(place[play.homes()])
        same = [(one, other) for one, other in self.decided.same if not theirs[[one, other]].all()]
        matches = match_leads(
            evidence, options.merge_at, options.review_at, same, self.decided.apart, theirs,
            self.shared, listed=listed,
        )  # fmt: skip
        self.shared = matches.shared
        return matches, numbers

    def _merge(self, matches: Matches, numbers: np.ndarray) -> bool:
        """Merge every cluster; return whether there was one."""
        import numpy as np

        from leadkit.deduping.merging.log import reasons_to_merge

        play, at_merge = self.play, self.options.merge_at
        several = np.bincount(matches.heads, minlength=len(numbers))[matches.heads] > 1
        asked = several & (numbers < self.size) & ~play.touched[numbers]
        play.fetch(numbers[asked])
        found = among_rows(matches, numbers, play.number)
        place = place_of(play.number, len(play.touched))
        self.decided.look_up(place[play.homes()])
        ids, same = play.rows["lead_id"].to_numpy(object), self.decided.same

        def why(gone: np.ndarray, kept_row: np.ndarray) -> pd.DataFrame:
            return reasons_to_merge(found, kept_row, gone, same, at_merge, ids)

        return play.merge(found.heads, why)

    def _result(self, doubted: Doubted) -> Updated:
        """Put the master together, and tell what became of the new rows."""
        import numpy as np

        play = self.play
        order = np.argsort(play.number)
        rows, number = rows_at(play.rows, order), play.number[order]
        theirs, out = number < self.size, play.left_out[number]
        gone = np.array([one for one in play.absorbed.rows if one < self.size], np.int64)
        left_out = rows[out].reset_index(drop=True)
        added = rows[~theirs & ~out].reset_index(drop=True)
        leads = with_rows_replaced(self.master, number[theirs], rows[theirs], gone, added)
        assert len(leads) == self.size - len(gone) + len(added)
        stay = np.concatenate([np.delete(np.arange(self.size), gone), number[~theirs & ~out]])
        leads = without_blank(self._with_missing(leads, stay), self._own)
        if self.remembered:
            said = self.whole.said_by(stay, play)
            self.remembered.keep(leads["lead_id"], said, self.whole.traces_of(stay))
        if len(left_out):  # a no of leads that are left out must not go with them
            leads = with_refused_addresses(leads, left_out)
        self.counts[NEW], self.counts[KNOWN] = len(added), int(play.known.sum())
        if self.removed.lists:
            self.counts[REMOVED] = len(left_out)
            left_out = as_removed(left_out, np.ones(len(left_out), bool))
        involved = np.flatnonzero(play.touched | (np.arange(len(play.touched)) >= self.size))
        given = self._as_given(involved)
        review = self._review(doubted, left_out["lead_id"].tolist())
        return Updated(
            leads, self._merge_log(given, involved, rows, number), review, left_out, given,
            dict(self.counts), self._notes(len(left_out)),
        )  # fmt: skip

    def _as_given(self, numbers: np.ndarray) -> Leads:
        """Return rows as they came, without the columns that were added."""
        of_master, new = numbers[numbers < self.size], numbers[numbers >= self.size] - self.size
        names = list(self._own)
        return joined(rows_at(self.master[names], of_master), self.new[names], new)

    def _merge_log(
        self, given: Leads, involved: np.ndarray, rows: Leads, number: np.ndarray
    ) -> Leads:
        import numpy as np

        from leadkit.deduping.merging.log import merge_log

        kept = np.searchsorted(involved, number)
        return merge_log(given, self.play.absorbed.among(involved), rows, kept, involved)

    def _with_missing(self, leads: Leads, numbers: np.ndarray) -> Leads:
        """Note which leads, by their numbers, a complete list names no more, and which are back."""
        import numpy as np

        systems = systems_in(self.new)
        day = as_day(self.options.as_of)
        if not systems or day is None:
            return leads
        homes = self.play.homes()
        named = np.zeros(len(homes), bool)
        on_list = (self.new[COMPLETE] != "").to_numpy()
        named[homes[self.size :][on_list]] = True
        found, many = with_missing(leads, systems, named[numbers], day.isoformat())
        self.counts[MISSING] = many
        return found

    def _review(self, doubted: Doubted, left_out: Sequence[str]) -> Leads:
        """Return the pairs to decide, and those of the review file before that go on."""
        import numpy as np

        play, homes = self.play, self.play.homes()
        numbers = np.unique(homes[doubted.numbers()])
        place = place_of(play.number, len(homes))
        own, others = numbers[place[numbers] >= 0], numbers[place[numbers] < 0]
        table, numbers = (
            joined(rows_at(play.rows, place[own]), self.master, others),
            np.r_[own, others],
        )
        # Leads of the master stand on the left; apart from that each side is in order of its ids.
        order = np.lexsort((table["lead_id"].to_numpy("U"), numbers >= self.size))
        table, numbers = rows_at(table, order), numbers[order]
        at = {number: row for row, number in enumerate(numbers.tolist())}
        apart = (homes[[*pair]].tolist() for pair in self.decided.apart_numbers)
        held = {ordered((at[a], at[b])) for a, b in apart if a in at and b in at}
        pairs = doubted.still_apart(homes, numbers, held)
        sides = (numbers[pairs[side].to_numpy(int)].tolist() for side in ("l", "r"))
        shown = {ordered(pair) for pair in zip(*sides, strict=True)}
        review = review_table(table, pairs, self.decided.carried(homes, shown))
        if self.removed.lists:
            review = without_removed(review, self.removed, left_out)
        self.counts[TO_REVIEW] = int((review["decision"].str.strip() == "").sum())
        return review

    def _notes(self, left_out: int) -> tuple[str, ...]:
        notes = list(self.notes)
        if left_out:
            were, are = ("lead was", "is") if left_out == 1 else ("leads were", "are")
            notes.append(f"{left_out:,} {were} removed before, by {self.removed.names}, and {are} "
                         "left out")  # fmt: skip
        if self.options.as_of is None and systems_in(self.new):
            notes.append("who vanished from the complete lists is not noted, for want of a day: "
                         "give --as-of DAY")  # fmt: skip
        return tuple(notes)
