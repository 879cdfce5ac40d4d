"""Names of people made comparable: folded, cut into parts, with their nicknames."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache

from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups, word_list
from leadkit.deduping.matching.scripts import in_latin

_WORDS = word_groups("leadkit.deduping.matching", "name_words")
_TITLES = frozenset(_WORDS["titles"])
_GENERATIONS = {
    "jr": "jr", "jun": "jr", "junior": "jr", "jnr": "jr", "sr": "sr", "sen": "sr", "senior": "sr",
    "snr": "sr", "ii": "ii", "iii": "iii", "iv": "iv", "2nd": "ii", "3rd": "iii",
    **dict.fromkeys(_WORDS["younger"], "jr"), **dict.fromkeys(_WORDS["elder"], "sr"),
}  # fmt: skip
# Of those the ones that also stand before a name; Sr. there is Spanish for Mr.
_BEFORE_A_NAME = frozenset(_WORDS["generation before a name"])
_BORN = frozenset("geb geborene born nee nata".split())
_PARTICLES = frozenset(_WORDS["particles"])
# A scanner reads these for letters, and rn for m; applied to both sides of a comparison.
_MISREAD = str.maketrans("01358", "olesb")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Fold a name so that ü, ue and u, and signs that a scanner confuses, are the same.

    >>> plain("Müller") == plain("MUELLER") == plain("Muller") == plain("Mul1er")
    True
    >>> plain("Шевчук") == plain("Shevchuk")
    True
    """
    if "Ã" in text:  # UTF-8 that was read as if it were Latin-1
        with suppress(UnicodeError):
            text = text.encode("cp1252").decode()
    folded = in_latin(fold_letters(text))
    if not folded.isalpha() and not re.fullmatch(r"[\d ]*", folded):
        folded = re.sub(r"(?<=[a-z])[01358]|[01358](?=[a-z])", _letter, folded)
    for written, single in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("rn", "m")):
        folded = folded.replace(written, single)
    return folded


def _letter(digit: re.Match[str]) -> str:
    return digit[0].translate(_MISREAD)


@lru_cache(maxsize=1 << 18)
def given_words(text: str) -> tuple[str, str]:
    """Return the given names in a cell, without titles, and a generation such as jr.

    >>> given_words("Dr. Anna-Lena"), given_words("Bob Jr."), given_words("ifj. István")
    (('anna lena', ''), ('bob', 'jr'), ('istvan', 'jr'))
    >>> given_words("J.W."), given_words("JW"), given_words("Jo"), given_words("Fr.")
    (('j w', ''), ('j w', ''), ('jo', ''), ('', ''))
    >>> given_words("Min-jun"), given_words("Walter Jun.")
    (('min jun', ''), ('walter', 'jr'))
    >>> given_words("Mª Ángeles"), given_words("María de los Ángeles")
    (('maria angeles', ''), ('maria angeles', ''))
    """
    if _INITIALS.fullmatch(text):
        return " ".join(plain(text).replace(" ", "")), ""
    words, generation = _words(_MARIA.sub("Maria ", text))
    if " " in words:
        first, *others = words.split()
        words = " ".join([first, *(word for word in others if word not in _PARTICLES)])
    return words, generation


_MARIA = re.compile(r"(?i)^m\.?(?:ª\.?|[aº]\.)\s*(?=\w)")


# J.W., J. W., JW: capitals without a vowel, or with full stops.
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){2,4}|(?!MA|DR|MR|MS)[B-DF-HJ-NP-TV-XZ]{2}")


@lru_cache(maxsize=1 << 20)
def family_words(text: str) -> tuple[str, str]:
    """Return the last names in a cell, without titles and particles, and a generation.

    >>> family_words("von der Leyen"), family_words("King III"), family_words("de la")
    (('leyen', ''), ('king', 'iii'), ('de la', ''))
    >>> family_words("田中"), family_words("芳")
    (('tanaka', ''), ('芳', ''))
    """
    words, generation = _words(text)
    if not words.isascii():
        words = _surnames_in_signs().get(words, words)
    own = [word for word in words.split() if word not in _PARTICLES]
    return " ".join(own) or words, generation


