"""Leads that somebody has already: a CRM's export, or the output of an earlier run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.errors import LeadkitError
from leadkit.fields.consent import NO, has_opted_out, yes_or_no
from leadkit.stage import cell_column, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.matching.clusters import Pair
    from leadkit.matching.match import Matches
    from leadkit.stage import Leads

NEW, KNOWN, CONFLICT, OPTED_OUT = "new", "known", "conflict", "opted_out"
_TELLING = ("first_name", "last_name", "full_name", *(f"email{n}" for n in ("", "_2", "_3")),
            "phone", "mobile", "company")  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The leads to compare with; they are never merged with each other and never written."""

    leads: Leads

    def __bool__(self) -> bool:
        return len(self.leads.columns) > 0

    def ids(self) -> list[str]:
        """Return the name by which the CRM knows each lead: its own id, else the lead_id."""
        own = cell_column(self.leads, "external_id")
        return own.where(own != "", self.leads["lead_id"]).tolist()

    def same_ids(self, every: Leads, rows: np.ndarray) -> list[Pair]:
        """Return the rows of leads that are known under the very same lead_id, or were merged."""
        if not self:
            return []
        own: dict[str, int] = {}
        merged = cell_column(every, "merged_ids").tolist()
        ids = every["lead_id"].tolist()
        for at, row in enumerate(rows.tolist()):
            if row < 0:
                own[ids[at]] = at
                own.update({one: at for one in merged[at].split("; ") if one})
        return [(own[ids[at]], at) for at, row in enumerate(rows.tolist()) if row >= 0
                and ids[at] in own]  # fmt: skip

    def with_ids(self, leads: Leads, outcomes: list[tuple[str, str, bool]]) -> Leads:
        """Return the leads with known ones under the lead_id they are known by."""
        lead_ids = dict(zip(self.ids(), self.leads["lead_id"], strict=True))
        found = [
            lead_ids[known] if outcome in (KNOWN, OPTED_OUT) else own
            for own, (outcome, known, _) in zip(leads["lead_id"], outcomes, strict=True)
        ]
        return with_columns(leads, {"lead_id": found})

    def with_refusals(self, leads: Leads, outcomes: list[tuple[str, str, bool]]) -> Leads:
        """Return the leads with the opt-outs that the CRM knows of."""
        import numpy as np

        opted_out = np.array([outcome == OPTED_OUT for outcome, _, _ in outcomes], bool)
        if "email_opt_out" not in leads.columns or not opted_out.any():
            return leads
        cells = leads["email_opt_out"].mask(opted_out, "yes")
        return with_columns(leads, {"email_opt_out": cells})


def known_leads(leads: Leads | None, name: str = "") -> Known:
    """Return the leads of a CRM, checked; raise LeadkitError where it has no column we know."""
    import pandas as pd

    if leads is None:
        return Known(pd.DataFrame())
    if not set(_TELLING) & set(leads.columns):
        raise LeadkitError(f"{name or 'against'}: has no column to tell leads by, such as email, "
                           "last_name or company; is it the right file?")  # fmt: skip
    return Known(leads)


def outcomes_of(
    known: Known, rows: np.ndarray, matches: Matches, count: int
) -> list[tuple[str, str, bool]]:
    """Return for each lead its outcome, the id it is known by, and whether that is certain."""
    if not known:
        return []
    ids = known.ids()
    refused = _refusals(known.leads)
    found: list[tuple[str, str, bool]] = [(NEW, "", True)] * count
    of_head: dict[int, int] = {}
    for at, row in enumerate(rows.tolist()):
        if row < 0:
            of_head[int(matches.heads[at])] = row
    for one, other in zip(matches.review["l"].tolist(), matches.review["r"].tolist(), strict=True):
        ours, theirs = sorted((int(rows[one]), int(rows[other])), reverse=True)
        if ours >= 0 > theirs and found[ours][0] == NEW:
            found[ours] = (CONFLICT, ids[theirs], False)
    for at, row in enumerate(rows.tolist()):
        theirs = of_head.get(int(matches.heads[at]), 0)
        if row >= 0 > theirs:
            found[row] = (OPTED_OUT if refused[theirs] else KNOWN, ids[theirs], True)
    return found


def _refusals(leads: Leads) -> list[bool]:
    email, phone, consent = (
        cell_column(leads, name).tolist() for name in ("email_opt_out", "phone_opt_out", "consent")
    )
    return [
        has_opted_out(mail) or has_opted_out(call) or yes_or_no(given) == NO
        for mail, call, given in zip(email, phone, consent, strict=True)
    ]
