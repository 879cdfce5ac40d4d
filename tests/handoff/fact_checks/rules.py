"""The rules that every CRM's facts are put to: of a file, of a column, of rows, of all files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from tests.handoff.fact_checks.facts import Column, Crm, Limits
from tests.handoff.fact_checks.tables import NOT_MAILED, Table
from tests.handoff.fact_checks.values import CONTROL, KINDS

CURRENCY = re.compile(r"[€$£¥₹]|\b(EUR|USD|CHF|GBP)\b")


def of_cells(
    table: Table, header: str, cells: tuple[str, ...], bad: Callable[[str], bool], what: str
) -> Iterator[str]:
    """Tell in one sentence how many filled cells of a column are bad, and show the first."""
    wrong = {value for value in set(cells) if value and bad(value)}
    if wrong:
        at = [row for row, value in enumerate(cells, 1) if value in wrong]
        shown = cells[at[0] - 1]
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        yield f"{table.name}: {header}: {what}: {len(at)} cells, first row {at[0]} ({shown!r})"


def check_file(crm: Crm, table: Table, limits: Limits) -> Iterator[str]:
    """Tell what is wrong with a file as a whole."""
    if not table.rows:
        yield f"{table.name}: has a header and no rows"
    if limits.rows is not None and table.rows > limits.rows:
        yield f"{table.name}: has {table.rows:,} rows, {crm.name} takes {limits.rows:,}"
    if limits.size is not None and table.size > limits.size:
        yield f"{table.name}: has {table.size:,} bytes, {crm.name} takes {limits.size:,}"
    if limits.columns is not None and len(table.header) > limits.columns:
        yield f"{table.name}: has {len(table.header)} columns, {crm.name} takes {limits.columns}"
    ascii_only = all(value.isascii() for cells in table.columns for value in set(cells))
    if crm.needs_bom and not table.has_bom and not ascii_only:
        yield f"{table.name}: has letters beyond ASCII and no BOM, {crm.name} misreads them"


def check_header(crm: Crm, table: Table) -> Iterator[str]:
    """Tell which headers a CRM knows nothing of, and note by which field each column is known."""
    for header, times in Counter(table.header).items():
        if times > 1:
            yield f"{table.name}: {header!r} heads {times} columns"
    for at, header in enumerate(table.header):
        if not header.strip():
            yield f"{table.name}: column {at + 1} has no header"
            continue
        name = crm.field_of(header)
        if name is None:
            if not crm.own_field.search(header):
                yield f"{table.name}: {crm.name} knows no field {header!r}"
        elif name in table.fields and table.header[table.fields[name]] != header:
            other = table.header[table.fields[name]]
            yield f"{table.name}: {header!r} and {other!r} are one field"
        elif name not in table.fields:
            table.fields[name] = at
            if crm.columns[name].dead:
                yield f"{table.name}: {header}: {crm.columns[name].dead}"


def check_column(crm: Crm, table: Table, header: str, cells: tuple[str, ...]) -> Iterator[str]:
    """Tell what is wrong with the cells of a column, whatever it is for."""
    yield from of_cells(
        table, header, cells, lambda value: CONTROL.search(value) is not None, "control characters"
    )
    yield from of_cells(table, header, cells, lambda value: not value.strip(), "blanks alone")
    if crm.forbidden is not None:
        sign = crm.forbidden
        yield from of_cells(
            table, header, cells, lambda value: sign.search(value) is not None, crm.forbidden_why
        )


def check_values(table: Table, header: str, cells: tuple[str, ...], fact: Column) -> Iterator[str]:
    """Tell which cells of a field its CRM would refuse, cut or misread."""
    if fact.longest is not None:
        longest = fact.longest
        yield from of_cells(
            table, header, cells, lambda value: len(value) > longest, f"over {longest} characters"
        )
    if fact.heaviest is not None:
        heaviest = fact.heaviest
        yield from of_cells(
            table,
            header,
            cells,
            lambda value: len(value.encode()) > heaviest,
            f"over {heaviest} bytes",
        )
    if fact.kind in ("number", "whole", "employees", "eight digits"):
        what = "a currency sign"
        yield from of_cells(table, header, cells, lambda value: bool(CURRENCY.search(value)), what)
        cells = tuple("" if CURRENCY.search(value) else value for value in cells)
    fits, else_it_is = KINDS[fact.kind]
    yield from of_cells(table, header, cells, lambda value: not fits(value), else_it_is)
    if fact.values is not None:
        known, several = fact.values, fact.several

        def unknown(value: str) -> bool:
            parts = value.removeprefix(several).split(several) if several else [value]
            return not known.issuperset(parts)

        yield from of_cells(table, header, cells, unknown, "no value of its list")


def check_needs(crm: Crm, table: Table) -> Iterator[str]:
    """Tell which columns are missing that every lead needs, and which rows have them blank."""
    for group in crm.needs:
        there = [name for name in group if name in table.fields]
        told = " or ".join(group)
        if not there:
            yield f"{table.name}: has no column {told}"
            continue
        rows = zip(*(table.cells(name) for name in there), strict=True)
        blank = [row for row, values in enumerate(rows, 1) if not any(v.strip() for v in values)]
        if blank:
            yield f"{table.name}: {told}: blank in {len(blank)} rows, first row {blank[0]}"


def check_keys(crm: Crm, tables: Iterable[Table]) -> Iterator[str]:
    """Tell who comes twice, in one file or in two of its parts."""
    tables = list(tables)
    for name in crm.keys:
        times = Counter(
            value.strip().casefold()
            for table in tables
            for value in table.cells(name)
            if value.strip()
        )
        twice = [value for value, count in times.items() if count > 1]
        if twice:
            yield (
                f"{name}: {len(twice)} values stand in several rows, {crm.name} makes one of them "
                f"(first {twice[0]!r})"
            )


def check_people(
    crm: Crm,
    tables: Iterable[Table],
    opt_outs: Collection[str],
    opted_out: Collection[str],
    never: Collection[str],
) -> Iterator[str]:
    """Tell who is handed over that must not be, or without the mark that he wants no e-mails.

    `opt_outs` are the addresses of the separate files, `opted_out` those of whom the caller knows
    that they said no to e-mails, `never` those of whom nobody may hear again.
    """
    said_no = {value.casefold() for value in opted_out}
    listed = {value.casefold() for value in opt_outs}
    gone = {value.casefold() for value in never}
    heard = crm.opt_out.own_file or crm.opt_out.list_marks  # of those who are there from before
    tells = crm.opt_out.own_file or crm.opt_out.column
    there: set[str] = set()
    unmarked: set[str] = set()
    for table in tables:
        marks = table.cells(crm.opt_out.column) if crm.opt_out.column else ("",) * table.rows
        for value, mark in zip(table.cells(crm.email), marks, strict=True):
            address = value.strip().casefold()
            there.add(address)
            # a file of its own for people whom nobody mails, if the CRM also hears of their no
            apart = NOT_MAILED.search(table.name) is not None and address in listed
            if tells and mark not in crm.opt_out.marks and not apart:
                unmarked.add(address)
    for who, what in [
        (there & gone, "are suppressed and among the leads"),
        (unmarked & (said_no | listed), "opted out and are among the leads without a mark"),
        (
            said_no - listed if heard else set(),
            "opted out and are in no opt-out file",
        ),
    ]:
        if who:
            yield f"{len(who)} addresses {what} (first {min(who)!r})"
