"""A merge log as it comes back: whatever was done to it meanwhile is a line with the lead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.lead_ids import id_told
from leadkit.deduping.matching.wording import read_evidence
from leadkit.deduping.merging.log import LOG_COLUMNS

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

_LONGEST = 15  # digits of a position: no list has more rows


def check_log(merges: Leads, name: str) -> None:
    """Raise LeadkitError for a table that lacks a column of a merge log; ``name`` is its name.

    >>> import pandas as pd
    >>> check_log(pd.DataFrame({"lead_id": ["1"]}), "m.csv")
    Traceback (most recent call last):
        ...
    leadkit.base.errors.LeadkitError: m.csv: is no merge log: it has no column merged_into; \
'leadkit dedupe --merges' writes one
    """
    for column in LOG_COLUMNS:
        if column not in merges.columns:
            raise LeadkitError(f"{name}: is no merge log: it has no column {column}; "
                               "'leadkit dedupe --merges' writes one")  # fmt: skip


def positions_of(merges: Leads, name: str) -> list[int]:
    """Return where each row stood among all; raise LeadkitError for what is no number."""
    cells = merges["position"].tolist()
    for lead, cell in zip(merges["lead_id"], cells, strict=True):
        if not (cell.isascii() and cell.isdecimal() and len(cell) <= _LONGEST):
            raise _damaged(name, lead, "position", "is no number of a row")
    return [int(cell) for cell in cells]


def changes_of(merges: Leads, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield of each row the lead it went into, and what that held before, where it says so.

    Raises LeadkitError for what is no JSON of names and texts.
    """
    for lead, kept, cell in zip(
        merges["lead_id"], merges["merged_into"], merges["kept_before"], strict=True
    ):
        try:
            before = json.loads(cell) if cell else {}
            whole = isinstance(before, dict) and all(
                isinstance(one, str) for one in before.values()
            )
            json.dumps(before, ensure_ascii=False).encode()  # half of a sign is in no file
        except (ValueError, RecursionError):
            whole = False
        if not whole:
            raise _damaged(name, lead, "kept_before", "is no JSON of columns with their texts")
        yield kept, before


def evidence_in(text: str, lead: str, name: str) -> list[tuple[str, float, str]]:
    """Return what the evidence of a lead says; raise LeadkitError where it cannot be read."""
    try:
        return read_evidence(text)
    except ValueError:
        raise _damaged(name, lead, "evidence", "has a comparison without its bits") from None


def _damaged(name: str, lead: str, column: str, what: str) -> LeadkitError:
    which = id_told(lead, "the lead ", "a lead")
    return LeadkitError(f"{name}: {column} of {which} {what}; take the merge log as "
                        "'leadkit dedupe --merges' wrote it")  # fmt: skip
