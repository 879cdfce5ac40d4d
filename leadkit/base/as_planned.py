"""What a stage tells that nobody need look at: it goes into the summary, and is no note."""

from __future__ import annotations


class AsPlanned(str):
    """A note that says how often something happened which was asked for, or is usual.

    It is text as any note is. Whoever prints notes for people tells it with the counts, for a
    line that begins with "note" is there to be looked at.

    >>> isinstance(AsPlanned("stand.csv: 2 of 3 rows get its proof of consent"), str)
    True
    """

    __slots__ = ()
