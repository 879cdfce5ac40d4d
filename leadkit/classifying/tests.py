"""The tests that a lifecycle file carries: a lead in, its status and the reason out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import did_you_mean
from leadkit.rules.comparing.days import read_day
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered

TEST_KEYS = ("name", "lead", "as_of", "status", "reason")
# Whom a test does not make unreachable may be written to, so that statuses show.
_REACHABLE = {"lead_id": "1", "email": "lead@firm.example.com", "country": "US"}


@dataclass(frozen=True)
class StatusTest:
    """A lead, and what the lifecycle must make of it."""

    name: str
    lead: dict[str, str]
    as_of: str
    status: str
    reason: str  # "" where any will do
    item: Item

    def failures(self, status: str, reason: str) -> list[str]:
        """Say where what came out differs from what the test expects."""
        wrong = [] if status == self.status else [f"status is {status}, expected {self.status}"]
        if self.reason not in ("", reason):
            wrong.append(f"reason is '{reason}', expected '{self.reason}'")
        return wrong


def read_status_tests(
    item: Item,
    statuses: Collection[str] | None,
    read: Collection[str] | None,
    gathered: Gathered,
) -> tuple[StatusTest, ...]:
    """Read the tests of a lifecycle file; a lead in them has known columns, or such as are read.

    Mistakes are gathered. Where statuses or columns are not known, any will do.
    """
    columns = None if read is None else {*KNOWN, *ADDED, *read}
    return tuple(gathered.each(lambda part: _test(part, statuses, columns), item.items()))


def _test(
    item: Item, statuses: Collection[str] | None, columns: Collection[str] | None
) -> StatusTest:
    gathered = Gathered()
    parts = gathered.entries(item, TEST_KEYS, "key of a test")
    gathered.needed(item, ("name", "lead", "status"), "a test")
    if "as_of" in parts:
        gathered.read(lambda item: read_day("as_of", item), parts["as_of"])
    status = parts["status"].text() if "status" in parts else ""
    if status and statuses is not None and status not in statuses:
        hint = did_you_mean(status, statuses) or f"; there are {', '.join(statuses)}"
        gathered.add(parts["status"].fail(f"unknown status '{status}'{hint}"))
    named = parts["lead"].entries(what="column") if "lead" in parts else {}
    lead = {column: cell.text() for column, cell in named.items()}
    for column in lead.keys() - columns if columns is not None else ():
        if column.startswith("score_"):  # of any group
            continue
        hint = did_you_mean(column, columns or ()) or "; no condition reads it"
        gathered.add(parts["lead"].fail(f"unknown column '{column}'{hint}"))
    gathered.raise_all()
    as_of = parts["as_of"].text() if "as_of" in parts else ""
    reason = parts["reason"].text() if "reason" in parts else ""
    return StatusTest(parts["name"].text(), _REACHABLE | lead, as_of, status, reason, item)
