"""Clean: what can be brought to its normal form is, and the rest stays and is flagged."""

from __future__ import annotations

import socket

import pytest

from leadkit.clean import ISSUES, CleanOptions, clean_leads, clean_stage
from leadkit.errors import LeadkitError


def cleaned(leads_of, region="", **cells):
    """Return the cleaned row of these cells."""
    leads = leads_of(**{name: [cell] for name, cell in cells.items()})
    return clean_leads(leads, CleanOptions(region)).iloc[0].to_dict()


PHONES = {
    "row's country": ({"phone": "089 99998-123", "country": "Deutschland"}, "", "+498999998123"),
    "row's country before --region": ({"phone": "01 5550 123", "country": "AT"}, "DE", "+4315550123"),
    "--region": ({"phone": "0151 2345 6789"}, "DE", "+4915123456789"),
    "--region where the country is unknown": ({"phone": "089 99998123", "country": "Atlantis"}, "DE", "+498999998123"),
    "its own country code": ({"phone": "0043 1 5550 123", "country": "DE"}, "", "+4315550123"),
    "none": ({"phone": "089 99998-123"}, "", "089 99998-123"),
    "too short": ({"phone": "12", "country": "DE"}, "", "12"),
    "words": ({"phone": "on request", "country": "DE"}, "", "on request"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "region", "phone"), PHONES.values(), ids=PHONES)
def test_phone_region(leads_of, cells, region, phone):
    """A number is read in its row's country, else in --region; what is no number stays."""
    row = cleaned(leads_of, region, **cells)
    assert row["phone"] == phone
    valid = phone.startswith("+")
    assert row["phone_status"] == ("valid" if valid else "invalid")
    assert ("phone_invalid" in row["issues"]) != valid


def test_status_columns_tell_of_the_best_address(leads_of):
    """phone_status is that of the best number, email_status that of the first address."""
    leads = leads_of(
        email=["eva@meier.example.com", "eva@", "", "eva@"],
        email_2=["", "eva@meier.example.com", "", ""],
        phone=["12", "", "", "12"],
        mobile=["+4915123456789", "", "", ""],
    )
    told = clean_leads(leads)
    assert told["email_status"].tolist() == ["valid", "invalid", "missing", "invalid"]
    assert told["phone_status"].tolist() == ["valid", "missing", "missing", "invalid"]
    assert told["issues"].tolist() == [
        "phone_invalid", "email_invalid", "", "email_invalid; phone_invalid",
    ]  # fmt: skip


CELLS = {
    "country": [("UK", "GB"), ("  Österreich ", "AT"), ("DEU", "DE"), ("NA", "NA"), ("Atlantis", "Atlantis")],
    "last_name": [("MÜLLER-LÜDENSCHEIDT", "Müller-Lüdenscheidt"), ("von der leyen", "von der Leyen"), ("Null", "Null"), ("McDonald", "McDonald"), (" Mu\u0308ller ", "Müller")],
    "email": [(" Eva@Meier.Example.COM ", "Eva@meier.example.com"), ("mailto:e@x.example.com", "e@x.example.com"), ("Eva <e@x.example.com>", "e@x.example.com"), ("e@x.example.com\u200b", "e@x.example.com"), ("e@@x", "e@@x"), ("x@foo.invalid", "x@foo.invalid")],
    "email_opt_out": [("Ja", "yes"), ("0", "no"), ("opted out", "yes"), ("2026-01-31", "2026-01-31")],
    "consent": [("wahr", "yes"), ("nein", "no"), ("unsubscribed", "no"), ("perhaps", "perhaps")],
    "postal_code": [(" 01067 ", "01067")],
    "notes": [(" two\n lines ", " two\n lines ")],
    "Shoe size": [(" 41 ", " 41 ")],
}  # fmt: skip


@pytest.mark.parametrize(("column", "cases"), CELLS.items(), ids=CELLS)
def test_cells(leads_of, column, cases):
    """Each kind of cell has its normal form; notes and unknown columns are nobody's business."""
    assert [cleaned(leads_of, **{column: cell})[column] for cell, _ in cases] == [
        expected for _, expected in cases
    ]


def test_issues_keep_what_others_wrote(leads_of):
    """Codes of other stages stay, ours are written anew, and every code has a meaning."""
    row = cleaned(leads_of, email="e@", country="Atlantis", issues="by_hand; phone_invalid")
    assert row["issues"].split("; ") == ["by_hand", "country_unknown", "email_invalid"]
    assert set(row["issues"].split("; ")) - {"by_hand"} <= ISSUES.keys()


def test_no_network(leads_of, monkeypatch):
    """Cleaning asks no server anything."""

    def no_network(*arguments: object, **options: object) -> None:
        raise AssertionError("clean went to the network")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    row = cleaned(leads_of, email="nobody@nowhere.example.com", phone="+498999998123")
    assert (row["email_status"], row["phone_status"]) == ("valid", "valid")


def test_an_unknown_region_is_an_error():
    """--region takes a code or a name of a country."""
    clean_stage(CleanOptions("Deutschland"))
    with pytest.raises(LeadkitError, match="--region Atlantis: no such country"):
        clean_stage(CleanOptions("Atlantis"))
