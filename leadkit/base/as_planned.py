"""What a stage tells that nobody need look at, or only once."""

from __future__ import annotations


class AsPlanned(str):
    """A note that says how often something happened which was asked for, or is usual.

    It is text as any note is. Whoever prints notes for people tells it with the counts, for a
    line that begins with "note" is there to be looked at.

    >>> isinstance(AsPlanned("stand.csv: 2 of 3 rows get its proof of consent"), str)
    True
    """

    __slots__ = ()


class AboutRules(str):
    """A note on what rules ask for and nobody gives: it holds run after run until somebody does.

    It is text as any note is. Whoever remembers the run before tells it where it is new.

    >>> isinstance(AboutRules("8 rules look at activities, and there are none"), str)
    True
    """

    __slots__ = ()
