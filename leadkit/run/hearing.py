"""Leads of a table or a run, given out when all that any of them refuses was heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadkit.base.prefetch import ahead
from leadkit.rules.hearing import READS, Hearing
from leadkit.run.survey import survey_file, surveyed

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.files.csv_in import LeadFile


def heard(tables: Iterator[pa.Table], hearing: Hearing) -> Iterator[pa.Table]:
    """Yield tables of leads when all that they refuse was heard."""
    return surveyed(tables, hearing.hear, _size, hearing.hear_again)


def heard_leads(
    source: LeadFile, hearing: Hearing, reads: frozenset[str] | None = None
) -> Iterator[pa.Table]:
    """Yield the leads of a table when all that they refuse was heard.

    A file is read several times, a pipe is kept until its end. With ``reads``, columns that are
    not named may be left out.
    """
    if survey_file(source, READS, hearing.hear, hearing.hear_again):
        yield from source.tables(reads)
        source.refuse_changed()
        return
    yield from heard(ahead(source.tables(None if reads is None else reads | READS)), hearing)


def _size(table: pa.Table) -> int:
    return int(table.nbytes)
