"""How far a run is, for who watches: a line for each stage, gone when the run is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from leadkit.base.how_many import how_many
from leadkit.commands.screen import screen, styled
from leadkit.commands.telling import is_watched
from leadkit.files.disk import STANDARD, is_file
from leadkit.run.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Lines
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    from leadkit.base.leads import Stage
    from leadkit.run.engine import Source
    from leadkit.run.outputs import Outputs


class _Shown(Progress):
    """A line for the reading and one for each stage: rows, rows a second, time left.

    How far the reading is, its bytes say. A stage that takes batch after batch is as far; one that
    takes all rows at once has no end that anybody knows, and those behind it have its rows.
    """

    def __init__(self, lines: Lines, reading: str, stages: Sequence[Stage], size: int) -> None:
        self._lines, self._size, self._bytes = lines, size or None, 0
        self._reading = lines.add_task(reading, total=self._size, rows=0)
        self._stages = [
            lines.add_task(stage.name, total=None, start=False, rows=0, visible=False)
            for stage in stages
        ]
        whole = [place for place, stage in enumerate(stages) if stage.whole]
        self._first_whole = whole[0] if whole else len(stages)

    def read(self, rows: int, bytes_read: int) -> None:
        self._bytes = bytes_read
        self._lines.update(self._reading, completed=bytes_read, rows=rows)

    def begun(self, stage: int, rows: int) -> None:
        self._lines.start_task(self._stages[stage])
        self._lines.update(self._stages[stage], rows=rows, visible=True)

    def worked(self, stage: int, rows: int) -> None:
        task = self._stages[stage]
        if stage < self._first_whole:
            done, total = self._bytes, self._size
        else:
            done = total = rows
        self._lines.start_task(task)
        self._lines.update(task, completed=done, total=total, rows=rows, visible=True)


@contextmanager
def shown_progress(
    name: str, source: Source, stages: Sequence[Stage], outputs: Outputs, quiet: bool
) -> Iterator[Progress]:
    """Show how far a run is where a person watches it and no other command writes below it."""
    to_file = outputs.leads != STANDARD or is_file(sys.stdout)
    if quiet or not to_file or not is_watched():
        yield Progress()
        return
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Lines

    time_left = TimeRemainingColumn(elapsed_when_finished=True)
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), _rows(), time_left)
    with Lines(*columns, console=screen(stderr=True), transient=True) as lines:
        reading = "import" if name in ("import", "run") else "read"
        yield _Shown(lines, reading, stages, source.size)


def _rows() -> ProgressColumn:
    """Return the column of rows, and of rows a second."""
    from rich.progress import ProgressColumn

    class Rows(ProgressColumn):
        def render(self, task: Task) -> Text:
            return styled(rows_told(task.fields["rows"], task.elapsed or 0.0))

    return Rows()


def rows_told(rows: int, seconds: float) -> str:
    """Return so many rows in words, and how many a second, as wide as they get.

    >>> rows_told(12_000, 2.0), rows_told(1, 0.0)
    ('    12,000 rows      6,000/s', '          1 row             ')
    """
    rate = f"{rows / seconds:,.0f}/s" if seconds > 0.05 else ""
    return f"{how_many(rows, 'row'):>15} {rate:>12}"
