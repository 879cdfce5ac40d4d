"""Amounts, shares and counts: what people write -> exact decimals, and back to text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from leadkit.base.errors import LeadkitError
from leadkit.base.values import quoting
from leadkit.fields.numbers import currency_code, parse_money, parse_number

CENT = Decimal("0.01")
_TINY = Decimal("1E-15")
# How bookkeepers write what comes back: (200,00), 200,00- and 200 EUR-, but not 200,- for full
# units. "200 - EUR" may be either, and is no amount: a minus behind touches what it is of.
_CREDIT = re.compile(
    r"\(([^()]*\d[^()]*)\)|(.*\d)[-−] ?(\D*)|(.*\d ?[^\d\s.,−-]+)[-−]|[-−] ?([^\d\s].*)"
)
LARGEST = Decimal(10) ** 15  # above it, 28 digits would no longer hold every cent exactly


@dataclass(frozen=True)
class Money:
    """An amount and the code of its currency, "" where none is written."""

    amount: Decimal
    currency: str = ""


@dataclass
class OneCurrency:
    """The one currency of all amounts, and where it was first seen."""

    code: str = ""
    seen: str = "--currency"

    def take(self, money: Money, where: str) -> Decimal:
        """Return the amount; raise LeadkitError where it is in another currency."""
        if money.currency and self.code and money.currency != self.code:
            raise LeadkitError(
                f"{where}: an amount in {money.currency}, but {self.seen} says {self.code}; "
                "two currencies are never added: convert one of them"
            )
        if money.currency and not self.code:
            self.code, self.seen = money.currency, where
        return money.amount


class NoFigure(LeadkitError):
    """A text that is no figure of the kind that is asked for."""

    def __init__(self, what: str, text: str, why: str) -> None:
        super().__init__(f"{what} '{text}': {why}")
        self._what, self._text, self._why = what, text, why

    def in_a_cell(self, place: str) -> LeadkitError:
        """Return the same of a cell of a table, which is told to those who may see it."""
        which = quoting(f" '{self._text}'")
        return LeadkitError(f"{place}: {self._what}{which}: {self._why}")


def read_money(text: str, what: str, example: str = "50000", credit: bool = False) -> Money:
    """Return an amount of money from zero upward; raise LeadkitError that says what to write.

    With ``credit`` it may be below zero, as credit notes are, in any way to write that.

    >>> read_money("50.000,00 €", "revenue")
    Money(amount=Decimal('50000.00'), currency='EUR')
    >>> [str(read_money(note, "spend", credit=True).amount) for note in ("-200 €", "(200)", "200-")]
    ['-200', '-200', '-200']
    """
    note = _CREDIT.fullmatch(text.strip()) if credit else None
    parsed = parse_money(" ".join(filter(None, note.groups())) if note else text)
    if parsed is None:
        raise NoFigure(what, text, f"not an amount of money; write {example}")
    amount, currency = parsed
    if note:
        amount = -abs(amount)
    if amount < 0 and not credit:
        raise NoFigure(what, text, f"not an amount of money: below zero; write {example}")
    if abs(amount) >= LARGEST:
        raise NoFigure(what, text, "too large; amounts go up to fifteen digits")
    return Money(amount, currency)


def read_share(text: str, what: str) -> Decimal:
    """Return a share from "20%", "20,0 %", "0.2" or "1/5"; a bare 20 or 1 says too little.

    A share has no thousands, so that 12.345% is a little more than 12%.

    >>> [str(read_share(share, "margin")) for share in ("20,0 %", "0.2", "12.345%", "1/20")]
    ['0.200', '0.2', '0.12345', '0.05']
    """
    written = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if ratio := re.fullmatch(r"(\d{1,15})/(\d{1,15})", written):
        above, below = map(Decimal, ratio.groups())
        if not below or above > below:
            raise NoFigure(what, text, "more than the whole; write 1/20 or 5%")
        return above / below
    number = re.fullmatch(
        r"([-+−]?(?:\d{1,15}[.,]?\d{0,12}|[.,]\d{1,12}))(%|percent|prozent)?", written
    )
    if not number:
        raise NoFigure(what, text, "not a share; write 20% or 0.2")
    value = Decimal(number[1].replace(",", ".").replace("−", "-"))
    share = value.scaleb(-2) if number[2] else value
    if share < 0:
        raise NoFigure(what, text, "below zero; write a share such as 20% or 0.2")
    if share > 1 and number[2]:
        raise NoFigure(what, text, "a share over 100%; write at most 100%")
    if share > 1 or written in ("1", "+1"):
        raise NoFigure(what, text, f"write {number[1]}% or a share such as 0.2")
    return share


def read_count(text: str, what: str, example: str) -> Decimal:
    """Return a number from 1 upward; raise LeadkitError that says what to write."""
    number = parse_number(text)
    if number is None or not 1 <= number < LARGEST:
        raise NoFigure(what, text, f"write a number from 1, such as {example}")
    return number


def to_cents(amount: Decimal) -> Decimal:
    """Round to the cent, half to even: over many amounts, what is cut and added evens out.

    >>> to_cents(Decimal("0.125")), to_cents(Decimal("0.135"))
    (Decimal('0.12'), Decimal('0.14'))
    """
    # A rate such as 1/48 has no end: what its last digits lack must not decide a half cent.
    exact = amount.quantize(_TINY, ROUND_HALF_EVEN, Context(prec=60))
    return exact.quantize(CENT, ROUND_HALF_EVEN, Context(prec=60))


def share(rate: Decimal) -> str:
    """Return a share as text, with six decimals at most.

    >>> share(Decimal(1) / 20), share(Decimal(1) / 3)
    ('0.05', '0.333333')
    """
    return f"{rate:.6f}".rstrip("0").rstrip(".")


def ratio(value: Decimal) -> str:
    """Return a multiple as text, with four decimals at most.

    >>> ratio(Decimal("2.5")), ratio(Decimal("-0.00001"))
    ('2.5', '0')
    """
    return f"{round(value, 4) + 0:.4f}".rstrip("0").rstrip(".")


def percent(rate: Decimal) -> str:
    """Return a share in percent, with six decimals at most.

    >>> percent(Decimal("0.225")), percent(Decimal(1) / 3)
    ('22.5%', '33.333333%')
    """
    return f"{share(rate * 100)}%"


def read_currency(written: str) -> str:
    """Return the code of a currency, "" where nothing is written."""
    code = currency_code(written)
    if written and not code:
        raise NoFigure("currency", written, "not a currency; write a code such as EUR")
    return code
