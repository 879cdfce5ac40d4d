"""A lead for every CRM that its checker finds nothing wrong with, and how files are written of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

GOOD: dict[str, dict[str, str]] = {
    "hubspot": {
        "Email": "j.braeuer@malrinka.example.com",
        "First Name": "Jutta",
        "Last Name": "Bräuer",
        "Phone Number": "+493515550175",
        "Mobile Phone Number": "+49 171 3920004",
        "Job Title": "Leitung Einkauf",
        "Company Name": "Malrinka & Söhne",
        "Website URL": "malrinka.example.com",
        "Lifecycle Stage": "salesqualifiedlead",
        "Lead Status": "NEW",
        "Contact owner": "jule.wacker@stand.example.org",
        "Legal basis for processing contact's data": "Legitimate interest \u2013 prospect/lead",
        "leadkit_id": "10ba3361f875ce00",
    },
    "salesforce": {
        "First Name": "Jutta",
        "Last Name": "Bräuer",
        "Company": "Malrinka & Söhne",
        "Email": "j.braeuer@malrinka.example.com",
        "Email Opt Out": "0",
        "Phone": "+493515550175 x12",
        "No. of Employees": "120",
        "Annual Revenue": "12000000",
        "Rating": "Hot",
        "Description": "wants a catalogue,\nand a price list",
    },
    "salesforce-data-loader": {
        "FirstName": "Jutta",
        "LastName": "Bräuer",
        "Company": "Malrinka & Söhne",
        "Email": "j.braeuer@malrinka.example.com",
        "HasOptedOutOfEmail": "false",
        "MobilePhone": "+491713920004",
        "NumberOfEmployees": "120",
        "Rating": "Warm",
        "CreatedDate": "2026-10-06T09:29:55",
        "OwnerId": "005000000000001AAA",
        "Leadkit_Id__c": "10ba3361f875ce00",
    },
    "dynamics": {
        "Topic": "Trade fair: Malrinka & Söhne",
        "Last Name": "Bräuer",
        "Company Name": "Malrinka & Söhne",
        "Email": "j.braeuer@malrinka.example.com",
        "Mobile Phone": "+491713920004",
        "No. of Employees": "120",
        "Lead Source": "Trade Show",
        "Status Reason": "New",
        "Do not allow Emails": "Allow",
        "Rating": "Hot",
        "Confirm Interest": "Yes",
        "Record Created On": "2026-10-06",
    },
    "pipedrive": {
        "Lead - Title": "Malrinka & Söhne",
        "Lead - Value": "12000",
        "Person - Name": "Jutta Bräuer",
        "Person - Email - Work": "j.braeuer@malrinka.example.com",
        "Person - Phone - Work": "+493515550175",
        "Person - Marketing status": "No consent",
        "Organization - Name": "Malrinka & Söhne",
    },
    "zoho": {
        "First Name": "Jutta",
        "Last Name": "Bräuer",
        "Company": "Malrinka & Söhne",
        "Email": "j.braeuer@malrinka.example.com",
        "Mobile": "+491713920004",
        "Lead Source": "Trade Show",
        "Lead Status": "Not Contacted",
        "Email Opt Out": "0",
        "No. of Employees": "120",
        "Lead Owner": "jule.wacker@stand.example.org",
        "Created Time": "10/06/2026 09:29:55",
    },
    "odoo": {
        "External ID": "leadkit.10ba3361f875ce00",
        "Opportunity": "Malrinka & Söhne",
        "Type": "Lead",
        "Contact Name": "Jutta Bräuer",
        "Email": "j.braeuer@malrinka.example.com",
        "Phone": "+493515550175",
        "Country": "DE",
        "Tags": "Trade fair,Hot",
        "Priority": "High",
        "Probability": "20.5",
        "Expected Closing": "2026-12-01",
    },
    "mautic": {
        "email": "j.braeuer@malrinka.example.com",
        "firstname": "Jutta",
        "lastname": "Bräuer",
        "company": "Malrinka & Söhne",
        "country": "Germany",
        "tags": "trade fair|hot",
        "points": "75",
        "doNotEmail": "0",
        "dateAdded": "2026-10-06 09:29:55",
        "companynumber_of_employees": "120",
    },
    "marketo": {
        "email": "j.braeuer@malrinka.example.com",
        "firstName": "Jutta",
        "lastName": "Bräuer",
        "company": "Malrinka & Söhne",
        "website": "https://malrinka.example.com",
        "unsubscribed": "false",
        "numberOfEmployees": "120",
        "leadkitExternalId": "10ba3361f875ce00",
    },
}


def write_rows(
    path: Path, rows: Sequence[dict[str, str]], *, delimiter: str = ",", bom: bool = True
) -> None:
    """Write rows that all have the columns of the first."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
