"""The classify stage: how far a lead has come, why, and whether it may be contacted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.contact.facts import CHANNELS
from leadkit.contact.permissions import ConsentTable, judge_leads, read_consent
from leadkit.contact.suppression import (
    MAX_AGE,
    LeadTable,
    SuppressionList,
    age_note,
    read_suppression,
    suppressed_by,
)
from leadkit.errors import LeadkitError
from leadkit.fields.day import as_of_day, day_text
from leadkit.lifecycle.movement import Standing, move_leads
from leadkit.lifecycle.previous import LastRun, read_last_run
from leadkit.lifecycle.reasons import Reasons
from leadkit.lifecycle.standing import keep_opt_outs, kept_columns, remember
from leadkit.lifecycle.statuses import Lifecycle, read_lifecycle
from leadkit.stage import Outcome, Stage, cell_column, text_column, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads

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
    return _classify(leads, lifecycle, table, as_of_day(as_of), last_run).leads


def classify_stage(
    options: ClassifyOptions, open_leads: Callable[[str], LeadTable] | None = None
) -> Stage:
    """Return classify as a step of a run, its files loaded and checked."""
    lifecycle = read_lifecycle(options.rules)
    consent = read_consent(options.consent)
    as_of = as_of_day(options.as_of)
    last_run, listed = _files(options, lifecycle, open_leads)
    notes = age_note(listed, options.max_age, as_of) if listed else []

    def apply(leads: Leads) -> Outcome:
        aside = {}
        if listed is not None:
            leads, aside["suppressed"] = _without(leads, listed)
        outcome = _classify(leads, lifecycle, consent, as_of, last_run)
        return Outcome(outcome.leads, {**outcome.aside, **aside}, outcome.counts, outcome.funnel)

    adds = (*ADDS, *(kept_columns(last_run) if last_run else ()))
    return Stage("classify", apply, adds, check=lambda columns: notes + lifecycle.check(columns))


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


def _without(leads: Leads, listed: SuppressionList) -> tuple[Leads, Leads]:
    """Return the leads that are on no list, and of the others no more than their id and why."""
    import pandas as pd

    found = suppressed_by(leads, listed)
    gone = found != ""
    told = {
        "lead_id": cell_column(leads, "lead_id")[gone].to_numpy(object),
        "reason": [f"{what} is on {listed.name}" for what in found[gone]],
    }
    suppressed = pd.DataFrame(told, columns=list(told), dtype="str")
    return (leads[~gone] if gone.any() else leads), suppressed


def _classify(
    leads: Leads,
    lifecycle: Lifecycle,
    consent: ConsentTable,
    as_of: int,
    last_run: LastRun | None,
) -> Outcome:
    import numpy as np

    if last_run is not None:
        leads = keep_opt_outs(leads, last_run)
    allowed = judge_leads(leads, consent, as_of)
    before = remember(leads, lifecycle, last_run)
    standing = Standing(before.place, before.since, allowed.reachable)
    moved = move_leads(leads, lifecycle, standing, as_of)
    # Of a status that a list brings along nobody knows the day: it is at least as old as today.
    since = np.where((moved.path > 0) | (before.since == 0), as_of, before.since)
    names = [status.name for status in lifecycle.statuses]
    days, day = np.unique(since, return_inverse=True)
    reasons = Reasons(leads, lifecycle, allowed, before, moved)
    columns = {
        "lead_status": text_column(names, moved.place),
        "status_reason": reasons.column(),
        "status_since": text_column([day_text(int(one)) for one in days], day),
        **{f"may_{c}": text_column(["no", "yes"], allowed.may[c][allowed.case]) for c in CHANNELS},
        "contact_basis": text_column(allowed.basis, allowed.case),
    }
    changed = moved.place != before.place
    counts = {name: int((moved.place == at).sum()) for at, name in enumerate(names)}
    counts |= {MOVED: int(changed.sum()), KEPT_BACK: int(reasons.blocked.sum())}
    return Outcome(
        with_columns(leads, columns),
        {"transitions": reasons.transitions(changed, day_text(as_of))},
        counts | {_UNKNOWN: before.unknown},
        _funnel(leads, names, moved.place, changed, reasons.blocked),
    )


def _funnel(
    leads: Leads, names: list[str], place: np.ndarray, moved: np.ndarray, blocked: np.ndarray
) -> Mapping[tuple[str, str], tuple[int, int, int]]:
    """Count leads, moved and blocked ones by their source and status."""
    import numpy as np
    import pandas as pd

    codes, sources = pd.factorize(cell_column(leads, "lead_source"))
    both = codes * len(names) + place
    size = len(sources) * len(names)
    counts = [
        np.bincount(both[rows], minlength=size)
        for rows in (np.ones(len(leads), bool), moved, blocked)
    ]
    return {
        (str(sources[at // len(names)]), names[at % len(names)]): (
            int(counts[0][at]), int(counts[1][at]), int(counts[2][at])
        )
        for at in np.flatnonzero(counts[0]).tolist()
    }  # fmt: skip
