"""Names of channels that may be one: spelled alike, or with spend here and leads there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from leadkit.economics.channel_map import channel_place, folded
from leadkit.economics.report import Report

_MOST_COMPARED = 400  # names; a list by campaign may have thousands
_LEAST_LETTERS = 6  # of a name in which one more or less is a slip
_SEVERAL_SIGNS = re.compile(r"[\W_]+")


def in_several_spellings(names: Iterable[str]) -> list[list[str]]:
    """Return the names that differ by case and spaces alone, and are counted as one.

    >>> in_several_spellings(["Trade fair", "trade  Fair", "Web", ""])
    [['Trade fair', 'trade Fair']]
    """
    alike: dict[str, set[str]] = {}
    for name in names:
        alike.setdefault(folded(name), set()).add(" ".join(name.split()))
    return [sorted(several) for _, several in sorted(alike.items()) if len(several) > 1]


def look_alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of names that are clearly one channel, and are counted apart.

    They have the same letters, the same words, or all but one letter; another number is another
    channel.

    >>> look_alike(["Trade-fair", "Trade fair", "Google Ads", "Ads Google", "Web", "Wea"])
    [('Ads Google', 'Google Ads'), ('Trade fair', 'Trade-fair')]
    >>> look_alike(["LinkedIn", "Linkdin", "Fair 2025", "Fair 2026"])
    [('Linkdin', 'LinkedIn')]
    """
    from rapidfuzz.distance import OSA

    each = {folded(name): " ".join(name.split()) for name in sorted(names) if name.strip()}
    if len(each) > _MOST_COMPARED:
        return []
    found = []
    for one, other in combinations(sorted(each), 2):
        words, others = (_SEVERAL_SIGNS.sub(" ", name).split() for name in (one, other))
        letters, other_letters = "".join(words), "".join(others)
        if re.sub(r"\D", "", letters) != re.sub(r"\D", "", other_letters) or not letters:
            continue
        least = min(len(letters), len(other_letters))
        slip = least >= _LEAST_LETTERS and OSA.distance(letters, other_letters) <= 1
        if sorted(words) == sorted(others) or slip:
            found.append((each[one], each[other]))
    return found


@dataclass(frozen=True)
class Apart:
    """Channels of which one side alone is told, the largest first."""

    idle: list[tuple[str, Decimal]]  # with what was spent and no lead
    unpaid: list[tuple[str, int]]  # with so many leads and no spend


def sides_apart(report: Report) -> Apart:
    """Return the channels that have spend and no leads, and those that have leads and no spend."""
    place = channel_place(report.by)
    names: dict[str, str] = {}
    leads: dict[str, int] = {}
    spend: dict[str, Decimal | None] = {}
    for line in report.lines:
        name = line.channel.key[place]
        if not line.channel.attributed and name.startswith("("):
            continue
        one = folded(name)
        names.setdefault(one, name)
        leads[one] = leads.get(one, 0) + line.channel.funnel.leads
        before, now = spend.get(one), line.channel.spend
        spend[one] = before if now is None else now + (before or 0)
    idle = [
        (names[one], paid) for one, paid in spend.items() if paid and paid > 0 and not leads[one]
    ]
    unpaid = [(names[one], many) for one, many in leads.items() if many and spend[one] is None]
    return Apart(
        sorted(idle, key=lambda one: (-one[1], one[0])),
        sorted(unpaid, key=lambda one: (-one[1], one[0])),
    )


def some(names: Sequence[str], most: int = 3) -> str:
    """Return a few of many names.

    >>> some(["a", "b", "c", "d"]), some(["a"])
    ('a, b, c ...', 'a')
    """
    return ", ".join(names[:most]) + (" ..." if len(names) > most else "")
