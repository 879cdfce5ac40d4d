"""Cells that hold several addresses or numbers: taken apart, cleaned one by one, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, texts, with_rows
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.refusal_keys import addresses_in

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells, Mask


class Several:
    """The addresses of a column, one after the other, and the row that each stands in.

    >>> from leadkit.base.cells import texts
    >>> several = Several(texts(["", "B@x.example.com, c@x.example.com"]), "email")
    >>> several.parts.to_pylist(), several.rows.tolist()
    (['B@x.example.com', 'c@x.example.com'], [1, 1])
    """

    def __init__(self, cells: Cells, channel: str) -> None:
        import numpy as np

        self.count = len(cells)
        encoded = cells.dictionary_encode()
        apart = [_parts(channel, cell) for cell in encoded.dictionary.to_pylist()]
        codes = encoded.indices.to_numpy()
        lengths = np.array([len(own) for own in apart], np.int64)[codes] if apart else codes
        self.rows = np.repeat(np.arange(self.count), lengths)
        filled = np.flatnonzero(lengths)
        self.parts: Cells = texts(part for code in codes[filled].tolist() for part in apart[code])

    @property
    def places(self) -> pa.Array:
        """The row of each address, for Arrow."""
        return numbers(self.rows)

    def joined(self, parts: Cells, before: Cells) -> Cells:
        """Return the column with these in place of its addresses, each once in a cell."""
        import numpy as np

        found: dict[int, dict[str, None]] = {}
        for row, part in zip(self.rows.tolist(), parts.to_pylist(), strict=True):
            found.setdefault(row, {})[part.strip()] = None
        mask = np.zeros(self.count, bool)
        mask[list(found)] = True
        return with_rows(before, mask, [SEPARATOR.join(found[row]) for row in sorted(found)])

    def any_of(self, parts: Mask) -> Mask:
        """Tell for which rows this holds of any address."""
        import numpy as np

        mask = np.zeros(self.count, bool)
        mask[self.rows[parts]] = True
        return mask


def _parts(channel: str, cell: str) -> list[str]:
    """Return the addresses of a cell; what holds none is one, so that it is not lost."""
    if not cell.strip():
        return []
    if channel == "email" and SEPARATOR in cell:
        return [part for own in cell.split(SEPARATOR) for part in _parts(channel, own)]
    return addresses_in(channel, cell) or [cell.strip()]
