"""Names of people: spaces, Unicode form, and the case of names that were shouted or whispered."""

from __future__ import annotations

import re
import unicodedata

from leadkit.base.fold import INVISIBLE
from leadkit.base.words import word_groups

# Words inside a surname that its bearers write small. Those of the second set stand with a
# capital as often as not, so a surname in capitals does not tell.
_WORDS = word_groups("leadkit.fields", "name_words_small")
_SMALL, _SMALL_OR_NOT = frozenset(_WORDS["small"]), frozenset(_WORDS["small or not"])
_ROMAN = frozenset(("II", "III", "IV", "VII", "VIII"))
_TURKISH = re.compile("[İıĞğ]")  # where i and I are not the same letter
_TURKISH_SMALL = str.maketrans("İI", "iı")
_INITIALS = re.compile("[B-DF-HJ-NP-TV-XZ]{3}")  # JRR
_NO_NAME = re.compile(r"[@/\\<>_=]|\bwww\.")  # an address or a note, whatever its case


def clean_name(cell: str) -> str:
    """Trim a name, bring it to NFC, and repair its case where all letters have the same one.

    >>> [clean_name(name) for name in (" ANNA  LENA ", "von der leyen", "McDonald", "o'neill")]
    ['Anna Lena', 'von der Leyen', 'McDonald', "O'Neill"]
    >>> [clean_name(name) for name in ("ÇAĞLAR IŞIK", "eva@meier.example.com")]
    ['Çağlar Işık', 'eva@meier.example.com']
    >>> [clean_name(name) for name in ("GROẞMANN", "strauß", "mcdonald", "Null", "J.R.")]
    ['Großmann', 'Strauß', 'McDonald', 'Null', 'J.R.']
    """
    text = " ".join(unicodedata.normalize("NFC", INVISIBLE.sub("", cell)).split())
    shouted, whispered = text.isupper(), text.islower()
    if not (shouted or whispered) or _NO_NAME.search(text):
        return text
    if shouted and (len(re.findall(r"\w", text)) <= 2 or _INITIALS.fullmatch(text)):
        return text
    turkish = bool(_TURKISH.search(text))
    repaired = " ".join(_word(word, shouted, turkish) for word in text.split(" "))
    return unicodedata.normalize("NFC", repaired)


def _word(word: str, shouted: bool, turkish: bool) -> str:
    small = word.translate(_TURKISH_SMALL).lower() if turkish else word.lower()
    if small in _SMALL or (small in _SMALL_OR_NOT and not shouted):
        return small
    if shouted and (word in _ROMAN or re.fullmatch(r"(\w\.)+", word)):
        return word
    return "".join(_capital(part, turkish) for part in re.split(r"([-'’.])", small))


def _capital(part: str, turkish: bool) -> str:
    if turkish and part[:1] == "i":
        return "İ" + part[1:]
    # str.title and str.capitalize turn a leading ß into Ss; a letter that has no capital stays.
    if re.match(r"mc[a-z]{3}", part):
        return "Mc" + part[2].upper() + part[3:]
    first = part[:1].upper()
    return (first if len(first) == 1 else part[:1]) + part[1:]
