"""Numbers before headers: those that count columns are none of theirs."""

from __future__ import annotations

import pytest

from leadkit.importing.mapping import map_columns

LISTS = [  # headers, and the columns that they become
    (["Stand", "1. Forename", "2. Surname", "3. Cell", "10. E-mail"],
     ["Stand", "first_name", "last_name", "mobile", "email"]),
    (["(1) Vorname", "(2) Nachname", "(3) Firma"], ["first_name", "last_name", "company"]),
    (["1) Nom", "2) Prénom", "3) Société", "Ville"], ["last_name", "first_name", "company", "city"]),
    (["Q1: What is your job title?", "Q2 Email"], ["job_title", "email"]),
    (["Email", "2. Email"], ["email", "email_2"]),  # a second one, and not the second column
    (["custom_firma", "custom_plz", "cf_cidade"], ["company", "postal_code", "city"]),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "columns"), LISTS)
def test_numbers_that_count_columns(headers, columns):
    """They are read as if they were not there, and still called by their own name."""
    mapped = map_columns(headers)
    assert [one.column for one in mapped] == columns
    assert [one.header for one in mapped] == headers


MAILS = [f"p{n}@firm{n}.example.com" for n in range(8)]
PHONES = [f"+49 30 123450{n}" for n in range(8)]
FEW = [f"rep{n % 2}@us.example.com" for n in range(8)]


@pytest.mark.parametrize(
    ("header", "cells", "column"),
    [
        ("E-Mail lt. Liste", MAILS, "email"),
        ("gewählte Rufnummer", PHONES, "phone"),
        ("Adresă emial", MAILS, "email"),
        ("E-Mail lt. Liste", FEW, "E-Mail lt. Liste"),  # of two colleagues
        ("Supervisor email", MAILS, "Supervisor email"),  # of somebody else
        ("Notfall E-Mail", MAILS, "Notfall E-Mail"),
    ],
)
def test_ways_beside_strange_words(header, cells, column):
    """A header that says e-mail or phone beside strange words is believed by its cells."""
    (mapped,) = map_columns([header], [cells])
    assert mapped.column == column


def test_grades_are_no_notes():
    """What somebody said stands in the other column."""
    headers = ["Note (1-5)", "Commentaire"]
    cells = [["1", "5", "3", "2", "4", "4"], ["ne pas appeler", "", "veut un devis", "", "", ""]]
    assert [one.column for one in map_columns(headers, cells)] == ["Note (1-5)", "notes"]
