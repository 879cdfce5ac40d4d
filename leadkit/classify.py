"""The classify stage: how far a lead has come, why, and whether it may be contacted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, numbers, texts
from leadkit.base.columns import EMAILS
from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Appended, Stage, appending
from leadkit.classifying.before import READS, keep_opt_outs, kept_columns, remember
from leadkit.classifying.consent_table import ConsentTable, Permissions, judge_leads, read_consent
from leadkit.classifying.facts import CHANNELS
from leadkit.classifying.last_run import LastRun, read_last_run
from leadkit.classifying.lifecycle import Lifecycle, read_lifecycle
from leadkit.classifying.moves import Standing, find_truths, move_leads
from leadkit.classifying.status_reasons import Reasons
from leadkit.classifying.suppression import (
    DIALLED,
    MAX_AGE,
    LeadTable,
    SuppressionList,
    age_note,
    read_suppression,
    suppressed_by,
)
from leadkit.fields.day import as_of_day, day_text
from leadkit.rules.batch import Cells, View, combinations

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads

ADDS = (
    "lead_status", "status_reason", "status_since", "may_email", "may_call", "may_post",
    "contact_basis",
)  # fmt: skip
MOVED, KEPT_BACK = "moved", "blocked for want of consent"
_UNKNOWN = "with a lead_status that nobody knows"


@dataclass(frozen=True)
class ClassifyOptions:
    """Which lifecycle and consent table classify, and what is known from before."""

    rules: str = "lifecycle"
    consent: str = "consent"
    as_of: str = ""  # a day, or today; where it is not given nothing ages and no day is noted
    previous: str = ""
    suppress: str = ""
    key_file: str = ""
    max_age: str = MAX_AGE


@dataclass(frozen=True)
class Rules:
    """What classifies: the checked files, the day, and what is known from before."""

    lifecycle: Lifecycle
    consent: ConsentTable
    as_of: int
    last_run: LastRun | None = None
    listed: SuppressionList | None = None

    def reads(self) -> frozenset[str]:
        """Return the columns of the leads on which anything depends."""
        addresses = (*EMAILS, *DIALLED) if self.listed else ()
        told = {"lead_id", "merged_ids", "lead_source", *READS, *addresses}
        return frozenset(told | self.lifecycle.reads() | self.consent.reads())


def classify_leads(
    leads: Leads,
    lifecycle: Lifecycle,
    consent: ConsentTable | None = None,
    as_of: str = "",
    last_run: LastRun | None = None,
) -> Leads:
    """Return the leads with their status, its reason and day, and who may contact them how.

    A lead gets the furthest status whose condition holds ("at least 60" holds at 60), and never
    moves back but by a way that the lifecycle names. Without a consent table the shipped one
    decides on contact; without as_of nothing ages, and status_since stays blank.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2"], "score": ["70", "70"], "country": "US",
    ...     "email": ["eva@meier.example.com", ""]}, dtype="str")
    >>> done = classify_leads(leads, read_lifecycle("lifecycle"), as_of="2026-10-31")
    >>> done[["lead_status", "status_reason", "may_email"]].values.tolist()[0]
    ['MQL', 'score is at least 45', 'yes']
    >>> done["status_reason"][1].partition(", but ")[2]
    'may not be contacted: email, call and post: no address'
    """
    table = consent or read_consent("consent")
    rules = Rules(lifecycle, table, as_of_day(as_of), last_run)
    return appending(lambda cells: append_status(cells, rules))(leads).leads


def classify_stage(
    options: ClassifyOptions, open_leads: Callable[[str], LeadTable] | None = None
) -> Stage:
    """Return classify as a step of a run, its files loaded and checked."""
    lifecycle = read_lifecycle(options.rules)
    as_of = as_of_day(options.as_of)
    last_run, listed = _files(options, lifecycle, open_leads)
    rules = Rules(lifecycle, read_consent(options.consent), as_of, last_run, listed)
    notes = age_note(listed, options.max_age, as_of) if listed else []

    def append(leads: pa.Table) -> Appended:
        return append_status(leads, rules)

    return Stage(
        "classify", appending(append), (*(kept_columns(last_run) if last_run else ()), *ADDS),
        check=lambda columns: notes + lifecycle.check(columns), append=append, reads=rules.reads(),
    )  # fmt: skip


def _files(
    options: ClassifyOptions,
    lifecycle: Lifecycle,
    open_leads: Callable[[str], LeadTable] | None,
) -> tuple[LastRun | None, SuppressionList | None]:
    if options.key_file and not options.suppress:
        raise LeadkitError("--key-file is for the hashes of a --suppress FILE, and there is none")
    if not (options.previous or options.suppress):
        return None, None
    assert open_leads is not None, "whoever names files says how to open them"
    last_run = read_last_run(options.previous, lifecycle, open_leads) if options.previous else None
    if not options.suppress:
        return last_run, None
    return last_run, read_suppression(options.suppress, options.key_file, open_leads)


def append_status(leads: pa.Table, rules: Rules) -> Appended:
    """Return the status, its reason and day, and the permissions of a batch of leads.

    All that follows from the few things that rules ask of a lead, so it is worked out once for
    each combination of them.
    """
    import numpy as np
    import pyarrow as pa

    aside: dict[str, pa.Table] = {}
    stay = None
    if rules.listed is not None:
        stay, aside["suppressed"] = _suppressed(leads, rules.listed)
        leads = leads.filter(flags(stay))
    kept = kept_columns(rules.last_run) if rules.last_run else ()
    if rules.last_run is not None:
        leads = keep_opt_outs(leads, rules.last_run)
    view, lifecycle, as_of = View(leads), rules.lifecycle, rules.as_of
    allowed = judge_leads(view, rules.consent, as_of)
    before = remember(view, lifecycle, rules.last_run)
    unknown = before.unknown
    truths = find_truths(view, lifecycle, before.since, as_of)
    named = {name: view.cells(name) for name in (*lifecycle.because(), *kept)}
    which, first = combinations(
        [
            (allowed.case, len(allowed.basis)),
            (before.place, len(lifecycle.statuses)),
            (before.reason, len(before.reasons)),
            (before.since, int(before.since.max(initial=0)) + 1),
            *truths.parts(),
            *((cells.codes, len(cells.text)) for cells in named.values()),
        ],
        len(view),
    )
    # From here on there is one lead of each kind.
    allowed, before = allowed.of(first), before.of(first)
    texts_of = {name: cells.text.take(numbers(cells.codes[first])) for name, cells in named.items()}
    moved = move_leads(lifecycle, Standing(before.place, allowed.reachable), truths.of(first))
    because = {name: texts_of[name].to_pylist() for name in lifecycle.because()}
    reasons = Reasons(lifecycle, allowed, before, moved, because)
    names = [status.name for status in lifecycle.statuses]
    changed = moved.place != before.place
    many = np.bincount(which, minlength=len(first))
    counts = {name: int(many[moved.place == at].sum()) for at, name in enumerate(names)}
    counts |= {MOVED: int(many[changed].sum()), KEPT_BACK: int(many[reasons.blocked].sum())}
    # Of a status that a list brings along nobody knows the day: it is at least as old as today.
    since = np.where((moved.path > 0) | (before.since == 0), as_of, before.since)
    cells = {name: texts_of[name] for name in kept} | {
        "lead_status": texts(names).take(numbers(moved.place)),
        "status_reason": reasons.column(),
        "status_since": texts(day_text(day) for day in since.tolist()),
        **_permissions(allowed),
    }
    kinds = {
        "from": texts(names).take(numbers(before.place)),
        "to": cells["lead_status"],
        "why": reasons.of_changes(),
    }
    aside["transitions"] = _transitions(view, which, changed, kinds, day_text(as_of))
    funnel = _funnel(view.cells("lead_source"), which, names, moved.place, changed, reasons.blocked)
    return Appended(pa.table(cells), which, stay, aside, counts | {_UNKNOWN: unknown}, funnel)


def _permissions(allowed: Permissions) -> dict[str, pa.Array]:
    case = numbers(allowed.case)
    may = {
        f"may_{channel}": texts("yes" if may else "no" for may in allowed.may[channel].tolist())
        for channel in CHANNELS
    }
    told = {**may, "contact_basis": texts(allowed.basis)}
    return {name: cells.take(case) for name, cells in told.items()}


def _suppressed(leads: pa.Table, listed: SuppressionList) -> tuple[np.ndarray, pa.Table]:
    """Tell which leads are on no list, and of the others no more than their id and why."""
    import numpy as np
    import pyarrow as pa

    view = View(leads)
    found = suppressed_by(view, listed)
    gone = np.flatnonzero(found != "")
    reasons = texts(f"{what} is on {listed.name}" for what in found[gone])
    return found == "", pa.table({"lead_id": _ids(view, gone), "reason": reasons})


def _ids(view: View, rows: np.ndarray) -> pa.Array:
    ids = view.whole("lead_id")
    return texts([""] * len(rows)) if ids is None else ids.take(numbers(rows))


def _transitions(
    view: View, which: np.ndarray, changed: np.ndarray, kinds: Mapping[str, pa.Array], day: str
) -> pa.Table:
    """Return a row for each lead whose status changed."""
    import numpy as np
    import pyarrow as pa

    rows = np.flatnonzero(changed[which])
    kind = numbers(which[rows])
    told = {name: cells.take(kind) for name, cells in kinds.items()}
    return pa.table({"lead_id": _ids(view, rows), **told, "date": texts([day] * len(rows))})


def _funnel(
    sources: Cells,
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
    numbered = {name: at for at, name in enumerate(dict.fromkeys(given))}
    source = np.array([numbered[name] for name in given], np.int64)[sources.codes]
    both = source * len(names) + place[which]
    leads, changes, kept_back = (
        np.bincount(both[rows], minlength=len(numbered) * len(names)).tolist()
        for rows in (slice(None), moved[which], blocked[which])
    )
    return {
        part: (leads[at], changes[at], kept_back[at])
        for at, part in enumerate(product(numbered, names))
        if leads[at]
    }
