"""The vocabulary of headers, and what the words of a header mean: words first, fields later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from leadkit.base.words import word_groups
from leadkit.fields.headers.abbreviations import run_written_out
from leadkit.fields.headers.tokens import FOLDED, header_tokens, spellings

_MOST_WORDS = 8  # of a phrase
_LONGEST_COMPOUND = 100  # letters; the time to split grows with their square
_STEM = 5  # so many letters at least stay in an inflected word
_LINKS = ("", "s", "n", "es", "en", "e")  # letters between the parts of a Germanic compound
_CJK_LINKS = ("", "の", "的", "의", "之", "所在", "所在地", "所在地的")
# Turkish "your": "siteniz", "adresiniz"; "of your": "firmanizin"; "in the": "firmadaki"
_YOURS = re.compile(
    r"(.{3,}?)(?:(?:(?:u|ue|i)?niz|(?:u|ue)?nuez|(?:u|ue)?nuz)(?:in|un|uen)?|[dt][ae]ki)"
)
_AND_SO_ON = ("なと", "等")  # behind a word, as folding leaves them
_BARE = ("", "si", "i", "u", "ue")
_CUT = re.compile(r"[^\W\d]{2,}(?=\.)")  # "Str." and "Bemerkg."
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@dataclass(frozen=True)
class Vocabulary:
    """Whole spellings and words, ready to be looked up."""

    aliases: dict[str, tuple[str, bool]]  # spelling -> (field, whether it is a weak claim)
    words: dict[str, str]  # word or phrase -> field or meaning

    @cached_property
    def stems(self) -> dict[str, set[str]]:
        """Return the meanings of each word, and of it without its last letter or two."""
        stems: dict[str, set[str]] = {}
        for word, meaning in self.words.items():
            if meaning == "FILL":
                continue
            for stem in {word, word[:-1], word[:-2]}:
                if len(stem) >= (_STEM if len(stem) > len(word) - 2 else _STEM + 1):
                    stems.setdefault(stem, set()).add(meaning)
        return stems

    @cached_property
    def letters(self) -> frozenset[str]:
        """All letters of its words, and of what stands between the parts of compounds."""
        return frozenset("".join((*self.words, *_LINKS, *_CJK_LINKS)))

    def may_spell(self, token: str) -> bool:
        """Tell whether a token may be made of its words: a hash or a code has other signs."""
        return self.letters.issuperset(token)

    def without(self, keys: Iterable[str]) -> Vocabulary:
        """Return the vocabulary as if nobody had thought of these entries."""
        left = set(keys)
        return Vocabulary(
            {key: entry for key, entry in self.aliases.items() if f"alias {key}" not in left},
            {key: entry for key, entry in self.words.items() if f"word {key}" not in left},
        )


def _entries(name: str) -> Iterator[tuple[str, str, set[str]]]:
    """Return (group, entry, its keys) of all entries of a list."""
    groups = word_groups("leadkit.fields", name).items()
    entries = [(group, entry) for group, listed in groups for entry in listed]
    keys = spellings([entry.lstrip("?") for _, entry in entries], "")
    for (group, entry), own in zip(entries, keys, strict=True):
        yield group, entry, own


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the lists header_aliases and header_words."""
    aliases: dict[str, tuple[str, bool]] = {}
    words: dict[str, str] = {}
    for field, spelling, keys in _entries("header_aliases"):
        for key in keys:
            aliases.setdefault(key, (field, spelling.startswith("?")))
    for meaning, _, keys in _entries("header_words"):
        for key in keys:
            words.setdefault(key, meaning)
    return Vocabulary(aliases, words)


@dataclass(frozen=True)
class Understood:
    """What the words of a header mean together."""

    meanings: frozenset[str]
    numbers: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    used: tuple[str, ...] = ()  # entries of the vocabulary
    inferred: bool = False  # the columns around it say more than its own words

    @property
    def scope(self) -> str:
        scopes = [s for s in ("HOME", "OTHER", "WORK", "PLACE") if s in self.meanings]
        return scopes[0] if scopes else ""

    @property
    def core(self) -> frozenset[str]:
        return self.meanings - {"HOME", "OTHER", "WORK", "PLACE", "PRIMARY", "PERSON", "FILL"}


