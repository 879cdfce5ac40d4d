"""Columns of whole addresses: found by their cells, taken apart, said in the map."""

from __future__ import annotations

import pytest

from leadkit import import_leads
from leadkit.importing.mapping import map_columns

CELLS = (
    "Ringweg 5, 10115 Berlin, Germany",
    "12 Mill Lane, Leeds LS10 1AB, UK",
    "PO Box 3, Boise, ID 83701",
    "",
)
ALL = "street, postal_code, city, state, country"
LISTS = {  # headers -> what the address fills
    ("Name", "Full address"): ALL,
    ("Name", "Anschrift"): ALL,
    ("Name", "Dirección completa"): ALL,
    ("Name", "What is your address?"): ALL,
    ("Name", "Address", "Country"): "street, postal_code, city, state",
    ("Name", "Home address"): "home_street, home_postal_code, home_city, home_state, home_country",
    ("Name", "Address", "City"): "street",
    ("Name", "street"): "street",
}  # fmt: skip


@pytest.mark.parametrize(("headers", "field"), LISTS.items(), ids=str)
def test_which_fields_a_column_of_addresses_fills(headers, field):
    """Those that no other column has; a street beside a town, or by our own name, is a street."""
    samples = [("Eva", "Ida", "Udo", "Kim"), CELLS, ("x",) * 4][: len(headers)]
    assert map_columns(headers, samples)[1].field == field


def test_streets_alone_are_no_addresses():
    streets = ("Ringweg 5", "Am Markt 3", "Hall 2, stand 14", "12 Mill Lane")
    assert map_columns(("Name", "Address"), [("a",) * 4, streets])[1].field == "street"


def test_both_addresses_of_a_person(folder):
    """The one at work is the address, the private one stays beside it."""
    path = folder / "list.csv"
    path.write_text(
        'Name,Home Address,Work Address\nEva,"Ringweg 5, 10115 Berlin","Am Markt 3, 80331 München"\n'
        'Ida,"Gasse 7, 1010 Wien",unknown\n', "utf-8",
    )  # fmt: skip
    leads = import_leads(path).leads
    assert leads[["street", "postal_code", "city"]].values.tolist() == [
        ["Am Markt 3", "80331", "München"],
        ["unknown", "", ""],
    ]
    assert leads[["home_street", "home_postal_code", "home_city"]].values.tolist() == [
        ["Ringweg 5", "10115", "Berlin"],
        ["Gasse 7", "1010", "Wien"],
    ]
    assert leads["issues"].tolist() == ["", "street_whole"]


def test_postal_codes_get_their_zeros_back(folder):
    """Where the country says so; where there is none, and other codes have five digits, it is said."""
    path = folder / "list.csv"
    path.write_text("Name,PLZ,Land\na,1067,DE\nb,1070,AT\nc,1067,\nd,80331,\n", "utf-8")
    leads = import_leads(path).leads
    assert leads["postal_code"].tolist() == ["01067", "1070", "1067", "80331"]
    assert leads["issues"].tolist() == [
        "postal_code_zero_restored",
        "",
        "postal_code_zero_lost",
        "",
    ]
    path.write_text("Name,PLZ\na,1070\nb,8010\n", "utf-8")
    assert import_leads(path).leads["issues"].tolist() == ["", ""], (
        "Austria has codes of four digits"
    )


PLACES = {  # headers -> what they become
    "Street No., Street Name, City": "street, street, city",
    "Street No., City": "street, city",
    "Calle, Número, CP, Ciudad": "street, street, postal_code, city",
    "Straße, Hausnr., PLZ, Ort": "street, street, postal_code, city",
    "Nr, Strasse, Nr, Ort": "external_id, street, street, city",
    "Address, City, Postcode, Work Address, Work City, Work Postcode": "-, -, -, street, city, postal_code",
    "Work Street, Work City, Home Street, Home City": "street, city, home_street, home_city",
    "Private Street, Private City, Street, City": "home_street, home_city, street, city",
    "Home Street, City, Zip, Street, City, Zip": "home_street, home_city, home_postal_code, street, city, postal_code",
    "Address Line 1, Address Line 2, Address Line 3, City": "street, street_2, street_2, city",
}  # fmt: skip


@pytest.mark.parametrize(("headers", "fields"), PLACES.items())
def test_addresses_in_several_columns(headers, fields):
    """All parts of the address at work go together; numbers go to their street."""
    mapped = map_columns(["Name", *headers.split(", ")])[1:]
    assert ", ".join(one.field or "-" for one in mapped) == fields
