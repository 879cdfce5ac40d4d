"""The names of a list, each once: how they sound, what they are short for, how rare they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from leadkit.deduping.matching.coded import Coded
from leadkit.deduping.matching.names import (
    formal_names,
    has_nicknames,
    is_in_other_letters,
    is_known_name,
    is_own_name,
    one_spelling,
    sound,
)

# Martin and Martina, Paul and Paula, Stefan and Stefanie; and Andrea beside Andreas.
_FEMININE = ("a", "e", "ie", "in", "ina", "ine", "ette", "ia", "s", "ja", "n", "ne", "ka")
# Dimitris and Dimitra, Lucien and Lucie, Julian and Juliane, Georgios and Georgia.
_ENDINGS = (
    ("is", "a"),
    ("en", "e"),
    ("us", "a"),
    ("os", "a"),
    ("ios", "ia"),
    ("ich", "ike"),
    ("er", "ra"),
)


_VOWELS = "aeiou"


_SPOKEN = re.compile(r"(?!.*(.)\1\1)[a-z]*[aeiouy][a-z]*")


class Names:
    """Arrays over the codes of the names of a list; code 0 is unknown."""

    def __init__(self, texts: np.ndarray) -> None:
        texts = _with_first_words(texts)
        joined = Coded.of(np.array([text.replace(" ", "") for text in texts.tolist()], object))
        sounds = joined.map(sound)
        self.words = texts  # given or last names, apart by spaces
        self.same = joined.codes  # anna lena and annalena are the same
        self.texts = joined.texts[joined.codes]
        self.formal = joined.map(lambda text: formal_names(text)[0]).codes
        self.sound = sounds.codes
        self.first_spelling = joined.map(lambda text: one_spelling(text, "first")).codes
        self.language = joined.map(lambda text: one_spelling(text, "languages")).codes
        self.last_spelling = joined.map(lambda text: one_spelling(text, "last")).codes
        self.heard = sounds
        self.lengths = np.array([len(text) for text in self.texts.tolist()], np.int64)
        self.initial = np.array([ord(text[0]) if text else 0 for text in self.texts.tolist()])
        self.ending = joined.map(lambda text: text[-2:]).codes
        self.is_initials = np.array([bool(text) and max(map(len, text.split())) == 1
                                     for text in texts.tolist()])  # fmt: skip
        self.several = np.array([" " in text for text in texts.tolist()])
        # The first letters of its words: of two names the shorter ones must begin the longer.
        initials = ["".join(word[0] for word in text.split()) for text in texts.tolist()]
        self.initials = np.array(initials, object)
        first = [text.partition(" ")[0] for text in texts.tolist()]
        self.first_word = Coded.of(np.array([t if len(t) > 2 else "" for t in first], object)).codes
        code = {text: at for at, text in enumerate(texts.tolist())}
        # The code of the first of several words, as of Wojciech in Wojciech Stanislaw.
        self.begins = np.array([code.get(text, 0) for text in first])
        number = {text: at for at, text in enumerate(joined.texts.tolist()) if at}
        self._base = len(joined.texts)
        self._short_for = self._relation(_short_for(number))
        self._one_name = self._relation(_nicknames_of_one_name(number))
        self._feminine = self._relation(_feminine(number))
        self.is_formal = np.array([has_nicknames(text) for text in self.texts.tolist()])
        self.readable = np.array([_is_readable(text) for text in self.texts.tolist()])
        self.is_own = np.array([is_own_name(text) for text in self.texts.tolist()])
        self.both_sexes = np.array([_is_for_both_sexes(text) for text in self.texts.tolist()])
        self.foreign = np.array([is_in_other_letters(text) for text in self.texts.tolist()])
        self.listed = np.array([is_known_name(text) for text in self.texts.tolist()])

    @cached_property
    def number(self) -> dict[str, int]:
        """The number in ``same`` of each name of over two letters."""
        numbered = zip(self.texts.tolist(), self.same.tolist(), strict=True)
        return {text: code for text, code in numbered if len(text) > 2}

    def starts(self, letters: int) -> np.ndarray:
        """Return codes of how the beginning of each name sounds."""
        return self.heard.beginnings(letters)

    def short_for(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Tell for codes whether one name is a nickname of the other."""
        return self._related(self._short_for, one, other)

    def nicknames_of_one_name(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Tell for codes whether both are nicknames of some third name."""
        return self._related(self._one_name, one, other)

    def feminine(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Tell for codes whether one name is made of the other, for the other sex."""
        return self._related(self._feminine, one, other)

    def _relation(self, pairs: Iterable[tuple[int, int]]) -> np.ndarray:
        """Return pairs of names, either way round, as sorted numbers to look up."""
        found = np.array(list(pairs), np.int64).reshape(-1, 2)
        both = np.concatenate([found, found[:, ::-1]])
        return np.unique(both[:, 0] * self._base + both[:, 1])

    def _related(self, relation: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        if not len(relation):
            return np.zeros(len(one), bool)
        asked = self.same[one].astype(np.int64) * self._base + self.same[other]
        at = np.minimum(np.searchsorted(relation, asked), len(relation) - 1)
        return np.asarray(relation[at] == asked)


def _with_first_words(texts: np.ndarray) -> np.ndarray:
    """Return names, and after them the first words of several that are none of the list's names.

    >>> _with_first_words(np.array(["", "anna", "anna lena", "karl otto"], object)).tolist()
    ['', 'anna', 'anna lena', 'karl otto', 'karl']
    """
    known = texts.tolist()
    every = dict.fromkeys([*known, *(text.partition(" ")[0] for text in known if " " in text)])
    return np.array(list(every), object)


def _short_for(number: dict[str, int]) -> Iterator[tuple[int, int]]:
    for text, at in number.items():
        yield from (
            (at, number[one]) for one in formal_names(text) if one in number and one != text
        )


def _nicknames_of_one_name(number: dict[str, int]) -> Iterator[tuple[int, int]]:
    short: dict[str, list[int]] = defaultdict(list)
    for text, at in number.items():
        for one in formal_names(text):
            short[one].append(at)
    for own in short.values():
        yield from ((one, other) for one in own for other in own if one < other)


def _is_readable(text: str) -> bool:
    """Tell whether a name can be spoken, as what a scanner makes of one often cannot.

    >>> [_is_readable(name) for name in ("jo", "hcnk", "wllli", "krzysztof", "nguyen", "ng")]
    [True, False, False, True, True, True]
    """
    return not text.isascii() or len(text) < 3 or bool(_SPOKEN.fullmatch(text))


def _is_for_both_sexes(text: str) -> bool:
    """Tell whether a nickname is one of men and of women: Uli is Ulrich or Ulrike."""
    names = formal_names(text)
    return len(names) > 2 and any(not names_of_women(one).isdisjoint(names) for one in names)


def _feminine(number: dict[str, int]) -> Iterator[tuple[int, int]]:
    for text, at in number.items():
        yield from ((at, number[one]) for one in names_of_women(text) if one in number)


def names_of_women(text: str) -> frozenset[str]:
    """Return what a name may be for the other sex, by its ending.

    >>> "martina" in names_of_women("martin"), "ulrike" in names_of_women("ulrich")
    (True, True)
    """
    others = [text + ending for ending in _FEMININE]
    if len(text) > 3 and text[-1] in _VOWELS:  # Paolo and Paola, Yuki and Yuko
        others += [text[:-1] + ending for ending in _VOWELS if ending != text[-1]]
    for ending, other in _ENDINGS:
        if len(text) > len(ending) + 2 and text.endswith(ending):
            others.append(text[: -len(ending)] + other)
    return frozenset(others)
