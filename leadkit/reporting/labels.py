"""Words in a drawing: how wide they are, and how they fit the narrowest page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

NARROW = 296  # the least width of a chart in pixels: that of a page of 360
WIDE = 400  # that of a page of 760 and more, as in style.css


@dataclass(frozen=True)
class Label:
    """A text in a drawing, as it fits a page of a screen and the narrowest one."""

    wide: str
    narrow: str


def width_of(text: str, size: float = 14) -> float:
    """Return about how wide a text is in a common sans serif, rather too wide than too narrow.

    >>> round(width_of("Trade fair")), round(width_of("展示会"))
    (73, 46)
    """

    def of(sign: str) -> float:
        if unicodedata.east_asian_width(sign) in "WF":
            return 1.1
        if sign in "iljtfrI.,:;'|! ()[]":
            return 0.38
        if sign in "mwMW@%" or sign.isupper():
            return 0.86
        return 0.61

    return sum(map(of, text)) * size


def fitted(text: str, width: float, size: float = 14) -> str:
    """Return a text cut to a width in pixels.

    >>> fitted("Trade fair in Hanover", 90), fitted("Webinar", 90)
    ('Trade fair…', 'Webinar')
    """
    if width_of(text, size) <= width:
        return text
    kept = text
    while kept and width_of(kept, size) + size > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def label(text: str, beside: str = "") -> Label:
    """Return a label that leaves room for what stands at its right."""
    taken = width_of(beside, 13) + 14
    return Label(fitted(text, WIDE - taken), fitted(text, NARROW - taken))
