"""Columns of texts as numbers: equal texts have equal codes, 0 is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

Codes = np.ndarray  # of int32, a code for each row; 0 is unknown
Rows = np.ndarray  # of int64, numbers of rows

remember = lru_cache(maxsize=1 << 20)  # every round of a dedupe asks about the same texts


@dataclass(frozen=True)
class Coded:
    """A column: a code for each row, and the text of each code; the text of code 0 is ""."""

    codes: Codes
    texts: np.ndarray

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

    def map_all(self, function: Callable[[pa.Array], pa.Array]) -> Coded:
        """Return the column of what a function makes of all texts at once, that of blank included.

        >>> Coded.of(np.array(["Aa", "aA"], object)).map_all(pc.utf8_lower).texts.tolist()
        ['', 'aa']
        """
        encoded = function(pa.array(self.texts, pa.large_string())).dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        return Coded(codes[self.codes], np.array(encoded.dictionary.to_pylist(), object))

    def beginnings(self, letters: int) -> Codes:
        """Return the codes of the first letters of each text.

        >>> Coded.of(np.array(["anna", "anne", "ida"], object)).beginnings(3).tolist()
        [1, 1, 2]
        """
        texts = pa.array(self.texts, pa.large_string())
        encoded = pc.utf8_slice_codeunits(texts, 0, letters).dictionary_encode()
        return np.asarray(encoded.indices.to_numpy(zero_copy_only=False)[self.codes])

    def split(self, function: Callable[[str], tuple[str, str]]) -> tuple[Coded, Coded]:
        """Return the two columns of function(text), called once for each text."""
        found = [function(text) for text in self.texts[1:].tolist()]
        return self._remapped([one for one, _ in found]), self._remapped([two for _, two in found])

    def _remapped(self, texts: list[str]) -> Coded:
        mapped = Coded.numbered(["", *texts])
        return Coded(mapped.codes[self.codes], mapped.texts)

    def at(self, rows: Rows) -> Coded:
        """Return some rows of the column."""
        return Coded(self.codes[rows], self.texts)

    def with_more(self, other: Coded) -> Coded:
        """Return the column and, behind it, another; one may have more places than the other.

        >>> one, other = (Coded.of(np.array([*cells], object)) for cells in ("ab", "cb"))
        >>> one.with_more(other).cells().tolist()
        ['a', 'b', 'c', 'b']
        """
        new = [text for text in other.texts.tolist() if text not in self._code_of]
        code_of = {text: at for at, text in enumerate(new, start=len(self.texts))}
        known = self._code_of
        codes = [known[text] if text in known else code_of[text] for text in other.texts.tolist()]
        more = np.array(codes, np.int32)[other.codes]
        texts = np.concatenate([self.texts, np.array(new, object)])
        if self.codes.ndim > 1:
            most = max(self.codes.shape[1], more.shape[1])
            pads = (((0, 0), (0, most - codes.shape[1])) for codes in (self.codes, more))
            both = [np.pad(*padded) for padded in zip((self.codes, more), pads, strict=True)]
            return Coded(np.concatenate(both), texts)
        return Coded(np.concatenate([self.codes, more]), texts)

    @cached_property
    def _code_of(self) -> dict[str, int]:
        return {text: code for code, text in enumerate(self.texts.tolist())}

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
        return Coded(np.ascontiguousarray(self.codes[:, :places]), self.texts)

    def where(self, known: np.ndarray) -> Coded:
        """Return the column with unknown in place of the codes for which known is false."""
        return Coded(np.where(known[self.codes], self.codes, 0).astype(np.int32), self.texts)

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


class Asked:
    """What a function tells of each text of a column, told when it is first asked for.

    >>> lengths = Asked(np.array(["", "ab", "abc"], object), len, np.int64)
    >>> lengths[np.array([2, 1, 2])].tolist()
    [3, 2, 3]
    """

    def __init__(
        self, texts: np.ndarray, function: Callable[[str], object], kind: DTypeLike, places: int = 0
    ) -> None:
        self._texts, self._function = texts, function
        self._told = np.zeros((len(texts), places) if places else len(texts), kind)
        self._known = np.zeros(len(texts), bool)

    def __getitem__(self, codes: np.ndarray) -> np.ndarray:
        open_ = codes[~self._known[codes]]
        if len(open_):
            new = np.unique(open_)
            for code, text in zip(new.tolist(), self._texts[new].tolist(), strict=True):
                self._told[code] = self._function(text)
            self._known[new] = True
        found: np.ndarray = self._told[codes]
        return found


def together(columns: Sequence[Coded]) -> Coded:
    """Number the texts of several columns alike; codes get a second dimension, one a column."""
    if len(columns) == 1:
        return Coded(columns[0].codes[:, None], columns[0].texts)
    texts = Coded.numbered([text for column in columns for text in column.texts.tolist()])
    starts = np.cumsum([0, *(len(column.texts) for column in columns)])
    parts = zip(columns, starts, starts[1:], strict=False)
    codes = [texts.codes[start:end][column.codes] for column, start, end in parts]
    return Coded(np.stack(codes, axis=1), texts.texts)


def several(columns: Sequence[Coded]) -> Coded:
    """Return columns as one with several places.

    A row's texts stand to the left, each once; there are as many places as the fullest row needs.

    >>> columns = [Coded.of(np.array(cells, object)) for cells in (["a", ""], ["a", "b"])]
    >>> several(columns).codes.tolist()
    [[1], [2]]
    """
    every = together(columns)
    return Coded(left_aligned(every.codes.copy()), every.texts)


def left_aligned(codes: Codes) -> Codes:
    """Move the known codes of each row to the left, drop repeated ones and empty places."""
    places = codes.shape[1]
    for later in range(1, places):
        for earlier in range(later):
            codes[(codes[:, later] == codes[:, earlier]) & (codes[:, later] != 0), later] = 0
    gaps = np.flatnonzero(((codes[:, :-1] == 0) & (codes[:, 1:] != 0)).any(axis=1))
    if len(gaps):
        order = np.argsort(codes[gaps] == 0, axis=1, kind="stable")
        codes[gaps] = np.take_along_axis(codes[gaps], order, axis=1)
    filled = int((codes != 0).any(axis=0).sum())
    return np.ascontiguousarray(codes[:, : max(filled, 1)])


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
