"""Numbers, money and shares as people write them, as exact decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_PLAIN = re.compile(r"[+-]?\d+")
_UNITS = {"k": 3, "tsd": 3, "m": 6, "mio": 6, "mn": 6, "million": 6, "mrd": 9, "bn": 9, "b": 9}
_CURRENCY = r"(?:[€$£¥₣]|[A-Z]{3}|Fr\.|zł|Kč|kr)"


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
    """Return (amount, currency as it was written or "").

    >>> parse_money("50.000,00 €"), parse_money("CHF 50'000"), parse_money("a lot")
    ((Decimal('50000.00'), '€'), (Decimal('50000'), 'CHF'), None)
    """
    text = text.strip()
    matched = re.fullmatch(rf"({_CURRENCY})?\s*(.*?)\s*({_CURRENCY})?", text)
    if not matched or (matched[1] and matched[3]):
        return None
    amount = parse_number(matched[2])
    return None if amount is None else (amount, matched[1] or matched[3] or "")


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
