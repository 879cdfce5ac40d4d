"""What stands before and behind a name: forms of address, degrees, offices, generations."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.name.known import (
    PORTUGUESE,
    is_given,
    is_initial,
    is_surname,
    only_given,
)

# Forms of address, degrees and offices that stand before a name, dots and hyphens left out.
_WORDS = word_groups("leadkit.fields", "name_words")
_TITLES = frozenset(map(str.casefold, (*_WORDS["titles"], *_WORDS["titles of several"])))
# What only continues a title: "Dr. h.c.", "Dr. rer. nat.", "Mag. iur.", "Dipl. Ing. (FH)".
_MORE_TITLE = frozenset(_WORDS["title goes on"])
_TWO_WORDS = frozenset(_WORDS["titles of two words"])
# Titles that also stand behind a name, within it, or stick to it: Meier Dr., Dr.Meier.
_ANYWHERE = frozenset("dr prof mag ddr ing dipling med geom avv dott arch rag".split())
_SUFFIXES = frozenset(_WORDS["suffixes"])
# Which of them may also be somebody's name or initials where no comma stands before them.
_DOUBTFUL_SUFFIXES = frozenset(_WORDS["doubtful suffixes"])
# Suffixes that are words, which stand with a capital; degrees do not: Aas, Bas, Mai are names.
_WORDS_BEHIND = frozenset(
    "jr sr jnr snr jun sen junior senior esq esquire fils père trustee trustees realtor "
    "bakk".split()
)
_DEGREES = frozenset("mba phd msc bsc meng beng".split())  # some write them before the name
_ELDER = frozenset("dy dä dj".split())  # d.y., d.ä.: the younger, the elder
_GENERATIONS = frozenset(_WORDS["portuguese generations"])
_JOINING = frozenset("und and et & en i y e".split())  # two people, or two titles
_GLUED = re.compile(r"((?:[^\W\d_]+\.)+)([^\W\d_][\w'’-]+)")
# Degrees and memberships by their form: CEng, MIMechE, BSc, FRICS; no McDonald, DeShawn.
_POST_NOMINAL = re.compile(
    r"(?:[BMFACD][A-Z]|[A-Z]{3})[A-Za-z]*[A-Z]|[BMDC](?:Sc|Eng|Phil|Ed|Chem)"
)
# Phrases that say what somebody is, behind the name.
_OCCUPATION = re.compile(
    r"(?i)[\s,]+(attorneys?[ -]at[ -]law|attorney|(?:vice )?chair(?:man)?|trustees?|architect)"
    r"(?=$|[\s,])"
)
_ONE_FORM = {
    spelling: form
    for form, *spellings in map(str.split, _WORDS["one form"])
    for spelling in (form.casefold().replace(".", ""), *spellings)
}


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """Return a word of a title as the lists write it."""
    return word.casefold().replace(".", "").replace("-", "").strip(",;'’")


@cache
def _titles_in(country: str) -> frozenset[str]:
    """Return the titles that are one in some countries alone, as M. is in France."""
    return frozenset(
        word.casefold()
        for name, words in _WORDS.items()
        if name.startswith("titles ") and country in name.split()
        for word in words
    )


def is_title(word: str, country: str = "") -> bool:
    """Tell a title that may begin a name."""
    known = key(word)
    return known in _TITLES or word == "RAin" or (country != "" and known in _titles_in(country))


def goes_on(word: str) -> bool:
    """Tell what only continues a title."""
    return key(word) in _MORE_TITLE


def unglued(word: str) -> str:
    """Part a title from the name that it sticks to.

    >>> unglued("Dr.Meier"), unglued("J.R.Meier"), unglued("Dr.med."), unglued("Sig.ra")
    ('Dr. Meier', 'J.R.Meier', 'Dr.med.', 'Sig.ra')
    """
    glued = _GLUED.fullmatch(word)
    if not glued or key(word) in _TITLES or is_title(glued[2]) or goes_on(glued[2]):
        return word
    titles = all(t in _TITLES or t in _MORE_TITLE for t in glued[1].casefold().split(".") if t)
    return f"{glued[1]} {glued[2]}" if titles else word


def take_prefix(words: list[str], country: str = "") -> tuple[list[str], list[str]]:
    """Return the titles that a name begins with, and the rest.

    >>> take_prefix("Prof. Dr. h. c. Eva Meier".split())
    (['Prof.', 'Dr.', 'h.', 'c.'], ['Eva', 'Meier'])
    >>> take_prefix("M. LE GALL Erwan".split(), "FR")[0], take_prefix("M. Meier".split())[0]
    (['M.'], [])
    """
    at = 0
    while at < len(words) - 1 or (at and at < len(words)):
        pair = " ".join(map(key, words[at : at + 2]))
        if (
            pair in _TWO_WORDS
            and at + 2 < len(words)
            and (at or "." in words[at] or not words[at + 1].isupper())
        ):
            at += 2
            continue
        if not _continues(words, at, country):
            break
        at += 1
    return words[:at], words[at:]


def _continues(words: list[str], at: int, country: str) -> bool:
    """Tell whether the word is one of the titles that a name begins with."""
    word = words[at]
    joins = (
        key(word) in _JOINING
        and at + 1 < len(words)
        and (at > 0 and is_title(words[at + 1], country))
    )
    couple = word == "M." and at + 2 < len(words) and words[at + 1] in ("et", "ou") and at == 0
    engineer = word == "DI" and not " ".join(words).isupper()  # Austrian for Dipl.-Ing.
    if at == 0 and len(words) == 2 and word.isalpha() and is_given(word):
        return False  # Maj Sjögren, Dean Martin
    return (
        is_title(word, country)
        or couple
        or joins
        or engineer
        or (at > 0 and goes_on(word))
        or _is_joined(word)
        or (at == 0 and key(word) in _DEGREES and len(words) > 2 and is_given(words[1]))
    )


def titles_before(cell: str) -> tuple[str, str]:
    """Return the titles that a first name begins with, and the name.

    >>> titles_before("Dr. med. Eva"), titles_before("Eva")
    (('Dr. med.', 'Eva'), ('', 'Eva'))
    """
    titles, words = take_prefix(cell.split())
    return (" ".join(titles), " ".join(words)) if words else ("", cell)


def _is_joined(word: str) -> bool:
    """Tell a title written without spaces: Prof.Dr., Dr.med., Dipl.-Ing."""
    parts = [part for part in re.split(r"[.-]", word.casefold()) if part]
    if parts[:1] == ["dipl"] and "-" in word and word.endswith((".", ".in", ".a")):
        return True  # Dipl.-Kffr., Dipl.-Ing.in, whatever the trade
    return (
        len(parts) > 1
        and parts[0] in _TITLES
        and all(part in _TITLES or part in _MORE_TITLE or part in {"h", "c"} for part in parts[1:])
    )


def take_titles_within(words: list[str]) -> tuple[list[str], list[str]]:
    """Return a name without the titles that stand behind or within it, and those."""
    inside = [
        bool(at and word[-1] == "." and key(word) in _ANYWHERE) for at, word in enumerate(words)
    ]
    if not any(inside):
        return words, []
    name = [word for word, one in zip(words, inside, strict=True) if not one]
    return name, [word for word, one in zip(words, inside, strict=True) if one]


def take_suffix(words: list[str], country: str = "") -> tuple[list[str], list[str]]:
    """Return a name without the suffixes that it ends with, and those.

    >>> take_suffix("Colin Padgett CEng MIMechE".split())
    (['Colin', 'Padgett'], ['CEng', 'MIMechE'])
    """
    at = len(words)
    while at > 1 and _is_suffix(words, at, country):
        at -= 1
    return words[:at], words[at:]


def _is_suffix(words: list[str], at: int, country: str) -> bool:
    """Tell whether the word before the place is a suffix, where nothing but those follows."""
    word = words[at - 1]
    known = key(word)
    if known in _GENERATIONS and country in PORTUGUESE:
        # João Neto Filho; the only word behind given names is the surname: Carlos Eduardo Neto
        return at > 2 and not (at == len(words) and all(map(is_given, words[: at - 1])))
    elder = known in _ELDER or (known == "st" and country in ("CZ", "SK"))
    if elder and word.islower() and word.endswith(".") and at > 2:
        return True
    if known in {"i", "v", "vi"} and country not in ("IN", "LK"):  # there it is an initial
        return at > (3 if known == "i" else 2) and word.isalpha()
    if at == 2 and known in {"junior", "senior"}:
        return False
    if known not in _SUFFIXES:
        shape = at > 2 and word != word.upper() and _POST_NOMINAL.fullmatch(word)
        return bool(shape) and not is_surname(word)
    doubtful = known in _DOUBTFUL_SUFFIXES or (word.istitle() and known not in _WORDS_BEHIND)
    doubtful &= "." not in word
    return not doubtful or (at > 2 and word.isupper() and not "".join(words[: at - 1]).isupper())


def all_suffixes(part: str, parts: list[str]) -> bool:
    """Tell degrees after a comma from a given name: (John Doe, CLU), (Doe, John, MBA)."""
    after_last_name = len(parts) == 2 and " " not in parts[0]
    if after_last_name and re.search(r"\w\.\w", part):
        return False  # Smith, J.R.
    if key(part.replace(" ", "")) in _SUFFIXES or all(key(w) in _SUFFIXES for w in part.split()):
        return not (after_last_name and key(part) in _DOUBTFUL_SUFFIXES and part.istitle())
    if after_last_name:
        return False
    if re.match(r"(?i)(?:eidg\.\s*)?dipl\.\s", part):
        return True  # a trade with its diploma
    dotted = re.fullmatch(r"(?:[A-Z][A-Za-z]{0,3}\.\s?){2,4}", part)
    return bool(dotted) or (part.isupper() and len(part) < 6 and not parts[0].isupper())


def is_said_of(part: str, name: str) -> bool:
    """Tell a title or an office behind a comma from a given name: (Luc Roy, ing.).

    >>> is_said_of("Plant Lead", "Uwe Brandhorst"), is_said_of("Uwe", "Brandhorst Vogel")
    (True, False)
    """
    before, words = name.split(), part.split()
    names = [word for word in before if not is_initial(word)]
    if len(names) < 2 or any(map(is_given, words)) or all(map(is_given, names)):
        return False
    if all(map(is_title, words)):
        return not is_title(before[0])
    return any(map(only_given, before)) and not any(map(is_surname, words))


def is_suffix_in_brackets(words: str) -> bool:
    """Tell a degree or a state in brackets from a nickname: (Ret.), (B.Eng.).

    >>> is_suffix_in_brackets("Retd."), is_suffix_in_brackets("Bob")
    (True, False)
    """
    known = key(words)
    return known in _SUFFIXES and ("." in words or known not in _DOUBTFUL_SUFFIXES)


def take_occupation(text: str) -> tuple[str, str]:
    """Part a phrase behind a name that says what somebody is: attorney at law.

    >>> take_occupation("David Chaiken attorney at law")
    ('David Chaiken', 'attorney at law')
    """
    found = _OCCUPATION.search(text) if " " in text else None
    if not found or len(text[: found.start()].split()) < 2:
        return text, ""
    return text[: found.start()] + text[found.end() :], found[1]


def one_form(prefix: str, country: str = "") -> str:
    """Bring the form of address that a prefix begins with to one spelling.

    >>> one_form("Herrn Dr."), one_form("Hr."), one_form("Mr."), one_form("Dr."), one_form("Fr.")
    ('Herr Dr.', 'Herr', 'Mr', 'Dr.', 'Frau')
    >>> one_form("Hr.", "DK"), one_form("Fr.", "US")
    ('Hr.', 'Fr.')
    """
    first, _, rest = prefix.partition(" ")
    form = _ONE_FORM.get(first.casefold().replace(".", ""), "")
    northern = country in ("DK", "NO", "SE", "FI")
    if not form or (northern and form in ("Herr", "Frau")):
        return prefix
    if first in ("Fr.", "Fr") and country not in ("", "DE", "AT", "CH", "LI", "LU"):
        return prefix  # Father, in English
    return f"{form} {rest}".strip()
