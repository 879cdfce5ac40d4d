"""What new scoring rules would change, told before they go live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.base.leads import cell_column
from leadkit.classify import classify_leads
from leadkit.classifying.lifecycle import Lifecycle, read_lifecycle
from leadkit.fields.spans import as_day
from leadkit.rules.asked_columns import check_names
from leadkit.run.engine import Source
from leadkit.scoring.activity_file import ActivitySource
from leadkit.scoring.explain import source_of
from leadkit.scoring.scorecard import ScoringRules, read_scoring
from leadkit.scoring.scores import (
    activity_notes,
    check_rule_columns,
    prepare,
    score_batch,
    stale_columns,
)

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

SHOWN = 10
_COMPARED = {"score": "score", "grade": "grade", "score_class": "class", "lead_status": "status"}


@dataclass
class Changes:
    """How the leads of a file fare under new rules."""

    leads: int = 0
    changed: Counter[str] = field(default_factory=Counter)  # score, grade ... -> leads
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (what, from, to)
    points: dict[str, Decimal] = field(default_factory=dict)  # rule -> points given or taken
    moved: Counter[str] = field(default_factory=Counter)  # rule -> leads
    movers: list[tuple[Decimal, str, str, str]] = field(default_factory=list)

    def add(self, before: Leads, after: Leads) -> None:
        """Take in a batch of the same leads, scored by the old and by the new rules."""
        import pandas as pd

        self.leads += len(before)
        for column, what in _COMPARED.items():
            old, new = cell_column(before, column), cell_column(after, column)
            differs = (old != new).to_numpy()
            self.changed[what] += int(differs.sum())
            if column != "score":
                pairs = zip(old[differs], new[differs], strict=True)
                self.moves.update((what, str(a) or "none", str(b) or "none") for a, b in pairs)
        pairs_of_reasons = pd.DataFrame(
            {"old": before["score_reasons"].array, "new": after["score_reasons"].array}
        )
        counts = pairs_of_reasons.value_counts().reset_index()
        for old_reasons, new_reasons, count in counts.itertuples(index=False):
            self._add_reasons(str(old_reasons), str(new_reasons), int(count))
        self._add_movers(before, after)

    def _add_reasons(self, old_reasons: str, new_reasons: str, count: int) -> None:
        if old_reasons == new_reasons:
            return
        old, new = points_by_rule(old_reasons), points_by_rule(new_reasons)
        for name in old.keys() | new.keys():
            if change := new.get(name, Decimal(0)) - old.get(name, Decimal(0)):
                self.points[name] = self.points.get(name, Decimal(0)) + change * count
                self.moved[name] += count

    def _add_movers(self, before: Leads, after: Leads) -> None:
        old = before["score"].astype(float).to_numpy()
        new = after["score"].astype(float).to_numpy()
        ids = cell_column(after, "lead_id")
        # The largest of the batch are enough: no other can be among the largest of all.
        change = abs(new - old)
        largest = sorted(range(len(old)), key=lambda row: (-change[row], ids.iloc[row]))[:SHOWN]
        for row in largest:
            if new[row] != old[row]:
                a, b = str(before["score"].iloc[row]), str(after["score"].iloc[row])
                self.movers.append((Decimal(b) - Decimal(a), str(ids.iloc[row]), a, b))
        self.movers.sort(key=lambda mover: (-abs(mover[0]), mover[1]))
        del self.movers[SHOWN:]


def points_by_rule(reasons: str) -> dict[str, Decimal]:
    """Return what each rule gave, and what each bound took, whatever it took it from.

    >>> points_by_rule("a:+5; capped fit 70>60:-10")
    {'a': Decimal('5'), 'capped fit': Decimal('-10')}
    """
    given: dict[str, Decimal] = {}
    for reason in filter(None, reasons.split("; ")):
        name, _, points = reason.rpartition(":")
        kind, source = source_of(name)
        if kind:
            name = f"{kind} {source}"
        given[name] = given.get(name, Decimal(0)) + Decimal(points)
    return given


def compare_rules(
    source: Source,
    old: str,
    new: str,
    activities: Callable[[], Sequence[ActivitySource]],
    as_of: date | str | None,
    lifecycle: str,
) -> tuple[str, list[str]]:
    """Score all leads by both files and return in words what differs, and notes.

    Statuses are compared where both files give what the lifecycle asks for.
    """
    sides = [read_scoring(name) for name in (old, new)]
    stations: Lifecycle | None = read_lifecycle(lifecycle)
    day = as_day(as_of)
    notes: list[str] = []
    counted = []
    for rules in sides:
        did = activities()
        notes += check_rule_columns(rules, source.columns, bool(did))
        counted.append(prepare(rules, did, day))
        notes += activity_notes(rules, counted[-1])
        if stations:
            try:
                _check_lifecycle(stations, rules, source.columns)
            except LeadkitError as error:
                notes.append(f"statuses are not compared: {error.marked}")
                stations = None
    changes = Changes()
    for leads in source.batches():
        scored = [
            score_batch(leads, rules, known, day)
            for rules, known in zip(sides, counted, strict=True)
        ]
        if stations:
            scored = [classify_leads(one, stations, as_of=as_of) for one in scored]
        changes.add(*scored)
    return "\n".join(_lines(changes, sides, stations)) + "\n", list(dict.fromkeys(notes))


def _check_lifecycle(stations: Lifecycle, rules: ScoringRules, columns: list[str]) -> None:
    uses = [use for when in stations.conditions() for use in when.uses()]
    lacking = set(stale_columns(columns, rules))
    added = [*(name for name in columns if name not in lacking), *rules.written]
    check_names(uses, added, stations.file)


def _lines(
    changes: Changes, sides: list[ScoringRules], stations: Lifecycle | None
) -> Iterator[str]:
    old, new = sides
    yield f"{how_many(changes.leads, 'lead')}, from {old.file} to {new.file}"
    given = {
        "score": True,
        "grade": bool(old.grade or new.grade),
        "class": bool(old.matrix or new.matrix),
        "status": bool(stations),
    }
    for what in ("score", "grade", "class", "status"):
        if not given[what]:
            continue
        name = f"status by {stations.file}" if stations and what == "status" else what
        yield f"  {how_many(changes.changed[what], 'changes its', 'change their')} {name}"
        moves = [(count, a, b) for (kind, a, b), count in changes.moves.items() if kind == what]
        for count, a, b in sorted(moves, key=lambda move: (-move[0], move[1:]))[:SHOWN]:
            yield f"    {a} > {b}: {count:,}"
    if changes.moved:
        yield "What moved them"
        ranked = sorted(changes.moved, key=lambda name: (-abs(changes.points[name]), name))
        for name in ranked[:SHOWN]:
            leads = how_many(changes.moved[name], "lead")
            yield f"  {name}: {changes.points[name]:+} points on {leads}"
    if changes.movers:
        yield "Biggest movers"
        for change, lead, a, b in changes.movers:
            yield f"  {lead}: {a} > {b} ({change:+})"
