"""The consent of merged leads: for the e-mail it was given for, with the best proof there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import each_distinct
from leadkit.base.columns import EMAILS
from leadkit.deduping.merging.members import as_numbers, as_places, with_text
from leadkit.deduping.merging.merge_rules import CONSENT_GROUP
from leadkit.fields.consent import NO, YES, yes_or_no
from leadkit.fields.email.keys import keys_as_written

if TYPE_CHECKING:
    from leadkit.base.cells import Cells
    from leadkit.deduping.merging.members import Members

_PROOF = ("consent_at", "consent_source", "consent_text")


def consent_of(members: Members, kept_cells: dict[str, Cells]) -> dict[str, Cells]:
    """Return the consent for the address each merged lead has: a refusal on any row is one,
    the newest first; else the best proof that rows with this address give."""
    import numpy as np
    import pyarrow as pa

    names = [name for name in CONSENT_GROUP if name in kept_cells]
    if not names:
        return {}
    own = _addresses(members)
    kept = (
        keys_as_written(kept_cells["email"])
        if "email" in kept_cells
        else own.take(as_places(members.starts))
    )
    codes = pa.concat_arrays([own, kept]).dictionary_encode().indices.to_numpy()
    same = codes[: len(own)] == codes[len(own) :][members.cluster]
    answers = as_numbers(each_distinct(members.cells("consent"), _consent_rank))
    when = members.recency("consent_at")
    proof = sum(members.filled(name).astype(int) for name in _PROOF)
    giver = members.best(same, answers, as_numbers(proof), when)
    refused = answers < 0
    if refused.any():
        refusing = np.unique(members.cluster[refused])
        giver[refusing] = members.best(refused, when)[refusing]
    taken = {name: members.cells(name).take(as_places(giver)) for name in names}
    if refused.any():
        taken["consent"] = with_text(taken["consent"], refusing, NO)
    return taken


def _addresses(members: Members) -> Cells:
    """Return the address that the consent of each row is for: its e-mail, or its next one."""
    import pyarrow.compute as pc

    address = keys_as_written(members.cells("email"))
    for name in EMAILS[1:]:
        address = pc.if_else(pc.equal(address, ""), keys_as_written(members.cells(name)), address)
    return address


def _consent_rank(cell: str) -> int:
    """Return 2 for a yes, 1 for what nobody understands, 0 for nothing, -1 for a no."""
    answer = yes_or_no(cell)
    return -1 if answer == NO else 2 if answer == YES else 1 if cell.strip() else 0
