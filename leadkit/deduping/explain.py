"""Why two leads are one person, or are not: every comparison with its weight, and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table, cell_text
from leadkit.deduping.matching.match import probability_of
from leadkit.deduping.matching.wording import evidence_column, read_evidence
from leadkit.deduping.merging.read_log import check_log, evidence_in

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


class Explanation(NamedTuple):
    """The evidence about a pair of leads; the bits of its lines add up to its probability."""

    one: str
    other: str
    lines: list[tuple[str, float, str]]  # comparison, bits, words

    @property
    def bits(self) -> float:
        return sum(bits for _, bits, _ in self.lines)

    @property
    def probability(self) -> float:
        return probability_of(self.bits)


def explain_pair(table: Leads, one: str, other: str = "", name: str = "the file") -> Explanation:
    """Return the evidence about a merged lead in a merge log, or about two leads of any table.

    ``table`` is any frame, with the ids as text or numbers; the bits of all lines add up to the
    pair's. Raises LeadkitError for ids that the table does not have.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": [1, 2], "full_name": ["Eva Meier"] * 2,
    ...     "email": ["eva@meier.example.com"] * 2})
    >>> found = explain_pair(leads, "1", "2")
    >>> [name for name, bits, words in found.lines], f"{found.probability:.3f}"
    (['prior', 'first_name', 'firm', 'last_name', 'email'], '1.000')
    """
    table = as_leads_table(table, what=name)
    one, other = cell_text(one), cell_text(other)
    if not other and "evidence" not in table.columns:
        raise LeadkitError(f"{name}: is no merge log; give two lead_ids, or the file that "
                           "'leadkit dedupe --merges' wrote")  # fmt: skip
    if "lead_id" not in table.columns:
        raise LeadkitError(f"{name}: has no column lead_id; import it, or name the column lead_id")
    ids = table["lead_id"].tolist()
    if "evidence" in table.columns:
        check_log(table, name)
        for at, found in enumerate(ids):
            with_whom = (table["matched_with"].iloc[at], table["merged_into"].iloc[at])
            if found in (one, other) and (not other or {one, other} <= {found, *with_whom}):
                text = table["evidence"].iloc[at]
                if not text:
                    raise LeadkitError(f"{name}: lead {found} was merged because a person said so")
                return Explanation(found, with_whom[0], evidence_in(text, found, name))
        took = [own for own, home in zip(ids, table["merged_into"], strict=True) if home == one]
        if took and not other:
            raise LeadkitError(f"{name}: {one} is the lead that others went into: ask about "
                               f"{' or '.join(took[:3])}")  # fmt: skip
    missing = [wanted for wanted in (one, other) if wanted and wanted not in ids]
    if missing or not other:
        raise LeadkitError(f"{name}: no lead has the lead_id {(missing or [one])[0]}")
    return Explanation(one, other, _compared(table, ids.index(one), ids.index(other)))


def _compared(table: Leads, one: int, other: int) -> list[tuple[str, float, str]]:
    import numpy as np

    from leadkit.deduping.matching.evidence import gather
    from leadkit.deduping.matching.weigh import weigh
    from leadkit.deduping.matching.weights import score_pairs

    contacts = weigh(gather(table.reset_index(drop=True)))
    low, high = sorted((one, other))
    found = score_pairs(contacts, np.array([low]), np.array([high]))
    if not len(found):
        raise LeadkitError("one of the two is a person, the other a company: they are not compared")
    return read_evidence(evidence_column(found, contacts.n)[0])
