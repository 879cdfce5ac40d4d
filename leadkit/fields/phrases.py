"""Phrases of a word list found in a remark: with gaps, asterisks, groups, and slips of the pen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from leadkit.fields.remark_text import (
    ANYWHERE,
    CLAUSE,
    PART,
    SENTENCE,
    Remark,
    is_unspaced,
    words_of,
)
from leadkit.fields.slips import Slips

# What stands in a phrase beside its words.
GAP, START, END, COMMA, LATER, BOTH = "...", "^", "$", "/", "//", "&"
SIGNS = (GAP, START, END, COMMA, LATER)
_LONGEST_GAP = 5  # words that "..." may stand for
_LONGEST_LATER = 12  # words that "//" may stand for
# How deep a cut each sign between words may cross, and how many words it may stand for.
_BETWEEN = {
    GAP: (CLAUSE, _LONGEST_GAP), COMMA: (SENTENCE, 0), LATER: (SENTENCE + 1, _LONGEST_LATER),
}  # fmt: skip
_AT_END = -1
_KEPT_WORDS = 1 << 17
# A no behind which a statement may end: "llamadas no, que ..." is one, "will nicht, dass" is not.
_WHOLE_NOS = frozenset({"no", "nao", "non"})


class _Remembered(dict[str, frozenset[int]]):
    """What was looked up for words, so that it is looked up once; of so many words at most."""

    def __init__(self, look_up: Callable[[str], frozenset[int]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> frozenset[int]:
        found = self._look_up(word)
        if len(self) < _KEPT_WORDS:
            self[word] = found
        return found


class Phrase:
    """A phrase taken apart: its first word, and each next one with what may stand before it."""

    __slots__ = ("at_start", "excepts", "first", "flag", "is_else", "needs", "steps")

    def __init__(self, flag: str, parts: Sequence[int | str], kind: str) -> None:
        self.flag = flag
        self.excepts = kind == "unless"
        self.is_else = kind == "otherwise"
        self.at_start = parts[0] == START
        words = parts[self.at_start :]
        self.needs = frozenset(part for part in words if isinstance(part, int))
        assert isinstance(words[0], int)
        self.first = words[0]
        self.steps = tuple(_steps(words[1:]))


_Step = tuple[int, int, int]  # how deep a cut it may cross, words it may pass over, its number


def _steps(parts: Iterable[int | str]) -> Iterator[_Step]:
    crossing, gap = CLAUSE, 0
    for part in parts:
        if isinstance(part, int) or part == END:
            yield crossing, gap, part if isinstance(part, int) else _AT_END
            crossing, gap = CLAUSE, 0
        else:
            crosses, words = _BETWEEN[part]
            crossing, gap = max(crossing, crosses), max(gap, words)


class Wordbook:
    """Words and groups of words by number, and phrases of them as they are found in remarks.

    ``groups`` are words by the name that phrases call them in angle brackets; ``ignored`` words do
    not count; ``breaks`` (but, aber) part a sentence; a comma before ``joins`` (that, dass) does
    not, nor does the full stop of ``abbreviations``; a question mark before one of ``negations``
    parts less.
    """

    def __init__(
        self,
        groups: Mapping[str, Iterable[str]],
        *,
        ignored: Iterable[str] = (),
        breaks: Iterable[str] = (),
        joins: Iterable[str] = (),
        abbreviations: Iterable[str] = (),
        negations: Iterable[str] = (),
    ) -> None:
        self.members: list[tuple[str, ...]] = []  # of each number, words with their asterisks
        self._numbers: dict[tuple[str, ...], int] = {}
        self._numbers_of_word = _Remembered(self._look_up)
        self._both: dict[tuple[int, ...], int] = {}  # of words in several groups at once
        self._groups = {name: self.number(words) for name, words in groups.items()}
        self._ignored, self._breaks, self._joins, self._shortened, self.negations = (
            self.number(words) for words in (ignored, breaks, joins, abbreviations, negations)
        )
        self._cutting = {self._breaks, self._joins, self._shortened, self.negations}

    def number(self, words: Iterable[str]) -> int:
        """Return the number of these words, as one thing that a word of a remark may stand for."""
        members = tuple(word for entry in words for word in words_of(entry))
        number = self._numbers.setdefault(members, len(self.members))
        if number == len(self.members):
            self.members.append(members)
        return number

    def phrase(self, flag: str, text: str, kind: str) -> Phrase:
        """Return a phrase as it is written in a list, of a flag, taken apart."""
        parts: list[int | str] = []
        without = self.members[self._ignored]
        for part in text.split():
            if part in SIGNS:
                parts.append(part)
            elif part.startswith("<") and part.endswith(">"):
                parts.append(self._in_all([name[1:-1] for name in part.split(BOTH)]))
            else:  # a word that does not count is never met, so a phrase goes without it
                words = [word for word in words_of(part) if word not in without]
                parts += [self.number([word]) for word in words]
        return Phrase(flag, parts, kind)

    def _in_all(self, names: Sequence[str]) -> int:
        """Return the number of words that are in each of these groups."""
        numbers = tuple(self._groups[name] for name in names)
        if len(numbers) == 1:
            return numbers[0]
        if numbers not in self._both:
            self._both[numbers] = len(self.members)
            self.members.append(())
        return self._both[numbers]

    @cached_property
    def _by_word(self) -> tuple[dict[str, set[int]], dict[str, set[int]], dict[str, set[int]]]:
        exact: dict[str, set[int]] = {}
        starts: dict[str, set[int]] = {}
        ends: dict[str, set[int]] = {}
        for number, members in enumerate(self.members):
            for word in members:
                kind = starts if word.endswith("*") else ends if word.startswith("*") else exact
                kind.setdefault(word.strip("*"), set()).add(number)
        return exact, starts, ends

    def numbers_for(self, word: str) -> frozenset[int]:
        """Return the numbers of the words and groups that a word of a remark stands for."""
        return self._numbers_of_word[word]

    def _look_up(self, word: str) -> frozenset[int]:
        exact, starts, ends = self._by_word
        numbers = set(exact.get(word, ()))
        for length in range(1, len(word) + 1):
            numbers |= starts.get(word[:length], set())
            numbers |= ends.get(word[-length:], set())
        if not numbers:
            numbers = {
                number for meant in self._slips.meant(word) for number in self.numbers_for(meant)
            }
        both = (one for parts, one in self._both.items() if numbers.issuperset(parts))
        return frozenset(numbers.union(both))

    @cached_property
    def _unspaced(self) -> re.Pattern[str] | None:
        """Return what finds our words where a script puts no spaces between them."""
        every = {word.strip("*") for members in self.members for word in members}
        found = sorted(filter(is_unspaced, every), key=len, reverse=True)
        return re.compile("|".join(found)) if found else None

    def numbers_in(self, text: str) -> Iterator[frozenset[int]]:
        """Yield what the words of a text stand for; a no before a figure is a number, too."""
        for word in Remark(text, self._unspaced).words:
            yield self.numbers_for(word)
            if word == "no":
                yield self.numbers_for("number")

    @cached_property
    def _slips(self) -> Slips:
        return Slips(word for kind in self._by_word for word in kind)

    def read_words(self, text: str) -> tuple[Remark, list[frozenset[int]]]:
        """Return the words of a remark that count, and what each of them stands for."""
        remark = Remark(text, self._unspaced)
        numbers = [*map(self._numbers_of_word.__getitem__, remark.words)]
        self._mend_cuts(remark, numbers)
        ignored = [self._ignored in found for found in numbers]
        if True in ignored:
            remark.without(ignored)
            numbers = [found for found in numbers if self._ignored not in found]
        return remark, numbers

    def _mend_cuts(self, remark: Remark, numbers: list[frozenset[int]]) -> None:
        """Cut where a word parts a sentence, and not before "that" or behind "Mr."."""
        cuts, last = remark.cuts, len(numbers) - 1
        some = [at for at, found in enumerate(numbers) if not self._cutting.isdisjoint(found)]
        for at in some:
            found = numbers[at]
            if self._breaks in found:
                cuts[at] = max(cuts[at], CLAUSE)
            elif at and self._joins in found and remark.between(at).strip() == ",":
                is_over = at > 1 and remark.words[at - 1] in _WHOLE_NOS
                cuts[at] = CLAUSE if is_over else ANYWHERE
            elif at and self.negations in found and "?" in remark.between(at):
                cuts[at] = PART  # "Calls? No."
            if at < last and self._shortened in found and remark.between(at + 1).strip() == ".":
                cuts[at + 1] = ANYWHERE


def by_rarest(phrases: list[Phrase]) -> dict[int, list[Phrase]]:
    """Return phrases by the one of their words that the fewest of them need."""
    often = Counter(number for phrase in phrases for number in phrase.needs)
    found: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        found.setdefault(min(phrase.needs, key=lambda one: (often[one], one)), []).append(phrase)
    return found


_Places = dict[int, list[int]]  # of each number, where its words stand


def standing(numbers: Iterable[frozenset[int]]) -> _Places:
    """Return of each number the places of the words that stand for it."""
    stand: _Places = {}
    for at, known in enumerate(numbers):
        for number in known:
            stand.setdefault(number, []).append(at)
    return stand


def found_in(
    by_rarest: dict[int, list[Phrase]],
    stand: _Places,
    numbers: list[frozenset[int]],
    cuts: list[int],
) -> Iterator[tuple[Phrase, list[int]]]:
    """Yield the phrases that are met, each with the places of its words."""
    present = stand.keys()
    for rarest in present & by_rarest.keys():
        for phrase in by_rarest[rarest]:
            if not phrase.needs <= present:
                continue
            for at in stand[phrase.first]:
                if not (phrase.at_start and at and cuts[at] < PART):
                    places = _rest(phrase.steps, 0, at + 1, numbers, cuts)
                    if places is not None:
                        yield phrase, [at, *places]


def _rest(
    steps: tuple[_Step, ...], step: int, at: int, numbers: list[frozenset[int]], cuts: list[int]
) -> list[int] | None:
    """Return the places of a phrase's further words from a place on, or None; gaps are short."""
    if step == len(steps):
        return []
    crossing, gap, number = steps[step]
    if number == _AT_END:
        return [] if at == len(numbers) or cuts[at] >= PART else None
    for place in range(at, min(at + gap + 1, len(numbers))):
        if cuts[place] >= crossing:
            return None
        if number in numbers[place]:
            rest = _rest(steps, step + 1, place + 1, numbers, cuts)
            if rest is not None:
                return [place, *rest]
    return None
