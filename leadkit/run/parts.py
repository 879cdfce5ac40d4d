"""Tables of some of the leads: files beside all leads, each with the condition for its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import table_of
from leadkit.files.disk import STANDARD
from leadkit.rules.asked_columns import check_columns
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import Condition, dated, read_condition
from leadkit.rules.item import Item

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads
    from leadkit.files.csv_out import LeadWriter
    from leadkit.files.disk import Output


@dataclass(frozen=True)
class Part:
    """The leads that one further file is for."""

    name: str  # of the file, as it is written
    condition: Condition
    where: Item  # the condition in the pipeline file

    def check(self, columns: list[str], as_of: date | None) -> list[str]:
        """Raise LeadkitError for what a run with these columns, on this day, cannot tell.

        Returns notes on known columns that are not there.
        """
        if as_of is None and (counted := dated([self.condition])):
            raise counted.fail("this counts days: say up to which, with as_of in a step")
        return check_columns([self.condition], columns, f"write: {self.name}")


def read_parts(item: Item) -> tuple[list[Part], list[tuple[int, LeadkitError]]]:
    """Read ``write`` of a pipeline file; also return what is wrong with it, with its line.

    >>> from leadkit.rules.item import parse_yaml
    >>> parts, _ = read_parts(parse_yaml("sales.csv: {lead_status: [SQL, SQO]}", "p.yaml"))
    >>> [(part.name, part.condition.words) for part in parts]
    [('sales.csv', 'lead_status is one of SQL, SQO')]
    """
    parts: list[Part] = []
    mistakes: list[tuple[int, LeadkitError]] = []
    try:
        files = item.entries(what="write")
    except LeadkitError as mistake:
        return [], [(item.line, mistake)]
    for name, where in files.items():
        line = item.key_lines[name]
        try:
            if not name.strip():
                raise where.fail("write: the name of a file is missing here", line)
            if name == STANDARD:
                raise where.fail("write: '-' is for all leads; name a file for some of them", line)
            if where.kind != "map":
                raise where.fail(f"{name}: say which leads, such as {{lead_status: [SQL, SQO]}}")
            parts.append(Part(name, read_condition(where), where))
        except LeadkitError as mistake:
            mistakes.append((line, mistake))
    return parts, mistakes


class PartWriters:
    """The files of all parts, written batch by batch while all leads go by."""

    def __init__(
        self, files: Iterable[tuple[Part, Output]], as_of: date | None, safe_cells: bool
    ) -> None:
        self._files = list(files)
        self._as_of, self._safe_cells = as_of, safe_cells
        self._writers: list[LeadWriter] = []

    def rows(self) -> Mapping[str, int]:
        """Return how many leads each part has by now."""
        return {part.name: writer.rows_written
                for (part, _), writer in zip(self._files, self._writers, strict=True)}  # fmt: skip

    def passing(self, batches: Iterator[Leads] | Iterator[pa.Table]) -> Iterator[pa.Table]:
        """Yield batches as tables, each when its leads are written wherever they belong."""
        for cells in map(table_of, batches):
            self._write(cells)
            yield cells

    def _write(self, cells: pa.Table) -> None:
        from leadkit.base.cells import flags
        from leadkit.files.csv_out import LeadWriter

        if not self._writers:
            self._writers = [
                LeadWriter(output, cells.column_names, self._safe_cells)
                for _, output in self._files
            ]
        batch = Batch(cells, self._as_of)
        for (part, _), writer in zip(self._files, self._writers, strict=True):
            holds, _ = part.condition.truth(batch)
            writer.write(cells if holds.all() else cells.filter(flags(holds)))
