"""Rows that pass from input to output as text, because nobody has to parse them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.base.cells import numbers, to_numpy

_FEW_QUOTES = 1000  # an even number of quotes that show whether a list has needless ones
_LF = ord("\n")


class Regular(NamedTuple):
    """Where the records of a regular text are."""

    end: int  # of the last whole one
    starts: np.ndarray  # of each, blank lines left out
    lines: np.ndarray  # on which each starts, from 0
    many: int  # lines in all
    blank: int  # of them blank
    quotes: np.ndarray  # where there are quotes


def passing_rows(text: bytes, regular: Regular) -> pa.Array | None:
    r"""Return regular rows as text, if that text is what leadkit itself would write for them.

    Each row but the first is led by its line end, so that the rows are slices of the text and
    nothing is copied. None where a row would be written otherwise: another line end, needless
    quotes, blank lines.

    >>> from leadkit.files.records import Splitter
    >>> def passing(text):
    ...     splitter = Splitter("f", 2, ",", b"\n")
    ...     return passing_rows(text, splitter._regular_part(text, True))
    >>> passing(b'a,"1,5"\nb,2\n').to_pylist(), passing(b'a,"2"\n') is None
    (['a,"1,5"', '\nb,2'], True)
    """
    end, starts = regular.end, regular.starts
    if not len(starts) or b"\r" in text:
        return None
    last = end - 1 if text[end - 1] == _LF else end
    offsets = np.concatenate((starts[:1], starts[1:] - 1, [last])).astype(np.int64)
    codes = np.frombuffer(text, np.uint8)
    if offsets[0] != 0:
        return None
    if (codes[offsets[1:] - 1] == _LF).any():
        return None  # a blank line below a row
    if len(regular.quotes) and not _all_quotes_needed(text, regular.quotes):
        return None
    return pa.LargeStringArray.from_buffers(len(starts), pa.py_buffer(offsets), pa.py_buffer(text))


def _all_quotes_needed(text: bytes, quotes: np.ndarray) -> bool:
    """Whether each quoted cell of a regular text holds a quote, a comma or a line end."""
    some = _FEW_QUOTES
    while some < len(quotes) and quotes[some] == quotes[some - 1] + 1:
        some += 2  # a doubled quote: its cell goes on
    if some < len(quotes) and not _all_quotes_needed(text, quotes[:some]):
        return False  # as a rule a list has needless quotes everywhere or nowhere
    opens, closes = quotes[0::2], quotes[1::2]
    joined = opens[1:] == closes[:-1] + 1  # a doubled quote: the cell goes on
    alone = ~np.concatenate(([False], joined)) & ~np.concatenate((joined, [False]))
    # Cells, and what is between them, are slices of the text: nothing is copied.
    ends = quotes.astype(np.int64)
    ends[0::2] += 1
    parts = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(ends) - 1, [None, pa.py_buffer(ends), pa.py_buffer(text)]
    )
    needed = ~alone | to_numpy(pc.match_substring(parts, ","))[0::2]
    others = parts.take(numbers(2 * np.flatnonzero(~needed)))
    return bool(to_numpy(pc.match_substring(others, "\n")).all())
