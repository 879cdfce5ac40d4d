"""A person's full name -> prefix, first, middle, last name, suffix and nickname."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from leadkit.base.words import word_groups
from leadkit.fields.name.case import clean_name

# Forms of address, degrees and offices that stand before a name, dots and hyphens left out.
_WORDS = word_groups("leadkit.fields", "name_words")
_TITLES = frozenset(_WORDS["titles"])
# What only continues a title: "Dr. h.c.", "Dr. rer. nat.", "Mag. iur.", "Dipl. Ing. (FH)".
_MORE_TITLE = frozenset(_WORDS["title goes on"])
# Titles that also stand behind a name, or stick to it: Meier Dr., Dr.Meier.
_ANYWHERE = frozenset("dr prof mag ddr ing dipling med".split())
# Ranks of German nobility, which belong to the surname where a particle follows.
_NOBLE = frozenset(_WORDS["nobility"])
# Titles that only German speakers write: they keep all given names together.
_GERMAN = frozenset(_WORDS["german titles"])
_SUFFIXES = frozenset(_WORDS["suffixes"])
# Which of them may also be somebody's name or initials where no comma stands before them.
_DOUBTFUL_SUFFIXES = frozenset(_WORDS["doubtful suffixes"])
_PARTICLES = frozenset(_WORDS["particles"])
_NAMES_TOO = frozenset(_WORDS["names too"])
_FIRST_NAMES_TOO = _NAMES_TOO | {"van", "le", "du"}
# Given names with a particle: María del Carmen, Rosa de los Ángeles, Juan de Dios.
_WITH_PARTICLE = frozenset("maria maría ma mª rosa ana josé jose juan luz".split())
_AFTER_PARTICLE = frozenset(_WORDS["given names after a particle"])
_JOINING = frozenset("und and et & en".split())  # two people, or two titles
_USED_WITH_FIRST_NAMES = frozenset("sir dame king queen prince princess".split())
_NICKNAME = re.compile(r"""\s*(?:\(([^()]+)\)|"([^"]+)"|“([^”]+)”|'([^' ][^']*)'(?=\s|$))""")
# "z.Hd. Frau Meier", "i.A. Eva Meier"
_BEFORE_NAME = re.compile(r"(?i)^(?:i\.\s?[av]\.|ppa\.?|z\.\s?hd?\.|attn\b[.:]?|fao\b:?)\s+")
_BORN = re.compile(r"[\s,(]+(?:[Gg]eb\.|geb|geborene|née|née|nee|z domu|roz\.)\s+[^,()]+\)?$")
_AROUND = " \t\"'*„“”‚‘’«»"
# Two people, a person with a firm, an address: no one name that could be split.
_NO_NAME = re.compile(r"[;|/\\@<>=]|\s[-–—]\s|(?<!\w)\d+(?!\w)")
_GLUED = re.compile(r"((?:[^\W\d_]+\.)+)([^\W\d_][\w'’-]+)")
_NO_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Name(NamedTuple):
    """A name in its parts; "" where there is none."""

    prefix: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    nickname: str = ""


@lru_cache(maxsize=1 << 14)
def split_name(cell: str) -> Name:
    """Split a full name; nothing changes its order but a comma.

    >>> split_name("Prof. Dr. Dr. h.c. Anna Maria Müller-Lüdenscheidt")[:4]
    ('Prof. Dr. Dr. h.c.', 'Anna Maria', '', 'Müller-Lüdenscheidt')
    >>> split_name("von der Leyen, Ursula")[1:4], split_name("John A. Doe, Jr.")[1:5]
    (('Ursula', '', 'von der Leyen'), ('John', 'A.', 'Doe', 'Jr.'))
    """
    text = unicodedata.normalize("NFC", cell)
    text = " ".join("".join(s for s in text if unicodedata.category(s) != "So").split())
    text = _BORN.sub("", _BEFORE_NAME.sub("", _unquoted(text)))
    if _NO_NAME.search(text) or (" " in text and _NO_SPACES.search(text) and "," not in text):
        return Name()
    text = " ".join(map(_unglued, text.split(" ")))
    nicknames = [" ".join(filter(None, found)) for found in _NICKNAME.findall(text)]
    nicknames = [name for name in nicknames if _key(f"({name})") not in _MORE_TITLE]
    for nickname in nicknames:
        text = re.sub(r"""\s*[("“']""" + re.escape(nickname) + r"""[)"”'](?=\W|$)""", "", text)
    parts = [part.strip() for part in text.split(",") if re.search(r"[^\W\d_]", part)]
    if not parts:
        return Name(nickname=", ".join(nicknames))
    suffixes: list[str] = []
    while len(parts) > 1 and _all_suffixes(parts[-1], parts):
        suffixes.insert(0, parts.pop())
    last, *first = parts
    name = _last_first(last, " ".join(first)) if first else _in_order(last)
    suffix = ", ".join(filter(None, [name.suffix, *suffixes]))
    name = name._replace(suffix=suffix, nickname=", ".join(nicknames))
    return name._replace(**{p: clean_name(getattr(name, p)) for p in ("first", "middle", "last")})


