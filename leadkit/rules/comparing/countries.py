"""Comparisons of countries, in whatever way cells name them, and of groups of countries."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from leadkit.rules.batch import Distinct
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth

_EU = ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK").split()
REGIONS = {"EU": _EU, "DACH": ["DE", "AT", "CH"], "BENELUX": ["BE", "NL", "LU"]}


def country_in(value: Item) -> Test:
    """The cell names one of these countries in any usual way; EU, DACH and BENELUX are known.

    >>> from leadkit.rules.operators import say
    >>> say("{country_in: [DACH, France]}", "Österreich", "FR", "UK", "Atlantis", "")
    'yes yes no ? ?'
    """
    from leadkit.fields.country import country_code

    codes: set[str] = set()
    for part in value.items():
        region = REGIONS.get(part.text().upper())
        code = country_code(part.text())
        if not region and not code:
            raise part.fail(f"country_in: unknown country '{part.text()}'; write DE, or Germany")
        codes.update(region or [code])

    def test(cells: Distinct, as_of: date | None) -> Truth:
        import numpy as np

        named = np.array([_code(cell) for cell in cells.text.to_pylist()], object)
        holds = np.isin(named, list(codes))
        return holds, ~holds & (named != "")

    _code = lru_cache(1 << 12)(country_code)
    return test
