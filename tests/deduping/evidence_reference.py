"""Evidence in words, pair by pair: what the columns of wording.py must say too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadkit.deduping.matching.model import Comparison, Level
from leadkit.deduping.matching.wording import SEPARATOR, comparisons_of


def evidence_of(pair: Mapping[str, Any], prior: float) -> str:
    """Return all weights of a scored pair as text that explain reads: name +bits (words)."""
    parts = [f"prior {-prior:+.2f}"]
    for comparison in comparisons_of(pair["kind"]):
        bits = float(pair[f"{comparison.name}_bits"])
        level = comparison.levels[int(pair[f"{comparison.name}_level"])]
        if abs(bits) >= 0.005:
            words = _worded(level, comparison, pair) or level.name
            parts.append(f"{comparison.name} {bits:+.2f} ({words})")
    return SEPARATOR.join(parts)


def reasons_of(pair: Mapping[str, Any]) -> str:
    """Return what speaks for a pair and what against, the strongest first."""
    found = []
    for comparison in comparisons_of(pair["kind"]):
        bits = float(pair[f"{comparison.name}_bits"])
        level = comparison.levels[int(pair[f"{comparison.name}_level"])]
        if level.words and abs(bits) >= 0.5:
            found.append((-bits, _worded(level, comparison, pair)))
    return SEPARATOR.join(words for _, words in sorted(found, key=lambda one: one[0]))


def _worded(level: Level, comparison: Comparison, pair: Mapping[str, Any]) -> str:
    if "{}" not in level.words:
        return level.words
    apart = int(pair.get(f"{comparison.name}_apart", 0) or 0)
    return level.words.format(f"{apart} letter{'s' if apart != 1 else ''}")
