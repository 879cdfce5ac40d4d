"""Columns of texts as numbers: equal texts have equal codes, 0 is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from leadkit.base.leads import Leads

Codes = np.ndarray  # of int32, a code for each row; 0 is unknown
Rows = np.ndarray  # of int64, numbers of rows


@dataclass(frozen=True)
class Coded:
    """A column: a code for each row, and the text of each code; the text of code 0 is "".

    Some texts may be those of no row. What was told of the texts is kept, and goes on to the rows
    of a column and to what it grows into: in each round of a dedupe only new texts are asked about.
    """

    codes: Codes
    texts: np.ndarray
    told: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, cells: np.ndarray | pd.Series[str]) -> Coded:
        """Number the distinct texts in the order they appear.

        >>> Coded.of(np.array(["b", "", "b", "a"], object)).codes.tolist()
        [1, 0, 1, 2]
        """
        array = pa.array(cells, pa.large_string())
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        encoded = array.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        texts = np.array(["", *encoded.dictionary.to_pylist()], object)
        numbers = np.arange(1, len(texts), dtype=np.int32)
        if len(blank := np.flatnonzero(texts[1:] == "")):  # it has the code 0
            numbers[blank[0] :] -= 1
            numbers[blank[0]] = 0
            texts = np.delete(texts, blank[0] + 1)
        return cls(numbers[codes], texts)

    @classmethod
    def blank(cls, rows: int) -> Coded:
        """Return a column that says nothing."""
        return cls(np.zeros(rows, np.int32), np.array([""], object))

    @classmethod
    def numbered(cls, texts: list[str]) -> Coded:
        """Number texts of which the first is blank; unlike of() it makes no new strings."""
        encoded = pa.array(texts, pa.large_string()).dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
        return cls(codes, np.array(texts, object)[first])

    def map(self, function: Callable[[str], str]) -> Coded:
        """Return the column of function(text), called once for each text.

        >>> Coded.of(np.array(["Aa", "aA"], object)).map(str.lower).codes.tolist()
        [1, 1]
        """
        return self._remapped(list(map(function, self.texts[1:].tolist())))

    def each(self, function: Callable[[str], object], kind: DTypeLike) -> np.ndarray:
        """Return what a function tells of each text, which it is asked about once and for all.

        >>> Coded.of(np.array(["ab", "c"], object)).each(len, np.int64).tolist()
        [0, 2, 1]
        """
        known: np.ndarray | None = self.told.get(function)
        before = 0 if known is None else len(known)
        if known is None or before < len(self.texts):
            own = [function(text) for text in self.texts[before:].tolist()]
            new = np.empty(len(own), kind)
            new[:] = own
            known = new if known is None else np.concatenate([known, new])
            self.told[function] = known
        return known

    def each_read_as(self, function: Callable[[str], str]) -> Coded:
        """Return of each text what a function makes of it, once and for all; "" must stay "".

        >>> Coded.of(np.array(["Aa", "b", "aA"], object)).each_read_as(str.lower).codes.tolist()
        [0, 1, 2, 1]
        """
        return self._read(("read as", function), lambda texts: list(map(function, texts.tolist())))

    def beginnings(self, letters: int) -> Codes:
        """Return the codes of the first letters of each text.

        >>> Coded.of(np.array(["anna", "anne", "ida"], object)).beginnings(3).tolist()
        [1, 1, 2]
        """

        def begin(texts: np.ndarray) -> pa.Array:
            return pc.utf8_slice_codeunits(pa.array(texts, pa.large_string()), 0, letters)

        return np.asarray(self._read(("begins", letters), begin).codes[self.codes])

    def each_without(self, signs: str) -> Coded:
        """Return of each text what it is without such signs before it.

        >>> Coded.of(np.array(["+49", "49"], object)).each_without("+").texts.tolist()
        ['', '49']
        """

        def cut(texts: np.ndarray) -> pa.Array:
            return pc.utf8_ltrim(pa.array(texts, pa.large_string()), signs)

        return self._read(("without", signs), cut)

    def _read(self, key: object, read: Callable[[np.ndarray], list[str] | pa.Array]) -> Coded:
        known: Coded | None = self.told.get(key)
        before = 0 if known is None else len(known.codes)
        if known is None or before < len(self.texts):
            new = Coded.blank(1)
            if len(self.texts) > 1:
                made = read(self.texts[before:])
                new = Coded.of(pa.array(made, pa.large_string()))
            known = self.told[key] = new if known is None else known.with_more(new)
        return known

    def read_as(self, function: Callable[[str], str]) -> Coded:
        """Return the column of what a function makes of its texts, asked once and for all.

        >>> Coded.of(np.array(["Aa", "b", "aA"], object)).read_as(str.lower).cells().tolist()
        ['aa', 'b', 'aa']
        """
        read = self.each_read_as(function)
        return Coded(read.codes[self.codes], read.texts, read.told)

    def split(self, function: Callable[[str], tuple[str, str]]) -> tuple[Coded, Coded]:
        """Return the two columns of function(text), called once for each text."""
        found = [function(text) for text in self.texts[1:].tolist()]
        return self._remapped([one for one, _ in found]), self._remapped([two for _, two in found])

    def _remapped(self, texts: list[str]) -> Coded:
        if not texts:
            return Coded(self.codes, self.texts)
        mapped = Coded.numbered(["", *texts])
        return Coded(mapped.codes[self.codes], mapped.texts)

    def at(self, rows: Rows) -> Coded:
        """Return some rows of the column."""
        return Coded(self.codes[rows], self.texts, self.told)

    def with_more(self, other: Coded) -> Coded:
        """Return the column and, behind it, another; one may have more places than the other.

        >>> one, other = (Coded.of(np.array([*cells], object)) for cells in ("ab", "cb"))
        >>> one.with_more(other).cells().tolist()
        ['a', 'b', 'c', 'b']
        """
        says = len(other.texts) > 1
        codes = self.codes_of(other.texts) if says else np.zeros(1, np.int32)
        new = np.flatnonzero(codes < 0)
        codes[new] = len(self.texts) + np.arange(len(new))
        more = codes[other.codes]
        texts = np.concatenate([self.texts, other.texts[new]]) if len(new) else self.texts
        told = dict(self.told)
        if self.codes.ndim > 1:
            most = max(self.codes.shape[1], more.shape[1])
            pads = (((0, 0), (0, most - codes.shape[1])) for codes in (self.codes, more))
            both = [np.pad(*padded) for padded in zip((self.codes, more), pads, strict=True)]
            return Coded(np.concatenate(both), texts, told)
        return Coded(np.concatenate([self.codes, more]), texts, told)

    def codes_of(self, texts: np.ndarray) -> Codes:
        """Return the codes of texts, each of them once; -1 for those that the column has not.

        >>> Coded.of(np.array(["a", "b"], object)).codes_of(np.array(["b", "c"], object)).tolist()
        [2, -1]
        """
        own, others = pa.array(self.texts, pa.large_string()), pa.array(texts, pa.large_string())
        if len(own) < len(others):
            found = pc.fill_null(pc.index_in(others, own), -1)
            return np.asarray(found.to_numpy(zero_copy_only=False).astype(np.int32))
        at = pc.index_in(own, others)  # few texts are quickly looked up among many
        known = pc.indices_nonzero(pc.is_valid(at)).to_numpy()
        codes = np.full(len(others), -1, np.int32)
        codes[at.drop_null().to_numpy()] = known
        return codes

    def in_order(self) -> tuple[Coded, np.ndarray]:
        """Return the column, its texts numbered as the rows have them, and the numbers they had.

        >>> column = Coded.of(np.array(["a", "b"], object)).at(np.array([1]))
        >>> column.in_order()[0].texts.tolist()
        ['', 'b']
        """
        flat = np.concatenate([[0], self.codes.ravel(order="F")])
        codes, before = pd.factorize(flat)
        again = codes[1:].astype(np.int32).reshape(self.codes.shape, order="F")
        return Coded(np.ascontiguousarray(again), self.texts[before]), before

    def within(self, places: int) -> Coded:
        """Return the first places of a column that has several."""
        return Coded(np.ascontiguousarray(self.codes[:, :places]), self.texts, self.told)

    def where(self, known: np.ndarray) -> Coded:
        """Return the column with unknown in place of the codes for which known is false."""
        codes = np.where(known[self.codes], self.codes, 0).astype(np.int32)
        return Coded(codes, self.texts, self.told)

    def counts(self, sizes: np.ndarray | None = None) -> np.ndarray:
        """Return for each code how many rows have it, or how many they were made of."""
        if sizes is not None and self.codes.ndim > 1:
            sizes = np.repeat(sizes, self.codes.shape[1])
        return np.bincount(self.codes.ravel(), sizes, minlength=len(self.texts))

    def of_rows(self, rows: Rows) -> np.ndarray:
        """Return the texts of some rows."""
        found: np.ndarray = self.texts[self.codes[rows]]
        return found

    def cells(self) -> np.ndarray:
        """Return the texts of all rows."""
        found: np.ndarray = self.texts[self.codes]
        return found


def column_of(leads: Leads, name: str) -> Coded:
    """Return a column of leads; one that they have not says nothing."""
    return Coded.of(leads[name]) if name in leads.columns else Coded.blank(len(leads))


def numbered_alike(columns: Sequence[Coded], before: Coded | None = None) -> list[Coded]:
    """Return columns that number their texts alike, as a column before does that had some of them.

    >>> columns = [Coded.of(np.array([text], object)) for text in ("b", "a")]
    >>> [column.codes.tolist() for column in numbered_alike(columns)]
    [[1], [2]]
    >>> [column.codes.tolist() for column in numbered_alike(columns, columns[1])]
    [[2], [1]]
    """
    if before is None:
        texts = Coded.numbered([text for column in columns for text in column.texts.tolist()])
    else:
        texts = Coded(np.zeros(0, np.int32), before.texts, before.told)
        for column in columns:
            texts = texts.with_more(Coded(np.arange(len(column.texts)), column.texts))
    starts = np.cumsum([0, *(len(column.texts) for column in columns)])
    parts = zip(columns, starts, starts[1:], strict=False)
    return [Coded(texts.codes[start:end][column.codes], texts.texts, texts.told)
            for column, start, end in parts]  # fmt: skip


def together(columns: Sequence[Coded], before: Coded | None = None) -> Coded:
    """Number the texts of several columns alike; codes get a second dimension, one a column."""
    alike = numbered_alike(columns, before) if len(columns) > 1 else columns
    return Coded(np.stack([one.codes for one in alike], axis=1), alike[0].texts, alike[0].told)


def several(columns: Sequence[Coded]) -> Coded:
    """Return columns as one with several places.

    A row's texts stand to the left, each once; there are as many places as the fullest row needs.

    >>> columns = [Coded.of(np.array(cells, object)) for cells in (["a", ""], ["a", "b"])]
    >>> several(columns).codes.tolist()
    [[1], [2]]
    """
    every = together(columns)
    return Coded(left_aligned(every.codes.copy()), every.texts, every.told)


def rank(texts: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return numbers that sort codes as the letters of their texts do.

    >>> rank(np.array(["", "b", "a"], object), np.array([1, 2, 1])).tolist()
    [1, 0, 1]
    """
    used, back = np.unique(codes, return_inverse=True)
    ranks = np.empty(len(used), np.int64)
    order = pc.sort_indices(pa.array(texts[used], pa.large_string())).to_numpy()
    ranks[order] = np.arange(len(used))
    return np.asarray(ranks[back])


