"""What each rule gives to each lead of a batch: points, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import texts
from leadkit.rules.batch import Batch, Distinct, factorize
from leadkit.rules.truth import Truth
from leadkit.scoring.activities import Activity
from leadkit.scoring.counting import CountedActivities, lead_keys
from leadkit.scoring.points import (
    Amount,
    Disqualify,
    Fixed,
    PerUnit,
    Table,
    column_units,
    plain,
    signed,
)
from leadkit.scoring.scorecard import Rule

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class Awards:
    """The few different awards of a rule; the first is nothing."""

    points: np.ndarray  # in thousandths
    labels: pa.Array  # "; name:+20", "" where there is nothing to say

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True)
class Awarded:
    """Which of its awards a rule gives to each row of a batch."""

    awards: Awards
    codes: np.ndarray  # for each row, which of the awards it gets
    unknown: np.ndarray  # for each row, whether the rule cannot tell


class Behaviour:
    """What the leads of a batch did, by rule; without activities nothing is known of anybody."""

    def __init__(self, batch: Batch, counted: CountedActivities | None) -> None:
        import numpy as np

        self._count = len(batch)
        self.is_known = counted is not None
        self._counted = counted
        self.known = np.zeros(len(batch), bool)
        if counted:
            rows, keys = lead_keys(batch, counted)
            order = np.argsort(keys)  # in their order they are soon found, by each rule anew
            self._rows, self._keys = rows[order], keys[order]
            self.known[self._rows] = True
            counted.unclaimed.claim(self._keys)
            batch.tell = self.truth

    def amount(self, activity: Activity) -> Amount:
        """Return how much of it each lead did: a count, a sum, a fading sum, a day."""
        import numpy as np

        if not self._counted:
            return Amount(np.zeros(self._count), self.known)
        return self._counted.tallies[activity].amount(self._rows, self._keys, self.known)

    def truth(self, activity: object) -> Truth:
        """Return whose doing is as the rule asks, and whose is not."""
        import numpy as np

        assert isinstance(activity, Activity)
        amount = self.amount(activity)
        if not activity.tests:
            return amount.known & (amount.units > 0), amount.known & (amount.units <= 0)
        cells = Distinct.of_numbers(amount.units, days=activity.measure in _DAYS)
        as_of = self._counted.as_of if self._counted else None
        truths = [test.test(cells, as_of) for test in activity.tests] if as_of else []
        holds, fails = amount.known.copy(), np.zeros(len(amount.known), bool)
        for cell_holds, cell_fails in truths:
            holds &= cell_holds[cells.codes]
            fails |= cell_fails[cells.codes]
        return holds, fails & amount.known

    def freshness(self, activity: Activity) -> Amount:
        """Return what share of its award the last such activity still brings."""
        import numpy as np

        latest = self.amount(activity)
        if not self._counted or activity.decay is None:
            return Amount(np.zeros(self._count), self.known)
        ages = np.maximum(self._counted.as_of.toordinal() - latest.units, 0)
        return Amount(np.where(latest.known, activity.decay.weights(ages), 0.0), self.known)


_DAYS = ("first", "last")


def award(rule: Rule, batch: Batch, behaviour: Behaviour) -> Awarded:
    """Return what a rule gives to each lead of a batch."""
    import numpy as np

    if rule.activity and not behaviour.is_known and not rule.unknown:
        nothing = np.zeros(len(batch), np.int64)
        return Awarded(_awards([0], [""]), nothing, np.ones(len(batch), bool))
    holds, fails = rule.when.truth(batch) if rule.when else _everybody(len(batch))
    points = rule.points
    if isinstance(points, (Fixed, Disqualify)) and not (rule.activity and rule.activity.decay):
        if rule.activity:
            did, did_not = behaviour.truth(rule.activity)
            holds, fails = holds & did, fails | did_not
        return _fixed(rule, holds, ~(holds | fails))
    if rule.activity:
        exact, given, known = _by_activity(rule, rule.activity, behaviour)
        if rule.activity.tests:
            did, did_not = behaviour.truth(rule.activity)
            holds, fails = holds & did, fails | did_not
    elif isinstance(points, Table):
        cells = batch.cells(points.column)
        cell_points, cell_known = points.award(cells)
        exact = given = cell_points[cells.codes]
        known = cell_known[cells.codes]
    else:
        assert isinstance(points, PerUnit)
        units = column_units(batch, points.per)
        (exact, given), known = points.award(units.units), units.known
    gets = holds & known
    return _varied(rule, np.where(gets, exact, 0), np.where(gets, given, 0), ~(gets | fails))


def _everybody(count: int) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    return np.ones(count, bool), np.zeros(count, bool)


def _by_activity(
    rule: Rule, activity: Activity, behaviour: Behaviour
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if isinstance(rule.points, PerUnit):
        amount = behaviour.amount(activity)
        return *rule.points.award(amount.units), amount.known
    assert isinstance(rule.points, Fixed)
    share = behaviour.freshness(activity)
    faded = PerUnit(rule.points.points, "", None, False, rule.item)
    return *faded.award(share.units), share.known


def _fixed(rule: Rule, holds: np.ndarray, unknown: np.ndarray) -> Awarded:
    import numpy as np

    codes = holds.astype(np.int64)
    if rule.unknown:
        codes[unknown] = 2
    return Awarded(_fixed_awards(rule), codes, unknown)


@lru_cache(maxsize=1024)
def _fixed_awards(rule: Rule) -> Awards:
    points = rule.points.points if isinstance(rule.points, Fixed) else 0
    label = f"; {rule.name}:{signed(points)}" if points else ""
    if not rule.unknown:
        return _awards([0, points], ["", label])
    return _awards([0, points, rule.unknown], ["", label, _unknown_label(rule)])


def _varied(rule: Rule, exact: np.ndarray, given: np.ndarray, unknown: np.ndarray) -> Awarded:
    """Return points that differ from lead to lead; given is what the rule's own cap leaves."""
    import numpy as np

    codes, before = factorize(exact)
    after = np.zeros(len(before), np.int64)
    after[codes] = given
    labels = ["", _unknown_label(rule)]
    for points, left in zip(before.tolist(), after.tolist(), strict=True):
        label = f"; {rule.name}:{signed(points)}" if points else ""
        if left != points:
            change = signed(left - points)
            label = f"{label}; capped {rule.name} {plain(points)}>{plain(left)}:{change}"
        labels.append(label)
    codes = np.where(unknown, 1 if rule.unknown else 0, codes + 2)
    return Awarded(_awards([0, rule.unknown, *after.tolist()], labels), codes, unknown)


def _unknown_label(rule: Rule) -> str:
    return f"; {rule.name} unknown:{signed(rule.unknown)}" if rule.unknown else ""


def _awards(points: list[int], labels: list[str]) -> Awards:
    import numpy as np

    return Awards(np.array(points, np.int64), texts(labels))
