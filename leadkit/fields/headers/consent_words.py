"""What the words of a header say about being contacted, by our list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.headers.tokens import header_tokens, spellings

CHANNELS = {"EMAIL": "email", "PHONE": "call", "POST": "post"}
_LONGEST_PHRASE = 6  # words
_E_MAIL = re.compile(r"(?i)(?<![^\W\d_])e(?:[-‐‑ ](?=mail|mejl)|[-‐‑](?=post|po[sš]t))(\w+)")


@dataclass(frozen=True)
class Word:
    """A word or phrase of a header, and the groups of our list that it is in."""

    text: str
    says: frozenset[str]


def with_email_in_one(text: str) -> str:
    """Return a text with "e-mail" and "E-POSTA" in one word, which they are in no other form.

    >>> with_email_in_one("E-Mail, E-POSTA or by e-post")
    'email, eposta or by epost'
    """

    def joined(found: re.Match[str]) -> str:
        rest = found[1]
        return f"e{rest.lower() if rest.isupper() else rest[0].lower() + rest[1:]}"

    return _E_MAIL.sub(joined, text)


def read_clause(text: str) -> list[Word]:
    """Return the words and phrases of a part of a header.

    >>> [word.text for word in read_clause("Double opt-in")]
    ['double opt in']
    """
    return list(_words(header_tokens(text)))


def _words(tokens: Sequence[str]) -> Iterator[Word]:
    """Take tokens apart into the longest phrases that our list knows."""
    phrases, _, _ = _lexicon()
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 1, -1):
            key = " ".join(tokens[at : at + length])
            if key in phrases:
                says = phrases[key]
                if "CONSENT" in says:  # "newsletter sign-up" says by which way
                    inner = frozenset().union(*map(_says, tokens[at : at + length]))
                    says |= inner & CHANNELS.keys()
                yield Word(key, says)
                at += length
                break
        else:
            yield Word(tokens[at], _says(tokens[at]))
            at += 1


@lru_cache(1 << 14)
def _says(token: str) -> frozenset[str]:
    """Return the groups of a single word: as a whole, by how it begins, and by what it holds."""
    phrases, starts, parts = _lexicon()
    says = set(phrases.get(token, ()))
    for length in range(2, len(token) + 1):
        says |= starts.get(token[:length], frozenset())
    for part, (front, end, groups) in parts.items():
        place = token.find(part) if end else token.rfind(part)
        if place >= 0 and (front or place == 0) and (end or place + len(part) == len(token)):
            says |= groups
            if place > 0 and "REFUSE" in groups:  # Anrufverbot, soittokielto
                says |= _says(token[:place])
    return frozenset(says)


_Lexicon = tuple[
    dict[str, frozenset[str]],
    dict[str, frozenset[str]],
    dict[str, tuple[bool, bool, frozenset[str]]],
]


@cache
def _lexicon() -> _Lexicon:
    """Return whole phrases, beginnings and parts of words, each with its groups."""
    phrases: dict[str, frozenset[str]] = {}
    starts: dict[str, frozenset[str]] = {}
    parts: dict[str, tuple[bool, bool, frozenset[str]]] = {}
    for group, entries in word_groups("leadkit.fields", "consent_words").items():
        listed = [_mended(entry.strip("*")) for entry in entries]
        for entry, keys in zip(entries, spellings(listed), strict=True):
            for key in keys:
                if entry.startswith("*"):
                    groups = parts.get(key, (True, True, frozenset()))[2] | {group}
                    parts[key] = (True, entry.endswith("*"), groups)
                elif entry.endswith("*"):
                    starts[key] = starts.get(key, frozenset()) | {group}
                else:
                    for written in {key, key.replace(" ", "")}:
                        phrases[written] = phrases.get(written, frozenset()) | {group}
    return phrases, starts, parts


def _mended(entry: str) -> str:
    """Return an entry with "e-mail" in one word, as headers are read."""
    mended = with_email_in_one(entry)
    return f"e{mended[2:]}" if mended.startswith("e mail") else mended
