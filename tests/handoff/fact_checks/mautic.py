"""Mautic contacts.

Sources: Mautic's user documentation, "Import Contacts" (UTF-8, booleans, tags, times, splitting, what
fields are matched by), its source text of the fields of contacts and companies and its list of
countries, which are names. "A few thousand" rows are taken to be 5,000. How long a text may be differs
by version and is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.handoff.fact_checks.facts import Column, Crm, Limits, OptOut, one_of
from tests.handoff.fact_checks.rules import of_cells
from tests.handoff.fact_checks.tables import Table

YES = one_of("true | 1 | on | yes")
NO = one_of("false | 0 | off | no")
TEXTS = (
    "title firstname lastname company position address1 address2 city state zipcode country website"
    " preferred_locale timezone facebook foursquare instagram linkedin skype twitter"
    " companyname companyaddress1 companyaddress2 companycity companystate companyzipcode"
    " companycountry companywebsite companyindustry companydescription stage ownerusername tags"
)
COLUMNS = {
    **{name: Column() for name in TEXTS.split()},
    "email": Column("email"),
    "companyemail": Column("email"),
    "phone": Column("phone"),
    "mobile": Column("phone"),
    "fax": Column("phone"),
    "companyphone": Column("phone"),
    "companyfax": Column("phone"),
    "points": Column("whole"),
    "id": Column("whole"),
    "companynumber_of_employees": Column("whole"),
    "companyannual_revenue": Column("number"),
    "attribution": Column("number"),
    "doNotEmail": Column(values=YES | NO),
    "dateAdded": Column("spaced time"),
    "dateModified": Column("spaced time"),
    "dateIdentified": Column("spaced time"),
    "lastActive": Column("spaced time"),
    "attribution_date": Column("spaced time"),
}


def more(table: Table) -> Iterator[str]:
    """Tell of tags that would be one, and of countries by code, by which no filter finds them."""
    yield from of_cells(
        table,
        "tags",
        table.cells("tags"),
        lambda value: re.search(r"[,;]|\|\||^\||\|$|\s\||\|\s", value) is not None,
        "tags are set off by | alone",
    )
    for name in ("country", "companycountry"):
        yield from of_cells(
            table,
            name,
            table.cells(name),
            lambda value: re.fullmatch(r"[A-Za-z]{2,3}", value) is not None,
            "a code, Mautic's countries are names",
        )


MAUTIC = Crm(
    name="Mautic",
    columns=COLUMNS,
    limits=Limits(rows=5_000),
    email="email",
    keys=("email", "id"),
    opt_out=OptOut("doNotEmail", YES, list_marks={"doNotEmail": YES}),
    more=more,
)
