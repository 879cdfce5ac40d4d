"""Towns and postcodes made comparable: with their state, in brackets, without their zero."""

from __future__ import annotations

import re

from leadkit.deduping.matching.names import plain

_BESIDE = re.compile(r"\s*\([^)]*\)|,.*$|\s+\d+$")  # Rutland, VT; Meran (BZ); Leeds 9
_STATE = re.compile(r"(?<=[a-z])\s+[A-Z]{2}$")  # San Marcos TX
_SAINT = re.compile(r"\b(?:sankt|saint|sainte|ste|st)\b")


def city_key(cell: str) -> str:
    """Return a town without the state or province that stands beside it.

    >>> [city_key(cell) for cell in ("Rutland, VT", "Lecco (LC)", "San Marcos TX", "Saint Paul")]
    ['rutland', 'lecco', 'sanmarcos', 'stpaul']
    >>> city_key("St. Paul"), city_key("(unknown)")
    ('stpaul', 'unknown')
    """
    town = _STATE.sub("", _BESIDE.sub("", cell)).strip() or cell
    return _SAINT.sub("st", plain(town)).replace(" ", "")


def postcode_key(cell: str) -> str:
    """Return a postcode without the zero that a spreadsheet takes, and the four digits of a route.

    >>> postcode_key("05701") == postcode_key("5701"), postcode_key("60607-1109")
    (True, '60607')
    >>> postcode_key("K1P 5M7") == postcode_key("k1p5m7")
    True
    """
    code = re.sub(r"^(\d{5})-?\d{4}$", r"\1", cell.strip())
    key = plain(code.replace(" ", ""))
    return (key.lstrip("0") or key) if key.isdigit() else key
