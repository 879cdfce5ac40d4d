"""Columns of free text: only the white space around a cell goes."""

from __future__ import annotations

from leadkit.base.columns import KNOWN
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields

_AS_TYPED = ("notes", "external_id")
TRIMMED = tuple(name for name in KNOWN if name not in _AS_TYPED)


def trim(fields: Fields) -> Cleaned:
    """Trim every known column but those that are kept as typed."""
    import pyarrow.compute as pc

    return Cleaned(
        {name: pc.utf8_trim_whitespace(fields[name]) for name in fields.present(TRIMMED)}
    )


TEXT = Cleaner("text", TRIMMED, trim, why="white space around it removed")
