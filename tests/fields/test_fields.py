"""Countries, regions, consent, placeholders, web addresses, dates and amounts."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.clean import clean_leads
from leadkit.fields.amount import plain_amount
from leadkit.fields.cleaner import CleanOptions, Fields
from leadkit.fields.consent import yes_or_no
from leadkit.fields.country import country_code
from leadkit.fields.dates import iso_date, read_date
from leadkit.fields.numbers import parse_range
from leadkit.fields.phone.region import regions_of
from leadkit.fields.web import normal_profile, normal_website


def _cleaned(only: str, drop: bool = False, **columns: list[str]) -> pd.DataFrame:
    leads = pd.DataFrame(columns, dtype="str")
    return clean_leads(leads, CleanOptions(only=only, drop_placeholders=drop))


@pytest.mark.parametrize(
    "case",
    "Deutschland=DE Germany=DE deu=DE de=DE UK=GB Österreich=AT Suisse=CH España=ES Italia=IT "
    "Nederland=NL NA=NA USA=US Polska=PL 日本=JP Atlantis= D=DE 276=DE".split(),
)
def test_country(case: str) -> None:
    name, code = case.split("=")
    assert country_code(name) == code


@pytest.mark.parametrize(
    "case",
    [
        "Oesterreich=AT", "Weißrussland=BY", "Česká republika=CZ", "Hrvatska=HR", "Lietuva=LT",
        "Republic of Austria=AT", "Fürstentum Liechtenstein=LI", "República Argentina=AR",
        "Korea, Republic of=KR", "Korea, Democratic People's Republic of=KP",
        "Democratic Republic of the Congo=CD", "Iran, Islamic Republic of=IR", "Hong Kong=HK",
        "Bosnia and Herzegovina=BA", "Trinidad & Tobago=TT", "Germany (DE)=DE", "D - Germany=DE",
        "Deutschland/Germany=DE", "EE.UU.=US", "P.R. China=CN", "Macedonia=MK", "Holy See=VA",
        "Germany, Austria=", "Berlin=", "Republic=", "Europe=", "FL=",
    ],
)  # fmt: skip
def test_usual_names_of_countries(case: str) -> None:
    name, code = case.split("=")
    assert country_code(name) == code


def test_an_unknown_country_stays_and_is_flagged() -> None:
    cleaned = _cleaned("country", country=["Atlantis", "Norway", ""])
    assert cleaned["country"].tolist() == ["Atlantis", "NO", ""]
    assert cleaned["issues"].tolist() == ["country_unknown", "", ""]


# A phone's region is its row's country, else what an address ends in, else the one asked for.
@pytest.mark.parametrize(
    ("row", "region"),
    [
        ({"country": "Österreich", "email": "a@b.example.ch"}, "AT"),
        ({"country": "UK"}, "GB"),
        ({"country": "de"}, "DE"),
        ({"country": "Atlantis", "email": "a@x.example.ch"}, "CH"),
        ({"email": "a@x.example.co.uk"}, "GB"),
        ({"email": "Eva <a@x.example.AT>"}, "AT"),
        ({"email": "a@x.example.io"}, "FR"),
        ({"email": "a@x.example.com", "website": "http://x.example.nl/about"}, "NL"),
        ({}, "FR"),
    ],
)
def test_region(row: dict[str, str], region: str) -> None:
    names = ("country", "email", "website")
    leads = pd.DataFrame({name: [row.get(name, "")] for name in names}, dtype="str")
    assert regions_of(Fields(leads, CleanOptions()), "phone", "FR").to_pylist() == [region]


def test_phones_are_read_in_their_rows_region() -> None:
    cleaned = _cleaned("phone", phone=["0171 1234567"] * 2, country=["Deutschland", "Österreich"])
    assert cleaned["phone"].tolist() == ["+491711234567", "+431711234567"]
    assert cleaned["phone_type"].tolist() == ["mobile", "fixed_line"]


def test_all_phone_columns_are_cleaned() -> None:
    cleaned = _cleaned(
        "phone",
        phone=["x", "089 99998 ext. 4", "030/1234567-12"],
        mobile=["0171 1234567", "", ""],
        company_phone=["", "030 1234567 ext. 9", ""],
        country=["DE"] * 3,
    )
    assert cleaned["mobile"].tolist() == ["+491711234567", "", ""]
    assert cleaned["company_phone"].tolist() == ["", "+49301234567", ""]
    assert cleaned["phone_status"].tolist() == ["valid"] * 3
    assert cleaned["phone_type"].tolist() == ["mobile", "fixed_line", "fixed_line"]
    assert cleaned["phone_extension"].tolist() == ["", "4; company_phone 9", ""]
    assert cleaned["issues"].tolist() == ["phone_invalid", "", "phone_possible_extension"]


@pytest.mark.parametrize(
    "case",
    "yes=yes no=no ja=yes Nein=no oui=yes x=yes 1=yes 0=no TRUE=yes wahr=yes opted_out=no "
    "sí=yes unsubscribed=no maybe= 2= Opted-In=yes OPTED_OUT=no SÌ=yes ✅=yes [x]=yes 1.0=yes 0.0=no "
    "da=yes нет=no はい=yes 예=yes hayır=no kyllä=yes zugestimmt=yes abgelehnt=no do_not_contact=no "
    "nicht_erteilt=no [_]= consent= -= 2026-04-03=yes ja,_per_Post= ja,_per_Mail=yes".split(),
)
def test_consent(case: str) -> None:
    word, answer = case.split("=")
    assert yes_or_no(word.replace("_", " ")) == answer


def test_an_unclear_answer_stays_and_is_flagged() -> None:
    cleaned = _cleaned("consent", consent=["ja", "perhaps", ""], email_opt_out=["x", "?!", "no"])
    assert cleaned["consent"].tolist() == ["yes", "perhaps", ""]
    assert cleaned["email_opt_out"].tolist() == ["yes", "?!", "no"]
    assert cleaned["issues"].tolist() == ["", "consent_unclear; email_opt_out_unclear", ""]


_PLACEHOLDERS = {
    "company": [
        "n/a",
        "N/A",
        "-",
        "test",
        "asdf",
        "Select",
        "unbekannt",
        "#REF!",
        "#NV",
        "nicht bekannt",
        "…",
    ],
    "email": ["xxx@xxx.com", "test@test.com", "n/a", "asdf@asdf.com", "noemail@noemail.com"],
    "phone": ["000000", "123456789", "1111111", "-"],
    "last_name": ["n/a", "asdf", "xxx"],
    "postal_code": ["00000", "99999"],
}
_REAL = {
    "last_name": ["Null", "None", "Test", "True", "Nil", "Select"],
    "first_name": ["Test"],
    "country": ["NA"],
    "postal_code": ["01067", "00100"],
    "company": ["Test & Measure GmbH", "3M"],
    "email": ["tester@x.example.com", "info@test-firm.example.com"],
    "notes": ["n/a"],
}


@pytest.mark.parametrize("column", _PLACEHOLDERS)
def test_placeholders_are_flagged_and_emptied_on_demand(column: str) -> None:
    cells = _PLACEHOLDERS[column]
    flagged = _cleaned("placeholder", **{column: cells})
    assert flagged[column].tolist() == cells
    assert flagged["issues"].tolist() == [f"{column}_placeholder"] * len(cells)
    emptied = _cleaned("placeholder", True, **{column: cells})
    assert emptied[column].tolist() == [""] * len(cells)
    assert emptied["issues"].tolist() == flagged["issues"].tolist()


@pytest.mark.parametrize("column", _REAL)
def test_what_somebody_may_mean_is_no_placeholder(column: str) -> None:
    cleaned = _cleaned("placeholder", True, **{column: _REAL[column]})
    assert cleaned[column].tolist() == _REAL[column]
    assert set(cleaned["issues"]) == {""}


@pytest.mark.parametrize(
    ("cell", "site"),
    [
        ("HTTPS://www.X.Example.com/", "x.example.com"), ("x.example.com", "x.example.com"),
        ("http://x.example.com/Team?utm_source=a&b=1#c", "x.example.com/Team?b=1"),
        ("www.x.example.com:443/a/", "x.example.com/a"), ("müller.example.com", "müller.example.com"),
        ("www.com", "www.com"), ("WWW.DE", "www.de"), ("none", ""), ("a b.com", ""),
        ("eva@x.example.com", ""), ("-", ""), ("https:/x.example.com", "x.example.com"),
        ("hhtp://x.example.com", "x.example.com"), ("https://https://x.example.com", "x.example.com"),
        ("www.www.x.example.com", "x.example.com"), ("(x.example.com),", "x.example.com"),
        ("Website: www.x.example.com", "x.example.com"), ("https://x.example.com\u200b", "x.example.com"),
        ("xn--mller-kva.example.com", "müller.example.com"), ("https://x.example.com/a b", ""),
        ("x.example.com und y.example.com", ""), ("ftp://x.example.com", ""), ("192.168.0.1", ""),
    ],
)  # fmt: skip
def test_website(cell: str, site: str) -> None:
    assert normal_website(cell) == site
    cleaned = _cleaned("web", website=[cell])
    assert cleaned["website"].tolist() == [site or cell]
    assert cleaned["issues"].tolist() == ["" if site else "website_invalid"]


@pytest.mark.parametrize(
    ("cell", "profile"),
    [
        ("de.linkedin.com/in/Eva-Meier/de?trk=x", "https://www.linkedin.com/in/eva-meier"),
        ("http://www.linkedin.com/in/eva-m%C3%BCller/", "https://www.linkedin.com/in/eva-müller"),
        ("in/eva-meier", "https://www.linkedin.com/in/eva-meier"),
        ("linkedin.com/company/Acme", "https://www.linkedin.com/company/acme"),
        ("linkedin.com/mwlite/in/eva", "https://www.linkedin.com/in/eva"), ("linkedin.com/in/eva b", ""),
        ("linkedin.com/in/eva%20b", ""), ("linkedin.com", ""), ("eva meier", ""), ("facebook.com/in/eva", ""),
    ],
)  # fmt: skip
def test_linkedin(cell: str, profile: str) -> None:
    assert normal_profile(cell) == profile
    assert not profile or normal_profile(profile) == profile


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2026-04-03", "2026-04-03"), ("3.4.2026", "2026-04-03"), ("03.04.2026", "2026-04-03"),
        ("13/04/2026", "2026-04-13"), ("04/13/2026", "2026-04-13"), ("03/04/2026", "ambiguous"),
        ("4/4/2026", "2026-04-04"), ("2026/04/03", "2026-04-03"), ("20260403", "2026-04-03"),
        ("3. April 2026", "2026-04-03"), ("Apr 3, 2026", "2026-04-03"), ("03-Apr-2026", "2026-04-03"),
        ("3 mars 2026", "2026-03-03"), ("3 de marzo de 2026", "2026-03-03"),
        ("3.4.2026 14:05", "2026-04-03T14:05"), ("2026-04-03 14:05:06", "2026-04-03T14:05:06"),
        ("2026-04-03T14:05:06Z", "2026-04-03T14:05:06Z"), ("4/13/2026 12:05 AM", "2026-04-13T00:05"),
        ("31.2.2026", ""), ("2026-02-30", ""), ("45750", ""), ("soon", ""), ("1.1.26", ""),
        ("3.4.2026 25:00", ""), ("3 dubna 2026", "2026-04-03"), ("3 апреля 2026", "2026-04-03"),
        ("2026年4月3日", "2026-04-03"), ("3. Maerz 2026", "2026-03-03"), ("3. Jänner 2026", "2026-01-03"),
        ("Fr., 3.4.2026", "2026-04-03"), ("Fri Apr 03 2026", "2026-04-03"), ("3.4.2026.", "2026-04-03"),
        ("20260403T100000Z", "2026-04-03T10:00:00Z"), ("20260403T1000", "2026-04-03T10:00"),
        ("2026/04/03 10:36:23 AM GMT+2", "2026-04-03T10:36:23+02:00"), ("3.4.2026 um 14:05 Uhr", "2026-04-03T14:05"),
        ("Fri Apr 03 2026 10:36:23 GMT+0200", "2026-04-03T10:36:23+02:00"), ("3 Apr 2026, 10:36 (CEST)", "2026-04-03T10:36"),
        ("13/04/2026 à 14:05", "2026-04-13T14:05"), ("4/13/2026 at 3:05 p. m. EST", "2026-04-13T15:05"),
        ("13-04-2026 - 09:12", "2026-04-13T09:12"), ("3.4.2026 14:05 UTC-03:00", "2026-04-03T14:05-03:00"),
        ("2026-04-03T10:00:00+0200", "2026-04-03T10:00:00+02:00"), ("3-Apr", ""), ("04/2026", ""),
    ],
)  # fmt: skip
def test_date(cell: str, date: str) -> None:
    assert (read_date(cell) or "") == date


def test_import_and_clean_read_dates_alike() -> None:
    """What import writes clean leaves alone, and a code of import that no longer holds goes."""
    for cell in ("3.4.2026 14:30", "Fr., 3.4.2026", "2026-04-03T10:00:00+0200", "3 dubna 2026"):
        written = iso_date(cell, "")
        assert written == read_date(cell)
        cleaned = _cleaned("date", created_at=[written or ""])
        assert cleaned["created_at"].tolist() == [written]
    cells = {"created_at": ["03/04/2026", "soon"], "issues": ["created_at_unclear; x"] * 2}
    cleaned = clean_leads(pd.DataFrame(cells, dtype="str"), CleanOptions(date_order="dmy"))
    assert cleaned["created_at"].tolist() == ["2026-04-03", "soon"]
    assert cleaned["issues"].tolist() == ["x", "x; created_at_unclear; created_at_invalid"]


def test_date_order_tells_what_slashes_mean() -> None:
    assert [read_date("03/04/2026", order) for order in ("dmy", "mdy")] == [
        "2026-04-03",
        "2026-03-04",
    ]
    for cell, order in (("13/04/2026", "mdy"), ("04/13/2026", "dmy")):  # a day over 12 tells
        assert read_date(cell, order) == "2026-04-13"
        assert iso_date(cell, order) is None, "in a column it contradicts the others"
    assert read_date("03/04/26") is None, "nor is a year of two digits a year there"
    cleaned = _cleaned("date", birthday=["03/04/2026", "never", "3.4.1980"])
    assert cleaned["birthday"].tolist() == ["03/04/2026", "never", "1980-04-03"]
    assert cleaned["issues"].tolist() == ["birthday_ambiguous", "birthday_invalid", ""]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.000", "1000"), ("1,000", "1000"), ("1 000", "1000"), ("51-200", "51-200"),
        ("51 - 200", "51-200"), (">500", "501+"), ("500+", "500+"), ("10k", "10000"),
        ("€ 2,5 Mio.", "2500000"), ("ca. 50", "50"), ("10-50 Mitarbeiter", "10-50"), ("< 10", "0-9"),
        (">=500", "500+"), ("mind. 50", "50+"), ("bis 10", "0-10"), ("von 51 bis 200", "51-200"),
        ("entre 51 y 200", "51-200"), ("1-10 Mio. €", "1000000-10000000"), ("500-10k", "500-10000"),
        ("$1M - $10M", "1000000-10000000"), ("€100k-€500k", "100000-500000"), ("500 TEUR", "500000"),
        ("2,5 Millionen", "2500000"), ("2,5 millions d'euros", "2500000"), ("3 Milliarden", "3000000000"),
        ("CHF 50'000.-", "50000"), ("50.000,- €", "50000"), ("50 Mio. Euro p.a.", "50000000"),
        ("50 (2023)", "50"), ("50 Mitarbeitende", "50"), ("12-34-56", ""), ("2024-01-01", ""),
        ("10%", ""), ("1e6", ""), ("2-Oct", ""),
        ("0", "0"), ("12.5", "12.5"), ("many", ""), ("10-5", ""), ("-5", ""),
    ],
)  # fmt: skip
def test_amount(cell: str, amount: str) -> None:
    assert plain_amount(cell) == amount
    assert not amount or (plain_amount(amount) == amount and parse_range(amount))
    cleaned = _cleaned("amount", employees=[cell])
    assert cleaned["employees"].tolist() == [amount or cell]
    assert cleaned["issues"].tolist() == ["" if amount else "employees_unclear"]


def test_postal_codes_and_states_are_trimmed_and_keep_their_zeros() -> None:
    cleaned = _cleaned("text", postal_code=[" 01067 ", "00100"], state=[" BY", "NRW"])
    assert cleaned["postal_code"].tolist() == ["01067", "00100"]
    assert cleaned["state"].tolist() == ["BY", "NRW"]
