"""Marketo Engage leads, by the bulk import of its REST interface.

Sources: Adobe Experience League, "Bulk Lead Import" and "Bulk Import" (under 10 MB, insert or update
only, comma, tab or semicolon, REST names), "Standard Fields", "Field Types" (2024-11-14: texts of 255
characters, long texts of 30,000 bytes, addresses of pages with their protocol, W3C times); on e-mail
addresses of plain letters a tool maker's page on errors of Marketo's import.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.handoff.fact_checks.facts import Column, Crm, Limits, OptOut, one_of
from tests.handoff.fact_checks.tables import Table

YES = one_of("true | 1 | yes")
NO = one_of("false | 0 | no")
TEXTS = (
    "firstName middleName lastName salutation title company site department leadRole leadSource"
    " leadStatus industry rating city state postalCode country billingCity billingState"
    " billingPostalCode billingCountry sicCode externalCompanyId externalSalesPersonId"
)
COLUMNS = {
    **{name: Column(longest=255) for name in TEXTS.split()},
    "email": Column("ascii email"),
    "phone": Column("phone"),
    "mobilePhone": Column("phone"),
    "mainPhone": Column("phone"),
    "fax": Column("phone"),
    "website": Column("url"),
    "address": Column(heaviest=30_000),
    "billingStreet": Column(heaviest=30_000),
    "numberOfEmployees": Column("whole"),
    "annualRevenue": Column("number"),
    "leadScore": Column("whole"),
    "dateOfBirth": Column("iso day"),
    "unsubscribed": Column(values=YES | NO),
    "unsubscribedReason": Column(heaviest=30_000),
    "doNotCall": Column(values=YES | NO),
    "doNotCallReason": Column(heaviest=30_000),
    "marketingSuspended": Column(values=YES | NO),
    "emailInvalid": Column(values=YES | NO),
    "createdAt": Column(dead="is set by Marketo and cannot be imported"),
    "updatedAt": Column(dead="is set by Marketo and cannot be imported"),
}


def more(table: Table) -> Iterator[str]:
    """Tell of a file without the field by which leads are found again."""
    if "email" not in table.fields:
        yield f"{table.name}: has no column email, every upload makes everybody anew"


MARKETO = Crm(
    name="Marketo",
    columns=COLUMNS,
    limits=Limits(size=10_000_000 - 1),
    delimiters=",;\t",
    email="email",
    keys=("email",),
    opt_out=OptOut(
        "unsubscribed",
        YES,
        list_marks={"unsubscribed": YES, "doNotCall": YES},
        call_column="doNotCall",
    ),
    more=more,
)
