"""What a CRM would refuse, cut, misread or change in silence in files that were made for it.

Written from public facts about the CRMs alone, not from leadkit's targets, so that either finds the
other's mistakes. Each module names its sources; a fact that no document confirmed is no finding.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from tests.handoff.fact_checks import (
    dynamics,
    hubspot,
    marketo,
    mautic,
    odoo,
    pipedrive,
    salesforce,
    zoho,
)
from tests.handoff.fact_checks.facts import Crm
from tests.handoff.fact_checks.opt_outs import read_opt_outs
from tests.handoff.fact_checks.rules import (
    check_column,
    check_file,
    check_header,
    check_keys,
    check_needs,
    check_people,
    check_values,
)
from tests.handoff.fact_checks.tables import Table, import_files, read_table

CRMS: dict[str, Crm] = {
    "hubspot": hubspot.HUBSPOT,
    "salesforce": salesforce.WIZARD,
    "salesforce-data-loader": salesforce.DATA_LOADER,
    "dynamics": dynamics.DYNAMICS,
    "pipedrive": pipedrive.PIPEDRIVE,
    "zoho": zoho.ZOHO,
    "odoo": odoo.ODOO,
    "mautic": mautic.MAUTIC,
    "marketo": marketo.MARKETO,
}


def check(
    crm: Crm,
    folder: Path,
    *,
    opted_out: Collection[str] = (),
    never: Collection[str] = (),
    smallest_edition: bool = False,
) -> list[str]:
    """Return in plain sentences what this CRM would do to the files of a folder, if not take them.

    `opted_out` are addresses of people who want no e-mails, `never` of people who must not be in
    the files at all; `smallest_edition` asks for the limits of its cheapest edition.
    """
    leads, lists = import_files(folder)
    limits = crm.small if smallest_edition and crm.small else crm.limits
    opt_outs, found = read_opt_outs(crm, lists, limits)
    if not leads:
        return [*found, f"{folder.name}: has no file of leads"]
    tables: list[Table] = []
    for path in leads:
        table, wrong = read_table(path, crm.delimiters)
        found += wrong
        if table is None:
            continue
        tables.append(table)
        found += check_file(crm, table, limits)
        found += check_header(crm, table)
        found += check_needs(crm, table)
        for header, cells in zip(table.header, table.columns, strict=True):
            found += check_column(crm, table, header, cells)
            name = crm.field_of(header)
            if name is not None:
                found += check_values(table, header, cells, crm.columns[name])
        found += crm.more(table)
    found += check_keys(crm, tables)
    found += check_people(crm, tables, opt_outs, opted_out, never)
    return found
