"""Keeps to itself what a library written in another language tells while it fails."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unheard() -> Iterator[None]:
    """Pass on what is written to standard error meanwhile at the end, and nothing after an error.

    A panic of Rust is told with its place there before it becomes an exception of Python; whoever
    catches that has words of their own.
    """
    try:
        kept = os.dup(2)
    except OSError:  # it is closed: nobody hears anything
        yield
        return
    with tempfile.TemporaryFile() as told:
        os.dup2(told.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        told.seek(0)
        if said := told.read():
            os.write(2, said)
