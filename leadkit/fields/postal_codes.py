"""Postal codes by country: their forms, and the zeros that spreadsheets take from their front."""

from __future__ import annotations

import re

# How a country writes its codes (Universal Postal Union).
FIVE, FOUR, SIX, SPACED = r"\d{5}", r"\d{4}", r"\d{6}", r"\d{3} ?\d{2}"
FORMS = {
    **dict.fromkeys("DE FR IT ES FI MX TR UA HR EE LT RS KR TH MY ME ID MC EG SA MA".split(), FIVE),
    **dict.fromkeys("AT CH BE DK NO HU BG SI LU LI AU NZ ZA CY MK TN BD GE PH AL".split(), FOUR),
    **dict.fromkeys("RU RO CN KZ BY CO KG UZ VN".split(), SIX),
    **dict.fromkeys("SE CZ SK GR".split(), SPACED),
    "US": r"\d{5}(?:-\d{4})?",
    "PR": r"\d{5}(?:-\d{4})?",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    "IE": r"[A-Z]\d[\dW] ?[A-Z\d]{4}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "BR": r"\d{5}-?\d{3}",
    "JP": r"\d{3}-\d{4}",
    "IN": r"\d{3} ?\d{3}",
    "SG": SIX,
    "IL": r"\d{7}|\d{5}",
    "AR": r"[A-Z]?\d{4}(?:[A-Z]{3})?",
    "LV": r"LV-\d{4}",
    "TW": r"\d{3}(?:\d{2,3})?",
}  # fmt: skip
# Forms that no other country has.
UNMISTAKABLE = ("GB", "CA", "NL", "BR", "PT", "PL", "LV")

# Countries where codes begin with 0 somewhere, and how many digits they have; those of the second
# group also with 00. Behind the zero some countries have some digits only.
_DIGITS = {
    **dict.fromkeys("DE FR IT ES US FI MX TR UA KR MY LT PR".split(), 5),
    **dict.fromkeys("NO DK AU NZ ZA".split(), 4),
    **dict.fromkeys("RO SG CO CN".split(), 6),
    "BR": 8,
    "JP": 7,
}
_TWO_ZEROS = ("FI", "IT", "LT", "US", "PR")
_BEHIND_ZERO = {"DE": "12346789", "AU": "28", "DK": "5689", "MX": "123456789"}
_PARTS = {  # how many digits stand before a hyphen, where one is written
    "US": (5, 4), "PR": (5, 4), "BR": (5, 3), "JP": (3, 4),
}  # fmt: skip


def with_lost_zeros(code: str, country: str) -> str:
    """Return a postal code with the zeros in front that it lost, "" where it lost none.

    ``country`` is an ISO code; where it is not known nobody can tell.

    >>> with_lost_zeros("1067", "DE"), with_lost_zeros("186", "IT"), with_lost_zeros("1070", "AT")
    ('01067', '00186', '')
    >>> with_lost_zeros("2139-4307", "US"), with_lost_zeros("5123", "DE")
    ('02139-4307', '')
    """
    front, hyphen, back = code.partition("-")
    digits = _DIGITS.get(country, 0)
    if not digits or not code.isascii() or not (front + back).isdecimal():
        return ""
    if hyphen:
        digits, rest = _PARTS.get(country, (0, 0))
        if len(back) != rest:
            return ""
    lacks = digits - len(front)
    if lacks not in ((1, 2) if country in _TWO_ZEROS else (1,)):
        return ""
    if lacks == 1 and front[0] not in _BEHIND_ZERO.get(country, "0123456789"):
        return ""
    return "0" * lacks + code


def may_have_lost_zero(code: str) -> bool:
    """Tell whether a code may be one of five digits without the zero in front of it.

    >>> may_have_lost_zero("1067"), may_have_lost_zero("10115"), may_have_lost_zero("A-1067")
    (True, False, False)
    """
    return re.fullmatch(r"[1-9]\d{3}", code, re.ASCII) is not None
