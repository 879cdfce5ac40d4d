"""Which older encoding a list is written in: charset-normalizer's guesses, weighed by words."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from leadkit.fields.headers.names import field_of

_SAMPLE = 32 << 10  # bytes that settle it
_COMMON = (  # encodings that programs which write lists use; of others the nearest of these
    "cp1252", "mac_roman", "cp1250", "iso8859_2", "cp1251", "koi8_r", "koi8_u", "mac_cyrillic",
    "cp866", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "cp932", "euc_jp",
    "iso2022_jp", "gb18030", "big5", "cp949", "cp850", "cp437",
)  # fmt: skip
_NEAREST = {
    "mac_iceland": "mac_roman", "cp1125": "cp866", "euc_jis_2004": "euc_jp", "shift_jis": "cp932",
    "latin_1": "cp1252", "iso8859_1": "cp1252", "iso8859_15": "cp1252", "euc_kr": "cp949",
    "gb2312": "gb18030", "gbk": "gb18030", "big5hkscs": "big5", "iso8859_5": "cp1251",
    "iso8859_7": "cp1253", "iso8859_8": "cp1255", "iso8859_9": "cp1254", "shift_jis_2004": "cp932",
}  # fmt: skip
_RARE = re.compile(  # letters of Iceland alone, and signs that touch letters
    r"[ðþýÐÞÝ]|[¹²³¼½¾ªº¿¡£¥¢§¤ƒ†‡‰](?=[^\W\d])|(?<=[^\W\d])[¹²³¼½¾¿¡£¥¢§¤ƒ†‡‰]"
)


def detect_encoding(text: bytes) -> str:
    """Return the encoding under which the text reads best; cp1252 where several read as well.

    charset-normalizer is made for prose. A list has few words, so its guesses and the encodings
    of western Windows, Mac and central Europe are compared by the words they make: a capital or a
    sign inside a word speaks against an encoding, a header that names a field speaks for it.

    >>> detect_encoding("Straße;Ort\\nAm Bühl;Köln".encode("mac_roman"))
    'mac_roman'
    """
    from charset_normalizer import from_bytes

    lines = [line for line in text.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE] or text[:_SAMPLE]
    guessed = [_NEAREST.get(match.encoding, match.encoding) for match in from_bytes(sample)]
    candidates = dict.fromkeys(["cp1252", *(g for g in guessed if g in _COMMON), *_COMMON[1:3]])
    ranks = {encoding: min(1, rank // 2) for rank, encoding in enumerate(candidates)}
    ranks |= {"cp437": 3, "cp850": 3}  # of DOS: nobody writes lists in them any more
    return min(candidates, key=lambda encoding: _oddities(sample, encoding) + ranks[encoding])


def _oddities(sample: bytes, encoding: str) -> int:
    """Count what is odd about the words of a text that is read with this encoding."""
    text = sample.decode(encoding, "replace")
    odd = 3 * text.count("\ufffd") + sum(unicodedata.category(letter) == "Cc" for letter in text
                                         if ord(letter) > 127)  # fmt: skip
    for word in re.findall(r"[^\s;,|\"<>()/]+", text):
        if not word.isascii():
            odd += _oddities_of_word(word)
    first = re.split("[;,\t|]", text.partition("\n")[0])
    named = [cell for cell in first if not cell.isascii() and field_of(cell.strip("\"' "))]
    return odd - 3 * len(named)


def _oddities_of_word(word: str) -> int:
    odd = len(
        re.findall(r"(?<=\w)[^\w\s.,:;'’@&+%!?*°\-–/=…、。・ー，！？：（）「」€](?=\w)", word)
    )
    odd += sum(
        before.islower() and here.isupper()
        for before, here in pairwise(word)
        if not (before.isascii() and here.isascii())
    )
    odd += len(_RARE.findall(word))
    letters = [letter for letter in word if letter.isalpha()]
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARABIC", "HEBREW"}:
        odd += 4
    latin = [unicodedata.name(letter, "").startswith("LATIN") for letter in letters]
    if len(letters) > 2 and all(latin) and not any(letter.isascii() for letter in letters):
        odd += 2  # western words have plain letters too
    if any(latin) and not all(latin) and "HIRAGANA" not in unicodedata.name(letters[-1], ""):
        odd += 1
    if re.search(r"[\uff61-\uff9f\u0370-\u03ff](?=[a-z])|[a-z][\u0370-\u03ff\uff61-\uff9f]", word):
        odd += 1
    return odd + sum(unicodedata.category(letter) in ("Co", "Cn") for letter in word)
