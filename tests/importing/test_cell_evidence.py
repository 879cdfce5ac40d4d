"""Headers and cells weighed together: cells doubt a header, turn it, and stand in for one."""

from __future__ import annotations

import pytest

from leadkit.importing.mapping import map_columns

FIRMS = ["Maier GmbH", "Acme Ltd.", "Rossi S.r.l.", "Foo AG", "Bar SE"]
PEOPLE = ["Anna Meier", "Peter Huber", "Claire Dubois", "Ole Berg", "Eva Nowak"]
TITLES = ["Herr", "Frau", "Frau", "Herr", "Frau"]
MAIL = [f"a{number}@x.example.com" for number in range(5)]
PHONES = [f"0532 123 45 6{number}" for number in range(5)]
BLANK = [""] * 5
ANSWERS = ["ja", "nein", "ja", "ja", "nein"]

TOGETHER = {  # columns -> what they become
    "a name that is a firm's": ({"Name": FIRMS, "E-Mail": MAIL}, "company,email"),
    "a name that is a firm's beside a firm": ({"Name": FIRMS, "Firma": FIRMS}, "full_name,company"),
    "a title before a name": ({"Title": TITLES, "Name": PEOPLE}, "prefix,full_name"),
    "the name that is filled": ({"Name": BLANK, "What is your name?": PEOPLE}, "Name,full_name"),
    "a mobile in Turkey": ({"Ad Soyad": PEOPLE, "Cep": PHONES}, "full_name,mobile"),
    "a postal code in Brazil": ({"Nome": PEOPLE, "CEP": ["01310-100"] * 5}, "full_name,postal_code"),
    "answers under a noun": ({"Telefon": ANSWERS, "E-Mail": MAIL}, "Telefon,email"),
    "addresses under a name": ({"Kontakt": MAIL}, "email"),
    "names under an unknown word": ({"Xyzzy": PEOPLE, "E-Mail": MAIL}, "full_name,email"),
    "names beside names": ({"Xyzzy": PEOPLE, "Vorname": ["Ida"] * 5}, "Xyzzy,first_name"),
    "who wrote it, and whom it is about": (
        {"Chi": ["Jan", "Ida"] * 5, "Persona": [f"{one} jun." for one in PEOPLE] + PEOPLE}, "Chi,full_name",
    ),
    "who asked, and a person": (
        {"Wer": ["Jan", "Ida", "Jan"] * 4, "Person": [f"{one}{n}" for n in "ab" for one in PEOPLE]}, "Wer,full_name",
    ),
    "the same few people alone": ({"Wer": ["Jan Roth", "Ida Roth"] * 6}, "full_name"),
    "firms under an unknown word": ({"Xyzzy": FIRMS, "E-Mail": MAIL}, "company,email"),
    "jobs under a title": (
        {"Anrede": TITLES, "Titel": ["Einkäufer", "Monteur", "Leiter QS", "GF", "Azubi"]},
        "prefix,Titel",
    ),
    "degrees under a title": (
        {"Anrede": TITLES, "Titel": ["Dr.", "", "Prof. Dr.", "Dr. med.", ""]}, "prefix,prefix",
    ),
    "the page of a form": (
        {"Webseite": [f"https://www.fair.example.com/{n % 2}/form" for n in range(6)]}, "Webseite",
    ),
    "sites of visitors": (
        {"Webseite": [f"https://www.fair{n}.example.com/en" for n in range(6)]}, "website",
    ),
    "pages of many firms in one site": (
        {"Webseite": [f"https://www.fair.example.com/firm{n}" for n in range(6)]}, "website",
    ),
    "a message beside a topic": (
        {"Anliegen": ["Angebot", "Termin", "Angebot", "Angebot", "Termin"],
         "Nachricht": [f"we need a price for {n} pumps" for n in range(5)]}, "Anliegen,notes",
    ),
    "sentences under a question": (
        {"What keeps you awake?": [f"the files of {n} machines" for n in range(5)]}, "notes",
    ),
    "sentences under another": (
        {"Any allergies?": [f"no nuts for all {n} of us" for n in range(5)]}, "Any allergies?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "columns"), TOGETHER.values(), ids=TOGETHER)
def test_cells_and_headers_decide_together(table, columns):
    mapped = map_columns(list(table), list(table.values()))
    assert [one.column for one in mapped] == columns.split(",")


def test_the_map_says_why_a_header_is_not_believed():
    mapped = map_columns(["Ort"], [ANSWERS])
    assert mapped[0].reason == "its header says city, but its cells are answers"


def test_our_own_names_are_believed_whatever_the_cells_hold():
    assert map_columns(["phone"], [["ask", "later", "never"]])[0].field == "phone"
