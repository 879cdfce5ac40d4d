"""The table of all stages: which options each takes, and how it is made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.leads import Stage
from leadkit.base.options import options_of

if TYPE_CHECKING:
    from leadkit.files.csv_in import LeadFile


@dataclass(frozen=True)
class StageKind:
    """A stage's options, and how it is made of them."""

    options: type
    make: Callable[..., Stage]

    @property
    def asides(self) -> tuple[str, ...]:
        """The side tables it can write: its options that name outputs."""
        declared = options_of(self.options)
        return tuple(name for name, one in declared.items() if one.kind == "output")


def _lead_file(path: str) -> LeadFile:
    from leadkit.files.csv_in import LeadFile

    return LeadFile(path)


def _clean() -> StageKind:
    from leadkit.clean import clean_stage
    from leadkit.fields.cleaner import CleanOptions

    return StageKind(CleanOptions, clean_stage)


def _dedupe() -> StageKind:
    from leadkit.deduping.options import DedupeOptions
    from leadkit.run.sources import deduping

    return StageKind(DedupeOptions, deduping)


def _update() -> StageKind:
    from leadkit.deduping.options import UpdateOptions
    from leadkit.run.sources import updating

    return StageKind(UpdateOptions, updating)


def _score() -> StageKind:
    from leadkit.files.read import opened_activities
    from leadkit.score import ScoreOptions, score_stage

    def make(options: ScoreOptions) -> Stage:
        return score_stage(options, opened_activities(options.activities))

    return StageKind(ScoreOptions, make)


def _classify() -> StageKind:
    from leadkit.classify import ClassifyOptions, classify_stage
    from leadkit.files.read import open_entries

    return StageKind(
        ClassifyOptions, lambda options: classify_stage(options, _lead_file, open_entries)
    )


def _cpl() -> StageKind:
    from leadkit.cpl import CplStepOptions
    from leadkit.run.sources import costing

    return StageKind(CplStepOptions, costing)


def _assign() -> StageKind:
    from leadkit.assign import AssignOptions, assign_stage

    return StageKind(AssignOptions, assign_stage)


def _accounts() -> StageKind:
    from leadkit.accounts import AccountsOptions, accounts_stage

    return StageKind(AccountsOptions, accounts_stage)


# Every stage that takes leads and gives leads. A run loads those it takes, and no other.
STAGES: dict[str, Callable[[], StageKind]] = {
    "clean": _clean,
    "dedupe": _dedupe,
    "update": _update,
    "score": _score,
    "accounts": _accounts,
    "classify": _classify,
    "assign": _assign,
    "cpl": _cpl,
}
