"""Phone cells: exactly phonenumbers' answers, with what people write around a number removed."""

from __future__ import annotations

import random

import pandas as pd
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

import differential
from leadkit.base.cells import as_cells
from leadkit.clean import clean_leads
from leadkit.fields.cleaner import CleanOptions
from leadkit.fields.phone.cleaner import read_phones, region_of_option
from leadkit.fields.phone.keys import lead_phone_keys, listed_phone_keys, phone_key
from leadkit.fields.phone.one import KINDS, STATUSES, read_phone
from leadkit.fields.phone.text import folded
from tests.properties import examples


# What surrounds a number is removed, and the number is phonenumbers' own.
@pytest.mark.parametrize(
    ("cell", "region", "number", "extension"),
    [
        ("+49 151 12345678 (mobil)", "DE", "+4915112345678", ""),
        ("0171 1234567 privat", "DE", "+491711234567", ""),
        ("tel:+49-89-1234567", "", "+49891234567", ""),
        ("Mobile: 0171 1234567", "DE", "+491711234567", ""),
        ("Phone 2: 030 123456", "DE", "+4930123456", ""),
        ("p:+4930123456", "", "+4930123456", ""),
        ("'+49 89 1234567", "", "+49891234567", ""),
        ("=+49891234567", "", "+49891234567", ""),
        ('="+4989123456"', "", "+4989123456", ""),
        ("+49\u200989\u20091234567", "", "+49891234567", ""),
        ("+49\xa089\xa01234567", "", "+49891234567", ""),
        ("\u200b+49 89 1234567", "", "+49891234567", ""),
        ("＋４９ ８９ １２３４５６７", "", "+49891234567", ""),
        ("٠٣٠ ١٢٣٤٥٦", "DE", "+4930123456", ""),
        ("+49 (0)89 1234567", "", "+49891234567", ""),
        ("0049 89 1234567", "DE", "+49891234567", ""),
        ("+39 06 1234567", "", "+39061234567", ""),
        ("089/1234567-0", "DE", "+498912345670", ""),
        ("089/1234567 Durchwahl 12", "DE", "+49891234567", "12"),
        ("089 1234567 ext. 12", "DE", "+49891234567", "12"),
        ("089 1234567 x12", "DE", "+49891234567", "12"),
        ("030 123456 (ext. 5)", "DE", "+4930123456", "5"),
        ("tel:+49-89-1234567;ext=7", "", "+49891234567", "7"),
        ("089 1234567 DW-12", "DE", "+49891234567", "12"),
        ("+48 22 123 45 67 wewn. 12", "", "+48221234567", "12"),
        ("+55 11 2345-6789 ramal 12", "", "+551123456789", "12"),
        ("+34 912 345 678 extensión 12", "", "+34912345678", "12"),
        ("+7 495 123-45-67 доб. 12", "", "+74951234567", "12"),
        ("https://wa.me/491711234567", "DE", "+491711234567", ""),
        ("\u202a+49 89 1234567\u202c", "", "+49891234567", ""),
        ("1-800-FLOWERS", "US", "+18003569377", ""),
        ("491716783154.0", "DE", "+491716783154", ""),
        ("0301234567.0", "DE", "+49301234567", ""),
    ],
)
def test_number_is_read(cell: str, region: str, number: str, extension: str) -> None:
    reading = read_phone(cell, region)
    assert (reading.number, reading.status, reading.extension) == (number, "valid", extension)


# What is no number, or more than one, stays as it was and says why.
@pytest.mark.parametrize(
    ("cell", "region", "status", "problem"),
    [
        ("", "DE", "missing", ""),
        ("   ", "DE", "missing", ""),
        ("call me", "DE", "invalid", "invalid"),
        ("12", "DE", "invalid", "invalid"),
        ("+39 6 1234567", "", "invalid", "invalid"),
        ("030 1234567 Zi. 12", "DE", "invalid", "invalid"),
        ("030 1234567 oder 12", "DE", "invalid", "invalid"),
        ("030 123 Haus 4567", "DE", "invalid", "invalid"),
        ("https://x.example.com/0301234567", "DE", "invalid", "invalid"),
        ("1-800-FLOWERS", "DE", "invalid", "invalid"),
        ("030 123456; 0171 1234567", "DE", "invalid", "several"),
        ("030 123456;01711234567", "DE", "invalid", "several"),
        ("030 123456 / 0171 1234567", "DE", "invalid", "several"),
        ("0171/1234567 oder 030/123456", "DE", "invalid", "several"),
        ("491716783154", "AT", "invalid", "needs_plus"),
        ("0049 89 1234567", "US", "invalid", "needs_plus"),
        ("4915112345678", "", "invalid", "needs_plus"),
        ("496128966000", "DE", "ambiguous", "ambiguous"),
        ("4921 12345", "DE", "ambiguous", "ambiguous"),
    ],
)
def test_cell_is_kept(cell: str, region: str, status: str, problem: str) -> None:
    assert read_phone(cell, region) == (cell, status, "", "", problem)


# phonenumbers reads these as +4949...; only with a plus they are mobile numbers.
@pytest.mark.parametrize("cell", ["4915112345678", "491716783154", "491622897306", "49 1716783154"])
def test_missing_plus_of_a_german_mobile(cell: str) -> None:
    digits = cell.replace(" ", "")
    assert phonenumbers.is_valid_number(phonenumbers.parse(digits, "DE"))  # the trap itself
    assert read_phone(cell, "DE")[:3] == (f"+{digits}", "valid", "mobile")


