"""In which words a CRM's facts are written down: what a column takes, and what a file may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.handoff.fact_checks.tables import Table

# A header that is plainly a field of the user's own, or where our ids go.
OWN_FIELD = re.compile(r"leadkit|external[ _-]?id|lead[ _-]id$|__c$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """What a CRM takes in one of its fields."""

    kind: str = "text"  # a name in values.KINDS
    longest: int | None = None  # in characters
    heaviest: int | None = None  # in bytes of UTF-8
    values: frozenset[str] | None = None  # spelled exactly so
    several: str | None = None  # what stands between several values
    dead: str = ""  # what becomes of a column of this name, if nothing good


@dataclass(frozen=True)
class Limits:
    """How much one file may hold."""

    rows: int | None = None
    size: int | None = None  # in bytes
    columns: int | None = None


@dataclass(frozen=True)
class OptOut:
    """Where a CRM is told that somebody wants no e-mails: a column with marks, or a file."""

    column: str = ""
    marks: frozenset[str] = frozenset()
    own_file: bool = False
    # Where a file updates those who are there: the columns that say no, each with its words.
    list_marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    call_column: str = ""  # the one of these that says no to calls


def no_more(_table: Table) -> Iterator[str]:
    """Return nothing: there are no rules but those that the facts spell out."""
    yield from ()


@dataclass(frozen=True)
class Crm:
    """What one CRM does at import."""

    name: str
    columns: Mapping[str, Column]
    also: Mapping[str, str] = field(default_factory=dict)  # another header of the same field
    limits: Limits = Limits()
    small: Limits | None = None  # those of its smallest edition
    own_field: re.Pattern[str] = OWN_FIELD
    delimiters: str = ","
    needs_bom: bool = False  # where a cell is more than ASCII
    needs: tuple[tuple[str, ...], ...] = ()  # every row has one of each of these
    email: str = "Email"  # its field of the main address
    keys: tuple[str, ...] = ()  # no two rows share a value of these
    opt_out: OptOut = OptOut()
    forbidden: re.Pattern[str] | None = None  # what no cell may hold
    forbidden_why: str = ""
    more: Callable[[Table], Iterator[str]] = no_more

    def field_of(self, header: str) -> str | None:
        """Return the name of the field that a header means, or None."""
        name = self.also.get(header, header)
        return name if name in self.columns else None


def one_of(text: str) -> frozenset[str]:
    """Return the values that stand in a text, one a line or between bars."""
    return frozenset(part.strip() for part in re.split(r"[|\n]", text) if part.strip())
