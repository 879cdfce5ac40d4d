"""How much time there is for a lead, and when people work, as a routing file says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from leadkit.base.errors import did_you_mean
from leadkit.fields.country import country_code
from leadkit.routing.working_time import DAYS, Place, WorkingTime, place_of
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered

HOURS_KEYS = ("from", "to", "days", "home", "office")

_WITHIN = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:working\s+)?(h|hours?|d|days?)")


@dataclass(frozen=True)
class Within:
    """A length of working time."""

    hours: float = 0.0
    days: int = 0

    @property
    def words(self) -> str:
        """The length as a person says it.

        >>> Within(hours=1.0).words, Within(hours=2.5).words, Within(days=2).words
        ('1 working hour', '2.5 working hours', '2 working days')
        """
        many, unit = (self.days, "day") if self.days else (self.hours, "hour")
        return f"{many:g} working {unit}{'' if many == 1 else 's'}"


def read_within(item: Item) -> Within:
    """Read a length of working time, as 4 hours or 2 days."""
    found = _WITHIN.fullmatch(item.text().strip().casefold())
    if not found or not float(found[1]):
        raise item.fail(f"within: write working time as 4 hours or 2 days, not '{item.text()}'")
    if found[2].startswith("h"):
        return Within(hours=float(found[1]))
    if "." in found[1]:
        raise item.fail("within: days are whole; write hours")
    return Within(days=int(found[1]))


def read_hours(item: Item, mistakes: Gathered) -> WorkingTime:
    """Read from when to when people work, on which days, and where."""
    parts = mistakes.entries(item, HOURS_KEYS, "key of hours")
    usual = WorkingTime()
    begins = mistakes.read(_clock, parts["from"]) if "from" in parts else usual.begins
    ends = mistakes.read(_clock, parts["to"]) if "to" in parts else usual.ends
    if begins and ends and ends <= begins:
        mistakes.add(item.fail(f"hours end at {ends:%H:%M}, which is not after {begins:%H:%M}"))
    named = parts["days"].items() if "days" in parts else []
    days = [mistakes.read(_weekday, part) for part in named]
    known = frozenset(one for one in days if one is not None)
    return WorkingTime(
        begins or usual.begins,
        ends or usual.ends,
        known or usual.days,
        (mistakes.read(_place, parts["home"]) if "home" in parts else None) or Place(),
        mistakes.read(_place, parts["office"]) if "office" in parts else None,
    )


def _clock(item: Item) -> time:
    try:
        return time.fromisoformat(item.text().strip().zfill(5))
    except ValueError:
        raise item.fail(f"write the time as 09:00, not '{item.text()}'") from None


def _weekday(item: Item) -> int:
    day = item.text().strip().casefold()[:3]
    if day not in DAYS:
        hint = did_you_mean(item.text(), DAYS)
        raise item.fail(f"unknown day '{item.text()}'{hint or '; there are ' + ', '.join(DAYS)}")
    return DAYS.index(day)


def _place(item: Item) -> Place:
    """Read a country, perhaps with its state: DE, Germany, DE Bayern."""
    text = item.text().strip()
    if code := country_code(text):
        return place_of(code)
    name, _, state = text.partition(" ")
    if not (code := country_code(name)):
        raise item.fail(f"'{text}' names no country; write DE, or DE Bayern")
    return place_of(code, state)