# However a country is written, it is a region; "de" and "UK" are none for phonenumbers.
@pytest.mark.parametrize("name", ["DE", "de", "DEU", "Deutschland", "Germany", "Allemagne"])
def test_region_asked_for(name: str) -> None:
    assert region_of_option(name) == "DE"
    leads = pd.DataFrame({"phone": ["030 123456"]}, dtype="str")
    cleaned = clean_leads(leads, CleanOptions(region=name, only="phone"))
    assert cleaned["phone"].tolist() == ["+4930123456"]


def test_uk_is_a_region() -> None:
    leads = pd.DataFrame({"phone": ["020 7946 0000"], "country": ["UK"]}, dtype="str")
    assert clean_leads(leads)["phone"].tolist() == ["+442079460000"]


def test_invisible_signs_and_foreign_digits_are_folded() -> None:
    assert folded(" ＋４９\u2060 –٤ ") == "+49 -4"


def _columnwise(cells: list[str], regions: list[str]) -> list[tuple[str, str, str, str]]:
    phones = read_phones(as_cells(cells), as_cells(regions))
    problems = [
        next((name for name in reversed(phones.problems) if phones.problems[name][row]), "")
        for row in range(len(cells))
    ]
    return [
        (number, STATUSES[status], (*KINDS, "")[kind], problem)
        for number, status, kind, problem in zip(
            phones.numbers.to_pylist(), phones.statuses, phones.kinds, problems, strict=True
        )
    ]


def _one_by_one(cells: list[str], regions: list[str]) -> list[tuple[str, str, str, str]]:
    readings = [read_phone(*pair) for pair in zip(cells, regions, strict=True)]
    return [(r.number, r.status, r.kind, r.problem) for r in readings]


# A whole column gives what its cells give one by one: numbers of every region and every mistake.
@pytest.mark.parametrize("each", [8, pytest.param(30, marks=pytest.mark.slow)])
def test_columns_and_cells_agree(each: int) -> None:
    draw = random.Random(11)
    regions = [region for region in differential.REGIONS for _ in range(each)]
    cells = [differential.a_phone(region, draw) for region in regions]
    regions += ["", "DE"] * 30
    cells += ["+49 30 123456", "4915112345678", "(mobil) 0171 1234567", "0171/123456-12"] * 15
    assert _columnwise(cells, regions) == _one_by_one(cells, regions)


# The small sister of `make differential`: no answer differs from phonenumbers' own.
@pytest.mark.parametrize("count", [2000, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("regions", [None, ("DE", "AT", "IT", "US", "AR")], ids=["all", "some"])
def test_no_answer_differs_from_phonenumbers(count: int, regions: tuple[str, ...] | None) -> None:
    among = {"regions": regions} if regions else {}
    assert differential.different_phones(seed=len(among), count=count, **among) == []


# Whatever stands in a cell, no way of reading it fails, and both ways agree.
@examples(38, 500)
@given(st.lists(st.text(alphabet="0123456789+-()/. x,;aä\u200b٣", max_size=22), max_size=40))
def test_any_text_is_read_alike(cells: list[str]) -> None:
    cells = (cells * 30)[:600]
    regions = ["DE"] * len(cells)
    assert _columnwise(cells, regions) == _one_by_one(cells, regions)


@pytest.mark.parametrize(
    "cell",
    ["+498999998123", "0049 89 99998123", "+0049 89 99998123", "＋49 (0)89/99998-123",
     "'+49 89 99998123", "(+49) 89 99998123"],
)  # fmt: skip
def test_a_number_has_one_key_however_it_is_written(cell: str) -> None:
    assert phone_key(cell) == "498999998123"


@pytest.mark.parametrize(
    ("listed", "lead", "stops"),
    [
        ("+49 89 99998123", "0049 (0)89 99998123", True),
        ("+49 89 99998123", "089 99998123", True),  # in doubt nobody is called
        ("089 99998123", "+49 89 99998123", True),
        ("+43 89 99998123", "+49 89 99998123", False),
        ("12345", "12345", False),  # no number
    ],
)
def test_a_listed_number_stops_a_lead(listed: str, lead: str, stops: bool) -> None:
    assert (not listed_phone_keys(listed).isdisjoint(lead_phone_keys(lead))) == stops


@pytest.mark.parametrize(
    ("cell", "region", "status"),
    [
        ("491512345678", "DE", "ambiguous"),  # a mobile that lacks a digit, or 0491 512345678
        ("49 1512 345678", "DE", "ambiguous"), ("0491 512345678", "DE", "valid"), ("4915123456789", "DE", "valid"),
        ("49301234567", "DE", "valid"), ("301234567", "DE", "valid"), ("+491512345678", "DE", "invalid"),
        ("412101234", "CH", "valid"),  # 041 2101234: too short for a number behind 41
        ("48 123 45 67 89", "PL", "valid"), ("390612345678", "IT", "valid"),
    ],
)  # fmt: skip
def test_a_number_that_begins_with_its_own_code(cell: str, region: str, status: str) -> None:
    assert read_phone(cell, region).status == status
    assert _columnwise([cell] * 30, [region] * 30) == _one_by_one([cell] * 30, [region] * 30)


@pytest.mark.parametrize(
    ("cell", "may_be"),
    [
        ("089/1234567-12", True), ("(089) 1234567-12", True), ("+49 89 1234567-120", True),
        ("089/1234567-0", False), ("0171/1234-567", False), ("030-123-4567", False), ("089 1234567", False),
        ("09573-1234", False),
    ],
)  # fmt: skip
def test_what_may_be_an_extension(cell: str, may_be: bool) -> None:
    cleaned = clean_leads(
        pd.DataFrame({"phone": [cell]}, dtype="str"), CleanOptions(region="DE", only=("phone",))
    )
    assert ("possible_extension" in cleaned["issues"].iloc[0]) == may_be
