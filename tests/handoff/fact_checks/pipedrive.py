"""Pipedrive leads with their people and organisations.

Sources: Pipedrive support, "Importing: mandatory fields" (2022-06-21: a lead's title, and a person or
an organisation; rows without come back as a skip file), "How can I import data into Pipedrive with
spreadsheets" (Portuguese edition: no formulas, one sheet, no signs in fields of numbers), a partner's
page on 50 MB and 50,000 rows, "Campaigns: marketing contacts" (2025-08-22: nobody is subscribed unless
it is said). Columns are matched by hand: any header that names one of its objects is somebody's field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.handoff.fact_checks.facts import OWN_FIELD, Column, Crm, Limits, OptOut, one_of
from tests.handoff.fact_checks.rules import of_cells
from tests.handoff.fact_checks.tables import Table

COLUMNS = {
    "Lead - Title": Column(),
    "Lead - Owner": Column(),
    "Lead - Note": Column(),
    "Note": Column(),
    "Owner": Column(),
    "Lead - Value": Column("number"),
    "Person - Name": Column(),
    "Person - First name": Column(),
    "Person - Last name": Column(),
    "Person - Email - Work": Column("email"),
    "Person - Email - Home": Column("email"),
    "Person - Email - Other": Column("email"),
    "Person - Phone - Work": Column("phone"),
    "Person - Phone - Mobile": Column("phone"),
    "Person - Phone - Home": Column("phone"),
    "Person - Phone - Other": Column("phone"),
    "Person - Label": Column(),
    "Person - Marketing status": Column(),
    "Organization - Name": Column(),
    "Organization - Address": Column(),
    "Note - Content": Column(),
}


def formulas(table: Table) -> Iterator[str]:
    """Tell of cells that a spreadsheet reads as formulas."""
    for header, cells in zip(table.header, table.columns, strict=True):
        yield from of_cells(
            table, header, cells, lambda value: value.lstrip().startswith("="), "a formula"
        )


PIPEDRIVE = Crm(
    name="Pipedrive",
    columns=COLUMNS,
    limits=Limits(rows=50_000, size=50_000_000),
    own_field=re.compile(rf"{OWN_FIELD.pattern}|^(Lead|Person|Organization|Note) - \S", re.I),
    delimiters=",;",
    needs=(
        ("Lead - Title",),
        ("Person - Name", "Person - First name", "Person - Last name", "Organization - Name"),
    ),
    email="Person - Email - Work",
    keys=("Person - Email - Work",),
    opt_out=OptOut("Person - Marketing status", one_of("Unsubscribed | No consent") | {""}),
    more=formulas,
)
