"""How lists are imported."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.options import option
from leadkit.files.options import ReadOptions


@dataclass(frozen=True)
class ImportOptions(ReadOptions):
    """How to read the lists; what is not given is found out."""

    rejects: str = option("", "output", "Write the rows that cannot be read here.")
    map: str = option("", "file", "Which column becomes which; no guessing.")
    require: tuple[str, ...] = option(
        (), "names", "Columns every list must have, as email,company.", "COLUMNS", columns="known"
    )
    source: str = option("", "text", "lead_source of rows that have none.")
    date_order: str = option(
        "", "choice", "How 03/04/2026 is meant, if nothing tells.", choices=("dmy", "mdy")
    )
    fix_mojibake: bool = option(False, "flag", "Repair text that was decoded twice.")
