"""Which older encoding a list is written in: chardet's guesses, weighed by words and places."""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import IO

from leadkit.base.values import quoting
from leadkit.fields.headers.names import field_of
from leadkit.files.written_in import share_of

_SAMPLE, _WORDS = 32 << 10, 8 << 10  # bytes that settle it; those whose words are looked at
_COMMON = (  # encodings that programs which write lists use, as chardet calls them
    "cp1252", "iso8859-1", "iso8859-15", "mac-roman", "cp1250", "iso8859-2", "mac-latin2", "cp1251",
    "koi8-r", "koi8-u", "iso8859-5", "mac-cyrillic", "cp866", "cp1253", "iso8859-7", "mac-greek",
    "cp1254", "iso8859-9", "mac-turkish", "cp1255", "iso8859-8", "cp1256", "cp1257", "iso8859-13",
    "cp874", "cp932", "shift_jis_2004", "euc_jis_2004", "iso2022_jp_2", "gb18030", "big5hkscs",
    "cp949", "cp850", "cp437", "cp852",
)  # fmt: skip
_CONSIDERED = 12  # encodings that chardet finds likeliest
_PIECES, _PIECE = 32, 64 << 10  # of a large file, and their bytes
_WIDER = {  # what programs call by the first name is mostly the second, which reads it as well
    "iso8859_1": "cp1252", "iso8859_9": "cp1254", "shift_jis": "cp932", "shift_jis_2004": "cp932",
    "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "big5hkscs": "big5",
    "euc_jis_2004": "euc_jp", "iso2022_jp_2": "iso2022_jp", "iso8859_11": "cp874",
}  # fmt: skip
_SELDOM = {  # what speaks against encodings that few programs still write, most of all DOS
    "mac_roman": 0.02, "mac_latin2": 0.3, "mac_turkish": 0.8, "mac_greek": 0.8,
    "iso8859_8": 0.1, "cp437": 1.2, "cp850": 1.2, "cp852": 1.2,
}  # fmt: skip
# What weighs beside the logarithm of chardet's confidence; measured on small lists of 30 languages.
_ODDITY, _PLACE = 0.4, 0.6
_NEAR = 0.12  # how much less an encoding may weigh to be nearly as likely
_RARE_LETTERS = re.compile(  # letters of Iceland alone, and signs that touch letters
    r"[ðþýÐÞÝ]|[¹²³¼½¾ªº¿¡£¥¢§¤ƒ†‡‰](?=[^\W\d])|(?<=[^\W\d])[¹²³¼½¾¿¡£¥¢§¤ƒ†‡‰]"
)
_UNSEEN = re.compile("[\x80-\x84\x86-\x9f\ufffd\ue000-\uf8ff]")  # controls, and what is no letter


@dataclass(frozen=True)
class Guess:
    """The encoding a text is read with, and another one that is nearly as likely."""

    encoding: str
    rival: str = ""
    differing: tuple[tuple[str, str], ...] = ()  # some cells as both read them


def detect_encoding(text: bytes) -> str:
    """Return the encoding under which the text reads best.

    >>> detect_encoding("Straße;Ort\\nAm Bühl;Köln".encode("mac_roman"))
    'mac_roman'
    """
    return guess_encoding(text).encoding


@lru_cache(maxsize=4)
def guess_encoding(text: bytes) -> Guess:
    """Return the encoding under which a text reads best, and what reads nearly as well.

    chardet is made for prose. A list has few words, so that what it finds likely is weighed by
    the words an encoding makes of the text (a capital or a sign inside a word speaks against it, a
    header that names a field for it) and by where the people of the list live, as their domains
    and phone numbers say. cp1252 where nothing fits.

    >>> guess_encoding("Név;Város;Tel\\nKovács Győző;Győr;+36 1 555 0110".encode("cp1250"))
    Guess(encoding='cp1250', rival='', differing=())
    """
    sample = _sample(text)
    shares = share_of(text[:_SAMPLE])
    weights: dict[str, float] = {}
    odd: dict[str, float] = {}
    words = _sample(text, _WORDS)
    for encoding, confidence in _candidates(sample):
        odd[encoding] = _oddness(words, encoding)
        weight = math.log(max(confidence, 1e-4)) + _PLACE * shares.get(encoding, 0)
        weights[encoding] = weight - (_ODDITY * odd[encoding] + _SELDOM.get(encoding, 0))
    if not weights:
        return Guess("cp1252")
    best, *others = sorted(weights, key=lambda encoding: -weights[encoding])
    for other in others:
        if weights[best] - weights[other] > _NEAR:
            break
        if odd[other] <= odd[best] and (cells := _differing(sample, best, other)):
            return Guess(best, other, tuple(cells))
    return Guess(best)


def said_of_rival(guess: Guess, name: str) -> str:
    """Return a note that shows how two encodings read a list, "" where one alone is likely.

    >>> from leadkit.base.values import with_values
    >>> guess = Guess("cp1250", "cp1252", (("Gy\u0151r", "Gy\xf5r"),))
    >>> with_values(said_of_rival(guess, "a.csv"))  # doctest: +ELLIPSIS
    "a.csv: read as cp1250, and cp1252 is nearly as likely: 'Győr' or 'Gyõr'; --encoding cp1252 ..."
    """
    if not guess.rival:
        return ""
    shown = ", ".join(f"'{one[:30]}' or '{other[:30]}'" for one, other in guess.differing)
    return (
        f"{name}: read as {guess.encoding}, and {guess.rival} is nearly as likely"
        f"{quoting(f': {shown}')}; --encoding {guess.rival} reads it as that"
    )


