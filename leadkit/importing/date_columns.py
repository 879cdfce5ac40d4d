"""The date columns of a list: how each is written, read as a whole; and what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from leadkit.base.how_many import how_many
from leadkit.base.values import lines_told, quoting
from leadkit.fields.dates import (
    DAY_FIRST,
    MONTH_FIRST,
    UNSETTLED,
    YEAR_FIRST,
    are_counts,
    field_date,
    has_two_orders,
    iso_date,
    order_shown,
    order_told,
)

_EXAMPLES = 3
_COMPACT = 8  # digits of 20261118
_ORDER_NAMES = {DAY_FIRST: "day first", MONTH_FIRST: "month first", YEAR_FIRST: "year first"}
_LEFT = "the column's dates with slashes or hyphens are left as they are"


@dataclass
class Unread:
    """Cells of one column that are no date."""

    rows: int = 0
    examples: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # of the list, where such cells stand


@dataclass
class DateColumns:
    """How the date columns of one list are read, and which of their cells were not."""

    given: str = UNSETTLED  # the order of day and month, where somebody says it
    orders: dict[str, str] = field(default_factory=dict)  # by column, where its cells were asked
    uncounted: set[str] = field(default_factory=set)  # columns whose numbers count no days
    unread: dict[str, Unread] = field(default_factory=dict)

    def settle(self, column: str, cells: Collection[str]) -> list[str]:
        """Find out from all of its cells how a column is written; return what is to be said."""
        cells = sorted(cells)
        told, shown = order_told(cells)
        given = self.given
        against = [cell for cell in shown if given and order_shown(cell) not in (UNSETTLED, given)]
        order = UNSETTLED if against else given or told
        self.orders[column] = order
        two = list(islice(filter(has_two_orders, cells), _EXAMPLES))
        notes = []
        if against:
            date = quoting(against[0], "a date")
            notes.append(f"{column} holds {date}, which --date-order {given} cannot be; {_LEFT}")
        elif len(shown) > 1 and not given:
            both = quoting(f"{shown[0]} and {shown[1]}, in two orders", "dates in two orders")
            notes.append(f"{column} holds {both}; {_LEFT}")
        elif two and not order:
            such = quoting(f" ({', '.join(two)})")
            notes.append(
                f"{column} may be day or month first{such}, and its "
                "values do not tell; left as it is (--date-order dmy or mdy settles it)"
            )
        elif two and not given:
            day = field_date(two[0], order, column == "birthday") or "no date"
            says = quoting(f"as {shown[0]} says: {two[0]} is {day}", "as others of its cells say")
            notes.append(f"{column} is read {_ORDER_NAMES[order]}, {says}")
        return notes + self._settle_counts(column, cells)

    def _settle_counts(self, column: str, cells: Collection[str]) -> list[str]:
        born = column == "birthday"
        counts = [
            (cell, day)
            for cell in map(str.strip, cells)
            if cell[:5].isdecimal() and len(cell) != _COMPACT
            and (day := field_date(cell, born=born))
        ]  # fmt: skip
        if not counts:
            return []
        (cell, day), *_ = counts
        if not are_counts(cells):
            self.uncounted.add(column)
            return [
                f"{column} holds numbers{quoting(f' such as {cell}')}, which would be days as "
                "spreadsheets count them, beside numbers of other lengths, which are none; left as "
                "they are"
            ]
        shown = quoting(f": {cell} is {day}")
        return [f"{column} holds days that a spreadsheet or a program counted{shown}"]

    def read(self, column: str, cell: str) -> str | None:
        """Return a date of a column in ISO 8601, None where it cannot be told."""
        order = self.orders.get(column, self.given)
        return iso_date(cell, order, column == "birthday", column not in self.uncounted)

    def note_unread(self, column: str, cells: Collection[str], lines: Sequence[int]) -> None:
        """Keep in mind some cells of a column that are no date, and the lines that have such."""
        unread = self.unread.setdefault(column, Unread())
        unread.rows += len(lines)
        unread.lines += lines[: _EXAMPLES - len(unread.lines)]
        new = [cell for cell in cells if cell not in unread.examples]
        unread.examples += new[: _EXAMPLES - len(unread.examples)]

    def notes(self) -> Iterator[str]:
        """Tell of the cells that could not be read, when all were seen."""
        for column, unread in self.unread.items():
            cells = ", ".join(f"'{cell}'" for cell in unread.examples)
            hold = how_many(unread.rows, "cell holds", "cells hold")
            where = quoting(f", such as {cells}", f" ({lines_told(unread.lines)})")
            yield f"{column}: {hold} no date that can be read{where}"


def is_told_by_order(cell: str) -> bool:
    """Tell whether only the order of day and month is wanting to a date."""
    return has_two_orders(cell) or order_shown(cell) != UNSETTLED
