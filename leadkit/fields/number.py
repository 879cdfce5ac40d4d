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
# What stands before the least or the greatest number, and around two of them.
_LEAST = re.compile(
    r"(?i)(?:>=?|≥|over|more than|at least|from|minimum|min\.|ueber|über|mehr als|ab|mindestens"
    r"|mind\.|plus de|au moins|à partir de|más de|desde|più di|oltre|meer dan|mais de|ponad) ?(.+)"
)
_MOST = re.compile(
    r"(?i)(?:<=?|≤|under|less than|up to|at most|maximum|max\.|unter|weniger als|bis(?: zu)?"
    r"|höchstens|moins de|jusqu'à|menos de|hasta|meno di|fino a|minder dan|tot|até|do) ?(.+)"
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
def parse_range(text: str) -> tuple[float, float] | None:
    """Return the least and the greatest number that a cell may mean, or None.

    >>> parse_range("1-10 Mio. €"), parse_range("mind. 50"), parse_range("von 51 bis 200")
    ((1000000.0, 10000000.0), (50.0, inf), (51.0, 200.0))

    >>> parse_range("51-200"), parse_range(">500"), parse_range("1.000"), parse_range("10k")
    ((51.0, 200.0), (500.0, inf), (1000.0, 1000.0), (10000.0, 10000.0))
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if _PLAIN.fullmatch(text):
        return float(text), float(text)
    if bounds := _BETWEEN.fullmatch(text):
        return _range(_money(bounds[1]), _money(bounds[2]))
    least, most = _LEAST.fullmatch(text), _MOST.fullmatch(text)
    number = parse_money(least[1] if least else most[1] if most else text.rstrip("+"))
    if number is None:
        return None
    value = float(number[0])
    if least or text.endswith("+"):
        return value, float("inf")
    return (0.0 if most else value), value


def _range(
    low: tuple[Decimal, int, str] | None, high: tuple[Decimal, int, str] | None
) -> tuple[float, float] | None:
    if low is None or high is None:
        return None
    # The unit of "1-10 Mio." is that of both.
    power = low[1] or (high[1] if low[0] <= high[0] else 0)
    bounds = float(low[0].scaleb(power)), float(high[0].scaleb(high[1]))
    return bounds if bounds[0] <= bounds[1] else None
