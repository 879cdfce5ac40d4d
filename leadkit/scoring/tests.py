"""The tests that a rule file carries: a lead in, its score and reasons out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import did_you_mean
from leadkit.rules.comparing.days import read_day
from leadkit.rules.item import Item
from leadkit.rules.mistakes import Gathered
from leadkit.scoring.points import plain, thousandths

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

TEST_KEYS = ("name", "lead", "activities", "as_of", "score", "reasons", "grade", "score_class")


@dataclass(frozen=True)
class RuleTest:
    """A lead, what it did, and the cells that scoring must give it."""

    name: str
    lead: dict[str, str]
    activities: tuple[dict[str, str], ...]
    as_of: date | None
    expected: dict[str, str]  # column -> cell
    reasons: tuple[str, ...] | None  # in any order
    item: Item

    def tables(self) -> tuple[Leads, Leads | None]:
        """Return the lead and its activities as the tables that scoring works on."""
        import pandas as pd

        lead = pd.DataFrame([{"lead_id": "1"} | self.lead])
        if not self.activities:
            return lead.astype("str"), None
        who = {"lead_id": str(lead["lead_id"].iloc[0])}
        did = pd.DataFrame(
            [activity if "email" in activity else who | activity for activity in self.activities]
        ).fillna("")
        return lead.astype("str"), did.astype("str")

    def failures(self, scored: dict[str, str]) -> list[str]:
        """Say where what scoring gave differs from what the test expects."""
        failures = [
            f"{column} is {scored.get(column, 'missing')}, expected {cell}"
            for column, cell in self.expected.items()
            if scored.get(column) != cell
        ]
        fired = scored["score_reasons"].split("; ") if scored["score_reasons"] else []
        if self.reasons is not None and sorted(fired) != sorted(self.reasons):
            failures.append(f"reasons are {'; '.join(fired)}, expected {'; '.join(self.reasons)}")
        return failures


def read_tests(
    item: Item, groups: Iterable[str], read: Iterable[str] | None, gathered: Gathered
) -> tuple[RuleTest, ...]:
    """Read the tests of a scoring file; a lead in them has known columns, or such as rules read.

    Mistakes are gathered. Where it is not known what the rules read, any column will do.
    """
    sums = [f"score_{group}" for group in groups]
    tests = gathered.each(lambda part: _test(part, sums), item.items())
    if read is None:
        return ()
    columns = {"lead_id", *KNOWN, *ADDED, *read}
    for test in tests:
        for column in sorted(test.lead.keys() - columns):
            hint = did_you_mean(column, columns) or "; no rule reads it"
            gathered.add(test.item.fail(f"unknown column '{column}'{hint}"))
    return tuple(tests)


def _test(item: Item, sums: list[str]) -> RuleTest:
    gathered = Gathered()
    parts = gathered.entries(item, (*TEST_KEYS, *sums), "key of a test")
    gathered.needed(item, ("name", "lead"), "a test")
    as_of = None
    if "as_of" in parts:
        as_of = gathered.read(lambda item: read_day("as_of", item), parts["as_of"])
    named = [name for name in ("score", *sums) if name in parts]
    points = gathered.each(thousandths, (parts[name] for name in named))
    gathered.raise_all()
    expected = {name: plain(given) for name, given in zip(named, points, strict=True)}
    expected |= {name: parts[name].text() for name in ("grade", "score_class") if name in parts}
    reasons = None
    if "reasons" in parts:
        lines = (part.text().split(";") for part in parts["reasons"].items())
        reasons = tuple(reason.strip() for line in lines for reason in line if reason.strip())
    if not expected and reasons is None:
        raise item.fail("a test says what comes out: score, reasons or grade")
    activities = parts["activities"].items() if "activities" in parts else []
    if activities and as_of is None:
        raise item.fail("a test with activities needs as_of: the day on which it is scored")
    return RuleTest(
        parts["name"].text(),
        _cells(parts["lead"]),
        tuple(map(_cells, activities)),
        as_of,
        expected,
        reasons,
        item,
    )


def _cells(item: Item) -> dict[str, str]:
    return {column: cell.text() for column, cell in item.entries(what="column").items()}
