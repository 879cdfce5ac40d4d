"""The classify stage: how far a lead has come, why, and whether it may be contacted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Appended, Stage, appending
from leadkit.classifying.before import kept_columns
from leadkit.classifying.consent_table import ConsentTable, read_consent
from leadkit.classifying.last_run import LastRun, read_last_run
from leadkit.classifying.lifecycle import Lifecycle, read_lifecycle
from leadkit.classifying.permissions import Judge
from leadkit.classifying.status import ADDS, Rules, append_status
from leadkit.classifying.suppression import (
    MAX_AGE,
    LeadTable,
    SuppressionList,
    age_note,
    read_suppression,
)
from leadkit.fields.spans import as_of_day

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads


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
    judge = Judge(consent or read_consent("consent"))
    rules = Rules(lifecycle, judge, as_of_day(as_of), last_run)
    return appending(lambda cells: append_status(cells, rules))(leads).leads


def classify_stage(
    options: ClassifyOptions, open_leads: Callable[[str], LeadTable] | None = None
) -> Stage:
    """Return classify as a step of a run, its files loaded and checked."""
    lifecycle = read_lifecycle(options.rules)
    as_of = as_of_day(options.as_of)
    last_run, listed = _files(options, lifecycle, open_leads)
    rules = Rules(lifecycle, Judge(read_consent(options.consent)), as_of, last_run, listed)
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
