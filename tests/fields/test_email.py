"""E-mail cells: exactly email-validator's verdict and normal form, and what else is told."""

from __future__ import annotations

import socket

import pandas as pd
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

import differential
from leadkit.base.cells import as_cells
from leadkit.clean import clean_leads
from leadkit.fields.cleaner import CleanOptions
from leadkit.fields.email.cleaner import Emails
from leadkit.fields.email.domains import suggestions
from leadkit.fields.email.keys import (
    key_as_delivered,
    key_as_written,
    key_without_tag,
    keys_as_written,
)
from leadkit.fields.email.one import read_email
from tests.properties import examples


def _cleaned(**columns: list[str]) -> pd.DataFrame:
    return clean_leads(pd.DataFrame(columns, dtype="str"), CleanOptions(only="email"))


# What surrounds an address goes; the address is email-validator's normal form.
@pytest.mark.parametrize(
    ("cell", "address"),
    [
        (" john@x.example.com ", "john@x.example.com"),
        ("john@x.example.com\u200b", "john@x.example.com"),
        ("jo\ufeffhn@x.example.com", "john@x.example.com"),
        ("mailto:john@x.example.com", "john@x.example.com"),
        ("MAILTO:john@x.example.com?subject=Hi", "john@x.example.com"),
        ("John Doe <john@x.example.com>", "john@x.example.com"),
        ('"Doe, John" <john@x.example.com>', "john@x.example.com"),
        ("<john@x.example.com>", "john@x.example.com"),
        ("'john@x.example.com'", "john@x.example.com"),
        ("john@x.example.com;", "john@x.example.com"),
        ("E-Mail: john@x.example.com", "john@x.example.com"),
        ("mailto://john@x.example.com", "john@x.example.com"),
        ("mailto:John%20Doe%20%3Cjohn%2Ba@x.example.com%3E", "john+a@x.example.com"),
        ("john@x.example.com; john@X.example.com", "john@x.example.com"),
        ("John.Doe@Example.COM", "John.Doe@example.com"),
        ("POSTMASTER@example.com", "postmaster@example.com"),
        ("Info@example.com", "info@example.com"),
        ("mueller@müller.example.com", "mueller@müller.example.com"),
        ("mueller@xn--mller-kva.example.com", "mueller@müller.example.com"),
        ("müller@x.example.com", "müller@x.example.com"),
        ("mu\u0308ller@x.example.com", "müller@x.example.com"),
        ("a+fair@x.example.com", "a+fair@x.example.com"),
        ("o'neill@x.example.com", "o'neill@x.example.com"),
        ("x@example.com", "x@example.com"),
    ],
)
def test_address_in_its_normal_form(cell: str, address: str) -> None:
    assert read_email(cell)[:2] == (address, "valid")


# What is no address stays as it was.
@pytest.mark.parametrize(
    "cell",
    ["john", "john@", "@example.com", "a@localhost", "x@foo.invalid", "a@b@example.com",
     "john @example.com", "john@-x.example.com", "john@x..example.com", "john@127.0.0.1",
     "a@x.example.com; b@x.example.com", "a@x.example.com b@x.example.com"],
)  # fmt: skip
def test_invalid_address_is_kept(cell: str) -> None:
    assert read_email(cell)[:2] == (cell, "invalid")


def test_two_addresses_in_a_cell_are_flagged() -> None:
    two = ["a@x.example.com; b@x.example.com", "A <a@x.example.com>; B <b@x.example.com>"]
    cleaned = _cleaned(email=[*two, "a b@x.example.com"])
    assert cleaned["issues"].tolist() == ["email_invalid; email_several"] * 2 + ["email_invalid"]


def test_blank_is_missing() -> None:
    assert _cleaned(email=["", "  "])["email_status"].tolist() == ["missing", "missing"]


# Flags say what kind of mailbox a valid address is.
@pytest.mark.parametrize(
    ("cell", "flags"),
    [
        ("info@x.example.com", "role"),
        ("No_Reply+a@x.example.com", "role"),
        ("eva@gmail.com", "free"),
        ("eva@GMX.de", "free"),
        ("eva@mailinator.com", "disposable"),
        ("kontakt@web.de", "role; free"),
        ("müller@x.example.com", "smtputf8"),
        ("eva@müller.example.com", ""),
        ("eva@x.example.com", ""),
        ("info@", ""),
    ],
)
def test_flags(cell: str, flags: str) -> None:
    assert _cleaned(email=[cell])["email_flags"].tolist() == [flags]


