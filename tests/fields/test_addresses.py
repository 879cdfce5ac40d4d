"""Whole addresses taken apart, by the rules of their countries; what does not fit stays whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.fields.address import take_apart
from leadkit.fields.postal_codes import FORMS, may_have_lost_zero, with_lost_zeros

ADDRESSES = {  # cell -> street, postal code, town, state, country
    "Kirchweg 12, Haus B, 01069 Dresden": ("Kirchweg 12, Haus B", "01069", "Dresden", "", ""),
    "Kirchweg 12 | DE-22303 Hamburg": ("Kirchweg 12", "22303", "Hamburg", "", "DE"),
    "Kirchweg 12\n22303 Hamburg\nGermany": ("Kirchweg 12", "22303", "Hamburg", "", "Germany"),
    "Ring 4/2/14, 1070 Wien, Österreich": ("Ring 4/2/14", "1070", "Wien", "", "Österreich"),
    "Via Nassa 5, 6900 Lugano TI, Svizzera": ("Via Nassa 5", "6900", "Lugano", "TI", "Svizzera"),
    "4 bis, rue du Lac, 69006 Lyon CEDEX 2": ("4 bis, rue du Lac", "69006", "Lyon CEDEX 2", "", ""),
    "Via Roma, 7/A - 37121 VERONA (VR)": ("Via Roma, 7/A", "37121", "VERONA", "VR", ""),
    "Calle Sol, 8, 41001 Sevilla (Sevilla), España": ("Calle Sol, 8", "41001", "Sevilla", "Sevilla", "España"),
    "Meir 50 bus 3, B-2000 Antwerpen": ("Meir 50 bus 3", "2000", "Antwerpen", "", "BE"),
    "Kade 4, 3511ED Utrecht": ("Kade 4", "3511ED", "Utrecht", "", "NL"),
    "ul. Długa 8/2, 31-042 Kraków, małopolskie": ("ul. Długa 8/2", "31-042", "Kraków", "małopolskie", "PL"),
    "Storgatan 5, SE-411 24 Göteborg": ("Storgatan 5", "411 24", "Göteborg", "", "SE"),
    "1051 Budapest, Váci utca 7.": ("Váci utca 7.", "1051", "Budapest", "", ""),
    "12 Mill Lane, Leeds, LS10 1AB": ("12 Mill Lane", "LS10 1AB", "Leeds", "", "GB"),
    "The Barn, Oakley, Buckinghamshire, HP18 9PS, UK": ("The Barn", "HP18 9PS", "Oakley", "Buckinghamshire", "UK"),
    "1 Mill Lane, Perth PH1 5LR, Scotland": ("1 Mill Lane", "PH1 5LR", "Perth", "Scotland", "GB"),
    "14 Main Street, Dublin 2, D02 X285, Ireland": ("14 Main Street", "D02 X285", "Dublin 2", "", "Ireland"),
    "1600 Main St Ste 200, Kansas City, MO 64108": ("1600 Main St Ste 200", "64108", "Kansas City", "MO", "US"),
    "5 W 46th St, New York, New York 10036, USA": ("5 W 46th St", "10036", "New York", "New York", "USA"),
    "PO Box 331\nBoise, Idaho 83701": ("PO Box 331", "83701", "Boise", "Idaho", "US"),
    "99 Elm St, Los Angeles 90012, CA": ("99 Elm St, Los Angeles 90012, CA", "", "", "", ""),
    "350 Bay St, Toronto ON M5H 2S6": ("350 Bay St", "M5H 2S6", "Toronto", "ON", "CA"),
    "12 Wattle Rd, Newtown NSW 2042": ("12 Wattle Rd", "2042", "Newtown", "NSW", "AU"),
    "Av. Sol, 78 - Centro, Curitiba - PR, 80020-310": ("Av. Sol, 78 - Centro", "80020-310", "Curitiba", "PR", "BR"),
    "Plot 4, Andheri, Mumbai, Maharashtra 400093": ("Plot 4, Andheri", "400093", "Mumbai", "Maharashtra", "IN"),
    "вул. Лесі, 22, Київ, 01001, Україна": ("вул. Лесі, 22", "01001", "Київ", "", "Україна"),
    "Office 4, Al Wasl Road, Dubai, UAE": ("Office 4, Al Wasl Road", "", "Dubai", "", "UAE"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "parts"), ADDRESSES.items())
def test_an_address_in_its_parts(cell, parts):
    assert tuple(take_apart(cell)) == parts


@pytest.mark.parametrize(
    "cell",
    ["", "Berlin", "Musterweg 5", "Hauptstraße 1234", "Hall 5, Stand 12", "Floor 12, Room 10115", "see website",
     "350 Bay St", "12345 Main St, Apt 4", "call +49 30 123456, then 2"],
)  # fmt: skip
def test_what_is_no_whole_address_stays_whole(cell):
    assert take_apart(cell).is_whole
    assert take_apart(cell).street == cell


@given(st.sampled_from(sorted(ADDRESSES)), st.sampled_from([", ", "\n", "; ", " | "]))
def test_nothing_of_an_address_is_lost(cell, sign):
    """Every letter and digit of a cell is in one of its parts, whatever stands between them."""
    written = cell.replace("\n", ", ").replace(", ", sign)
    signs = re.sub(r"\W|CEP", "", written)
    parts = re.sub(r"\W", "", "".join(take_apart(written)))
    for letter in set(signs):
        assert parts.count(letter) >= signs.count(letter) - (letter in "DESB"), (written, letter)


LOST = {  # a code and its country -> the code with its zeros, "" where it lost none
    ("1067", "DE"): "01067", ("5123", "DE"): "", ("80331", "DE"): "", ("1070", "AT"): "", ("8001", "CH"): "",
    ("6000", "FR"): "06000", ("186", "IT"): "00186", ("8008", "ES"): "08008", ("2139", "US"): "02139",
    ("501", "US"): "00501", ("2139-4307", "US"): "02139-4307", ("100", "FI"): "00100", ("150", "NO"): "0150",
    ("800", "AU"): "0800", ("300", "AU"): "", ("1310-200", "BR"): "01310-200", ("100", "DE"): "", ("1067", ""): "",
    ("1100-53", "PT"): "", ("30031", "RO"): "030031", ("LS1 4AP", "GB"): "", ("1000", "BE"): "", ("10 00", "CZ"): "",
}  # fmt: skip


@pytest.mark.parametrize(("code", "mended"), LOST.items(), ids=str)
def test_zeros_come_back_where_country_and_length_say_so(code, mended):
    assert with_lost_zeros(*code) == mended


@given(st.integers(0, 99_999).map(str), st.sampled_from(sorted(FORMS)))
def test_what_is_mended_is_a_code_of_its_country(code, country):
    """And once is enough."""
    mended = with_lost_zeros(code, country)
    assert not mended or re.fullmatch(FORMS[country], mended)
    assert not mended or not with_lost_zeros(mended, country)
    assert may_have_lost_zero(code) == (len(code) == 4)
