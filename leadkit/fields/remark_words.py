"""Remarks: what a note, a tag or a status says about a lead, by an editable list of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadkit.fields.phrases import Phrase, Wordbook, by_rarest, found_in, standing
from leadkit.fields.remark_text import CLAUSE, SENTENCE, Remark
from leadkit.fields.told_by import without_way_told

REFUSALS = ("no_phone", "no_email", "no_post", "no_contact")
FLAGS = (
    *REFUSALS, "deceased", "left_company", "competitor", "own_colleague", "supplier", "student",
    "applicant", "press", "angry",
)  # fmt: skip

_MONTH = "May"  # within a sentence: no doubt
_NEAR = 3  # words before a phrase among which a "not" turns it round


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


class RemarkWords(Wordbook):
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
        super().__init__(
            groups, ignored=ignored, breaks=breaks, joins=joins, abbreviations=abbreviations,
            negations=negations,
        )  # fmt: skip
        self._others, self._doubts = self.number(others), self.number(doubts)
        self.phrases: list[Phrase] = []
        for one in flags:
            for kind in ("phrases", "unless", "otherwise"):
                self.phrases += [self.phrase(one.flag, text, kind) for text in getattr(one, kind)]
        self._says = by_rarest([phrase for phrase in self.phrases if not phrase.excepts])
        self._excepts = {
            flag: by_rarest([one for one in self.phrases if one.excepts and one.flag == flag])
            for flag in {phrase.flag for phrase in self.phrases}
        }

    def read(self, text: str) -> tuple[Said, ...]:
        """Return the flags of a remark in the order of FLAGS, each with the words that said so.

        A consent that was taken back by phone is no refusal of calls alone.
        """
        said = self._read(text)
        if (plain := without_way_told(text)) != text:
            known = {one.flag for one in said}
            further = [one for one in self._read(plain) if one.flag in REFUSALS]
            said += tuple(one for one in further if one.flag not in known)
        return tuple(sorted(said, key=lambda one: FLAGS.index(one.flag)))

    def _read(self, text: str) -> tuple[Said, ...]:
        remark, numbers = self.read_words(text)
        stand = standing(numbers)
        matches: dict[str, list[tuple[list[int], bool]]] = {}
        for phrase, places in found_in(self._says, stand, numbers, remark.cuts):
            matches.setdefault(phrase.flag, []).append((places, phrase.is_else))
        said: list[Said] = []
        for flag in sorted(matches, key=FLAGS.index):
            excepted = found_in(self._excepts[flag], stand, numbers, remark.cuts)
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

    def _is_none(self, places: list[int], numbers: list[frozenset[int]], remark: Remark) -> bool:
        """Tell whether what was found is denied, doubted, asked, or said about somebody else."""
        return (
            remark.is_asked(places[-1])
            or self._doubted(places, numbers, remark)
            or self._turned(places, numbers, remark.cuts)
        )

    def _doubted(self, places: list[int], numbers: list[frozenset[int]], remark: Remark) -> bool:
        """Tell whether a word of doubt stands in the same part of the sentence."""
        cuts = remark.cuts
        before, after = places[0], places[-1] + 1
        while before > 0 and cuts[before] < CLAUSE:
            before -= 1
        while after < len(numbers) and cuts[after] < CLAUSE:
            after += 1
        doubts = (at for at in range(before, after) if self._doubts in numbers[at])
        return not all(at and remark.text.startswith(_MONTH, remark.starts[at]) for at in doubts)

    def _turned(self, places: list[int], numbers: list[frozenset[int]], cuts: list[int]) -> bool:
        """Tell whether a word turns what was found into its contrary, or it is of another."""
        own, first, last = set(places), places[0], places[-1]
        if any(self.negations in numbers[at] for at in range(first, last) if at not in own):
            return True
        near, before = True, first
        while before > 0 and cuts[before] < SENTENCE:
            near = near and cuts[before] < CLAUSE and first - before < _NEAR
            before -= 1
            if self._others in numbers[before] or (near and self.negations in numbers[before]):
                return True
        after = last + 1
        return (
            after < len(numbers)
            and cuts[after] < SENTENCE
            and self.negations in numbers[after]
            and (after + 1 == len(numbers) or cuts[after + 1] >= CLAUSE)
        )
