"""Salesforce leads: by the Data Import Wizard, which takes labels, and by Data Loader (API names).

Sources: Salesforce Help, "Field Mapping for Importing Leads", "Import Limits", "How large can my import
file be?" and "Contact and Lead Imports" (undated); Salesforce Fields Reference, "Lead" (lengths; those
behind the letter N were not to be read, so Street, State, Title and Website are held to the 255
characters of any text field, and the postal code to the 20 that its introduction names); Data Loader
Guide, "Data Types Supported by Data Loader", "Data Loader Behavior with Bulk API Enabled" and "Data
Import Dates"; Bulk API Guide, "Valid CSV Record Rows". Statuses, sources and industries differ from
one organisation to the next: only their length is checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.handoff.fact_checks.facts import Column, Crm, Limits, OptOut, one_of
from tests.handoff.fact_checks.rules import of_cells
from tests.handoff.fact_checks.tables import Table

RATINGS = one_of("Hot | Warm | Cold")
TEXT = Column(longest=255)
WIZARD_COLUMNS = {
    "Full Name": Column(longest=121),
    "First Name": Column(longest=40),
    "Last Name": Column(longest=80),
    "Salutation": TEXT,
    "Title": TEXT,
    "Company": Column(longest=255),
    "Email": Column("email", longest=80),
    "Email Opt Out": Column(values=one_of("0 | 1")),
    "Phone": Column("phone", longest=40),
    "Mobile": Column("phone", longest=40),
    "Fax": Column("phone", longest=40),
    "Website": TEXT,
    "Street": TEXT,
    "City": Column(longest=40),
    "State": TEXT,
    "Postal Code": Column(longest=20),
    "Country": Column(longest=80),
    "Industry": TEXT,
    "Annual Revenue": Column("number"),
    "No. of Employees": Column("eight digits"),
    "Lead Source": TEXT,
    "Lead Status": TEXT,
    "Lead Division": TEXT,
    "Rating": Column(values=RATINGS),
    "Description": Column(longest=32_000, heaviest=32 * 1024),
    "Record Owner": TEXT,
    "Lead ID": Column("record id"),
    "Currency ISO Code": Column(longest=3),
}
YES = frozenset(["yes", "y", "true", "on", "1", "YES", "Y", "TRUE", "True", "Yes", "ON", "On"])
NO = frozenset(["no", "n", "false", "off", "0", "NO", "N", "FALSE", "False", "No", "OFF", "Off"])
LOADER_COLUMNS = {
    "FirstName": Column(longest=40),
    "LastName": Column(longest=80),
    "Name": Column(dead="is made of FirstName and LastName and cannot be written"),
    "Salutation": TEXT,
    "Title": TEXT,
    "Company": Column(longest=255),
    "Email": Column("email", longest=80),
    "HasOptedOutOfEmail": Column(values=YES | NO),
    "HasOptedOutOfFax": Column(values=YES | NO),
    "DoNotCall": Column(values=YES | NO),
    "Phone": Column("phone", longest=40),
    "MobilePhone": Column("phone", longest=40),
    "Fax": Column("phone", longest=40),
    "Website": TEXT,
    "Street": TEXT,
    "City": Column(longest=40),
    "State": TEXT,
    "StateCode": TEXT,
    "PostalCode": Column(longest=20),
    "Country": Column(longest=80),
    "CountryCode": TEXT,
    "Industry": TEXT,
    "AnnualRevenue": Column("number"),
    "NumberOfEmployees": Column("eight digits"),
    "LeadSource": TEXT,
    "Status": TEXT,
    "Rating": Column(values=RATINGS),
    "Description": Column(longest=32_000),
    "OwnerId": Column("record id"),
    "Id": Column("record id"),
    "RecordTypeId": Column("record id"),
    "CurrencyIsoCode": Column(longest=3),
    "CreatedDate": Column("data loader time"),
}


def wizard_rows(table: Table) -> Iterator[str]:
    """Tell of a name that is given twice, and of records that are too heavy."""
    parts = [name for name in ("First Name", "Last Name") if name in table.fields]
    if "Full Name" in table.fields and parts:
        yield f"{table.name}: has Full Name beside {' and '.join(parts)}, never both"
    rows = enumerate(zip(*table.columns, strict=True), 1)
    heavy = [row for row, cells in rows if len("".join(cells).encode()) > 400_000]
    if heavy:
        yield f"{table.name}: {len(heavy)} rows have over 400 KB, first row {heavy[0]}"


def loader_cells(table: Table) -> Iterator[str]:
    """Tell of cells that empty a field or keep blanks around them, and of over-long own fields."""
    for header, cells in zip(table.header, table.columns, strict=True):
        yield from of_cells(
            table, header, cells, lambda value: value == "#N/A", "#N/A empties the field"
        )
        yield from of_cells(
            table,
            header,
            cells,
            lambda value: bool(value.strip()) and value != value.strip(),
            "blanks around it are kept",
        )
        if header not in LOADER_COLUMNS:
            yield from of_cells(
                table, header, cells, lambda value: len(value) > 32_000, "over 32000 characters"
            )


WIZARD = Crm(
    name="Salesforce's wizard",
    columns=WIZARD_COLUMNS,
    also={"Mobile Phone": "Mobile"},
    limits=Limits(rows=50_000, size=100_000_000, columns=90),
    needs=(("Last Name", "Full Name"), ("Company",)),
    keys=("Email", "Lead ID"),
    opt_out=OptOut("Email Opt Out", one_of("1"), list_marks={"Email Opt Out": one_of("1")}),
    more=wizard_rows,
)
DATA_LOADER = Crm(
    name="Data Loader",
    columns=LOADER_COLUMNS,
    limits=Limits(rows=5_000_000),
    needs=(("LastName",), ("Company",)),
    keys=("Email", "Id"),
    opt_out=OptOut(
        "HasOptedOutOfEmail",
        YES,
        list_marks={"HasOptedOutOfEmail": YES, "DoNotCall": YES},
        call_column="DoNotCall",
    ),
    more=loader_cells,
)
