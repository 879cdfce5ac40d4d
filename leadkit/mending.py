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


_SCIENTIFIC = re.compile(r"\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")


def mend_number(cell: str) -> Mended:
    """Write out what a spreadsheet made of digits, where it kept them all.

    >>> mend_number("4.915123456789E+12").cell, mend_number("4.91512E+12").code
    ('4915123456789', 'digits_lost')
    >>> mend_number("491512345678.0").cell, mend_number("12.5").cell
    ('491512345678', '12.5')
    """
    text = cell.strip()
    if found := _SCIENTIFIC.fullmatch(text):
        digits, power = found[1] + (found[2] or ""), int(found[3])
        if len(digits) <= power or power < 5:
            return Mended(cell, code="digits_lost")
        if len(digits) == power + 1:
            return Mended(digits, code="restored")
    if re.fullmatch(r"\+?\d+[.,]0", text) and len(text) > 4:
        return Mended(text[:-2], code="restored")
    if re.fullmatch(r"'[+\d][\d +()/-]*", text):
        return Mended(text[1:], code="unwrapped")
    if re.fullmatch(r"\d{1,2}[-. ](?:[^\W\d]{3,4}\.?|\d\d\.\d{4})|[^\W\d]{3,4}[-. ]\d\d", text):
        return Mended(cell, code="date")
    return Mended(cell)


def mend_phone(cell: str) -> Mended:
    """Take a phone out of what a program put around it; a second number comes apart.

    >>> mend_phone("tel:+49-89-1234567"), mend_phone("'+4989123456").cell
    (Mended(cell='+49-89-1234567', more='', code='unwrapped'), '+4989123456')
    >>> mend_phone("030 1234567; 0171 1234567").more, mend_phone("030/1234567").more
    ('0171 1234567', '')
    """
    told = mend_number(cell)
    if told.code and told.code != "date":
        return told
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


_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def mend_email(cell: str) -> Mended:
    """Take an e-mail address out of what a program put around it; a second one comes apart.

    >>> mend_email("mailto:eva@meier.example.com").cell
    'eva@meier.example.com'
    >>> mend_email("a@x.example.com; b@x.example.com")
    Mended(cell='a@x.example.com', more='b@x.example.com', code='')
    """
    text = cell.strip()
    code = ""
    if found := re.fullmatch(r"(?:mailto:|')\s*(.+)", text, re.I):
        text, code = found[1], "unwrapped"
    parts = [part for part in re.split(r"\s*(?:[;,|\s]|:::|\s/\s)\s*", text) if part.strip(":/")]
    if len(parts) > 1 and all(map(_EMAIL.fullmatch, parts)):
        return Mended(parts[0], "; ".join(parts[1:]), code)
    return Mended(text if code else cell, code=code)


def once_decoded(cell: str) -> str | None:
    """Return a cell that was decoded twice as it was before, None where it is not such a one.

    >>> once_decoded("JÃ¼rgen"), once_decoded("Ärger"), once_decoded("SÃO")
    ('Jürgen', None, None)
    """
    for encoding in ("cp1252", "latin-1"):
        try:
            once = cell.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return once if once != cell else None
    return None
