"""Each rule of each CRM has a file that breaks it alone: what it changes, and what is then found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.handoff.fact_checks import CRMS, check
from tests.handoff.fact_checks.good_files import GOOD, write_rows

LONG = "x" * 32_001
BAD: dict[str, list[tuple[dict[str, str], str]]] = {
    "hubspot": [
        (
            {"Email": "", "First Name": "", "Last Name": ""},
            "Email or First Name or Last Name: blank",
        ),
        ({"Phone Number": "by appointment"}, "no phone number"),
        ({"Phone Number": "+999123456789"}, "no phone number"),
        ({"Mobile Phone Number": "+49 171 3920004, +49 171 3920005"}, "no phone number"),
        ({"Lifecycle Stage": "SQL"}, "no value of its list"),
        ({"Lead Status": "New"}, "no value of its list"),
        ({"Contact owner": "Jule Wacker"}, "no e-mail address"),
        (
            {"Legal basis for processing contact's data": "Legitimate interest - prospect/lead"},
            "no value of its list",
        ),
        (
            {"Legal basis for processing contact's data": "Legitimate interest \u2013 other"},
            "no value of its list",
        ),
        (
            {
                "Legal basis for processing contact's data": "Not applicable, Performance of a contract"
            },
            "no value of its list",
        ),
        ({"firstname": "Jutta"}, "'firstname' and 'First Name' are one field"),
        ({"Create Date": "2026-10-06"}, "set by HubSpot"),
        ({"Record ID": "10ba"}, "no whole number"),
    ],
    "salesforce": [
        ({"Last Name": ""}, "Last Name or Full Name: blank in 1 rows"),
        ({"Company": " \t"}, "Company: blank in 1 rows"),
        ({"Full Name": "Jutta Bräuer"}, "never both"),
        ({"Email Opt Out": "no"}, "no value of its list"),
        ({"Rating": "A"}, "no value of its list"),
        ({"First Name": "J" * 41}, "over 40 characters"),
        ({"Email": f"{'j' * 60}@malrinka-anlagenbau.example.com"}, "over 80 characters"),
        ({"Postal Code": "0" * 21}, "over 20 characters"),
        ({"Description": LONG}, "over 32000 characters"),
        ({"Description": "ä" * 20_000}, "over 32768 bytes"),
        ({"Leadkit notes": "ä" * 200_001}, "over 400 KB"),
        ({"No. of Employees": "51-200"}, "no whole number"),
        ({"No. of Employees": "123456789"}, "at most eight digits"),
        ({"Annual Revenue": "12 Mio."}, "no plain number"),
        ({"Annual Revenue": "12000000 €"}, "a currency sign"),
        ({"Annual Revenue": "12,000,000"}, "no plain number"),
        ({"Lead ID": "17"}, "no record id"),
        ({"Mobile Phone": "ask"}, "no phone number"),
    ],
    "salesforce-data-loader": [
        ({"LastName": ""}, "LastName: blank"),
        ({"Company": ""}, "Company: blank"),
        ({"Name": "Jutta Bräuer"}, "cannot be written"),
        ({"Last Name": "Bräuer"}, "knows no field 'Last Name'"),
        ({"HasOptedOutOfEmail": "ja"}, "no value of its list"),
        ({"OwnerId": "jule.wacker@stand.example.org"}, "no record id"),
        ({"CreatedDate": "06.10.2026"}, "no time in a form it knows"),
        ({"CreatedDate": "2026-13-06"}, "no time in a form it knows"),
        ({"FirstName": " Jutta"}, "blanks around it are kept"),
        ({"FirstName": "#N/A"}, "empties the field"),
        ({"Notes__c": LONG}, "over 32000 characters"),
        ({"Street": "x" * 256}, "over 255 characters"),
        ({"Rating": "hot"}, "no value of its list"),
    ],
    "dynamics": [
        ({"Topic": ""}, "Topic: blank"),
        ({"Last Name": ""}, "Last Name: blank"),
        ({"Topic": "x" * 301}, "over 300 characters"),
        ({"Mobile Phone": "+49 (0) 171 / 39 20 00 4"}, "over 20 characters"),
        ({"Description": "x" * 2001}, "over 2000 characters"),
        ({"No. of Employees": "51-200"}, "no whole number from 0 to 1,000,000"),
        ({"No. of Employees": "1000001"}, "no whole number from 0 to 1,000,000"),
        ({"Lead Source": "Trade fair"}, "no value of its list"),
        ({"Status Reason": "MQL"}, "no value of its list"),
        ({"Status": "Open"}, "cannot be set"),
        ({"Do not allow Emails": "yes"}, "no value of its list"),
        ({"Budget": "May buy"}, "no value of its list"),
        ({"Need": "Must Have"}, "no value of its list"),
        ({"Purchase Timeframe": "Q4"}, "no value of its list"),
        ({"Confirm Interest": "0"}, "0 means yes"),
        ({"Record Created On": "10/06/2026"}, "no time like"),
        ({'Leadkit "id"': "1"}, "no quotes and no line breaks"),
    ],
    "pipedrive": [
        ({"Lead - Title": ""}, "Lead - Title: blank"),
        ({"Person - Name": "", "Organization - Name": ""}, "Organization - Name: blank"),
        ({"Lead - Value": "€ 12000"}, "a currency sign"),
        ({"Lead - Value": "12.000,00"}, "no plain number"),
        ({"Note - Content": "=1+1"}, "a formula"),
        ({"Person - Phone - Work": "'+493515550175"}, "no phone number"),
    ],
    "zoho": [
        ({"Last Name": ""}, "Last Name: blank"),
        ({"Company": ""}, "Company: blank"),
        ({"Last Name": "x" * 81}, "over 80 characters"),
        ({"Phone": "0351 5550175 0351 5550175 0351"}, "no phone number"),
        ({"Phone": "+49 (351) 555 - 01 - 75 ext. 123"}, "over 30 characters"),
        ({"Description": "x" * 32_001}, "over 32000 characters"),
        ({"Lead Source": "Trade fair"}, "no value of its list"),
        ({"Lead Status": "Not contacted"}, "no value of its list"),
        ({"Email Opt Out": "yes"}, "no value of its list"),
        ({"Lead Owner": "Jule Wacker"}, "no e-mail address"),
        ({"Created Time": "2026-10-06"}, "no day like"),
        ({"Created Time": "10/06/26"}, "no day like"),
        ({"No. of Employees": "51-200"}, "no whole number"),
        ({"Company": 'the "best"'}, "which no cell may hold"),
        ({"Description": "a | b"}, "which no cell may hold"),
        ({"Description": "<b>"}, "which no cell may hold"),
    ],
    "odoo": [
        ({"Opportunity": ""}, "Opportunity: blank"),
        ({"Type": "MQL"}, "no value of its list"),
        ({"Mobile": "+491713920004"}, "no field from Odoo 18.2 on"),
        ({"Tags": "Trade fair, Hot"}, "set off by a comma alone"),
        ({"Tags": "Trade fair;Hot"}, "set off by a comma alone"),
        ({"Probability": "120"}, "no number from 0 to 100"),
        ({"Probability": "20 %"}, "no number from 0 to 100"),
        ({"Priority": "urgent"}, "no value of its list"),
        ({"Expected Closing": "01.12.2026"}, "no day like"),
        ({"Street2": ""}, "blank in all rows"),
        ({"Phone": "+49 351 555 0175 / 555 0176 / 0177"}, "no phone number"),
    ],
    "mautic": [
        ({"doNotEmail": "ja"}, "no value of its list"),
        ({"points": "47.33"}, "no whole number"),
        ({"tags": "trade fair, hot"}, "set off by | alone"),
        ({"tags": "trade fair;hot"}, "set off by | alone"),
        ({"country": "DE"}, "a code"),
        ({"companycountry": "USA"}, "a code"),
        ({"dateAdded": "2026-10-06T09:29:55"}, "no time like"),
        ({"dateAdded": "06.10.2026 09:29:55"}, "no time like"),
        ({"companynumber_of_employees": "51-200"}, "no whole number"),
        ({"companyannual_revenue": "12 Mio."}, "no plain number"),
        ({"donotemail": "1"}, "knows no field"),
    ],
    "marketo": [
        ({"email": "jürgen@malrinka.example.com"}, "plain letters"),
        ({"firstName": "J" * 256}, "over 255 characters"),
        ({"address": "ä" * 15_001}, "over 30000 bytes"),
        ({"website": "malrinka.example.com"}, "http://"),
        ({"unsubscribed": "x"}, "no value of its list"),
        ({"First Name": "Jutta"}, "knows no field"),
        ({"numberOfEmployees": "51-200"}, "no whole number"),
        ({"dateOfBirth": "1970"}, "no day like"),
        ({"createdAt": "2026-10-06"}, "cannot be imported"),
    ],
}
CASES = [(crm, change, words) for crm, cases in BAD.items() for change, words in cases]


@pytest.mark.parametrize(("crm", "change", "words"), CASES)
def test_each_fault_is_found_alone(
    tmp_path: Path, crm: str, change: dict[str, str], words: str
) -> None:
    """A good lead with one fault has exactly one finding, which says what it is and in which row."""
    row = GOOD[crm] | change
    email = CRMS[crm].email
    other = row | {key: GOOD[crm][key] for key in change if key in GOOD[crm]}
    key = "External ID" if crm == "odoo" else email
    if key not in change:
        other |= {key: f"other.{GOOD[crm][key]}"}
    only_new = [name for name in change if name not in GOOD[crm]]
    rows = [row] if only_new or key in change else [other, row]
    write_rows(tmp_path / "leads.csv", rows)
    findings = [text for text in check(CRMS[crm], tmp_path) if "blanks alone" not in text]
    assert len(findings) == 1, findings
    assert words in findings[0]
    assert len(rows) == 1 or f"row {len(rows)}" in findings[0] or "blank" in findings[0]


@pytest.mark.parametrize(
    ("crm", "column"),
    [
        ("hubspot", "Email"),
        ("salesforce", "Company"),
        ("salesforce", "Last Name"),
        ("salesforce-data-loader", "Company"),
        ("dynamics", "Topic"),
        ("pipedrive", "Lead - Title"),
        ("zoho", "Company"),
        ("odoo", "Opportunity"),
        ("odoo", "External ID"),
        ("marketo", "email"),
    ],
)
def test_a_column_that_is_missing(tmp_path: Path, crm: str, column: str) -> None:
    """Who must have a column is told that there is none."""
    row = {key: value for key, value in GOOD[crm].items() if key != column}
    if crm == "hubspot":
        row = {key: row[key] for key in row if key not in ("First Name", "Last Name")}
    write_rows(tmp_path / "leads.csv", [row])
    findings = check(CRMS[crm], tmp_path)
    assert len(findings) == 1
    assert "has no " in findings[0]
    assert column in findings[0]


def test_dynamics_needs_a_mark_of_its_encoding_beyond_ascii(tmp_path: Path) -> None:
    """Without the BOM, Dynamics reads Bräuer wrongly; Smith it reads rightly."""
    write_rows(tmp_path / "leads.csv", [GOOD["dynamics"]], bom=False)
    assert "no BOM" in " ".join(check(CRMS["dynamics"], tmp_path))
    plain = GOOD["dynamics"] | {"Topic": "t", "Last Name": "Smith", "Company Name": "c"}
    write_rows(tmp_path / "leads.csv", [plain], bom=False)
    assert check(CRMS["dynamics"], tmp_path) == []


def test_odoo_takes_from_leads_that_are_there(tmp_path: Path) -> None:
    """An empty cell of a lead that Odoo knows empties its field, one of a new lead nothing."""
    first = GOOD["odoo"]
    second = first | {"External ID": "leadkit.2", "Phone": ""}
    write_rows(tmp_path / "leads.csv", [first, second])
    assert check(CRMS["odoo"], tmp_path) == []
    write_rows(tmp_path / "leads.csv", [first | {"Type": ""}, second])
    assert "take the default away" in " ".join(check(CRMS["odoo"], tmp_path))
    known = [first | {"Database ID": "7"}, second | {"Database ID": "8"}]
    write_rows(tmp_path / "leads.csv", known)
    findings = check(CRMS["odoo"], tmp_path)
    assert len(findings) == 1
    assert "Phone: empty cells empty the field" in findings[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Email\nno@malrinka.example.com\n", None),
        ("Email,Name\nno@malrinka.example.com,a\n", "not one column Email"),
        ("E-Mail\nno@malrinka.example.com\n", "not one column Email"),
        ("Email\nn/a\n", "no e-mail address"),
        ('Email\n""\nno@malrinka.example.com\n', "blank in 1 rows"),
        ("Email\nno@malrinka.example.com\nNO@malrinka.example.com\n", "stand in several rows"),
        ("Email\nj.braeuer@malrinka.example.com\n", "without a mark"),
    ],
)
def test_hubspots_list_of_opt_outs(tmp_path: Path, text: str, words: str | None) -> None:
    """It has one column of addresses, nobody twice, and nobody of it is among the leads."""
    write_rows(tmp_path / "leads.csv", [GOOD["hubspot"]])
    (tmp_path / "opt-outs.csv").write_text(text, "utf-8")
    told = check(CRMS["hubspot"], tmp_path, opted_out=[])
    assert [words in one for one in told] == ([True] if words else [])
    assert check(CRMS["hubspot"], tmp_path, opted_out=["no@malrinka.example.com"]) == told or words


MARKED = {
    "salesforce": "Email,Email Opt Out\n{},1\n",
    "salesforce-data-loader": "Email,HasOptedOutOfEmail\n{},1\n",
    "dynamics": "Email,Do not allow Emails,Do not allow Bulk Emails\n{},Do Not Allow,Do Not Allow\n",
    "zoho": "Email,Email Opt Out\n{},1\n",
    "mautic": "email,doNotEmail\n{},1\n",
    "marketo": "email,unsubscribed\n{},true\n",
}
GONE = "no@malrinka.example.com"


@pytest.mark.parametrize("crm", MARKED)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("", ""), None),
        (("\n", ",Phone\n"), "has more than addresses and marks"),
        ((",1", ",0"), "does not say no"),
        ((",Do Not Allow", ",Allow"), "does not say no"),
        ((",true", ","), "does not say no"),
        (("{}", "n/a"), "no e-mail address"),
        (("{}", ""), "blank in 1 rows"),
        (("mail", "Mail Address"), "has no column"),
        (("\n{}", "\n{}1\n{}"), "more or fewer cells"),
    ],
)
def test_files_that_mark_who_said_no(
    tmp_path: Path, crm: str, change: tuple[str, str], words: str | None
) -> None:
    """An address and its marks, all of which say no; nothing else that an import would write."""
    plain = MARKED[crm]
    text = plain.replace(change[0], change[1], 1) if change[0] else plain
    if text == plain and words:
        pytest.skip("it has no such word")
    if change[0] == "\n":
        text = text.removesuffix("\n") + ",+4930123456\n"
    write_rows(tmp_path / "leads.csv", [GOOD[crm]])
    (tmp_path / "opt-outs.csv").write_text(text.format(GONE, GONE), "utf-8")
    told = check(CRMS[crm], tmp_path, opted_out=[GONE])
    assert any(words in one for one in told) if words else told == []


@pytest.mark.parametrize("crm", MARKED)
def test_who_said_no_is_told_to_every_crm_that_may_know_him(tmp_path: Path, crm: str) -> None:
    """Without a file of him he goes on being mailed there."""
    write_rows(tmp_path / "leads.csv", [GOOD[crm]])
    assert "are in no opt-out file" in check(CRMS[crm], tmp_path, opted_out=[GONE])[0]


def test_hubspots_contacts_whom_nobody_mails(tmp_path: Path) -> None:
    """Who opted out may be a contact in a file of those not to be mailed, if the list has him."""
    address = GOOD["hubspot"]["Email"]
    write_rows(tmp_path / "contacts-not-to-be-mailed.csv", [GOOD["hubspot"]])
    assert len(check(CRMS["hubspot"], tmp_path, opted_out=[address])) == 2
    (tmp_path / "opt-outs.csv").write_text(f"Email\n{address}\n", "utf-8")
    assert check(CRMS["hubspot"], tmp_path, opted_out=[address]) == []


@pytest.mark.parametrize(
    ("bases", "right"),
    [
        (";Not applicable;Performance of a contract", True),
        ("Not applicable;Performance of a contract", True),
        ("Not applicable; Performance of a contract", False),
        ("Not applicable;", False),
    ],
)
def test_several_legal_bases(tmp_path: Path, bases: str, right: bool) -> None:
    """Several bases are set off by a semicolon alone; a leading one adds them to what is there."""
    row = GOOD["hubspot"] | {"Legal basis for processing contact's data": bases}
    write_rows(tmp_path / "leads.csv", [row])
    assert (check(CRMS["hubspot"], tmp_path) == []) is right


@pytest.mark.parametrize(
    ("when", "right"),
    [
        ("2026-10-06", True),
        ("2026-10-06T09:29:55", True),
        ("2026-10-06T09:29:55.123Z", True),
        ("2026-10-06T09:29:55+0200", True),
        ("10/06/2026", True),
        ("20261006", True),
        ("26-10-06", False),
        ("2026-1-6", False),
        ("1066-10-14", False),
        ("16/10/2026", False),
        ("2026-10-06 9 o'clock", False),
    ],
)
def test_times_that_data_loader_knows(tmp_path: Path, when: str, right: bool) -> None:
    """Data Loader reads the forms that its guide lists, day first only when it is told so."""
    write_rows(tmp_path / "leads.csv", [GOOD["salesforce-data-loader"] | {"CreatedDate": when}])
    assert (check(CRMS["salesforce-data-loader"], tmp_path) == []) is right
