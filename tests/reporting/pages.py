"""A report as somebody reads it: its sections, their sentences, charts and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "input"}


@dataclass
class Chart:
    """A figure: its title, its alternative, and its table."""

    title: str = ""
    alternative: str = ""
    table: list[list[str]] = field(default_factory=list)


@dataclass
class Part:
    """A section of a page."""

    heading: str = ""
    says: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)  # by their summaries
    steps: list[tuple[str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page; every tag that is opened must be closed, in its order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: dict[str, Part] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.tiles: dict[str, str] = {}
        self.title = ""
        self._open: list[str] = []
        self._text: list[list[str]] = []
        self._part, self._chart = Part(), None
        self._rows: list[list[str]] = []
        self._summary = self._count = self._figure = ""
        self.feed(page)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append((tag, given))
        if tag in VOID:
            return
        self._open.append(tag)
        self._text.append([])
        if tag == "section":
            self._part = self.parts[str(given["id"])] = Part()
        if tag == "figure":
            self._chart = Chart()
            self._part.charts.append(self._chart)
        if tag == "table":
            self._rows = []
        if tag == "tr":
            self._rows.append([])

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        for text in self._text:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        assert self._open.pop() == tag, tag
        text = " ".join("".join(self._text.pop()).split())
        if tag in ("h1", "h2", "h3"):
            self.headings.append((int(tag[1]), text))
        if tag == "h2":
            self._part.heading = text
        if tag == "h3" and self._chart:
            self._chart.title = text
        if tag == "desc" and self._chart:
            self._chart.alternative = text
        if tag in ("th", "td"):
            self._rows[-1].append(text)
        if tag in ("summary", "caption"):
            self._summary = text
        if tag == "table":
            if self._chart:
                self._chart.table = self._rows
            else:
                self._part.tables[self._summary] = self._rows
        if tag == "figure":
            self._chart = None
        if tag == "p" and not self._chart:
            self._part.says.append(text)
        if tag == "title":
            self.title = text
        if tag == "b":
            self._count = text
        if tag == "span" and self._count and "li" in self._open:
            kept = self._part.steps if self.parts else self.tiles
            if isinstance(kept, dict):
                kept[text] = self._count
            else:
                kept.append((self._count, text))
            self._count = ""


def figures(table: list[list[str]], texts: int = 1) -> dict[tuple[str, ...], list[str]]:
    """Return a table's rows by their first cells."""
    return {tuple(row[:texts]): row[texts:] for row in table[1:]}


def number(cell: str) -> int:
    """Return a number as it is written for people."""
    return int(cell.replace(",", ""))
