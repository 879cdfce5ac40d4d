"""Some rows of a list, weighed as if all of it were there: what hangs on it is asked of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.deduping.matching.coded import Coded
from leadkit.deduping.matching.contacts import Employers, Listed, NamedRows
from leadkit.deduping.matching.counts import FIELDS, Counts
from leadkit.deduping.matching.names import first_word, in_one_word
from leadkit.deduping.matching.weigh import FEW_HOMES, are_homes

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Rows
    from leadkit.deduping.matching.evidence import Evidence


class Parts:
    """A list of which some rows are compared."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._counts, self._employers = Counts.of(evidence), Employers.of(evidence)
        self.birthdays = bool(evidence.birthday.codes.any())
        self._names = _long_names(evidence)

    def of(self, asked: np.ndarray) -> tuple[Rows, Evidence, Listed]:
        """Return these rows and their sharers, with their evidence and what their list says.

        Whose a mailbox or number is, is told by all rows that have it. Those that do and are not
        asked about are there for nothing else, and their evidence lacks the mailboxes and numbers
        that no row has which is asked about.
        """
        mails, numbers = (
            _of_rows(column, asked) for column in (self.evidence.mails, self.evidence.numbers)
        )
        rows = np.flatnonzero(asked | mails.any(axis=1) | numbers.any(axis=1))
        part, listed = self._part(rows, self._homes())
        mails, numbers = mails[rows], numbers[rows]
        return rows, replace(
            part,
            mails=_where(part.mails, mails), locals=_where(part.locals, mails),
            hosts=_where(part.hosts, mails), numbers=_where(part.numbers, numbers),
        ), listed  # fmt: skip

    def _part(self, rows: Rows, homes: bool) -> tuple[Evidence, Listed]:
        part, before = self.evidence.part(rows)
        domains, employers = before["domains"], self._employers
        return part, Listed(
            self._counts.among(self._codes(part, before)),
            Employers(employers.providers[domains], employers.rows[domains]),
            self._names, self.birthdays, homes,
        )  # fmt: skip

    def _codes(self, part: Evidence, before: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return for each counted text of some rows the code that it has in the list."""
        read = {"names": in_one_word, "company": first_word}
        codes = {}
        for name, function in read.items():
            own, every = (getattr(e, name).each_read_as(function) for e in (part, self.evidence))
            codes[name] = np.zeros(len(own.texts), np.int64)
            codes[name][own.codes] = every.codes[before[name]]
        names, brand = codes["names"], codes["company"]
        return {name: before.get(name, names) for name in FIELDS} | {"brand": brand}

    def _homes(self) -> bool:
        """Ask those of whom there is nothing but a name and an address whether people share it."""
        e = self.evidence
        asked = (e.street.codes != 0) & (e.city.codes != 0) & (e.company.codes == 0)
        asked &= ~(e.mails.codes != 0).any(axis=1) & ~(e.numbers.codes != 0).any(axis=1)
        rows = np.flatnonzero(asked)
        if len(rows) < FEW_HOMES:
            return False
        return are_homes(NamedRows(*self._part(rows, homes=False)))


def _of_rows(column: Coded, rows: np.ndarray) -> np.ndarray:
    """Tell in which places of a column stands what some of the rows have."""
    known = np.zeros(len(column.texts), bool)
    known[column.codes[rows]] = True
    known[0] = False
    found: np.ndarray = known[column.codes]
    return found


def _where(column: Coded, places: np.ndarray) -> Coded:
    return Coded(np.where(places, column.codes, 0), column.texts, column.told)


def _long_names(evidence: Evidence) -> pa.Array:
    """Return the names of over two letters that any row has, in one word, and first words."""
    names = evidence.names
    used = names.counts() > 0
    used[0] = False
    texts = pa.array(names.texts[used], pa.large_string())
    several = texts.filter(pc.match_substring(texts, " "))
    first = pc.replace_substring_regex(several, " .*", "")
    one_word = pc.replace_substring(pa.concat_arrays([texts, first]), " ", "")
    found = one_word.unique()
    return found.filter(pc.greater(pc.utf8_length(found), 2))
