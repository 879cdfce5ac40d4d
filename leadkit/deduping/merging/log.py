"""The merge log: for every absorbed row where it went, why, and what is needed to bring it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask
from leadkit.base.columns import DIALLED, EMAILS, FURTHER, KNOWN
from leadkit.base.leads import cell_column
from leadkit.deduping.matching.match import bits_of, probability_of
from leadkit.deduping.matching.wording import evidence_column, reasons_column
from leadkit.fields.objections import SEPARATOR

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from leadkit.base.cells import Cells, Column, Mask
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.match import Matches

# Columns among which a value may move, and those that hold several values.
_PLACES = (EMAILS, DIALLED)
_JOINED_IN = {
    **{name: (name,) for name in ("tags", "notes", "fax", "consent_unread", *FURTHER.values())},
    **dict.fromkeys(EMAILS, (FURTHER["email"],)),
    **dict.fromkeys(DIALLED, (FURTHER["call"],)),
}

# What a merge log says of an absorbed row, before the row itself.
LOG_COLUMNS = ("lead_id", "merged_into", "probability", "reasons", "fields_used", "matched_with",
        "evidence", "position", "kept_before")  # fmt: skip
# What is refused goes on being so, but for what other rows brought: later steps may add to it.
REFUSED, REFUSED_BY_MERGING = "refused", "refused by merging"
DECIDED, SAME_ID = "decided by a person", "one lead by its id"
CERTAIN = (DECIDED, SAME_ID)  # reasons that no evidence is needed for


@dataclass
class Absorbed:
    """Rows that went into others, round after round; rows are numbered as they were given."""

    rows: list[int] = field(default_factory=list)
    into: list[int] = field(default_factory=list)
    why: list[pd.DataFrame] = field(default_factory=list)  # from reasons_to_merge, round by round

    def among(self, numbers: np.ndarray) -> Absorbed:
        """Return the same, rows being numbered by where they stand among these numbers."""
        import numpy as np

        rows, into = (np.searchsorted(numbers, some).tolist() for some in (self.rows, self.into))
        return Absorbed(rows, into, self.why)

    def homes(self, count: int) -> np.ndarray:
        """Return for each row that was given the row it is part of in the end."""
        import numpy as np

        home = np.arange(count)
        home[self.rows] = self.into
        while (home != home[home]).any():
            home = home[home]
        return home


def reasons_to_merge(
    matches: Matches,
    kept_row: np.ndarray,
    gone: np.ndarray,
    same: Sequence[tuple[int, int]],
    merge_at: float,
    ids: np.ndarray,
) -> pd.DataFrame:
    """Say why each row that goes does: its evidence with the kept row, else with the nearest one.

    ``kept_row`` has for each row of a cluster the row that stays, -1 for rows that do not merge.
    """
    import numpy as np
    import pandas as pd

    pairs = matches.pairs
    left, right, bits = (pairs[name].to_numpy() for name in ("l", "r", "bits"))
    row, other = np.concatenate([left, right]), np.concatenate([right, left])
    pair = np.tile(np.arange(len(pairs)), 2)
    going = np.zeros(len(kept_row), bool)
    going[gone] = True
    own = np.flatnonzero(going[row] & (kept_row[other] >= 0))
    row, other, pair = row[own], other[own], pair[own]
    weight = bits[pair]
    order = np.lexsort((other, -weight, other != kept_row[row], weight <= 0, row))
    found = np.full(len(kept_row), -1)
    found[row[order[::-1]]] = order[::-1]
    chosen = found[gone]
    weighed = np.flatnonzero(chosen >= 0)
    nearest = kept_row[gone]
    nearest[weighed] = other[chosen[weighed]]
    evident = pairs.iloc[pair[chosen[weighed]]]
    # What the evidence alone would not have merged, a person did.
    by_person = _numbered(gone[weighed], nearest[weighed], len(kept_row))
    one, two = np.array(same, np.int64).reshape(-1, 2).T
    decided = _numbered(one, two, len(kept_row))
    own = ~np.isin(by_person, decided) | (evident["bits"].to_numpy() >= bits_of(merge_at))
    weighed, evident = weighed[own], evident[own]
    weights = pd.DataFrame(
        {"probability": "1.000", "reasons": DECIDED, "matched_with": ids[nearest], "evidence": ""},
        dtype="object",
    )
    weights.iloc[weighed, 0] = [f"{probability_of(bits):.3f}" for bits in evident["bits"].tolist()]
    weights.iloc[weighed, 1] = reasons_column(evident)
    weights.iloc[weighed, 3] = evidence_column(evident, matches.prior)
    return weights.astype("str")


def _numbered(one: np.ndarray, other: np.ndarray, count: int) -> np.ndarray:
    """Return a number for each pair of rows, whichever comes first."""
    import numpy as np

    return np.asarray(np.minimum(one, other) * count + np.maximum(one, other))


def merge_log(
    originals: Leads, absorbed: Absorbed, final: Leads, kept: np.ndarray,
    positions: np.ndarray | None = None,
) -> Leads:  # fmt: skip
    """Return the absorbed rows as they came, each with the lead it went into in the end.

    ``originals`` are all leads in their order, ``final`` those that remain; ``kept`` tells of
    each of these which row of the originals it was. ``positions`` are those of the originals,
    where there are more rows than these.
    """
    import numpy as np
    import pandas as pd

    order = np.argsort(np.array(absorbed.rows, np.int64), kind="stable")
    gone = np.array(absorbed.rows, np.int64)[order]
    place = np.full(len(originals), -1)
    place[kept] = np.arange(len(kept))
    home = absorbed.homes(len(originals))[gone]
    rows, before, after = originals.iloc[gone], originals.iloc[home], final.iloc[place[home]]
    columns = {
        "lead_id": rows["lead_id"].to_numpy(object),
        "merged_into": after["lead_id"].to_numpy(object),
        "fields_used": _fields_used(rows, before, after),
        "position": (gone if positions is None else positions[gone]).astype(str),
        "kept_before": _kept_before(home, rows["lead_id"].to_numpy(object), before, after),
    }
    head = pd.DataFrame(columns, columns=list(LOG_COLUMNS), dtype="str")
    if absorbed.why:
        why = pd.concat(absorbed.why, ignore_index=True).iloc[order].reset_index(drop=True)
        head = head.assign(**{name: why[name] for name in why.columns})
    return pd.concat([head, rows.drop(columns="lead_id").reset_index(drop=True)], axis=1)


def _fields_used(rows: Leads, before: Leads, after: Leads) -> np.ndarray:
    """Return the fields of each row whose values the kept row did not have and has now."""
    import numpy as np
    import pyarrow.compute as pc

    used: list[list[str]] = [[] for _ in range(len(rows))]
    for name in rows.columns:
        if name not in KNOWN:
            continue
        places = next((p for p in _PLACES if name in p), (name,))
        value = as_cells(rows[name])
        had = _equals_any(value, [before[place] for place in places if place in before.columns])
        has = _equals_any(value, [after[place] for place in places if place in after.columns])
        for further in _JOINED_IN.get(name, ()):
            if further in after.columns:
                joined = zip(value.to_pylist(), after[further].tolist(), strict=True)
                has |= np.array([own in text for own, text in joined], bool)
        filled = as_mask(pc.not_equal(value, ""))
        for at in np.flatnonzero(filled & has & ~had).tolist():
            used[at].append(name)
    return np.array(["; ".join(names) for names in used], object)


def _equals_any(value: Cells, columns: Sequence[Column]) -> Mask:
    import numpy as np
    import pyarrow.compute as pc

    same = [as_mask(pc.equal(value, as_cells(column))) for column in columns]
    return np.asarray(np.logical_or.reduce(same))


def _kept_before(home: np.ndarray, ids: np.ndarray, before: Leads, after: Leads) -> np.ndarray:
    """Return as JSON what the kept row held before, where it differs; with one of its rows only."""
    import numpy as np
    import pyarrow.compute as pc

    order = np.lexsort((ids.astype(str), home))
    first = order[np.unique(home[order], return_index=True)[1]]
    cells: list[dict[str, str]] = [{} for _ in range(len(first))]
    for name in before.columns:
        if name == REFUSED:
            continue
        was, now = as_cells(before[name]).take(first), as_cells(after[name]).take(first)
        changed = np.flatnonzero(as_mask(pc.not_equal(was, now)))
        for at, text in zip(changed.tolist(), was.take(changed).to_pylist(), strict=True):
            cells[at][name] = text
    if REFUSED in after.columns:
        was, now = cell_column(before, REFUSED), after[REFUSED]
        for at, (text, other) in enumerate(zip(was.iloc[first], now.iloc[first], strict=True)):
            if new := [one for one in other.split(SEPARATOR) if one not in text.split(SEPARATOR)]:
                cells[at][REFUSED_BY_MERGING] = SEPARATOR.join(new)
    changes = np.full(len(home), "", object)
    changes[first] = [json.dumps(own, ensure_ascii=False) for own in cells]
    return changes