def lines_from_all_over(stream: IO[bytes]) -> bytes:
    """Return lines from pieces all over a file, which is left where it stood.

    A letter that tells the encoding may stand anywhere in a large file.
    """
    here = stream.tell()
    end = stream.seek(0, 2)
    lines: list[bytes] = []
    for piece in range(_PIECES):
        stream.seek(here + (end - here) * piece // _PIECES)
        lines += [one for one in stream.read(_PIECE).splitlines()[1:-1] if not one.isascii()]
    stream.seek(here)
    return b"\n".join(lines)


def _sample(text: bytes, most: int = _SAMPLE) -> bytes:
    """Return lines of a text that are not ASCII, from all over it."""
    lines = [line for line in text.splitlines() if not line.isascii() or b"\x1b" in line]
    size = sum(map(len, lines)) + len(lines)
    lines = lines[:: size // most + 1] or [text]
    return b"\n".join(lines)[:most]


def _candidates(sample: bytes) -> list[tuple[str, float]]:
    """Return what chardet finds likely, by Python's names, with its highest confidence in each."""
    import chardet

    found = chardet.detect_all(sample, ignore_threshold=True, include_encodings=_COMMON)
    named = [(_python_name(one["encoding"]), one["confidence"]) for one in found if one["encoding"]]
    highest: dict[str, float] = {}
    for name, confidence in [one for one in named if one[0]][:_CONSIDERED]:
        highest[name] = max(float(confidence), highest.get(name, 0.0))
    return list(highest.items())


@cache
def _python_name(name: str) -> str:
    try:
        known = codecs.lookup(name).name.replace("-", "_")
    except LookupError:
        return ""
    return _WIDER.get(known, known)


def _oddness(sample: bytes, encoding: str) -> float:
    """Return how many oddities there are to a word that is not ASCII."""
    words = sum(not word.isascii() for word in re.findall(rb"[^\s;,|\"<>()/]+", sample))
    return _oddities(sample.decode(encoding, "replace")) / max(words, 1)


def _differing(sample: bytes, encoding: str, other: str) -> list[tuple[str, str]]:
    """Return up to three cells that two encodings read differently, as each reads them.

    None where the other one reads signs that stand in no text: then it is no rival.
    """
    if _UNSEEN.search(sample.decode(other, "replace")):
        return []
    pairs: dict[tuple[str, str], None] = {}
    for line in sample.splitlines():
        cells = re.split(rb"[;,\t|]", line) if not _is_wide(encoding, other) else [line]
        for cell in cells:
            pair = (_read(cell, encoding), _read(cell, other))
            if pair[0] != pair[1]:
                pairs[pair] = None
        if len(pairs) >= 3:
            break
    return list(pairs)[:3]


def _is_wide(*encodings: str) -> bool:
    """Tell whether one of the encodings has letters of several bytes, which may hold delimiters."""
    return any(len("日本漢字".encode(one, "ignore")) > 4 for one in encodings)


def _read(cell: bytes, encoding: str) -> str:
    return cell.decode(encoding, "replace").strip(" \"'\r\n")


def _oddities(text: str) -> int:
    """Count what is odd about the words of a text as an encoding reads it."""
    odd = 3 * text.count("\ufffd") + len(re.findall("[\x80-\x9f]", text))
    for word in re.findall(r"[^\s;,|\"<>()/]+", text):
        if not word.isascii():
            odd += _oddities_of_word(word)
    first = re.split("[;,\t|]", text.partition("\n")[0])
    named = [cell for cell in first if not cell.isascii() and field_of(cell.strip("\"' "))]
    return odd - 3 * len(named)


@lru_cache(maxsize=4096)  # many encodings read a word alike
def _oddities_of_word(word: str) -> int:
    odd = len(
        re.findall(r"(?<=\w)[^\w\s.,:;'’@&+%!?*°\-–/=…、。・ー，！？：（）「」€](?=\w)", word)
    )
    odd += sum(
        before.islower() and here.isupper()
        for before, here in pairwise(word)
        if not (before.isascii() and here.isascii())
    )
    odd += len(_RARE_LETTERS.findall(word))
    letters = [letter for letter in word if letter.isalpha()]
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in letters]
    latin = [script == "LATIN" for script in scripts]
    if any(latin) and not {"CYRILLIC", "GREEK", "ARABIC", "HEBREW"}.isdisjoint(scripts):
        odd += 4
    if len(letters) > 2 and all(latin) and not any(letter.isascii() for letter in letters):
        odd += 2  # western words have plain letters too
    if any(latin) and not all(latin) and "HIRAGANA" not in unicodedata.name(letters[-1], ""):
        odd += 1
    if re.search(r"[\uff61-\uff9f\u0370-\u03ff](?=[a-z])|[a-z][\u0370-\u03ff\uff61-\uff9f]", word):
        odd += 1
    return odd + sum(unicodedata.category(letter) in ("Co", "Cn") for letter in word)
