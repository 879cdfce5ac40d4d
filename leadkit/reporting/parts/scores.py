"""Scores: how they spread, what the thresholds cut off, which rules decide, grade by interest."""

from __future__ import annotations

from collections import Counter

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars, grid, histogram
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.scales import bins_of, plain
from leadkit.reporting.score_figures import ScoreFigures
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more, share

_RULES = 10  # bars of rules
_BOUNDS = ("capped ", "raised ")  # what is no rule: a bound of points


def scores_sections(run: RunFigures) -> tuple[Section, ...]:
    """Return a part for each score that leads have; none where nobody has one."""
    scores = [one for one in run.leads.scores if one.scores]
    return tuple(
        _section(run, score, f"scores-{number}" if len(scores) > 1 else "scores")
        for number, score in enumerate(scores, 1)
    )


def _section(run: RunFigures, score: ScoreFigures, name: str) -> Section:
    thresholds = [
        (status, least)
        for status, least, column in run.rules.thresholds
        if column == f"{score.prefix}score"
    ]
    charts = [_spread(score, thresholds)]
    if score.grades:
        charts.append(_grades(score))
    if _fired(score):
        charts.append(_rules(score, run.leads.leads))
    heading = "Scores, and what they are made of"
    if score.name:
        heading = f"Scores by {shown(score.name, 40)}, and what they are made of"
    return Section(name, heading, _sentences(run, score, thresholds), tuple(charts))


def never_fired(score: ScoreFigures) -> list[str]:
    """Return the rules that gave no lead any points, in the order of the scoring file."""
    return [name for name in score.by.rules if name not in score.rules] if score.scores else []


def _sentences(
    run: RunFigures, score: ScoreFigures, thresholds: list[tuple[str, float]]
) -> tuple[str, ...]:
    """Say what leads score, who is above the thresholds, and which rules are idle."""
    scores = score.scores
    scored = scores.total()
    middle = _median(scores)
    told = f"{how_many(scored, 'lead has', 'leads have')} a score, from {plain(min(scores))} "
    told += f"to {plain(max(scores))}"
    told += f"; half of them have {plain(middle)} or more." if scored > 1 else "."
    for name, least in thresholds:
        many = _reach(scores, least)
        told += f" {many:,} ({share(many, scored)}) reach the {plain(least)} that "
        told += f"{shown(name, 30)} asks for"
        there = _this_far(run, name)
        is_less = there is not None and there < many
        told += f", and {there:,} are that far: it asks for more." if is_less else "."
    idle = never_fired(score)
    if idle:
        named = a_list([shown(one, 40) for one in idle[:8]])
        told += f" {how_many(len(idle), 'rule')} gave nobody points: {named}"
        told += f" and {len(idle) - 8:,} more." if len(idle) > 8 else "."
    return (told,)


def _this_far(run: RunFigures, status: str) -> int | None:
    """Return how many leads have a status or one that is further; None where nobody has any."""
    line = [name for name in run.statuses if name not in run.rules.aside]
    if status not in line:
        return None
    return sum(run.statuses[name] for name in line[line.index(status) :])


def _reach(scores: Counter[float], least: float) -> int:
    return sum(many for points, many in scores.items() if points >= least)


def _median(scores: Counter[float]) -> float:
    """Return the greatest score that at least half of the leads have or exceed."""
    seen, half = 0, scores.total() / 2
    for points in sorted(scores, reverse=True):
        seen += scores[points]
        if seen >= half:
            return points
    return 0.0


def _spread(score: ScoreFigures, asked: list[tuple[str, float]]) -> Chart:
    scores, scored = score.scores, score.scores.total()
    bins = bins_of(dict(scores))
    thresholds = [(f"{shown(name, 18)} from {plain(least)}", least) for name, least in asked]
    table = Table(
        ("score", "leads", "share"),
        tuple(
            (f"{plain(low)} to below {plain(high)}", f"{many:,}", share(many, scored))
            for low, high, many in bins
        ),
    )
    title = f"Half of the leads score {plain(_median(scores))} or more"
    if asked:
        name, least = asked[-1]
        high_enough = share(_reach(scores, least), scored)
        title = f"{high_enough} of the leads score high enough for {shown(name, 30)}"
    told = a_list([f"{many:,} leads from {plain(low)}" for low, _, many in bins if many][:30])
    marks = a_list([words for words, _ in thresholds])
    return Chart(
        title,
        f"Spread of scores: {told}." + (f" Thresholds: {marks}." if marks else ""),
        histogram(bins, thresholds),
        table,
    )


