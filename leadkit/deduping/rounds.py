"""Rounds of matching and merging, until nothing more merges: the engine of dedupe."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.how_many import how_many
from leadkit.base.leads import with_columns
from leadkit.deduping.decisions import (
    Decisions,
    decided_rows,
    find_rows,
    read_decisions,
    rows_by_id,
    still_there,
)
from leadkit.deduping.further_places import with_places_for_more, without_blank
from leadkit.deduping.in_several_lists import told_apart_note, with_ids_of_their_own
from leadkit.deduping.known import (
    COMPARED,
    NEW,
    REMOVED,
    check_known,
    ids_of,
    outcomes_of,
    refusals_unknown_to,
    refusing_note,
    same_ids,
    with_known_ids,
    with_refusals,
    with_refused_addresses,
)
from leadkit.deduping.merging.merge_rules import MergeRules, read_merge_rules
from leadkit.deduping.options import DedupeOptions
from leadkit.deduping.removed import Removed, as_removed, without_removed

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.evidence import Evidence
    from leadkit.deduping.matching.match import Matches
    from leadkit.deduping.matching.row_evidence import RowEvidence
    from leadkit.deduping.matching.settled import Settled


MADE, TO_REVIEW = "leads made of several rows", "pairs to review"
CAPPED, UNDER_CAPPED = "keys that too many rows share", "rows under such keys"


@dataclass(frozen=True)
class Deduped:
    """The leads that remain, and what became of the others."""

    leads: Leads
    merges: Leads  # one row per absorbed lead: where it went, why, and all it held
    review: Leads  # pairs that only a person can decide, both sides side by side
    known: Leads  # leads that somebody has already, with outcome and known_id; not in leads
    given: Leads = field(repr=False)  # the leads before any was merged
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what the user should know of leads that are left out

    @cached_property
    def review_merged(self) -> Leads:
        """What was merged, as pairs to say no to, the least sure first."""
        from leadkit.deduping.review import merged_table

        return merged_table(self.merges, self.given)


class DedupeRun:
    """One dedupe of some leads: rounds of matching and merging until nothing more merges.

    Throughout, rows stand in the order of their ids, so that nothing depends on the order they
    came in; ``number`` tells of each row which of the leads it was, known ones first.
    """

    def __init__(
        self, leads: Leads, options: DedupeOptions, decisions: Leads | None,
        against: Leads | None, removed: Removed | None = None,
    ) -> None:  # fmt: skip
        import numpy as np

        from leadkit.deduping.merging.log import Absorbed

        self.merge_at, self.review_at = options.merge_at, options.review_at
        self.options = options
        self.rules: MergeRules = read_merge_rules(options.rules)
        given, self.told_apart = with_ids_of_their_own(leads.reset_index(drop=True))
        self.given = given if against is None else with_refused_addresses(given, against)
        self.originals = with_places_for_more(self.given)
        self.against = against is not None
        if against is not None:
            check_known(against.columns, options.against)
        self.rows, self.number = _by_id(self.originals, against)
        self.known = len(self.rows) - len(leads)
        self.decided = decided_rows(decisions)
        self.decisions_name = ", ".join(options.decisions) or "decisions"
        self.decisions = (
            Decisions() if decisions is None else read_decisions(decisions, self.decisions_name)
        )
        self.removed = removed or Removed()
        self.passed_over = 0  # decisions on leads that were removed since
        self.absorbed = Absorbed()
        self.same: list[tuple[int, int]] = []
        self._apart: set[tuple[int, int]] = set()  # rows that a person keeps apart
        self.shared: frozenset[str] = frozenset()  # mailboxes and numbers of several people
        self._said: RowEvidence | None = None  # what each row says
        self._evidence: Evidence | None = None  # as the list had it elsewhere in the last round
        self.counts: Counter[str] = Counter()
        self._settled: Settled | None = None  # what is not asked again
        self.merged = np.zeros(len(self.rows), bool)
        # Of the leads that remain, those that refuse what the other list does not.
        self.unheard = np.zeros(1, bool)

    @property
    def theirs(self) -> np.ndarray:
        """Tell which rows are those of the CRM."""
        return self.number < self.known

    def deduped(self) -> Deduped:
        from leadkit.deduping.merging.log import merge_log
        from leadkit.deduping.review import Doubted, review_table

        doubted = Doubted()
        while True:
            # What a merged row gained may agree with a further one, so look until nothing does.
            matches = self._match()
            doubted.add(matches.review, self.number)
            if not self._merge(matches):
                break
        pairs = doubted.still_apart(self._homes(), self.number, self._apart)
        review = review_table(self.rows, pairs, self.decided)
        self.counts[MADE] = int(self.merged.sum())
        self.counts[TO_REVIEW] = len(pairs)
        for keys, size in matches.capped.values():
            self.counts[CAPPED] += keys
            self.counts[UNDER_CAPPED] += size
        order = self.number.argsort()[self.known :]
        leads = self.rows.iloc[order][list(self.originals.columns)].reset_index(drop=True)
        leads = without_blank(leads, self.given.columns)
        kept = self.number[order] - self.known
        compared = self._compared(leads, matches, order) if self.against else leads
        # What later steps append is no part of the originals, but the id a lead is known by is.
        # Nor is what a known lead refuses: it holds on for all that is unmerged.
        final = leads.assign(lead_id=compared["lead_id"], merged_ids=compared["merged_ids"])
        merges = merge_log(self.given, self.absorbed, final, kept)
        gone = self._removed_before()[kept]
        left = ~gone
        if self.against and not self.options.all_rows:
            left = left & (compared["outcome"] == NEW).to_numpy()
        remaining, known = (compared[one].reset_index(drop=True) for one in (left, ~left))
        # A no of leads that are left out must not go with them.
        remaining = with_refused_addresses(remaining, known) if len(known) else remaining
        told = told_apart_note(self.told_apart)
        told += refusing_note(int((self.unheard & ~left & ~gone).sum()), self.options.known)
        if not self.removed.lists:
            return Deduped(remaining, merges, review, known, self.given, dict(self.counts), told)
        for word, many in compared["outcome"][gone].value_counts().items() if self.against else ():
            self.counts[word] -= many
        self.counts[REMOVED] = int(gone.sum())
        known = as_removed(known, gone[~left])
        review = without_removed(review, self.removed, compared["lead_id"][gone])
        self.counts[TO_REVIEW] = int((review["decision"] == "").sum())
        told += self._notes(gone)
        return Deduped(remaining, merges, review, known, self.given, dict(self.counts), told)

    def _homes(self) -> np.ndarray:
        """Return for the number of each row, known ones first, that of the row it is part of."""
        import numpy as np

        ours = self.absorbed.homes(len(self.given)) + self.known
        return np.concatenate([np.arange(self.known), ours])

    def _removed_before(self) -> np.ndarray:
        """Tell of which leads any row was removed before; of each lead the row that stays."""
        import numpy as np

        gone = np.zeros(len(self.given), bool)
        if self.removed.lists:
            homes = self.absorbed.homes(len(self.given))
            gone[homes[self.removed.are_on(self.given)]] = True
        return gone

    def _notes(self, gone: np.ndarray) -> tuple[str, ...]:
        names, notes = self.removed.names, []
        if gone.any():
            many = int(gone.sum())
            were, are = ("lead was", "is") if many == 1 else ("leads were", "are")
            notes.append(f"{many:,} {were} removed before, by {names}, and {are} left out")
        if self.passed_over:
            on = how_many(self.passed_over, "decision is on a lead", "decisions are on leads")
            notes.append(f"{self.decisions_name}: {on} removed since, by {names}: passed over")
        return tuple(notes)

    def _match(self) -> Matches:
        from leadkit.deduping.matching.evidence import as_elsewhere
        from leadkit.deduping.matching.match import match_leads
        from leadkit.deduping.matching.row_evidence import gather_rows
        from leadkit.deduping.matching.settled import NOTHING

        if self._said is None:
            self._said = gather_rows(self.rows)
        self._evidence = as_elsewhere(self._said, self._evidence)
        wanted = {one for pair in self.decisions.pairs for one in pair}
        row_of = rows_by_id(self.rows, wanted)
        decisions = still_there(self.decisions, row_of, self.removed.ids)
        self.passed_over = len(self.decisions.pairs) - len(decisions.pairs)
        self.same = find_rows(decisions.same, row_of, self.decisions_name)
        apart = find_rows(decisions.apart, row_of, self.decisions_name)
        self._apart = {(min(pair), max(pair)) for pair in apart}
        theirs = self.theirs
        one = [*self.same, *(same_ids(self.rows, theirs) if self.against else ())]
        matches = match_leads(
            self._evidence,
            self.merge_at,
            self.review_at,
            one,
            apart,
            theirs,
            self.shared,
            self._settled or NOTHING,
        )
        self.shared = matches.shared
        return matches

    def _merge(self, matches: Matches) -> bool:
        """Merge every cluster of our rows; return whether there was one."""
        import numpy as np

        from leadkit.deduping.matching.row_evidence import gather_rows
        from leadkit.deduping.merging.log import reasons_to_merge
        from leadkit.deduping.merging.members import fullness_of, who_stays
        from leadkit.deduping.merging.survivors import merge_members, with_merged

        heads, ours = matches.heads, ~self.theirs
        sizes = np.bincount(heads[ours], minlength=len(heads))
        members = np.flatnonzero(ours & (sizes[heads] > 1))
        if not len(members):
            return False
        # The fullest stays; of equals the first by id.
        found = who_stays(heads, members, -fullness_of(self.rows.iloc[members]))
        members, gone, kept_row = found.members, found.gone, found.kept_row
        ids = self.rows["lead_id"].to_numpy(object)
        why = reasons_to_merge(matches, kept_row, gone, self.same, self.merge_at, ids)
        self.absorbed.rows += (self.number[gone] - self.known).tolist()
        self.absorbed.into += (self.number[kept_row[gone]] - self.known).tolist()
        self.absorbed.why.append(why)
        leads = merge_members(self.rows.iloc[members], found.starts, self.rules)
        self.rows, left, place = with_merged(self.rows, leads, members[found.starts], gone)
        assert self._said is not None  # in each round rows are matched before any is merged
        self._said = self._said.with_more(gather_rows(leads)).at(place)
        assert matches.settled is not None
        self._settled = matches.settled.after(left, members[found.starts])
        self.merged[members[found.starts]] = True
        self.number, self.merged = self.number[left], self.merged[left]
        return True

    def _compared(self, leads: Leads, matches: Matches, order: np.ndarray) -> Leads:
        """Return the leads with what the list they are compared with knows of each."""
        import numpy as np

        found = outcomes_of(self.rows, self.theirs, matches)
        words, place = found.words[order], found.place[order]
        for word in COMPARED:
            self.counts[word] = int((words == word).sum())
        known = self.rows.iloc[place].reset_index(drop=True)
        names = np.where(place >= 0, ids_of(known), "")
        compared = with_columns(leads, {"outcome": words, "known_id": names})
        self.unheard = refusals_unknown_to(known, leads) & (place >= 0)
        compared = with_refusals(compared, known, found.certain[order])
        if self.options.all_rows:
            compared = with_known_ids(compared, known, found.certain[order])
        return compared


def _by_id(leads: Leads, against: Leads | None) -> tuple[Leads, np.ndarray]:
    """Return all rows in the order of their ids, and the number of each; known ones come first."""
    import pandas as pd
    import pyarrow.compute as pc

    from leadkit.base.cells import as_cells
    from leadkit.base.pandas_text import as_column

    every = leads
    if against is not None:
        every = pd.concat([against, leads], ignore_index=True).fillna("").astype("str")
    order = pc.sort_indices(as_cells(every["lead_id"]))
    columns = {name: as_column(as_cells(every[name]).take(order)) for name in every.columns}
    return pd.DataFrame(columns, copy=False), order.to_numpy().astype("int64")
