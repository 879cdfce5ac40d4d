"""Whether a note says a thing, or denies it: "send quote", "no quote", "teklif istemiyor"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from leadkit.base.cells import to_numpy
from leadkit.base.words import word_groups
from leadkit.fields.phrases import Phrase, Wordbook, by_rarest, found_in, standing
from leadkit.fields.remark_text import CLAUSE, PART, Remark

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells

# Letters of scripts that part no words by spaces, or join to a word what others write apart; and
# those of India, whose vowel signs are no letters to Python.
UNSPACED = (
    "\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
)
_BEFORE = 1  # other words between a denial ("no") and what it denies ...
_AROUND = 2  # ... and of one that stands with a verb ("not")
_FARTHEST = 12  # words that are looked at on either side
# Where a clause ends for sure; a question mark does not, whatever is beside it: "Calls? No."
_CLAUSE_ENDS = r"[,.]\s+|[!;|\n\r]+|\.$"
_ASKED = r"[\s,.;!|]*\?[\s,.;!|?]*"
_GROUPS = ("before", "both", "after", "refusing", "light", "wish", "lifted", "or", "spent")


def clauses_of(notes: Cells) -> tuple[Cells, np.ndarray]:
    """Return the clauses of notes, and of each the place of its note.

    What a denial is for stands in its clause, so that each can be read by itself.

    >>> from leadkit.base.cells import texts
    >>> clauses, of_note = clauses_of(texts(["no time, quote", "", "wants not, that we call"]))
    >>> clauses.to_pylist(), of_note.tolist()
    (['no time', 'quote', '', 'wants not that we call'], [0, 0, 1, 2])
    """
    import numpy as np
    import pyarrow.compute as pc

    joined = pc.replace_substring_regex(notes, _joining(), r" \1 ")
    joined = pc.replace_substring_regex(joined, _ASKED, "? ")
    split = pc.split_pattern_regex(joined, _CLAUSE_ENDS)
    of_note = np.repeat(np.arange(len(notes)), to_numpy(pc.list_value_length(split)))
    clauses = pc.utf8_trim_whitespace(split.flatten())
    return clauses, of_note


@cache
def _joining() -> str:
    return rf"(?i),\s+({'|'.join(map(re.escape, _words()['joins']))})(?:\s|$)"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return word_groups("leadkit.fields", "negation_words")


def denials() -> tuple[str, ...]:
    """Return the words that deny what follows them or what they stand behind, in any language.

    >>> {"nicht", "geen", "without"} <= set(denials())
    True
    """
    words = _words()
    return (*words["before"], *words["both"])


class Claims(Wordbook):
    """Words and phrases that a note may say, and how it denies them.

    They are written as in a list of remark words: an asterisk stands for any beginning or ending
    of a word, ``...`` for up to five words; case, accents and umlauts make no difference. One with
    a minus before it hides the words it covers: "-carte de visite". In Chinese, Japanese, Korean,
    Thai and Hindi they are found anywhere.

    >>> claims = Claims(["quote", "budget approved", "teklif*", "予算"])
    >>> [*map(claims.said, ("Please send quote!", "does not want a quote", "acil teklif"))]
    ['quote', '', 'teklif']
    >>> [*map(claims.said, ("teklif istemiyor", "予算なし", "not only a quote", "misquoted"))]
    ['', '', 'quote', '']
    """

    def __init__(self, entries: Sequence[str]) -> None:
        words = _words()
        super().__init__({}, breaks=words["breaks"], joins=words["joins"], negations=denials())
        groups = words | {"before": (*words["before"], *words["before, or his"])}
        self._of = {name: self.number(groups[name]) for name in _GROUPS}
        self._longer = by_rarest([self.phrase("", text, "phrases") for text in words["phrases"]])
        given = [entry for entry in entries if not entry.startswith("-")]
        hiding = [entry[1:] for entry in entries if entry.startswith("-")]
        self.unspaced = [_plain(entry) for entry in given if _is_unspaced(entry)]
        self._unspaced_hiding = [_plain(entry) for entry in hiding if _is_unspaced(entry)]
        spaced = [entry for entry in given if not _is_unspaced(entry)]
        self.phrases = [self.phrase("", entry, "phrases") for entry in spaced]
        self._hiding = by_rarest(
            [self.phrase("", entry, "unless") for entry in hiding if not _is_unspaced(entry)]
        )
        self._wanted = by_rarest(self.phrases)
        # Of a note with a word that says it and none of these nothing more needs to be known.
        self.denials = frozenset(
            {self._of[name] for name in ("before", "both", "after", "refusing")}
            | _needed(self._longer) | _needed(self._hiding)
        )  # fmt: skip

    def said(self, text: str) -> str:
        """Return the first words of a note that say one of these and are not denied, or ""."""
        found = self._said_apart(text) if self.phrases else ""
        return found or (self._said_together(text) if self.unspaced else "")

    def _said_apart(self, text: str) -> str:
        remark, numbers = self.read_words(text)
        stand = standing(numbers)
        matches = [one for _, one in found_in(self._wanted, stand, numbers, remark.cuts)]
        if not matches:
            return ""
        hiding = found_in(self._hiding, stand, numbers, remark.cuts)
        hidden = {place for _, places in hiding for place in places}
        matches = [one for one in matches if hidden.isdisjoint(one)]
        note = _Note(remark, numbers, self._of, {place for one in matches for place in one})
        note.denying = {one[-1] for _, one in found_in(self._longer, stand, numbers, remark.cuts)}
        for places in sorted(matches):
            if not note.denies(places):
                return text[remark.starts[places[0]] : remark.ends[places[-1]]]
        return ""

    def _said_together(self, text: str) -> str:
        plain = _plain(text)
        for hiding in self._unspaced_hiding:
            plain = plain.replace(hiding, "|")
        for match in self._together.finditer(plain):
            if not (_denied_before().search(plain, max(0, match.start() - 24), match.start())
                    or _denied_after().match(plain, match.end())):  # fmt: skip
                return match[0]
        return ""

    @cached_property
    def _together(self) -> re.Pattern[str]:
        longest_first = sorted(self.unspaced, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)))


class _Note:
    """The words of a note, for telling whether some of them are denied."""

    def __init__(
        self, remark: Remark, numbers: list[frozenset[int]], of: dict[str, int], found: set[int]
    ) -> None:
        self.denying: set[int] = set()  # places of words that end a phrase of denial
        self._remark, self._numbers, self._of, self._found = remark, numbers, of, found

    def _is(self, at: int, *names: str) -> bool:
        return any(self._of[name] in self._numbers[at] for name in names)

    def denies(self, places: list[int]) -> bool:
        """Tell whether what stands at these places is denied before or behind them."""
        own = set(places)
        inside = (at for at in range(places[0], places[-1]) if at not in own)
        return (
            any(self._is(at, "before", "both") for at in inside)
            or self._denied_before(places[0])
            or self._denied_behind(places[-1])
        )

    def _back(self, first: int) -> Iterator[int]:
        """Yield the places before a word in its part of the sentence, the nearest first."""
        farthest = max(0, first - _FARTHEST)
        while first > farthest and self._remark.cuts[first] < CLAUSE:
            first -= 1
            yield first

    def _on(self, last: int) -> Iterator[int]:
        """Yield the places behind a word in its part of the sentence."""
        for at in range(last + 1, min(last + 1 + _FARTHEST, len(self._numbers))):
            if self._remark.cuts[at] >= CLAUSE:
                return
            yield at

    def _denied_before(self, first: int) -> bool:
        others = 0  # words that count between the denial and what it may deny
        wished = joined = False
        for at in self._back(first):
            if self._is_denial(at):
                reach = _AROUND if self._is(at, "both") else _BEFORE
                why_not = any(self._is(before, "lifted") for before in islice(self._back(at), 1))
                return others <= reach and not why_not
            if self._is(at, "lifted"):
                return False
            joined = joined or self._is(at, "or") or self._is_slash(at + 1)
            if at in self._found:  # the denial is for this one, but for "no quote or visit"
                if not joined:
                    return False
            elif self._is(at, "spent"):
                return False
            elif self._is(at, "wish"):
                wished = True
            elif not self._is(at, "light", "or"):
                others += 1
                if wished or others > _AROUND:
                    return False
        return False

    def _is_denial(self, at: int) -> bool:
        return at in self.denying or self._is(at, "before", "both", "refusing")

    def _is_slash(self, at: int) -> bool:
        return self._remark.cuts[at] == PART and "/" in self._remark.between(at)

    def _denied_behind(self, last: int) -> bool:
        others = 0
        behind = [*self._on(last)]
        for at in behind:
            if self._is(at, "after"):  # a participle may end its clause
                return not others or at == behind[-1]
            if self._is(at, "before", "both"):
                return self._ends_denying(at, directly=not others) and not self._recalled(last)
            if at in self._found or self._is(at, "spent"):
                return False
            others += not self._is(at, "light", "wish")
            if others > _BEFORE:
                return False
        return False

    def _recalled(self, at: int) -> bool:
        """Tell whether "forget" or the like stands before a word: "vergeet de offerte niet"."""
        return any(self._is(before, "lifted") for before in self._back(at))

    def _ends_denying(self, at: int, *, directly: bool) -> bool:
        """Tell whether a denial is for what stands before it: "quote not wanted", "budget: no".

        Where another word stands between, it must be said that something is not wanted, or cannot
        be: "visit in May not possible", but "quote by mail, not visit".
        """
        behind = [*self._on(at)]
        if not behind or not self._is(at, "both"):
            return directly and not behind
        for after in behind:
            if self._is(after, "lifted") or after in self._found:
                return False
            if not self._is(after, "light"):
                return self._is(after, "wish", "after")
        return directly


def _needed(phrases: dict[int, list[Phrase]]) -> set[int]:
    return {number for several in phrases.values() for one in several for number in one.needs}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.strip("*")).casefold()


def _is_unspaced(entry: str) -> bool:
    return re.search(f"[{UNSPACED}]", entry) is not None


def _either(name: str) -> str:
    longest_first = sorted(map(_plain, _words()[name]), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


@cache
def _denied_before() -> re.Pattern[str]:
    # A lone syllable of Korean ("안") is a word, and not the end of one ("제안").
    denial = rf"(?<![\uac00-\ud7af])(?:{_either('unspaced before')})"
    return re.compile(rf"{denial}(?:\s|{_either('unspaced between')}){{0,4}}\Z")


@cache
def _denied_after() -> re.Pattern[str]:
    between, denial = _either("unspaced between"), _either("unspaced after")
    return re.compile(rf"(?:\s|{between}){{0,8}}(?:{denial})")
