"""Who a row is: a hash of its file's name and its cells, counted where rows are identical."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.arrow import numbers, text, texts, whole
from leadkit.stage import SEPARATOR, RawRows

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_SIEVE = 23  # bits of a hash that show most new rows to be new
_LONG = 1 << 20  # hashes; longer runs are not merged, for that takes their memory twice


def strung(name: str, cells: Sequence[pa.Array]) -> list[bytes]:
    """String a file's name and the cells of each row together, so that no two rows look alike."""
    import pyarrow as pa
    import pyarrow.compute as pc

    arrays = [whole(one) for one in cells]
    start, separator = text(name), text(SEPARATOR)
    joined = pc.binary_join_element_wise(start, *arrays, separator)
    # A cell may hold a separator itself.
    separators = pc.count_substring(joined, SEPARATOR)
    if pc.max(separators).as_py() not in (None, len(arrays)):
        escaped = [pc.replace_substring(one, "\x1e", "\x1e0") for one in arrays]
        escaped = [pc.replace_substring(one, SEPARATOR, "\x1e1") for one in escaped]
        other = pc.binary_join_element_wise(start, *escaped, separator)
        joined = pc.if_else(pc.greater(separators, len(arrays)), other, joined)
    keys: list[bytes] = joined.cast(pa.large_binary()).to_pylist()
    return keys


def strung_rows(name: str, rows: RawRows) -> list[bytes]:
    """Do that to whole rows; where their text is at hand, only quoted cells need be joined."""
    columns = rows.cells.columns
    if rows.raw is not None:
        return strung(name, [rows.raw])
    if rows.text is None or {SEPARATOR, "\n"} & set(name):
        return strung(name, columns)
    start = (name + SEPARATOR).encode()
    lines = rows.text.lines
    led = start + lines.removesuffix(b"\n").replace(b"\n", b"\n" + start)
    all_rows = led.split(b"\n")
    quoted = rows.text.quoted
    if len(quoted):
        which = numbers(quoted)
        joined = strung(name, [column.take(which) for column in columns])
        for at, row in zip(quoted.tolist(), joined, strict=True):
            all_rows[at] = row
    return all_rows


class Identities:
    """Gives each row an id made of its file's name and its cells.

    The id so stays the same on every run and wherever the row moves to in its file. Identical
    rows are told apart by counting them: the second gets the suffix -2.
    """

    def __init__(self) -> None:
        import numpy as np

        self._seen: list[np.ndarray] = []  # sorted runs of hashes, each longer than the next
        self._maybe_seen = np.zeros(1 << _SIEVE, bool)  # by the first bits of a hash

    def of(self, rows: Sequence[bytes]) -> pa.Array:
        """Return the ids of rows that were strung together."""
        import numpy as np
        import pyarrow as pa
        from xxhash import xxh3_64_intdigest

        if not rows:
            return texts([])
        hashes = np.fromiter(map(xxh3_64_intdigest, rows), np.uint64, count=len(rows))
        # Sixteen digits each, end to end: what an array of texts looks like in memory.
        digits = hashes.astype(">u8").tobytes().hex().encode()
        offsets = np.arange(0, 16 * len(hashes) + 1, 16, dtype=np.int64)
        unique = pa.LargeStringArray.from_buffers(
            len(hashes), pa.py_buffer(offsets), pa.py_buffer(digits)
        )
        repeats = self._repeats(hashes)
        if not repeats:
            return unique
        ids = unique.to_pylist()
        for at, occurrence in repeats:
            ids[at] += f"-{occurrence}"
        return texts(ids)

    def _repeats(self, hashes: np.ndarray) -> list[tuple[int, int]]:
        """Return (position, how many-eth) of the rows that occurred before, and remember all."""
        import numpy as np

        ordered = np.sort(hashes)
        first_bits = ordered >> np.uint64(64 - _SIEVE)
        known = ordered[self._maybe_seen[first_bits]]
        self._maybe_seen[first_bits] = True
        repeated: list[tuple[int, int]] = []
        if (ordered[1:] == ordered[:-1]).any() or any(_any_of(run, known) for run in self._seen):
            order = np.argsort(hashes, kind="stable")
            occurrence = np.arange(len(ordered)) - np.searchsorted(ordered, ordered) + 1
            for run in self._seen:
                occurrence += np.searchsorted(run, ordered, "right") - np.searchsorted(run, ordered)
            again = np.flatnonzero(occurrence > 1)
            repeated = [(int(order[at]), int(occurrence[at])) for at in again]
        self._seen.append(ordered)
        while len(self._seen) > 1 and len(self._seen[-2]) <= min(2 * len(self._seen[-1]), _LONG):
            merged = np.concatenate(self._seen[-2:])
            del self._seen[-2:]
            merged.sort(kind="stable")
            self._seen.append(merged)
        return repeated


def _any_of(run: np.ndarray, hashes: np.ndarray) -> bool:
    """Tell whether one of these hashes is in a run of them."""
    import numpy as np

    places = np.searchsorted(run, hashes)
    places[places == len(run)] = 0
    return bool((run[places] == hashes).any())
