"""How lists are imported."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.options import option, options_of
from leadkit.files.options import ReadOptions


@dataclass(frozen=True)
class ImportOptions(ReadOptions):
    """How to read the lists; what is not given is found out."""

    rejects: str = option("", "output", "Write the rows that cannot be read here.")
    max_rejects: str = option(
        "", "text", "Exit with 1 where more rows are rejected; else 20% of a list.", "N|P%"
    )
    map: str = option("", "file", "Which column becomes which; no guessing.")
    require: tuple[str, ...] = option(
        (), "names", "Columns every list must have, as email,company.", "COLUMNS", columns="known"
    )
    source: str = option("", "text", "lead_source of rows that have none.")
    complete: str = option(
        "", "text", "System that a list holds all leads of, as CRM: update tells who is missing."
    )
    consent_source: str = option("", "text", "Where those of a list who said yes said it.")
    consent_text: str = option("", "text", "What they said yes to, or its version.")
    consent_at: str = option(
        "", "text", "Day they said it, or the column with it.", "COLUMN|DATE", columns="known"
    )
    date_order: str = option(
        "", "choice", "How 03/04/2026 is meant, if nothing tells.", choices=("dmy", "mdy")
    )
    fix_mojibake: bool = option(False, "flag", "Repair text that was decoded wrongly.")


# What proves the yeses of a list, as options, as keys of a map, and as columns.
PROOF = ("consent_at", "consent_source", "consent_text")
_OF_ALL = ("rejects", "require", "max_rejects")
# The options that a list may have of its own, beside those of all lists.
PER_LIST = tuple(name for name in options_of(ImportOptions) if name not in _OF_ALL)
