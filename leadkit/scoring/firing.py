"""How often each rule of a scoring file fires over the leads of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.errors import did_you_mean
from leadkit.base.how_many import how_many
from leadkit.rules.batch import Batch
from leadkit.rules.findings import NOTE, Finding, found_in, in_file_order
from leadkit.scoring.awards import Behaviour, award
from leadkit.scoring.counting import CountedActivities
from leadkit.scoring.points import Disqualify, Table
from leadkit.scoring.scorecard import Rule, ScoringRules

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads


class Firing:
    """How often each rule fires over the batches of a file, alone and together with others."""

    def __init__(
        self, rules: ScoringRules, counted: CountedActivities | None, as_of: date | None
    ) -> None:
        import numpy as np

        self._rules, self._counted, self._as_of = rules, counted, as_of
        self.rows = 0
        self.fired = np.zeros(len(rules.rules), np.int64)
        self.together = np.zeros((len(rules.rules),) * 2, np.int64)
        self._bands: dict[str, set[int]] = {}

    def add(self, leads: Leads) -> None:
        """Take in the next batch of the file."""
        import numpy as np

        batch = Batch(leads, self._as_of)
        behaviour = Behaviour(batch, self._counted)
        fires = np.zeros((len(leads), len(self._rules.rules)), bool)
        for number, rule in enumerate(self._rules.rules):
            fires[:, number] = rule_fires(rule, batch, behaviour)
            if isinstance(rule.points, Table):
                self._bands.setdefault(rule.name, set()).update(_given(rule, batch))
        self.rows += len(leads)
        self.fired += fires.sum(axis=0)
        counts = fires.astype(np.float64)
        self.together += (counts.T @ counts).astype(np.int64)

    def findings(self, file: str) -> list[Finding]:
        """Say which rules fired for nobody or everybody, and which always fire together."""
        found, leads = [], how_many(self.rows, "lead")
        for rule, fired in zip(self._rules.rules, self.fired.tolist(), strict=True):
            if not fired:
                text = f"rule {rule.name} fires for none of the {leads} of {file}"
                found.append(found_in(rule.item, NOTE, text))
            elif fired == self.rows:
                text = f"rule {rule.name} fires for all {leads} of {file}"
                found.append(found_in(rule.item, NOTE, f"{text}: it tells none from another"))
            found += self._unused_entries(rule, file)
        for alike in self._fired_alike():
            *names, last = (rule.name for rule in alike)
            same = how_many(int(self.fired[self._rules.rules.index(alike[0])]), "lead")
            text = f"rules {', '.join(names)} and {last} fire for the same {same}"
            found.append(found_in(alike[-1].item, NOTE, text))
        return in_file_order(found)

    def _fired_alike(self) -> Iterator[list[Rule]]:
        """Yield rules that fired for the same leads, two or more; not where these are all."""
        alike: dict[int, list[Rule]] = {}
        for number, rule in enumerate(self._rules.rules):
            fired = self.fired[number]
            if 0 < fired < self.rows:
                same = (self.together[number] == fired) & (self.fired == fired)
                alike.setdefault(int(same.argmax()), []).append(rule)
        for rules in alike.values():
            if len(rules) > 1:
                yield sorted(rules, key=lambda rule: rule.item.line)

    def _unused_entries(self, rule: Rule, file: str) -> Iterator[Finding]:
        if not isinstance(rule.points, Table) or not self._bands.get(rule.name):
            return
        bands = [(f"{low:g}", f"{high:g}") for low, high, _ in rule.points.bands]
        entries = [
            *rule.points.texts,
            *(low if low == high else f"{low}-{high}" for low, high in bands),
        ]
        for number, entry in enumerate(entries):
            if number not in self._bands[rule.name]:
                text = f"rule {rule.name}: no {rule.points.column} is {entry} in {file}"
                yield found_in(rule.item, NOTE, text)


def types_lacking(rules: ScoringRules, types: Collection[str], file: str) -> list[Finding]:
    """Say which types of activities rules ask for that no activity of a file has."""
    found = []
    for rule in rules.rules:
        asked = {one for activity in rule.activities for one in activity.types}
        after = (activity.then for activity in rule.activities if activity.then)
        asked |= {one for then in after for one in then.types}
        for one in sorted(asked - set(types)):
            hint = did_you_mean(one, types)
            text = f"rule {rule.name}: no activity of {file} is a {one}{hint}"
            found.append(found_in(rule.item, NOTE, text))
    return found


def rule_fires(rule: Rule, batch: Batch, behaviour: Behaviour) -> np.ndarray:
    """Return for which leads a rule gives anything at all, or disqualifies."""
    import numpy as np

    given = award(rule, batch, behaviour)
    if isinstance(rule.points, Disqualify):
        fires: np.ndarray = given.codes > 0
        return fires
    labelled = np.array([label != "" for label in given.awards.labels.to_pylist()])
    fires = labelled[given.codes]
    return fires


def _given(rule: Rule, batch: Batch) -> set[int]:
    """Return which entries of a rule's table some cell of the batch has."""
    assert isinstance(rule.points, Table)
    cells = batch.cells(rule.points.column)
    if rule.points.texts:
        there = set(cells.folded.to_pylist())
        return {number for number, cell in enumerate(rule.points.texts) if cell in there}
    low, high = cells.bounds
    bands = enumerate(rule.points.bands)
    return {number for number, (least, most, _) in bands if ((low >= least) & (high <= most)).any()}
