"""The table of all stages: how each is made from its options, and what it may write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.leads import Stage
from leadkit.files.read import opened_activities
from leadkit.run.sources import deduping

if TYPE_CHECKING:
    from leadkit.files.csv_in import LeadFile


@dataclass(frozen=True)
class StageKind:
    """How a stage is made from its options, and which side tables it can write."""

    options: type | None
    make: Callable[..., Stage]
    asides: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()  # options that name files, beside the pipeline file


def _lead_file(path: str) -> LeadFile:
    from leadkit.files.csv_in import LeadFile

    return LeadFile(path)


def _clean() -> StageKind:
    from leadkit.clean import clean_stage
    from leadkit.fields.cleaner import CleanOptions

    return StageKind(CleanOptions, clean_stage, asides=("changes",))


def _dedupe() -> StageKind:
    from leadkit.deduping.rounds import DedupeOptions

    asides = ("merges", "review", "known")
    return StageKind(DedupeOptions, deduping, asides, paths=("decisions", "against"))


def _score() -> StageKind:
    from leadkit.score import ScoreOptions, score_stage

    def make(options: ScoreOptions) -> Stage:
        return score_stage(options, opened_activities(options.activities))

    return StageKind(ScoreOptions, make, paths=("activities",))


def _classify() -> StageKind:
    from leadkit.classify import ClassifyOptions, classify_stage

    return StageKind(
        ClassifyOptions,
        lambda options: classify_stage(options, _lead_file),
        asides=("transitions", "suppressed", "funnel"),
        paths=("previous", "suppress", "key_file"),
    )


def _cpl() -> StageKind:
    from leadkit.cpl import CplOptions, cpl_stage

    return StageKind(CplOptions, cpl_stage)


# Every stage that takes leads and gives leads. A run loads those it takes, and no other.
STAGES: dict[str, Callable[[], StageKind]] = {
    "clean": _clean,
    "dedupe": _dedupe,
    "score": _score,
    "classify": _classify,
    "cpl": _cpl,
}
