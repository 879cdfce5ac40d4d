"""The small words of names: where a surname with a particle begins, or a given name has one."""

from __future__ import annotations

import re
from functools import lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.name.known import given_in, is_listed_surname

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_WORDS = word_groups("leadkit.fields", "name_words")
_PARTICLES = frozenset(_WORDS["particles"])
# Ranks of German nobility, which belong to the surname where a particle follows.
_NOBLE = frozenset(_WORDS["nobility"])
_NAMES_TOO = frozenset(_WORDS["names too"])
_FIRST_NAMES_TOO = _NAMES_TOO | {"van", "le", "du"}
# Given names with a particle: María del Carmen, Rosa de los Ángeles, Fatima Al Zahra.
_WITH_PARTICLE = frozenset(
    "maria maría ma mª rosa ana josé jose juan luz fatima fátima fatma rita francisco antonio "
    "antônio joão joao".split()
)
_AFTER_PARTICLE = frozenset(_WORDS["given names after a particle"])
# Particles where another follows: op 't, in 't, aan de, uit den, van der.
_BEFORE_OTHERS = frozenset("op in aan uit onder over bij".split())
# Particles that are as usual with a capital: Lo Presti, Di Stefano, Al Mansouri, San Martín.
_CAPITAL_TOO = frozenset("lo la di da al el san santa mac abu ap".split())
# What completes the word before it in Arabic names: Nour El-Din, Salah Eddine.
_COMPLETING = frozenset("الدين الله eldin eldeen eddine eddin aldin".split())
# Given names of two words, as Arabic has them: Abu Bakr, Abdul Rahman.
_TWO_WORDS = frozenset("abdul abdel abd abu um umm عبد أبو ابو أم".split())


@lru_cache(maxsize=1 << 16)
def particle_key(word: str) -> str:
    """Return a word as the lists of small words write it."""
    if word.isupper() and _INITIALS.fullmatch(word):
        return word  # A.P. is no Welsh ap, D.A. no da
    return word.casefold().replace(".", "").replace("-", "").replace("’", "'").strip(",;")


def is_particle(word: str, at: int) -> bool:
    """Tell a particle; one that may be a given name only where it is written small.

    >>> is_particle("van", 0), is_particle("Ben", 0), is_particle("Meier", 0)
    (True, False, False)
    """
    key = particle_key(word)
    return key in _PARTICLES and (word.islower() or at > 0 or key not in _FIRST_NAMES_TOO)


def begins_with_particle(name: str) -> bool:
    """Tell a family name: van der Sar, de la Cruz."""
    return particle_key(name.split()[0]) in _PARTICLES


def only_particles(words: list[str]) -> list[str]:
    """Return the particles that words end with: (Leyen, Ursula von der)."""
    at = len(words)
    while at > 1 and (
        particle_key(words[at - 1]) in _PARTICLES or words[at - 1].casefold() in _BEFORE_OTHERS
    ):
        at -= 1
    return words[at:]


def family_begins(words: list[str], country: str) -> int:
    """Return where the last name begins: at its first particle, or its last word.

    >>> family_begins("Hans von und zu Muster".split(), "")
    1
    >>> family_begins("Assunta Lo Bianco".split(), ""), family_begins("Ana Maria Ruiz".split(), "")
    (1, 2)
    """
    if is_particle(words[0], 0):
        return 0
    arabic = "arabic" in given_in(words[0])
    irish = len(words) > 2 and words[-2] == "O"
    if irish and (country == "IE" or is_listed_surname(f"O'{words[-1]}")):
        return len(words) - 2
    start = 2 if particle_key(words[0]) in _TWO_WORDS and len(words) > 2 else 1
    for at in range(start, len(words) - 1):
        if particle_key(words[at - 1]) in _TWO_WORDS:
            continue
        if words[at] in ("y", "i") and at > 1:  # Spanish and Catalan: García y Velasco
            return at - 1
        if _opens(words, at, arabic):
            # Ortiz de Zárate, Tavares da Costa: a surname before the one with the particle
            return at
    two = len(words) > 2 and particle_key(words[-2]) in _TWO_WORDS
    two = two or (len(words) > 2 and particle_key(words[-1]) in _COMPLETING)
    return len(words) - (2 if two else 1)


def _opens(words: list[str], at: int, arabic: bool) -> bool:
    """Tell whether a surname may begin at a word that is not the last."""
    key, word = particle_key(words[at]), words[at]
    if key in _NOBLE:
        return particle_key(words[at + 1]) in _PARTICLES
    if word.casefold() in _BEFORE_OTHERS:
        return particle_key(words[at + 1]) in _PARTICLES
    if key == "st":
        return at == len(words) - 2 and (word == "St." or word.isupper())
    if "-" in word and word.rpartition("-")[2] in _PARTICLES:
        return True  # Bos-van der Meer
    if key not in _PARTICLES:
        return False
    return (
        word != word.title()
        or key not in _NAMES_TOO
        or key in _CAPITAL_TOO
        or (arabic and key in ("ben", "bin", "abu"))
    )


def given_name_ends(words: list[str]) -> int:
    """Return where a given name with a particle ends (María del Carmen), 0 if there is none."""
    if particle_key(words[0]) not in _WITH_PARTICLE:
        return 0
    at = 1
    while at < len(words) - 1 and particle_key(words[at]) in _PARTICLES:
        at += 1
    known = particle_key(words[at]) in _AFTER_PARTICLE
    return at + 1 if known and 1 < at < len(words) - 1 else 0
