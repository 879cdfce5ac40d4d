"""Tables that fit a terminal: names stay, the least needed columns go, and it is said which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.visible import visible
from leadkit.commands.screen import styled

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.text import Text

Cell = str | tuple[str, ...]  # a text, or several lines
NAMED = 12  # columns that a name gets at least; longer ones go on in the next line


def lines_of(cell: Cell) -> tuple[str, ...]:
    """Return the lines of a cell.

    >>> lines_of("Web"), lines_of(("day: 30", "source: 30"))
    (('Web',), ('day: 30', 'source: 30'))
    """
    return (cell,) if isinstance(cell, str) else cell


def fitting(
    columns: Mapping[str, Sequence[Cell]],
    names: Iterable[str],
    width: int,
    spared: Sequence[str],
    gap: int = 3,
) -> list[str]:
    """Return the columns that have room beside the names, in their order.

    ``columns`` are their cells below their heads, ``spared`` the heads of those that go first, the
    least needed first; ``gap`` is what a column takes beside its cells.

    >>> columns = {"leads": ["1,200"], "orders": ["7"], "spend": ["12,400.00"]}
    >>> fitting(columns, ["Trade fair"], 40, ["spend", "orders"])
    ['leads', 'orders']
    >>> fitting(columns, ["Trade fair"], 80, ["spend", "orders"])
    ['leads', 'orders', 'spend']
    """
    widest = max((len(visible(name)) for name in names), default=0)
    left = width - min(widest, NAMED) - gap
    takes = {
        head: max([len(head), *(len(visible(line)) for cell in cells for line in lines_of(cell))])
        + gap
        for head, cells in columns.items()
    }
    kept = dict.fromkeys(columns)
    for head in spared:
        if sum(takes[one] for one in kept) <= left:
            break
        kept.pop(head, None)
    return list(kept)


def left_out(columns: Iterable[str], kept: Iterable[str], width: int, where: str) -> Text | None:
    """Return a line on the columns that had no room, None where all had some.

    >>> left_out(["leads", "spend", "ROI"], ["leads"], 80, "-o FILE writes all").plain
    'spend and ROI have no room in 80 columns; -o FILE writes all'
    """
    gone = [head for head in columns if head not in set(kept)]
    if not gone:
        return None
    *first, last = gone
    listed = f"{', '.join(first)} and {last} have" if first else f"{last} has"
    return styled(f"{listed} no room in {width} columns; {where}", "dim")


@dataclass(frozen=True)
class NamedTable:
    """Lines with a name and figures, as wide as the terminal that it is printed on allows.

    ``columns`` are the cells of all lines by their heads, the total's last where there is one;
    ``spared`` the heads that go first, ``where`` what tells how to see them all the same.
    """

    head: str
    names: Sequence[str]
    columns: Mapping[str, Sequence[Cell]]
    spared: Sequence[str]
    where: str
    total: bool = True
    style: Callable[[str, str], str] = lambda head, cell: ""
    gap: int = 3  # between columns; 2 is narrow

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        width = options.max_width
        kept = fitting(self.columns, [self.head, *self.names], width, self.spared, self.gap)
        padding = (0, 1) if self.gap == 3 else (0, 1, 0, 0)
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=padding)
        widest = max((len(visible(name)) for name in self.names), default=0)
        table.add_column(
            styled(self.head), overflow="fold", min_width=min(max(widest, len(self.head)), NAMED)
        )
        for head in kept:
            table.add_column(styled(head), justify="right", overflow="fold")
        for at, name in enumerate(self.names):
            if self.total and at == len(self.names) - 1:
                table.add_section()
            cells = (self.columns[head][at] for head in kept)
            table.add_row(styled(name), *(
                Text("\n").join(styled(line, self.style(head, line)) for line in lines_of(cell))
                for head, cell in zip(kept, cells, strict=True)
            ))  # fmt: skip
        yield table
        if told := left_out(self.columns, kept, width, self.where):
            yield told
