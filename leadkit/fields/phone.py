"""Phone numbers: parsed and judged by phonenumbers, written as E.164."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

VALID, INVALID, AMBIGUOUS, MISSING = "valid", "invalid", "ambiguous", "missing"

_LABEL = re.compile(r"(?i)^\s*(?:tel|fon|phone|telefon|mobile?|mobil|handy|fax)?[.:]*\s*")
_REMARK = re.compile(r"\s*[(\[][^()\[\]\d+]*[)\]]\s*$")  # "(mobil)": its letters are no digits
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=1 << 17)
def clean_phone(cell: str, region: str) -> tuple[str, str]:
    """Return (number as E.164, status); what is no valid number stays as it was.

    The region is the ISO code of the country that a number without one is dialled in; "" if
    unknown. A number typed without its plus is read with it where only that makes a mobile
    number: phonenumbers alone calls 4915112345678 a valid German +494915112345678.

    >>> clean_phone("0049 (0)89 99998-123", "DE"), clean_phone("4915112345678", "DE")
    (('+498999998123', 'valid'), ('+4915112345678', 'valid'))
    >>> clean_phone("555-0100", "")
    ('555-0100', 'invalid')
    """
    text = _bare_number(cell)
    if not text:
        return cell, INVALID if cell.strip() else MISSING
    if _LETTERS.search(text):
        return cell, INVALID  # phonenumbers would dial the letters: (mobil) becomes 66245
    local = _parse(text, region)
    international = _parse("+" + text, "") if _may_lack_plus(text, region) else None
    if international and local and local != international:
        if _is_mobile(international) and not _is_mobile(local):
            return international, VALID
        return cell, AMBIGUOUS
    return (local, VALID) if local else (cell, INVALID)


def _bare_number(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    text = re.sub(r"\s+", " ", text).strip(" '=\"")
    text = _REMARK.sub("", _LABEL.sub("", text, count=1))
    return re.sub(r"(?<=\d)\.0$", "", text)  # a number that went through a spreadsheet


def _may_lack_plus(text: str, region: str) -> bool:
    from phonenumbers import country_code_for_region

    code = country_code_for_region(region) if region else 0
    return bool(code) and text.isdigit() and text.startswith(str(code))


def _parse(text: str, region: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_mobile(e164: str) -> bool:
    import phonenumbers

    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return kind == phonenumbers.PhoneNumberType.MOBILE
