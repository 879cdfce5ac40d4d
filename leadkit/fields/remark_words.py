"""Remarks: what a note, a tag or a status says about a lead, by an editable list of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leadkit.fields.remark_text import ANYWHERE, CLAUSE, PART, SENTENCE, Remark, words_of
from leadkit.fields.slips import Slips

REFUSALS = ("no_phone", "no_email", "no_post", "no_contact")
FLAGS = (
    *REFUSALS, "deceased", "left_company", "competitor", "own_colleague", "supplier", "student",
    "applicant", "press", "angry",
)  # fmt: skip

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
_NEAR = 3  # words before a phrase among which a "not" turns it round
_KEPT_WORDS = 1 << 17


@dataclass(frozen=True)
class Said:
    """A flag, and the words of the remark that said so."""

    flag: str
    words: str


@dataclass(frozen=True)
class Phrases:
    """The phrases of one flag, and those that look like them and mean something else.

    ``otherwise`` are those that count where a remark refuses nothing else: "wants it no more".
    """

    flag: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


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


class _Phrase:
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


class RemarkWords:
    """A checked list of words for remarks.

    ``groups`` are words by the name that phrases call them in angle brackets; ``ignored`` words do
    not count; ``breaks`` (but, aber) part a sentence; a comma before ``joins`` (that, dass) does
    not, nor does the full stop of ``abbreviations``; a ``negations`` word before a phrase turns it
    round, refusals aside, whose "not" is their own, and so do ``doubts`` (maybe) and a question
    mark, since a doubt is no fact; what follows one of ``others`` in a sentence (successor of) is
    said about somebody else.

    >>> words = RemarkWords({"no": ["not", "no"]}, [Phrases("no_phone", ("<no> ... call*",))])
    >>> words.read("Nice talk. Please do NOT ever call!")
    (Said(flag='no_phone', words='NOT ever call'),)
    """

    def __init__(
        self,
        groups: Mapping[str, Iterable[str]],
        flags: Iterable[Phrases],
        *,
        ignored: Iterable[str] = (),
        breaks: Iterable[str] = (),
        joins: Iterable[str] = (),
        abbreviations: Iterable[str] = (),
        negations: Iterable[str] = (),
        others: Iterable[str] = (),
        doubts: Iterable[str] = (),
    ) -> None:
        self.members: list[tuple[str, ...]] = []  # of each number, words with their asterisks
        self._numbers: dict[tuple[str, ...], int] = {}
        self._numbers_of_word = _Remembered(self._look_up)
        self._both: dict[tuple[int, ...], int] = {}  # of words in several groups at once
        self._groups = {name: self._number(words) for name, words in groups.items()}
        self._ignored, self._breaks, self._joins, self._shortened = (
            self._number(words) for words in (ignored, breaks, joins, abbreviations)
        )
        self._negations, self._others, self._doubts = (
            self._number(words) for words in (negations, others, doubts)
        )
        self._cutting = {self._breaks, self._joins, self._shortened, self._negations}
        self.phrases: list[_Phrase] = []
        for one in flags:
            for kind in ("phrases", "unless", "otherwise"):
                self.phrases += [self._phrase(one.flag, text, kind) for text in getattr(one, kind)]
        self._says = _by_rarest([phrase for phrase in self.phrases if not phrase.excepts])
        self._excepts = {
            flag: _by_rarest([one for one in self.phrases if one.excepts and one.flag == flag])
            for flag in {phrase.flag for phrase in self.phrases}
        }

    def _number(self, words: Iterable[str]) -> int:
        members = tuple(word for entry in words for word in words_of(entry))
        number = self._numbers.setdefault(members, len(self.members))
        if number == len(self.members):
            self.members.append(members)
        return number

    def _phrase(self, flag: str, text: str, kind: str) -> _Phrase:
        parts: list[int | str] = []
        without = self.members[self._ignored]
        for part in text.split():
            if part in SIGNS:
                parts.append(part)
            elif part.startswith("<") and part.endswith(">"):
                parts.append(self._in_all([name[1:-1] for name in part.split(BOTH)]))
            else:  # a word that does not count is never met, so a phrase goes without it
                words = [word for word in words_of(part) if word not in without]
                parts += [self._number([word]) for word in words]
        return _Phrase(flag, parts, kind)

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
    def _slips(self) -> Slips:
        return Slips(word for kind in self._by_word for word in kind)

    def read(self, text: str) -> tuple[Said, ...]:
        """Return the flags of a remark in the order of FLAGS, each with the words that said so."""
        remark = Remark(text)
        numbers = [*map(self._numbers_of_word.__getitem__, remark.words)]
        self._mend_cuts(remark, numbers)
        ignored = [self._ignored in found for found in numbers]
        if True in ignored:
            remark.without(ignored)
            numbers = [found for found in numbers if self._ignored not in found]
        stand: _Places = {}
        for at, known in enumerate(numbers):
            for number in known:
                stand.setdefault(number, []).append(at)
        matches: dict[str, list[tuple[list[int], bool]]] = {}
        for phrase, places in _found(self._says, stand, numbers, remark.cuts):
            matches.setdefault(phrase.flag, []).append((places, phrase.is_else))
        said: list[Said] = []
        for flag in sorted(matches, key=FLAGS.index):
            excepted = _found(self._excepts[flag], stand, numbers, remark.cuts)
            hidden = {place for _, places in excepted for place in places}
            held = [
                places
                for places, is_else in matches[flag]
                if hidden.isdisjoint(range(places[0], places[-1] + 1))
                and (flag in REFUSALS or not self._is_none(places, numbers, remark))
                and not (is_else and said)
            ]
            if held:  # as few words as say so, and of those the first
                best = min(held, key=lambda places: (places[-1] - places[0], places[0]))
                said.append(Said(flag, text[remark.starts[best[0]] : remark.ends[best[-1]]]))
        return tuple(said)

    def _mend_cuts(self, remark: Remark, numbers: list[frozenset[int]]) -> None:
        """Cut where a word parts a sentence, and not before "that" or behind "Mr."."""
        cuts, last = remark.cuts, len(numbers) - 1
        some = [at for at, found in enumerate(numbers) if not self._cutting.isdisjoint(found)]
        for at in some:
            found = numbers[at]
            if self._breaks in found:
                cuts[at] = max(cuts[at], CLAUSE)
            elif at and self._joins in found and remark.between(at).strip() == ",":
                cuts[at] = ANYWHERE
            elif at and self._negations in found and "?" in remark.between(at):
                cuts[at] = PART  # "Calls? No."
            if at < last and self._shortened in found and remark.between(at + 1).strip() == ".":
                cuts[at + 1] = ANYWHERE

    def _is_none(self, places: list[int], numbers: list[frozenset[int]], remark: Remark) -> bool:
        """Tell whether what was found is denied, doubted, asked, or said about somebody else."""
        return (
            remark.is_asked(places[-1])
            or self._doubted(places, numbers, remark.cuts)
            or self._turned(places, numbers, remark.cuts)
        )

    def _doubted(self, places: list[int], numbers: list[frozenset[int]], cuts: list[int]) -> bool:
        """Tell whether a word of doubt stands in the same part of the sentence."""
        before, after = places[0], places[-1] + 1
        while before > 0 and cuts[before] < CLAUSE:
            before -= 1
        while after < len(numbers) and cuts[after] < CLAUSE:
            after += 1
        return any(self._doubts in numbers[at] for at in range(before, after))

    def _turned(self, places: list[int], numbers: list[frozenset[int]], cuts: list[int]) -> bool:
        """Tell whether a word turns what was found into its contrary, or it is of another."""
        own, first, last = set(places), places[0], places[-1]
        if any(self._negations in numbers[at] for at in range(first, last) if at not in own):
            return True
        near, before = True, first
        while before > 0 and cuts[before] < SENTENCE:
            near = near and cuts[before] < CLAUSE and first - before < _NEAR
            before -= 1
            if self._others in numbers[before] or (near and self._negations in numbers[before]):
                return True
        after = last + 1
        return (
            after < len(numbers)
            and cuts[after] < SENTENCE
            and self._negations in numbers[after]
            and (after + 1 == len(numbers) or cuts[after + 1] >= CLAUSE)
        )


def _by_rarest(phrases: list[_Phrase]) -> dict[int, list[_Phrase]]:
    """Return phrases by the one of their words that the fewest of them need."""
    often = Counter(number for phrase in phrases for number in phrase.needs)
    found: dict[int, list[_Phrase]] = {}
    for phrase in phrases:
        found.setdefault(min(phrase.needs, key=lambda one: (often[one], one)), []).append(phrase)
    return found


_Places = dict[int, list[int]]  # of each number, where its words stand


def _found(
    by_rarest: dict[int, list[_Phrase]],
    stand: _Places,
    numbers: list[frozenset[int]],
    cuts: list[int],
) -> Iterator[tuple[_Phrase, list[int]]]:
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
