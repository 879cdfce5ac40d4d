"""Who a row is: a hash of its cells, counted where rows are identical."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, text, texts, whole
from leadkit.base.columns import SEPARATOR
from leadkit.base.keyed import hashes_64
from leadkit.base.lead_ids import nth_id
from leadkit.files.raw import RawRows, RowText

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_PIECE = 1 << 16  # bytes of a text that are cut into lines at once
_SIEVE = 23  # bits of a hash that show most new rows to be new
_LONG = 1 << 20  # hashes; longer runs are not merged, for that takes their memory twice


def strung(cells: Sequence[pa.Array]) -> list[bytes]:
    """String the cells of each row together, so that no two rows look alike.

    >>> strung([texts(["Eva", "Jan"]), texts(["Meier", ""])]) == [b"Eva\\x1fMeier", b"Jan\\x1f"]
    True
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    arrays = [whole(one) for one in cells]
    separator, between = text(SEPARATOR), len(arrays) - 1
    joined = pc.binary_join_element_wise(*arrays, separator)
    # A cell may hold a separator itself.
    separators = pc.count_substring(joined, SEPARATOR)
    if pc.max(separators).as_py() not in (None, between):
        escaped = [pc.replace_substring(one, "\x1e", "\x1e0") for one in arrays]
        escaped = [pc.replace_substring(one, SEPARATOR, "\x1e1") for one in escaped]
        other = pc.binary_join_element_wise(*escaped, separator)
        joined = pc.if_else(pc.greater(separators, between), other, joined)
    keys: list[bytes] = joined.cast(pa.large_binary()).to_pylist()
    return keys


def row_hashes(rows: RawRows) -> np.ndarray:
    """Hash rows strung together; where their text is at hand, only quoted cells need be joined."""
    columns = rows.cells.columns
    if rows.raw is not None:
        return hashes_64(strung([rows.raw]))
    if rows.text is None:
        return hashes_64(strung(columns))
    hashes = hashes_64(chain.from_iterable(_strung_lines(rows.text)))
    quoted = rows.text.quoted
    if len(quoted):
        which = numbers(quoted)
        hashes[quoted] = hashes_64(strung([column.take(which) for column in columns]))
    return hashes


def _strung_lines(text: RowText) -> Iterator[list[bytes]]:
    """String the lines of a text together, in pieces that stay in the processor's cache."""
    delimiter, separator = text.delimiter.encode(), SEPARATOR.encode()
    lines, at = text.lines, 0
    end_of_last = len(lines) - lines.endswith(b"\n")
    while at <= end_of_last:
        end = lines.find(b"\n", at + _PIECE, end_of_last)
        end = end_of_last if end < 0 else end
        yield lines[at:end].replace(delimiter, separator).split(b"\n")
        at = end + 1


class LeadIds:
    """Gives each row an id made of its cells alone.

    The id so stays the same on every run, wherever the row moves to and whatever its file is
    called. Identical rows of all lists are told apart by counting them: the second gets the
    suffix -2.
    """

    def __init__(self) -> None:
        import numpy as np

        self._seen: list[np.ndarray] = []  # sorted runs of hashes, each longer than the next
        self._maybe_seen = np.zeros(1 << _SIEVE, bool)  # by the first bits of a hash

    def seen(self, hashes: np.ndarray) -> np.ndarray:
        """Return how many rows with each of these hashes have an id by now."""
        return _how_many(hashes, self._seen)

    def of(self, hashes: np.ndarray, before: np.ndarray | None = None) -> pa.Array:
        """Return the ids of rows by their hashes.

        ``before`` says how many such rows got their ids in another run.
        """
        import numpy as np
        import pyarrow as pa

        if not len(hashes):
            return texts([])
        # Sixteen digits each, end to end: what an array of texts looks like in memory.
        digits = hashes.astype(">u8").tobytes().hex().encode()
        offsets = np.arange(0, 16 * len(hashes) + 1, 16, dtype=np.int64)
        unique = pa.LargeStringArray.from_buffers(
            len(hashes), pa.py_buffer(offsets), pa.py_buffer(digits)
        )
        repeats = self._repeats(hashes)
        if before is not None:
            nth = dict(repeats)
            counts = [nth.get(at, 1) + other for at, other in enumerate(before.tolist())]
            repeats = [(at, count) for at, count in enumerate(counts) if count > 1]
        if not repeats:
            return unique
        ids = unique.to_pylist()
        for at, occurrence in repeats:
            ids[at] = nth_id(ids[at], occurrence)
        return texts(ids)

    def _repeats(self, hashes: np.ndarray) -> list[tuple[int, int]]:
        """Return (position, which of its kind) of rows that occurred before, and remember all."""
        import numpy as np

        ordered = np.sort(hashes)
        first_bits = ordered >> np.uint64(64 - _SIEVE)
        maybe = self._maybe_seen[first_bits]
        maybe[1:] |= ordered[1:] == ordered[:-1]
        self._maybe_seen[first_bits] = True
        several = ordered[maybe]
        several = several[_how_many(several, [ordered, *self._seen]) > 1]
        repeated = _numbered(hashes, several, self._seen) if len(several) else []
        self._seen.append(ordered)
        while len(self._seen) > 1 and len(self._seen[-2]) <= min(2 * len(self._seen[-1]), _LONG):
            merged = np.concatenate(self._seen[-2:])
            del self._seen[-2:]
            merged.sort(kind="stable")
            self._seen.append(merged)
        return repeated


def _how_many(hashes: np.ndarray, runs: Sequence[np.ndarray]) -> np.ndarray:
    """Return how often each hash is in sorted runs of them."""
    import numpy as np

    found = np.zeros(len(hashes), np.int64)
    for run in runs:
        found += np.searchsorted(run, hashes, "right") - np.searchsorted(run, hashes)
    return found


def _numbered(
    hashes: np.ndarray, several: np.ndarray, seen: Sequence[np.ndarray]
) -> list[tuple[int, int]]:
    """Return (position, which of its kind) of those hashes that are there several times."""
    import numpy as np

    rows = np.flatnonzero(np.isin(hashes, several))
    rows = rows[np.argsort(hashes[rows], kind="stable")]
    same = hashes[rows]
    nth = np.arange(len(rows)) - np.searchsorted(same, same) + 1 + _how_many(same, seen)
    return [(row, n) for row, n in zip(rows.tolist(), nth.tolist(), strict=True) if n > 1]
