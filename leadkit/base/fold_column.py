"""fold_letters and fold_umlauts of whole columns: by their bytes, and of odd cells one by one."""

from __future__ import annotations

from functools import cache, lru_cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import holding, only_bytes
from leadkit.base.cells import map_cells, rows_of, text_bytes, with_rows
from leadkit.base.fold import fold_letters, fold_umlauts

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells

_DROPPED, _SPACE = 0, ord(" ")
_ASCII = 0x7F
# The bytes with which the letters of Western and Central Europe begin, and how many letters each.
_LEADS, _LETTERS, _CONTINUED = (0xC3, 0xC4, 0xC5), 64, 0x80


def folded_letters(cells: Cells) -> Cells:
    """Return fold_letters of each cell.

    >>> from leadkit.base.cells import texts
    >>> folded_letters(texts(["Groß & Söhne GmbH", "S.A.", "Ośno"])).to_pylist()
    ['gross soehne gmbh', 'sa', 'osno']
    """
    import pyarrow.compute as pc

    written, ends = text_bytes(cells)
    signs = _ascii_signs()[written]
    odd = written > _ASCII
    leads = (odd & (written >= _LEADS[0]) & (written <= _LEADS[-1])).nonzero()[0]
    if len(leads):
        letters = (written[leads].astype("int64") - _LEADS[0]) * _LETTERS
        letters += written[leads + 1] - _CONTINUED
        known, first, second = _letter_signs()
        signs[leads], signs[leads + 1] = first[letters], second[letters]
        odd[leads] = ~known[letters]
        odd[leads + 1] = False
    kept = signs != _DROPPED
    in_a_row = signs[kept] == _SPACE
    in_a_row[1:] &= in_a_row[:-1].copy()
    in_a_row[:1] = False
    kept[kept] = ~in_a_row
    folded = pc.ascii_trim(only_bytes(signs, ends, kept), " ")
    if not odd.any():
        return folded
    rows = holding(cells, odd)
    return with_rows(folded, rows, map_cells(rows_of(cells, rows), _folded_letters))


def folded_umlauts(cells: Cells) -> Cells:
    """Return fold_umlauts of each cell.

    >>> from leadkit.base.cells import texts
    >>> folded_umlauts(texts(["Jörg", "JOERG", "jorg"])).to_pylist()
    ['jorg', 'jorg', 'jorg']
    """
    folded = folded_letters(cells)
    written, ends = text_bytes(folded)
    kept = written != ord("e")
    kept[1:] |= ~_before_e()[written[:-1]]
    kept[ends[:-1][ends[1:] > ends[:-1]]] = True  # what stands before it is another cell's
    return only_bytes(written, ends, kept)


@lru_cache(maxsize=1 << 14)
def _folded_letters(cell: str) -> str:
    return fold_letters(cell)


@cache
def _ascii_signs() -> np.ndarray:
    """Return what each byte becomes: capitals small, dots nothing, other signs part words."""
    import numpy as np

    signs = np.full(256, _SPACE, np.uint8)
    for sign in ascii_letters + digits + ".":
        signs[ord(sign)] = ord(fold_letters(sign) or "\0")
    return signs


@cache
def _letter_signs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of each letter of two bytes whether it becomes two signs or less, and which."""
    import numpy as np

    count = len(_LEADS) * _LETTERS
    known, first, second = (
        np.zeros(count, bool),
        np.zeros(count, np.uint8),
        np.zeros(count, np.uint8),
    )
    for number in range(count):
        lead, place = divmod(number, _LETTERS)
        letter = bytes((_LEADS[lead], _CONTINUED + place)).decode()
        becomes = fold_letters(f"x{letter}x")[1:-1]
        if becomes.isascii() and len(becomes) <= 2:
            known[number] = True
            first[number], second[number] = becomes.encode().ljust(2, b"\0")
    return known, first, second


@cache
def _before_e() -> np.ndarray:
    """Return of each byte whether an e after it is left out: ae is ä, and both are a."""
    import numpy as np

    before = [
        byte < 0x80 and not fold_umlauts(f"{chr(byte)}e").endswith("e") for byte in range(256)
    ]
    return np.array(before)
