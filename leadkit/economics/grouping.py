"""What leads and spend are grouped by: columns under any spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from leadkit.fields.headers.names import field_of, normal_header

Key = tuple[str, ...]  # one name for each part of --by; "" where it is not known
_ALSO = {"lead_source": ("channel", "marketing channel", "kanal", "utm source")}


def find_column(columns: Sequence[str], wanted: str) -> str:
    """Return the column of that name, or of another spelling of it; "" where there is none.

    >>> [find_column([header], "lead_source") for header in ("Lead Source", "Kanal", "Name")]
    ['Lead Source', 'Kanal', '']
    """
    if wanted in columns:
        return wanted
    for column in columns:
        if normal_header(column) == normal_header(wanted):
            return column
    known = field_of(wanted)
    for column in columns:
        if known and (field_of(column) == known or normal_header(column) in _ALSO.get(known, ())):
            return column
    return ""


def fold_key(key: Key) -> Key:
    """Return the key as it is compared: "Trade Fair" and "trade  fair" are one channel."""
    return tuple(" ".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in key)
