"""Words of dates and times in the languages that leadkit knows: months, weekdays, halves of days.

Names are those of Unicode's CLDR, through babel; a language is loaded when a word asks for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from leadkit.base.words import word_groups

# The languages whose months are looked up first; the others where none of these knows a word.
USUAL = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "sk", "hu", "ro", "tr", "sv",
         "da", "nb", "fi", "ru", "uk", "de_AT")  # fmt: skip
_FURTHER = {  # by the script of the word
    "LATIN": ("hr", "sl", "lt", "lv", "et", "is", "ca", "eu", "gl", "sq", "ga", "mt", "id", "ms",
              "sw", "az", "sr_Latn", "rm", "fil"),
    "CYRILLIC": ("bg", "sr", "mk", "be", "kk"),
    "GREEK": ("el",),
    "ARABIC": ("ar", "ar_LB", "ar_MA", "fa", "ur"),
    "HEBREW": ("he",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn",),
    "GURMUKHI": ("pa",),
    "GUJARATI": ("gu",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "THAI": ("th",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
}  # fmt: skip
_SPELLINGS = {"sept": 9, "mar": 3, "märz": 3, "maerz": 3, "mrz": 3, "feber": 2}  # beside CLDR's
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
_LEAST_OF_A_MONTH = 3  # letters, of a name that is cut short
# Croatian names that are another month's in Polish or Czech; a dot behind the day, which Croatian
# and Czech write and Polish does not, leaves open which.
_OF_TWO_MONTHS = frozenset({"listopada", "listopad", "lip", "lis", "srp"})


def month_of(word: str) -> int:
    """Return the number of a month by its name in one of the usual languages, 0 if it is none.

    >>> month_of("Okt."), month_of("May"), month_of("Inc")
    (10, 5, 0)
    """
    return _months(USUAL).get(folded(word), 0)


@lru_cache(maxsize=1 << 12)
def any_month_of(word: str) -> int:
    """Return the number of a month by its name in any language that leadkit knows, 0 if none.

    The beginning of a name will do where it is that of one month only.

    >>> [any_month_of(word) for word in ("genn.", "Μαρτίου", "rugsėjo", "ma", "Inc")]
    [1, 3, 9, 0, 0]
    """
    name = folded(word)
    if not any(map(str.isalpha, name)) or stands_beside(word):
        return 0  # before any language is loaded
    further = _FURTHER.get(script_of(name), ())
    for languages in (USUAL, further):
        months = _months(languages)
        if found := months.get(name):
            return found
    if further == _FURTHER["HEBREW"] and name[0] == "ב":  # "in"
        return any_month_of(name[1:])
    if len(name) < _LEAST_OF_A_MONTH:
        return 0
    for languages in (USUAL, further):
        begun = {m for month, m in _months(languages).items() if month.startswith(name)}
        if begun:
            return begun.pop() if len(begun) == 1 else 0
    return 0


def is_english_month(word: str) -> bool:
    """Tell whether a month's name may be English, or is Hungarian, which puts the year first.

    >>> is_english_month("Nov."), is_english_month("november"), is_english_month("mars")
    (True, True, False)
    """
    return bool({folded(word)} & {*_months(("en",)), *_months(("hu",)), "sept"})


def may_be_two_months(word: str) -> bool:
    """Tell whether a name is one month's in Polish or Czech and another's in Croatian.

    >>> may_be_two_months("listopada"), may_be_two_months("listopadu")
    (True, False)
    """
    return folded(word) in _OF_TWO_MONTHS


@lru_cache(maxsize=1 << 12)
def is_weekday(word: str) -> bool:
    """Tell whether a word is a weekday's, whole or short, in any language that leadkit knows.

    >>> [is_weekday(word) for word in ("Do.", "mercredi", "śr.", "(月)", "Raum")]
    [True, True, True, True, False]
    """
    name = folded(word).strip("()（）")
    languages = (*USUAL, *_FURTHER.get(script_of(name), ()), *_EAST.get(script_of(name), ()))
    names = weekdays("wide", languages) | weekdays("abbreviated", languages)
    return name in names or any(name in other.split() for other in names if " " in other)


_EAST = {"CJK": ("ja", "zh"), "HANGUL": ("ko",), "LATIN": ("vi",)}


def half_of(word: str) -> str:
    """Return "am" or "pm" by a word for a half of the day, "" if it is none.

    >>> [half_of(word) for word in ("p. m.", "nachm.", "上午", "Uhr")]
    ['pm', 'pm', 'am', '']
    """
    name = folded(word)
    if name in date_words("morning"):
        return "am"
    return "pm" if name in date_words("afternoon") else ""


def stands_beside(word: str) -> bool:
    """Tell whether a word only stands beside days and times: "de", "года", "um", "Uhr", "pm".

    >>> [stands_beside(word) for word in ("de", "p. m.", "Uhr", "Mai")]
    [True, True, True, False]
    """
    return folded(word) in _all_date_words()


@cache
def _all_date_words() -> frozenset[str]:
    groups = word_groups("leadkit.fields", "date_words")
    return frozenset().union(*map(date_words, groups))


@cache
def date_words(group: str) -> frozenset[str]:
    """Return the words of a group of data/date_words.txt, as ``folded`` writes them."""
    return frozenset(map(folded, word_groups("leadkit.fields", "date_words")[group]))


def folded(word: str) -> str:
    """Return a word as it is compared: small, without dots, "p. m." as "pm".

    >>> folded("P. M."), folded("Μαρτίου"), folded("มี.ค.")
    ('pm', 'μαρτίου', 'มีค')
    """
    text = unicodedata.normalize("NFC", word.casefold()).replace(".", "").strip(" ,׳'’")
    return text.replace(" ", "") if len(text) < 4 else text


def script_of(word: str) -> str:
    """Return the script of the first letter of a word, as Unicode calls it.

    >>> script_of("märz"), script_of("12 марта"), script_of("12")
    ('LATIN', 'CYRILLIC', '')
    """
    sign = next((sign for sign in word if sign.isalpha()), "")
    return unicodedata.name(sign, "").partition(" ")[0] if sign else ""


@cache
def weekdays(
    width: Literal["wide", "abbreviated"], languages: tuple[str, ...] = USUAL
) -> frozenset[str]:
    """Return the names of weekdays in some languages."""
    from babel.dates import get_day_names

    return frozenset(
        folded(name)
        for language in languages
        for context in _CONTEXTS
        for name in get_day_names(width, context, language).values()
    )


@cache
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the months of languages by their names; of two the first language's."""
    names: dict[str, int] = dict(_SPELLINGS) if languages == USUAL else {}
    for name, number in _month_names(languages):
        names.setdefault(name, number)
    return names


def _month_names(languages: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    from babel.dates import get_month_names

    for language in languages:
        for width in ("wide", "abbreviated"):
            for context in _CONTEXTS:
                for number, name in get_month_names(width, context, language).items():
                    yield folded(name), number
