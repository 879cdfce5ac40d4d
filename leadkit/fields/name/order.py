"""The order of a name: which of its words are given names and which the family's."""

from __future__ import annotations

import re

from leadkit.fields.name.known import (
    NO_FAMILY_NAMES,
    PORTUGUESE,
    RUSSIAN,
    SPANISH,
    TWO_SURNAMES,
    given_in,
    is_given,
    is_initial,
    is_listed_surname,
    is_surname,
    name_key,
    only_given,
)
from leadkit.fields.name.particles import (
    begins_with_particle,
    family_begins,
    given_name_ends,
    is_particle,
)
from leadkit.fields.name.romanised import romanised

Parts = tuple[list[str], list[str]]  # given names, surname
_PATRONYMIC = re.compile(
    r"(?:ович|евич|ьич|кич|мич|овна|евна|ична|йович|івна|ївна|[oe]vich|[oe]vna)$"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_IBERIAN = frozenset({"es", "pt"})
# Iberian surnames that are given names, too, but seldom the second of two.
_SURNAMES_BEFORE_ALL = frozenset(
    "garcia martin vicente pascual santiago lorenzo domingo duarte leon vera lara miranda lourenco "
    "marcos gaspar luna".split()
)
# With these begin surnames, and no given names: D'Angelo, O'Brien, Dell'Orto.
_ELIDED = re.compile(r"(?i)(?:d|de|dell|dall|o|sant|degl)['’]\w{2}")
_SYLLABLE = re.compile("(?i)[aeiouyäöüáéíóúàèìòùâêîôûåøæő\u0400-\u04ff\u0370-\u03ff]")


def in_parts(words: list[str], country: str) -> Parts:
    """Part a name without titles into given names and surname, by signs of its order.

    A surname alone in capitals, names that East Asia, Hungary and Russia write last, and given
    names that stand behind what is none tell of an order other than the usual one.

    >>> in_parts("DUPUIS Éric".split(), ""), in_parts("Kovács János".split(), "HU")
    ((['Éric'], ['DUPUIS']), (['János'], ['Kovács']))
    >>> in_parts("Rui Miguel Tavares da Costa".split(), "PT")
    (['Rui', 'Miguel'], ['Tavares', 'da', 'Costa'])
    """
    for order in (_by_capitals, romanised, _patronymic, _hungarian, _turned):
        if parts := order(words, country):
            return parts
    if at := given_name_ends(words):
        return words[:at], words[at:]  # Rita de Cássia Lemos
    at = family_begins(words, country)
    if "e" in words[1:-1] and country in PORTUGUESE:
        at = min(at, _joined_surnames_begin(words))
    at -= _surname_before_particle(words, at, country)
    if at == len(words) - 1 and len(words) > 2:
        at = _two_surnames(words, country)
    return words[:at], words[at:]


def _joined_surnames_begin(words: list[str]) -> int:
    """Return where two Portuguese surnames begin: Nuno Vasconcelos e Sá, Marta e Silva."""
    at = words.index("e", 1)
    return at - int(at > 1 and not is_given(words[at - 1]))


def _by_capitals(words: list[str], country: str) -> Parts | None:
    """Part by the words in capitals, at one end of a name that is not all in capitals."""
    if len(words) == 2 and words[0].istitle() and words[1].istitle():
        return None
    loud = [word.isupper() and not is_initial(word) and len(word) > 1 for word in words]
    if not any(loud) or all(one or is_initial(w) for one, w in zip(loud, words, strict=True)):
        return None
    first, last = loud.index(True), len(loud) - loud[::-1].index(True)
    shouted = [word for word, one in zip(words, loud, strict=True) if one]
    short = max(shouted, key=len)
    if not all(loud[first:last]) or len(short) < 2 or not _SYLLABLE.search(short):
        return None
    if len(short) == 2 and not is_surname(short):  # AJ, JP
        return None
    if first == 0 and last < len(words):
        return words[last:], words[:last]
    return (words[:first], words[first:]) if first and last == len(words) else None


def _patronymic(words: list[str], country: str) -> Parts | None:
    """Part by a patronymic or by initials behind the surname, as Russian writes them."""
    own = country in RUSSIAN or bool(_CYRILLIC.search(words[0]))
    if not own and len(words) == 2 and len(words[1]) > 4:
        return None
    if len(words) > 2 or own:
        for at in (1, 2):
            if at < len(words) and _is_patronymic(words[at], len(words) == 2):
                return (words[1:], words[:1]) if at == 2 else (words[:2], words[2:])
    if all(is_initial(word) for word in words[1:]) and not is_initial(words[0]):
        known = not is_given(words[0]) and (is_surname(words[0]) or country in ("GR", "CY", "HU"))
        if (
            known
            or own
            or (len("".join(words[1:]).replace(".", "")) > 1 and not is_given(words[0]))
        ):
            return words[1:], words[:1]
    return None


def _is_patronymic(word: str, alone: bool) -> bool:
    """Tell a father's name; a man's behind one name alone is a surname as often: Дашкевич."""
    small = word.casefold()
    if not _PATRONYMIC.search(small):
        return False
    father = re.sub("(?:ович|евич)$", "", small)
    return (
        not alone or small.endswith("на") or any(is_given(father + end) for end in ("", "й", "ий"))
    )


def _hungarian(words: list[str], country: str) -> Parts | None:
    """Part a name in Hungarian order, which puts the surname first; but for one turned round."""
    wife = words[-1].endswith(("né", "NÉ")) and not is_given(words[-1])
    if wife and len(words) == 2 and (country == "HU" or is_surname(words[0])):
        return [], words  # Nagy Béláné bears the whole name of her husband
    if country != "HU" or (is_initial(words[0]) and len(words) == 2):
        return None
    if "hu" in given_in(words[0]) and not is_given(words[-1]):
        return None
    at = next((at for at in range(1, len(words)) if is_given(words[at])), len(words) - 1)
    title = next((at for at in range(len(words)) if words[at].islower()), 0)
    return words[at : title if title > at else None], words[:at]


def _turned(words: list[str], country: str) -> Parts | None:
    """Part a name in which known given names stand behind what is none: Rossi Mario."""
    at = 0
    while at < len(words) - 1 and is_particle(words[at], at):
        at += 1
    if len(words) == 2 and _ELIDED.match(words[0]) and is_given(words[1]):
        return words[1:], words[:1]  # D'Angelo Rosario
    if not at and len(words) > 2 and begins_with_particle(words[0]) and not is_given(words[0]):
        at = 1  # Van Damme Els
    at += 1
    front, rest = words[at - 1], words[at:]
    if len(rest) == 1 and _is_double_surname(front) and not is_surname(rest[0]):
        return rest, words[:at]
    given = is_given(front) and (at == 1 or not all(map(only_given, rest)))  # Ben Salah Nadia
    if not rest or is_initial(front) or given or not is_given(rest[0]):
        return None
    if rest[0].startswith("Ben-"):
        return None  # Ben-David is a surname
    if not all(is_given(word) or is_initial(word) for word in rest):
        return None
    if is_surname(front):
        sure = any(map(only_given, rest)) or at > 1 or is_listed_surname(front)
    else:
        sure = all(only_given(w) or is_initial(w) for w in rest) and country not in NO_FAMILY_NAMES
        sure &= at == 1 or country != ""
    return (rest, words[:at]) if sure else None


def _is_double_surname(word: str) -> bool:
    """Tell two surnames with a hyphen from two given names.

    >>> _is_double_surname("Fischer-Weber"), _is_double_surname("Hans-Peter")
    (True, False)
    """
    parts = word.split("-")
    long = len(parts) == 2 and min(map(len, parts)) > 3
    return long and any(map(is_surname, parts)) and not any(map(is_given, parts))


def _surname_before_particle(words: list[str], at: int, country: str) -> int:
    """Return 1 where the word before a particle is a surname, too: Tavares da Costa."""
    iberian = country in SPANISH or country in PORTUGUESE
    before = words[at - 1] if at > 1 and at < len(words) - 1 else ""
    if before and words[at] in ("zu", "zum", "zur") and not is_given(before):
        return int(is_surname(before))  # Meyer zu Wehdel
    return int(bool(before) and iberian and not is_given(before) and not is_initial(before))


def _two_surnames(words: list[str], country: str) -> int:
    """Return where a surname without particles begins: at the last word or the one before."""
    last = len(words) - 1
    inner = words[last - 1]
    if is_initial(inner) or (inner.islower() and not words[last].islower()):
        return last
    iberian = country in SPANISH or country in PORTUGUESE
    if not iberian and not country:
        usual = is_surname(words[last]) or (is_surname(inner) and not is_given(inner))
        iberian = usual and bool(_IBERIAN & given_in(words[0])) and "en" not in given_in(words[0])
    if iberian:
        if len(words) > 3:
            return last - 1 if not is_given(inner) or is_surname(inner) else last
        return last if is_given(inner) and not _surname_rather(inner, words) else last - 1
    if country not in TWO_SURNAMES or is_given(inner):
        return last
    usual = country == "SE" or (country == "TR" and len(words) > 3)
    return last - 1 if usual or is_surname(inner) else last


def _surname_rather(inner: str, words: list[str]) -> bool:
    """Tell a word that is both from a second given name: Ana García Ruiz, Luis Martín Gil."""
    return is_surname(inner) and len(words) == 3 and name_key(inner) in _SURNAMES_BEFORE_ALL
