"""Which clock goes where somebody is: a country's, or that of a part of it."""

from __future__ import annotations

import re
from functools import cache

from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups

_OTHER = re.compile(r"[^A-Z0-9]")


def time_zone(country: str, state: str = "", postal_code: str = "") -> str:
    """Return the name of a time zone (IANA), "" for what is no country.

    ``country`` is an ISO code. Of a country with several zones the state tells which, else the
    postal code; where neither does it is the capital's.

    >>> time_zone("DE"), time_zone("US", "Texas"), time_zone("US", "", "97201"), time_zone("US")
    ('Europe/Berlin', 'America/Chicago', 'America/Los_Angeles', 'America/New_York')
    >>> time_zone("ES", "", "35001"), time_zone("CA", "colombie-britannique"), time_zone("??")
    ('Atlantic/Canary', 'America/Vancouver', '')
    """
    from babel.core import get_global

    if country in _parts():
        usual, states, codes = _parts()[country]
        if zone := states.get(_state(country, state)):
            return zone
        code = _OTHER.sub("", postal_code.upper())
        of_code = (codes[code[:many]] for many in range(len(code), 0, -1) if code[:many] in codes)
        return next(of_code, usual)
    zones = get_global("territory_zones").get(country, ())
    return str(zones[0]) if zones else ""


def has_several_zones(country: str) -> bool:
    """Tell whether a state or a postal code may matter to the clock.

    >>> has_several_zones("PT"), has_several_zones("CH")
    (True, False)
    """
    return country in _parts()


def _state(country: str, cell: str) -> str:
    """Return how a list of zones calls a state: by its letters, else by its folded name."""
    name = fold_letters(cell)
    return _letters(country).get(name, name)


@cache
def _letters(country: str) -> dict[str, str]:
    lines = word_groups("leadkit.fields", "states").get(country, ())
    return {
        fold_letters(name): fold_letters(line.partition("|")[0])
        for line in lines
        for name in line.split("|")
    }


@cache
def _parts() -> dict[str, tuple[str, dict[str, str], dict[str, str]]]:
    """Return of each country with several zones its usual one, and those by state and by code."""
    found = {}
    for country, lines in word_groups("leadkit.fields", "time_zones").items():
        states: dict[str, str] = {}
        codes: dict[str, str] = {}
        for line in lines:
            zone, *parts = line.split("|")
            for part in parts:
                if part.startswith("#"):
                    codes[part[1:]] = zone
                else:
                    states[fold_letters(part)] = zone
        found[country] = (lines[0].partition("|")[0], states, codes)
    return found
