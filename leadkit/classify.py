"""The classify stage: how far a lead has come, why, and whether it may be contacted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import (
    LeadFrame,
    as_leads_table,
    given_back,
    refuse_options,
    refuse_other,
    several,
)
from leadkit.base.leads import Appended, Stage, appended_to, appending, table_of
from leadkit.base.options import StageOptions, option
from leadkit.classifying.before import kept_columns
from leadkit.classifying.consent_table import ConsentTable, read_consent
from leadkit.classifying.last_run import LastRun, read_last_run
from leadkit.classifying.lifecycle import WRITTEN, Lifecycle, read_lifecycle
from leadkit.classifying.list_age import MAX_AGE, notes_of
from leadkit.classifying.permissions import Judge
from leadkit.classifying.status import Rules, append_status, hear_refusals, look_up, with_status
from leadkit.classifying.suppression import CLOSING, closing_lists, on_lists
from leadkit.classifying.suppression_lists import (
    LeadTable,
    Suppressing,
    SuppressionList,
    read_lists,
    suppression_of,
)
from leadkit.fields.refusals import Refusals
from leadkit.fields.spans import NO_DAY, as_day
from leadkit.files.disk import read_key
from leadkit.rules.heard import HEARD

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads

    # What a list of people not to contact may be given as.
    Suppressed: TypeAlias = SuppressionList | Leads | Sequence[SuppressionList | Leads] | None


@dataclass(frozen=True)
class ClassifyOptions(StageOptions):
    """Which lifecycle and consent table classify, and what is known from before."""

    rules: str = option("lifecycle", "rules", "Lifecycle file, or the name of a shipped one.")
    consent: str = option("consent", "rules", "Consent table, or the name of a shipped one.")
    as_of: date | str | None = option(
        None, "day", "Day on which leads age, or today; else none does."
    )
    previous: str = option(
        "", "file", "Output of the last run: no import lowers a status.", replaced_by="output"
    )
    suppress: tuple[str, ...] = option(
        (), "files", "Remove leads that are on this list, plain or hashed."
    )
    suppress_email: tuple[str, ...] = option(
        (), "files", "Close e-mail to leads on this list; they stay."
    )
    suppress_phone: tuple[str, ...] = option(
        (), "files", "Close calls to leads on this list; they stay."
    )
    suppress_post: tuple[str, ...] = option(
        (), "files", "Close post to leads on this list; they stay."
    )
    key_file: str = option("", "file", "Key of the lists' hashes (HMAC-SHA256).")
    max_age: int = option(MAX_AGE, "days", "Warn where a list is older.", "DAYS")
    transitions: str = option("", "output", "Write every change: from, to, why.")
    funnel: str = option("", "output", "Write how many leads per source and status.")
    suppressed: str = option("", "output", "Write id, reason and hashes of removed leads.")


_UNUSED = {
    "previous": "it opens no file; give the frame of the last run as last_run",
    **dict.fromkeys(
        ("suppress", *CLOSING.values()),
        "it opens no file; give the list as a frame",
    ),
    "key_file": "it opens no file; give the key of the list's hashes as bytes",
    "max_age": "it has no file whose age it could warn of",
}


def classify_leads(
    leads: Leads,
    lifecycle: Lifecycle | ClassifyOptions | str | Path = "lifecycle",
    consent: ConsentTable | str | Path | None = None,
    as_of: date | str | None = None,
    last_run: LastRun | Leads | None = None,
    *,
    suppress: Suppressed = None,
    suppress_email: Suppressed = None,
    suppress_phone: Suppressed = None,
    suppress_post: Suppressed = None,
    key: bytes = b"",
) -> Leads:
    """Return the leads with their status, its reason and day, and who may contact them how.

    ``leads`` is any frame; what comes back has its rows, its index and its columns as they
    are, then those that were added, which are text. A lead gets the furthest status whose
    condition holds ("at least 60" holds at 60), and never moves back but by a way that the
    lifecycle names.

    ``lifecycle`` and ``consent`` are read_lifecycle's and read_consent's, or what these are given:
    the path of a file or a shipped name; without a consent table the shipped one decides on
    contact. ``as_of`` is a date, "2026-10-31" or "today"; without it nothing ages, and
    status_since stays blank. ``last_run`` is what the last run returned: no import lowers a status.
    ``suppress`` is a frame of e-mails, domains, phones or hashes made with ``key``, or a list
    of such: who is on it is removed, row and index; who is on ``suppress_email``, ``_phone`` or
    ``_post`` stays, that channel closed. ClassifyOptions name lifecycle, table and day.

    Raises LeadkitError for what is no such frame, for a mistake in a file, with its line, and for
    a column that the lifecycle asks for and nobody knows.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2"], "score": [70, 70], "score_engagement": 0,
    ...     "country": "US", "email": ["eva@meier.example.com", None]})
    >>> done = classify_leads(leads, as_of="2026-10-31")
    >>> done[["lead_status", "status_reason", "may_email"]].values.tolist()[0]
    ['MQL', 'score is at least 45', 'yes']
    >>> done["status_reason"][1].partition(", but ")[2]
    'may not be contacted: email, call and post: no address'
    """
    if isinstance(lifecycle, ClassifyOptions):
        refuse_options("classify_leads", lifecycle, ClassifyOptions, _UNUSED)
        options = lifecycle
        lifecycle, consent = options.rules, options.consent if consent is None else consent
        as_of = options.as_of if as_of is None else as_of
    lifecycle, consent = _rule_files(lifecycle, consent)
    if not (last_run is None or isinstance(last_run, LastRun)):
        known = LeadFrame(last_run, "last_run")
        last_run = read_last_run(known.name, lifecycle, lambda name: known)
    day = as_day(as_of)
    number = day.toordinal() if day else NO_DAY
    suppressing = _suppressing(suppress, (suppress_email, suppress_phone, suppress_post), key)
    rules = Rules(lifecycle, Judge(consent), number, last_run, suppressing, _known(last_run))
    table = as_leads_table(leads, () if last_run is None else ("lead_id",))
    lifecycle.check(list(table.columns))
    hear_refusals(cells := table_of(table), rules)
    added = append_status(cells, rules)
    return given_back(leads, appended_to(table, added), added.columns)


def _rule_files(
    lifecycle: Lifecycle | str | Path, consent: ConsentTable | str | Path | None
) -> tuple[Lifecycle, ConsentTable]:
    if isinstance(lifecycle, str | Path):
        lifecycle = read_lifecycle(lifecycle)
    if consent is None or isinstance(consent, str | Path):
        consent = read_consent(consent or "consent")
    refuse_other("lifecycle", lifecycle, Lifecycle, "read_lifecycle")
    refuse_other("consent", consent, ConsentTable, "read_consent")
    return lifecycle, consent


def _suppressing(
    suppress: Suppressed,
    closing: Sequence[Suppressed],
    key: bytes,
) -> Suppressing:
    by_channel = {
        channel: tuple(_listed(one, name, key, channel) for name, one in several(given, option))
        for (channel, option), given in zip(CLOSING.items(), closing, strict=True)
    }
    by_channel = {channel: lists for channel, lists in by_channel.items() if lists}
    remove = tuple(_listed(one, name, key) for name, one in several(suppress, "suppress"))
    if key and not remove and not by_channel:
        raise LeadkitError("key is for the hashes of a suppress list, and there is none")
    return Suppressing(remove, by_channel, key)


def _listed(
    listed: SuppressionList | Leads, name: str, key: bytes, channel: str = ""
) -> SuppressionList:
    if isinstance(listed, SuppressionList):
        return listed
    return suppression_of(LeadFrame(listed, name), name, key, channel)


def classify_stage(
    options: ClassifyOptions,
    open_leads: Callable[[str], LeadTable] | None = None,
    open_list: Callable[[str], LeadTable] | None = None,
) -> Stage:
    """Return classify as a step of a run, its files loaded and checked.

    Leads and suppression lists are opened by what is given; the latter else as leads are.
    """
    lifecycle = read_lifecycle(options.rules)
    day = as_day(options.as_of)
    as_of = day.toordinal() if day else NO_DAY
    last_run, suppressing = _files(options, lifecycle, open_leads, open_list or open_leads)
    judge = Judge(read_consent(options.consent))
    refusals = last_run.refusals if last_run else Refusals()  # nobody else has those of the file
    rules = Rules(lifecycle, judge, as_of, last_run, suppressing, refusals)
    notes = notes_of(suppressing.lists, options.max_age, as_of)

    def append(leads: pa.Table) -> Appended:
        return append_status(leads, rules)

    def begin(leads: pa.Table) -> Callable[[], Appended]:
        return partial(with_status, look_up(leads, rules), rules)

    def check(columns: list[str]) -> list[str]:
        if last_run is not None and "lead_id" not in columns:
            raise LeadkitError(
                f"{options.previous}: tells by lead_id who was there last time, and the leads have "
                "no such column; 'leadkit import' adds it"
            )
        return notes + lifecycle.check(columns)

    return Stage(
        "classify", appending(append), (*(kept_columns(last_run) if last_run else ()), *WRITTEN),
        check=check, append=append, begin=begin, reads=rules.reads(),
        survey=partial(hear_refusals, rules=rules), survey_reads=HEARD | {"lead_id"},
        on_lists=lambda: on_lists(suppressing),
    )  # fmt: skip


def _known(last_run: LastRun | None) -> Refusals:
    """Return what is refused before any lead is heard: what the last run knew."""
    refusals = Refusals()
    if last_run is not None:
        refusals.merge(last_run.refusals)
    return refusals


def _files(
    options: ClassifyOptions,
    lifecycle: Lifecycle,
    open_leads: Callable[[str], LeadTable] | None,
    open_list: Callable[[str], LeadTable] | None,
) -> tuple[LastRun | None, Suppressing]:
    closing = closing_lists(options)
    lists = [path for paths in (options.suppress, *closing.values()) for path in paths]
    if options.key_file and not lists:
        raise LeadkitError("--key-file is for the hashes of a --suppress FILE, and there is none")
    if not (options.previous or lists):
        return None, Suppressing()
    if open_leads is None or open_list is None:
        named = options.previous or lists[0]
        raise LeadkitError(f"{named}: whoever names a file says how it is opened")
    last_run = read_last_run(options.previous, lifecycle, open_leads) if options.previous else None
    key = read_key(options.key_file) if options.key_file else b""
    suppressing = read_lists(options.suppress, closing, key, open_list)
    if key and not (options.suppressed or any(one.hashes for one in suppressing.lists)):
        raise LeadkitError("--key-file is for hashed lists, and no list here holds a hash")
    return last_run, suppressing
