"""Slips of the pen in long words: a letter too many, one too few, or two in each other's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LONG = 8  # letters of a word in which a slip is forgiven; shorter ones are too like each other


class Slips:
    """Long words, to find the one that a slip made another of.

    A wrong letter is no slip that is forgiven: "anmelden" is not "abmelden".

    >>> slips = Slips(["newsletter", "abmelden", "call"])
    >>> [list(slips.meant(word)) for word in ("newletter", "nwesletter", "newslettter", "anmelden")]
    [['newsletter'], ['newsletter'], ['newsletter'], []]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) >= LONG}
        self._longest = max(map(len, self._words), default=0) + 1  # with a letter too many
        self._by_letters: dict[str, list[str]] = {}
        self._by_shorter: dict[str, list[str]] = {}
        for word in sorted(self._words):
            self._by_letters.setdefault(_letters(word), []).append(word)
            for shorter in _shorter(word):
                self._by_shorter.setdefault(shorter, []).append(word)

    def meant(self, word: str) -> Iterator[str]:
        """Yield the words that an unknown one may be meant as; they begin with the same letter."""
        if not LONG - 1 <= len(word) <= self._longest:
            return
        for other in self._by_letters.get(_letters(word), ()):
            if sum(map(str.__ne__, other, word)) == 2:
                yield other
        yield from self._words.intersection(_shorter(word))
        yield from self._by_shorter.get(word, ())


def _letters(word: str) -> str:
    return word[0] + "".join(sorted(word[1:]))


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)}  # an ending is no slip
