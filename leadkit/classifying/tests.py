"""The tests that a lifecycle file carries: a lead in, its status and the reason out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import did_you_mean
from leadkit.fields.spans import parse_day
from leadkit.rules.item import Item

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
    item: Item, statuses: Collection[str], read: Collection[str]
) -> tuple[StatusTest, ...]:
    """Read the tests of a lifecycle file; a lead in them has known columns, or such as are read."""
    return tuple(_test(part, statuses, {*KNOWN, *ADDED, *read}) for part in item.items())


def _test(item: Item, statuses: Collection[str], columns: Collection[str]) -> StatusTest:
    parts = item.entries(TEST_KEYS, what="key of a test")
    for needed in ("name", "lead", "status"):
        if needed not in parts:
            raise item.fail(f"a test needs '{needed}'")
    status = parts["status"].text()
    if status not in statuses:
        hint = did_you_mean(status, statuses) or f"; there are {', '.join(statuses)}"
        raise parts["status"].fail(f"unknown status '{status}'{hint}")
    as_of = parts["as_of"].text() if "as_of" in parts else ""
    if as_of and parse_day(as_of) is None:
        raise parts["as_of"].fail("as_of: write the day as 2026-10-31")
    lead = {column: cell.text() for column, cell in parts["lead"].entries(what="column").items()}
    for column in lead.keys() - columns:
        if column.startswith("score_"):  # of any group
            continue
        hint = did_you_mean(column, columns) or "; no condition reads it"
        raise parts["lead"].fail(f"unknown column '{column}'{hint}")
    reason = parts["reason"].text() if "reason" in parts else ""
    return StatusTest(parts["name"].text(), _REACHABLE | lead, as_of, status, reason, item)
