"""The score stage: points by rule, and every point explained."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from leadkit.conditions import check_columns
from leadkit.rules import Group, ScoringRules, read_scoring
from leadkit.stage import Outcome, Stage, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads


@dataclass(frozen=True)
class ScoreOptions:
    """Which rules score: the name of shipped ones, or a path."""

    rules: str = "b2b"


def score_leads(leads: Leads, rules: ScoringRules) -> Leads:
    """Return the leads with score, score_<group> for each group, and score_reasons.

    The points in score_reasons, what a group's bound took or gave included, add up to the score:
    ``decision_maker:+20; free_mail:-10; capped fit 70>60:-10``.
    """
    import numpy as np

    fired = np.zeros((len(leads), len(rules.rules)), bool)
    for at, rule in enumerate(rules.rules):
        fired[:, at] = rule.when.truth(leads)[0]
    # Score and reasons follow from which rules fired, so they are worked out once per pattern.
    patterns, which = _distinct_rows(fired)
    explained = [_explain(pattern, rules) for pattern in patterns]
    columns = {
        name: np.array([texts[at] for texts in explained], object)[which]
        for at, name in enumerate(_columns(rules))
    }
    return with_columns(leads, columns)


def score_stage(options: ScoreOptions) -> Stage:
    """Return score as a step of a run, its rules loaded and checked."""
    rules = read_scoring(options.rules)
    return Stage(
        "score",
        lambda leads: Outcome(score_leads(leads, rules)),
        adds=_columns(rules),
        check=lambda columns: check_columns(rules.conditions(), columns, rules.file),
    )


def _columns(rules: ScoringRules) -> tuple[str, ...]:
    return ("score", *(f"score_{group.name}" for group in rules.groups), "score_reasons")


def _distinct_rows(fired: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    if not len(fired):
        return fired, np.array([], np.int64)
    packed = np.ascontiguousarray(np.packbits(fired, axis=1))
    keys = packed.view(f"V{packed.shape[1]}").ravel()
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return fired[first], which


def _explain(pattern: np.ndarray, rules: ScoringRules) -> list[str]:
    """Return score, the groups' scores and the reasons of the leads for which these rules fired."""
    sums = {group.name: Decimal(0) for group in rules.groups}
    reasons = []
    for rule, fires in zip(rules.rules, pattern, strict=True):
        if fires and rule.points:
            sums[rule.group] += rule.points
            reasons.append(f"{rule.name}:{signed(rule.points)}")
    for group in rules.groups:
        bounded = _bounded(sums[group.name], group)
        if change := bounded - sums[group.name]:
            word = "capped" if change < 0 else "raised"
            before, after = plain(sums[group.name]), plain(bounded)
            reasons.append(f"{word} {group.name} {before}>{after}:{signed(change)}")
            sums[group.name] = bounded
    total = sum(sums.values(), Decimal(0))
    return [plain(total), *map(plain, sums.values()), "; ".join(reasons)]


def _bounded(points: Decimal, group: Group) -> Decimal:
    if group.greatest is not None:
        points = min(points, group.greatest)
    return points if group.least is None else max(points, group.least)


def signed(points: Decimal) -> str:
    return plain(points) if points < 0 else f"+{plain(points)}"


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without needless zeros.

    >>> plain(Decimal("12.50")), plain(Decimal("1E+1"))
    ('12.5', '10')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
