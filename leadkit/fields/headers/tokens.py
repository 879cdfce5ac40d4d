"""The words of a header as they are compared: folded, without accents, apart where joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "ß": "ss",
     "#": " number ", "№": " number ",
     "☎": " phone ", "📞": " phone ", "📱": " mobile ", "✉": " email ", "📧": " email ",
     "〒": " zip ", "@": " email ", "_": " "}
)  # fmt: skip
_TURKISH_WORK = re.compile(r"\biş\b")  # without its cedilla it would be English
# Vowel signs of India's and Thailand's scripts stand inside words, and are no letters for re.
_SIGNS = "\u0900-\u0903\u093a-\u0963\u0970-\u09e3\u0a01-\u0a5e\u0a70-\u0dff\u0e31-\u0e4e"
WORD = re.compile(rf"(?:[^\W\d]|[{_SIGNS}])+|\d+")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # firstName
_ONE_REGION = re.compile(r"(?<=[市县縣省])/(?=[市县縣自])")


def header_tokens(header: str, umlauts: dict[int, str] | None = FOLDED) -> list[str]:
    """Return the words and numbers of a header, folded; with ä as ae, or without as a."""
    return WORD.findall(folded(header, umlauts))


def folded(text: str, umlauts: dict[int, str] | None) -> str:
    """Return a header with its words folded, which are then to be found by ``WORD``."""
    if text.isascii():
        return _JOINED.sub(" ", text).lower().translate(_LETTERS)
    text = unicodedata.normalize("NFKC", text).replace("İ", "I")
    text = _ONE_REGION.sub("", text)
    text = _JOINED.sub(" ", text).casefold()
    text = _TURKISH_WORK.sub("isyeri", text)
    text = text.translate(umlauts).translate(_LETTERS) if umlauts else text.translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", text)


def spellings(phrases: Sequence[str], between: str = " ") -> Iterator[set[str]]:
    """Return each phrase of a list as it is looked up: with ä as ae, and as a.

    ``between`` is what then stands between its words. All are folded at once, which takes less
    time.

    >>> list(spellings(["e-mail", "Büro Ost"], ""))[0], sorted(*spellings(["Büro Ost"]))
    ({'email'}, ['buero ost', 'buro ost'])
    """
    others = "\n".join(phrase for phrase in phrases if not phrase.isascii())
    read = zip(*(folded(others, umlauts).split("\n") for umlauts in (FOLDED, None)), strict=True)
    for phrase in phrases:
        joined = phrase.replace(" ", "")
        if joined.isascii() and joined.isalpha() and joined.islower():
            yield {between.join(phrase.split())}  # what folding would make of it
        elif joined.isascii():
            yield {between.join(header_tokens(phrase))}
        else:
            yield {between.join(WORD.findall(way)) for way in set(next(read))}
