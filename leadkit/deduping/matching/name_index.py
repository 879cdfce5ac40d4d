"""The names of a list, each once: how they sound, what they are short for, how rare they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from leadkit.deduping.matching.coded import Coded
from leadkit.deduping.matching.names import formal_names, has_nicknames, is_known_name, sound

# Martin and Martina, Paul and Paula, Stefan and Stefanie; and Andrea beside Andreas.
_FEMININE = ("a", "e", "ie", "in", "ina", "ine", "ette", "ia", "s")


class Names:
    """Arrays over the codes of the names of a list; code 0 is unknown."""

    def __init__(self, texts: np.ndarray) -> None:
        joined = Coded.of(np.array([text.replace(" ", "") for text in texts.tolist()], object))
        sounds = joined.map(sound)
        self.words = texts  # given or last names, apart by spaces
        self.same = joined.codes  # anna lena and annalena are the same
        self.texts = joined.texts[joined.codes]
        self.formal = joined.map(lambda text: formal_names(text)[0]).codes
        self.sound = sounds.codes
        self.heard = sounds
        self.lengths = np.array([len(text) for text in self.texts.tolist()], np.int64)
        self.initial = np.array([ord(text[0]) if text else 0 for text in self.texts.tolist()])
        self.ending = joined.map(lambda text: text[-2:]).codes
        self.is_initials = np.array([bool(text) and max(map(len, text.split())) == 1
                                     for text in texts.tolist()])  # fmt: skip
        self.several = np.array([" " in text for text in texts.tolist()])
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
        self.listed = np.array([is_known_name(text) for text in self.texts.tolist()])

    def starts(self, letters: int) -> np.ndarray:
        """Return codes of how the beginning of each name sounds."""
        return self.heard.map(lambda text: text[:letters]).codes

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


def _feminine(number: dict[str, int]) -> Iterator[tuple[int, int]]:
    for text, at in number.items():
        others = [text + ending for ending in _FEMININE]
        if len(text) > 3 and text[-1] in "aoe":
            others += [text[:-1] + ending for ending in "aoe" if ending != text[-1]]
        yield from ((at, number[one]) for one in others if one in number)
