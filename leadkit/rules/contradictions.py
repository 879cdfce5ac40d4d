"""Which conditions exclude each other, and which follow from others, as their values tell."""

from __future__ import annotations

from collections.abc import Iterator

from leadkit.base.fold import fold_case
from leadkit.rules.comparing.numbers import bound_of
from leadkit.rules.conditions import Combined, Comparison, Condition

OF_NUMBERS = {"at_least", "at_most", "between"}
_OF_TEXTS = {"is", "one_of"}


def joint(condition: Condition | None) -> Iterator[list[Comparison]]:
    """Yield the comparisons of one cell's column that must all hold, wherever they stand."""
    if isinstance(condition, Combined):
        if condition.mode != "any":
            yield [part for part in condition.parts if isinstance(part, Comparison)]
        for part in condition.parts:
            yield from joint(part)


def contradiction(condition: Condition | None) -> tuple[Comparison, Comparison] | None:
    """Return two comparisons of which both must hold, though no cell can meet both."""
    for both in joint(condition):
        for place, one in enumerate(both):
            for other in both[place + 1 :]:
                if one.column == other.column and exclude(one, other):
                    return one, other
    return None


def impossible(condition: Condition | None) -> tuple[Comparison, Comparison] | None:
    """Return two comparisons for whose sake nothing meets a condition, None where something may.

    >>> from leadkit.rules.conditions import read_condition
    >>> from leadkit.rules.item import parse_yaml
    >>> def is_impossible(text):
    ...     return impossible(read_condition(parse_yaml(text, "x"))) is not None
    >>> is_impossible("{score: {at_least: 60, at_most: 40}}")
    True
    >>> is_impossible("{any: [{score: {at_least: 60, at_most: 40}}, {country: DE}]}")
    False
    """
    if not isinstance(condition, Combined) or condition.mode not in ("all", "any"):
        return None
    parts = [impossible(part) for part in condition.parts]
    if condition.mode == "any":
        return parts[0] if all(parts) else None
    own = Combined("all", tuple(one for one in condition.parts if isinstance(one, Comparison)))
    return next(filter(None, parts), None) or (contradiction(own) if own.parts else None)


def exclude(one: Comparison, other: Comparison) -> bool:
    """Tell whether no cell meets both of two comparisons of its column."""
    if {one.operator, other.operator} <= OF_NUMBERS:
        lows, highs = zip(range_of(one), range_of(other), strict=True)
        return max(lows) > min(highs)
    if {one.operator, other.operator} <= _OF_TEXTS:
        return not _texts(one) & _texts(other)
    return False


def follows(one: Condition | None, other: Condition | None) -> bool:
    """Tell whether all that meets one condition meets the other; False where that is not seen.

    >>> from leadkit.rules.conditions import read_condition
    >>> from leadkit.rules.item import parse_yaml
    >>> hot, warm, home = (read_condition(parse_yaml(text, "x")) for text in (
    ...     "{score: {at_least: 60}, country: DE}", "score: {at_least: 40}", "country: [DE, AT]"))
    >>> follows(hot, warm), follows(hot, home), follows(warm, hot), follows(warm, None)
    (True, True, False, True)
    """
    if other is None:
        return True
    if one is None:
        return False
    if isinstance(other, Combined):
        told = (follows(one, part) for part in other.parts)
        return any(told) if other.mode == "any" else other.mode == "all" and all(told)
    if isinstance(one, Combined):
        told = (follows(part, other) for part in one.parts)
        return all(told) if one.mode == "any" else one.mode == "all" and any(told)
    if not (isinstance(one, Comparison) and isinstance(other, Comparison)):
        return one == other
    return one.column == other.column and _narrower(one, other)


def _narrower(one: Comparison, other: Comparison) -> bool:
    """Tell whether each cell that meets one comparison meets the other."""
    if {one.operator, other.operator} <= OF_NUMBERS:
        (low, high), (least, most) = range_of(one), range_of(other)
        return least <= low and high <= most
    if {one.operator, other.operator} <= _OF_TEXTS:
        return _texts(one) <= _texts(other)
    same = one.operator == other.operator and one.operator in ("contains", "contains_word", "says")
    return same and _texts(one) <= _texts(other)


def _texts(comparison: Comparison) -> set[str]:
    return {fold_case(part.text()) for part in comparison.value.items()}


def range_of(comparison: Comparison) -> tuple[float, float]:
    """Return the least and the greatest number that a comparison lets through."""
    bounds = [bound_of(part) for part in comparison.value.items()]
    if comparison.operator == "between":
        return bounds[0], bounds[1]
    infinite = float("inf")
    return (bounds[0], infinite) if comparison.operator == "at_least" else (-infinite, bounds[0])
