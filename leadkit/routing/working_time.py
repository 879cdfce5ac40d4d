"""Working time: hours of the day, days of the week, and holidays where a lead is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.base.fold import fold_letters
from leadkit.fields.time_zones import time_zone

if TYPE_CHECKING:
    from holidays import HolidayBase

_LONGEST = 400  # days without a working one between them: then something is wrong with the file
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Place:
    """Where somebody is, as far as clock and holidays go."""

    country: str = ""  # ISO code
    state: str = ""  # folded
    zone_name: str = ""  # IANA, "" for UTC

    @property
    def zone(self) -> tzinfo:
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.zone_name) if self.zone_name else UTC


@lru_cache(maxsize=1 << 16)
def place_of(country: str, state: str = "", postal_code: str = "") -> Place:
    """Return where a country's code, the cell of a state and a postal code are.

    >>> place_of("US", "Texas"), place_of("AT", "", "1010").zone_name
    (Place(country='US', state='texas', zone_name='America/Chicago'), 'Europe/Vienna')
    """
    folded = fold_letters(state)
    known = folded if country in _countries() and _part(country, folded) else ""
    return Place(country, known, time_zone(country, state, postal_code))


@dataclass(frozen=True)
class WorkingTime:
    """When people work: from one hour to another, on some days of the week, but on holidays."""

    begins: time = time(9)
    ends: time = time(17)
    days: frozenset[int] = frozenset(range(5))  # 0 is Monday
    home: Place = field(default_factory=Place)  # of leads without a country
    office: Place | None = None  # whose holidays are ours, too

    @property
    def day(self) -> timedelta:
        """How long a working day is."""
        noon = date(2000, 1, 1)
        return datetime.combine(noon, self.ends) - datetime.combine(noon, self.begins)

    def works(self, day: date, place: Place) -> bool:
        """Tell whether somebody works there on a day."""
        if day.weekday() not in self.days:
            return False
        closed = (place, self.office) if self.office else (place,)
        return not any(is_holiday(day, one.country, one.state) for one in closed)

    def after(self, begin: date, hours: float, days: int, place: Place) -> datetime:
        """Return the moment so many working hours, or whole days, after a day began.

        The clock starts when work does, on that day or on the next working one. One working day is
        over when that first day is. Moments have the time zone of the place.

        >>> week = WorkingTime()
        >>> week.after(date(2026, 10, 9), 4, 0, place_of("DE")).isoformat()
        '2026-10-09T13:00:00+02:00'
        >>> week.after(date(2026, 10, 9), 10, 0, place_of("DE")).isoformat()  # Monday is the 12th
        '2026-10-12T11:00:00+02:00'
        >>> week.after(date(2026, 10, 2), 0, 2, place_of("DE")).isoformat()  # 3rd: a holiday
        '2026-10-05T17:00:00+02:00'
        >>> week.after(date(2026, 7, 2), 0, 2, place_of("US", "TX")).isoformat()
        '2026-07-06T17:00:00-05:00'
        """
        left = timedelta(hours=hours) + days * self.day
        day = begin
        for _ in range(_LONGEST + int(left / self.day) * _LONGEST):
            if self.works(day, place):
                if left <= self.day:
                    moment = datetime.combine(day, self.begins) + left
                    return moment.replace(tzinfo=place.zone)
                left -= self.day
            if day == date.max:
                break
            day += timedelta(days=1)
        return datetime.combine(day, self.ends).replace(tzinfo=place.zone)


@lru_cache(maxsize=1 << 12)
def is_holiday(day: date, country: str, state: str = "") -> bool:
    """Tell whether a day is a public holiday in a country, or in the state that a cell names.

    Where nobody knows the holidays of a country there are none.

    >>> is_holiday(date(2026, 11, 1), "DE"), is_holiday(date(2026, 11, 1), "DE", "Bayern")
    (False, True)
    """
    calendar = _calendar(country, fold_letters(state))
    return calendar is not None and day in calendar


@lru_cache(maxsize=1 << 10)
def _calendar(country: str, state: str) -> HolidayBase | None:
    from holidays import country_holidays

    if country not in _countries():
        return None
    calendar = country_holidays(country)
    if state and (part := _part(country, state)):
        return country_holidays(country, subdiv=part)
    return calendar


@lru_cache(maxsize=1)
def _countries() -> Collection[str]:
    from holidays import list_supported_countries

    return frozenset(list_supported_countries())


@lru_cache(maxsize=1 << 10)
def _part(country: str, state: str) -> str:
    """Return the letters of a state of that name, "" where none has holidays that are known."""
    from holidays import country_holidays

    known = country_holidays(country)
    names = {fold_letters(one): one for one in known.subdivisions}
    for letters, others in known.get_subdivision_aliases().items():
        names |= {fold_letters(other): letters for other in others}
    return names.get(state, "")
