"""Columns that hold whole addresses: told by their cells, where no other column has the town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.cells import text, to_numpy
from leadkit.fields.address import take_apart
from leadkit.importing.claims import HOUSE_NUMBER, OWN_NAME, Claim
from leadkit.importing.combined import FIELDS_APART, address_fields

if TYPE_CHECKING:
    import numpy as np

    from leadkit.importing.cell_changes import Cells

WHOLE = "street_whole"  # the code of cells that could not be taken apart
_MOST = 0.5  # of the cells, before a column is one of whole addresses


def with_whole_addresses(
    settled: Mapping[int, Claim], cells: Sequence[Sequence[str]]
) -> dict[int, Claim]:
    """Return the claims, those for a street with further fields where its cells are addresses.

    A state or a country that has a column of its own stays with that.
    """
    held = {field for claim in settled.values() for field in claim.field.split(FIELDS_APART)}
    found = dict(settled)
    for at, claim in settled.items():
        if claim.field not in ("street", "home_street"):
            continue
        if claim.strength in (HOUSE_NUMBER, OWN_NAME) or _is_shared(claim.field, settled):
            continue
        fields = address_fields(claim.field.removesuffix("street"), held)
        if fields and _are_addresses(cells[at]):
            reason = f"{claim.reason}, and its cells are whole addresses: they are taken apart"
            found[at] = replace(claim, field=fields, reason=reason)
    return found


def _is_shared(field: str, settled: Mapping[int, Claim]) -> bool:
    return sum(claim.field == field for claim in settled.values()) > 1


def _are_addresses(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    whole = sum(not take_apart(cell).is_whole for cell in filled)
    return whole > 0 and whole >= _MOST * len(filled)


def rows_left_whole(columns: Iterable[Sequence[str]], cells: Cells) -> np.ndarray:
    """Return the rows whose address could not be taken apart.

    ``columns`` are those of the lead table that each column of the list fills.
    """
    import numpy as np
    import pyarrow.compute as pc

    if not any({"street", "city"} <= set(names) for names in columns):
        return np.array([], np.int64)
    blank = {name: pc.equal(cells[name], text("")) for name in ("street", "city")}
    left: np.ndarray = np.flatnonzero(~to_numpy(blank["street"]) & to_numpy(blank["city"]))
    return left
