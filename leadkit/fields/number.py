"""Numbers, money and shares as people write them, as exact decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_PLAIN = re.compile(r"[+-]?\d+")
_UNITS = {"k": 3, "tsd": 3, "m": 6, "mio": 6, "mn": 6, "million": 6, "mrd": 9, "bn": 9, "b": 9}
_CURRENCY = r"(?:[€$£¥₣]|[A-Z]{3}|Fr\.|zł|Kč|kr)"
_CURRENCY_OF = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₣": "CHF", "fr.": "CHF", "sfr.": "CHF",
    "franken": "CHF", "zł": "PLN", "kč": "CZK", "us$": "USD", "$": "$", "¥": "¥", "kr": "kr",
    **{code.lower(): code for code in ("EUR", "USD", "GBP", "CHF")},  # spares loading babel
}  # fmt: skip
_SIGN = r"(?:us\$|[€$£¥₣]|s?fr\.|[a-z]{3}\b|zł|kč|kr|euros?\b|franken\b)"
_MONEY = re.compile(
    rf"(?P<before>{_SIGN})? ?(?P<amount>[-+−\d.,'’ ]*\d)(?:[.,][-–—]+)?"
    rf"(?: ?(?P<unit>k|tsd|m|mio|mn|million|mrd|bn|b)\b\.?)? ?(?P<after>{_SIGN})?",
    re.IGNORECASE,
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
    >>> parse_money("$ 1,2 Mio."), parse_money("900")
    ((Decimal('1.2E+6'), '$'), (Decimal('900'), ''))
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    matched = _MONEY.fullmatch(text)
    if not matched or (matched["before"] and matched["after"]):
        return None
    sign = (matched["before"] or matched["after"] or "").strip()
    currency = currency_code(sign)
    amount = parse_number(matched["amount"])
    power = _UNITS.get((matched["unit"] or "").lower())
    if amount is None or (sign and not currency) or (matched["unit"] and power is None):
        return None
    return amount.scaleb(power or 0), currency


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

    >>> parse_range("51-200"), parse_range(">500"), parse_range("1.000"), parse_range("10k")
    ((51.0, 200.0), (500.0, inf), (1000.0, 1000.0), (10000.0, 10000.0))
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if _PLAIN.fullmatch(text):
        return float(text), float(text)
    if bounds := re.fullmatch(r"(.*\d\w*)\s*(?:-|–|—|to|bis|a|à)\s*(\d.*)", text):
        low, high = _scaled(bounds[1]), _scaled(bounds[2])
        return None if low is None or high is None or low > high else (low, high)
    if more := re.fullmatch(r"(?:>|>=|≥|over|more than|ueber|über|mehr als)\s*(.+)", text, re.I):
        low = _scaled(more[1])
        return None if low is None else (low, float("inf"))
    if more := re.fullmatch(r"(.+)\+", text):
        low = _scaled(more[1])
        return None if low is None else (low, float("inf"))
    if less := re.fullmatch(r"(?:<|<=|≤|under|less than|unter|weniger als)\s*(.+)", text, re.I):
        high = _scaled(less[1])
        return None if high is None else (0.0, high)
    exact = _scaled(text)
    return None if exact is None else (exact, exact)


def _scaled(text: str) -> float | None:
    matched = re.fullmatch(
        rf"\s*{_CURRENCY}?\s*([-+\d.,' ’]+?)\s*([A-Za-z]*)\.?\s*{_CURRENCY}?\s*", text
    )
    if not matched or (matched[2] and matched[2].lower() not in _UNITS):
        return None
    amount = parse_number(matched[1])
    if amount is None:
        return None
    return float(amount.scaleb(_UNITS.get(matched[2].lower(), 0)))
