"""What a shell offers when Tab is pressed: names of shipped rules, and columns of the list."""

from __future__ import annotations

from typing import Any

import typer


def complete_rules(incomplete: str) -> list[str]:
    """Return the shipped rule files whose names begin so."""
    from leadkit.rules.shipped import shipped_rules

    return [name for name in shipped_rules() if name.startswith(incomplete)]


def complete_columns(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the columns that begin so, of the list on the command line or else all we know.

    Of several, apart by commas, the last is completed.
    """
    before, comma, begun = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _columns(ctx.params) if name.startswith(begun)]


def _columns(given: dict[str, Any]) -> list[str]:
    from leadkit.base.columns import KNOWN
    from leadkit.base.errors import LeadkitError
    from leadkit.files.disk import STANDARD

    named = given.get("leads") or given.get("table") or given.get("files") or ""
    path = named if isinstance(named, str) else named[0]
    if path in ("", STANDARD):
        return list(KNOWN)
    from leadkit.files.csv_in import LeadFile

    try:
        return LeadFile(path).columns
    except LeadkitError:
        return list(KNOWN)
