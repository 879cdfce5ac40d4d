"""Names of companies and streets word by word: abbreviated, in another order, with slips."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from leadkit.base.words import word_groups
from leadkit.deduping.matching.names import plain, spellings

_STREET_ENDING = re.compile(r"(?<=[a-z]{3})(?:strasse|str|straat|gasse|platz|weg|gatan|tie|ut)$")
_NUMBER = re.compile(r"\d+(?!\d|st|nd|rd|th)")
_VOWELS = frozenset("aeiouy")


@cache
def _general_words() -> frozenset[str]:
    """Return the words of companies' names that many of them have: brothers, manufacturing."""
    return frozenset(spellings("company_words", "names").values())


@cache
def _nothing() -> frozenset[str]:
    return frozenset(word_groups("leadkit.deduping.matching", "company_words")["nothing"])


@lru_cache(maxsize=1 << 18)
def name_words(company: str) -> tuple[str, ...]:
    """Return the words of a folded company name in an order of their own, written out.

    >>> name_words("tolliver wm and co") == name_words("william tolliver")
    True
    >>> name_words("hargrove mfg"), name_words("gebr wiersma")
    (('hargrove', 'manufacturing'), ('brothers', 'wiersma'))
    """
    return tuple(sorted({*_written_out(company)})) or tuple(company.split())


@lru_cache(maxsize=1 << 18)
def street_words(street: str) -> tuple[str, tuple[str, ...]]:
    """Return the number of a house and the words of its street that are names.

    >>> street_words("V.le Europa, 120") == street_words("viale Europa 120")
    True
    >>> street_words("1420 W. Division St., Ste 2") == street_words("1420 West Division Street")
    True
    >>> street_words("Hauptstr. 12"), street_words("ul. Polna 8")
    (('12', ('haupt',)), ('8', ('polna',)))
    """
    known = spellings("company_words", "streets")
    words, kinds = [], []
    for word in plain(street.replace(".", " " if " " not in street else ".")).split():
        if _NUMBER.fullmatch(word) or word in _nothing():
            continue
        name = known.get(word, word)
        if word in known:
            kinds.append(name)
        elif len(short := _STREET_ENDING.sub("", name)) > 0:
            words.append(short)
    number = _NUMBER.search(street)
    return number[0] if number else "", tuple(sorted(set(words))) or tuple(sorted(set(kinds)))


def one_street(mine: str, theirs: str) -> bool:
    """Tell whether two cells are one house in one street, whatever is abbreviated.

    >>> one_street("90 Kifisou Ave", "Λεωφ. Κηφισού 90"), one_street("Main St 4", "Main St 6")
    (True, False)
    """
    (number, words), (other_number, others) = street_words(mine), street_words(theirs)
    if number != other_number or not words or not others:
        return False
    few, many = sorted((words, others), key=len)
    return all(any(_one_word(word, other) for other in many) for word in few)


def one_firm_name(mine: str, theirs: str) -> bool:
    """Tell whether two folded names of companies are one, with words abbreviated or left out.

    >>> one_firm_name("synd eaux haut lot", "syndicat eaux haut lot")
    True
    >>> one_firm_name("duna gepgyarto", "dunagep"), one_firm_name("meier bau", "meier stahl")
    (True, False)
    """
    words, others = name_words(mine), name_words(theirs)
    if words == others:
        return True
    if _is_one_an_acronym(mine, theirs) or _has_one_initials(mine, theirs):
        return True
    if not (set(words) <= set(others) or set(others) <= set(words)):
        joined = (_stem("".join(_written_out(name))) for name in (mine, theirs))
        short, long = sorted(joined, key=len)
        if len(short) > 5 and (long.startswith(short) or OSA.distance(short, long) < 2):
            return True  # Dunagep and Duna Gép
    if min(len(words), len(others)) < 2:
        return False
    more, less = _unmatched(words, others), _unmatched(others, words)
    return not (more and less) and _general_words().issuperset(more + less)


def have_other_words(mine: str, theirs: str) -> bool:
    """Tell whether each of two folded names has a word that the other has not.

    >>> have_other_words("city elmford water dept", "city elmford parks dept")
    True
    >>> have_other_words("kranz spedition", "internationale spedition kranz bremen")
    False
    """
    words, others = name_words(mine), name_words(theirs)
    sides = _unmatched(words, others), _unmatched(others, words)
    return all(any(len(word) > 3 for word in side) for side in sides) and not (
        _is_one_an_acronym(mine, theirs)
    )


def _written_out(company: str) -> list[str]:
    """Return the words of a folded company name in their order, none abbreviated."""
    known = spellings("company_words", "names")
    return [known.get(word, word) for word in company.split() if word not in _nothing()]


def _unmatched(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [word for word in words if not any(_one_word(word, other) for other in others)]


def _has_one_initials(mine: str, theirs: str) -> bool:
    """Tell whether names are one but for words of which the other has the first letters.

    >>> _has_one_initials("sw valve supply", "south west valve supply")
    True
    >>> _has_one_initials("db bau", "roth bau")
    False
    """
    mine, theirs = (" ".join(w for w in n.split() if w not in _nothing()) for n in (mine, theirs))
    for short, long in ((mine, theirs), (theirs, mine)):
        words, others = short.split(), long.split()
        more = [word for word in words if not any(_one_word(word, other) for other in others)]
        less = [word for word in others if not any(_one_word(word, other) for other in words)]
        if len(more) == 1 and 1 < len(more[0]) == len(less) < 5 and len(words) > 1:
            return more[0] == "".join(word[0] for word in less)
    return False


def _is_one_an_acronym(mine: str, theirs: str) -> bool:
    return _is_acronym(mine, theirs) or _is_acronym(theirs, mine)


def _is_acronym(short: str, long: str) -> bool:
    """Tell whether a name is made of the first letters of another's words.

    >>> _is_acronym("omt", "officine meccaniche toscane"), _is_acronym("abb", "asea brown")
    (True, False)
    """
    letters = [word[0] for word in long.split() if word not in _nothing()]
    first = short.split()[0] if short else ""
    return len(letters) > 2 and 2 < len(first) < 6 and first == "".join(letters)


_INFLECTED = re.compile(r"(?<=[a-z]{3})(?:ies|ings?|ers?|ery|eries|es|s|y|e)$")


def _stem(word: str) -> str:
    """Return a word without what makes it another form of one: cities, cleaners, bottling.

    >>> _stem("cleaners") == _stem("cleaning"), _stem("city") == _stem("cities")
    (True, True)
    """
    return _INFLECTED.sub("", word)


@lru_cache(maxsize=1 << 18)
def _one_word(one: str, other: str) -> bool:
    """Tell whether two words are one, abbreviated or with a slip."""
    if one == other:
        return True
    if one[:4] == other[:4] and _stem(one) == _stem(other):
        return True
    short, long = sorted((one, other), key=len)
    if 2 < len(short) < 5 and long.startswith(short):
        return True
    if len(short) > 2 and len(long) > 5 and _VOWELS.isdisjoint(short[1:]):  # archts, fwdg
        letters = iter(long)
        return short[0] == long[0] and all(letter in letters for letter in short)
    return len(short) > 4 and OSA.distance(one, other) <= 1 + (len(short) > 8)
