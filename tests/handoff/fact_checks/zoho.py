"""Zoho CRM leads.

Sources: Zoho help, "Import Data to Zoho CRM" (signs that no cell may hold, mandatory fields, checkboxes,
lists, owners by e-mail), "Managing Standard Fields" (lengths; Last Name and Company are mandatory),
"Rules for data importing in Zoho CRM" (month first, 1 or 0), rows by edition as shared/crm-formats has
them; the values of Lead Source and Lead Status as one portal lists them.
"""

from __future__ import annotations

import re

from tests.handoff.fact_checks.facts import Column, Crm, Limits, OptOut, one_of

SOURCES = one_of(
    "-None- | Advertisement | Cold Call | Employee Referral | External Referral | Online Store"
    "| X (Twitter) | Facebook | Partner | Public Relations | Sales Email Alias | Seminar Partner"
    "| Internal Seminar | Trade Show | Web Download | Web Research | Chat"
)
STATUSES = one_of(
    "-None- | Attempted to Contact | Contact in Future | Contacted | Junk Lead | Lost Lead"
    "| Not Contacted | Pre-Qualified | Not Qualified"
)
YES = one_of("1 | true | True | TRUE")
NO = one_of("0 | false | False | FALSE")
COLUMNS = {
    "Salutation": Column(),
    "First Name": Column(longest=40),
    "Last Name": Column(longest=80),
    "Company": Column(longest=100),
    "Title": Column(longest=100),
    "Email": Column("email", longest=100),
    "Secondary Email": Column("email", longest=100),
    "Phone": Column("phone", longest=30),
    "Mobile": Column("phone", longest=30),
    "Fax": Column("phone", longest=30),
    "Website": Column(longest=120),
    "Street": Column(),
    "City": Column(),
    "State": Column(),
    "Zip Code": Column(),
    "Country": Column(),
    "Industry": Column(),
    "Annual Revenue": Column("number", longest=16),
    "No. of Employees": Column("whole", longest=16),
    "Lead Source": Column(values=SOURCES),
    "Lead Status": Column(values=STATUSES),
    "Rating": Column(),
    "Email Opt Out": Column(values=YES | NO),
    "Lead Owner": Column("email"),
    "Description": Column(longest=32_000),
    "Skype ID": Column(longest=50),
    "Created Time": Column("month first"),
    "Modified Time": Column("month first"),
}

ZOHO = Crm(
    name="Zoho",
    columns=COLUMNS,
    also={"Email Opt-out": "Email Opt Out", "Web site": "Website"},
    limits=Limits(rows=30_000),
    small=Limits(rows=1_000),
    needs=(("Last Name",), ("Company",)),
    keys=("Email",),
    opt_out=OptOut("Email Opt Out", YES, list_marks={"Email Opt Out": YES}),
    forbidden=re.compile(r'["|<>]'),
    forbidden_why='one of " | < >, which no cell may hold',
)
