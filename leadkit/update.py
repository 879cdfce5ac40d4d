"""The update stage: a master list takes in new rows, and nobody leaves it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from leadkit.base.columns import MISSING_SINCE
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, refuse_options
from leadkit.base.leads import Outcome, Stage
from leadkit.base.values import with_values
from leadkit.deduping.decisions import decisions_in, read_decisions
from leadkit.deduping.known import check_known, check_leads
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.deduping.options import UpdateOptions
from leadkit.deduping.removed import Removed, removed_in
from leadkit.deduping.updating import Updated, UpdateRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadkit.base.leads import Leads
    from leadkit.deduping.remembered import Remembered


class MasterList(Protocol):
    """The list that is brought up to date, read when the new rows are there."""

    @property
    def columns(self) -> Sequence[str]: ...

    def leads(self) -> Leads: ...


_UNUSED = {
    "master": "it opens no file; give the master as a frame",
    "decisions": "it opens no file; give the decisions as a frame",
    "removed": "it opens no file; give the leads that were removed as a frame",
    "key_file": "it opens no file; give the key of the hashes as bytes",
}


def update_leads(
    master: Leads | None,
    new: Leads,
    options: UpdateOptions | None = None,
    decisions: Leads | Sequence[Leads] | None = None,
    removed: Leads | None = None,
    key: bytes = b"",
) -> Updated:
    """Bring a master list up to date by new rows: nobody leaves it, and no opt-out is lost.

    ``master`` is any frame with a lead_id that names each lead, such as ``leads`` of the update
    before, or None where there is none yet; ``new`` is one, too, best as clean_leads returns it.
    New rows are deduped as by dedupe_leads. Whoever the master has, by an id or for certain by
    evidence, fills the blanks of that lead, by merge rules; its id, its status and that status's
    day stay, unless the new row says more. Everybody else is added behind. Leads of the master
    are merged with each other by ``decisions`` alone, a review table with its column decision
    filled in, or a list of such; the one that stands first stays. ``removed`` is what classify
    wrote of leads that a suppression list removed, with hashes made with ``key``: new rows of
    theirs are left out.
    Updating by the same rows again changes nothing. All frames of the result are text, with the
    index 0, 1, 2 ...

    Raises LeadkitError for what is no such frame, for a lead_id that stands in two rows of one
    of them, for decisions that contradict each other, and for options that it cannot use.

    >>> import pandas as pd
    >>> master = pd.DataFrame({"lead_id": ["1"], "full_name": ["Eva Meier"],
    ...     "email": ["eva@x.example.com"], "city": [""], "score": [70]})
    >>> new = pd.DataFrame({"lead_id": ["2", "3"], "full_name": ["E. Meier", "Ida Lang"],
    ...     "email": ["EVA@x.example.com", ""], "city": ["Ulm", "Bonn"]})
    >>> update_leads(master, new).leads[["lead_id", "full_name", "city", "score"]].values.tolist()
    [['1', 'Eva Meier', 'Ulm', '70'], ['3', 'Ida Lang', 'Bonn', '']]
    """
    import pandas as pd

    options = options or UpdateOptions()
    refuse_options("update_leads", options, UpdateOptions, _UNUSED)
    gone = removed_in(removed, key)
    table = as_leads_table(new, what="new")
    check_leads(list(table.columns), "update")
    before = pd.DataFrame(columns=["lead_id"], dtype="str")
    if master is not None:
        before = as_leads_table(master, ("lead_id",), "master")
    decided = decisions_in(decisions)
    done = UpdateRun(table, before, options, decided, gone).updated()
    return replace(done, notes=tuple(map(with_values, done.notes)))


def update_stage(
    options: UpdateOptions | None = None,
    master: MasterList | None = None,
    decisions: Leads | None = None,
    removed: Removed | None = None,
    remembered: Remembered | None = None,
) -> Stage:
    """Return update as a step of a run; it has to see all new rows at once.

    The master is read when they are there. ``remembered`` is what the update before knew of it.
    """
    options = options or UpdateOptions()
    read_merge_rules(options.rules)
    if decisions is not None:
        read_decisions(decisions, ", ".join(options.decisions) or "decisions")
    if master is not None:
        check_master(master.columns, options.master)
    notes: list[str] = []

    def apply(leads: Leads) -> Outcome:
        import pandas as pd

        before = pd.DataFrame(columns=["lead_id"], dtype="str")
        if master is not None:
            before = master.leads()
        updated = UpdateRun(leads, before, options, decisions, removed, remembered).updated()
        notes[:] = updated.notes
        aside = {"merges": updated.merges, "review": updated.review}
        if options.review_merged:
            aside["review_merged"] = updated.review_merged
        if removed is not None:
            aside["known"] = updated.known
        return Outcome(updated.leads, aside, updated.counts, brought=len(before))

    adds = (*(master.columns if master is not None else ()), "merged_ids", MISSING_SINCE)
    check = partial(check_leads, stage="update")
    return Stage("update", apply, adds=adds, whole=True, check=check, after_all=lambda: notes)


def check_master(columns: Sequence[str], name: str) -> None:
    """Raise LeadkitError where a list cannot be brought up to date."""
    if "lead_id" not in columns:
        raise LeadkitError(
            f"{name or 'master'}: has no column lead_id; the first master is made "
            "by an update without one, or by 'leadkit import' and 'leadkit clean'"
        )
    check_known(columns, name or "master")
