"""Numbers, money and shares as people write them, as exact decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_PLAIN = re.compile(r"[+-]?\d+")
_UNITS = {
    word: power
    for power, words in {
        3: "k tsd tausend thousand mil tys",
        6: "m mio mn mln million millions millionen millón millon millones milione milioni milhão "
        "milhões miljoen",
        9: "b bn billion billions mrd mld milliarde milliarden milliard milliards miliardo "
        "miliardi miljard",
    }.items()
    for word in words.split()
}
_CURRENCY_OF = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₣": "CHF", "fr.": "CHF", "sfr.": "CHF",
    "franken": "CHF", "zł": "PLN", "kč": "CZK", "us$": "USD", "$": "$", "¥": "¥", "kr": "kr",
    **{code.lower(): code for code in ("EUR", "USD", "GBP", "CHF")},  # spares loading babel
}  # fmt: skip
_SIGN = r"(?:us\$|[€$£¥₣]|s?fr\.|[a-z]{3}\b|zł|kč|kr|euros?\b|franken\b)"
_MONEY = re.compile(
    rf"(?P<before>{_SIGN})? ?(?P<amount>[-+−\d.,'’ ]*\d)(?:[.,][-–—]+)?"
    rf"(?: ?(?P<unit>(?:{'|'.join(_UNITS)})(?=\b|eur|chf|usd|gbp)|t(?=€|eur))\.?)?"
    rf" ?(?:d['’e] ?)?(?P<after>{_SIGN})?",
    re.IGNORECASE,
)
# What stands before the least or the greatest number, and around two of them. Some words leave
# the number itself out.
_ABOVE = (
    ">(?!=)|over|more than|ueber|über|mehr als|plus de|más de|più di|oltre|meer dan|mais de|ponad"
)
_BELOW = "<(?!=)|under|less than|unter|weniger als|moins de|menos de|meno di|minder dan"
_LEAST = re.compile(
    rf"(?i)(?:(?P<beyond>{_ABOVE})|>=|≥|at least|from|minimum|min\.|ab|mindestens|mind\."
    r"|au moins|à partir de|desde) ?(?P<number>.+)"
)
_MOST = re.compile(
    rf"(?i)(?:(?P<beyond>{_BELOW})|<=|≤|up to|at most|maximum|max\.|bis(?: zu)?|höchstens"
    r"|jusqu'à|hasta|fino a|tot|até|do) ?(?P<number>.+)"
)
_COUNTED = re.compile(
    r"(?i)\s*(?:employees?|people|persons?|staff|ftes?|mitarbeiter(?:innen|\*innen|:innen)?|ma"
    r"|mitarbeitende|personen|beschäftigte|angestellte|leute|köpfe|salariés?|personnes|employés?"
    r"|empleados?|personas|trabajadores|dipendenti|addetti|medewerkers?|werknemers|colaboradores"
    r"|funcionários|pracowników|osób|zaměstnanců|ansatte|anställda"
    r"|p\.?\s?a\.?|per year|a year|pro jahr|/\s?(?:year|yr|jahr))\.?$"
)
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)$")  # "50 (2023)"
_ABOUT = re.compile(
    r"(?i)^(?:ca\.?|circa|about|around|approx\.?|approximately|etwa|rund|environ|env\.?|aprox\.?"
    r"|unos|ongeveer|około|~|≈)\s*"
)
_BETWEEN = re.compile(
    r"(?i)(?:(?:von|from|between|zwischen|de|entre|da|tra|van|od) )?(.*?\d\D*?)"
    r"(?: ?(?:-|–|—|\.{2,}|…|to|bis) ?| (?:and|und|a|à|al|et|y|e|tot|do) )(\D{0,4}\d.*)"
)


def parse_number(text: str) -> Decimal | None:
    """Return the number that is written with either decimal sign and any grouping, or None.

    One separator before exactly three digits groups thousands, unless a lone 0 stands before it.

    >>> [str(parse_number(n)) for n in ("50.000,00", "50'000", "1,000", "0.125", "12,5", "1 000")]
    ['50000.00', '50000', '1000', '0.125', '12.5', '1000']
    >>> parse_number("1.2.3") is None, parse_number("") is None
    (True, True)
    """
    digits = "".join(unicodedata.normalize("NFKC", text).split())
    digits = digits.replace("’", "'").replace("−", "-").lstrip("+")
    if re.fullmatch(r"-?\d{1,3}('\d{3})+([.,]\d+)?", digits):
        digits = digits.replace("'", "").replace(",", ".")
    elif re.fullmatch(r"-?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*", digits):
        digits = re.sub("[.,]", "", digits)
    elif grouped := re.fullmatch(r"(-?\d{1,3}(?:([.,])\d{3})+)([.,])(\d+)", digits):
        if grouped[2] == grouped[3]:
            return None
        digits = re.sub("[.,]", "", grouped[1]) + "." + grouped[4]
    else:
        digits = digits.replace(",", ".")
    return Decimal(digits) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", digits) else None


def parse_money(text: str) -> tuple[Decimal, str] | None:
    """Return (amount, ISO code of the currency or ""); a sign of several currencies stays.

    Ends such as ",-" and ".-" mean full units, "k" and "Mio." multiply.

    >>> parse_money("50.000,00 €"), parse_money("CHF 50'000.-"), parse_money("a lot")
    ((Decimal('50000.00'), 'EUR'), (Decimal('50000'), 'CHF'), None)
    >>> parse_money("$ 1,2 Mio."), parse_money("900"), parse_money("500 TEUR")
    ((Decimal('1.2E+6'), '$'), (Decimal('900'), ''), (Decimal('5.00E+5'), 'EUR'))
    """
    found = _money(text)
    return (found[0].scaleb(found[1]), found[2]) if found else None


def _money(text: str) -> tuple[Decimal, int, str] | None:
    """Return the number as it is written, the power of ten that its unit stands for, currency."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    matched = _MONEY.fullmatch(text)
    if not matched or (matched["before"] and matched["after"]):
        return None
    sign = (matched["before"] or matched["after"] or "").strip()
    currency = currency_code(sign)
    amount = parse_number(matched["amount"])
    unit = (matched["unit"] or "").lower()
    if amount is None or (sign and not currency):
        return None
    return amount, 3 if unit == "t" else _UNITS.get(unit, 0), currency


