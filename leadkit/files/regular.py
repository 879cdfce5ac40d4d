"""Text that is regular by RFC 4180, which a few vector operations prove: where its records are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from leadkit.files.loose_records import MAX_RECORD

_PIECE = 1 << 19  # bytes of a text that are compared at once
_LF, _CR, _QUOTE = b'\n\r"'


class Regular(NamedTuple):
    """Where the records of a regular text are."""

    end: int  # of the last whole one
    starts: np.ndarray  # of each, blank lines left out
    lines: np.ndarray  # on which each starts, from 0
    line_ends: int  # in all
    blank: int  # of them blank
    quotes: np.ndarray  # where there are quotes


def regular_part(text: bytes, at_end: bool, delimiter: str, newline: bytes) -> Regular | None:
    """Find the records of a text up to the last whole one; None if the text is irregular.

    Regular is: counted from the start, every odd quote follows a delimiter, a line end or a
    quote, and every even quote precedes one. Then quoted and unquoted parts are certain.
    """
    codes = np.frombuffer(text, np.uint8)
    newlines = where_byte(codes, newline[0])
    quotes = where_byte(codes, _QUOTE) if b'"' in text else np.array([], np.int64)
    if at_end and len(quotes) % 2:
        return None
    if _has_lone_return(text, newline, codes, quotes):
        return None  # pyarrow would take it for the end of a row
    record_ends = _unquoted(newlines, quotes)
    end = len(text) if at_end else int(record_ends[-1]) + 1 if len(record_ends) else 0
    if not end and len(text) > MAX_RECORD:
        return None
    quotes = quotes[quotes < end]
    if len(quotes):
        before = codes[quotes[0::2] - 1]
        before[quotes[0::2] == 0] = _LF
        after = codes[np.minimum(quotes[1::2] + 1, end - 1)]
        after[quotes[1::2] + 1 == end] = _LF
        beside = np.concatenate((before, after))
        if not np.isin(beside, (ord(delimiter), _LF, _CR, _QUOTE)).all():
            return None
    record_ends, newlines = record_ends[record_ends < end], newlines[newlines < end]
    starts = np.concatenate(([0], record_ends + 1))
    starts = starts[starts < end]
    lengths = np.diff(np.concatenate((starts, [end]))) - 1
    short = np.flatnonzero(lengths <= 1)
    blank = short[np.isin(codes[starts[short]], (newline[0], _CR))]
    starts = np.delete(starts, blank)
    if len(record_ends) == len(newlines):  # each record has a line, as the blank ones have
        lines = np.delete(np.arange(len(lengths)), blank)
    else:
        lines = np.searchsorted(newlines, starts)
    return Regular(end, starts, lines, len(newlines), len(blank), quotes)


def _has_lone_return(text: bytes, newline: bytes, codes: np.ndarray, quotes: np.ndarray) -> bool:
    if newline == b"\r" or b"\r" not in text:
        return False
    returns = where_byte(codes, _CR)
    lone = returns[codes[np.minimum(returns + 1, len(codes) - 1)] != _LF]
    return bool((np.searchsorted(quotes, lone) % 2 == 0).any())


def where_byte(codes: np.ndarray, code: int) -> np.ndarray:
    """Return where a text has a byte, looked for in pieces that stay in the processor's cache.

    >>> where_byte(np.frombuffer(b"a,b,c", np.uint8), ord(",")).tolist()
    [1, 3]
    """
    begins = range(0, max(len(codes), 1), _PIECE)
    return np.concatenate([np.flatnonzero(codes[at : at + _PIECE] == code) + at for at in begins])


def _unquoted(newlines: np.ndarray, quotes: np.ndarray) -> np.ndarray:
    """Return the newlines that are not within quotes: those before which quotes come in pairs."""
    if len(quotes) < len(newlines):  # as a rule no quoted cell has a line end, and all are outside
        first_after = np.searchsorted(newlines, quotes)
        opened, closed = first_after[0::2], np.append(first_after[1::2], len(newlines))
        if np.array_equal(opened, closed[: len(opened)]):
            return newlines
    return np.asarray(newlines[np.searchsorted(quotes, newlines) % 2 == 0])
