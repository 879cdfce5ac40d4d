"""When so many rows of a list are rejected that it was hardly read as it is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.fields.fail_on import Limit
from leadkit.files.raw import Reject

USUAL = "20%"  # of the rows of one list, where nobody says another limit
# Rejects that are no contact, and tell nothing against how a list was read.
_NO_CONTACT = ("blank_row", "repeated_header", "footer", "between", "units")


def limit_of(text: str) -> Limit | None:
    """Return the most rows that may be rejected, None where nobody said so."""
    limit = Limit.read(text) if text else None
    if text and not limit:
        raise LeadkitError(f"--max-rejects {text}: give a number of rows, or a share such as 2%")
    return limit


@dataclass(frozen=True)
class TooMany:
    """What is to be said of a list too many of whose rows are rejected."""

    counted: str
    why: str

    def __str__(self) -> str:
        return f"{self.counted}: {self.why}; --max-rejects N|P% allows more"


def too_many(
    name: str, rejects: Sequence[Reject], rows: int, delimiter: str = ""
) -> TooMany | None:
    """Say what is probably wrong with a list more than a fifth of whose rows are rejected.

    Blank rows, headers that come again, totals and notes do not count. None where all is well.

    >>> bad = Reject("a.csv", 2, "ragged", "", "", ("x", "y", "z"), ("a", "b"))
    >>> str(too_many("a.csv", [bad, bad], 4))[:60], too_many("a.csv", [bad], 5)
    ('a.csv: 2 of 4 rows were rejected, more than 20%: most of the', None)
    """
    broken = [reject for reject in rejects if reject.code not in _NO_CONTACT]
    limit = Limit.read(USUAL)
    if limit is None or limit.holds(len(broken), rows):
        return None
    told = f"{name}: {len(broken):,} of {how_many(rows, 'row')} were rejected, more than {USUAL}"
    return TooMany(told, _belief(broken, delimiter))


def _belief(broken: Sequence[Reject], delimiter: str) -> str:
    ((code, _),) = Counter(reject.code for reject in broken).most_common(1)
    if code == "ragged":
        shapes = Counter((len(one.cells), len(one.columns)) for one in broken if one.code == code)
        ((cells, header), _) = shapes.most_common(1)[0]
        about = f"most of them have {cells} cells where the header has {header}"
        if cells > header:
            sign = f" ({delimiter})" if delimiter.strip() else ""
            why = (
                f"cells that hold the delimiter{sign} probably stand without quotes, or the header "
                "lacks a name"
            )
        else:
            why = "line breaks may cut rows in two, or the header is another table's"
        return f"{about}; {why}: look at the rejects, and try --delimiter or --header-row"
    return {
        "unclosed_quote": "quotes open and never close; the list was probably written by hand or "
        "cut off, or its cells hold quotes that are not doubled",
        "stray_quote": "quotes stand inside cells and are not doubled, as CSV has them; export the "
        "list anew, or as XLSX",
        "not_utf8": "they hold bytes that make no text in this encoding; try --encoding cp1252",
        "huge_cell": "cells are larger than 1 MB; a quote probably never closes",
        "broken_card": "the cards are damaged; export them anew",
    }.get(code, "look at the rejects")
