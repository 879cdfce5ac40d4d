"""The sentences of answers: folded clauses, and the groups of our word list that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from leadkit.base.columns import CONSENT_FOR
from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups
from leadkit.fields.slips import LONG, Slips

# The channel that a question asks for, by its column; else it is asked for e-mail.
CHANNEL_OF = {column: channel for channel, column in CONSENT_FOR.items()}
_APOSTROPHES = re.compile("['’`´]")
_GROUPS = ("negation", "refusal", "agreement", "unsure", "mailing")


def folded(clause: str) -> str:
    """Fold a clause, with a space at each end, without slips and what only looks like a no."""
    words = fold_letters(_APOSTROPHES.sub(" ", clause)).split()
    text = f" {' '.join(map(_meant, words))} "
    return without(without(text, "spared"), "postal", "post")


def refuses(clause: str) -> bool:
    """Tell whether a clause holds a no, or an act of leaving and not merely the right to leave."""
    if holds(clause, "negation") or (not clause.isascii() and _denying_inside().search(clause)):
        return True
    return holds(clause, "refusal") and not holds(clause, "right")


def channels_in(text: str) -> list[str]:
    """Return the channels that a folded text names."""
    return [name for name in CHANNEL_OF.values() if holds(text, name)]


@cache
def _denying_inside() -> re.Pattern[str]:
    """Return what finds a no where a script puts no spaces between words."""
    words = word_groups("leadkit.fields", "answer_words")["negation inside"]
    return re.compile("|".join(re.escape(fold_letters(word)) for word in words))


@cache
def _slips() -> Slips:
    groups = word_groups("leadkit.fields", "answer_words")
    entries = [fold_letters(one) for name in ("refusal", "agreement") for one in groups[name]]
    return Slips(entry for entry in entries if entry.isalpha())


@lru_cache(maxsize=1 << 14)
def _meant(word: str) -> str:
    """Return a long word without the slip that was made in it."""
    if len(word) < LONG - 1 or not _groups_of(word).isdisjoint(_GROUPS):
        return word
    return next(_slips().meant(word), word)


def holds(text: str, group: str) -> bool:
    """Tell whether a folded text, with a space at each end, holds a word or phrase of a group."""
    return group in _groups_in(text)


def without(text: str, group: str, instead: str = " ") -> str:
    """Return a folded text without the words and phrases of a group."""
    return _pattern_of(group).sub(instead, text) if holds(text, group) else text


@lru_cache(maxsize=1 << 12)
def _groups_in(text: str) -> frozenset[str]:
    """Return the groups of our list of which a folded text holds any word or phrase."""
    phrases = _entries().phrases
    found: set[str] = set()
    for word in set(text.split()):
        found |= _groups_of(word)
        for phrase, group in phrases.get(word, ()):
            if group not in found and phrase in text:
                found.add(group)
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def _groups_of(word: str) -> frozenset[str]:
    """Return the groups that a single word is in: as a whole, by how it begins, or ends."""
    known = _entries()
    found = set(known.words.get(word, ()))
    for length in range(1, min(len(word), known.longest) + 1):
        found |= known.starts.get(word[:length], set()) | known.ends.get(word[-length:], set())
    return frozenset(found)


class _Entries:
    """The entries of our list, each with its groups; phrases by their first word."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self.words: dict[str, set[str]] = {}
        self.starts: dict[str, set[str]] = {}
        self.ends: dict[str, set[str]] = {}
        self.phrases: dict[str, list[tuple[str, str]]] = {}
        for group, entries in groups.items():
            for entry in entries:
                plain, is_start = fold_letters(entry), entry.endswith("*")
                if " " in plain:
                    phrase = f" {plain}" if is_start else f" {plain} "
                    self.phrases.setdefault(plain.split()[0], []).append((phrase, group))
                else:
                    kind = self.starts if is_start else self.words
                    kind = self.ends if entry.startswith("*") else kind
                    kind.setdefault(plain, set()).add(group)
        self.longest = max(map(len, (*self.starts, *self.ends)), default=0)


@cache
def _entries() -> _Entries:
    groups = word_groups("leadkit.fields", "answer_words")
    return _Entries(groups)


@cache
def _pattern_of(group: str) -> re.Pattern[str]:
    """Return what finds the words of a group in a folded text with a space at each end."""
    found: list[str] = []
    for entry in word_groups("leadkit.fields", "answer_words")[group]:
        plain = fold_letters(entry)
        found.append(plain if entry.endswith("*") else f"{plain}(?= )")
    return re.compile(f"(?<= )(?:{'|'.join(sorted(found, key=len, reverse=True))})")
