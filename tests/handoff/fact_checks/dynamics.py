"""Dynamics 365 leads.

Sources: the lead table's reference and the import pages of Microsoft's documentation source (lengths,
lists, limits); Dynamics help, "Prepare your file for import" (letters beyond ASCII), "Date data, in
unexpected formats" of the known issues of import (a day that reads both ways is taken in silence),
"Option set mapping" (a value that is unknown becomes a new option). Industries are a list that no
source here spells out: only Lead Source, Status Reason and the like are held to theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.handoff.fact_checks.facts import Column, Crm, Limits, OptOut, one_of
from tests.handoff.fact_checks.rules import of_cells
from tests.handoff.fact_checks.tables import Table

ALLOW = one_of("Allow | Do Not Allow")
INVERTED = ("Confirm Interest", "Evaluate Fit")
COLUMNS = {
    "Topic": Column(longest=300),
    "First Name": Column(longest=50),
    "Middle Name": Column(longest=50),
    "Last Name": Column(longest=50),
    "Salutation": Column(longest=100),
    "Company Name": Column(longest=100),
    "Job Title": Column(longest=100),
    "Email": Column("email", longest=100),
    "Email Address 2": Column("email", longest=100),
    "Email Address 3": Column("email", longest=100),
    "Business Phone": Column("phone", longest=50),
    "Home Phone": Column("phone", longest=50),
    "Other Phone": Column("phone", longest=50),
    "Mobile Phone": Column("phone", longest=20),
    "Fax": Column("phone", longest=50),
    "Website": Column(longest=200),
    "Street 1": Column(longest=250),
    "Street 2": Column(longest=250),
    "Street 3": Column(longest=250),
    "City": Column(longest=80),
    "State/Province": Column(longest=50),
    "ZIP/Postal Code": Column(longest=20),
    "Country/Region": Column(longest=80),
    "No. of Employees": Column("employees"),
    "Annual Revenue": Column("number"),
    "Industry": Column(),
    "Lead Source": Column(
        values=one_of(
            "Advertisement | Employee Referral | External Referral | Partner | Public Relations"
            "| Seminar | Trade Show | Web | Word of Mouth | Other"
        )
    ),
    "Rating": Column(values=one_of("Hot | Warm | Cold")),
    "Status": Column(dead="cannot be set when a lead is made"),
    "Status Reason": Column(
        values=one_of(
            "New | Contacted | Qualified | Lost | Cannot Contact | No Longer Interested | Canceled"
        )
    ),
    "Do not allow Emails": Column(values=ALLOW),
    "Do not allow Bulk Emails": Column(values=ALLOW),
    "Do not allow Phone Calls": Column(values=ALLOW),
    "Do not allow Mails": Column(values=ALLOW),
    "Description": Column(longest=2000),
    "Qualification Comments": Column(longest=2000),
    "Budget": Column(values=one_of("No Committed Budget | May Buy | Can Buy | Will Buy")),
    "Need": Column(values=one_of("Must have | Should have | Good to have | No need")),
    "Purchase Timeframe": Column(
        values=one_of("Immediate | This Quarter | Next Quarter | This Year | Unknown")
    ),
    "Confirm Interest": Column(),
    "Evaluate Fit": Column(),
    "Owner": Column(),
    "Record Created On": Column("iso time"),
}


def inverted(table: Table) -> Iterator[str]:
    """Tell of answers as 0 and 1 where 0 means yes."""
    for name in INVERTED:
        if name in table.fields:
            cells = table.cells(name)
            yield from of_cells(
                table, name, cells, lambda value: value in ("0", "1"), "0 means yes here"
            )


def one_line_header(table: Table) -> Iterator[str]:
    """Tell of headers with quotes or line breaks."""
    for header in table.header:
        if re.search(r'["\r\n]', header):
            yield f"{table.name}: {header!r}: a header has no quotes and no line breaks"


def more(table: Table) -> Iterator[str]:
    """Tell what is wrong for Dynamics alone."""
    yield from inverted(table)
    yield from one_line_header(table)


DYNAMICS = Crm(
    name="Dynamics",
    columns=COLUMNS,
    limits=Limits(size=8 * 1024 * 1024),
    delimiters=",;\t:",
    needs_bom=True,
    needs=(("Topic",), ("Last Name",)),
    keys=("Email",),
    opt_out=OptOut(
        "Do not allow Emails",
        one_of("Do Not Allow"),
        list_marks={
            f"Do not allow {what}": one_of("Do Not Allow")
            for what in ("Emails", "Bulk Emails", "Phone Calls", "Mails")
        },
        call_column="Do not allow Phone Calls",
    ),
    more=more,
)
