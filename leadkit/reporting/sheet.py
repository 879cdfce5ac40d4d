"""A page before it is one: its sections, each with what it says, its pictures and its tables."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.reporting.charts import Drawing
from leadkit.reporting.shown import shown


@dataclass(frozen=True)
class Table:
    """Figures as a table: of the columns all but the first ``texts`` are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    more: str = ""  # what is not among the rows, in words


@dataclass(frozen=True)
class Chart:
    """A picture with the finding as its title, in words for who cannot see it, and as a table."""

    title: str
    alternative: str
    drawing: Drawing
    table: Table
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page: what it says in plain words, and its pictures."""

    name: str  # by which a link finds it
    heading: str
    says: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()  # further ones, each with its title
    notes: tuple[str, ...] = ()
    open_tables: tuple[tuple[str, Table], ...] = ()  # those that are read first, never folded


@dataclass(frozen=True)
class Step:
    """Something to do: how many wait for it, what it is, and the command or file for it."""

    count: str
    words: str
    how: tuple[tuple[str, bool], ...] = ()  # text, and whether it is to be typed or opened


def step(many: int, one: str, several: str, *how: str) -> Step:
    """Return a step; of ``how`` what begins with ` is to be typed or opened.

    >>> step(2, "pair waits", "pairs wait", "say y or n in ", "`review.csv")
    Step(count='2', words='pairs wait', how=(('say y or n in ', False), ('review.csv', True)))
    """
    told = tuple((shown_part.removeprefix("`"), shown_part.startswith("`")) for shown_part in how)
    return Step(f"{many:,}", one if many == 1 else several, told)


def typed(command: str) -> str:
    """Return a command as what is to be typed, for ``step``."""
    return f"`{shown(command, 200)}"


@dataclass(frozen=True)
class Tile:
    """A figure at the head of a page."""

    figure: str
    words: str
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """A page: its head, its figures, what to do next, and its sections."""

    title: str
    subtitle: str
    about: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tiles: tuple[Tile, ...] = ()
    steps: tuple[Step, ...] | None = None  # None: no such part
    steps_says: str = ""
    sections: tuple[Section, ...] = ()
    foot: tuple[str, ...] = ()