@cache
def _surnames_in_signs() -> dict[str, str]:
    groups = word_groups("leadkit.deduping.matching", "signs_of_surnames")
    lines = [line.split() for lines in groups.values() for line in lines]
    return {plain(sign): name for name, *signs in lines for sign in signs}


def is_in_other_letters(name: str) -> bool:
    """Tell whether a name is written in letters that plain() does not read.

    >>> [is_in_other_letters(plain(name)) for name in ("芳", "Олена", "세훈", "Ünal", "أحمد")]
    [True, False, False, False, True]
    """
    return not name.isascii() and not _LATIN.search(name)


_LATIN = re.compile("[a-z]")


def joined_particles(cells: Iterable[str]) -> dict[str, str]:
    """Return what last names with particles are if they are written as one word.

    >>> joined_particles(["Van den Berghe", "Lo Presti", "Meier"])
    {'vandenberghe': 'berghe'}
    """
    found: dict[str, str] = {}
    for cell in cells:
        if " " in cell:
            words = _words(cell)[0]
            own = family_words(cell)[0]
            if own != words:
                found.setdefault(words.replace(" ", ""), own)
    return found


def has_two_names(last: str) -> bool:
    """Tell whether a cell for a last name holds several words that are names.

    >>> [has_two_names(cell) for cell in ("Anna Meier", "d'Aubigny", "Bäcker-Roche", "v. Dijk")]
    [True, False, False, False]
    """
    words = [plain(word) for word in last.split()]
    return sum(word not in _PARTICLES and word not in _TITLES for word in words) > 1


_AFTER_A_HYPHEN = re.compile(r"(?<=\w-)\w+")


def _words(text: str) -> tuple[str, str]:
    generation = ""
    words: list[str] = []
    # Min-jun is one name; Walter Jun. is a junior.
    joined = {plain(word) for word in _AFTER_A_HYPHEN.findall(text)} if "-" in text else ()
    for word in plain(text).split():
        if word in _GENERATIONS and word not in joined and (words or word in _BEFORE_A_NAME):
            generation = _GENERATIONS[word]
        elif (word not in _TITLES and word not in _BORN) or (word == "ma" and not words):
            words.append(word)  # Mª is María, and M.A. stands behind a name
    return " ".join(words), generation


def cut_full_name(full: str) -> tuple[str, str]:
    """Cut a full name into given and family names.

    >>> cut_full_name("Dr. Anna Lena von der Leyen"), cut_full_name("Meier, Hans")
    (('Anna Lena', 'von der Leyen'), (' Hans', 'Meier'))
    """
    before, comma, after = _ASIDE.sub(" ", full).partition(",")
    if comma and after.strip() and not _is_ending(after):
        return after, before
    words = [word for word in f"{before} {after}".split() if word.strip(".")]
    ending: list[str] = []
    while words and _is_ending(words[-1]):
        ending.insert(0, words.pop())
    words = [w for w in words if fold_letters(w) not in _TITLES]
    if len(words) < 2:
        return "", " ".join([*words, *ending])
    at = len(words) - 1
    while at > 1 and fold_letters(words[at - 1]) in _PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join([*words[at:], *ending])


def birth_name(full: str) -> str:
    """Return the name that a full name says its bearer was born with.

    >>> birth_name("Baumann Daniela (geb. Altenthaler)"), birth_name("Anna Meier")
    ('Altenthaler', '')
    """
    found = _BIRTH_NAME.search(full)
    return found[1] if found else ""


_ASIDE = re.compile(r"\([^)]*\)")
_BIRTH_NAME = re.compile(
    r"(?i)\b(?:geb\.|geborene|n[ée]e|born|nata|z d\.|fr[üu]her|formerly)\s+(\w+)"
)


def _is_ending(text: str) -> bool:
    return all(word in _GENERATIONS or word in _TITLES for word in fold_letters(text).split())