def left_aligned(codes: Codes) -> Codes:
    """Move the known codes of each row to the left, drop repeated ones and empty places."""
    places = codes.shape[1]
    for later in range(1, places):
        for earlier in range(later):
            codes[(codes[:, later] == codes[:, earlier]) & (codes[:, later] != 0), later] = 0
    filled = np.zeros(len(codes), np.int64)
    for place in range(places):
        rows = np.flatnonzero(codes[:, place])
        to = filled[rows]
        filled[rows] += 1
        if len(moved := np.flatnonzero(to < place)):
            rows, to = rows[moved], to[moved]
            codes[rows, to] = codes[rows, place]
            codes[rows, place] = 0
    return np.ascontiguousarray(codes[:, : max(int(filled.max(initial=0)), 1)])


def mixed(*parts: np.ndarray) -> np.ndarray:
    """Return one uint64 for each row, and place, from several codes; 0 where one is unknown.

    >>> mixed(np.array([1, 1, 0]), np.array([2, 2, 2])).tolist()[2]
    0
    """
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    mix = np.full(shape, 0x9E3779B97F4A7C15, np.uint64)
    known = np.ones(shape, bool)
    for part in parts:
        known &= part != 0
        mix ^= part.astype(np.uint64)
        mix *= np.uint64(0xBF58476D1CE4E5B9)
        mix ^= mix >> np.uint64(29)
    return np.where(known, mix | np.uint64(1), np.uint64(0))


def are_among(codes: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Tell which codes are some of the chosen ones, of which many are repeated.

    >>> are_among(np.array([[3, 1], [2, 3]]), np.array([3, 3])).tolist()
    [[True, False], [False, True]]
    """
    found = pc.is_in(pa.array(codes.ravel()), pa.array(chosen.ravel()))
    return np.asarray(found.to_numpy(zero_copy_only=False)).reshape(codes.shape)
