"""What a cell may be: an e-mail address, a phone number, a number, a day, in the forms of CRMs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
DOMAIN = r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_](?:[\w-]{0,61}[\w])"
EMAIL = re.compile(rf"(?!\.)(?!.*\.\.)(?!.*\.@){LOCAL}@(?=.{{1,253}}$){DOMAIN}")
EXTENSION = r"(?:[ ,;]*(?:ext\.?|x|#)[ ]?\d{1,10})?"
PHONE = re.compile(rf"\+?[\d ()./-]{{3,30}}{EXTENSION}", re.IGNORECASE)
WHOLE = re.compile(r"-?\d+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
URL = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
RECORD_ID = re.compile(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?")
# None of these is a fault where a line breaks or a column is set off.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


def is_email(value: str) -> bool:
    """Tell whether a value is written like one e-mail address."""
    return len(value) <= 254 and EMAIL.fullmatch(value) is not None


def is_ascii_email(value: str) -> bool:
    """Tell whether a value is an e-mail address of plain letters."""
    return value.isascii() and is_email(value)


def is_phone(value: str) -> bool:
    """Tell whether a value is written like one phone number that can be dialled.

    A number with + has a country that exists and at most the 15 digits of E.164.
    """
    if not PHONE.fullmatch(value):
        return False
    digits = re.sub(r"\D", "", re.sub(rf"{EXTENSION}$", "", value, flags=re.IGNORECASE))
    return 3 <= len(digits) <= 15 and (value[0] != "+" or _has_country(value))


def _has_country(value: str) -> bool:
    import phonenumbers

    try:
        phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return False
    return True


def is_time(value: str, forms: str, years: tuple[int, int] = (1, 9999)) -> bool:
    """Tell whether a value is a day or a time in one of these forms, each part in full digits."""
    if re.search(r"(?<!\d)\d(?!\d)", value):
        return False
    for form in forms.split("|"):
        try:
            read = datetime.strptime(value, form)
        except ValueError:
            continue
        return years[0] <= read.year <= years[1]
    return False


ISO_DAY = "%Y-%m-%d"
ISO_TIME = "%Y-%m-%dT%H:%M:%S"
MONTH_FIRST = "%m/%d/%Y|%m/%d/%Y %H:%M:%S"
DATA_LOADER = "|".join(
    [
        "%Y-%m-%dT%H:%M:%S.%fZ|%Y-%m-%dT%H:%M:%S.%f%z|%Y-%m-%dT%H:%M:%SZ|%Y-%m-%dT%H:%M:%S%z",
        f"{ISO_TIME}|%Y-%m-%d %H:%M:%S|%Y%m%dT%H:%M:%S|{ISO_DAY}|{MONTH_FIRST}|%Y%m%d",
    ]
)
W3C = f"{ISO_DAY}|{ISO_TIME}|{ISO_TIME}Z|{ISO_TIME}%z|%Y-%m-%dT%H:%M%z"

# Each with what a value is that is none.
KINDS: dict[str, tuple[Callable[[str], bool], str]] = {
    "text": (lambda _value: True, ""),
    "email": (is_email, "no e-mail address"),
    "ascii email": (is_ascii_email, "no e-mail address of plain letters"),
    "phone": (is_phone, "no phone number"),
    "whole": (lambda value: WHOLE.fullmatch(value) is not None, "no whole number"),
    "number": (lambda value: NUMBER.fullmatch(value) is not None, "no plain number"),
    "employees": (
        lambda value: re.fullmatch(r"\d{1,7}", value) is not None and int(value) <= 1_000_000,
        "no whole number from 0 to 1,000,000",
    ),
    "eight digits": (
        lambda value: re.fullmatch(r"\d{1,8}", value) is not None,
        "no whole number of at most eight digits",
    ),
    "percent": (
        lambda value: NUMBER.fullmatch(value) is not None and 0 <= float(value) <= 100,
        "no number from 0 to 100",
    ),
    "url": (lambda value: URL.fullmatch(value) is not None, "no address with http:// or https://"),
    "record id": (lambda value: RECORD_ID.fullmatch(value) is not None, "no record id"),
    "iso day": (partial(is_time, forms=ISO_DAY), "no day like 2026-10-06"),
    "iso time": (
        partial(is_time, forms=f"{ISO_DAY}|{ISO_DAY} %H:%M:%S|{ISO_TIME}"),
        "no time like 2026-10-06 09:30:00",
    ),
    "spaced time": (
        partial(is_time, forms=f"{ISO_DAY} %H:%M:%S"),
        "no time like 2026-10-06 09:30:00",
    ),
    "w3c time": (partial(is_time, forms=W3C), "no time like 2026-10-06T09:30:00+02:00"),
    "data loader time": (
        partial(is_time, forms=DATA_LOADER, years=(1700, 4000)),
        "no time in a form it knows",
    ),
    "month first": (partial(is_time, forms=MONTH_FIRST), "no day like 10/06/2026"),
}
