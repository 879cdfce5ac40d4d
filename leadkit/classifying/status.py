"""How far each lead of a batch is, why, and who may contact it: the engine of classify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, numbers, repeated, texts
from leadkit.base.leads import Appended
from leadkit.classifying.before import READS, Before, keep_opt_outs, kept_columns, remember
from leadkit.classifying.closed import Closed, closed_to, refused_by_states
from leadkit.classifying.last_run import LastRun
from leadkit.classifying.lifecycle import Lifecycle
from leadkit.classifying.moves import Truths, find_truths, move_leads
from leadkit.classifying.next_step import next_steps
from leadkit.classifying.permissions import Judge, Permissions, briefly
from leadkit.classifying.status_reasons import Reasons
from leadkit.classifying.suppression import closed_by, removed
from leadkit.classifying.suppression_lists import Suppressing
from leadkit.fields.objections import CHANNELS, SEPARATOR
from leadkit.fields.refusals import READS as REFUSAL_COLUMNS
from leadkit.fields.refusals import Refusals
from leadkit.fields.refused_column import Entries, with_entries
from leadkit.fields.remarks import REMARKED
from leadkit.fields.spans import day_text
from leadkit.rules.batch import Batch, Distinct, combinations
from leadkit.rules.heard import with_remarks

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


MOVED, KEPT_BACK = "moved", "blocked for want of consent"


REFUSED = "refused elsewhere"
# Whom nobody writes to, whatever they agreed to, and whatever a lifecycle makes of them.
_BARRING = {"deceased", "left_company", "competitor", "own_colleague"}
_UNKNOWN = "with a lead_status that nobody knows"
BESIDE_STATUSES = (MOVED, KEPT_BACK, REFUSED, _UNKNOWN)  # what is counted beside leads by status


@dataclass(frozen=True)
class Rules:
    """What classifies: the checked files, the day, and what is known from before."""

    lifecycle: Lifecycle
    judge: Judge  # by a consent table
    as_of: int  # a day as its proleptic ordinal, NO_DAY where nothing is to age
    last_run: LastRun | None = None
    suppressing: Suppressing = field(default_factory=Suppressing)
    refusals: Refusals = field(default_factory=Refusals)  # of the last run, and of all leads

    def reads(self) -> frozenset[str]:
        """Return the columns of the leads on which anything depends."""
        own = {"lead_id", "merged_ids", "lead_source", "owner", *READS, *REFUSAL_COLUMNS, *REMARKED}
        return frozenset(own | self.lifecycle.reads() | self.judge.table.reads())


def hear_refusals(leads: pa.Table, rules: Rules) -> None:
    """Take up what these leads refuse. All leads are heard before any is judged.

    An opt-out that only the last run knew closes what the lead holds now, on other rows, too.
    """
    if rules.last_run is not None:
        leads = keep_opt_outs(leads, rules.last_run)
    batch = Batch(with_remarks(leads))
    rules.refusals.add(batch.whole, len(batch))


@dataclass(frozen=True)
class LookedUp:
    """A batch of leads with what others refuse of them: all that has to be looked up."""

    leads: pa.Table  # those that stay, with what their remarks say
    batch: Batch  # of them
    closed: Closed
    stay: np.ndarray | None  # of all leads, which do, where some are removed
    removed: Mapping[str, pa.Table]


def look_up(leads: pa.Table, rules: Rules) -> LookedUp:
    """Look up which leads are on lists, and what of them was refused anywhere."""
    gone: dict[str, pa.Table] = {}
    stay = None
    if rules.suppressing.remove:
        stay, gone["suppressed"] = removed(leads, rules.suppressing)
        leads = leads.filter(flags(stay))
    if rules.last_run is not None:
        leads = keep_opt_outs(leads, rules.last_run)
    leads, listed = with_remarks(leads), rules.suppressing
    batch = Batch(leads)
    closed = closed_to(batch, rules.refusals, closed_by(batch, listed.closing, listed.remove))
    return LookedUp(leads, batch, closed, stay, gone)


def append_status(leads: pa.Table, rules: Rules) -> Appended:
    """Return the status, its reason and day, and the permissions of a batch of leads."""
    return with_status(look_up(leads, rules), rules)


def with_status(looked_up: LookedUp, rules: Rules) -> Appended:
    """Return what append_status does of leads that were looked up.

    All follows from the few things that rules ask, so each combination of them is worked out once.
    """
    import numpy as np
    import pyarrow as pa

    batch, closed = looked_up.batch, looked_up.closed
    lifecycle, as_of = rules.lifecycle, rules.as_of
    kept = kept_columns(rules.last_run) if rules.last_run else ()
    allowed = rules.judge.judge(batch, as_of, closed)
    before = remember(batch, lifecycle, rules.last_run)
    unknown = before.unknown
    truths = find_truths(batch, lifecycle, before.since, as_of)
    named = {name: batch.cells(name) for name in (*lifecycle.because(), *kept)}
    unowned, barred = _unowned(batch), batch.mapped("remark_flags", _bars)
    parts = [*((one.codes, len(one.text)) for one in named.values()), (unowned, 2), (barred, 2)]
    which, first = _kinds(len(batch), rules, allowed, before, truths, parts)
    # From here on there is one lead of each kind.
    allowed, before = allowed.take(first), before.take(first)
    texts_of = {name: cells.text.take(numbers(cells.codes[first])) for name, cells in named.items()}
    moved = move_leads(lifecycle, before.place, allowed.reachable, truths.take(first))
    because = {name: texts_of[name].to_pylist() for name in lifecycle.because()}
    reasons = Reasons(lifecycle, allowed, before, moved, because)
    names = [status.name for status in lifecycle.statuses]
    back = moved.place == before.last_place  # a list was ahead of us, and what we said still holds
    changed = (moved.place != before.place) & ~back
    counts = _counts(which, names, moved.place, changed, reasons.blocked)
    # Of a status that a list brings along nobody knows the day: it is at least as old as today.
    since = np.where((moved.path > 0) | (before.since == 0), as_of, before.since)
    since = np.where(back & (before.last_since > 0), before.last_since, since)
    why = reasons.column()
    steps = next_steps(lifecycle, moved, allowed, why.to_pylist(), unowned[first] > 0)
    cells = {name: texts_of[name] for name in kept} | {
        "lead_status": texts(names).take(numbers(moved.place)),
        "status_reason": why,
        "status_since": texts(day_text(day) for day in since.tolist()),
        **_permissions(allowed, lifecycle, moved.place, barred[first]),
        "next_step": texts(steps),
    }
    kinds = {
        "from": texts(names).take(numbers(before.place)),
        "to": cells["lead_status"],
        "why": reasons.of_changes(),
    }
    moves = _transitions(batch, which, changed, kinds, day_text(as_of))
    funnel = _funnel(
        batch.cells("lead_source"), which, names, moved.place, changed, reasons.blocked
    )
    counts |= {_UNKNOWN: unknown, REFUSED: len(np.unique(closed.refused.rows))}
    states = refused_by_states(looked_up.leads)
    own = pa.table({"refused": _refused(batch, closed.refused, states)})
    aside = {**looked_up.removed, "transitions": moves}
    return Appended(pa.table(cells), which, looked_up.stay, aside, counts, funnel, own)


def _counts(
    which: np.ndarray, names: list[str], place: np.ndarray, moved: np.ndarray, blocked: np.ndarray
) -> dict[str, int]:
    """Count the leads by status, those that moved, and those kept back, from one of each kind."""
    import numpy as np

    leads_of = np.bincount(which, minlength=len(place))
    counts = {name: int(leads_of[place == row].sum()) for row, name in enumerate(names)}
    return counts | {MOVED: int(leads_of[moved].sum()), KEPT_BACK: int(leads_of[blocked].sum())}


def _kinds(
    leads: int,
    rules: Rules,
    allowed: Permissions,
    before: Before,
    truths: Truths,
    cells: Iterable[tuple[np.ndarray, int]],
) -> tuple[np.ndarray, np.ndarray]:
    """Return of which kind each lead is, and one lead of each kind: who is alike ends alike."""
    parts = [
        (allowed.case, len(allowed.basis)),
        (before.place, len(rules.lifecycle.statuses)),
        (before.reason, len(before.reasons)),
        (before.since, int(before.since.max(initial=0)) + 1),
        (before.last_place + 1, len(rules.lifecycle.statuses) + 1),
        (before.last_since, int(before.last_since.max(initial=0)) + 1),
        *truths.parts(),
        *cells,
    ]
    return combinations(parts, leads)


def _permissions(
    allowed: Permissions, lifecycle: Lifecycle, place: np.ndarray, barred: np.ndarray
) -> dict[str, pa.Array]:
    """Return who may contact leads of each kind.

    The disqualified keep what they agreed to themselves, for no rule opens a channel to them; of
    those whom a remark bars, who has died or works for a rival, nothing stays open.
    """
    cases = allowed.case.tolist()
    may = {channel: allowed.may[channel][allowed.case].tolist() for channel in CHANNELS}
    basis = [allowed.basis[case] for case in cases]
    for row, at in enumerate(place.tolist()):
        if (status := lifecycle.statuses[at]).closed:
            agreed = {
                channel: "" if barred[row] else allowed.agreed[channel][cases[row]]
                for channel in CHANNELS
            }
            for channel, ground in agreed.items():
                may[channel][row] = bool(ground)
            grounds = {channel: ground or status.name for channel, ground in agreed.items()}
            basis[row] = briefly(grounds)
    answers = {
        f"may_{channel}": texts("yes" if one else "no" for one in own)
        for channel, own in may.items()
    }
    return {**answers, "contact_basis": texts(basis)}


def _bars(cell: str) -> bool:
    """Tell whether flags of remarks bar somebody from all mail, whatever they agreed to."""
    return not _BARRING.isdisjoint(cell.split(SEPARATOR))


def _unowned(batch: Batch) -> np.ndarray:
    """Tell whose owner is not known, in a list that has a column for it."""
    import numpy as np

    if batch.whole("owner") is None:
        return np.zeros(len(batch), np.int64)
    return (~batch.known("owner")).astype(np.int64)


def _refused(batch: Batch, *refused: Entries) -> pa.Array:
    """Return what of each lead was refused elsewhere: what earlier runs found, and this one."""
    cells = batch.whole("refused")
    cells = repeated("", len(batch)) if cells is None else cells
    for found in refused:
        cells = with_entries(cells, found)
    return cells


def _ids(batch: Batch, rows: np.ndarray) -> pa.Array:
    ids = batch.whole("lead_id")
    return texts([""] * len(rows)) if ids is None else ids.take(numbers(rows))


def _transitions(
    batch: Batch, which: np.ndarray, changed: np.ndarray, kinds: Mapping[str, pa.Array], day: str
) -> pa.Table:
    """Return a row for each lead whose status changed."""
    import numpy as np
    import pyarrow as pa

    rows = np.flatnonzero(changed[which])
    kind = numbers(which[rows])
    change = {name: cells.take(kind) for name, cells in kinds.items()}
    return pa.table({"lead_id": _ids(batch, rows), **change, "date": texts([day] * len(rows))})


def _funnel(
    sources: Distinct,
    which: np.ndarray,
    names: list[str],
    place: np.ndarray,
    moved: np.ndarray,
    blocked: np.ndarray,
) -> Mapping[tuple[str, str], tuple[int, int, int]]:
    """Count leads, moved and blocked ones by their source and status."""
    import numpy as np

    # Sources that differ in the spaces around them are one.
    given = sources.text.to_pylist()
    numbered = {name: number for number, name in enumerate(dict.fromkeys(given))}
    source = np.array([numbered[name] for name in given], np.int64)[sources.codes]
    both = source * len(names) + place[which]
    leads, changes, kept_back = (
        np.bincount(both[rows], minlength=len(numbered) * len(names)).tolist()
        for rows in (slice(None), moved[which], blocked[which])
    )
    return {
        part: (leads[number], changes[number], kept_back[number])
        for number, part in enumerate(product(numbered, names))
        if leads[number]
    }
