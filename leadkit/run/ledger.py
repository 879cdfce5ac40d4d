"""The ledger: every row that was read, and where it went."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from leadkit.base.as_planned import AboutRules, AsPlanned
from leadkit.base.errors import LedgerError
from leadkit.base.leads import Appended, Outcome
from leadkit.base.values import with_values, without_values
from leadkit.files.raw import Reject

FUNNEL = ("lead_source", "lead_status", "leads", "moved", "blocked")


class Note(str):
    """What a run has to tell its user, as text, and the stage that says so.

    >>> note = Note("a.csv: 2 rows end early", "import")
    >>> note, note.stage, note.as_planned
    ('a.csv: 2 rows end early', 'import', False)
    """

    stage: str
    as_planned: bool  # it goes into the summary, for nobody need look at it
    about_rules: bool  # it holds until somebody changes rules or options

    def __new__(cls, text: str, stage: str) -> Self:
        note = super().__new__(cls, text)
        note.stage, note.as_planned = stage, isinstance(text, AsPlanned)
        note.about_rules = isinstance(text, AboutRules)
        return note


@dataclass
class StageCount:
    """What one stage did, in rows."""

    name: str
    rows_in: int = 0
    rows_out: int = 0
    brought: int = 0  # leads of a master that it brought along
    counts: Counter[str] = field(default_factory=Counter)
    funnel: dict[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)
    cells: dict[str, Counter[str]] = field(default_factory=dict)  # what became of those of a column

    def summary(self) -> dict[str, object]:
        """Return what a summary says of the stage; the funnel has its own place there."""
        left_out = {"funnel", *(name for name in ("brought", "cells") if not getattr(self, name))}
        return {name: value for name, value in vars(self).items() if name not in left_out}

    def add(self, outcome: Outcome | Appended) -> None:
        """Add what became of a batch."""
        self.counts.update(outcome.counts)
        if isinstance(outcome, Outcome):
            self.brought += outcome.brought
            for column, counts in outcome.cells.items():
                self.cells.setdefault(column, Counter()).update(counts)
        for part, (leads, moved, blocked) in outcome.funnel.items():
            before = self.funnel.get(part, (0, 0, 0))
            self.funnel[part] = before[0] + leads, before[1] + moved, before[2] + blocked


@dataclass
class Ledger:
    """Every row that was read, and every lead of a master, and where it went."""

    read: int = 0
    master: int = 0  # leads of the master that was brought up to date
    written: int = 0
    rejected: int = 0
    merged: int = 0
    suppressed: int = 0
    known: int = 0  # to the list that dedupe compares with, and so not written
    stages: list[StageCount] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)  # checks that were asked for
    rejects: list[Reject] = field(default_factory=list, repr=False)
    tables: dict[str, int] = field(default_factory=dict)  # side tables -> rows written
    parts: dict[str, int] = field(default_factory=dict)  # tables of some of the leads -> rows
    handed_over: dict[str, int] = field(default_factory=dict)  # folders -> leads handed over
    told: dict[str, list[dict[str, str]]] = field(default_factory=dict)  # of stages, in lines

    def check(self) -> None:
        """Raise LedgerError unless every row that came in is written or counted elsewhere."""
        accounted = self.written + self.rejected + self.merged + self.suppressed + self.known
        if self.read + self.master != accounted:
            of_master = f" and {self.master} are the master's" if self.master else ""
            raise LedgerError(
                f"{self.read} rows were read{of_master}, but {self.written} written + "
                f"{self.rejected} rejected + {self.merged} merged + {self.suppressed} suppressed + "
                f"{self.known} known make {accounted}. This is a fault of leadkit: please report it"
            )
        for stage in self.stages:
            counted = sum(leads for leads, _, _ in stage.funnel.values())
            if stage.funnel and counted != stage.rows_out:
                raise LedgerError(
                    f"the funnel counts {counted} leads, but {stage.name} gave {stage.rows_out}. "
                    "This is a fault of leadkit: please report it"
                )

    def funnel(self) -> list[dict[str, str | int]]:
        """Return how many leads there are for each source and status."""
        counted = [item for stage in self.stages for item in sorted(stage.funnel.items())]
        return [
            {"lead_source": source, "lead_status": status, "leads": leads, "moved": moved,
             "blocked": blocked}
            for (source, status), (leads, moved, blocked) in counted
        ]  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Return where all rows went, in numbers."""
        names = ("read", "master", "written", "rejected", "merged", "suppressed", "known")
        counts = {name: int(getattr(self, name)) for name in names}
        if not self.master:
            del counts["master"]
        return counts

    def as_json(self, show_values: bool = False) -> str:
        """Return the ledger as JSON, without the rejected rows themselves.

        Cells that notes quote are in it where somebody wants to see them.
        """
        told = with_values if show_values else without_values
        summary: dict[str, object] = {
            **self.counts(),
            "stages": [stage.summary() for stage in self.stages],
            "notes": [told(note) for note in self.notes],
        }
        if self.parts:
            summary["parts"] = self.parts
        if self.handed_over:
            summary["handed_over"] = self.handed_over
        if funnel := self.funnel():
            summary["funnel"] = funnel
        summary |= self.told
        return json.dumps(summary, indent=2, ensure_ascii=False) + "\n"
