"""Leads that somebody has already: a CRM's export, or the output of an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells
from leadkit.base.columns import CONSENT_FOR, EMAILS, OPT_OUT_OF, OPT_OUTS
from leadkit.base.errors import LeadkitError
from leadkit.base.leads import cell_column, with_columns
from leadkit.base.named import listed
from leadkit.base.pandas_text import as_column, map_distinct
from leadkit.fields.consent import NO, YES, has_opted_out, yes_or_no
from leadkit.fields.objections import has_left_mailing, own_refusals
from leadkit.fields.refusals import BOUNCED, Refusals
from leadkit.fields.refused_column import Entries, with_entries
from leadkit.rules.heard import heard_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Mask
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.clusters import Pair
    from leadkit.deduping.matching.match import Matches

# What is known of a lead: by the list that is compared with, or because it was removed before.
OUTCOMES = NEW, KNOWN, CONFLICT, OPTED_OUT, REMOVED = (
    "new", "known", "conflict", "opted_out", "removed",
)  # fmt: skip
COMPARED = OUTCOMES[:-1]
_ANSWERS = ("consent", *CONSENT_FOR.values())
TELLING = ("first_name", "last_name", "full_name", *EMAILS, "phone", "mobile", "company")


def _is_no(cell: str) -> bool:
    return yes_or_no(cell) == NO


# What a lead that is known for certain says for the whole person.
_SAYING_NO: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(OPT_OUTS, has_opted_out),
    **dict.fromkeys(_ANSWERS, _is_no),
    "mailing_status": has_left_mailing,
}


@dataclass(frozen=True)
class Outcomes:
    """What a list that is compared with knows of each lead."""

    words: np.ndarray  # new, known, conflict or opted_out
    place: np.ndarray  # the row of the known lead, -1 for none

    @property
    def certain(self) -> Mask:
        """Tell which leads are known for sure."""
        import numpy as np

        return np.asarray((self.words == KNOWN) | (self.words == OPTED_OUT))


# The columns of which leads need one, to be compared with others.
COMPARABLE = frozenset((*EMAILS, "first_name", "last_name", "full_name", "company"))


def check_leads(columns: Collection[str], stage: str) -> list[str]:
    """Raise LeadkitError where leads lack what is needed to tell who is one; there are no notes."""
    needs = ""
    if "lead_id" not in columns:
        needs = "the column lead_id, which 'leadkit import' adds"
    elif COMPARABLE.isdisjoint(columns):
        needs = "email, full_name, first_name and last_name, or company"
    if needs:
        raise LeadkitError(f"{stage} needs {needs}; there are: {listed(columns)}")
    return []


def check_known(columns: Collection[str], name: str = "") -> None:
    """Raise LeadkitError where a list has no column to tell leads by."""
    if not set(TELLING) & {*columns}:
        raise LeadkitError(f"{name or 'against'}: has no column to tell leads by, such as email, "
                           "last_name or company; is it the right file?")  # fmt: skip


def ids_of(leads: Leads) -> np.ndarray:
    """Return the name by which a CRM knows each lead: its own id, else the lead_id."""
    own = cell_column(leads, "external_id")
    return own.where(own != "", leads["lead_id"]).to_numpy(object)


def merged_ids_of(leads: Leads) -> tuple[list[str], list[int]]:
    """Return all ids that rows name in merged_ids, and the row of each."""
    ids: list[str] = []
    rows: list[int] = []
    merged = cell_column(leads, "merged_ids")
    for at in (merged != "").to_numpy().nonzero()[0].tolist():
        own = [one for one in merged.iloc[at].split("; ") if one]
        ids += own
        rows += [at] * len(own)
    return ids, rows


def same_ids(leads: Leads, theirs: Mask) -> list[Pair]:
    """Return the rows of leads that are known under an id of theirs, now or before a merge."""
    import numpy as np

    found: dict[str, int] = {}
    for row, one in _ids_by_row(leads, np.flatnonzero(theirs)):
        found.setdefault(one, row)
    ours = _ids_by_row(leads, np.flatnonzero(~theirs))
    return sorted({(found[one], row) for row, one in ours if one in found})


def _ids_by_row(leads: Leads, rows: np.ndarray) -> list[tuple[int, str]]:
    """Return the ids of these rows, those that were merged into them last."""
    some = leads.iloc[rows]
    merged, places = merged_ids_of(some)
    return [*zip(rows.tolist(), some["lead_id"].tolist(), strict=True),
            *zip(rows[places].tolist(), merged, strict=True)]  # fmt: skip


def outcomes_of(leads: Leads, theirs: Mask, matches: Matches) -> Outcomes:
    """Return what became of every row; those of the known leads themselves say nothing."""
    import numpy as np

    known = np.flatnonzero(theirs)
    of_head = np.full(len(leads), -1)
    of_head[matches.heads[known]] = known
    place = of_head[matches.heads]
    refused = _refusals(leads)
    certain = place >= 0
    words = np.where(~certain, NEW, np.where(refused[place], OPTED_OUT, KNOWN)).astype(object)
    left, right = matches.review["l"].to_numpy(), matches.review["r"].to_numpy()
    ours, other = np.concatenate([left, right]), np.concatenate([right, left])
    turn = np.tile(np.arange(len(left)), 2)
    open_pairs = np.flatnonzero(~theirs[ours] & theirs[other] & ~certain[ours])
    for at in open_pairs[np.argsort(-turn[open_pairs], kind="stable")].tolist():
        words[ours[at]], place[ours[at]] = CONFLICT, other[at]  # the likeliest comes last
    return Outcomes(words, place)


def _refusals(leads: Leads) -> Mask:
    """Tell which leads refuse any channel."""
    import numpy as np

    refused = own_refusals(heard_columns(leads), len(leads)).values()
    said = (cell_column(leads, "refused") != "").to_numpy(bool)
    return np.asarray(np.logical_or.reduce([*refused, said]))


def refusals_unknown_to(known: Leads, leads: Leads) -> Mask:
    """Tell which leads refuse a channel that the known lead beside each does not."""
    import numpy as np

    ours, theirs = (own_refusals(heard_columns(one), len(one)) for one in (leads, known))
    return np.asarray(np.logical_or.reduce([ours[name] & ~theirs[name] for name in ours]))


def refusing_note(leads: int, file: str) -> tuple[str, ...]:
    """Return what to do about leads that are left out, and refuse what the other list does not.

    >>> refusing_note(0, "")
    ()
    """
    if not leads:
        return ()
    are = "lead that is" if leads == 1 else "leads that are"
    where = f"see {file}" if file else "--known FILE writes who"
    return (f"{leads:,} {are} left out said no to what the other list allows; {where}, and take "
            "the no over into that list",)  # fmt: skip


def with_refused_addresses(leads: Leads, *tables: Leads) -> Leads:
    """Return leads whose ``refused`` names every address, number and place of theirs that any row
    of these tables refuses, in whatever spelling, and an e-mail that bounced there; without one,
    the leads as they are.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1"], "email_2": ["E@x.example.com"]}, dtype="str")
    >>> crm = pd.DataFrame({"email": ["e@x.example.com"], "email_opt_out": ["x"]}, dtype="str")
    >>> with_refused_addresses(leads, crm).values.tolist()
    [['1', 'E@x.example.com', 'email E@x.example.com']]
    """
    refusals = Refusals()
    for table in tables:
        refusals.add(heard_columns(table), len(table))
    columns = heard_columns(leads)
    held = refusals.held(columns, len(leads))
    bounced = refusals.bounced(columns, len(leads)).nonzero()[0].tolist()
    held[BOUNCED] = Entries.of({row: [leads["email"].iloc[row].strip()] for row in bounced})
    found = Entries.together([entries.led_by(channel) for channel, entries in held.items()])
    if not len(found):
        return leads
    cells = with_entries(as_cells(cell_column(leads, "refused")), found)
    return with_columns(leads, {"refused": as_column(cells)})


def with_refusals(leads: Leads, known: Leads, certain: Mask) -> Leads:
    """Return leads with every refusal of the known lead, where it is known for certain.

    What either refuses beside the question, as in "Yes, but do not call", goes on as an opt-out.

    >>> import numpy as np, pandas as pd
    >>> lead = pd.DataFrame({"phone_consent": [""], "email_consent": ["Yes, but do not call"]})
    >>> known = pd.DataFrame({"email_consent": ["No, thanks"]})
    >>> with_refusals(lead, known, np.array([True])).to_dict("records")
    [{'phone_consent': '', 'email_consent': 'no', 'phone_opt_out': 'yes'}]
    """
    refusals = {}
    for name, says_no in _SAYING_NO.items():
        if name in known.columns:
            refused = map_distinct(known[name], says_no).astype(bool) & certain
            word = NO if name in _ANSWERS else YES if name in OPT_OUTS else known[name]
            if refused.any():
                refusals[name] = cell_column(leads, name).mask(refused, word)
    answered = with_columns(leads, refusals)
    ours, theirs, said = (own_refusals(heard_columns(o), len(o)) for o in (leads, known, answered))
    unsaid = {
        column: (ours[channel] | theirs[channel]) & certain & ~said[channel]
        for channel, column in OPT_OUT_OF.items()
    }
    opted_out = {name: cell_column(answered, name).mask(no, YES)
                 for name, no in unsaid.items() if no.any()}  # fmt: skip
    return with_columns(answered, opted_out)


def with_known_ids(leads: Leads, known: Leads, certain: Mask) -> Leads:
    """Return leads with those known for certain under the lead_id they are known by.

    Their own id and all that the known lead was merged of go on in merged_ids.
    """
    import numpy as np

    ids = leads["lead_id"].to_numpy(object).copy()
    merged = leads["merged_ids"].to_numpy(object).copy()
    theirs = known["lead_id"].to_numpy(object)
    earlier = cell_column(known, "merged_ids").to_numpy(object)
    for at in np.flatnonzero(certain).tolist():
        every = {ids[at], *merged[at].split("; "), *earlier[at].split("; ")} - {"", theirs[at]}
        ids[at], merged[at] = theirs[at], "; ".join(sorted(every))
    return with_columns(leads, {"lead_id": ids, "merged_ids": merged})
