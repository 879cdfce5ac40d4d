"""What a program put around a cell, taken off again; several in one cell, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadkit.fields.dates import month_of


@dataclass(frozen=True)
class Mended:
    """A cell as it should be, what follows it in the same cell, and a code."""

    cell: str
    more: str = ""
    code: str = ""


_SCIENTIFIC = re.compile(r"\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})")
_DATE_OF_DIGITS = re.compile(
    r"\d{4}-(?P<month>\d\d)-(?P<day>\d\d)(?:[ T]00:00(?::00)?)?|"
    r"(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?:19|20)\d\d"
)
_DATE_OF_WORDS = re.compile(
    r"\d{1,2}(?:\. ?|[- ])(?P<word>[^\W\d]{3,9})\.?(?:[-. ]\d{2,4})?|"
    r"(?P<word2>[^\W\d]{3,9})[-. ] ?\d\d(?:\d\d)?"
)


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
        if not digits[power + 1 :].strip("0"):
            return Mended(digits[: power + 1], code="restored")
    if found := re.fullmatch(r"(\+?\d{3,})[.,]00?|(\+?\d{7,})\.", text):
        return Mended(found[1] or found[2], code="restored")
    if re.fullmatch(r"'[+\d][\d +()/-]*", text):
        return Mended(text[1:], code="unwrapped")
    if _is_date(text):
        return Mended(cell, code="date")
    return Mended(cell)


def _is_date(text: str) -> bool:
    """Tell whether a cell is what a spreadsheet makes of 10-50 or 10-11-24.

    >>> [_is_date(cell) for cell in ("Oct 50", "11-Okt-24", "2024-10-11", "10/11/2024", "REF-24")]
    [True, True, True, True, False]
    """
    if found := _DATE_OF_DIGITS.fullmatch(text):
        numbers = (found["one"] or found["month"], found["two"] or found["day"])
        return 1 <= min(map(int, numbers)) <= 12 and max(map(int, numbers)) <= 31
    found = _DATE_OF_WORDS.fullmatch(text)
    return bool(found and month_of(found["word"] or found["word2"]))


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
