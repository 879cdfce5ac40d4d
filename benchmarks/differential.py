"""Compares clean's answers with those of phonenumbers and email-validator, cell by cell.

    python benchmarks/differential.py [--cells 4000000] [--seed 1]

Numbers of every region that phonenumbers knows are generated from its example numbers: their last
digits drawn anew, a digit changed, dropped or added, written with and without plus, international
and national prefix, calling code and separators; and addresses with every kind of mistake. One
different answer ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from leadkit.base.cells import as_cells
from leadkit.fields.email.cleaner import Emails
from leadkit.fields.phone.cleaner import read_phones
from leadkit.fields.phone.one import KINDS, STATUSES

REGIONS = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
CODES = tuple(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
SHARE = 20_000  # cells generated and compared at a time


@cache
def examples(region: str) -> tuple[str, ...]:
    """Return national numbers of a region, one of each kind it has."""
    found = (phonenumbers.example_number_for_type(region, kind) for kind in range(11))
    return tuple(phonenumbers.national_significant_number(number) for number in found if number)


def a_number(region: str, draw: random.Random) -> str:
    """Return a national number that is valid more often than not."""
    digits = list(draw.choice(examples(region)))
    for place in range(draw.choice((0, 2, 4, 6, len(digits)))):
        digits[-1 - place % len(digits)] = draw.choice("0123456789")
    roll = draw.random()
    if roll < 0.05:
        digits[draw.randrange(len(digits))] = draw.choice("0123456789")
    elif roll < 0.10 and len(digits) > 3:
        del digits[draw.randrange(len(digits))]
    elif roll < 0.15:
        digits.insert(draw.randrange(len(digits)), draw.choice("0123456789"))
    return "".join(digits)


def a_phone(region: str, draw: random.Random) -> str:
    """Return a number as somebody in a region may have typed it."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    of = region if draw.random() < 0.7 else draw.choice(REGIONS)
    code = str(phonenumbers.country_code_for_region(of))
    if draw.random() < 0.03:
        code = str(draw.choice(CODES))
    number = a_number(of, draw)
    prefix = metadata.national_prefix or draw.choice("018")
    dialled = draw.choice(("+", "+", "+ ", "", "00", "011", "810")) + code
    spaced = draw.choice(("", "", " ", prefix, f" ({prefix}) "))
    text = draw.choice(
        (number, prefix + number, f"({prefix}{number[:2]}){number[2:]}", dialled + spaced + number)
    )
    if draw.random() < 0.4:
        for _ in range(draw.randrange(1, 4)):
            at = draw.randrange(1, len(text) + 1)
            text = text[:at] + draw.choice((" ", " ", "-", ".", "/", " - ", ")", "(")) + text[at:]
    # clean takes a number that a spreadsheet made 49891234567.0 of for what it was.
    return re.sub(r"\.0 *$", "", text)


def expected_phone(cell: str, region: str) -> tuple[str, str, str, bool]:
    """Return what phonenumbers says of a cell, the missing plus weighed as docs/clean.md says."""
    read = judged(cell, region)
    digits = cell.translate(str.maketrans("", "", " ()./-"))
    other = judged("+" + digits.removeprefix("00"), None) if digits.isdigit() else None
    own = str(phonenumbers.country_code_for_region(region))
    if digits.startswith(own) and other and other != read:
        if other[1] == "mobile" and (not read or read[1] != "mobile"):
            return other[0], "valid", other[1], False
        if read:
            return cell, "ambiguous", "", False
    landline = digits.startswith(own) and read and read[1] == "fixed_line" and not other
    if landline and _may_lack_a_digit(digits, region):
        return cell, "ambiguous", "", False
    if read:
        return read[0], "valid", read[1], False
    return cell, "invalid", "", other is not None


