"""A person's full name -> prefix, first, middle, last name, suffix and nickname."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from leadkit.base.words import word_groups
from leadkit.fields.name.aside import person_apart, without_birth_name
from leadkit.fields.name.case import clean_name
from leadkit.fields.name.eastern import has_signs, in_signs
from leadkit.fields.name.known import (
    ARABIC,
    given_in,
    guessed_country,
    is_given,
    is_initial,
)
from leadkit.fields.name.order import in_parts
from leadkit.fields.name.particles import is_particle, only_particles
from leadkit.fields.name.titles import (
    all_suffixes,
    goes_on,
    is_said_of,
    is_suffix_in_brackets,
    is_title,
    key,
    take_occupation,
    take_prefix,
    take_suffix,
    take_titles_within,
    unglued,
)

_WORDS = word_groups("leadkit.fields", "name_words")
# Titles that only German speakers write: they keep all given names together.
_GERMAN = frozenset(_WORDS["german titles"])
_JOINING = frozenset("and und et &".split())  # two people
_FAMILIES = frozenset(_WORDS["titles of several"])
# Forms of address, which some write behind a comma: Meier Eva, Frau.
_ADDRESSES = frozenset(map(key, " ".join(_WORDS["one form"]).split()))
_USED_WITH_FIRST_NAMES = frozenset("sir dame king queen prince princess".split())
_OFTEN_WITH_FIRST_NAMES = frozenset(_WORDS["titles with first names"])
# Said behind a name: after a first name in Turkish and Hindi, a last one in Japanese.
_SAID_IN = {
    country: frozenset(_WORDS[group])
    for group in _WORDS
    if group.startswith("said behind ")
    for country in group.split()[2:]
}
_SAID_ANYWHERE = frozenset(("hanım", "beyefendi", "hanımefendi"))
_AFTER_LAST_NAMES = frozenset("san sama úr".split())
_NICKNAME = re.compile(
    r"""\s*(?:\bdit\s+)?(?:\(([^()]+)\)|"([^"]+)"|“([^”]+)”|«\s*([^»]+?)\s*»"""
    r"""|'([^' ][^']*)'(?=\s|$))"""
)
_AROUND = " \t\"'*„“”‚‘’«»"
# Two people, a person with a firm, an address: no one name that could be split.
_NO_NAME = re.compile(r"[;|/\\@<>=]|\s[-–—]\s|(?<!\w)\d+(?!\w)")
# Most names: two words of letters, the first with a capital. They need no look at their signs.
_TWO_WORDS = re.compile(
    r"(?=[^\W\d_a-z])[^\W\d_\u3040-\ud7af\uff66-\uff9f]+ [^\W\d_\u3040-\ud7af]+"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOTE = re.compile(r"(?i)(?:attn?|fao|firma|messrs|ип|ооо) ")


_OTHER_SCRIPT = re.compile(r"([^()（）]+?)\s*[(（]([^()（）]+)[)）]")
_HALF_WIDTH = re.compile("[\uff66-\uff9f]+")  # kana of old machines
_ARABIC_TITLE = re.compile(r"^(أ\.د|[دمأ])\s*/\s*(?=\S)")


def _as_usual(kana: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", kana[0])


class Name(NamedTuple):
    """A name in its parts; "" where there is none."""

    prefix: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    nickname: str = ""
    company: str = ""


@lru_cache(maxsize=1 << 14)
def split_name(cell: str, country: str = "") -> Name:
    """Split a full name; the country (alpha-2) tells what is usual there.

    Without one, letters and given names tell, where they are those of one country.

    >>> split_name("Prof. Dr. Dr. h.c. Anna Maria Müller-Lüdenscheidt")[:4]
    ('Prof. Dr. Dr. h.c.', 'Anna Maria', '', 'Müller-Lüdenscheidt')
    >>> split_name("von der Leyen, Ursula")[1:4], split_name("John A. Doe, Jr.")[1:5]
    (('Ursula', '', 'von der Leyen'), ('John', 'A.', 'Doe', 'Jr.'))
    >>> split_name("NAGY Béla")[1:4], split_name("Nagy Béla", "HU")[1:4]
    (('Béla', '', 'Nagy'), ('Béla', '', 'Nagy'))
    """
    country = country or guessed_country(_WORD.findall(cell))
    text = unicodedata.normalize("NFC", cell)
    if _TWO_WORDS.fullmatch(cell) and not _NOTE.match(cell):
        return _tidied(_in_order(text, country))
    text = _ARABIC_TITLE.sub(r"\1. ", _HALF_WIDTH.sub(_as_usual, text))
    text = " ".join("".join(s for s in text if unicodedata.category(s) != "So").split())
    text = without_birth_name(_unquoted(text))
    text, company = person_apart(text)
    if not text or _NO_NAME.search(text.replace("/-", "")):
        return Name(company=company)
    if (both := _OTHER_SCRIPT.fullmatch(text)) and has_signs(both[2]) and not has_signs(both[1]):
        return split_name(both[1], country)._replace(nickname=both[2])  # Jackie Chen (陈建军)
    if has_signs(text):
        return _in_signs(text, country, company)
    text = " ".join(map(unglued, text.split(" ")))
    text, behind = _without_suffix_in_brackets(text)
    text, nicknames = _without_nicknames(text)
    text, occupation = take_occupation(text)
    parts = [part.strip() for part in text.split(",") if re.search(r"[^\W\d_]", part)]
    if not parts:
        return Name(nickname=", ".join(nicknames), company=company)
    suffixes: list[str] = []
    while len(parts) > 1 and all_suffixes(parts[-1], parts):
        suffixes.insert(0, parts.pop())
    if len(parts) == 3 and only_particles(["", *parts[1].split()]) == parts[1].split():
        parts = [f"{parts[1]} {parts[0]}", parts[2]]  # Heuvel, van den, Jan
    if len(parts) > 1 and key(parts[-1]) in _ADDRESSES:
        parts = [f"{parts.pop()} {parts[0]}", *parts[1:]]  # Meier Eva, Frau
    if len(parts) == 2 and is_said_of(parts[1], parts[0]):
        said = parts.pop()
        suffixes += [said] if all(map(is_title, said.split())) else []
    last, *first = parts
    name = _last_first(last, " ".join(first), country) if first else _in_order(last, country)
    suffix = ", ".join(filter(None, [name.suffix, *suffixes, occupation, behind]))
    nickname = ", ".join(filter(None, [name.nickname, *nicknames]))
    return _tidied(name._replace(suffix=suffix, nickname=nickname, company=company))


def _tidied(name: Name) -> Name:
    """Repair the case of a name that was shouted or whispered."""
    given, middle, family = (
        part if (part.isalpha() and part.istitle()) or not part else clean_name(part)
        for part in name[1:4]
    )
    return Name(name[0], given, middle, family, *name[4:])


def _in_signs(text: str, country: str, company: str) -> Name:
    """Part a name in East Asian signs, also where a comma parts it."""
    family, comma, given = text.replace("，", ",").partition(",")
    if comma and given.strip() and len(family) < 5:
        return Name(first=given.strip(), last=family.strip(), company=company)
    found = in_signs(text, country)
    if not found:
        return Name(company=company)
    return Name(found.honorific, found.first, "", found.last, company=company)


def _unquoted(text: str) -> str:
    """Drop what stands around the whole of a name: "Eva Meier", *Eva Meier*."""
    inner = text.strip(_AROUND)
    around = len(text) - len(inner)
    return inner if around > 1 and not re.search(r'["“”„«»*]', inner) else text


def _without_suffix_in_brackets(text: str) -> tuple[str, str]:
    """Part what stands in brackets at the end and is a degree or a state: (Ret.)."""
    found = re.fullmatch(r"(.+\S)\s*\(([^()]+)\)", text)
    if not found or not is_suffix_in_brackets(found[2]):
        return text, ""
    return found[1], found[2]


def _without_nicknames(text: str) -> tuple[str, list[str]]:
    """Return a name without what stands in brackets or quotes, and that.

    A given name in brackets behind a short form or initials is the name, and that the nickname.
    """
    found = [" ".join(filter(None, signs)) for signs in _NICKNAME.findall(text)]
    nicknames = [name for name in found if not goes_on(f"({name})")]
    for at, nickname in enumerate(nicknames):
        text = re.sub(
            r"""\s*(?:\bdit\s+)?[("“'«]\s*""" + re.escape(nickname) + r"""\s*[)"”'»](?=\W|$)""",
            "",
            text,
        )
        words = text.split()
        short = next((w for w in words if not is_title(w) or is_initial(w)), "")
        formal = is_given(nickname) and " " not in nickname
        if formal and len(words) > 1 and (is_initial(short) or _is_short_for(short, nickname)):
            text = text.replace(short, nickname, 1)
            nicknames[at] = short
    return text, nicknames


def _is_short_for(short: str, name: str) -> bool:
    """Tell a short form of a name from the name itself."""
    return "short" in given_in(short) and "short" not in given_in(name)


def _last_first(last: str, first: str, country: str) -> Name:
    titles, words = take_prefix(first.split(), country)
    before, family = take_prefix(last.split(), country)
    family, suffixes = take_suffix(family, country)
    words, more = take_suffix(words, country)
    words, behind = take_titles_within(words)
    family, inside = take_titles_within(family)
    trailing = only_particles(words)  # "Leyen, Ursula von der"
    words = words[: len(words) - len(trailing)]
    prefix = [*before, *inside, *titles, *behind]
    given, middle = _given(words, prefix)
    return Name(
        " ".join(prefix), given, middle, " ".join([*trailing, *family]),
        " ".join([*suffixes, *more]),
    )  # fmt: skip


def _in_order(text: str, country: str) -> Name:
    prefix, words = take_prefix(text.split(), country)
    if not words:
        return Name(" ".join(prefix))
    words, said = _take_said_behind(words, country)
    words, suffixes = take_suffix(words, country)
    words, within = take_titles_within(words)
    prefix += within
    titles = " ".join([*prefix, *said]), " ".join(suffixes)
    if len(words) == 1:
        return _alone(words[0], prefix, said, titles, country)
    if prefix and len(words) == 2 and country in ARABIC and key(words[0]) in ("al", "el"):
        return Name(titles[0], last=" ".join(words), suffix=titles[1])  # Mr. Al Mansouri
    given, family = in_parts(words, country)
    if not _FAMILIES.isdisjoint(map(key, prefix)):  # Eheleute, Familie
        return Name(titles[0], last=" ".join(family), suffix=titles[1])
    first, middle = _given(given, prefix)
    return Name(titles[0], first, middle, " ".join(family), titles[1])


def _take_said_behind(words: list[str], country: str) -> tuple[list[str], list[str]]:
    """Return a name without what is said behind it: Hasan Bey, Sanjay ji, Matsumoto-san."""
    if country not in _SAID_IN and "-" not in words[-1] and key(words[-1]) not in _SAID_ANYWHERE:
        return words, []
    name, hyphen, said = words[-1].partition("-")
    if hyphen and said in ("san", "sama", "ji"):
        return [*words[:-1], name], [said]
    behind = key(words[-1])
    own = behind in _SAID_IN.get(country, ()) or behind in _SAID_ANYWHERE
    return (words[:-1], words[-1:]) if len(words) > 1 and own else (words, [])


def _alone(
    word: str, prefix: list[str], said: list[str], titles: tuple[str, str], country: str
) -> Name:
    """Return the name of whom one word is known: Herr Meier, Hasan Bey, Pani Grażyna."""
    behind = key(said[0]) if said else ""
    if behind:
        last = behind in _AFTER_LAST_NAMES
        return Name(titles[0], "" if last else word, "", word if last else "", titles[1])
    before = key(prefix[-1]) if prefix else ""
    first = before in _OFTEN_WITH_FIRST_NAMES and (is_given(word) or not before.isascii())
    # Where people are called by their given names, also with a title.
    first |= country == "VN" or (country in ("EG", "SD") and is_given(word))
    if prefix and before not in _USED_WITH_FIRST_NAMES and not first:
        return Name(titles[0], last=word, suffix=titles[1])
    if is_title(word):
        return Name(word)
    return Name(titles[0], first=word, suffix=titles[1])


def _given(words: list[str], prefix: list[str]) -> tuple[str, str]:
    """Return first and middle names; who has a German title has no middle names."""
    keys = {key(word) for word in prefix}
    german = not _GERMAN.isdisjoint(keys) or {"prof", "dr"} <= keys
    if german or not words:
        return " ".join(words), ""
    if len(words) == 1:
        return words[0], ""
    own = 3 if len(words) > 2 and words[1].casefold() in _JOINING else 1
    while own < len(words) - 1 and own < 3 and is_particle(words[own], own):
        own += 1  # María del Carmen
    own += 1 if own == 2 or (own == 3 and is_particle(words[2], 2)) else 0
    return " ".join(words[:own]), " ".join(words[own:])
