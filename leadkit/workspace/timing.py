"""How long each stage of a run takes, and how much memory all of it needs."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from leadkit.base.leads import Stage, leads_of

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads, Look
    from leadkit.importing.lists import ImportedLists

Result = TypeVar("Result")
_SURELY_KB = sys.platform != "darwin"  # macOS counts in bytes


class Clock:
    """Seconds by name; several parts of a run may go on at once, so they are more than all."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def seconds(self) -> dict[str, float]:
        """Return the seconds of each part, and of all since the clock was made."""
        parts = {name: round(seconds, 3) for name, seconds in self._seconds.items()}
        return {**parts, "all": round(time.perf_counter() - self._began, 3)}

    def timed(self, name: str, call: Callable[..., Result]) -> Callable[..., Result]:
        """Return a function that does the same, on the clock."""

        def on_the_clock(*given: object) -> Result:
            began = time.perf_counter()
            try:
                return call(*given)
            finally:
                self._seconds[name] += time.perf_counter() - began

        return on_the_clock

    def stage(self, stage: Stage) -> Stage:
        """Return a stage that does the same, on the clock."""
        return replace(
            stage,
            apply=self.timed(stage.name, stage.apply),
            append=stage.append and self.timed(stage.name, stage.append),
            survey=stage.survey and self.timed(stage.name, stage.survey),
            survey_again=partial(self._again, stage),
        )

    def _again(self, stage: Stage) -> Look | None:
        look = stage.survey_again()
        return look and self.timed(stage.name, look)

    def batches(self, name: str, batches: Iterator[Result]) -> Iterator[Result]:
        """Yield the same, on the clock."""
        step = self.timed(name, lambda: next(batches, None))
        while (batch := step()) is not None:
            yield batch
            del batch  # none is held while the next one is made


class TimedLists:
    """Imported lists on a clock; where there are none, a table with the master's columns, no rows.

    So the steps find the columns that they ask for, and the master gets none that it has not.
    """

    def __init__(self, lists: ImportedLists, master: Path | None, clock: Clock) -> None:
        self._lists, self._clock = lists, clock
        self.columns = lists.columns if lists.labels else _columns(master)
        self.rejects = lists.rejects
        self.too_many_rejected = lists.too_many_rejected

    @property
    def notes(self) -> list[str]:
        return self._lists.notes

    @property
    def rows_read(self) -> int:
        return self._lists.rows_read

    @property
    def bytes_read(self) -> int:
        return self._lists.bytes_read

    @property
    def size(self) -> int:
        return self._lists.size

    def batches(self) -> Iterator[Leads]:
        for table in self.tables():
            yield leads_of(table)

    def tables(self) -> Iterator[pa.Table]:
        empty = True
        for table in self._clock.batches("import", self._lists.tables()):
            empty = False
            yield table
        if empty:
            import pyarrow as pa

            yield pa.table({name: pa.array([], pa.large_string()) for name in self.columns})


def _columns(leads: Path | None) -> list[str]:
    from leadkit.files.csv_in import LeadFile

    return list(LeadFile(str(leads)).columns) if leads else []


def peak_memory() -> int | None:
    """Return the most bytes that this process had in memory, None where the system tells none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * 1024 if _SURELY_KB else most