def understand(header: str, known: Vocabulary | None = None) -> Understood:
    """Take a header apart into known phrases, longest first, then into parts of compounds.

    >>> sorted(understand("Work Zip Code 2").meanings), sorted(understand("Mobilnummern").meanings)
    (['WORK', 'postal_code'], ['mobile'])
    >>> understand("Manager's phone").unknown
    ('manager',)
    """
    known = known or vocabulary()
    cut = " ".join(_CUT.findall(header)) if "." in header else ""
    readings = [
        _read(header_tokens(header, umlauts), known, frozenset(header_tokens(cut, umlauts)))
        for umlauts in (FOLDED, None)
    ]
    return min(readings, key=lambda reading: len(reading.unknown))


def _read(tokens: list[str], known: Vocabulary, cut: frozenset[str] = frozenset()) -> Understood:
    """Read tokens, of which ``cut`` are abbreviations with a dot."""
    words = known.words
    meanings: set[str] = set()
    numbers: list[int] = []
    unknown: list[str] = []
    used: list[str] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
            found = _word("".join(tokens[at : at + length]), words)
            if found and not _cuts_a_word(tokens, at + length, words):
                break
        short, run = run_written_out(tokens, at, cut) if cut and length == 1 else ("", 0)
        if short and (run > 1 or not found):
            meanings.add(short)
            at += run
            continue
        if not found and (len(tokens[at]) > 3 or _CJK.search(tokens[at])):
            found = _compound(tokens[at], words) if known.may_spell(tokens[at]) else []
        inflected = "" if found or tokens[at] in cut else _inflected(tokens[at], known)
        if found:
            meanings |= {words[key] for key in found}
            used += [f"word {key}" for key in found]
        elif inflected:
            meanings.add(inflected)
        elif tokens[at].isdecimal() and len(tokens[at]) <= 2:
            numbers.append(int(tokens[at]))
        elif tokens[at] != "000":  # "in 000s USD"
            unknown.append(tokens[at])
        at += length
    if {"country", "state"} <= meanings:
        meanings.discard("state")  # "Land/Region": one cell that holds the country
    return Understood(frozenset(meanings), tuple(numbers), tuple(unknown), tuple(used))


def _cuts_a_word(tokens: list[str], end: int, words: dict[str, str]) -> bool:
    """Tell whether the last letter belongs to what follows: "Primär e-post" is no "Primäre"."""
    last, following = tokens[end - 1], tokens[end : end + 1]
    return len(last) == 1 and bool(following) and last + following[0] in words


def _word(key: str, words: dict[str, str]) -> list[str]:
    if key in words:
        return [key]
    for article in ("ال", "لل", "ב", "ה", "ל"):  # Arabic's and Hebrew's are part of the word
        if key.startswith(article) and key[len(article) :] in words:
            return [key[len(article) :]]
    yours = _YOURS.fullmatch(key)
    for ending in _BARE if yours else ():
        if yours and yours[1] + ending in words:
            return [yours[1] + ending]
    for tail in _AND_SO_ON:
        if key.endswith(tail) and key.removesuffix(tail) in words:
            return [key.removesuffix(tail)]
    if key[-1:] in _CJK_LINKS and key[:-1] in words:
        return [key[:-1]]
    if len(key) > 4 and key.endswith("s") and key[:-1] in words:
        return [key[:-1]]
    return []


def _inflected(token: str, known: Vocabulary) -> str:
    """Return the meaning of a word that differs from known ones in its ending only, else "".

    >>> _inflected("компаниям", vocabulary()), _inflected("emailing", vocabulary())
    ('company', '')
    """
    for stem in (token[:-1], token[:-2]):
        meanings = known.stems.get(stem)
        if meanings:
            return next(iter(meanings)) if len(meanings) == 1 else ""
    return ""


def _compound(token: str, words: dict[str, str]) -> list[str]:
    """Split a compound into known words; its parts have three letters, in CJK scripts one."""
    if len(token) > _LONGEST_COMPOUND:
        return []
    least = 1 if _CJK.search(token) else 3

    @cache
    def parts_of(rest: str, first: bool) -> tuple[str, ...] | None:
        best: tuple[str, ...] | None = None
        for end in range(len(rest), least - 1, -1):
            part = rest[:end]
            if words.get(part, "FILL") == "FILL" or (first and end == len(rest)):
                continue
            if end == len(rest):
                return (part,)
            for link in _LINKS if least > 1 else _CJK_LINKS:
                tail = rest[end:]
                if not tail.startswith(link) or (link and len(tail) == len(link)):
                    continue
                tail = tail[len(link) :]
                if tail in words and len(tail) == 2 and words[part] in ("HOME", "WORK"):
                    return (part, tail)  # Danish "hjemmeby"
                following = parts_of(tail, False)
                if following and (best is None or len(following) + 1 < len(best)):
                    best = (part, *following)
        return best

    return list(parts_of(token, True) or ())
