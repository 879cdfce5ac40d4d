"""What rows of one person as a rule share: an address, the end of a number, the words of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import rows_of, to_numpy, whole
from leadkit.base.columns import DIALLED, EMAILS
from leadkit.base.text_hashes import mixed, text_hashes
from leadkit.fields.listed.endings import last_digits

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells

_LEAST = 100_000  # of the last digits of a number: what is shorter is no number of anybody
_NAMES = ("first_name", "last_name", "full_name")
_KINDS = {"email": 1, "number": 2, "name": 3}


def shared_keys(leads: pa.Table) -> np.ndarray:
    """Return the keys of each lead, a column for each place that has one; 0 is none.

    Rows with the same address, in whatever case, with the same last seven digits of a number, or
    with the same words in their name have a key in common; of who has no name, those of the firm.

    >>> import pyarrow as pa
    >>> from leadkit.base.cells import texts
    >>> rows = {"email": ["EVA@x.example.com", "eva@x.example.com"], "phone": ["089 99998123", ""],
    ...     "first_name": ["Eva", "Meier"], "last_name": ["Meier", "EVA"]}
    >>> keys = shared_keys(pa.table({name: texts(cells) for name, cells in rows.items()}))
    >>> (keys[0] == keys[1]).tolist(), (keys != 0).tolist()
    ([True, False, True], [[True, True, True], [True, False, True]])
    """
    import numpy as np
    import pyarrow.compute as pc

    there = set(leads.column_names)
    keys = [
        _marks(text_hashes(pc.ascii_lower(pc.utf8_trim_whitespace(whole(leads[name])))), "email")
        for name in EMAILS
        if name in there
    ]
    for name in DIALLED:
        if name in there:
            ends, _ = last_digits(whole(leads[name]))
            keys.append(_marks(np.where(ends >= _LEAST, ends, 0).astype(np.uint64), "number"))
    keys.append(_marks(_names(leads, there), "name"))
    return np.stack(keys, axis=1)


def _marks(values: np.ndarray, kind: str) -> np.ndarray:
    """Return keys of a kind, other than those of another kind with the same number."""
    import numpy as np

    salted = mixed(values ^ np.uint64(_KINDS[kind] << 60))
    return np.where(values == 0, np.uint64(0), salted)


def _names(leads: pa.Table, there: set[str]) -> np.ndarray:
    """Return a number for the words of each name, in whatever order they stand."""
    import numpy as np

    found = np.zeros(leads.num_rows, np.uint64)
    for name in _NAMES:
        if name in there:  # words of several columns add up to what they are in one
            found += _sums(whole(leads[name]))
    if "company" in there:
        unnamed = found == 0
        if unnamed.any():
            found[unnamed] = _sums(rows_of(whole(leads["company"]), unnamed))
    return found


def _sums(cells: Cells) -> np.ndarray:
    """Return the sum of the hashes of each cell's words, in lower case; each cell is split once."""
    import numpy as np
    import pyarrow.compute as pc

    if not len(cells):
        return np.zeros(0, np.uint64)
    encoded = cells.dictionary_encode()
    lowered = pc.utf8_lower(pc.utf8_trim_whitespace(encoded.dictionary))
    words = pc.ascii_split_whitespace(lowered)  # one at least, and be it ""
    starts = to_numpy(words.offsets)[:-1]
    sums = np.add.reduceat(text_hashes(words.values), starts)
    return np.asarray(sums[to_numpy(encoded.indices)])
