"""Cyrillic, Greek and Korean in Latin letters, so that two spellings of one name can meet."""

from __future__ import annotations

import re

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    # Serbian and Macedonian; Belarusian
    "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz",
    "ў": "u",
}  # fmt: skip
# Letters of Ukrainian that are read in another way there.
_UKRAINIAN = {"і": "i", "ї": "i", "є": "ye", "ґ": "g"}
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_GREEK_PAIRS = (("ου", "ou"), ("ευ", "ef"), ("αυ", "af"), ("μπ", "b"), ("ντ", "nt"), ("γγ", "ng"),
                ("γκ", "gk"))  # fmt: skip
_LETTERS = str.maketrans({**_CYRILLIC, **_UKRAINIAN, **_GREEK})
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u04ff\uac00-\ud7a3]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
# A Korean syllable is a number made of its beginning, its vowel and its end.
_BEGINNINGS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_ENDS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("-", "").split(" ")
_UKRAINIAN_ONLY = re.compile("[ієїґ]")


def in_latin(folded: str) -> str:
    """Return a folded text with its Cyrillic and Greek letters written in Latin ones.

    >>> in_latin("шевчук"), in_latin("καλογερακησ"), in_latin("olena шевчук"), in_latin("meier")
    ('shevchuk', 'kalogerakis', 'olena shevchuk', 'meier')
    >>> in_latin("김"), in_latin("세훈")
    ('gim', 'sehun')
    """
    if folded.isascii() or not _OTHER_SCRIPT.search(folded):
        return folded
    if _HANGUL.search(folded):
        folded = _HANGUL.sub(_syllable, folded)
    if _UKRAINIAN_ONLY.search(folded):
        folded = folded.replace("и", "y").replace("г", "h")
    for pair, written in _GREEK_PAIRS:
        folded = folded.replace(pair, written)
    return folded.translate(_LETTERS)


def _syllable(sign: re.Match[str]) -> str:
    beginning, rest = divmod(ord(sign[0]) - 0xAC00, 21 * 28)
    vowel, end = divmod(rest, 28)
    return _BEGINNINGS[beginning] + _VOWELS[vowel] + _ENDS[end]