def _unquoted(text: str) -> str:
    """Drop what stands around the whole of a name: "Eva Meier", *Eva Meier*."""
    inner = text.strip(_AROUND)
    around = len(text) - len(inner)
    return inner if around > 1 and not re.search(r'["“”„«»*]', inner) else text


def _unglued(word: str) -> str:
    """Part a title from the name that it sticks to.

    >>> _unglued("Dr.Meier"), _unglued("J.R.Meier"), _unglued("Dr.med.")
    ('Dr. Meier', 'J.R.Meier', 'Dr.med.')
    """
    glued = _GLUED.fullmatch(word)
    if not glued or _key(glued[2]) in _TITLES or _key(glued[2]) in _MORE_TITLE:
        return word
    titles = all(t in _TITLES or t in _MORE_TITLE for t in glued[1].casefold().split(".") if t)
    return f"{glued[1]} {glued[2]}" if titles else word


def _key(word: str) -> str:
    return word.casefold().replace(".", "").replace("-", "").strip(",;")


def begins_with_particle(name: str) -> bool:
    """Tell a family name: van der Sar, de la Cruz."""
    return _key(name.split()[0]) in _PARTICLES


def _all_suffixes(part: str, parts: list[str]) -> bool:
    """Tell degrees after a comma from a given name: (John Doe, CLU), (Doe, John, MBA)."""
    after_last_name = len(parts) == 2 and " " not in parts[0]
    if after_last_name and re.search(r"\w\.\w", part):
        return False  # Smith, J.R.
    if _key(part.replace(" ", "")) in _SUFFIXES or all(_key(w) in _SUFFIXES for w in part.split()):
        return True
    return not after_last_name and part.isupper() and len(part) < 6 and not parts[0].isupper()


