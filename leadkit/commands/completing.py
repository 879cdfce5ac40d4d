"""What a shell offers when Tab is pressed: names of shipped rules, and columns of the list."""

from __future__ import annotations

import os


def complete_rules(incomplete: str) -> list[str]:
    """Return the shipped rule files whose names begin so."""
    from leadkit.rules.shipped import shipped_rules

    return [name for name in shipped_rules() if name.startswith(incomplete)]


def complete_columns(incomplete: str) -> list[str]:
    """Return the columns that begin so, of the list on the command line or else all we know.

    Of several, apart by commas, the last is completed.
    """
    before, comma, begun = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _columns() if name.startswith(begun)]


def _columns() -> list[str]:
    """Return the columns of the first file that stands on the line, as the shell tells it.

    Typer reads no further than an option without its value, which is the one to be completed.
    """
    from leadkit.base.columns import KNOWN
    from leadkit.base.errors import LeadkitError

    line = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    files = [word.strip("\"'") for word in line.split() if os.path.isfile(word.strip("\"'"))]
    if not files:
        return list(KNOWN)
    from leadkit.files.csv_in import LeadFile

    try:
        return LeadFile(files[0]).columns
    except LeadkitError:
        return list(KNOWN)
