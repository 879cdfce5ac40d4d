"""Texts reduced to what counts when they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l",
                          "æ": "ae", "å": "a", "đ": "d", "ı": "i"})  # fmt: skip
# What copying leaves in a cell; the two joiners (U+200C, U+200D) are spelling in some scripts.
INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_WORDS = re.compile(r"[^\W_]+")
_VOICED = "\u3099\u309a"  # without these marks a Japanese name is another one


def fold_letters(text: str) -> str:
    """Reduce a text to plain small letters and digits, words apart by one space.

    >>> fold_letters(" MÜLLER-Lüdenscheidt, S.à r.l. ")
    'mueller luedenscheidt sa rl'
    """
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower().replace(".", "")))
    text = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS).replace(".", "")
    if text.isascii():
        return " ".join(_WORDS.findall(text))
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign) or sign in _VOICED)
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", text)))


def fold_umlauts(text: str) -> str:
    """Reduce a text as fold_letters does, and write ä, ae and a alike, as people do.

    >>> fold_umlauts("Jörg"), fold_umlauts("JOERG"), fold_umlauts("jorg")
    ('jorg', 'jorg', 'jorg')
    """
    return fold_letters(text).replace("ae", "a").replace("oe", "o").replace("ue", "u")


@lru_cache(maxsize=1 << 16)
def fold_case(text: str) -> str:
    """Return the text as it is compared: case, composition of accents, and runs of spaces aside.

    >>> fold_case("  Head  of Straße "), fold_case("MU\u0308LLER") == fold_case("müller")
    ('head of strasse', True)
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())
