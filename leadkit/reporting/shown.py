"""What comes from lists, as a page shows it: cut to a length, every sign to be seen, masked."""

from __future__ import annotations

import re
import unicodedata

from leadkit.base.columns import PHONES
from leadkit.base.visible import visible

MOST = 60  # letters of a text from a list
SHOWS_VALUES = (
    "This page shows cells of the lists as they are, with names and addresses of people. Give it "
    "to nobody who may not see these."
)
_CUT = "…"
_WORD = re.compile(r"[^\s<>()\[\],;\"]+")


def shown(text: str, most: int = MOST) -> str:
    r"""Return a text from a list in one line, cut, in which each sign can be seen.

    >>> shown("Trade\nfair \u202e"), shown("x" * 10, 5), shown("  ")
    ('Trade fair \\u202e', 'xxxx…', '(blank)')
    """
    text = text[: most * 8]  # what follows is not shown, and a cell may hold a million letters
    line = visible(" ".join(text.split())) if text.strip() else "(blank)"
    return line if len(line) <= most else line[: most - 1] + _CUT


def masked(column: str, cell: str) -> str:
    """Return a cell so that its kind can be told, and not whose it is.

    >>> masked("email", "eva@meier.example.com"), masked("phone", "+493012345678")
    ('e**@m****.example.com', '+49 30 ******78')
    >>> masked("email", "eva@meier"), masked("last_name", "Zanobini"), masked("phone", "12")
    ('e**@m****', 'Z*******', '**')
    >>> masked("created_at", "2026-02-30"), masked("email", "Eva Meier <eva@meier.example.com>")
    ('2026-02-30', 'E** M**** <e**@m****.example.com>')
    """
    cell = shown(cell)
    if column in _OPEN and "@" not in cell:
        return cell
    if column in PHONES and "@" not in cell:
        return _number(cell)
    return _WORD.sub(lambda word: (_address if "@" in word[0] else _stars)(word[0]), cell)


# Columns whose cells are of nobody alone: kinds, days, numbers of a firm.
_OPEN = frozenset(
    "country home_country employees revenue industry created_at consent_at consent email_consent"
    " phone_consent post_consent third_party_consent soft_opt_in email_opt_out phone_opt_out"
    " post_opt_out seniority department lead_source lead_status lifecycle_stage".split()
)


def _stars(word: str) -> str:
    return word[:1] + "*" * min(len(word) - 1, 12) if len(word) > 1 else word


def _address(address: str) -> str:
    """Return an address with its first letters; what a domain ends in says what kind it is."""
    local, _, domain = address.partition("@")
    first, dot, rest = domain.replace("@", "*").partition(".")
    ends = rest if rest.count(".") or len(rest) <= 4 else _stars(rest)
    return f"{_stars(local) if len(local) > 1 else '*'}@{_stars(first)}{dot}{ends}"


def _number(cell: str) -> str:
    """Return a number with its country, its next two digits and its last two."""
    digits = [at for at, sign in enumerate(cell) if unicodedata.category(sign) == "Nd"]
    if len(digits) < 7:
        return "".join("*" if sign.isalnum() else sign for sign in cell)
    if re.fullmatch(r"\+\d+", cell):
        hidden = "*" * (len(cell) - 7)
        return f"{cell[:3]} {cell[3:5]} {hidden}{cell[-2:]}"
    kept = {*digits[:4], *digits[-2:]}
    return "".join(
        "*" if sign.isalnum() and at not in kept else sign for at, sign in enumerate(cell)
    )
