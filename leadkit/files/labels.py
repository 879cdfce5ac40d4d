"""What tables call a file: short, and the same wherever it lies and however it was given."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath

from leadkit.files.disk import STANDARD


def file_labels(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest name that tells each file from the others.

    >>> file_labels(["fairs/jan/leads.csv", "fairs/feb/leads.csv"])
    {'fairs/jan/leads.csv': 'jan/leads.csv', 'fairs/feb/leads.csv': 'feb/leads.csv'}
    """
    labels = {}
    # From the root on, so that it is the same from whichever folder a path is seen.
    whole = {path: PurePath(os.path.abspath(path)).parts for path in paths}
    for path, parts in whole.items():
        others = [other for of, other in whole.items() if of != path]
        tails = (parts[-length:] for length in range(1, len(parts)))
        tail = next((t for t in tails if all(o[-len(t) :] != t for o in others)), parts)
        name = "stdin" if path == STANDARD else "/".join(tail)
        labels[path] = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return labels
