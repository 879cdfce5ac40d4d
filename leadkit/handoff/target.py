"""What a target is: a program that leads are handed to, with its columns, words and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from leadkit.rules.conditions import Condition
from leadkit.rules.item import Item

# How the cells of a column are written, and what is looked at before.
KINDS = {
    "text": "as it stands",
    "email": "an e-mail address",
    "ascii email": "an e-mail address of plain letters, its domain in punycode",
    "url": "the address of a page, with https:// before it",
    "phone": "a phone number with its country, as +4930123456",
    "country": "a country by its English name",
    "whole": "a whole number, without signs between the digits",
    "number": "a number with a point, without signs between the digits or of a currency",
    "moment": "a day with its time",
    "user": "the e-mail address of a user there",
    "list": "several words",
}
FORMATS = ("csv", "xlsx")
MAILING = ("flagged", "separate", "as they are")
EMPTY = ("kept", "empties")
LONGER = ("cut", "blank")
BLANK, AS_IT_IS = "left blank", "as it is"


@dataclass(frozen=True)
class Line:
    """What a column says where a condition holds; of several lines the first one does."""

    write: str
    when: Condition | None = None  # None: where no line before it holds
    problem: str = ""  # what is to be told of such a lead, if anything


@dataclass(frozen=True)
class TargetColumn:
    """A column of the file that is handed over."""

    to: str  # its header there
    sources: tuple[str, ...] = ()  # our columns; the first that is filled
    joined: bool = False  # all of them, one after the other
    apart: str = ", "  # what stands between those
    like: str = ""  # a pattern that cells of all sources but the last have to fit
    lines: tuple[Line, ...] = ()
    not_by: str = ""  # a channel: whether somebody may not be contacted by it
    words: tuple[str, str] = ("1", "0")  # what it says then, and else
    kind: str = "text"
    values: Mapping[str, str] = field(default_factory=dict)  # our word -> theirs
    otherwise: str = AS_IT_IS  # of other words: as it is, left blank, or a word of theirs
    their_list: bool = False  # it takes words of a list of its own, which we do not know
    longest: int = 0  # signs; 0 is for any number
    heaviest: int = 0  # bytes; 0 is for any number
    longer: Literal["cut", "blank"] = "cut"
    least: int | None = None  # of a number
    most: int | None = None
    apart_there: str = ";"  # what stands between words of a list
    form: str = "YYYY-MM-DD hh:mm:ss"  # of a day with its time
    unless_refused: str = ""  # a channel: blank for who said no to it
    required: bool = False
    instead: str = ""  # what is written where a required cell is missing; "": the row is left out
    where: Item | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """Our columns that it is made of."""
        asked = [name for line in self.lines if line.when for name, _ in line.when.uses()]
        return (*self.sources, *dict.fromkeys(asked))


@dataclass(frozen=True)
class Fact:
    """Where something that a target file says is known from, and how sure it is."""

    what: str
    source: str
    sure: str  # f, p, t or m


@dataclass(frozen=True)
class OptOutFile:
    """A file of those who said no: their address, and what marks them there."""

    name: str  # of the file, without its ending
    column: str  # the header of the address
    kind: str = "email"  # of the address, of KINDS
    by: tuple[str, ...] = ("email",)  # the channels, all of which they said no to
    marks: Mapping[str, str] = field(default_factory=dict)  # a column of theirs -> its word


SURE = {
    "f": "read in the maker's own source code",
    "p": "read in a page of the maker",
    "t": "read elsewhere, or seen in one account",
    "m": "from memory, to be checked",
}


@dataclass(frozen=True)
class Target:
    """A program that leads are handed to."""

    file: str  # the target file, as messages call it
    system: str  # what the program is called
    as_of: str  # the day of its facts
    facts: tuple[Fact, ...]
    columns: tuple[TargetColumn, ...]  # () is for all of the table's own
    name: str = "leads"  # of the files that are written
    format: Literal["csv", "xlsx"] = "csv"
    delimiter: str = ","
    bom: bool = False
    safe_cells: bool = False
    forbidden: str = ""  # signs that no cell may hold
    spaced_phones: bool = False  # a blank behind the country, so that no number is made of it
    rows: int = 0  # of a file, its header counted; 0 is for any number
    bytes: int = 0
    most_columns: int = 0
    empty: Literal["kept", "empties"] = "kept"  # what an empty cell does to a field that is there
    needs: tuple[tuple[str, ...], ...] = ()  # of each group one column at least
    one_row_for_each: str = ""  # the column by which it finds people again
    mailing: Literal["flagged", "separate", "as they are"] = "as they are"
    opt_outs: tuple[OptOutFile, ...] = ()  # files of those who said no
    steps: tuple[str, ...] = ()
    not_written: Mapping[str, str] = field(default_factory=dict)  # their column -> why

    @property
    def is_all(self) -> bool:
        """Whether it takes any table as it is."""
        return not self.columns

    @property
    def places(self) -> frozenset[str]:
        """Our columns that have a place there."""
        return frozenset(name for column in self.columns for name in column.sources)
