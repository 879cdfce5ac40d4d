"""Evidence in words: why two rows are one person, for merge logs, review files and explain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadkit.matching import model

SEPARATOR = "; "


def comparisons_of(kind: str) -> tuple[model.Comparison, ...]:
    """Return the comparisons of a kind of pair, person or company."""
    return model.PERSON if kind == "person" else model.COMPANY


def evidence_of(pair: Mapping[str, Any], prior: float) -> str:
    """Return all weights of a scored pair as text that explain reads: name +bits (words).

    The weights add up to the pair's, the prior among them.
    """
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


def _worded(level: model.Level, comparison: model.Comparison, pair: Mapping[str, Any]) -> str:
    if "{}" not in level.words:
        return level.words
    apart = int(pair.get(f"{comparison.name}_apart", 0) or 0)
    return level.words.format(f"{apart} letter{'s' if apart != 1 else ''}")


def read_evidence(text: str) -> list[tuple[str, float, str]]:
    """Read the text of evidence_of back: (comparison, bits, words).

    >>> read_evidence("prior -9.97; email +17.97 (same personal e-mail)")
    [('prior', -9.97, ''), ('email', 17.97, 'same personal e-mail')]
    """
    found = []
    for part in text.split(SEPARATOR):
        name, _, rest = part.partition(" ")
        bits, _, words = rest.partition(" ")
        found.append((name, float(bits), words[1:-1] if words else ""))
    return found