def _take_prefix(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the titles that a name begins with, and the rest."""
    at = 0
    while at < len(words) - 1 or (at and at < len(words)):
        key = _key(words[at])
        joins = key in _JOINING and at and at + 1 < len(words) and _key(words[at + 1]) in _TITLES
        known = key in _TITLES or (at and key in _MORE_TITLE) or _is_joined_title(words[at])
        engineer = words[at] == "DI" and not " ".join(words).isupper()  # Austrian for Dipl.-Ing.
        if known or joins or engineer:
            at += 1
        else:
            break
    return words[:at], words[at:]


def titles_before(cell: str) -> tuple[str, str]:
    """Return the titles that a first name begins with, and the name.

    >>> titles_before("Dr. med. Eva"), titles_before("Eva")
    (('Dr. med.', 'Eva'), ('', 'Eva'))
    """
    titles, words = _take_prefix(cell.split())
    return (" ".join(titles), " ".join(words)) if words else ("", cell)


def _is_joined_title(word: str) -> bool:
    """Tell a title written without spaces: Prof.Dr., Dr.med., Dipl.-Ing."""
    parts = [part for part in re.split(r"[.-]", word.casefold()) if part]
    return (
        len(parts) > 1
        and parts[0] in _TITLES
        and all(part in _TITLES or part in _MORE_TITLE or part in {"h", "c"} for part in parts[1:])
    )


def _take_titles_behind(words: list[str]) -> tuple[list[str], list[str]]:
    """Return a name without the titles that stand behind it, and those."""
    at = len(words)
    while at > 1 and _key(words[at - 1]) in _ANYWHERE and words[at - 1][-1] == ".":
        at -= 1
    return words[:at], words[at:]


def _take_suffix(words: list[str]) -> tuple[list[str], list[str]]:
    """Return a name without the suffixes that it ends with, and those."""
    at = len(words)
    while at > 1:
        key = _key(words[at - 1])
        doubtful = key in _DOUBTFUL_SUFFIXES and "." not in words[at - 1]
        doubtful &= at < 3 or not words[at - 1].isupper() or words[0].isupper()
        numeral = key in {"v", "vi"} and at > 2
        known = key in _SUFFIXES and not doubtful
        if not (known or numeral) or (at == 2 and key in {"junior", "senior"}):
            break
        at -= 1
    return words[:at], words[at:]


def _last_first(last: str, first: str) -> Name:
    titles, words = _take_prefix(first.split())
    before, family = _take_prefix(last.split())
    family, suffixes = _take_suffix(family)
    words, more = _take_suffix(words)
    words, behind = _take_titles_behind(words)
    family, inside = _take_titles_behind(family)
    trailing: list[str] = []
    while len(words) > 1 and _key(words[-1]) in _PARTICLES:  # "Leyen, Ursula von der"
        trailing.insert(0, words.pop())
    prefix = [*before, *inside, *titles, *behind]
    given, middle = _given(words, prefix)
    return Name(
        " ".join(prefix), given, middle, " ".join([*trailing, *family]),
        " ".join([*suffixes, *more]),
    )  # fmt: skip


def _in_order(text: str) -> Name:
    prefix, words = _take_prefix(text.split())
    words, suffixes = _take_suffix(words)
    words, behind = _take_titles_behind(words)
    prefix += behind
    titles = " ".join(prefix), " ".join(suffixes)
    if not words:
        return Name(titles[0], suffix=titles[1])
    if len(words) == 1:
        if _NO_SPACES.search(words[0]):
            return Name(titles[0], suffix=titles[1])  # family and given name without a sign between
        if prefix and _key(prefix[-1]) not in _USED_WITH_FIRST_NAMES:
            return Name(titles[0], last=words[0], suffix=titles[1])
        if _key(words[0]) in _TITLES:
            return Name(words[0])
        return Name(titles[0], first=words[0], suffix=titles[1])
    if at := _given_name_ends(words):
        first, middle = " ".join(words[:at]), ""
    else:
        at = _family_begins(words)
        first, middle = _given(words[:at], prefix)
    return Name(titles[0], first, middle, " ".join(words[at:]), titles[1])


def _family_begins(words: list[str]) -> int:
    """Return where the last name begins: at its first particle, or its last word."""
    key = _key(words[0])
    if key in _PARTICLES and (words[0].islower() or key not in _FIRST_NAMES_TOO):
        return 0
    for at in range(1, len(words) - 1):
        key = _key(words[at])
        if key in _NOBLE and _key(words[at + 1]) in _PARTICLES:
            return at
        if words[at] in ("y", "i") and at > 1:  # Spanish and Catalan: García y Velasco
            return at - 1
        if key in _PARTICLES and (
            words[at] != words[at].title() or key not in _NAMES_TOO or words[at] == "St."
        ):
            return at
    return len(words) - 1


def _given_name_ends(words: list[str]) -> int:
    """Return where a given name with a particle ends (María del Carmen), 0 if there is none."""
    at = 1
    while at < len(words) - 1 and _key(words[at]) in _PARTICLES:
        at += 1
    known = _key(words[0]) in _WITH_PARTICLE and _key(words[at]) in _AFTER_PARTICLE
    return at + 1 if known and 1 < at < len(words) - 1 else 0


def _given(words: list[str], prefix: list[str]) -> tuple[str, str]:
    """Return first and middle names; who has a German title has no middle names."""
    keys = [_key(word) for word in prefix]
    german = any(key in _GERMAN for key in keys) or ("prof" in keys and "dr" in keys)
    if german or not words:
        return " ".join(words), ""
    own = 3 if len(words) > 2 and _key(words[1]) in _JOINING else 1  # John and Jane
    return " ".join(words[:own]), " ".join(words[own:])
