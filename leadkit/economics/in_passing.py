"""Channels studied while leads go by, as a step of a run does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from leadkit.base.as_planned import AboutRules
from leadkit.base.columns import KNOWN
from leadkit.base.leads import Closing, Outcome, Stage, with_columns
from leadkit.economics.grouping import find_column
from leadkit.economics.report import report_table
from leadkit.economics.study import ChannelStudy, StudyOptions
from leadkit.economics.verdicts import TOO_EARLY, VERDICTS

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

# What a summary says of each channel.
_SHOWN = (
    "leads", "orders", "spend", "currency", "cpl", "max_cpl", "max_cpl_low", "max_cpl_high",
    "shrunk_max_cpl", "verdict",
)  # fmt: skip


class ChannelsInPassing:
    """A step that leads go through as they are, and that counts what each channel cost.

    ``spend`` is the spend of all channels in one table, ``places`` where each row of it stands.
    Where neither spend nor figures are known yet, nothing is counted and nothing said. Leads
    without a column of ours that ``by`` names have it blank. Raises LeadkitError for figures and
    spend that make no sense.
    """

    def __init__(
        self, options: StudyOptions, figures: Mapping[str, str], spend: Leads | None = None,
        places: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._options, self._figures = options, figures
        self._spend, self._places = spend, places
        self._asleep = (spend is None or not len(spend)) and not any(figures.values())
        self._lacking: dict[str, str] = {}
        ChannelStudy(options, figures).report(spend, places)  # what is wrong is told at once
        self._study = ChannelStudy(options, figures)
        self.stage = Stage(
            "cpl", self._apply, check=self._check, closing=self._closing, after_all=self._notes
        )

    def _check(self, columns: list[str]) -> list[str]:
        import pandas as pd

        if self._asleep:
            return []
        by = [part.strip() for part in self._options.by.split(",")]
        lacking = [one for one in by if one in KNOWN and not find_column(columns, one)]
        self._lacking = dict.fromkeys(lacking, "")
        empty = pd.DataFrame(columns=[*columns, *lacking], dtype="str")
        ChannelStudy(self._options, self._figures).count(empty)
        return [
            AboutRules(f"the leads have no {one}: their cost is told for all of them together")
            for one in lacking
        ]

    def _apply(self, leads: Leads) -> Outcome:
        if not self._asleep:
            self._study.count(with_columns(leads, self._lacking) if self._lacking else leads)
        return Outcome(leads)

    def _closing(self) -> Closing:
        report = self._study.report(self._spend, self._places)
        table = report_table(report)
        if self._asleep:
            return Closing({"channels": table[:0]})
        verdicts = Counter(line.verdict for line in report.lines if line.verdict)
        counts = {
            f"channels {'' if verdict == TOO_EARLY else 'to '}{verdict.partition(':')[0]}":
                verdicts[verdict]
            for verdict in VERDICTS
        }  # fmt: skip
        shown = [*report.by, *_SHOWN]
        lines = [
            dict(zip(shown, cells, strict=True))
            for cells in table[shown].itertuples(index=False, name=None)
        ]
        return Closing({"channels": table}, counts, {"channels": lines})

    def _notes(self) -> list[str]:
        return [] if self._asleep else self._study.notes
