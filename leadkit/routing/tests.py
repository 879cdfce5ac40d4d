"""The tests that a routing file carries: a lead in, where it goes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import did_you_mean
from leadkit.fields.spans import parse_day
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered

RESULTS = ("to", "owner", "owner_queue", "due_at", "nurture_track", "review_at")
TEST_KEYS = ("name", "lead", "as_of", *RESULTS)
# Who may be written to and called, unless the test says otherwise.
_REACHABLE = {
    "lead_id": "1", "email": "lead@firm.example.com", "may_email": "yes", "may_call": "yes",
    "may_post": "no",
}  # fmt: skip


@dataclass(frozen=True)
class RoutingTest:
    """A lead, and what the file must make of it."""

    name: str
    lead: Mapping[str, str]
    as_of: str
    expected: Mapping[str, str]  # of RESULTS
    item: Item = field(repr=False, compare=False)

    def failures(self, row: Mapping[str, str]) -> list[str]:
        """Say where what came out differs from what the test expects."""
        return [
            f"{name} is {row.get(name, '') or 'blank'}, expected {cell or 'blank'}"
            for name, cell in self.expected.items()
            if row.get(name, "") != cell
        ]


def read_routing_tests(
    item: Item, targets: Collection[str], read: Collection[str], mistakes: Gathered
) -> tuple[RoutingTest, ...]:
    """Read the tests of a routing file; a lead in them has known columns, or such as are read."""
    columns = {*KNOWN, *ADDED, "lead_id", "language", *read}
    tests = [_test(part, targets, columns, mistakes) for part in item.items()]
    return tuple(filter(None, tests))


def _test(
    item: Item, targets: Collection[str], columns: Collection[str], mistakes: Gathered
) -> RoutingTest | None:
    parts = mistakes.entries(item, TEST_KEYS, "key of a test")
    missing = [needed for needed in ("name", "lead") if needed not in parts]
    for needed in missing:
        mistakes.add(item.fail(f"a test needs '{needed}'"))
    if not missing and not set(RESULTS) & parts.keys():
        mistakes.add(item.fail(f"a test says what comes out: one of {', '.join(RESULTS)}"))
    if "to" in parts and (to := parts["to"].text()) not in targets:
        hint = did_you_mean(to, targets) or f"; there are {', '.join(targets)}"
        mistakes.add(parts["to"].fail(f"unknown person, team or queue '{to}'{hint}"))
    as_of = parts["as_of"].text() if "as_of" in parts else ""
    if as_of and parse_day(as_of) is None:
        mistakes.add(parts["as_of"].fail("as_of: write the day as 2026-10-31"))
    if missing:
        return None
    lead = {column: cell.text() for column, cell in parts["lead"].entries(what="column").items()}
    for column in lead.keys() - columns:
        if not column.startswith("score_"):
            hint = did_you_mean(column, columns) or "; no line reads it"
            mistakes.add(parts["lead"].fail(f"unknown column '{column}'{hint}"))
    expected = {name: parts[name].text() for name in RESULTS if name in parts}
    return RoutingTest(parts["name"].text(), _REACHABLE | lead, as_of, expected, item)
