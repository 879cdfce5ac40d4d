"""The text of a remark: its words, where they stand, and how deep the cut before each is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from leadkit.fields.title_words import title_key

ANYWHERE, PART, CLAUSE, SENTENCE = range(4)  # how deep the cut before a word is
SYMBOLS = "†✝🚫⛔❌✖✗✘✓✔✅📵📞☎📱📧✉📨📬📭"  # signs that say something, as words do
# One word, "don't" among them; and the signs between two words that cut a remark.
_TOKEN = re.compile(rf"[^\W_]*n['’`´]t(?![^\W_])|[^\W_]+|[{SYMBOLS}]", re.I)
_CUTS_SENTENCE = re.compile(r"[!?;\n\r|。！？；؟؛।]|\.\s|\.$")
_CUTS_CLAUSE = re.compile(r"[,()\[\]–—→>、，（）「」・،]|\s-|-\s")
_CUTS_PART = re.compile(r"[:/\"“”„=+：／]")
_ASKS = re.compile("[?？؟]")
# Scripts that put no space between words (Thai to Khmer, kana, Han, Hangul, whose particles are
# written on to a word), and those of India, whose words hold marks that are no letters.
_RUN = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3\u3005\u3041-\u30fa\u30fc-\u30ff"
    "\u3400-\u9fff\uac00-\ud7a3"
)
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_UNSPACED, _FAR = re.compile(f"[{_RUN}]"), re.compile(f"[{_RUN}{_INDIC}]")
_FAR_TOKEN = re.compile(
    rf"[{_RUN}]+|[{_INDIC}]+|(?:(?![{_RUN}{_INDIC}_])\w)+(?:['’`´]t(?!\w))?|[{SYMBOLS}]", re.I
)
_E_WORD = re.compile(r"mail|mejl|post|shot|news|blast|zine")  # e-mail, E Mail: one word
_NUMBERED = re.compile(r"\.?\s*[:#]?\s*[+(]?\d\d")  # "phone no. 0171": no word of denial
_DAY = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?:\.\d{2,4})?$")
_APOSTROPHES = re.compile("['’`´]")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")  # "noooo"
_KEPT_WORDS = 1 << 17


class Remark:
    """The words of a remark that count, where they stand, and how deep the cut before each is.

    Where a script puts no spaces between words, ``known`` finds those of a list, and what stands
    between them is one word each.

    >>> remark = Remark("Call? NOOO, e-mail him")
    >>> remark.words, remark.cuts
    (['call', 'no', 'email', 'him'], [0, 3, 2, 0])
    >>> Remark("不要再打电话", re.compile("不要|电话")).words
    ['不要', '再打', '电话']
    """

    __slots__ = ("cuts", "ends", "starts", "text", "words")

    def __init__(self, text: str, known: re.Pattern[str] | None = None) -> None:
        self.text = text
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        cuts: list[int] = []
        end = 0
        for start, stop in _spans(text, known):
            word = _folded(text[start:stop])
            if word == "no" and _NUMBERED.match(text, stop):
                word = "number"
            if words and words[-1] == "e" and _is_e_word(text, end, start, word):
                words[-1] += word
                ends[-1] = stop
            elif word:
                words.append(word)
                starts.append(start)
                ends.append(stop)
                one_space = start == end + 1 and text[end] == " "
                cuts.append(ANYWHERE if one_space else _cut(text, end, start))
            end = stop
        self.words, self.starts, self.ends, self.cuts = words, starts, ends, cuts

    def between(self, at: int) -> str:
        """Return the signs between a word and the one before it, or behind the last one."""
        return self.text[self.ends[at - 1] : self.starts[at] if at < len(self.words) else None]

    def without(self, ignored: Sequence[bool]) -> None:
        """Drop words that do not count; what is cut before them is cut before the next one."""
        kept, cuts, cut = [], [], ANYWHERE
        for at, drop in enumerate(ignored):
            cut = max(cut, self.cuts[at])
            if not drop:
                kept.append(at)
                cuts.append(cut)
                cut = ANYWHERE
        self.words = [self.words[at] for at in kept]
        self.starts = [self.starts[at] for at in kept]
        self.ends = [self.ends[at] for at in kept]
        self.cuts = cuts

    def is_asked(self, last: int) -> bool:
        """Tell whether the part of a sentence in which a word stands ends as a question."""
        after = last + 1
        while after < len(self.words) and self.cuts[after] < CLAUSE:
            after += 1
        return bool(_ASKS.search(self.between(after)))


def _spans(text: str, known: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield where the words of a text begin and end."""
    if text.isascii() or not _FAR.search(text):
        yield from (token.span() for token in _TOKEN.finditer(text))
        return
    for token in _FAR_TOKEN.finditer(text):
        at, end = token.span()
        if known is not None and is_unspaced(token[0]):
            for word in known.finditer(text, at, end):
                if word.start() > at:
                    yield at, word.start()
                yield word.span()
                at = word.end()
        if at < end:
            yield at, end


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script that puts no spaces between words."""
    return bool(_UNSPACED.match(word))


@lru_cache(maxsize=_KEPT_WORDS)
def _folded(token: str) -> str:
    if token in SYMBOLS:
        return token
    if _FAR.match(token):  # marks are vowels there
        return unicodedata.normalize("NFC", token)
    plain = _DRAWN_OUT.sub(r"\1", _APOSTROPHES.sub("", token))
    return title_key(plain).replace(" ", "")


def _is_e_word(text: str, end: int, start: int, word: str) -> bool:
    """Tell whether a word makes one with the e before it: e-mail, E Mail."""
    gap = text[end:start]
    joined = gap in ("-", "‐", "‑") or (gap == " " and text[end - 1] == "E")
    return joined and bool(_E_WORD.match(word))


def _cut(text: str, end: int, start: int) -> int:
    gap = text[end:start]
    if _CUTS_SENTENCE.search(gap):
        return ANYWHERE if _is_within_day(text, end, start) else SENTENCE
    if gap == "." and text[end - 1 : end].islower() and text[start].isupper():
        return SENTENCE
    if _CUTS_CLAUSE.search(gap):
        return CLAUSE
    return PART if _CUTS_PART.search(gap) else ANYWHERE


def _is_within_day(text: str, end: int, start: int) -> bool:
    """Tell whether a full stop is one of a day's: "am 8.2. abbestellt"."""
    if not text[end - 1].isdigit():
        return False
    if start == end + 1:
        return text[start].isdigit()
    return text[end:start] == ". " and text[start].islower() and bool(_DAY.search(text[:end]))


def folded_words(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    >>> folded_words("Bitte NICHT per E-Mail, don't!")
    ['bitte', 'nicht', 'per', 'email', 'dont']
    """
    return Remark(text).words


@lru_cache(maxsize=_KEPT_WORDS)
def words_of(entry: str) -> tuple[str, ...]:
    """Return the words of an entry of a list, folded, with their asterisks.

    >>> words_of("E-Mail* nicht erwünscht"), words_of("don't")
    (('email*', 'nicht', 'erwunscht'), ('dont',))
    """
    found: list[str] = []
    for part in entry.split():
        bare = part.strip("*")
        words = list(filter(None, [_folded(bare)])) if bare.isalpha() else Remark(bare).words
        if words:
            words[0] = f"*{words[0]}" if part.startswith("*") else words[0]
            words[-1] = f"{words[-1]}*" if part.endswith("*") else words[-1]
        found += words
    return tuple(found)
