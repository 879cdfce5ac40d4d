"""HubSpot contacts.

Sources: HubSpot knowledge base, "Set up import files" (2025-10-03), "Import an opt-out list"
(2024-06-10; Italian edition 2025-08-28), "Review and troubleshoot import errors" (2024-09-16), "Import
data to checkbox properties" (2020-10-19); HubSpot developer changelog, "CRM Imports API - New
validation for Required Properties"; values of the default properties as one portal lists them. That
Number of Employees is a list and Annual Revenue a text is confirmed, the list's values are not: both
are checked for nothing but control characters.
"""

from __future__ import annotations

from tests.handoff.fact_checks.facts import Column, Crm, Limits, OptOut, one_of

STAGES = one_of(
    "subscriber | lead | marketingqualifiedlead | salesqualifiedlead | opportunity | customer"
    "| evangelist | other"
)
STATUSES = one_of(
    "NEW | OPEN | IN_PROGRESS | OPEN_DEAL | UNQUALIFIED | ATTEMPTED_TO_CONTACT | CONNECTED | BAD_TIMING"
)
# The first two with an en dash, the third with a hyphen.
LEGAL_BASES = frozenset(
    [
        "Legitimate interest \u2013 prospect/lead",
        "Legitimate interest \u2013 existing customer",
        "Legitimate interest - other",
        "Performance of a contract",
        "Freely given consent from contact",
        "Not applicable",
    ]
)
COLUMNS = {
    "Email": Column("email"),
    "First Name": Column(),
    "Last Name": Column(),
    "Phone Number": Column("phone"),
    "Mobile Phone Number": Column("phone"),
    "Fax Number": Column("phone"),
    "Job Title": Column(),
    "Company Name": Column(),
    "Website URL": Column(),
    "Street Address": Column(),
    "City": Column(),
    "State/Region": Column(),
    "Postal Code": Column(),
    "Country/Region": Column(),
    "Salutation": Column(),
    "Preferred language": Column(),
    "Seniority": Column(),
    "Job function": Column(),
    "Industry": Column(),
    "Number of Employees": Column(),
    "Annual Revenue": Column(),
    "Message": Column(),
    "Lifecycle Stage": Column(values=STAGES),
    "Lead Status": Column(values=STATUSES),
    "Contact owner": Column("email"),
    "Legal basis for processing contact's data": Column(values=LEGAL_BASES, several=";"),
    "Record ID": Column("whole"),
    "Create Date": Column(dead="is set by HubSpot and cannot be imported"),
}
INTERNAL = {
    "email": "Email",
    "firstname": "First Name",
    "lastname": "Last Name",
    "phone": "Phone Number",
    "mobilephone": "Mobile Phone Number",
    "fax": "Fax Number",
    "jobtitle": "Job Title",
    "company": "Company Name",
    "website": "Website URL",
    "address": "Street Address",
    "city": "City",
    "state": "State/Region",
    "zip": "Postal Code",
    "country": "Country/Region",
    "salutation": "Salutation",
    "hs_language": "Preferred language",
    "lifecyclestage": "Lifecycle Stage",
    "hs_lead_status": "Lead Status",
    "hubspot_owner_id": "Contact owner",
    "hs_legal_basis": "Legal basis for processing contact's data",
    "seniority": "Seniority",
    "job_function": "Job function",
    "numemployees": "Number of Employees",
    "annualrevenue": "Annual Revenue",
    "industry": "Industry",
    "message": "Message",
    "createdate": "Create Date",
}


HUBSPOT = Crm(
    name="HubSpot",
    columns=COLUMNS,
    also=INTERNAL,
    limits=Limits(rows=1_048_576, size=512_000_000, columns=999),
    small=Limits(rows=500_000, size=20_000_000, columns=999),
    needs=(("Email", "First Name", "Last Name"),),
    keys=("Email", "Record ID"),
    opt_out=OptOut(own_file=True),
)
