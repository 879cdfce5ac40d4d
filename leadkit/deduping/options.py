"""What dedupe and update have in common as options: where the bands begin, which files say more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadkit.base.errors import LeadkitError
from leadkit.base.options import StageOptions, option


@dataclass(frozen=True)
class MergeOptions(StageOptions):
    """From which probability on rows are one, what they keep, and which files say more."""

    merge_at: float = option(0.95, "probability", "Merge pairs at least this probable.", "P")
    review_at: float = option(
        0.5, "probability", "Pairs from here to --merge-at are for review.", "P"
    )
    rules: str = option("merge", "rules", "Merge rules, or the name of shipped ones.")
    decisions: tuple[str, ...] = option(
        (), "files", "A review file with y or n in 'decision'.", replaced_by="review"
    )
    removed: tuple[str, ...] = option(
        (), "files", "What 'classify --suppressed' wrote: leave these leads out, they are not new."
    )
    key_file: str = option("", "file", "With --removed: key of its hashes (HMAC-SHA256).")
    merges: str = option("", "output", "Write which lead went into which, and why.")
    review: str = option("", "output", "Write the pairs that a person has to decide.")
    review_merged: str = option("", "output", "Write what was merged, the least sure first.")
    known: str = option("", "output", "With --removed: write who is left out.")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.review_at > self.merge_at:
            raise LeadkitError(
                f"--review-at {self.review_at} is above --merge-at {self.merge_at}: "
                "pairs to review are those below it"
            )


@dataclass(frozen=True)
class DedupeOptions(MergeOptions):
    """How rows are merged, and the list that they are compared with."""

    known: str = option("", "output", "With --against, --removed: write who is left out.")
    against: str = option(
        "", "file", "A CRM's export: write only what it lacks.",
        instead="To bring it up to date: leadkit update {path} NEW -o {output}",
    )  # fmt: skip
    all_rows: bool = option(False, "flag", "With --against: write known leads too.")
    region: str = option("", "text", "With --against: where its phones are.", "COUNTRY")


@dataclass(frozen=True)
class UpdateOptions(MergeOptions):
    """The list that is brought up to date, and how."""

    master: str = option(
        "", "file", "The list to bring up to date; at the first run there is none.",
        argument=True, replaced_by="output",
    )  # fmt: skip
    as_of: date | str | None = option(
        None, "day", "Day since which leads that a complete list names no more are missing."
    )
