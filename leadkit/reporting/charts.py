"""Charts as figures and places: what a template draws, in per cent of whatever width there is.

An SVG whose places across are shares of its width keeps the size of its letters on every screen,
so nothing has to be drawn twice; only heights are in CSS pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leadkit.reporting.labels import NARROW, Label, fitted, label
from leadkit.reporting.scales import plain


@dataclass(frozen=True)
class Part:
    """A piece of a bar, in per cent of the width, and the number of its colour."""

    x: float
    width: float
    colour: str


@dataclass(frozen=True)
class Bar:
    """A line of a chart: its label, its pieces, and what is said of it at the right."""

    label: Label
    parts: tuple[Part, ...]
    said: str
    y: int


@dataclass(frozen=True)
class Range:
    """A line with what is likely and what is known, in per cent of the width."""

    label: Label
    said: str
    y: int
    low: float
    width: float
    dot: float | None = None
    mark: float | None = None  # a second figure, held against the first
    beyond: bool = False  # the mark is outside of what is likely


@dataclass(frozen=True)
class Tick:
    """A place on an axis."""

    x: float
    text: str
    y: int = 0

    @property
    def anchor(self) -> str:
        return "start" if self.x < 8 else "end" if self.x > 92 else "middle"


@dataclass(frozen=True)
class Drawing:
    """What all charts have: a kind, by which a template draws it, its height, and its key."""

    kind: str
    height: int
    key: tuple[tuple[str, str], ...] = ()  # colours and what they mean
    bars: tuple[Bar, ...] = ()
    ranges: tuple[Range, ...] = ()
    ticks: tuple[Tick, ...] = ()
    lines: tuple[Tick, ...] = ()  # across the drawing, each with its words
    columns: tuple[Part, ...] = ()
    tops: tuple[tuple[float, float], ...] = ()  # of columns: y and height
    blocks: tuple[Block, ...] = ()
    ribbons: tuple[str, ...] = ()
    head: tuple[Tick, ...] = ()
    grid: tuple[Square, ...] = ()
    top: int = 0
    base: int = 0


@dataclass(frozen=True)
class Block:
    """An end of a flow: rows that came, or what became of them."""

    label: str
    count: str
    y: float
    height: float
    colour: str
    left: bool = False
    text_y: float = 0


@dataclass(frozen=True)
class Square:
    """A cell of a grid, in per cent across and pixels down; tint is how dark, from 0 to 1."""

    x: float
    width: float
    y: int
    height: int
    tint: float
    count: str
    below: Label | None = None


@dataclass(frozen=True)
class Line:
    """What is drawn as one bar."""

    name: str
    parts: Sequence[float]
    said: str


_BAR = 46  # pixels a bar takes


def bars(
    lines: Sequence[Line], colours: Sequence[str], key: Sequence[str] = (), most: float = 0
) -> Drawing:
    """Return bars below each other, each of pieces; ``most`` is what fills the width."""
    most = most or max((sum(line.parts) for line in lines), default=0) or 1
    drawn = []
    for at, line in enumerate(lines):
        x, parts = 0.0, []
        for value, colour in zip(line.parts, colours, strict=True):
            width = 100 * value / most
            if width > 0:
                parts.append(Part(round(x, 3), round(max(width, 0.15), 3), colour))
            x += width
        drawn.append(Bar(label(line.name, line.said), tuple(parts), line.said, at * _BAR))
    return Drawing("bars", len(drawn) * _BAR, _key(colours, key), bars=tuple(drawn))


def _key(colours: Sequence[str], words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(zip(colours, words, strict=False))


_SLOT, _TALL = 46, 190  # the least pixels of an end of a flow; of all rows together


def flow(came: Sequence[tuple[str, int, str]], went: Sequence[tuple[str, int, str]]) -> Drawing:
    """Return how what came in parts into what became of it; both sides have the same sum.

    Each is given by its words, its rows and its colour.
    """
    total = sum(rows for _, rows, _ in came) or 1
    left, right = _ends(came, total, True), _ends(went, total, False)
    height = max(*(_end(blocks) for blocks in (left, right)), _TALL + 4)
    ribbons, begin = [], left[0].y if left else 0.0
    for block in right:
        share = block.height
        y, ends = begin, block.y
        ribbons.append(
            f"M0 {y:.2f}C50 {y:.2f} 50 {ends:.2f} 100 {ends:.2f}V{ends + share:.2f}"
            f"C50 {ends + share:.2f} 50 {y + share:.2f} 0 {y + share:.2f}Z"
        )
        begin += share
    return Drawing(
        "flow",
        math.ceil(height),
        blocks=(*left, *right),
        ribbons=tuple(ribbons),
    )


def _ends(parts: Sequence[tuple[str, int, str]], total: int, left: bool) -> list[Block]:
    """Return the ends of a flow: at the left one below the other as one bar, else apart."""
    blocks: list[Block] = []
    y = 2.0
    for words, rows, colour in parts:
        height = max(_TALL * rows / total, 1.5 if rows else 0.5)
        below = blocks[-1].text_y + _SLOT - 4 if blocks else 0.0  # the words of the one above
        text_y = max(y + max(14.0, min(height / 2 - 4, 60)), below)
        blocks.append(
            Block(words, f"{rows:,}", round(y, 2), round(height, 2), colour, left, round(text_y, 2))
        )
        y += height if left else max(height + 6, _SLOT)
    return blocks


def _end(blocks: Sequence[Block]) -> float:
    return max((max(one.y + one.height, one.text_y + 24) for one in blocks), default=0.0)


def histogram(
    bins: Sequence[tuple[float, float, int]], thresholds: Sequence[tuple[str, float]]
) -> Drawing:
    """Return columns of equal width, with thresholds across them, each with its words."""
    low, high = bins[0][0], bins[-1][1]
    most = max(count for _, _, count in bins) or 1
    top = 22 * len(thresholds) + 18
    tall, base = 150, top + 150
    columns, tops = [], []

    def place(value: float) -> float:
        return round(100 * (value - low) / (high - low), 3)

    for begin, end, count in bins:
        colour = str(1 + sum(begin >= points for _, points in thresholds))
        columns.append(Part(place(begin), round(place(end) - place(begin), 3), f"r{colour}"))
        height = round(max(tall * count / most, 1.0 if count else 0.0), 2)
        tops.append((round(base - height, 2), height))
    steps = [bins[0][0], *(end for _, end, _ in bins)]
    every = max(1, math.ceil((len(steps) - 1) / 6))
    shown = [*steps[:-1:every], steps[-1]]
    if len(shown) > 2 and place(shown[-1]) - place(shown[-2]) < 12:
        del shown[-2]
    ticks = tuple(Tick(place(value), plain(value)) for value in shown)
    lines = tuple(
        Tick(place(points), words, 14 + 22 * at)
        for at, (words, points) in enumerate(thresholds)
        if low <= points <= high
    )
    return Drawing(
        "columns",
        base + 22,
        ticks=ticks,
        lines=lines,
        columns=tuple(columns),
        tops=tuple(tops),
        top=top,
        base=base,
    )


@dataclass(frozen=True)
class Span:
    """What is drawn as a range: what is likely, the best guess, and what is held against it."""

    name: str
    said: str
    low: float
    high: float
    best: float | None = None
    mark: float | None = None
    beyond: bool = False


def spans(
    lines: Sequence[Span],
    ticks: Sequence[tuple[float, str]],
    top: float,
    log: bool = False,
    key: Sequence[tuple[str, str]] = (),
) -> Drawing:
    """Return ranges below each other on one axis from 0 (or the first tick, by logarithms)."""
    low = ticks[0][0] if log else 0.0

    def place(value: float) -> float:
        if log:
            value = max(value, low)
            return round(100 * math.log(value / low) / math.log(top / low), 3)
        return round(100 * min(value, top) / top, 3)

    drawn = []
    for at, one in enumerate(lines):
        begin, end = place(one.low), place(one.high)
        drawn.append(
            Range(
                label(one.name, one.said),
                one.said,
                at * _BAR,
                begin,
                round(end - begin, 3),
                None if one.best is None else place(one.best),
                None if one.mark is None else place(one.mark),
                one.beyond,
            )
        )
    base = len(drawn) * _BAR
    marks = tuple(Tick(place(value), text) for value, text in ticks)
    return Drawing("spans", base + 24, tuple(key), ranges=tuple(drawn), ticks=marks, base=base)


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    below: Sequence[Sequence[str]] = (),
) -> Drawing:
    """Return counts by two things as squares, the darker the more, with words below each count."""
    most = max((count for row in counts for count in row), default=0) or 1
    begin, high, top = 9.0, 52 if below else 36, 24
    wide = (100 - begin) / len(columns)
    room = NARROW * wide / 100 - 10
    squares = tuple(
        Square(
            round(begin + wide * column, 3),
            round(wide - 0.8, 3),
            top + line * (high + 3),
            high,
            round(0.06 + 0.34 * count / most, 3) if count else 0.0,
            f"{count:,}",
            Label(below[line][column], fitted(below[line][column], room, 12)) if below else None,
        )
        for line, row in enumerate(counts)
        for column, count in enumerate(row)
    )
    head = tuple(
        Tick(round(begin + wide * (at + 0.5) - 0.4, 3), fitted(name, room, 13), 14)
        for at, name in enumerate(columns)
    )
    ticks = tuple(
        Tick(0, fitted(name, NARROW * begin / 100, 14), top + at * (high + 3) + high // 2 + 5)
        for at, name in enumerate(rows)
    )
    return Drawing("grid", top + len(rows) * (high + 3), head=head, ticks=ticks, grid=squares)
