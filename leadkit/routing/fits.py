"""Who of a team may take a lead: by where it is, and by the languages that are spoken there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, is_empty, text, to_numpy
from leadkit.fields.country import country_code
from leadkit.fields.languages import language_codes, languages_of
from leadkit.rules.batch import combinations

if TYPE_CHECKING:
    import numpy as np

    from leadkit.routing.people import Person, Territory
    from leadkit.rules.batch import Batch, Distinct

READS = frozenset(("country", "postal_code", "language"))
FAILS, UNKNOWN, HOLDS = 0, 1, 2
Fit = tuple[int, ...]  # of each person whose region or languages matter: region, languages, ...


class Fits:
    """Tells for each lead whom it fits, as the number of one of a few cases."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._limited = [one for one in people if one.territories or one.languages]
        self._places = {one.name: place for place, one in enumerate(self._limited)}
        self._numbers: dict[Fit, int] = {(): 0} if not self._limited else {}
        self.cases: list[Fit] = [()] if not self._limited else []

    def of(self, batch: Batch) -> np.ndarray:
        """Return the case of each lead of a batch."""
        import numpy as np

        if not self._limited:
            return np.zeros(len(batch), np.int64)
        countries = batch.cells("country")
        codes = [country_code(cell) for cell in countries.text.to_pylist()]
        posts = _PostalCodes(batch.cells("postal_code"))
        languages = _Languages(batch, codes)
        told = []
        for person in self._limited:
            told.append(_region(person, codes, countries, posts, len(batch)))
            told.append(languages.spoken_by(person))
        which, first = combinations(((one, 3) for one in told), len(batch))
        numbers = []
        for row in first.tolist():
            case = tuple(int(one[row]) for one in told)
            if case not in self._numbers:
                self._numbers[case] = len(self.cases)
                self.cases.append(case)
            numbers.append(self._numbers[case])
        of_rows: np.ndarray = np.array(numbers, np.int64)[which]
        return of_rows

    def among(self, names: Sequence[str], case: int) -> tuple[str, ...]:
        """Return who of a team takes leads of a case; nobody where all work somewhere else.

        Whose region is not told by the lead's cells is asked where no other's is. Languages narrow
        that down where somebody speaks one of the lead's.
        """
        region = {name: self._told(name, case, 0) for name in names}
        best = max(region.values(), default=FAILS)
        if best == FAILS:
            return ()
        near = [name for name in names if region[name] == best]
        spoken = {name: self._told(name, case, 1) for name in near}
        return tuple(name for name in near if spoken[name] == max(spoken.values()))

    def told(self, name: str, case: int) -> tuple[int, int]:
        """Return whether a case lies in somebody's region, and whether its languages are spoken."""
        return self._told(name, case, 0), self._told(name, case, 1)

    def _told(self, name: str, case: int, what: int) -> int:
        place = self._places.get(name)
        return HOLDS if place is None else self.cases[case][2 * place + what]


class _PostalCodes:
    """Postal codes without spaces and signs, as their beginnings are compared."""

    def __init__(self, cells: Distinct) -> None:
        import pyarrow.compute as pc

        self.rows = cells.codes
        upper = pc.utf8_upper(cells.text)
        self._codes = pc.replace_substring_regex(upper, "[^A-Z0-9]", "")
        self._blank = is_empty(self._codes)

    def lie_in(self, territory: Territory) -> np.ndarray:
        """Return of each distinct code whether it lies in a territory."""
        import numpy as np
        import pyarrow.compute as pc

        told = np.full(len(self._blank), FAILS, np.int64)
        for codes in territory.codes:
            begin = pc.utf8_slice_codeunits(self._codes, 0, len(codes.first))
            short = to_numpy(pc.utf8_length(begin)) < len(codes.first)
            inside = as_mask(pc.greater_equal(begin, text(codes.first)))
            inside &= as_mask(pc.less_equal(begin, text(codes.last)))
            told = np.maximum(told, np.where(short, UNKNOWN * self._blank, HOLDS * inside))
        return told


def _region(
    person: Person, codes: Sequence[str], countries: Distinct, posts: _PostalCodes, rows: int
) -> np.ndarray:
    import numpy as np

    if not person.territories:
        return np.full(rows, HOLDS, np.int64)
    told = np.full(rows, FAILS, np.int64)
    for territory in person.territories:
        named = [
            HOLDS if code in territory.countries else FAILS if code else UNKNOWN for code in codes
        ]
        inside = np.array(named, np.int64)[countries.codes]
        if territory.codes:
            inside = np.minimum(inside, posts.lie_in(territory)[posts.rows])
        told = np.maximum(told, inside)
    return told


class _Languages:
    """Tells for each lead whether somebody speaks one of its languages."""

    def __init__(self, batch: Batch, countries: Sequence[str]) -> None:
        own, lands = batch.cells("language"), batch.cells("country")
        parts = [(own.codes, len(own.text)), (lands.codes, len(countries))]
        self._which, first = combinations(parts, len(batch))
        named = [language_codes(cell) for cell in own.text.to_pylist()]
        pairs = zip(own.codes[first].tolist(), lands.codes[first].tolist(), strict=True)
        self._spoken = [named[one] or languages_of(countries[other]) for one, other in pairs]

    def spoken_by(self, person: Person) -> np.ndarray:
        import numpy as np

        if not person.languages:
            return np.full(len(self._which), HOLDS, np.int64)
        told = [
            (HOLDS if spoken & person.languages else FAILS) if spoken else UNKNOWN
            for spoken in self._spoken
        ]
        of_rows: np.ndarray = np.array(told, np.int64)[self._which]
        return of_rows