# A suggestion is made for a mistyped provider only, and the address itself is never changed.
@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"), ("gmai.com", "gmail.com"), ("gmail.con", "gmail.com"),
        ("gmailc.om", "gmail.com"), ("GNAIL.con", "gmail.com"), ("hotmial.com", "hotmail.com"),
        ("homail.con", "hotmail.com"), ("hotmail.co", "hotmail.com"), ("yajoo.com", "yahoo.com"),
        ("outlok.de", "outlook.de"), ("t-onlien.de", "t-online.de"), ("gxm.de", "gmx.de"),
        ("mailw.com", ""), ("comcast.com", ""), ("cox.com", ""), ("mail.com", ""), ("email.com", ""),
        ("ymail.com", ""), ("jmail.com", ""), ("gmx.at", ""), ("gmail.com", ""), ("abc.com", ""),
        ("webs.de", ""), ("libera.it", ""), ("meier.example.com", ""), ("yahoo.ca", ""),
    ],
)  # fmt: skip
def test_suggestion(domain: str, meant: str) -> None:
    cleaned = _cleaned(email=[f"Eva@{domain}"])
    assert cleaned["email_suggestion"].tolist() == [f"Eva@{meant}" if meant else ""]
    assert cleaned["email"].tolist() == [f"Eva@{domain.lower()}"]


def test_a_firm_that_looks_mistyped_is_left_alone() -> None:
    cleaned = _cleaned(
        email=["a@gmial.com", "a@gmial.com", "a@gmial.com"],
        company=["Gmial GmbH", "Acme", ""],
        website=["", "www.gmial.com/about", "acme.example.com"],
    )
    assert cleaned["email_suggestion"].tolist() == ["", "", "a@gmail.com"]


def test_no_real_provider_is_taken_for_a_mistake() -> None:
    known = {"email.com", "mail.com", "ymail.com", "gmx.net", "gmx.at", "live.de", "me.com"}
    assert known.isdisjoint(suggestions())


def test_nothing_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    cleaned = _cleaned(email=["eva@x.example.com", "ü@x.example.com", "john@"])
    assert cleaned["email_status"].tolist() == ["valid", "valid", "invalid"]


# The small sister of `make differential`: no answer differs from email-validator's own.
def test_no_answer_differs_from_email_validator() -> None:
    assert differential.different_emails(seed=0, count=8000) == []


@examples(75, 1000)
@given(st.text(alphabet="aZ09.-_@+'üß\\~xn", min_size=1, max_size=24), st.sampled_from("@ "))
def test_any_text_gets_the_librarys_verdict(text: str, sign: str) -> None:
    cell = f"{text}{sign}A.example.com".strip()
    read = Emails(as_cells([cell]))
    try:
        should = validate_email(cell, check_deliverability=False).normalized
    except EmailNotValidError:
        should = cell
    assert read.addresses.to_pylist() == [should]


KEYS = {  # two addresses -> whether they are one as written, as delivered, and without a tag
    ("Eva@Meier.example.com", "eva@meier.example.com"): (True, True, True),
    ("eva+fair@meier.example.com", "eva@meier.example.com"): (False, False, True),
    ("eva+fair@outlook.com", "eva@outlook.com"): (False, True, True),
    ("e.va+fair@googlemail.com", "eva@gmail.com"): (False, True, True),
    ("eva@müller.example.com", "eva@xn--mller-kva.example.com"): (False, False, True),
    ("Eva <eva@x.example.com>", "eva@x.example.com"): (True, False, True),
    ("eva@x.example.com", "jan@x.example.com"): (False, False, False),
}


@pytest.mark.parametrize(("pair", "same"), KEYS.items())
def test_three_keys_differ_where_they_must(
    pair: tuple[str, str], same: tuple[bool, bool, bool]
) -> None:
    one, other = pair
    keys = (key_as_written, key_as_delivered, key_without_tag)
    assert tuple(key(one) == key(other) for key in keys) == same


@given(st.lists(st.text("aA.+ß<> @\n", max_size=9) | st.sampled_from([one for one, _ in KEYS])))
def test_keys_of_a_column_are_those_of_its_cells(cells: list[str]) -> None:
    assert keys_as_written(as_cells(cells)).to_pylist() == [key_as_written(cell) for cell in cells]
