"""People who take leads on: how many, in which languages and regions, and when they are away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from leadkit.base.errors import did_you_mean
from leadkit.fields.country import country_code
from leadkit.fields.languages import language_codes, language_names
from leadkit.fields.spans import parse_day
from leadkit.rules.comparing.countries import REGIONS
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered

KEYS = ("also", "capacity", "languages", "territories", "away", "left")
TERRITORY_KEYS = ("countries", "postcodes")
AWAY_KEYS = ("from", "to", "why")
_SIGNS = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True)
class Codes:
    """Postal codes with a common beginning, or those between two beginnings of one length."""

    first: str
    last: str  # the same as the first where it is one beginning

    @property
    def words(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Territory:
    """Countries, and of their postal codes some; () is all."""

    countries: frozenset[str]
    codes: tuple[Codes, ...] = ()


@dataclass(frozen=True)
class Absence:
    """The first and the last day on which somebody is not there."""

    begins: date
    ends: date
    where: Item = field(repr=False, compare=False)

    @property
    def words(self) -> str:
        return f"{self.begins} to {self.ends}"


@dataclass(frozen=True)
class Person:
    """Somebody who takes leads on."""

    name: str
    where: Item = field(repr=False, compare=False)
    also: tuple[str, ...] = ()  # how else a list may call this owner, as by an address
    capacity: int | None = None  # new leads a run; None: as many as come
    languages: frozenset[str] = frozenset()  # ISO 639-1; none: all
    territories: tuple[Territory, ...] = ()  # none: everywhere
    away: tuple[Absence, ...] = ()
    left: date | None = None  # the first day on which there is no such colleague any more

    def has_left(self, day: date | None) -> bool:
        return self.left is not None and day is not None and self.left <= day

    def away_until(self, day: date | None) -> date | None:
        """Return the last day of the absence in which a day lies, None where there is none."""
        found = [one.ends for one in self.away if day and one.begins <= day <= one.ends]
        return found[0] if found else None

    def is_there(self, day: date | None) -> bool:
        return not self.has_left(day) and self.away_until(day) is None

    def dated(self) -> Item | None:
        """Return a place in the file for which a day is needed."""
        return self.away[0].where if self.away else self.where if self.left else None


def read_people(item: Item, mistakes: Gathered) -> dict[str, Person]:
    """Read the people of a routing file, by name."""
    people: dict[str, Person] = {}
    for name, part in mistakes.entries(item, (), "person").items():
        where = part if part.kind != "empty" else _at(item, name)
        people[name] = _person(name, part, where, mistakes)
    return people


def _at(item: Item, name: str) -> Item:
    return Item(item.file, item.key_lines[name], "empty", folder=item.folder)


def _person(name: str, item: Item, where: Item, mistakes: Gathered) -> Person:
    parts = mistakes.entries(item, KEYS, "key of a person")
    if not name.strip():
        mistakes.add(where.fail("a person needs a name"))
    also = _texts(parts["also"], mistakes) if "also" in parts else ()
    capacity = mistakes.read(_capacity, parts["capacity"]) if "capacity" in parts else None
    languages = [
        mistakes.read(_language, part)
        for part in (parts["languages"].items() if "languages" in parts else ())
    ]
    territories = [
        _territory(part, mistakes)
        for part in (parts["territories"].items() if "territories" in parts else ())
    ]
    away = [
        mistakes.read(_absence, part) for part in (parts["away"].items() if "away" in parts else ())
    ]
    known = tuple(sorted(filter(None, away), key=lambda one: (one.begins, one.ends)))
    for one, other in pairwise(known):
        if other.begins <= one.ends:
            already = f"{one.words} already (line {one.where.line})"
            said = f"{name} is away {other.words}, and {already}: make one absence of both"
            mistakes.add(other.where.fail(said))
    return Person(
        name,
        where,
        also,
        capacity,
        frozenset(filter(None, languages)),
        tuple(filter(None, territories)),
        known,
        mistakes.read(lambda part: _day(part, "left"), parts["left"]) if "left" in parts else None,
    )


def _texts(item: Item, mistakes: Gathered) -> tuple[str, ...]:
    return tuple(filter(None, (mistakes.read(Item.text, part) for part in item.items())))


def _capacity(item: Item) -> int:
    number = item.text()
    whole = number.isascii() and number.isdecimal()
    if not whole or not 0 < item.number() <= 10**9:  # int() would fail for thousands of digits
        raise item.fail(
            f"capacity: a whole number of new leads a run from 1 on, not '{number}'; who takes "
            "none is 'away' or in no team"
        )
    return int(item.number())


def _language(item: Item) -> str:
    codes = language_codes(item.text())
    if len(codes) != 1:
        hint = did_you_mean(item.text().strip().casefold(), language_names())
        raise item.fail(f"unknown language '{item.text()}'{hint or '; write it as de, en or fr'}")
    return next(iter(codes))


def _territory(item: Item, mistakes: Gathered) -> Territory | None:
    """Read a territory: the name of a country, or countries with some of their postal codes."""
    if item.kind == "text":
        return mistakes.read(lambda part: Territory(_country(part)), item)
    parts = mistakes.entries(item, TERRITORY_KEYS, "key of a territory")
    if "countries" not in parts:
        mistakes.add(
            item.fail("a territory needs 'countries', as {countries: DE, postcodes: [80-85]}")
        )
        return None
    found = [mistakes.read(_country, part) for part in parts["countries"].items()]
    codes = [
        mistakes.read(_codes, part)
        for part in (parts["postcodes"].items() if "postcodes" in parts else ())
    ]
    countries = frozenset[str]().union(*filter(None, found))
    return Territory(countries, tuple(filter(None, codes))) if countries else None


def _country(item: Item) -> frozenset[str]:
    name = item.text().strip()
    if name.upper() in REGIONS:
        return frozenset(REGIONS[name.upper()])
    code = country_code(name)
    if not code:
        raise item.fail(f"'{name}' names no country{did_you_mean(name.upper(), REGIONS)}")
    return frozenset((code,))


def _codes(item: Item) -> Codes:
    """Read the beginning of postal codes, as 80, or two with all between them, as 80-85."""
    text = item.text().upper().replace("–", "-")
    first, _, last = (_SIGNS.sub("", part) for part in text.partition("-"))
    last = last or first
    if not first or len(first) != len(last) or first > last:
        raise item.fail(
            f"postcodes: write how they begin, as 80, or from where to where, as 80-85, both "
            f"of one length; not '{item.text()}'"
        )
    return Codes(first, last)


def _absence(item: Item) -> Absence:
    parts = item.entries(AWAY_KEYS, what="key of an absence")
    for needed in ("from", "to"):
        if needed not in parts:
            raise item.fail(f"an absence needs '{needed}', as {{from: 2026-12-21, to: 2027-01-02}}")
    begins, ends = _day(parts["from"], "from"), _day(parts["to"], "to")
    if ends < begins:
        raise item.fail(f"the absence ends on {ends}, before it begins on {begins}")
    return Absence(begins, ends, item)


def _day(item: Item, what: str) -> date:
    day = parse_day(item.text())
    if day is None:
        raise item.fail(f"{what}: write the day as 2026-10-31")
    return day


def days_without(people: list[Person]) -> Iterator[tuple[date, date]]:
    """Yield the spans of days on which none of these people is there."""
    if not people:
        return
    edges = {one.begins for person in people for one in person.away}
    edges |= {person.left for person in people if person.left}
    for begins in sorted(edges):
        ends = [person.away_until(begins) for person in people]
        if any(person.is_there(begins) for person in people):
            continue
        known = [end for end in ends if end is not None]
        yield begins, min(known) if known else date.max
