"""Tables that fit a terminal: names stay, the least needed columns go, and it is said which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from leadkit.base.visible import visible
from leadkit.commands.screen import styled

if TYPE_CHECKING:
    from rich.text import Text

NAMED = 12  # columns that a name gets at least; longer ones go on in the next line


def fitting(
    columns: Mapping[str, Sequence[str]],
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
        head: max([len(head), *(len(visible(cell)) for cell in cells)]) + gap
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
