"""A phone number as a key: its digits, and what numbers with and without a country have in common.

Numbers that clean wrote are compared whole. These keys are for the others, as people write them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import rows_of, text_bytes, with_rows
from leadkit.fields.phone.plans import without_start

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells

LEAST_DIGITS = 6  # of a number; what has fewer is none


def phone_key(cell: str) -> str:
    """Return the digits of a number without the marks of an international or trunk call.

    >>> phone_key("+49 (0)89 99998-123"), phone_key("0049 89 99998123"), phone_key("123")
    ('498999998123', '498999998123', '')
    """
    as_clean_writes_it = cell[:1] == "+" and cell[1:].isdigit()
    digits = (cell[1:] if as_clean_writes_it else digits_of(cell)[1]).lstrip("0")
    return digits if len(digits) > 5 else ""


def phone_forms(cell: str) -> set[str]:
    """Return the forms of a phone number that a list may hold hashes of: E.164 above all.

    >>> sorted(phone_forms("+49 89 99998")), phone_forms("n/a")
    (['+49 89 99998', '+498999998', '00498999998', '498999998'], set())
    """
    international, digits = digits_of(cell)
    if not digits:
        return set()
    forms = {cell.strip(), digits}
    return forms | {f"+{digits}", f"00{digits}"} if international else forms


# Two numbers with their country are compared whole. Where one of them lacks it, what comes after it
# has to do: "i..." are such digits of a whole number, "n..." a number written without its country.


def listed_phone_keys(cell: str) -> set[str]:
    """Return the keys of a number on a list of those not to call, none where it is no number.

    >>> sorted(listed_phone_keys("0049 89 99998123")), listed_phone_keys("089 99998123")
    (['+498999998123', 'i8999998123'], {'n8999998123'})
    """
    international, digits = digits_of(cell)
    if not digits:
        return set()
    if international:
        return {f"+{digits}", f"i{national_part(digits)}"}
    return {f"n{digits.lstrip('0')}"}


def lead_phone_keys(cell: str) -> set[str]:
    """Return the keys of a lead's number, one of which a listed number has if it is the same.

    >>> sorted(lead_phone_keys("+49 89 99998123")), sorted(lead_phone_keys("089 99998123"))
    (['+498999998123', 'n8999998123'], ['i8999998123', 'n8999998123'])
    """
    international, digits = digits_of(cell)
    if not digits:
        return set()
    if international:
        return {f"+{digits}", f"n{national_part(digits)}"}
    bare = digits.lstrip("0")
    return {f"n{bare}", f"i{bare}"}


def digits_of(cell: str) -> tuple[bool, str]:
    """Return whether a number begins with its country, and its digits; none if it is no number.

    >>> digits_of("+49 (0)89 99998"), digits_of("0049 89 99998"), digits_of("089 99998")
    ((True, '498999998'), (True, '498999998'), (False, '08999998'))
    """
    text = unicodedata.normalize("NFKC", cell).strip(" '=\"")
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    written = re.sub(r"[^\d+]", "", text)
    if len(digits) < LEAST_DIGITS:
        return False, ""
    if written.startswith("+"):
        return True, digits
    if written.startswith("00"):
        return True, digits[2:]
    return False, digits


def national_part(digits: str) -> str:
    """Return the digits after the country code, without a trunk zero.

    >>> national_part("498999998123"), national_part("13125550193")
    ('8999998123', '3125550193')
    """
    codes = country_codes()
    for length in (1, 2, 3):
        if digits[:length] in codes:
            return digits[length:].lstrip("0")
    return digits


def national_parts(digits: Cells) -> Cells:
    """Return national_part of each number of a column, which holds nothing but ASCII digits.

    >>> from leadkit.base.cells import texts
    >>> national_parts(texts(["498999998123", "13125550193", "999"])).to_pylist()
    ['8999998123', '3125550193', '999']
    """
    import numpy as np
    import pyarrow.compute as pc

    written, ends = text_bytes(digits)
    figures = np.concatenate((written, np.zeros(3, np.uint8))) - np.uint8(ord("0"))
    lengths = np.diff(ends)
    # The first three digits tell, of a shorter number with what there is of it.
    three = [np.where(lengths > at, figures[ends[:-1] + at], 10) for at in range(3)]
    coded = _length_of_code()[three[0], three[1], three[2]]
    parts = pc.ascii_ltrim(without_start(digits, coded), "0")
    return with_rows(parts, coded == 0, rows_of(digits, coded == 0))


@cache
def _length_of_code() -> np.ndarray:
    """Return how long the country code is, by the first three digits, 10 where one is missing."""
    import numpy as np

    lengths = np.zeros((11, 11, 11), np.int8)
    for code in country_codes():
        lengths[tuple(map(int, code))] = len(code)  # and whatever follows it
    return lengths


@cache
def country_codes() -> frozenset[str]:
    """Return all calling codes of countries; none begins with another."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return frozenset(map(str, COUNTRY_CODE_TO_REGION_CODE))
