"""What a program put around a cell, taken off again; several in one cell, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mended:
    """A cell as it should be, what follows it in the same cell, and a code."""

    cell: str
    more: str = ""
    code: str = ""


def mend_phone(cell: str) -> Mended:
    """Take a phone out of what a program put around it; a second number comes apart.

    >>> mend_phone("tel:+49-89-1234567"), mend_phone("'+4989123456").cell
    (Mended(cell='+49-89-1234567', more='', code='unwrapped'), '+4989123456')
    >>> mend_phone("030 1234567; 0171 1234567").more, mend_phone("030/1234567").more
    ('0171 1234567', '')
    """
    text = cell.strip()
    code = ""
    if found := re.fullmatch(
        r"(?:(?:tel|p|phone|callto|sms):|')\s*(?=[+(\d])(.*)", text, re.I | re.S
    ):
        text, code = found[1], "unwrapped"
    parts = [part.strip() for part in re.split(r"\s*(?:;|\||:::|\n|,(?!\s*ext)| / )\s*", text)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= 6 for part in parts):
        return Mended(parts[0], "; ".join(parts[1:]), code)
    return Mended(text if code else cell, code=code)


_EMAIL = r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+"
# An address with the name it belongs to, or alone.
_ADDRESSEE = re.compile(rf"[^<>@;|\n]*<\s*{_EMAIL}\s*>|{_EMAIL}")
_BETWEEN = re.compile(
    r"(?:[\s;,|:/&+]|\b(?:oder|und|or|and|ou|et|o|y|e|of|en|lub|i|eller|og|och)\b)*", re.I
)  # fmt: skip


def mend_email(cell: str) -> Mended:
    """Take an e-mail address out of what a program put around it; a second one comes apart.

    >>> mend_email("mailto:eva@meier.example.com").cell
    'eva@meier.example.com'
    >>> mend_email("a@x.example.com; b@x.example.com")
    Mended(cell='a@x.example.com', more='b@x.example.com', code='')
    >>> mend_email("Eva <a@x.example.com>, Ida <b@x.example.com>").more
    'Ida <b@x.example.com>'
    """
    text = cell.strip()
    code = ""
    if found := re.fullmatch(r"'\s*(.+)", text, re.S):
        text, code = found[1], "unwrapped"
    if re.search(r"\bmailto:", text, re.I):
        text = re.sub(r"\bmailto:\s*|(?<=[^\s?])\?[a-z]+=.*", "", text, flags=re.I)
        code = "unwrapped"
    parts = [part.strip(" \t,") for part in _ADDRESSEE.findall(text)]
    if len(parts) > 1:
        if not _BETWEEN.fullmatch(_ADDRESSEE.sub(" ", text)):
            return Mended(cell, code="several")
        return Mended(parts[0], "; ".join(parts[1:]), code)
    return Mended(text if code else cell, code=code)
