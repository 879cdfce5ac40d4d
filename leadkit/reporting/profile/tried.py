"""What clean, dedupe and consent say of rows that are looked at closely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from leadkit.base.leads import Stage, leads_of, table_of
from leadkit.classifying.consent_overview import ConsentCount
from leadkit.classifying.consent_table import ConsentTable
from leadkit.classifying.permissions import Judge
from leadkit.deduping.known import COMPARABLE
from leadkit.deduping.rounds import TO_REVIEW
from leadkit.fields.spans import NO_DAY
from leadkit.importing.lists import ListRead
from leadkit.reporting.profile.figures import ContactFigures, DuplicateFigures
from leadkit.reporting.profile.samples import Sample
from leadkit.reporting.profile.shared_keys import shared_keys

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads

_Name = TypeVar("_Name", bound=Hashable)
_Z = 1.96  # standard errors within which 19 of 20 estimates are


@dataclass(frozen=True)
class Cleaned:
    """Some rows of a list as clean leaves them, and what it found; counts are of these rows."""

    leads: Leads
    cells: Mapping[str, Mapping[str, int]]  # by column
    codes: Mapping[str, int]


def cleaned(tables: Sequence[pa.Table], columns: Sequence[str], stage: Stage) -> Cleaned:
    """Return leads as clean leaves them."""
    import pandas as pd
    import pyarrow as pa

    leads = leads_of(pa.concat_tables(tables)) if tables else pd.DataFrame(
        columns=list(columns), dtype="str")  # fmt: skip
    outcome = stage.apply(leads)
    codes: Counter[str] = Counter()
    for cell, many in outcome.leads["issues"].value_counts().items():
        codes.update(dict.fromkeys(filter(None, str(cell).split("; ")), int(many)))
    return Cleaned(outcome.leads, outcome.cells, codes)


def contact_of(
    leads: Leads, table: ConsentTable, read: ListRead, scaled: Callable[[int], int]
) -> ContactFigures:
    """Return what cleaned rows of a list say of being contacted, and who may be."""
    count = ConsentCount(table, paths={read.label: read.path})
    count.count(leads)
    *lists, total = count.lines()
    found = Judge(table).judge(leads, NO_DAY)
    may = {channel: int(open_[found.case].sum()) for channel, open_ in found.may.items()}
    return ContactFigures(
        {word: scaled(total.said[word]) for word in ("yes", "no", "nothing", "unclear")},
        scaled(total.proven),
        {name: scaled(many) for name, many in total.lacks.items()},
        lists[0].to_do() if len(lists) == 1 else "",
        {channel: scaled(many) for channel, many in may.items()},
    )


def duplicates_of(
    leads: Leads, which: Sequence[int], names: Sequence[str], sample: Sample
) -> DuplicateFigures:
    """Return which cleaned rows dedupe would merge; ``which`` is the place of the list of each.

    A row of a sample of keys counts for as many as it stands for: two rows that share one key are
    there in ``sample.share`` of all cases, two that share several more often.
    """
    import numpy as np

    from leadkit.dedupe import dedupe_leads

    if len(leads) < 2 or not set(leads.columns) & COMPARABLE:
        return DuplicateFigures(0, sample.is_whole)
    found = dedupe_leads(leads)
    place = dict(zip(found.given["lead_id"], range(len(leads)), strict=True))
    rows, heads = (
        np.array([place[one] for one in found.merges[name]], np.int64)
        for name in ("lead_id", "merged_into")
    )
    weights = np.ones(len(rows))
    if not sample.is_whole:
        weights = _weights(_keys_of(leads), rows, heads, sample)
    lists: dict[tuple[str, str], float] = {}
    evidence: dict[str, float] = {}
    reasons = found.merges["reasons"].tolist()
    for row, head, why, weight in zip(rows, heads, reasons, weights.tolist(), strict=True):
        pair = names[which[row]], names[which[head]]
        lists[pair] = lists.get(pair, 0.0) + weight
        for word in why.split("; "):
            evidence[word] = evidence.get(word, 0.0) + weight
    merged = float(weights.sum())
    about = 0.0 if sample.is_whole else _Z * float(np.sqrt((weights * weights).sum()))
    return DuplicateFigures(
        len(leads),
        sample.is_whole,
        round(merged),
        max(0, round(merged - about)),
        round(merged + about),
        found.counts.get(TO_REVIEW, 0),
        _rounded(lists),
        _rounded(evidence),
    )


def _rounded(counts: Mapping[_Name, float]) -> dict[_Name, int]:
    return {name: round(many) for name, many in counts.items() if round(many)}


def _keys_of(leads: Leads) -> np.ndarray:
    return shared_keys(table_of(leads))


def _weights(keys: np.ndarray, rows: np.ndarray, heads: np.ndarray, sample: Sample) -> np.ndarray:
    """Return how many rows each merged row stands for, by the keys that it shares with its group.

    One that shares no key with another row of it is there by chance, and counts for none.
    """
    import numpy as np

    members: dict[int, list[int]] = {}
    for row, head in zip(rows.tolist(), heads.tolist(), strict=True):
        members.setdefault(head, [head]).append(row)
    weights = np.zeros(len(rows))
    for at, (row, head) in enumerate(zip(rows.tolist(), heads.tolist(), strict=True)):
        others = np.array([one for one in members[head] if one != row])
        own = np.unique(keys[row][keys[row] != 0])
        shared = int(np.isin(own, keys[others]).sum())
        if shared:
            weights[at] = 1 / (1 - (1 - sample.share) ** shared)
    return weights
