"""E-mail addresses: the verdict and the normal form of email-validator, never a DNS query."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

VALID, INVALID, MISSING = "valid", "invalid", "missing"

# Local parts that belong to a function of a company, not to a person: RFC 2142's and what
# companies in our languages use. They identify the company.
ROLE_MAILBOXES = frozenset(
    "abuse accounting admin administration anfrage bewerbung billing booking buchhaltung buero "
    "career careers contact contacto contato custserv customerservice direction einkauf empfang "
    "enquiries export finance hello help helpdesk hostmaster hr info informacion information "
    "inquiries investor jobs kontakt kundenservice legal mail mailbox marketing media news "
    "newsletter no-reply noc noreply office orders personal post postmaster presse press "
    "privacy purchasing reception recruiting rechnung sales secretariat security sekretariat "
    "service shop staff support team technik ventas verkauf vertrieb verwaltung webmaster "
    "welcome zentrale".split()
)

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_IN_BRACKETS = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")


def bare_address(cell: str) -> str:
    """Strip what surrounds an address: spaces, invisible characters, mailto:, a display name.

    >>> bare_address(" Eva Meier <mailto:eva@meier.example.com> ")
    'eva@meier.example.com'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", cell)).strip()
    if bracketed := _IN_BRACKETS.fullmatch(text):
        text = bracketed[1]
    return re.sub(r"(?i)^mailto:\s*", "", text).strip(" \t\r\n\xa0'\";,<>")


@lru_cache(maxsize=1 << 16)
def clean_email(cell: str) -> tuple[str, str]:
    """Return (address in normal form, status); an invalid address stays as it was.

    >>> clean_email("John.Doe@Example.COM "), clean_email("john@"), clean_email("")
    (('John.Doe@example.com', 'valid'), ('john@', 'invalid'), ('', 'missing'))
    """
    from email_validator import EmailNotValidError, validate_email

    if not cell.strip():
        return cell, MISSING
    try:
        checked = validate_email(bare_address(cell), check_deliverability=False)
    except EmailNotValidError:
        return cell, INVALID
    return checked.normalized, VALID


def is_role_mailbox(address: str) -> bool:
    """Tell whether an address belongs to a function of a company rather than to a person.

    >>> is_role_mailbox("Info@meier.example.com"), is_role_mailbox("eva@meier.example.com")
    (True, False)
    """
    local = address.partition("@")[0].casefold()
    return local.partition("+")[0].replace("_", "-") in ROLE_MAILBOXES
