"""What rows may be found by, whatever their list says: near rows without comparing all of a list.

The keys of blocks.py hang on the list: it tells whose a mailbox is and what a provider's domain. A
trace is what a key can be of a row by itself: rows that share a key in any list share a trace, too.
Rows that share a trace need not share a key. Traces of a master are kept from one update to the
next, so that a few new rows are looked up among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.base.text_hashes import text_hashes
from leadkit.deduping.matching.blocks import company_keys, person_keys
from leadkit.deduping.matching.coded import Coded, mixed, together
from leadkit.deduping.matching.contacts import house_number, is_free
from leadkit.deduping.matching.name_index import ending, first_formal_name
from leadkit.deduping.matching.names import in_one_word, sound

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadkit.deduping.matching.coded import Rows
    from leadkit.deduping.matching.evidence import Evidence
    from leadkit.deduping.matching.row_evidence import Fields, RowEvidence

_BUCKETS = 1 << 22


@dataclass(frozen=True)
class Traces:
    """Numbers of 32 bits, of each row as many as ``counts`` says, one row behind the other.

    Two things may have one number, so that a row may seem to be near and is not.
    """

    counts: np.ndarray
    values: np.ndarray

    def __len__(self) -> int:
        return len(self.counts)

    def at(self, rows: Rows) -> Traces:
        """Return the traces of these rows, in this order."""
        ends = np.cumsum(self.counts)
        counts = self.counts[rows]
        before = np.cumsum(counts) - counts
        first = ends[rows] - counts - before
        return Traces(counts, self.values[np.repeat(first, counts) + np.arange(counts.sum())])

    def with_more(self, other: Traces) -> Traces:
        """Return the traces of these rows and, behind them, of others."""
        both = (self.counts, other.counts), (self.values, other.values)
        return Traces(*map(np.concatenate, both))

    def shared_with(self, other: Traces) -> np.ndarray:
        """Tell which rows have a trace that any of the others has."""
        asked = np.unique(other.values)
        found = np.zeros(len(self), bool)
        if not len(asked):
            return found
        bucket = np.zeros(_BUCKETS, bool)
        bucket[asked & (_BUCKETS - 1)] = True
        maybe = np.flatnonzero(bucket[self.values & (_BUCKETS - 1)])
        at = np.minimum(np.searchsorted(asked, self.values[maybe]), len(asked) - 1)
        hits = maybe[asked[at] == self.values[maybe]]
        found[np.searchsorted(np.cumsum(self.counts), hits, side="right")] = True
        return found


def traces_of_rows(said: RowEvidence) -> Traces:
    """Return what rows may be found by, in any list."""
    domains = together([*_places(said.hosts), said.websites])
    return _traces(said, said.given, said.family, said.numbers, domains, birthdays=True)


def traces_in_list(evidence: Evidence, birthdays: bool) -> Traces:
    """Return what rows may be found by in their list, as it has them read.

    ``birthdays`` tells whether it has any: rows of one that has are found by more.
    """
    first, last = _places(evidence.names)
    return _traces(evidence, first, last, evidence.numbers, evidence.domains, birthdays)


def _places(column: Coded) -> list[Coded]:
    return [Coded(codes, column.texts) for codes in column.codes.T]


def _traces(
    fields: Fields, first: Coded, last: Coded, numbers: Coded, domains: Coded, birthdays: bool
) -> Traces:
    alone = cast("Any", _Alone(fields, first, last, numbers, domains, birthdays))
    keys = [*person_keys(alone)]
    firms = alone.is_company
    keys += [(name, np.where(firms if own.ndim == 1 else firms[:, None], own, np.uint64(0)))
             for name, own in company_keys(alone)]  # fmt: skip
    parts = []
    for kind, (_, own) in enumerate(keys, start=1):
        values = (mixed(own, np.array(kind)) >> np.uint64(32)).astype(np.uint32)
        parts.append(values if values.ndim > 1 else values[:, None])
    every = np.concatenate(parts, axis=1)
    again = np.flatnonzero(alone.rows[1:] == alone.rows[:-1]) + 1
    every[again] = np.where(every[again] == every[again - 1], 0, every[again])
    counts = np.bincount(alone.rows, (every != 0).sum(axis=1), minlength=len(fields.sizes))
    return Traces(counts.astype(np.int32), every[every != 0])


class _Texts:
    """A column whose codes are hashes of its texts, so that those of two lists are alike."""

    def __init__(self, codes: np.ndarray, texts: pa.Array) -> None:
        self._codes, self._texts = codes, texts
        self.codes = text_hashes(texts)[codes]

    @classmethod
    def of(cls, column: Coded, rows: Rows) -> _Texts:
        return cls(column.codes[rows], _cells(column.texts))

    def beginnings(self, letters: int) -> np.ndarray:
        begun = text_hashes(pc.utf8_slice_codeunits(self._texts, 0, letters))
        return np.asarray(begun[self._codes])

    def read_as(self, function: Callable[[str], str]) -> _Texts:
        texts = map(function, self._texts.to_pylist())
        return _Texts(self._codes, pa.array(texts, pa.large_string()))


def _cells(texts: np.ndarray) -> pa.Array:
    return pa.array(texts, pa.large_string())


class _Names:
    """What is asked of names, over their codes."""

    def __init__(self, names: Coded) -> None:
        joined = names.each_read_as(in_one_word)
        every = _Texts(joined.codes, _cells(joined.texts))
        self._heard = every.read_as(sound)
        self.sound = self._heard.codes
        self.formal = every.read_as(first_formal_name).codes
        self.ending = every.read_as(ending).codes
        self.initial = every.beginnings(1)
        self.listed = np.zeros(len(names.texts), bool)

    def starts(self, letters: int) -> np.ndarray:
        return self._heard.beginnings(letters)


class _Alone:
    """Rows as their keys ask of them, each as if all that is open in its list were so.

    A mailbox is somebody's own, addresses are homes, a first name may be a last one. A row of
    several mailboxes stands there once for each: ``rows`` tells which row each is.
    """

    homes = True

    def __init__(
        self, fields: Fields, first: Coded, last: Coded, numbers: Coded, domains: Coded,
        birthdays: bool,
    ) -> None:  # fmt: skip
        mails = fields.mails
        own = np.where(fields.role[mails.codes], 0, mails.codes)
        row, place = np.nonzero(own)
        none = np.flatnonzero(~own.any(axis=1))
        order = np.argsort(np.concatenate([row, none]), kind="stable")
        self.rows = rows = np.concatenate([row, none])[order]
        place = np.concatenate([place, np.zeros(len(none), np.int64)])[order]
        box = own[rows, place]
        self.birthdays = birthdays
        for name in ("city", "company", "postcode", "street", "street_2", "street_name",
                     "birthday", "register"):  # fmt: skip
            setattr(self, name, _Texts.of(getattr(fields, name), rows))
        self.evidence = self
        names = together([first, last])
        self.names = _Names(names)
        self.first, self.last = names.codes[rows].T
        self.is_first_name = np.zeros(len(names.texts), bool)
        self.mails = _Texts(box, _cells(mails.texts)).codes
        self.roles = _Texts.of(mails, rows).codes
        local, host = (
            np.where(box != 0, part.codes[rows, place], 0) for part in (fields.locals, fields.hosts)
        )
        self.local = _Texts(local, _cells(fields.locals.texts))
        self.local_is_long = (fields.locals.each(len, np.int64) > 4)[local]
        self.mail_domain = _Texts(host, _cells(fields.hosts.texts))
        # A number without its country may be any that ends like it: see evidence.py.
        ends = pc.utf8_slice_codeunits(pc.utf8_ltrim(_cells(numbers.texts), "+"), -8, None)
        self.numbers = _Texts(numbers.codes[rows], ends)
        self.domains = _Texts.of(domains.where(~domains.each(is_free, bool)), rows).codes
        self.house = _Texts.of(fields.street_cell, rows).read_as(house_number).codes
        nameless = (self.first == 0) & (self.last == 0)
        self.is_company = nameless & (fields.company.codes[rows] != 0)
        self.bare = (
            (fields.company.codes == 0) & ~(mails.codes != 0).any(axis=1)
            & ~(numbers.codes != 0).any(axis=1) & (fields.street.codes != 0)
        )[rows]  # fmt: skip
