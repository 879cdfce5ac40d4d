"""The review file: pairs that only a person can decide, both sides side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.deduping.matching.match import probability_of
from leadkit.deduping.matching.wording import reasons_column

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.match import Matches

# What it shows of both sides, besides the ids.
SHOWN = ("first_name", "last_name", "full_name", "company", "email", "phone", "mobile", "street",
         "postal_code", "city", "job_title", "source_file")  # fmt: skip


def review_table(leads: Leads, matches: Matches, decided: Leads) -> Leads:
    """Return the pairs to decide, the likeliest first; then those that are decided already.

    So the newest review file holds all that a person ever decided, and may be given as
    decisions to the next run, and be written by it anew.
    """
    import pandas as pd

    pairs = matches.review
    sides = [leads.iloc[pairs[side].to_numpy()] for side in ("l", "r")]
    shown = [name for name in SHOWN if name in leads and any((s[name] != "").any() for s in sides)]
    columns = {
        "decision": [""] * len(pairs),
        "probability": [f"{probability_of(bits):.3f}" for bits in pairs["bits"].tolist()],
        "reasons": [
            "; ".join(filter(None, both))
            for both in zip(reasons_column(pairs), pairs["why"], strict=True)
        ],
    }
    for name in ("lead_id", *shown):
        for number, side in enumerate(sides, start=1):
            columns[f"{name}_{number}"] = side[name].tolist()
    review = pd.DataFrame(columns, dtype="str")
    if not len(decided):
        return review
    both = [f"{name}_{number}" for name in SHOWN for number in (1, 2)]
    known = [name for name in decided.columns if name in review.columns or name in both]
    every = pd.concat([review, decided[known]], ignore_index=True)
    return every.fillna("").astype("str")