def currency_code(sign: str) -> str:
    """Return the ISO 4217 code that a sign or a name stands for, "" where it is no currency.

    Signs that several currencies share ($, ¥, kr) stay as they are: which one is meant is not
    for a program to guess.

    >>> [currency_code(sign) for sign in ("€", "chf", "Euro", "$", "net", "")]
    ['EUR', 'CHF', 'EUR', '$', '', '']
    """
    folded = sign.strip().casefold()
    if folded in _CURRENCY_OF:
        return _CURRENCY_OF[folded]
    if re.fullmatch("[a-z]{3}", folded):
        from babel.core import get_global

        return folded.upper() if folded.upper() in get_global("all_currencies") else ""
    return ""


@lru_cache(maxsize=1 << 14)
def parse_range(text: str, counts: bool = True) -> tuple[float, float] | None:
    """Return the least and the greatest number that a cell may mean, or None.

    What is counted comes whole: above 500 is 501 or more. Of money, and where ``counts`` says no,
    the bound stays as it is written. Words for what is counted, and for "about", do not matter.

    >>> parse_range("1-10 Mio. €"), parse_range("mind. 50"), parse_range("von 51 bis 200")
    ((1000000.0, 10000000.0), (50.0, inf), (51.0, 200.0))
    >>> parse_range("51-200"), parse_range("1.000"), parse_range("10k"), parse_range("500+")
    ((51.0, 200.0), (1000.0, 1000.0), (10000.0, 10000.0), (500.0, inf))
    >>> parse_range(">500"), parse_range("< 10"), parse_range(">=500"), parse_range("> 5 Mio. €")
    ((501.0, inf), (0.0, 9.0), (500.0, inf), (5000000.0, inf))
    >>> parse_range("ca. 50 employees"), parse_range("1-10 employees"), parse_range("50 (2023)")
    ((50.0, 50.0), (1.0, 10.0), (50.0, 50.0))
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if _PLAIN.fullmatch(text):
        return float(text), float(text)
    text = _ABOUT.sub("", _COUNTED.sub("", _REMARK.sub("", text)))
    if bounds := _BETWEEN.fullmatch(text):
        return _range(_money(bounds[1]), _money(bounds[2]))
    least, most = _LEAST.fullmatch(text), _MOST.fullmatch(text)
    bound = least or most
    number = _money(bound["number"] if bound else text.rstrip("+"))
    if number is None:
        return None
    amount, power, currency = number
    value = float(amount.scaleb(power))
    whole = counts and not power and not currency and amount == int(amount)
    beyond = int(whole and bound is not None and bound["beyond"] is not None)
    if least or text.endswith("+"):
        return value + beyond, float("inf")
    if most:
        return (0.0, value - beyond) if value >= beyond else None
    return value, value


def _range(
    low: tuple[Decimal, int, str] | None, high: tuple[Decimal, int, str] | None
) -> tuple[float, float] | None:
    if low is None or high is None:
        return None
    # The unit of "1-10 Mio." is that of both.
    power = low[1] or (high[1] if low[0] <= high[0] else 0)
    bounds = float(low[0].scaleb(power)), float(high[0].scaleb(high[1]))
    return bounds if bounds[0] <= bounds[1] else None
