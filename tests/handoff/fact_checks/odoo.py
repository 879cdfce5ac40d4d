"""Odoo leads (crm.lead).

Sources: Odoo's documentation source, "Export and import data" (19.0: how cells become records, tags,
external ids, what an empty cell does, tabs), and its source text of crm.lead (labels, technical names,
Type, Priority, Probability). An empty cell empties the field of a lead that is there already, and takes
the default from a new one: a column is filled in every row where the field has a default, and not
carried along where it is blank in all. Mobile is no field of crm.lead from 18.2 on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.handoff.fact_checks.facts import Column, Crm, OptOut, one_of
from tests.handoff.fact_checks.rules import of_cells
from tests.handoff.fact_checks.tables import Table

TYPES = one_of("lead | opportunity | Lead | Opportunity")
PRIORITIES = one_of("Low | Medium | High | Very High | 0 | 1 | 2 | 3")
WITH_DEFAULT = ("Type", "Priority", "Stage")
COLUMNS = {
    "External ID": Column(),
    "Database ID": Column("whole"),
    "Opportunity": Column(),
    "Type": Column(values=TYPES),
    "Contact Name": Column(),
    "Company Name": Column(),
    "Job Position": Column(),
    "Title": Column(),
    "Email": Column("email"),
    "Phone": Column("phone"),
    "Mobile": Column("phone", dead="is no field from Odoo 18.2 on, its numbers get lost"),
    "Website": Column(),
    "Street": Column(),
    "Street2": Column(),
    "Zip": Column(),
    "City": Column(),
    "State": Column(),
    "Country": Column(),
    "Language": Column(),
    "Salesperson": Column(),
    "Sales Team": Column(),
    "Stage": Column(),
    "Tags": Column(),
    "Priority": Column(values=PRIORITIES),
    "Notes": Column(),
    "Source": Column(),
    "Medium": Column(),
    "Campaign": Column(),
    "Referred By": Column(),
    "Probability": Column("percent"),
    "Expected Revenue": Column("number"),
    "Expected Closing": Column("iso day"),
}
TECHNICAL = {
    "id": "External ID",
    ".id": "Database ID",
    "name": "Opportunity",
    "type": "Type",
    "contact_name": "Contact Name",
    "partner_name": "Company Name",
    "function": "Job Position",
    "title": "Title",
    "email_from": "Email",
    "phone": "Phone",
    "mobile": "Mobile",
    "website": "Website",
    "street": "Street",
    "street2": "Street2",
    "zip": "Zip",
    "city": "City",
    "state_id": "State",
    "country_id": "Country",
    "lang_id": "Language",
    "user_id": "Salesperson",
    "team_id": "Sales Team",
    "stage_id": "Stage",
    "tag_ids": "Tags",
    "priority": "Priority",
    "description": "Notes",
    "source_id": "Source",
    "medium_id": "Medium",
    "campaign_id": "Campaign",
    "referred": "Referred By",
    "probability": "Probability",
    "expected_revenue": "Expected Revenue",
    "date_deadline": "Expected Closing",
}


def empty_cells(table: Table) -> Iterator[str]:
    """Tell where an empty cell takes something away."""
    known = [row for row, number in enumerate(table.cells("Database ID")) if number]
    for header, cells in zip(table.header, table.columns, strict=True):
        if cells and not any(cells):
            yield f"{table.name}: {header}: is blank in all rows and empties the field"
            continue
        name = ODOO.field_of(header)
        if name in WITH_DEFAULT and "" in cells:
            yield f"{table.name}: {header}: {cells.count('')} empty cells take the default away"
        elif name != "External ID" and any(not cells[row] for row in known):
            yield f"{table.name}: {header}: empty cells empty the field of leads that are there"


def tags(table: Table) -> Iterator[str]:
    """Tell of tags that are set off by anything but a comma."""
    yield from of_cells(
        table,
        "Tags",
        table.cells("Tags"),
        lambda value: re.search(r",\s|\s,|,,|^,|,$|[;|]", value) is not None,
        "tags are set off by a comma alone",
    )


def more(table: Table) -> Iterator[str]:
    """Tell what is wrong for Odoo alone."""
    yield from empty_cells(table)
    yield from tags(table)
    if "External ID" not in table.fields and "Database ID" not in table.fields:
        yield f"{table.name}: has no External ID, a second upload makes everybody anew"


ODOO = Crm(
    name="Odoo",
    columns=COLUMNS,
    also=TECHNICAL,
    delimiters=",;",
    needs=(("Opportunity",),),
    keys=("External ID", "Database ID"),
    opt_out=OptOut(),
    more=more,
)
