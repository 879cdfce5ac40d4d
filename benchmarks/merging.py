"""Time what surrounds the matching of dedupe: merging, merge log, review file.

    python merging.py [ROWS]

Matching is replaced by invented clusters: one for every ten rows, of two rows and every third of
them of three, with a pair for each two of its rows. So this is the time that no engine saves.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from leadkit.dedupe import dedupe_leads
from leadkit.deduping.matching import match, model
from leadkit.files.csv_in import LeadFile


def invented(leads: pd.DataFrame, *args: object, **known: object) -> match.Matches:
    """Return clusters of rows far apart in the order of ids, once; then none."""
    count = len(leads)
    heads = np.arange(count)
    pairs = pd.DataFrame({"l": np.arange(count // 50), "r": np.arange(count // 50) + count // 3})
    if (leads["merged_ids"] == "").all():
        step, first = count // 3, np.arange(count // 10)
        heads[first + step] = first
        heads[first[::3] + 2 * step] = first[::3]
        left = np.concatenate([first, first[::3], first[::3] + step])
        right = np.concatenate([first + step, first[::3] + 2 * step, first[::3] + 2 * step])
        pairs = pd.DataFrame({"l": left, "r": right})
    rng = np.random.default_rng(1)
    for comparison in model.PERSON:
        levels = rng.integers(0, len(comparison.levels), len(pairs))
        pairs[f"{comparison.name}_level"] = levels
        pairs[f"{comparison.name}_bits"] = rng.integers(0, 900, len(pairs)) / 100
        pairs[f"{comparison.name}_apart"] = levels % 3
    pairs["bits"] = rng.uniform(5, 30, len(pairs))
    pairs = pairs.assign(kind="person", never=False, contradicts=False, home=False)
    review = pairs[: count // 50].assign(why="")
    return match.Matches(heads, pairs[heads[pairs["l"]] == heads[pairs["r"]]], review, 20.0)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        made = [sys.executable, Path(__file__).parent / "invent.py", str(rows), path]
        subprocess.run(made, check=True)
        leads = pd.concat(list(LeadFile(str(path)).batches()), ignore_index=True)
    match.match_leads = invented
    began = process_time()
    deduped = dedupe_leads(leads)
    spent = process_time() - began
    told = f"{len(deduped.merges):,} merged, {len(deduped.review):,} pairs to review"
    print(f"{rows:,} rows, {len(leads.columns)} columns: {told}: {spent:.1f} s of CPU")


if __name__ == "__main__":
    main()
