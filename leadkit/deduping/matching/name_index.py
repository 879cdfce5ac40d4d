"""The names of a list, each once: how they sound, what they are short for, how rare they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.deduping.matching.coded import Coded, rank
from leadkit.deduping.matching.names import (
    first_word,
    formal_names,
    has_nicknames,
    in_one_word,
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
    """Arrays over the codes of the names of a list; code 0 is unknown.

    The first of several words is a name of the list as well: see with_first_words.
    """

    def __init__(self, names: Coded, every: pa.Array | None = None) -> None:
        """``every`` are the long names of the list in one word, where these are a part of it."""
        self._every = every
        joined = names.each_read_as(in_one_word)
        self._joined, same = joined, joined.codes
        self.words = names.texts  # given or last names, apart by spaces
        self.same = same  # anna lena and annalena are the same
        self.texts = joined.texts[same]
        sounds = joined.each_read_as(sound)
        self.heard = Coded(sounds.codes[same], sounds.texts, sounds.told)
        self.sound = self.heard.codes
        self.formal = joined.each_read_as(first_formal_name).codes[same]
        self.first_spelling = joined.each_read_as(_first_spelling).codes[same]
        self.language = joined.each_read_as(_language).codes[same]
        self.last_spelling = joined.each_read_as(_last_spelling).codes[same]
        self.lengths = joined.each(len, np.int64)[same]
        self.initial = joined.each(_initial, np.int64)[same]
        self.ending = joined.each_read_as(ending).codes[same]
        self.is_initials = names.each(_is_initials, bool)
        self.several = names.each(_is_several, bool)
        # The first letters of its words: of two names the shorter ones must begin the longer.
        self.initials = names.each(_initials, object)
        self.first_word = names.each_read_as(_long_first_word).codes
        first = names.each_read_as(first_word)
        # The code of the first of several words, as of Wojciech in Wojciech Stanislaw.
        self.begins = names.codes_of(first.texts)[first.codes]
        used = names.counts() > 0
        used[self.begins[used]] = True
        self._used = used
        self._base = len(joined.texts)
        self._short_for, self._one_name, self._feminine = self._relations()
        self.is_formal = joined.each(has_nicknames, bool)[same]
        self.readable = joined.each(_is_readable, bool)[same]
        self.is_own = joined.each(is_own_name, bool)[same]
        self.both_sexes = joined.each(_is_for_both_sexes, bool)[same]
        self.foreign = joined.each(is_in_other_letters, bool)[same]
        self.listed = joined.each(is_known_name, bool)[same]

    @cached_property
    def numbers(self) -> tuple[np.ndarray, pa.Array]:
        """The numbers in ``same`` of the names of over two letters that a row has, and these.

        Names that other rows of the list have get numbers beyond these.
        """
        used = np.unique(self.same[self._used])
        long = used[self._joined.each(len, np.int64)[used] > 2]
        texts = pa.array(self._joined.texts[long], pa.large_string())
        if self._every is None:
            return long, texts
        known = pc.fill_null(pc.index_in(self._every, texts), -1).to_numpy(zero_copy_only=False)
        return np.where(known < 0, self._base + np.arange(len(known)), long[known]), self._every

    def rank(self, codes: np.ndarray) -> np.ndarray:
        """Return numbers that sort names as their letters do, whatever words they are of."""
        return rank(self._joined.texts, self.same[codes])

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

    def _relations(self) -> tuple[np.ndarray, ...]:
        """Return which names are short for which, short for one, and made of which."""
        joined = self._joined
        known: tuple[int, tuple[np.ndarray, ...]] = joined.told.get("relations", (0, ()))
        if known[0] < self._base:
            number = {text: at for at, text in enumerate(joined.texts.tolist()) if at}
            found = (_short_for(number), _nicknames_of_one_name(number), _feminine(number))
            known = joined.told["relations"] = self._base, tuple(map(self._relation, found))
        return known[1]

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


def with_first_words(names: Coded) -> Coded:
    """Return names, their texts with the first words of several among them.

    >>> column = Coded.of(np.array(["anna", "anna lena", "karl otto"], object))
    >>> with_first_words(column).texts.tolist()
    ['', 'anna', 'anna lena', 'karl otto', 'karl']
    """
    none = np.zeros((0, *names.codes.shape[1:]), np.int32)
    return names.with_more(Coded(none, names.each_read_as(first_word).texts))


def _long_first_word(name: str) -> str:
    first = first_word(name)
    return first if len(first) > 2 else ""


def first_formal_name(name: str) -> str:
    return formal_names(name)[0] if name else ""


def _first_spelling(name: str) -> str:
    return one_spelling(name, "first")


def _language(name: str) -> str:
    return one_spelling(name, "languages")


def _last_spelling(name: str) -> str:
    return one_spelling(name, "last")


def _initial(name: str) -> int:
    return ord(name[0]) if name else 0


def ending(name: str) -> str:
    return name[-2:]


def _is_initials(name: str) -> bool:
    return bool(name) and max(map(len, name.split())) == 1


def _is_several(name: str) -> bool:
    return " " in name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


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
