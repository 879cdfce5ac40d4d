"""What kind of mailbox an address is: at work, of a role such as info@, or of a free provider."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import holding
from leadkit.base.cells import as_mask, numbers, text_bytes, texts
from leadkit.base.known_texts import KnownTexts, Sieve
from leadkit.fields.email.cleaner import ROLE_MAILBOXES
from leadkit.fields.email.domains import personal_domains

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

KINDS = ("", "work", "role", "free")
_WORK, _ROLE, _FREE = 1, 2, 3
_OF_A_ROLE = "^(" + "|".join(sorted(map(re.escape, ROLE_MAILBOXES))) + r")(\+[^@]*)?@"
_ASCII = 0x7F


def mailbox_kinds(cells: Cells) -> np.ndarray:
    """Return for each cell which of KINDS its address is, 0 where it holds none.

    Where a cell holds several, the first one tells of a role and the last one of a provider.

    >>> cells = texts(["j.kern@x.example.com", "Info+x@x.example.com", "j.kern@GMail.com", "n/a"])
    >>> [KINDS[kind] for kind in mailbox_kinds(cells)]
    ['work', 'role', 'free', '']
    """
    import numpy as np
    import pyarrow.compute as pc

    small = pc.ascii_lower(cells)
    written, ends = text_bytes(small)
    signs = np.flatnonzero(written == ord("@"))
    of_cell = np.searchsorted(signs, ends)
    filled = np.flatnonzero(of_cell[1:] > of_cell[:-1])
    begins, first, last = ends[filled], signs[of_cell[filled]], signs[of_cell[filled + 1] - 1]
    kinds = np.zeros(len(cells), np.int64)
    kinds[filled] = _WORK
    may_be = _free().may_hold_parts(written, last + 1, ends[filled + 1] - last - 1)
    kinds[_those(filled[may_be], small, _is_free)] = _FREE
    tags = np.flatnonzero(written == ord("+"))
    if len(tags):  # what comes after it is no part of the name
        tag = np.append(tags, len(written))[np.searchsorted(tags, begins)]
        first = np.minimum(first, tag)
    may_be = _roles().may_hold_parts(written, begins, first - begins)
    if (odd := written > _ASCII).any():  # in other letters it may be the same
        may_be |= holding(small, odd)[filled]
    kinds[_those(filled[may_be], cells, _is_role)] = _ROLE
    return kinds


def _those(rows: np.ndarray, cells: Cells, holds: Callable[[Cells], Mask]) -> np.ndarray:
    """Return those of the rows of whose cell something holds."""
    import numpy as np

    return np.asarray(rows[holds(cells.take(numbers(rows)))])


def _is_role(cells: Cells) -> Mask:
    import pyarrow.compute as pc

    return as_mask(pc.match_substring_regex(cells, _OF_A_ROLE, ignore_case=True))


def _is_free(small: Cells) -> Mask:
    import pyarrow.compute as pc

    return _known_free().among(pc.replace_substring_regex(small, "(?s)^.*@", ""))


@cache
def _known_free() -> KnownTexts:
    return KnownTexts(personal_domains())


@cache
def _free() -> Sieve:
    return _sieve(personal_domains())


@cache
def _roles() -> Sieve:
    return _sieve(ROLE_MAILBOXES)


def _sieve(known: frozenset[str]) -> Sieve:
    sieve = Sieve()
    sieve.add(texts(known))
    return sieve
