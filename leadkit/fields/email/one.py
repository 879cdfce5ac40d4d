"""One e-mail address: the verdict and the normal form of email-validator, never a DNS query."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from leadkit.base.fold import INVISIBLE
from leadkit.fields.mended import Mended

VALID, INVALID, MISSING = "valid", "invalid", "missing"

# The joiners, which fold.py leaves, go from the ends.
_AROUND = " \t\r\n\f\v\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009" \
          "\u200a\u200c\u200d\u2028\u2029\u202f\u205f\u3000"  # fmt: skip
_IN_BRACKETS = re.compile(r"(?s)[^<>]*<([^<>]+)>")
_LABEL = re.compile(r"(?i)^(?:e-?mail|mail|smtp)\s*:\s*")
_QUOTED = re.compile(r"""(?s)(['"‘’“”„`´])(.+?)['"‘’“”„`´]""")
_AT = re.compile(r"(?i)\s?[(\[{]\s?(?:at|ät|a|arroba|arobase|chiocciola|zavináč|małpa)\s?[)\]}]\s?")
_DOT = re.compile(r"(?i)\s?[(\[{]\s?(?:dot|punkt|punto|ponto|point|punt|kropka|tečka)\s?[)\]}]\s?")
_BETWEEN = re.compile(r"[;,|\s]+(?=\S+@)|\s+(?:or|oder|und|and|/)\s+")

_SEPARATOR = re.compile("[;,|]")  # of addresses that each have a display name
_EMAIL = r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+"
# An address with the name it belongs to, or alone.
_ADDRESSEE = re.compile(rf"[^<>@;|\n]*<\s*{_EMAIL}\s*>|{_EMAIL}")
_BETWEEN_ADDRESSEES = re.compile(
    r"(?:[\s;,|:/&+]|\b(?:oder|und|or|and|ou|et|o|y|e|of|en|lub|i|eller|og|och)\b)*", re.I
)  # fmt: skip


class Address(NamedTuple):
    """What a cell was read as; an invalid address stays as it was."""

    address: str
    status: str
    smtputf8: bool = False  # only mail servers with that extension take it
    several: bool = False  # two addresses and more


def bare_address(cell: str) -> str:
    """Strip what surrounds an address: spaces, invisible characters, mailto:, a display name.

    >>> bare_address(" Eva Meier <mailto:eva@meier.example.com> ")
    'eva@meier.example.com'
    >>> bare_address("eva (at) meier [dot] example.com")  # as it is hidden from programs
    'eva@meier.example.com'
    """
    text = INVISIBLE.sub("", cell).strip(_AROUND)
    if bracketed := _IN_BRACKETS.fullmatch(text):
        text = bracketed[1].strip(_AROUND)
    text = with_signs(text)
    if text[:7].lower() == "mailto:":
        return bare_address(unquote(text[7:].partition("?")[0].lstrip("/")))
    return _LABEL.sub("", text)


def with_signs(text: str) -> str:
    """Return a text without an @ with the signs of an address that is hidden from programs.

    >>> with_signs("eva (at) meier [dot] example.com"), with_signs("Jan (at the stand)")
    ('eva@meier.example.com', 'Jan (at the stand)')
    """
    if "@" in text or (spelt := _AT.sub("@", text)) == text:
        return text
    return _DOT.sub(".", spelt)


@lru_cache(maxsize=1 << 16)
def read_email(cell: str) -> Address:
    """Return the address in its normal form, and its status.

    >>> read_email("John.Doe@Example.COM ")[:2], read_email("john@")[:2], read_email("")[:2]
    (('John.Doe@example.com', 'valid'), ('john@', 'invalid'), ('', 'missing'))
    >>> read_email("a@x.example.com; b@x.example.com").several
    True
    """
    bare = bare_address(cell)
    if not bare:
        return Address(cell, INVALID if cell.strip() else MISSING)
    if found := _validated(bare):
        return found
    # Mail programs put an address in quotes, and lists put a separator after it.
    inner = bare.rstrip(";," + _AROUND)
    if quoted := _QUOTED.fullmatch(inner):
        inner = bare_address(quoted[2])
    if inner != bare and (found := _validated(inner)):
        return found
    for between in (_BETWEEN, _SEPARATOR):
        parts = [part for part in between.split(bare) if part.strip()]
        found_all = {_validated(bare_address(part).rstrip(";,")) for part in parts}
        if len(parts) > 1 and None not in found_all:
            same = found_all.pop() if len(found_all) == 1 else None  # one address written twice
            return same or Address(cell, INVALID, several=True)
    return Address(cell, INVALID)


def _validated(address: str) -> Address | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    return Address(checked.normalized, VALID, checked.smtputf8)


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
        if not _BETWEEN_ADDRESSEES.fullmatch(_ADDRESSEE.sub(" ", text)):
            return Mended(cell, code="several")
        return Mended(parts[0], "; ".join(parts[1:]), code)
    return Mended(text if code else cell, code=code)
