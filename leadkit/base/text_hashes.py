"""Hashes of whole columns of texts, without a Python object for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import text_bytes

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells

_WORD = 8  # bytes that are taken at a time


def text_hashes(cells: Cells) -> np.ndarray:
    """Return a hash of 64 bits for each text, of which all bytes count; 0 of an empty one.

    It is another one than ``hashes_64``; whatever keeps it says by which version it was made.

    >>> from leadkit.base.cells import texts
    >>> cells = texts(["eva@meier.example.com", "Eva", "", "eva@meier.example.com"])
    >>> one, other, none, same = text_hashes(cells).tolist()
    >>> one == same, one == other, none
    (True, False, 0)
    """
    import numpy as np

    written, ends = text_bytes(cells)
    begins, lengths = ends[:-1], np.diff(ends)
    # Eight bytes from wherever they begin; what is not of the text is cut off.
    padded = np.concatenate((written, np.zeros(_WORD, np.uint8)))
    words = np.ndarray((len(written) + 1,), "<u8", padded, strides=(1,))
    hashes = lengths.astype(np.uint64)
    rows = np.flatnonzero(lengths)
    for part in range(0, int(lengths.max(initial=0)), _WORD):
        if part:
            rows = rows[lengths[rows] > part]
        missing = np.clip(_WORD - lengths[rows] + part, 0, _WORD - 1).astype(np.uint64)
        word = words[begins[rows] + part] << (missing << np.uint64(3))  # its bytes of beyond go
        found = (hashes[rows] ^ word) * np.uint64(0x9E3779B97F4A7C15)
        hashes[rows] = found ^ (found >> np.uint64(32))
    return mixed(hashes)


def mixed(values: np.ndarray) -> np.ndarray:
    """Return numbers whose bits all depend on all bits of these (as SplitMix64 does); 0 stays 0.

    >>> import numpy as np
    >>> [hex(number) for number in mixed(np.array([0, 1, 2], np.uint64)).tolist()]
    ['0x0', '0x5692161d100b05e5', '0xdbd238973a2b148a']
    """
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
