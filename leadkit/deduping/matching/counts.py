"""What is known of a list as a whole: how often it has what its rows say.

Counts are a function of evidence alone, and those of two parts of a list add up to those of the
list: a row that is gone is taken away, a merged one is added. They hold texts and numbers, and may
be kept as a table. The evidence of a part is that which its rows have in the whole list: a last
name joined to its particles is split as most of the list has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from leadkit.deduping.matching.coded import Coded
from leadkit.deduping.matching.names import first_word, in_one_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadkit.deduping.matching.evidence import Evidence

# What a name or a first word stands beside, to tell with how many different ones it does.
BESIDE = (("last", "first"), ("last", "source"), ("first", "last"), ("first", "source"),
          ("brand", "company"))  # fmt: skip
_UNCOUNTED = ("source",)  # but for what stands beside it
_PLACES = ("street", "street_2", "city", "postcode")
FIELDS = ("first", "last", "company", "brand", *_PLACES, "source")

Pairs = tuple[np.ndarray, np.ndarray]  # codes of two fields, one << 32 | other; how many rows


@dataclass(frozen=True)
class Counts:
    """Rows of a list by what they say; the text with code 0 is "", which says nothing.

    Firms are as large as the rows that were given: merging some makes them no smaller.
    """

    rows: int
    texts: dict[str, np.ndarray]  # of each field, the codes of what follows
    many: dict[str, np.ndarray]
    beside: dict[tuple[str, str], Pairs]

    @classmethod
    def of(cls, evidence: Evidence) -> Counts:
        """Return the counts of a list."""
        columns = fields_of(evidence)
        many = {
            name: column.counts(evidence.sizes if name == "company" else None)
            for name, column in columns.items()
            if name not in _UNCOUNTED
        }
        return cls(
            evidence.rows,
            {name: column.texts for name, column in columns.items()},
            {name: counted.astype(np.int64) for name, counted in many.items()},
            {both: _pairs(*(columns[name].codes for name in both)) for both in BESIDE},
        )

    def __add__(self, other: Counts) -> Counts:
        """Return the counts of two lists together."""
        codes, texts = {}, {}
        for name, own in self.texts.items():
            column = Coded(np.arange(len(own)), own)
            grown = column.with_more(Coded(np.arange(len(other.texts[name])), other.texts[name]))
            codes[name], texts[name] = grown.codes[len(own) :], grown.texts
        many = {}
        for name, own in self.many.items():
            many[name] = np.pad(own, (0, len(texts[name]) - len(own)))
            many[name][codes[name]] += other.many[name]
        beside = {}
        for (one, two), (pairs, rows) in self.beside.items():
            more, further = other.beside[one, two]
            renamed = codes[one][more >> 32].astype(np.int64) << 32 | codes[two][more & 0xFFFFFFFF]
            both = np.concatenate([pairs, renamed]), np.concatenate([rows, further])
            beside[one, two] = _summed(*both)
        return Counts(self.rows + other.rows, texts, many, beside)

    def __sub__(self, other: Counts) -> Counts:
        """Return the counts of a list without those of some of its rows."""
        beside = {both: (pairs, -rows) for both, (pairs, rows) in other.beside.items()}
        many = {name: -rows for name, rows in other.many.items()}
        return self + Counts(-other.rows, other.texts, many, beside)

    def different(self, field: str, other: str) -> np.ndarray:
        """Return for each text of a field with how many different ones of another it stands."""
        pairs, _ = self.beside[field, other]
        return np.bincount(pairs >> 32, minlength=len(self.texts[field]))

    def among(self, codes: dict[str, np.ndarray]) -> Counts:
        """Return the counts of some texts, which are numbered as these codes of theirs stand.

        What stands beside them keeps its codes, to be told from each other and for nothing else.
        """
        beside = {}
        for (one, two), (pairs, rows) in self.beside.items():
            own = np.full(len(self.texts[one]), -1)
            own[codes[one]] = np.arange(len(codes[one]))
            number = own[pairs >> 32]
            known = number >= 0
            beside[one, two] = number[known] << 32 | (pairs & 0xFFFFFFFF)[known], rows[known]
        many = {name: rows[codes[name]] for name, rows in self.many.items()}
        texts = {name: self.texts[name][own] for name, own in codes.items()}
        return Counts(self.rows, texts, many, beside)

    def told_to(self, evidence: Evidence) -> Counts:
        """Return the same, numbered as the texts of rows are which are compared by them."""
        columns = fields_of(evidence)
        if all(columns[name].texts is texts for name, texts in self.texts.items()):
            return self
        texts = {name: column.texts for name, column in columns.items()}
        return nothing(texts) + self

    def table(self) -> pa.Table:
        """Return the counts as a table: a field or two, their texts, and how many rows have them.

        It is the same for the same counts, whatever was added up to them.
        """
        parts = [_part("", "", np.array([""], object), np.array([""], object), [self.rows])]
        for name, many in self.many.items():
            parts.append(_part(name, "", self.texts[name], None, many.tolist()))
        for (one, two), (pairs, rows) in self.beside.items():
            texts = self.texts[one][pairs >> 32], self.texts[two][pairs & 0xFFFFFFFF]
            parts.append(_part(one, two, *texts, rows.tolist()))
        table = pa.concat_tables(parts)
        names = ("field", "beside", "text", "other")
        return table.sort_by([(name, "ascending") for name in names])


def nothing(texts: dict[str, np.ndarray]) -> Counts:
    """Return the counts of no rows, of fields that have these texts."""
    none = np.zeros(0, np.int64)
    many = {name: np.zeros(len(own), np.int64) for name, own in texts.items()}
    return Counts(
        0,
        texts,
        {name: counted for name, counted in many.items() if name not in _UNCOUNTED},
        dict.fromkeys(BESIDE, (none, none)),
    )


def from_table(table: pa.Table) -> Counts:
    """Return counts that were kept as a table."""
    cells = {name: np.array(table[name].to_pylist(), object) for name in table.column_names}
    field, beside, rows = cells["field"], cells["beside"], table["rows"].to_numpy()
    told = {name: [""] for name in ("", *FIELDS)}
    for names, texts in ((field, cells["text"]), (beside, cells["other"])):
        for name, text in zip(names.tolist(), texts.tolist(), strict=True):
            told[name].append(text)
    columns = {name: Coded.numbered(list(dict.fromkeys(own))) for name, own in told.items() if name}
    empty = nothing({name: column.texts for name, column in columns.items()})
    many, pairs = dict(empty.many), dict(empty.beside)
    for name in many:
        own = (field == name) & (beside == "")
        many[name][columns[name].codes_of(cells["text"][own])] = rows[own]
    for one, two in pairs:
        own = (field == one) & (beside == two)
        sides = Coded.of(cells["text"][own]), Coded.of(cells["other"][own])
        left, right = (
            columns[name].codes_of(side.texts)[side.codes].astype(np.int64)
            for name, side in zip((one, two), sides, strict=True)
        )
        pairs[one, two] = _summed(left << 32 | right, rows[own])
    return Counts(int(rows[field == ""].sum()), empty.texts, many, pairs)


def fields_of(evidence: Evidence) -> dict[str, Coded]:
    """Return the columns that are counted; names are one word, anna lena and annalena the same."""
    joined = evidence.names.read_as(in_one_word)
    given, family = (Coded(codes, joined.texts, joined.told) for codes in joined.codes.T)
    company = evidence.company
    return {
        "first": given, "last": family, "company": company, "brand": company.read_as(first_word),
        **{name: getattr(evidence, name) for name in _PLACES}, "source": evidence.source,
    }  # fmt: skip


def _pairs(one: np.ndarray, other: np.ndarray) -> Pairs:
    return _summed(one.astype(np.int64) << 32 | other, np.ones(len(one), np.int64))


def _summed(pairs: np.ndarray, rows: np.ndarray) -> Pairs:
    """Return each pair once with the sum of its rows, where that is not 0."""
    back, found = pd.factorize(pairs)
    many = np.bincount(back, rows, minlength=len(found)).astype(np.int64)
    return found[many != 0], many[many != 0]


def _part(
    field: str, beside: str, text: np.ndarray, other: np.ndarray | None, rows: Sequence[int]
) -> pa.Table:  # fmt: skip
    counted = np.asarray(rows, np.int64)
    known = np.flatnonzero(counted) if field else np.arange(len(counted))
    others = np.full(len(text), "", object) if other is None else other
    return pa.table({
        "field": pa.array([field] * len(known), pa.large_string()),
        "beside": pa.array([beside] * len(known), pa.large_string()),
        "text": pa.array(text[known], pa.large_string()),
        "other": pa.array(others[known], pa.large_string()),
        "rows": pa.array(counted[known]),
    })  # fmt: skip
