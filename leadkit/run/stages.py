"""The table of all stages: which options each takes, and how it is made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Stage
from leadkit.base.options import options_of

if TYPE_CHECKING:
    from leadkit.files.csv_in import LeadFile
    from leadkit.files.read import ListFile

# Lists that are no text, and so no CSV.
OTHER_LISTS = (
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".vcf", ".vcard", ".gz", ".zip",
)  # fmt: skip


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


def _list_file(path: str) -> LeadFile | ListFile:
    """Open a list to look up: a CSV file that may lack a header or have a title above it, or what
    else import opens."""
    from leadkit.files.read import ListFile

    if path.lower().endswith(OTHER_LISTS):
        return ListFile(path)
    try:
        listed = _lead_file(path)
    except LeadkitError:  # blank names in its first line, as those of a title have
        return ListFile(path)
    may_be_title = len(listed.columns) == 1 or "" in listed.columns
    beside = ListFile(path) if may_be_title else listed
    return beside if len(beside.columns) > 1 else listed


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

    return StageKind(
        ClassifyOptions, lambda options: classify_stage(options, _lead_file, _list_file)
    )


def _cpl() -> StageKind:
    from leadkit.cpl import CplStepOptions
    from leadkit.run.sources import costing

    return StageKind(CplStepOptions, costing)


def _assign() -> StageKind:
    from leadkit.assign import AssignOptions, assign_stage

    return StageKind(AssignOptions, assign_stage)


# Every stage that takes leads and gives leads. A run loads those it takes, and no other.
STAGES: dict[str, Callable[[], StageKind]] = {
    "clean": _clean,
    "dedupe": _dedupe,
    "update": _update,
    "score": _score,
    "classify": _classify,
    "assign": _assign,
    "cpl": _cpl,
}