def _grades(score: ScoreFigures) -> Chart:
    """Return leads by grade (who they are) and by interest (what they did)."""
    rules, found = score.by, score.grades
    names = [*rules.grades, *sorted({grade for grade, _ in found} - set(rules.grades))][:12]

    def level(points: float) -> int:
        return next(
            (at for at, least in enumerate(rules.least) if points >= least), len(rules.least)
        )

    counts = [[0] * len(rules.levels) for _ in names]
    for (grade, points), many in found.items():
        if grade in names:
            counts[names.index(grade)][level(points)] += many
    below = [
        [
            shown(rules.classes[row][column], 24) if row < len(rules.classes) else ""
            for column in range(len(rules.levels))
        ]
        for row in range(len(names))
    ]
    levels = [
        f"{shown(name, 14)} ({_level_words(rules.least, at)})"
        for at, name in enumerate(rules.levels)
    ]
    table = Table(
        (f"grade by {shown(rules.grade_group, 20)}", *levels, "leads"),
        tuple(
            (shown(name, 12), *(f"{many:,}" for many in row), f"{sum(row):,}")
            for name, row in zip(names, counts, strict=True)
        ),
    )
    every = [
        (many, names[row], rules.levels[column], below[row][column])
        for row, line in enumerate(counts)
        for column, many in enumerate(line)
    ]
    first = counts[0][0]
    what = below[0][0]
    title = f"{how_many(first, 'lead fits', 'leads fit')} best and showed most "
    title += shown(rules.level_group, 20) + (f": {what}" if what else "")
    told = "; ".join(f"{grade} {name}: {many:,} ({calls})" for many, grade, name, calls in every)
    return Chart(
        title,
        f"Leads by grade and {shown(rules.level_group, 20)}. {told}.",
        grid(
            [shown(one, 6) for one in names],
            [shown(one, 14) for one in rules.levels],
            counts,
            below,
        ),
        table,
    )


def _level_words(least: tuple[float, ...], at: int) -> str:
    return (
        f"{plain(least[at])} or more"
        if at < len(least)
        else f"below {plain(least[-1])}"
        if least
        else "all"
    )


def _fired(score: ScoreFigures) -> list[tuple[str, int, float]]:
    """Return the rules that fired, with leads and points, by how much they moved scores."""
    found = [
        (name, one.leads, one.points)
        for name, one in score.rules.items()
        if not name.startswith(_BOUNDS)
    ]
    return sorted(found, key=lambda one: (-abs(one[2]), one[0]))


def _rules(score: ScoreFigures, leads: int) -> Chart:
    fired = _fired(score)
    moved = sum(abs(points) for _, _, points in fired) or 1
    lines = [
        Line(
            shown(name, 40),
            (points if points > 0 else 0, -points if points < 0 else 0),
            f"{points:+,.0f}, {share(many, leads)} of leads",
        )
        for name, many, points in fired[:_RULES]
    ]
    rows = [
        (
            shown(name),
            f"{many:,}",
            share(many, leads),
            f"{points:+,.0f}",
            f"{points / many:+,.1f}" if many else "",
        )
        for name, many, points in fired
    ]
    rows += [(shown(name), "0", "0%", "0", "") for name in never_fired(score)]
    bounds = [
        (
            shown(name),
            f"{one.leads:,}",
            share(one.leads, leads),
            f"{one.points:+,.0f}",
            f"{one.points / one.leads:+,.1f}",
        )
        for name, one in sorted(score.rules.items())
        if name.startswith(_BOUNDS) and one.leads
    ]
    rows += bounds
    table = Table(
        ("rule", "leads", "share", "points", "points a lead"),
        tuple(rows[:LISTED]),
        more=and_more(len(rows), "rules"),
    )
    top = fired[:3]
    part = share(sum(abs(points) for _, _, points in top), moved)
    title = f"{a_list([shown(name, 30) for name, _, _ in top])} move {part} of all points"
    if len(top) == 1:
        title = f"{shown(top[0][0], 30)} is the only rule that fired"
    told = "; ".join(f"{line.name}: {line.said}" for line in lines)
    taken = any(line.parts[1] for line in lines)
    key = ("points given", "points taken") if taken else ()
    return Chart(
        title,
        f"Points that each rule gave, and the share of leads. {told}.",
        bars(lines, ("a", "d"), key),
        table,
    )
