"""The rules for files of people who said no: an address a row, what marks it, and nothing else.

A CRM finds the record by the address and sets the mark; whatever else stood there would be written
over what it has, or make a person to be contacted of somebody who is not known there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.handoff.fact_checks.facts import Crm, Limits
from tests.handoff.fact_checks.rules import check_file, of_cells
from tests.handoff.fact_checks.tables import NO_CALLS, Table, read_table
from tests.handoff.fact_checks.values import is_email


def read_opt_outs(crm: Crm, paths: Iterable[Path], limits: Limits) -> tuple[list[str], list[str]]:
    """Return the addresses that no mail may go to, by the files of opt-outs, and what is wrong."""
    addresses: list[str] = []
    found: list[str] = []
    for path in paths:
        table, wrong = read_table(path, crm.delimiters)
        found += wrong
        if table is None:
            continue
        if not (crm.opt_out.own_file or crm.opt_out.list_marks):  # for another place of this CRM
            addresses += [one for cells in table.columns for one in cells if is_email(one)]
            continue
        if crm.opt_out.own_file and table.header != ["Email"]:
            found.append(f"{table.name}: has the header {table.header}, not one column Email")
            continue
        found += check_file(crm, table, limits)
        found += _check_columns(crm, table)
        found += _check_addresses(crm, table)
        if not NO_CALLS.search(path.stem):
            addresses += {value.casefold() for value in _addresses(crm, table)}
    times = Counter(addresses)
    if twice := [value for value, many in times.items() if many > 1]:
        found.append(f"{len(twice)} addresses stand in several files of opt-outs")
    return addresses, found


def _key(crm: Crm) -> str:
    return crm.email if crm.opt_out.list_marks else "Email"


def _check_columns(crm: Crm, table: Table) -> Iterator[str]:
    """Tell what else than the address and marks is there, and which marks do not say no."""
    known = {_key(crm), *crm.opt_out.list_marks}
    if others := [header for header in table.header if header not in known]:
        yield f"{table.name}: has more than addresses and marks: {', '.join(others)}"
    if _key(crm) not in table.header:
        yield f"{table.name}: has no column {_key(crm)}"
    wanted = crm.opt_out.call_column if NO_CALLS.search(table.name) else crm.opt_out.column
    if crm.opt_out.list_marks and wanted not in table.header:
        yield f"{table.name}: has no column {wanted}, so it marks nobody"
    for header, cells in zip(table.header, table.columns, strict=True):
        marks = crm.opt_out.list_marks.get(header)
        if marks and (wrong := {*cells} - marks):
            yield f"{table.name}: {header}: {min(wrong)!r} does not say no"


def _check_addresses(crm: Crm, table: Table) -> Iterator[str]:
    for header, cells in zip(table.header, table.columns, strict=True):
        if header == _key(crm):
            yield from of_cells(
                table, header, cells, lambda value: not is_email(value), "no e-mail address"
            )
            if "" in cells:
                yield f"{table.name}: {header}: blank in {cells.count('')} rows"
            if len({value.casefold() for value in cells}) < len(cells):
                yield f"{table.name}: {header}: some stand in several rows"


def _addresses(crm: Crm, table: Table) -> list[str]:
    """Return the addresses of a list that says of them that no mail may go there."""
    if _key(crm) not in table.header:
        return []
    return [one for one in table.columns[table.header.index(_key(crm))] if is_email(one)]
