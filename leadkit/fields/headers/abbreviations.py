"""Words of headers that were cut short, with a dot behind: what they begin or contract."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.headers.tokens import header_tokens

_LEAST = 3  # letters of a word that was cut
_LEAST_CONTRACTED = 4  # letters of one from whose middle some are left out
_MOST_LEFT_OUT = 6  # letters
_MOST_WORDS = 3
_NOTHING = frozenset({"FILL", "ASIDE", "TOOL"})

Phrase = tuple[str, ...]


@cache
def _phrases(group: str) -> dict[tuple[str, int], list[tuple[Phrase, str]]]:
    """Return the phrases of a list with what each means, by first letter and number of words."""
    phrases: dict[tuple[str, int], list[tuple[Phrase, str]]] = {}
    for meaning, entries in word_groups("leadkit.fields", group).items():
        for entry in entries if meaning not in _NOTHING else ():
            words = tuple(header_tokens(entry.lstrip("?"), None))
            if words and len(words) <= _MOST_WORDS:
                phrases.setdefault((words[0][0], len(words)), []).append((words, meaning))
    return phrases


@lru_cache(1 << 12)
def written_out(words: Phrase, group: str = "header_words") -> str:
    """Return the meaning of words that were cut short, "" where none or several fit.

    ``group`` is the list: words that compose, or whole headers (header_aliases).

    >>> written_out(("bemerkg",)), written_out(("indir",)), written_out(("rag", "soc"))
    ('notes', 'ADDRESS', 'company')
    >>> written_out(("zahlbed",))
    ''
    """
    if not words or len(words) > _MOST_WORDS:
        return ""
    listed = _phrases(group).get((words[0][0], len(words)), [])
    for fits in (_begins, _contracts):
        fitting = [
            (" ".join(phrase), meaning)
            for phrase, meaning in listed
            if all(fits(short, word) for short, word in zip(words, phrase, strict=True))
        ]
        if fitting:
            found = {  # "organisation", and not the compounds that begin with it
                meaning
                for phrase, meaning in fitting
                if not any(phrase != other and phrase.startswith(other) for other, _ in fitting)
            }
            return found.pop() if len(found) == 1 else ""
    return ""


def _begins(short: str, word: str) -> bool:
    return short == word or (len(short) >= _LEAST and word.startswith(short))


def _contracts(short: str, word: str) -> bool:
    """Tell whether letters were left out of the middle: "Bemerkg." is "Bemerkung"."""
    if short == word:
        return True
    if len(short) < _LEAST_CONTRACTED or not 0 < len(word) - len(short) <= _MOST_LEFT_OUT:
        return False
    letters = iter(word)
    return short[:3] == word[:3] and short[-1] == word[-1] and all(s in letters for s in short)


def run_written_out(tokens: Sequence[str], at: int, cut: frozenset[str]) -> tuple[str, int]:
    """Return what the longest run of tokens from ``at`` on means, and its length, else ("", 0).

    At least one token of the run has to be cut, that is, to have a dot behind it.
    """
    for length in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
        run = tuple(tokens[at : at + length])
        if cut.isdisjoint(run):
            continue
        meaning = written_out(run)
        if meaning:
            return meaning, length
    return "", 0
