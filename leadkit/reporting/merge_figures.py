"""What the merge log and the review of a run say: duplicates by list, by evidence, by size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from leadkit.reporting.run_files import RunFiles
from leadkit.reporting.tables import Batches, counted, counted_parts, rows_of


@dataclass
class MergeFigures:
    """Rows that went into others; each is a row of the merge log."""

    merged: int = 0
    into: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # (lead, the row's list) -> rows
    evidence: Counter[str] = field(default_factory=Counter)  # what two rows shared -> rows
    unsure: int = 0  # merged at less than 99%
    waiting: int = 0  # pairs that a person should decide

    def sizes(self) -> dict[int, int]:
        """Return how many leads were made of how many rows."""
        rows: Counter[str] = Counter()
        for (lead, _), many in self.into.items():
            rows[lead] += many
        return dict(sorted(Counter(many + 1 for many in rows.values()).items()))

    def lists(self, heads: dict[str, str]) -> Counter[tuple[str, str]]:
        """Return how many rows of which list went into a lead of which list, by its name."""
        found: Counter[tuple[str, str]] = Counter()
        for (lead, name), many in self.into.items():
            found[name, heads.get(lead, "")] += many
        return found


def read_merges(files: RunFiles) -> MergeFigures:
    """Return what the merge log of a run and its pairs to review say; zeros where there is none."""
    figures = MergeFigures()
    if (path := files.table("merges")) is not None:
        _count_merges(path, figures)
    decided = rows_of(files.table("review"), "decision")
    figures.waiting = sum(many for (said,), many in decided.items() if not said.strip())
    return figures


def _count_merges(path: Path, figures: MergeFigures) -> None:
    for batch in Batches(path, ("merged_into", "source_file", "reasons", "probability")):
        figures.merged += batch.num_rows
        figures.into.update(counted(batch, "merged_into", "source_file"))
        figures.evidence.update(counted_parts(batch["reasons"].combine_chunks()))
        for (cell,), many in counted(batch, "probability").items():
            figures.unsure += many if cell < "0.99" and cell.startswith("0.") else 0
