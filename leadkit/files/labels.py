"""What tables call a file: short, and the same wherever it lies and however it was given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from leadkit.files.disk import STANDARD


def file_labels(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest name that tells each file from the others.

    >>> file_labels(["fairs/jan/leads.csv", "fairs/feb/leads.csv"])
    {'fairs/jan/leads.csv': 'jan/leads.csv', 'fairs/feb/leads.csv': 'feb/leads.csv'}
    """
    labels = {}
    for path in paths:
        parts = PurePath(path).parts
        others = [PurePath(other).parts for other in paths if other != path]
        tails = (parts[-length:] for length in range(1, len(parts)))
        tail = next((t for t in tails if all(o[-len(t) :] != t for o in others)), parts)
        name = "stdin" if path == STANDARD else "/".join(tail)
        labels[path] = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return labels
