"""One phone number, judged by phonenumbers: the answer that every faster way must give too."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from leadkit.fields.phone.text import bare_number, holds_words, only_digits, parts_of

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

VALID, INVALID, AMBIGUOUS, MISSING = "valid", "invalid", "ambiguous", "missing"
STATUSES = (MISSING, INVALID, AMBIGUOUS, VALID)  # from the worst to the best
PROBLEMS = (INVALID, AMBIGUOUS, "needs_plus", "several")
# By the numbers that phonenumbers gives its types.
KINDS = (
    "fixed_line", "mobile", "fixed_line_or_mobile", "toll_free", "premium_rate", "shared_cost",
    "voip", "personal_number", "pager", "uan", "voicemail",
)  # fmt: skip
MOBILE, LANDLINE = "mobile", "fixed_line"


class Reading(NamedTuple):
    """What a cell was read as; what is no valid number stays as it was."""

    number: str  # E.164
    status: str
    kind: str = ""
    extension: str = ""
    problem: str = ""  # one of PROBLEMS where it is not valid


@lru_cache(maxsize=1 << 16)
def read_phone(cell: str, region: str) -> Reading:
    """Read a cell as dialled in a region (an ISO code, "" if unknown).

    phonenumbers alone calls 4915112345678 a valid German +494915112345678. A number that begins
    with its region's own code is taken with a plus where only that makes it a mobile number, and
    is ambiguous where both readings are valid; one that only a plus makes valid is flagged.

    >>> read_phone("0049 (0)89 99998 Durchwahl 12", "DE")[:4]
    ('+498999998', 'valid', 'fixed_line', '12')
    >>> [read_phone(n, "DE")[:2] for n in ("4915112345678", "496128966000")]
    [('+4915112345678', 'valid'), ('496128966000', 'ambiguous')]

    One that begins with its region's code and lacks the zero of an area code may be a landline, or
    lack its plus and a digit: it is ambiguous, too.

    >>> [read_phone(n, "DE")[:2] for n in ("491512345678", "0491 512345678", "49 30 1234567")]
    [('491512345678', 'ambiguous'), ('+49491512345678', 'valid'), ('+49301234567', 'valid')]
    >>> read_phone("33612345678", "CH")
    Reading(number='33612345678', status='invalid', kind='', extension='', problem='needs_plus')
    """
    text = bare_number(cell, may_spell=_code_of(region) == "1" or cell.lstrip()[:2] == "+1")
    if not text:
        return Reading(cell, INVALID, problem=INVALID) if cell.strip() else Reading(cell, MISSING)
    if holds_words(text):
        return Reading(cell, INVALID, problem=_several(text, region) or INVALID)
    local = _valid(text, region)
    digits = only_digits(text)
    # 00 is what most of the world dials for the plus, though not this region.
    international = _valid("+" + digits.removeprefix("00"), "") if digits else None
    own = _code_of(region)
    begins_with_own = own != "" and digits.startswith(own)
    if international and begins_with_own and local != international:
        if international.kind == MOBILE and not (local and local.kind == MOBILE):
            return international
        if local:
            return Reading(cell, AMBIGUOUS, problem=AMBIGUOUS)
    is_landline = local and local.kind == LANDLINE and not international
    if is_landline and begins_with_own and _may_lack_a_digit(digits, region):
        return Reading(cell, AMBIGUOUS, problem=AMBIGUOUS)
    if local:
        # A second number after a comma or semicolon is no extension, whatever its length.
        return (
            Reading(cell, INVALID, problem="several")
            if local.extension and _several(text, region)
            else local
        )
    if international:
        return Reading(cell, INVALID, problem="needs_plus")
    return Reading(cell, INVALID, problem=_several(text, region) or INVALID)


@cache
def has_trunk_zero(region: str) -> bool:
    """Tell whether a region writes a zero before its area codes.

    >>> has_trunk_zero("DE"), has_trunk_zero("IT"), has_trunk_zero("US")
    (True, False, False)
    """
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(region)
    return bool(metadata and (metadata.national_prefix or "").startswith("0"))


def _may_lack_a_digit(digits: str, region: str) -> bool:
    """Tell whether digits without a zero in front are as many as those behind a code may be."""
    if not has_trunk_zero(region):
        return False
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    number = _parse("+" + digits, "")
    return bool(number and is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _several(text: str, region: str) -> str:
    parts = parts_of(text)
    return "several" if parts and all(_valid(part, region) for part in parts) else ""


def _valid(text: str, region: str) -> Reading | None:
    import phonenumbers

    number = _parse(text, region)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Reading(written, VALID, KINDS[phonenumbers.number_type(number)], number.extension or "")


def _parse(text: str, region: str) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None


@cache
def _code_of(region: str) -> str:
    """Return the calling code of a region, "" where it is unknown."""
    from phonenumbers import country_code_for_region

    return str(country_code_for_region(region) or "") if region else ""
