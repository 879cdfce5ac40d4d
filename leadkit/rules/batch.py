"""A batch as rules see it: each column by its distinct cells, worked on as Arrow arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from leadkit.base.cell_bytes import trimmed
from leadkit.base.cells import ends_of, is_blank, is_empty, numbers, text, texts, to_numpy, whole
from leadkit.base.fold import fold_case
from leadkit.fields.numbers import parse_range
from leadkit.fields.spans import parse_day

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads

_WHOLE_NUMBER = r"^[+-]?[0-9]{1,15}$"
_CLOCK = r"[T ,]+[0-9]{1,2}:[0-9]{2}.*$"
_ISO_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+)?(Z|[+-][0-9:]+)?$"
_SAMPLE = 512  # cells that show whether hardly any comes twice
# Cells that ASCII lower-casing alone does not fold: other letters, or spaces to be joined.
_NOT_PLAIN = r"[^\x20-\x7e]|  "


def factorize(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each number which of the distinct ones it is, and these as they first come.

    >>> import numpy as np
    >>> [part.tolist() for part in factorize(np.array([7, 5, 7]))]
    [[0, 1, 0], [7, 5]]
    """
    encoded = numbers(values).dictionary_encode()
    return to_numpy(encoded.indices), to_numpy(encoded.dictionary)


