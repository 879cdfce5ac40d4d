"""The dedupe stage: rows that are surely one person become one lead, and nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, refuse_options
from leadkit.base.leads import Outcome, Stage
from leadkit.deduping.decisions import decisions_in, read_decisions
from leadkit.deduping.known import check_known, check_leads
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.deduping.options import DedupeOptions
from leadkit.deduping.removed import Removed, removed_in
from leadkit.deduping.rounds import Deduped, DedupeRun

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


_UNUSED = {
    "decisions": "it opens no file; give the decisions as a frame",
    "against": "it opens no file; give the list to compare with as a frame",
    "removed": "it opens no file; give the leads that were removed as a frame",
    "key_file": "it opens no file; give the key of the hashes as bytes",
    "region": "give the frame to compare with as clean_leads returns it",
}


def dedupe_leads(
    leads: Leads,
    options: DedupeOptions | None = None,
    decisions: Leads | Sequence[Leads] | None = None,
    against: Leads | None = None,
    removed: Leads | None = None,
    key: bytes = b"",
) -> Deduped:
    """Merge rows that are one person; colleagues and relatives stay apart.

    Needs no training and no list of columns: it compares what there is. ``leads`` is any frame
    with a lead_id that names each row, and e-mails, names or companies, best as clean_leads returns
    them. ``decisions`` is a review table with its column decision filled in, or a list of
    such. ``against`` is a CRM,
    with lead_ids and cleaned, whose rows are never merged: leads that it has are told apart from
    new ones. ``removed`` is what classify wrote of leads that a suppression list removed, with
    hashes made with ``key`` where there is one: these are left out as well. The result is the same
    whatever order the rows come in, and deduping it again changes nothing. Rows that share a
    lead_id of leadkit's making, as the same record in two lists does, are told apart: the first
    of them keeps it. All its frames are
    text, with the index 0, 1, 2 ...; probabilities are from 0 to 1.

    Raises LeadkitError for what is no such frame, for another lead_id that stands in two rows, for
    decisions that contradict each other, and for options that it cannot use.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2", "3"], "email": ["a@x.example.com", "", ""],
    ...     "full_name": ["Eva Meier"] * 3, "company": ["Acme GmbH", "ACME", ""]}, dtype="str")
    >>> dedupe_leads(leads).merges[["lead_id", "merged_into", "reasons"]].values.tolist()
    [['2', '1', 'same company; same first name; same last name']]
    """
    options = options or DedupeOptions()
    refuse_options("dedupe_leads", options, DedupeOptions, _UNUSED)
    if options.all_rows and against is None:
        raise LeadkitError("all_rows goes with against, the list to compare with")
    gone = removed_in(removed, key)
    table = as_leads_table(leads)
    check_leads(list(table.columns), "dedupe")
    decided = decisions_in(decisions)
    known = None if against is None else as_leads_table(against, ("lead_id",), "against")
    return DedupeRun(table, options, decided, known, gone).deduped()


def dedupe_stage(
    options: DedupeOptions | None = None,
    decisions: Leads | None = None,
    against: Leads | None = None,
    removed: Removed | None = None,
) -> Stage:
    """Return dedupe as a step of a run; it has to see all leads at once."""
    options = options or DedupeOptions()
    read_merge_rules(options.rules)
    if decisions is not None:
        read_decisions(decisions, ", ".join(options.decisions) or "decisions")
    if against is not None:
        check_known(against.columns, options.against)

    notes: list[str] = []

    def apply(leads: Leads) -> Outcome:
        deduped = DedupeRun(leads, options, decisions, against, removed).deduped()
        notes[:] = deduped.notes
        aside = {"merges": deduped.merges, "review": deduped.review}
        if options.review_merged:
            aside["review_merged"] = deduped.review_merged
        if against is not None or removed is not None:
            aside["known"] = deduped.known
        return Outcome(deduped.leads, aside=aside, counts=deduped.counts)

    adds = ("merged_ids", *(("outcome", "known_id") if against is not None else ()))
    check = partial(check_leads, stage="dedupe")
    return Stage("dedupe", apply, adds=adds, whole=True, check=check, after_all=lambda: notes)