def _may_lack_a_digit(digits: str, region: str) -> bool:
    """Tell whether a landline without its zero may be a number behind its code, a digit short."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    if not (metadata.national_prefix or "").startswith("0") or not digits.isdigit():
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse("+" + digits))
    except phonenumbers.NumberParseException:
        return False


def judged(cell: str, region: str | None) -> tuple[str, str] | None:
    try:
        number = phonenumbers.parse(cell, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    kind = PhoneNumberType.to_string(phonenumbers.number_type(number)).lower()
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), kind


def different_phones(
    seed: int, count: int = SHARE, regions: tuple[str, ...] = REGIONS
) -> list[str]:
    """Return the generated numbers on which clean and phonenumbers differ."""
    draw = random.Random(seed)
    few = draw.sample(regions, min(8, len(regions)))
    where = [draw.choice(few) for _ in range(count)]
    texts = [a_phone(region, draw) for region in where]
    read = read_phones(as_cells(texts), as_cells(where))
    words = (*KINDS, "")
    wrong = []
    needs_plus = read.problems["needs_plus"].tolist()
    answers = zip(read.numbers.to_pylist(), read.statuses, read.kinds, needs_plus, strict=True)
    for text, region, (number, status, kind, plus) in zip(texts, where, answers, strict=True):
        answer = (number, STATUSES[status], words[kind], plus)
        should = expected_phone(text, region)
        if answer != should:
            wrong.append(f"{text!r} in {region}: {answer}, but phonenumbers: {should}")
    return wrong


LOCALS = "abcXYZ019.._-+'%#@ \"(),üß\u200b"
LABELS = (
    "example",
    "Mail",
    "xn--mller-kva",
    "müller",
    "a-b",
    "-a",
    "a--b",
    "1",
    "",
    "test",
    "ex_a",
)
TOPS = (
    "com",
    "DE",
    "co.uk",
    "c",
    "123",
    "local",
    "test",
    "c0m",
    "invalid",
    "onion",
    "-x",
    "museum",
)
MAILBOXES = (
    "info",
    "Info",
    "POSTMASTER",
    "sales",
    "anna.meier",
    "A.B",
    "john+x",
    "o'neill",
    ".a",
    "a.",
)


def an_email(draw: random.Random) -> str:
    """Return something like an address: mostly valid, with every kind of mistake now and then."""
    local = draw.choice(MAILBOXES) + (str(draw.randrange(10**6)) if draw.random() < 0.8 else "")
    if draw.random() < 0.1:
        local += "".join(draw.choice(LOCALS) for _ in range(draw.randrange(4)))
    if draw.random() < 0.01:
        local *= draw.randrange(2, 30)
    labels = [
        draw.choice(LABELS[:2]) + str(draw.randrange(1000)) for _ in range(draw.randrange(1, 4))
    ]
    if draw.random() < 0.15:
        labels.insert(0, draw.choice(LABELS) * draw.choice((1, 1, 1, 9)))
    top = draw.choice(TOPS[:3]) if draw.random() < 0.9 else draw.choice(TOPS)
    return f"{local}@{'.'.join(labels)}.{top}"


def different_emails(seed: int, count: int = SHARE) -> list[str]:
    """Return the generated addresses on which clean and email-validator differ."""
    draw = random.Random(seed)
    texts = [an_email(draw) for _ in range(count)]
    read = Emails(as_cells(texts))
    wrong = []
    for text, address, status in zip(
        texts, read.addresses.to_pylist(), read.status.tolist(), strict=True
    ):
        bare = text.replace("\u200b", "").strip()
        try:
            should = validate_email(bare, check_deliverability=False).normalized, 2
        except EmailNotValidError:
            should = text, 1
        if (address, status) != should:
            wrong.append(f"{text!r}: {(address, status)}, but email-validator: {should}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--cells", type=int, default=4_000_000, help="half numbers, half addresses")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    shares = max(1, chosen.cells // 2 // SHARE)
    seeds = range(chosen.seed, chosen.seed + shares)
    with ProcessPoolExecutor(chosen.processes) as pool:
        phones = [line for lines in pool.map(different_phones, seeds) for line in lines]
        emails = [line for lines in pool.map(different_emails, seeds) for line in lines]
    for line in (*phones[:20], *emails[:20]):
        print(line)
    many = shares * SHARE
    print(f"{many:,} numbers: {len(phones)} different; {many:,} addresses: {len(emails)} different")
    return 1 if phones or emails else 0


if __name__ == "__main__":
    sys.exit(main())
