"""Countries: any usual name or ISO code to alpha-2, by the names in Unicode's CLDR."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import is_blank, map_cells, rows_of, with_rows
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.country_names import STATE, USUAL

if TYPE_CHECKING:
    from leadkit.base.cells import Cells

COUNTRIES = ("country", "home_country")

# CLDR languages whose country names are known, in the order in which a name is looked up.
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "da", "sv", "nb", "fi", "hu",
              "ro", "tr", "ru", "uk", "el", "ja", "zh", "ko", "sk", "sl", "hr", "sr_Latn", "sr",
              "bg", "et", "lv", "lt", "ca", "ga", "sq", "rm", "ar", "he", "fa", "hi", "th", "vi",
              "id",              "zh_Hant")  # fmt: skip
_LARGE = 6  # languages
# The country letters of road signs and old post codes ("D-80331 Muenchen").
_ROAD_SIGNS = {"D": "DE", "A": "AT", "F": "FR", "I": "IT", "E": "ES", "B": "BE", "L": "LU",
               "P": "PT"}  # fmt: skip
_JOINING = frozenset("and und et y en och og".split())

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def country_code(cell: str) -> str:
    """Return the ISO 3166 alpha-2 code of a country, "" where it is not known.

    >>> [country_code(name) for name in ("Deutschland", "UK", "deu", "NA", "Atlantis", "")]
    ['DE', 'GB', 'DE', 'NA', '', '']
    >>> [country_code(name) for name in ("Republic of Austria", "D - Germany", "Spain / France")]
    ['AT', 'DE', '']
    """
    text = cell.strip()
    if not text:
        return ""
    if found := _named(text):
        return found
    parts = {_named(part.strip()) for part in re.split(r"[()/,;|]|\s[-–]\s", text) if part.strip()}
    return parts.pop() if len(parts) == 1 else ""


@lru_cache(maxsize=1 << 13)
def usual_country_code(name: str) -> str:
    """Return the code of a country by a code, its own name or one in a large language, else "".

    For words that mostly name none, as those of an address: few languages are loaded.

    >>> [usual_country_code(name) for name in ("Polska", "USA", "The Netherlands", "Berlin")]
    ['PL', 'US', 'NL', '']
    """
    text = name.strip()
    latin = not text or unicodedata.name(text[0], "").startswith("LATIN")
    return _named(text, _LANGUAGES[:_LARGE] if latin else _LANGUAGES) if text else ""


def _named(text: str, languages: tuple[str, ...] = _LANGUAGES) -> str:
    """Return the code that a text stands for as a whole."""
    upper = text.upper()
    if upper in _codes():
        return _codes()[upper]
    name = _normal(text)
    short = STATE.sub("", name, count=1).strip() if STATE.match(name) else ""
    front, _, after = map(_normal, text.partition(","))
    if after and STATE.match(after):
        short = front
    for language in languages:
        names = _names(language)
        if found := names.get(name) or names.get(short):
            return found
    return ""


def _normal(name: str) -> str:
    name = unicodedata.normalize("NFKD", name.casefold().replace("'", " ").replace("’", " "))
    letters = "".join(sign if sign.isalnum() else " " for sign in name
                      if not unicodedata.combining(sign))  # fmt: skip
    return " ".join(word for word in letters.split() if word not in _JOINING)


@cache
def _codes() -> dict[str, str]:
    """Alpha-2, alpha-3 and numeric codes, with the codes CLDR keeps as aliases, -> alpha-2."""
    from babel.core import get_global

    territories = _territories()
    aliases = get_global("territory_aliases")
    alpha3 = {
        alias: codes[0]
        for alias, codes in aliases.items()
        if len(codes) == 1 and codes[0] in territories and (len(alias) == 3)
    }
    return {**alpha3, **{code: code for code in territories}, **_ROAD_SIGNS, "UK": "GB"}


@cache
def _territories() -> frozenset[str]:
    from babel import Locale

    not_countries = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
    codes = map(str, Locale("en").territories)
    return frozenset(c for c in codes if len(c) == 2 and c.isalpha() and c not in not_countries)


@cache
def _names(language: str) -> dict[str, str]:
    from babel import Locale

    locale = Locale.parse(language)
    own = {name: code for code, name in locale.territories.items() if code in _territories()}
    names = {_normal(name): code for name, code in own.items()}
    if language == "de":
        names |= {_normal(name.translate(_SPELLED_OUT)): code for name, code in own.items()}
    return {**names, **USUAL} if language == "en" else names


def country_codes(cells: Cells) -> Cells:
    """Return the code of each cell's country, "" where there is none."""
    return map_cells(cells, country_code)


def clean_countries(fields: Fields) -> Cleaned:
    """Write countries as alpha-2 codes."""
    cleaned = Cleaned()
    for name in fields.present(COUNTRIES):
        codes = country_codes(fields[name])
        known = ~is_blank(codes)
        cleaned.columns[name] = with_rows(fields[name], known, rows_of(codes, known))
        cleaned.issues[f"{name}_unknown"] = ~known & ~is_blank(fields[name])
    return cleaned


COUNTRY = Cleaner(
    "country",
    COUNTRIES,
    clean_countries,
    why="country as its ISO 3166 code",
    issues=each_column(COUNTRIES, unknown="{} names no country"),
)
