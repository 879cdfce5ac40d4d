"""Which words are given names and which surnames, by language: they tell the order of a name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leadkit.base.fold import fold_umlauts
from leadkit.base.words import word_groups

Groups = frozenset[str]
_NONE: Groups = frozenset()
_SHORT: Groups = frozenset({"short"})
_INDIAN: Groups = frozenset({"indian"})
_GIVEN_ENDINGS = ("bhai", "behn", "kumari")  # said of brothers and sisters: Jigneshbhai
# Countries by the way in which names are written there.
SPANISH = frozenset("ES MX AR CO CL PE VE EC UY PY BO CR GT HN SV NI PA DO CU PR GQ".split())
PORTUGUESE = frozenset("PT BR AO MZ CV".split())
ARABIC = frozenset("AE SA QA KW OM BH YE EG JO LB IQ SY PS MA TN DZ LY SD MR".split())
RUSSIAN = frozenset("RU UA BY KZ KG UZ TJ TM AM AZ GE MD".split())
CHINESE = frozenset("CN TW HK MO SG MY".split())
# Where two surnames stand beside one another without a hyphen.
TWO_SURNAMES = frozenset("IT FR BE CH SE FI CZ SK TR GR RO HR SI RS PH".split())
# Where given names are surnames as often as not, so that one at the end tells nothing.
NO_FAMILY_NAMES = ARABIC | frozenset("IN PK BD LK NP ID ET ER SO NG GH KE TZ UG AF IR IS".split())


@lru_cache(maxsize=1 << 16)
def name_key(word: str) -> str:
    """Fold a word of a name so that its spellings can be compared.

    >>> name_key("Jörg"), name_key("JOERG"), name_key("Łukasz")
    ('jorg', 'jorg', 'lukasz')
    """
    return fold_umlauts(word).replace(" ", "-")


def _by_word(name: str) -> dict[str, Groups]:
    found: dict[str, set[str]] = {}
    for group, words in word_groups("leadkit.fields", name).items():
        for word in words:
            found.setdefault(name_key(word), set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


@cache
def _given() -> dict[str, Groups]:
    return _by_word("given_names")


@cache
def _surnames() -> dict[str, Groups]:
    return {w: g for w, g in _by_word("surnames").items() if g != {"endings"}}


@cache
def _endings() -> tuple[str, ...]:
    return tuple({name_key(word) for word in word_groups("leadkit.fields", "surnames")["endings"]})


@cache
def ranks(group: str) -> dict[str, int]:
    """Return the surnames of a group, by the key of each, with their places from the commonest."""
    words = word_groups("leadkit.fields", "surnames")[group]
    return {name_key(word): place for place, word in reversed(list(enumerate(words)))}


@lru_cache(maxsize=1 << 15)
def given_in(word: str) -> Groups:
    """Return the languages in which a word is a given name; parts of a double name count.

    >>> "de" in given_in("Hans-Jörg"), given_in("Sprenger")
    (True, frozenset())
    """
    key = name_key(word)
    found = _given().get(key, _NONE)
    parts = key.split("-")
    if not found and len(parts) > 1:
        each = [_given().get(part, _NONE) for part in parts]
        found = frozenset().union(*each) if all(each) else _NONE
    elif not found and len(key) > 6 and key.endswith(_GIVEN_ENDINGS):
        found = _INDIAN
    return found


# Letters and scripts that are written in one country, or in countries where names are alike.
_WRITTEN_IN = (
    (re.compile("[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"), "VN"),
    (re.compile("[\u0400-\u04ff]"), "RU"),
    (re.compile("[\u0600-\u06ff]"), "AE"),
    (re.compile("[\u0370-\u03ff]"), "GR"),
    (re.compile("[\u0900-\u097f]"), "IN"),
    (re.compile("[ğı]"), "TR"),
    (re.compile("[řěů]"), "CZ"),
    (re.compile("[őű]"), "HU"),
)
_HOME = {
    "hu": "HU", "pt": "PT", "es": "ES", "fr": "FR", "pl": "PL", "cs": "CZ", "turkish": "TR",
    "indian": "IN", "arabic": "AE",
}  # fmt: skip
_SMALL_WORDS = frozenset("de da do del della di von van la le y e i".split())


def guessed_country(words: list[str]) -> str:
    """Guess where a name is usual, by its letters and given names; "" where several may be.

    >>> guessed_country(["Kovács", "János"]), guessed_country(["Thomas", "Martin"])
    ('HU', '')
    """
    text = "".join(words)
    if not text.isascii():
        small = text.lower()
        for letters, country in _WRITTEN_IN:
            if letters.search(small):
                return country
    told = [groups for word in words if word not in _SMALL_WORDS and (groups := given_in(word))]
    told = [groups for groups in told if groups != _SHORT]
    if not told:
        return ""
    common = frozenset.intersection(*told) - _SHORT
    return _HOME.get(next(iter(common)), "") if len(common) == 1 else ""


def is_given(word: str) -> bool:
    """Tell a given name of any language, in full."""
    return bool(given_in(word))


@lru_cache(maxsize=1 << 15)
def is_surname(word: str) -> bool:
    """Tell a frequent surname, one that ends as only surnames do, or a double one.

    >>> [is_surname(word) for word in ("Rossi", "Wiśniewska-Kruk", "Engelmann", "Mario")]
    [True, True, True, False]
    """
    keys = name_key(word).split("-")
    if any(key in _surnames() for key in keys):
        return True
    return any(len(k) > 4 and k not in _given() and k.endswith(_endings()) for k in keys)


def is_listed_surname(word: str) -> bool:
    """Tell a frequent surname that stands last at home, as the list has it."""
    groups = _surnames().get(name_key(word), _NONE)
    return bool(groups & {"western", "japanese latin"})


def only_given(word: str) -> bool:
    """Tell a given name that is hardly ever a surname."""
    return is_given(word) and not any(key in _surnames() for key in name_key(word).split("-"))


def is_initial(word: str) -> bool:
    """Tell initials: J., J.R., Х. П., a letter alone.

    >>> [is_initial(word) for word in ("J.", "J.R.", "Х.", "K", "Jr.")]
    [True, True, True, True, False]
    """
    return bool(re.fullmatch(r"(?:[^\W\d_]\.-?)+|[^\W\d_](?:\.-?[^\W\d_])*\.?", word))
