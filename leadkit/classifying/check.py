"""What is odd about a lifecycle that loads: traps, statuses out of reach, ways that undo others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from leadkit.base.leads import appending
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import Lifecycle
from leadkit.classifying.permissions import Judge
from leadkit.classifying.status import Rules, append_status
from leadkit.fields.spans import NO_DAY, as_day
from leadkit.rules.findings import Finding, found_in, in_file_order
from leadkit.rules.item import Item


def lint_lifecycle(lifecycle: Lifecycle) -> list[Finding]:
    """Return what is odd about a lifecycle, in the order of its lines.

    >>> from leadkit.classifying.lifecycle import read_lifecycle
    >>> lint_lifecycle(read_lifecycle("lifecycle"))
    []
    """
    ways = _ways(lifecycle)
    found = [
        *_out_of_reach(lifecycle, ways),
        *_traps(lifecycle, ways),
        *_undone(lifecycle),
        *_bounds_found(lifecycle),
    ]
    return in_file_order(sorted(found, key=lambda finding: finding.text))


def _ways(lifecycle: Lifecycle) -> dict[str, set[str]]:
    """Return for each status where a lead may go from there in one step."""
    ways: dict[str, set[str]] = {status.name: set() for status in lifecycle.statuses}
    line = [status for status in lifecycle.statuses if not status.aside]
    for place, status in enumerate(line):
        if status.when is not None or status.given:
            for source in status.sources or [earlier.name for earlier in line[:place]]:
                ways[source].add(status.name)
    for status in lifecycle.statuses:
        if status.otherwise:
            ways[status.name].add(status.otherwise)
        if status.name in lifecycle.outreach:
            ways[status.name].add(lifecycle.blocked_to)
    for move in lifecycle.moves:
        for source in move.sources:
            ways[source].add(move.to)
    return ways


def _reached(starts: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    reached, open_ = set[str](), list(starts)
    while open_:
        status = open_.pop()
        if status not in reached:
            reached.add(status)
            open_ += ways[status]
    return reached


def _out_of_reach(lifecycle: Lifecycle, ways: Mapping[str, set[str]]) -> Iterator[Finding]:
    given = [status.name for status in lifecycle.statuses if status.given]
    reached = _reached([lifecycle.statuses[0].name, *given], ways)
    for status in lifecycle.statuses:
        if status.name in reached:
            continue
        advice = "give it 'when', or 'given: true' where people give it"
        advice = "give it a move" if status.aside else advice
        yield found_in(status.where, "", f"status {status.name} cannot be reached; {advice}")


def _traps(lifecycle: Lifecycle, ways: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Find the statuses from which no way leads to an end that is meant as one."""
    back: dict[str, set[str]] = {name: set() for name in ways}
    for source, targets in ways.items():
        for target in targets:
            back[target].add(source)
    saved = _reached([one.name for one in lifecycle.statuses if one.final], back)
    for status in lifecycle.statuses:
        if status.name in saved:
            continue
        how = "no way leads on from" if not ways[status.name] else "leads go in circles from"
        text = f"status {status.name} is a trap: {how} it; give it a way out, or 'final: true'"
        yield found_in(status.where, "", text)


def _undone(lifecycle: Lifecycle) -> Iterator[Finding]:
    """Find moves for want of activity that another move takes back without any activity."""
    for aging in lifecycle.moves:
        for move in lifecycle.moves:
            back = aging.untouched and aging.to in move.sources and move.to not in (aging.to,)
            if back and not (move.touched or move.untouched) and not _aside(lifecycle, move.to):
                text = (
                    f"move '{move.name}' takes back what '{aging.name}' did, without anything "
                    "having happened since; 'touched: true' asks for that"
                )
                yield Finding(lifecycle.file, move.line, "", text)


def _aside(lifecycle: Lifecycle, name: str) -> bool:
    return lifecycle.statuses[lifecycle.place(name)].aside


def _bounds_found(lifecycle: Lifecycle) -> Iterator[Finding]:
    """Compare the bounds of scores, where conditions are no more than such bounds."""
    line = [one for one in lifecycle.statuses if one.when]
    bounds = {one.name: _bounds(one.where.named.get("when")) for one in line}
    for place, status in enumerate(line):
        own = bounds[status.name]
        hold = _bounds(status.where.named.get("hold"))
        for column, least in (hold or {}).items():
            if own and column in own and least >= own[column]:
                text = f"{column}: hold asks for {least} and when for {own[column]}; a lead would "
                yield found_in(status.where, "", text + "flap, so hold has to ask for less")
        for later in line[place + 1 :]:
            more = bounds[later.name]
            if own and more and not later.sources and _easier(more, own):
                text = f"nobody gets {status.name}: {later.name} asks for no more, and is further"
                yield found_in(status.where, "", text)
                break


def _bounds(item: Item | None) -> dict[str, Decimal] | None:
    """Return {column: least} of a condition that is no more than that, None of any other."""
    if item is None or item.kind != "map":
        return None
    bounds: dict[str, Decimal] = {}
    for name, value in item.named.items():
        if name == "all":
            parts = [_bounds(part) for part in value.items()]
        elif list(value.named) == ["at_least"]:
            parts = [{name: value.named["at_least"].number()}]
        else:
            return None
        for part in parts:
            if part is None:
                return None
            bounds |= part
    return bounds


def _easier(one: Mapping[str, Decimal], other: Mapping[str, Decimal]) -> bool:
    """Tell whether whoever meets the other bounds surely meets these."""
    return all(column in other and least <= other[column] for column, least in one.items())


def check_lifecycle(lifecycle: Lifecycle) -> list[Finding]:
    """Return what is odd about a lifecycle, and which of its tests fail, in the order of lines."""
    return in_file_order([*lint_lifecycle(lifecycle), *_failing_tests(lifecycle)])


def _failing_tests(lifecycle: Lifecycle) -> Iterator[Finding]:
    import pandas as pd

    judge = Judge(read_consent("consent"))
    for test in lifecycle.tests:
        lead = pd.DataFrame([test.lead], dtype="str")
        day = as_day(test.as_of)
        rules = Rules(lifecycle, judge, day.toordinal() if day else NO_DAY)
        row = appending(partial(append_status, rules=rules))(lead).leads.iloc[0]
        for failure in test.failures(row["lead_status"], row["status_reason"]):
            yield found_in(test.item, "", f"test '{test.name}': {failure}")
