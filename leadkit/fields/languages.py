"""Languages that people understand: as a cell says, else those of their country."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_SPEAKING = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
_APART = re.compile(r"[,;/|&+]|\s+(?:and|und|et|y|e)\s+")


@lru_cache(maxsize=1 << 12)
def language_codes(cell: str) -> frozenset[str]:
    """Return the codes (ISO 639-1) of the languages that a cell names, in whatever way.

    >>> sorted(language_codes("de-AT")), sorted(language_codes("Deutsch und Englisch"))
    (['de'], ['de', 'en'])
    >>> sorted(language_codes("French; italiano")), sorted(language_codes("?"))
    (['fr', 'it'], [])
    """
    found = set()
    for part in _APART.split(cell.strip().casefold()):
        name = part.strip()
        code = re.split(r"[-_]", name)[0]
        found.add(code if code in _known("en").values() else _code_of(name))
    return frozenset(found - {""})


def _code_of(name: str) -> str:
    """Return the code of a language by its name in some languages, else in its own, or ""."""
    if not any(map(str.isalpha, name)):
        return ""
    for speaking in _SPEAKING:  # most are told by the first: each takes its time and memory
        if code := _known(speaking).get(name):
            return code
    return _own_names().get(name, "")


@lru_cache(maxsize=512)
def languages_of(country: str) -> frozenset[str]:
    """Return the languages that a country's offices use, by its ISO code.

    >>> sorted(languages_of("BE")), sorted(languages_of("US")), sorted(languages_of(""))
    (['de', 'fr', 'nl'], ['en'], [])
    """
    from babel.languages import get_official_languages

    return frozenset(get_official_languages(country, de_facto=True)) if country else frozenset()


@cache
def language_names() -> tuple[str, ...]:
    """Return the codes of languages and their names in English."""
    from babel import Locale

    names = Locale("en").languages
    two = {code: name.casefold() for code, name in names.items() if len(code) == 2}
    return (*two, *two.values())


@cache
def _known(speaking: str) -> dict[str, str]:
    """Return the names of languages in a language -> their codes."""
    from babel import Locale

    names: dict[str, str] = {}
    for code, name in Locale(speaking).languages.items():
        if len(code) == 2:
            names.setdefault(name.casefold(), code)
    return names


@cache
def _own_names() -> dict[str, str]:
    """Return the names of languages in their own -> their codes."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    names: dict[str, str] = {}
    for code in sorted(_known("en").values()):
        try:
            own = Locale(code).languages.get(code, "")
        except UnknownLocaleError:
            continue
        if own:
            names.setdefault(own.casefold(), code)
    return names
