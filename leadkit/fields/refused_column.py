"""The column ``refused``: what of a lead was refused elsewhere, by channel and address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import is_empty, numbers, rows_of, text, texts, to_numpy, with_rows
from leadkit.fields.objections import SEPARATOR

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells


@dataclass(frozen=True)
class Entries:
    """What was refused of rows of a table; of a row that has several, one after the other."""

    rows: np.ndarray
    texts: Cells  # one for each of the rows

    @classmethod
    def of(cls, found: Mapping[int, Iterable[str]]) -> Entries:
        """Return the entries of rows that have them as Python's texts."""
        import numpy as np

        pairs = [(row, one) for row, entries in found.items() for one in entries]
        return cls(np.array([row for row, _ in pairs], np.int64), texts(one for _, one in pairs))

    @classmethod
    def together(cls, parts: Sequence[Entries]) -> Entries:
        """Return all entries of several, in their order."""
        import numpy as np
        import pyarrow as pa

        rows = np.concatenate([np.zeros(0, np.int64), *(one.rows for one in parts)])
        return cls(rows, pa.concat_arrays([texts([]), *(one.texts for one in parts)]))

    def led_by(self, word: str) -> Entries:
        """Return the entries with a word before each, such as its channel.

        >>> Entries.of({0: ["a@x.example.com"]}).led_by("email").texts.to_pylist()
        ['email a@x.example.com']
        """
        import pyarrow.compute as pc

        return Entries(self.rows, pc.binary_join_element_wise(text(word), self.texts, text(" ")))

    def __len__(self) -> int:
        return len(self.rows)


def entries_in(cell: str) -> list[tuple[str, str]]:
    """Return the entries of a cell of ``refused``: what is closed, and for which address, if any.

    >>> entries_in("email a@x.example.com; call; ")
    [('email', 'a@x.example.com'), ('call', '')]
    """
    parts = (entry.partition(" ") for entry in cell.split(SEPARATOR))
    return [(channel, address) for channel, _, address in parts if channel]


def with_entries(cells: Cells, found: Entries) -> Cells:
    """Return the column ``refused`` with further entries of some rows, each once.

    >>> cells = texts(["", "email a@x.example.com"])
    >>> further = Entries.of({1: ["call +498999998123", "email a@x.example.com"]})
    >>> with_entries(cells, further).to_pylist()
    ['', 'email a@x.example.com; call +498999998123']
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(found):
        return cells
    mask = np.zeros(len(cells), bool)
    mask[found.rows] = True
    before = pc.split_pattern(rows_of(cells, mask), SEPARATOR)
    had = np.flatnonzero(mask)[to_numpy(pc.list_parent_indices(before))]
    every = Entries.together([Entries(had, before.flatten()), found])
    order = np.argsort(every.rows, kind="stable")
    order = order[~is_empty(every.texts)[order]]
    rows, entries = every.rows[order], every.texts.take(numbers(order))
    encoded = entries.dictionary_encode()
    same = rows * len(encoded.dictionary) + to_numpy(encoded.indices)
    first = np.sort(np.unique(same, return_index=True)[1])
    ends = np.searchsorted(rows[first], np.append(np.flatnonzero(mask), len(cells)))
    ends = numbers(ends.astype(np.int32))  # pyarrow joins no others
    of_rows = pa.ListArray.from_arrays(ends, entries.take(numbers(first)))
    return with_rows(cells, mask, pc.binary_join(of_rows, text(SEPARATOR)))