@cache
def spellings(words: str, kind: str) -> dict[str, str]:
    """Return spelling -> the one that stands for all in its line, of one kind of a list of words.

    >>> spellings("name_variants", "last")["satou"], spellings("company_words", "names")["mfg"]
    ('sato', 'manufacturing')
    """
    found: dict[str, str] = {}
    for name, *others in map(str.split, word_groups("leadkit.deduping.matching", words)[kind]):
        for spelling in (name, *others):
            found.setdefault(plain(spelling).replace(" ", ""), plain(name))
    return found


def one_spelling(name: str, kind: str) -> str:
    """Return the spelling that stands for all in which a name is written in Latin letters.

    >>> one_spelling("mohamed", "first"), one_spelling("satou", "last"), one_spelling("eva", "last")
    ('muhammad', 'sato', 'eva')
    """
    return spellings("name_variants", kind).get(name, name)


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """Reduce a folded name to how it is heard: Stefan and Stephan, Meier and Mayer.

    >>> [sound(name) for name in ("stefan", "stephan", "meier", "mayr", "kristina", "christina")]
    ['stefan', 'stefan', 'mair', 'mair', 'kristina', 'kristina']
    """
    name = one_spelling(name.replace(" ", ""), "first")
    for written, heard in (
        ("ou", "u"), ("ph", "f"), ("th", "t"), ("sch", "s"), ("chr", "kr"), ("ck", "k"),
        ("tz", "z"), ("dt", "t"), ("ey", "ai"), ("ei", "ai"), ("ay", "ai"),
        ("y", "i"), ("w", "v"), ("c", "k"), ("q", "k"),
    ):  # fmt: skip
        name = name.replace(written, heard)
    name = re.sub(r"(.)\1+", r"\1", name)
    return re.sub(r"aie?r", "air", name)


@cache
def _formal_names() -> dict[str, frozenset[str]]:
    """Return nickname -> the names it stands for."""
    from nicknames import name_triplets

    formal: dict[str, set[str]] = {}
    pairs = [(pair.name1, pair.name2) for pair in name_triplets()]
    for group in word_list("leadkit.deduping.matching", "short_forms"):
        name, *short = group.split()
        pairs += [(name, nickname) for nickname in short]
    for name, nickname in pairs:
        formal.setdefault(plain(nickname).replace(" ", ""), set()).add(plain(name).replace(" ", ""))
    return {nickname: frozenset(names) for nickname, names in formal.items()}


@cache
def _own_names() -> frozenset[str]:
    listed = word_list("leadkit.deduping.matching", "given_names")
    return frozenset(plain(name) for line in listed for name in line.split())


def is_own_name(first: str) -> bool:
    """Tell whether people are christened so: Ilse, though it comes of Elisabeth, is no Els.

    >>> is_own_name("ilse"), is_own_name("katie")
    (True, False)
    """
    return first in _own_names()


@cache
def _known_names() -> frozenset[str]:
    formal, variants = _formal_names(), spellings("name_variants", "first")
    return frozenset(formal).union(_own_names(), variants, *formal.values())


@lru_cache(maxsize=1 << 16)
def formal_names(first: str) -> tuple[str, ...]:
    """Return a first name and the names it may be short for.

    >>> "robert" in formal_names("bob"), "robert" in formal_names("rob"), formal_names("zoltan")
    (True, True, ('zoltan',))
    """
    return tuple(sorted({first, *_formal_names().get(first, ())})) if first else ()


@cache
def _formal_only() -> frozenset[str]:
    return frozenset().union(*_formal_names().values())


def is_known_name(first: str) -> bool:
    """Tell whether somebody has put this first name on a list of names."""
    return first in _known_names()


def has_nicknames(first: str) -> bool:
    """Tell whether a first name is one that others are short for, as Robert is for Bob.

    >>> has_nicknames("robert"), has_nicknames("rob")
    (True, False)
    """
    return first in _formal_only()


def in_one_word(name: str) -> str:
    return name.replace(" ", "")


def first_word(name: str) -> str:
    return name.partition(" ")[0]
