"""Batches that are all seen before the first is worked on, in bounded memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import IO, TYPE_CHECKING, TypeVar

from leadkit.base.prefetch import ahead

if TYPE_CHECKING:
    from leadkit.base.leads import Look
    from leadkit.files.passing import PassingSource

Batch = TypeVar("Batch")

KEPT = 64_000_000  # bytes of batches that stay in memory; what comes after them waits on disk


def surveyed(
    batches: Iterator[Batch],
    look: Callable[[Batch], None],
    size: Callable[[Batch], int],
    again: Callable[[], Callable[[Batch], None] | None] = lambda: None,
) -> Iterator[Batch]:
    """Yield the batches as they came, when each of them was looked at.

    ``size`` is how many bytes a batch takes. What does not fit in memory is kept in a file that
    has no name, so that nothing of it stays behind, whatever happens. ``again`` is asked when all
    were looked at, and returns what they are to be looked at with once more, until it returns None.

    >>> seen = []
    >>> [(batch, len(seen)) for batch in surveyed(iter("ab"), seen.append, len)]
    [('a', 2), ('b', 2)]
    """
    further: Callable[[Batch], None] | None = look
    while further is not None:
        batches = _looked_at(batches, further, size)
        first = [*_first(batches)]  # all were looked at by now
        if not first:
            return
        batches = chain(first, batches)
        del first
        further = again()
    yield from batches


def _first(batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        return


def _looked_at(
    batches: Iterator[Batch], look: Callable[[Batch], None], size: Callable[[Batch], int]
) -> Iterator[Batch]:
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


def survey_file(
    source: PassingSource, reads: frozenset[str], look: Look, again: Callable[[], Look | None]
) -> bool:
    """Show all leads of a source that can be read again; tell whether it can.

    A few columns of a file are read sooner once more than all of them are kept. Whoever reads the
    source then has it ``refuse_changed`` in the end: it was opened before.
    """
    further: Look | None = look
    while further is not None:
        if (reading := source.again()) is None:
            return False
        for cells, _ in ahead(reading.rows_beside(reads)):
            further(cells)
            del cells, _
        further = again()
    return True


def _loaded(file: IO[bytes], count: int) -> Iterator[Batch]:
    for _ in range(count):
        yield pickle.load(file)  # written by this very process, in a file of its own
