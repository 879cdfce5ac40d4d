"""Figures in words: shares, lists of names, and how sure a share is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from leadkit.economics.intervals import Interval, wilson, z_score

SHOWN = 12  # bars of a chart
LISTED = 40  # rows of a table


def share(part: float, whole: float) -> str:
    """Return a share in per cent; what is not all never says so, nor what is not nothing.

    >>> share(1, 3), share(1, 80), share(1, 2000), share(1, 10**6), share(999, 1000), share(0, 0)
    ('33%', '1.2%', '0.1%', 'under 0.1%', '99.9%', '0%')
    """
    if not whole or not part:
        return "0%"
    exact = 100 * part / whole
    if exact < 0.05:
        return "under 0.1%"
    if 99.95 <= exact < 100:
        return "over 99.9%"
    if exact < 9.95 or 99 < exact < 100:
        return f"{exact:.1f}".removesuffix(".0") + "%"
    return f"{exact:.0f}%"


def a_list(words: Sequence[str]) -> str:
    """Return words as a sentence has them.

    >>> a_list(["a", "b", "c"]), a_list(["a"]), a_list([])
    ('a, b and c', 'a', '')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def capital(sentence: str) -> str:
    """Return a sentence that begins with a capital, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def likely(part: int, whole: int) -> Interval:
    """Return a share of counted cases with its bounds at 95% (Wilson's)."""
    return wilson(Decimal(part), Decimal(whole), z_score(Decimal("0.95")))


def bounds(interval: Interval) -> str:
    """Return the bounds of a share in words."""
    return f"{share(float(interval.low), 1)} to {share(float(interval.high), 1)}"


def largest(
    counts: Mapping[str, int], most: int = SHOWN, rest: str = "{} others"
) -> list[tuple[str, int]]:
    """Return names by their counts, the greatest first, and those beyond ``most`` as one.

    >>> largest({"a": 1, "b": 3, "c": 2}, 2)
    [('b', 3), ('2 others', 3)]
    """
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    if len(ranked) <= most:
        return ranked
    kept, others = ranked[: most - 1], ranked[most - 1 :]
    return [*kept, (rest.format(f"{len(others):,}"), sum(many for _, many in others))]


def and_more(all_of: int, what: str, most: int = LISTED) -> str:
    """Return what stands below a table that is cut, "" where it is whole."""
    return f"and {all_of - most:,} more {what}" if all_of > most else ""
