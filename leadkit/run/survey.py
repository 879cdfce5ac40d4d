"""Batches that are all seen before the first is worked on, in bounded memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import IO, TYPE_CHECKING, TypeVar

from leadkit.base.prefetch import ahead
from leadkit.rules.hearing import Hearing

if TYPE_CHECKING:
    import pyarrow as pa

Batch = TypeVar("Batch")

KEPT = 64_000_000  # bytes of batches that stay in memory; what comes after them waits on disk


def surveyed(
    batches: Iterator[Batch], look: Callable[[Batch], None], size: Callable[[Batch], int]
) -> Iterator[Batch]:
    """Yield the batches as they came, when each of them was looked at.

    ``size`` is how many bytes a batch takes. What does not fit in memory is kept in a file that
    has no name, so that nothing of it stays behind, whatever happens.

    >>> seen = []
    >>> [(batch, len(seen)) for batch in surveyed(iter("ab"), seen.append, len)]
    [('a', 2), ('b', 2)]
    """
    kept: list[Batch] = []
    held, waiting = 0, 0
    with ExitStack() as stack:
        file: IO[bytes] | None = None
        for batch in batches:
            look(batch)
            held += size(batch)
            if held <= KEPT or not kept:  # what comes in one piece is in memory as it is
                kept.append(batch)
                continue
            if file is None:
                file = stack.enter_context(tempfile.TemporaryFile(prefix="leadkit-"))
            pickle.dump(batch, file, protocol=pickle.HIGHEST_PROTOCOL)
            waiting += 1
        kept.reverse()
        while kept:
            yield kept.pop()
        if file is not None:
            file.seek(0)
            yield from ahead(_loaded(file, waiting))


def heard(tables: Iterator[pa.Table], hearing: Hearing) -> Iterator[pa.Table]:
    """Yield tables of leads when all that they refuse was heard."""
    waiting = surveyed(tables, hearing.hear, _size)
    first = next(waiting, None)  # all were heard by now
    if first is None:
        return
    waiting = chain([first], waiting)
    if hearing.refusals.people:
        waiting = surveyed(waiting, hearing.hear_named, _size)
    yield from waiting


def _size(table: pa.Table) -> int:
    return int(table.nbytes)


def _loaded(file: IO[bytes], count: int) -> Iterator[Batch]:
    for _ in range(count):
        yield pickle.load(file)  # written by this very process, in a file of its own
