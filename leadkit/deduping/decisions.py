"""What a person decided about pairs of leads: read, checked, and found again in later runs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, several
from leadkit.base.lead_ids import id_told
from leadkit.deduping.known import merged_ids_of
from leadkit.fields.consent import NO, plain_answer

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

COLUMNS = ("lead_id_1", "lead_id_2", "decision")
PLACE = "_place"  # of decisions from several files: where each stands, such as "week_2.csv:3"


@dataclass(frozen=True)
class Decisions:
    """Pairs of lead_ids that are the same person, and pairs that are not."""

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return (*self.same, *self.apart)


def read_decisions(table: Leads, name: str = "decisions") -> Decisions:
    """Read a review file that somebody filled in: y or n in its column decision, blanks wait.

    Raises LeadkitError, with the row, for a word that is neither, and for decisions that
    contradict each other, directly or through others.

    >>> import pandas as pd
    >>> cells = {"lead_id_1": ["a", "b"], "lead_id_2": ["b", "c"], "decision": ["y", "nein"]}
    >>> read_decisions(pd.DataFrame(cells))
    Decisions(same=(('a', 'b'),), apart=(('b', 'c'),))
    """
    _check_columns(table, name)
    same: dict[tuple[str, str], str] = {}
    apart: dict[tuple[str, str], str] = {}
    rows = table[list(COLUMNS)].itertuples(index=False, name=None)
    places = [f"{name}:{line}" for line in range(2, len(table) + 2)]
    if PLACE in table.columns:
        places = table[PLACE].tolist()
    for place, (one, other, word) in zip(places, rows, strict=True):
        if not word.strip():
            continue
        answer = plain_answer(word)
        if not answer:
            raise LeadkitError(f"{place}: a decision is y or n, or blank for not yet")
        if one == other:
            raise LeadkitError(f"{place}: both sides are the same lead")
        pair = (min(one, other), max(one, other))
        (apart if answer == NO else same).setdefault(pair, place)
    _check(same, apart, f"{name}:")
    return Decisions(tuple(same), tuple(apart))


def _check_columns(table: Leads, name: str) -> None:
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise LeadkitError(f"{name}: column '{missing[0]}' is missing; a file that "
                           "'leadkit dedupe --review' wrote has it")  # fmt: skip


def decisions_in(given: Leads | Sequence[Leads] | None) -> Leads | None:
    """Return the decisions of a frame, or of several, as a table of text; None where none is given.

    Raises LeadkitError for what is no such frame.
    """
    frames = [(name, as_leads_table(one, what=name)) for name, one in several(given, "decisions")]
    if len(frames) < 2:
        return frames[0][1] if frames else None
    return of_several_files(frames)


def of_several_files(tables: Sequence[tuple[str, Leads]]) -> Leads:
    """Return the decisions of several files as one table, in which each knows where it stands.

    What stands in several of them, as what a review file takes over from that before, is in it
    once. Raises LeadkitError for a file that holds no decisions.
    """
    import pandas as pd

    for name, table in tables:
        _check_columns(table, name)
    placed = [
        table.assign(**{PLACE: [f"{name}:{line}" for line in range(2, len(table) + 2)]})
        for name, table in tables
    ]
    every = pd.concat(placed, ignore_index=True).fillna("").astype("str")
    return every.drop_duplicates(list(COLUMNS), ignore_index=True)


def _check(
    same: Mapping[tuple[str, str], str], apart: Mapping[tuple[str, str], str], start: str
) -> None:
    above: dict[str, str] = {}

    def head(one: str) -> str:
        while (up := above.get(one, one)) != one:
            one = up
        return one

    for one, other in same:
        above[head(one)] = head(other)
    for (one, other), place in apart.items():
        if (one, other) in same:
            said = same[one, other]
            if said.startswith(start):
                said = f"line {said.removeprefix(start)}"
            raise LeadkitError(f"{place}: says n, but {said} says y to the same two leads; "
                               "keep one of them")  # fmt: skip
        if head(one) == head(other):
            raise LeadkitError(f"{place}: says n to two leads that other lines join with y, "
                               "through a third lead; change one of them")  # fmt: skip


def decided_rows(table: Leads | None) -> Leads:
    """Return the rows of a review file in which somebody decided."""
    import pandas as pd

    if table is None or "decision" not in table.columns:
        return pd.DataFrame()
    return table[table["decision"].str.strip() != ""]


def rows_by_id(leads: Leads, wanted: Collection[str]) -> dict[str, int]:
    """Return the row of each of these ids, which may have been merged into another since."""
    if not wanted:
        return {}
    merged, rows = merged_ids_of(leads)
    found = {one: row for one, row in zip(merged, rows, strict=True) if one in wanted}
    asked = leads["lead_id"].isin(list(wanted)).to_numpy().nonzero()[0].tolist()
    return found | dict(zip(leads["lead_id"].iloc[asked], asked, strict=True))


def still_there(
    decisions: Decisions, row_of: Mapping[str, int], removed: Collection[str]
) -> Decisions:
    """Return decisions without those on a lead that was removed since and is in no row."""

    def kept(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(
            pair for pair in pairs if all(one in row_of or one not in removed for one in pair)
        )

    return Decisions(kept(decisions.same), kept(decisions.apart))


def refuse_unknown_ids(
    pairs: Collection[tuple[str, str]], row_of: Mapping[str, int], name: str = "decisions"
) -> None:
    """Raise LeadkitError for ids that no row has; see still_there."""
    unknown = sorted({one for pair in pairs for one in pair if one not in row_of})
    if unknown:
        of_them = id_told(unknown[0], "the lead_id ", "the lead_id of a line")
        number = re.fullmatch(r"[\d.,]+E\+?\d+", unknown[0])
        if number:
            raise LeadkitError(f"{name}: {of_them} is a number that a spreadsheet "
                               "made of an id; copy it from the review file")  # fmt: skip
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        raise LeadkitError(f"{name}: no lead has {of_them}{more}; were these "
                           "decisions made for another list? If the lead was suppressed since, "
                           "give what 'classify --suppressed' wrote as --removed")  # fmt: skip


def find_rows(
    pairs: Collection[tuple[str, str]], row_of: Mapping[str, int], name: str = "decisions"
) -> list[tuple[int, int]]:
    """Return the rows of decided pairs; an id may have been merged into a row since.

    Raises LeadkitError for ids that no row has; see still_there.
    """
    refuse_unknown_ids(pairs, row_of, name)
    found = []
    for one, other in pairs:
        if row_of[one] != row_of[other]:
            found.append((row_of[one], row_of[other]))
    return found
