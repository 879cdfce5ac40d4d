"""Two things in one column: told by the header, cut by the cells, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import import_leads
from leadkit.importing.combined import COMBINED
from leadkit.importing.mapping import map_columns
from leadkit.importing.signups import SIGNUP_SOURCE

HEADERS = {
    "PLZ/Ort": "postal_code, city", "Plz u. Ort": "postal_code, city", "CP / Ville": "postal_code, city",
    "CAP e località": "postal_code, city", "Kod i miasto": "postal_code, city", "Postnr. og by": "postal_code, city",
    "Código postal y ciudad": "postal_code, city", "PSČ a město": "postal_code, city",
    "Tel./Fax": "phone, fax", "Telefoon & fax": "phone, fax", "Phone / e-mail": "phone, email",
    "City/State": "", "Fax phone": "fax", "Straße/Hausnr.": "street", "Name, Vorname": "full_name",
}  # fmt: skip


@pytest.mark.parametrize(("header", "fields"), HEADERS.items())
def test_headers_that_name_two_fields(header, fields):
    assert map_columns([header])[0].field == fields


def test_a_field_that_another_column_holds_is_not_taken_by_half():
    assert [one.field for one in map_columns(["PLZ/Ort", "Ort"])] == ["postal_code, city", ""]


def imported(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    return import_leads(path).leads.iloc[0]


def test_cells_are_cut_and_numbers_of_houses_joined(tmp_path):
    lead = imported(
        tmp_path,
        "Name;Straße;Hnr.;PLZ/Ort;Tel./Fax\nEva;Am Weg;5a;10115 Berlin;030 123456 / 030 123457\n",
    )
    assert lead["street"] == "Am Weg 5a"
    assert (lead["postal_code"], lead["city"]) == ("10115", "Berlin")
    assert (lead["phone"], lead["fax"]) == ("030 123456", "030 123457")


def test_a_number_before_its_street_stays_before_it(tmp_path):
    lead = imported(tmp_path, "Name,House number,Street\nEva,12,High Street\n")
    assert lead["street"] == "12 High Street"


CUT = sorted({*COMBINED} - {SIGNUP_SOURCE})  # that one fills both fields with all of a cell


@given(st.sampled_from(CUT), st.text("ab1 /;,-+@.:fx\n", max_size=30))
def test_no_letter_and_no_digit_is_lost(fields, cell):
    """But for the words that say which is which, such as Fax."""

    def kept(text):
        return sorted(re.sub(r"[^ab1@]", "", text))

    assert kept("".join(COMBINED[fields](cell))) == kept(cell)


def test_what_no_column_takes_of_an_address_stays_with_the_town(tmp_path):
    """But for what another column of the list has."""
    lead = imported(tmp_path, "Name;Anschrift\nEva;Am Weg 5, 10115 Berlin, Deutschland\n")
    assert (lead["postal_code"], lead["city"], lead["country"]) == (
        "10115",
        "Berlin",
        "Deutschland",
    )
    _, town = COMBINED["street, city"]("Am Weg 5, 10115 Berlin, Deutschland")
    assert town == "Berlin, 10115, Deutschland"
    lead = imported(tmp_path, "Name;Anschrift;Land\nEva;Am Weg 5, 10115 Berlin, Deutschland;DE\n")
    assert (lead["city"], lead["country"]) == ("Berlin", "DE")
