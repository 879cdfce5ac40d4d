"""The review file: pairs that only a person can decide, both sides side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.deduping.master import place_of
from leadkit.deduping.matching.match import probability_of
from leadkit.deduping.matching.wording import reasons_column

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from leadkit.base.leads import Leads

# What it shows of both sides, besides the ids.
SHOWN = ("first_name", "last_name", "full_name", "company", "email", "phone", "mobile", "street",
         "postal_code", "city", "job_title", "source_file")  # fmt: skip


def review_table(leads: Leads, pairs: pd.DataFrame, carried: Leads) -> Leads:
    """Return the pairs to decide, the likeliest first; then lines of the review file before.

    Those are the ones that are decided already: so the newest review file holds all that a person
    ever decided, and may be given as decisions to the next run, and be written by it anew.
    """
    import pandas as pd

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
    if not len(carried):
        return review
    both = [f"{name}_{number}" for name in SHOWN for number in (1, 2)]
    known = [name for name in carried.columns if name in review.columns or name in both]
    every = pd.concat([review, carried[known]], ignore_index=True)
    return every.fillna("").astype("str")


@dataclass
class Doubted:
    """Pairs for review, round by round: what a later round doubts less is still to decide."""

    rounds: list[pd.DataFrame] = field(default_factory=list)

    def add(self, review: pd.DataFrame, number: np.ndarray) -> None:
        """Keep the pairs of a round; ``number`` tells of each of its rows which lead it was."""
        left, right = (number[review[side].to_numpy()] for side in ("l", "r"))
        self.rounds.append(review.assign(l=left, r=right))

    def numbers(self) -> np.ndarray:
        """Return which leads the pairs of all rounds are of."""
        import numpy as np

        sides = [one[side].to_numpy(np.int64) for one in self.rounds for side in ("l", "r")]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *sides]))

    def still_apart(
        self, homes: np.ndarray, number: np.ndarray, apart: set[tuple[int, int]]
    ) -> pd.DataFrame:
        """Return the pairs of all rounds whose rows did not become one, each once.

        ``homes`` tells of each lead which one it is part of; the rows of the result are those
        that ``number`` has. What the last round says of a pair counts before earlier ones.
        """
        import numpy as np
        import pandas as pd

        if not self.rounds:
            return pd.DataFrame({name: [] for name in ("l", "r", "bits", "kind", "why")})
        row_of = place_of(number, len(homes))
        every = pd.concat(self.rounds[::-1], ignore_index=True)
        one, other = (row_of[homes[every[side].to_numpy()]] for side in ("l", "r"))
        every = every.assign(l=np.minimum(one, other), r=np.maximum(one, other))
        every = every[(every["l"] != every["r"]) & (every["l"] >= 0)]
        every = every.drop_duplicates(["l", "r"])
        decided = [pair in apart for pair in zip(every["l"], every["r"], strict=True)]
        every = every[~np.array(decided, bool)]
        order = ["bits", "l", "r"]
        return every.sort_values(order, ascending=[False, True, True], ignore_index=True)


def merged_table(merges: Leads, given: Leads) -> Leads:
    """Return the merges as pairs to decide, the least sure first, as the review file has them.

    Each is the absorbed row beside the one whose evidence took it in, so that an n keeps the two
    apart in the next run.
    """
    import pandas as pd

    from leadkit.deduping.merging.log import CERTAIN

    probability = pd.to_numeric(merges["probability"], errors="coerce").fillna(1.0)
    own = merges[~merges["reasons"].isin(CERTAIN)]
    own = own.assign(_sure=probability[own.index]).sort_values("_sure", kind="stable")
    rows = given.drop_duplicates("lead_id").set_index("lead_id", drop=False)
    sides = [rows.loc[own[name].tolist()] for name in ("lead_id", "matched_with")]
    shown = [name for name in SHOWN if name in given and any((s[name] != "").any() for s in sides)]
    columns = {
        "decision": [""] * len(own),
        "probability": own["probability"].tolist(),
        "reasons": own["reasons"].tolist(),
    }
    for name in ("lead_id", *shown):
        for number, side in enumerate(sides, start=1):
            columns[f"{name}_{number}"] = side[name].tolist()
    return pd.DataFrame(columns, dtype="str")
