"""Languages that people understand: as a cell says, else those of their country."""

from __future__ import annotations

import re
from functools import cache, lru_cache

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
        if code in set(_names().values()):
            found.add(code)
        elif name in _names():
            found.add(_names()[name])
    return frozenset(found)


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
def _names() -> dict[str, str]:
    """Return the names of languages in some languages and in their own -> their codes."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    names: dict[str, str] = {}
    for speaking in ("en", "de", "fr", "es", "it", "nl", "pl", "pt"):
        for code, name in Locale(speaking).languages.items():
            if len(code) == 2:
                names.setdefault(name.casefold(), code)
    for code in {*names.values()}:
        try:
            own = Locale(code).languages.get(code, "")
        except UnknownLocaleError:
            continue
        if own:
            names.setdefault(own.casefold(), code)
    return names