def combinations(
    parts: Iterable[tuple[np.ndarray, int]], count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return which combination of codes each row has, and for each combination a row that has it.

    Each part is a column of codes for ``count`` rows, and how many codes there may be.

    >>> import numpy as np
    >>> parts = [(np.array([0, 1, 0]), 2), (np.array([3, 3, 3]), 4)]
    >>> [part.tolist() for part in combinations(parts, 3)]
    [[0, 1, 0], [0, 1]]
    """
    import numpy as np

    keys = np.zeros(count, np.int64)
    size = 1
    for codes, places in parts:
        if places == 1:
            continue
        if size * places >= 1 << 62:
            keys, distinct = factorize(keys)
            keys, size = keys.astype(np.int64), len(distinct)
        keys = keys * places + codes
        size *= places
    which, distinct = factorize(keys)
    first = np.empty(len(distinct), np.int64)
    first[which[::-1]] = np.arange(count)[::-1]
    return which, first


Told = TypeVar("Told")
Truth = tuple["np.ndarray", "np.ndarray"]  # holds, fails; neither is unknown


class Distinct:
    """The distinct cells of a column in one batch, in the forms that operators look at.

    A form is made when first asked for and kept, so that ten rules on one column make it once.
    """

    def __init__(self, raw: pa.Array, codes: np.ndarray) -> None:
        self.text = trimmed(raw)
        self.codes = codes  # for each row of the batch, which of the cells it has
        self._told: dict[object, Any] = {}

    def with_codes(self, codes: np.ndarray) -> Distinct:
        """Return the same cells, of which other rows have each; what was found of them stays."""
        other = copy(self)
        other.codes = codes
        return other

    def told(self, test: Callable[[Distinct, date | None], Told], as_of: date | None) -> Told:
        """Return what a test tells of the cells on a day; it is asked once."""
        if (test, as_of) not in self._told:
            self._told[test, as_of] = test(self, as_of)
        told: Told = self._told[test, as_of]
        return told

    @classmethod
    def of_numbers(cls, values: np.ndarray, days: bool = False) -> Distinct:
        """Return numbers (or days) that were worked out, so that operators can look at them."""
        import numpy as np

        codes, distinct = factorize(values)
        cells = cls(texts(["worked out"] * len(distinct)), codes)
        if days:
            cells.days = distinct.astype(np.int64)
        else:
            cells.bounds = (distinct, distinct)
        return cells

    @cached_property
    def blank(self) -> np.ndarray:
        return is_empty(self.text)

    @cached_property
    def folded(self) -> pa.Array:
        """The cells under fold_case(): by Arrow where they are plain ASCII, else by Python."""
        import pyarrow.compute as pc

        lower = pc.ascii_lower(self.text)
        if _is_plain(self.text):
            return lower
        odd = pc.match_substring_regex(self.text, _NOT_PLAIN)
        cells = [fold_case(cell) for cell in self.text.filter(odd).to_pylist()]
        if not cells:
            return lower
        return pc.replace_with_mask(lower, odd, texts(cells))

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and greatest number each cell may mean; NaN where it is none."""
        import numpy as np
        import pyarrow.compute as pc

        is_whole = pc.match_substring_regex(self.text, _WHOLE_NUMBER)
        plain = to_numpy(is_whole)
        low = np.full(len(plain), np.nan)
        digits = pc.utf8_ltrim(self.text.filter(is_whole), "+")
        low[plain] = to_numpy(pc.cast(digits, "int64"))
        high = low.copy()
        others = np.flatnonzero(~plain & ~self.blank)
        ranges = map(parse_range, self.text.take(numbers(others)).to_pylist())
        for place, found in zip(others, ranges, strict=True):
            low[place], high[place] = found or (np.nan, np.nan)
        return low, high

    @cached_property
    def days(self) -> np.ndarray:
        """The day each cell names as its proleptic ordinal; 0 where it names none."""
        import numpy as np
        import pyarrow.compute as pc

        iso = pc.match_substring_regex(self.text, _ISO_MOMENT)
        # A column of times to the second has far fewer days than cells.
        short = pc.if_else(iso, pc.utf8_slice_codeunits(self.text, 0, 10), self.text)
        if not pc.all(iso).as_py():
            short = pc.replace_substring_regex(short, _CLOCK, "")
        encoded = short.dictionary_encode()
        named = [parse_day(cell) for cell in encoded.dictionary.to_pylist()]
        days = np.array([day.toordinal() if day else 0 for day in named], np.int64)
        of_cells: np.ndarray = days[to_numpy(encoded.indices)]
        return of_cells


def _is_plain(cells: pa.Array) -> bool:
    """Whether no cell can be odd, seen from all their text at once: a hundred times as fast."""
    import numpy as np

    if not len(cells) or cells.buffers()[2] is None:
        return True
    ends = ends_of(cells)
    text = memoryview(cells.buffers()[2])[ends[0] : ends[-1]]
    letters = np.frombuffer(text, np.uint8)
    if not len(letters):
        return True
    return bool(letters.min() >= 0x20 and letters.max() <= 0x7E and b"  " not in text.tobytes())


class Batch:
    """A batch of leads (or of activities) as conditions see it, on a day if one is given."""

    def __init__(self, leads: Leads | pa.Table, as_of: date | None = None) -> None:
        self._leads = leads
        self.as_of = as_of
        self._cells: dict[str, Distinct] = {}
        self._whole: dict[str, pa.Array | None] = {}
        self._known: dict[str, np.ndarray] = {}
        self._alone: dict[str, Batch] = {}
        self.tell: Callable[[Any], Truth] | None = None  # of what no column says

    @classmethod
    def of_cells(cls, cells: Mapping[str, Distinct], count: int) -> Batch:
        """Return a batch of so many rows of which these are all the columns."""
        import numpy as np
        import pyarrow as pa

        batch = cls(pa.table({"": numbers(np.arange(count))}))
        batch._cells.update(cells)
        return batch

    def __len__(self) -> int:
        return len(self._leads)

    @property
    def columns(self) -> list[str]:
        """The columns that were looked at, or given."""
        return list(self._cells)

    def cells(self, column: str) -> Distinct:
        """Return a column by its distinct cells; one that is not there is blank throughout."""
        if column not in self._cells:
            self._cells[column] = self._distinct(column)
        return self._cells[column]

    def mapped(self, column: str, function: Callable[[str], int | bool]) -> np.ndarray:
        """Return function(cell) for each row, called once for each distinct cell, as a number."""
        import numpy as np

        cells = self.cells(column)
        if len(cells.text) == 1:
            return np.full(len(self), int(function(cells.text[0].as_py())), np.int64)
        answers = np.array([int(function(cell)) for cell in cells.text.to_pylist()], np.int64)
        of_rows: np.ndarray = answers[cells.codes]
        return of_rows

    def days(self, column: str) -> np.ndarray:
        """Return for each row the day that its cell names as its proleptic ordinal, 0 for none."""
        cells = self.cells(column)
        days: np.ndarray = cells.days[cells.codes]
        return days

    def told(self, asked: object) -> Truth:
        """Return for which leads something holds and fails that no column says; by default none."""
        import numpy as np

        if self.tell is None:
            return np.zeros(len(self), bool), np.zeros(len(self), bool)
        return self.tell(asked)

    def known(self, column: str) -> np.ndarray:
        """Return for each row whether its cell is not blank."""
        import numpy as np

        if column not in self._known:
            cells = self.whole(column)
            self._known[column] = np.zeros(len(self), bool) if cells is None else ~is_blank(cells)
        return self._known[column]

    def alone(self, column: str) -> Batch:
        """Return the distinct cells of a column as a batch of their own.

        What depends on no other column is found there, for a few cells instead of all rows.
        """
        import numpy as np
        import pyarrow as pa

        if column not in self._alone:
            cells = self.cells(column).text
            alone = Batch(pa.table({column: cells}), self.as_of)
            alone._cells[column] = Distinct(cells, np.arange(len(cells)))
            self._alone[column] = alone
        return self._alone[column]

    def _distinct(self, column: str) -> Distinct:
        import numpy as np

        cells = self.whole(column)
        if cells is None:
            return self._nothing
        if len(cells) > _SAMPLE and len(cells[:_SAMPLE].unique()) > _SAMPLE * 0.9:
            return Distinct(cells, np.arange(len(cells)))  # hardly any cell comes twice
        encoded = cells.dictionary_encode()
        return Distinct(encoded.dictionary, to_numpy(encoded.indices))

    @cached_property
    def _nothing(self) -> Distinct:
        """A column that is not there."""
        import numpy as np

        return Distinct(texts([""]), np.zeros(len(self), np.int64))

    def whole(self, column: str) -> pa.Array | None:
        """Return a column row by row, None where there is none."""
        if column not in self._whole:
            self._whole[column] = self._find(column)
        return self._whole[column]

    def _find(self, column: str) -> pa.Array | None:
        import pyarrow as pa

        is_table = isinstance(self._leads, pa.Table)
        if column not in (self._leads.column_names if is_table else self._leads.columns):
            return None
        given = self._leads[column]
        cells = whole(given if is_table else pa.array(given, from_pandas=True))
        if cells.type != pa.large_string():
            cells = cells.cast(pa.large_string())
        return cells.fill_null(text("")) if cells.null_count else cells


def regex_of(texts: list[str]) -> str:
    r"""Return an RE2 pattern that matches any of the texts as they stand.

    >>> regex_of(["c++", "head of"])
    '(?:c\\+\\+|head\\ of)'
    """
    return f"(?:{'|'.join(re.escape(text) for text in texts)})"
