"""The operators of rule files: one table that the loader, the docs and the JSON Schema stand on.

An operator says of each distinct cell that it holds or fails; whatever it says neither of is
unknown. Text is compared without regard to case and to spaces around it, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from leadkit.base.cells import texts
from leadkit.rules.batch import Distinct
from leadkit.rules.comparing.countries import country_in
from leadkit.rules.comparing.days import after, before, older_than, within
from leadkit.rules.comparing.domains import domain_is
from leadkit.rules.comparing.lists import in_list
from leadkit.rules.comparing.numbers import at_least, at_most, between
from leadkit.rules.comparing.says import says
from leadkit.rules.comparing.texts import (
    contains,
    contains_word,
    ends_with,
    is_,
    known,
    matches,
    missing,
    one_of,
    starts_with,
)
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth


@dataclass(frozen=True)
class Operator:
    """How an operator reads, what makes its test of the value, and an example of each answer."""

    words: str
    value: str  # what stands after it: one of VALUES in rules/schema.py
    make: Callable[[Item], Test]
    example: str  # a condition ...
    holds: str  # ... a cell for which it holds
    fails: str  # ... and one for which it fails
    unknown: str = ""  # a cell, blank or not, of which it cannot tell

    @property
    def meaning(self) -> str:
        return (self.make.__doc__ or "").splitlines()[0]


def say(condition: str, *cells: str, as_of: str = "2026-10-08") -> str:
    """Return what a condition in YAML says of the cells: yes, no, or ? where it cannot tell.

    >>> say("{at_least: 10}", "12", "9", "")
    'yes no ?'
    """
    import numpy as np

    from leadkit.rules.item import parse_yaml

    entries = parse_yaml(condition, "example").entries()
    (name, value), *_ = entries.items()
    seen = Distinct(texts(cells), np.arange(len(cells)))
    holds, fails = test_of(name, value)(seen, date.fromisoformat(as_of))
    answers = zip(holds, fails, strict=True)
    return " ".join("yes" if holds else "no" if fails else "?" for holds, fails in answers)


def test_of(operator: str, value: Item) -> Test:
    """Compile an operator and its value; of a blank cell only known and missing can tell."""
    kind = OPERATORS[operator]
    if kind.value != "flag":
        for part in value.items():
            if part.kind != "text" or not part.text().strip():
                raise part.fail(f"{operator}: a value is missing")
        if not value.items():
            raise value.fail(f"{operator}: a value is missing")
        if value.kind == "list" and kind.value not in ("texts", "two numbers"):
            raise value.fail(f"{operator}: give one value, not a list")
    test = kind.make(value)
    if kind.value == "flag":
        return test
    if kind.value == "texts":
        _check_size(operator, value, test)

    def of_known(cells: Distinct, as_of: date | None) -> Truth:
        holds, fails = test(cells, as_of)
        return holds & ~cells.blank, fails & ~cells.blank

    return of_known


def _check_size(operator: str, value: Item, test: Test) -> None:
    import numpy as np
    import pyarrow as pa

    try:
        test(Distinct(texts([""]), np.zeros(1, np.int64)), None)
    except pa.ArrowInvalid:
        count = len(value.items())
        problem = f"{operator}: {count:,} texts are too many for one pattern; write fewer"
        raise value.fail(problem) from None


OPERATORS: dict[str, Operator] = {
    "is": Operator("is", "texts", is_, "country: {is: DE}", "de", "AT"),
    "one_of": Operator("is one of", "texts", one_of, "country: {one_of: [DE, AT]}", "AT", "CH"),
    "contains": Operator(
        "contains", "texts", contains, "job_title: {contains: einkauf}", "Leiter Einkauf", "CEO"
    ),
    "contains_word": Operator(
        "has the word", "texts", contains_word, "job_title: {contains_word: vp}", "VP Sales", "MVP"
    ),
    "says": Operator(
        "says", "texts", says, "notes: {says: [quote, angebot*]}", "send a quote", "no quote please"
    ),
    "starts_with": Operator(
        "starts with", "texts", starts_with, "phone: {starts_with: '+49'}", "+4989123", "+43123"
    ),
    "ends_with": Operator(
        "ends with", "texts", ends_with, "company: {ends_with: [GmbH, AG]}", "Meier GmbH", "Meier"
    ),
    "matches": Operator(
        "matches", "pattern", matches, r"postal_code: {matches: '^\d{5}$'}", "01067", "1067"
    ),
    "at_least": Operator(
        "is at least", "number", at_least, "employees: {at_least: 50}", "51-200", "12", "10-100"
    ),
    "at_most": Operator(
        "is at most", "number", at_most, "employees: {at_most: 50}", "11-50", "1.000", "10-100"
    ),
    "between": Operator(
        "is between", "two numbers", between, "employees: {between: [50, 5000]}", "50", "5001",
        "many",
    ),
    "known": Operator("is known", "flag", known, "company: {known: true}", "Meier GmbH", ""),
    "missing": Operator("is missing", "flag", missing, "email: {missing: true}", "", "e@x.example"),
    "in_list": Operator(
        "stands in", "file", in_list, "company: {in_list: customers.txt}", "Meier GmbH", "Huber AG"
    ),
    "within": Operator(
        "is within", "window", within, "created_at: {within: 30 days}", "2026-09-08", "2026-09-07",
        "03/04/2026",
    ),
    "older_than": Operator(
        "is older than", "span", older_than, "created_at: {older_than: 30 days}", "2026-09-07",
        "2026-09-08", "03/04/2026",
    ),
    "before": Operator(
        "is before", "day", before, "created_at: {before: 2026-09-01}", "31.8.2026", "2026-09-01",
        "03/04/2026",
    ),
    "after": Operator(
        "is after", "day", after, "created_at: {after: 2026-09-01}", "2.9.2026", "2026-09-01",
        "03/04/2026",
    ),
    "domain_is": Operator(
        "is at", "texts", domain_is, "email: {domain_is: example.com}", "eva@firm.example.com",
        "eva@example.org",
    ),
    "country_in": Operator(
        "is in", "texts", country_in, "country: {country_in: [DACH, France]}", "Austria", "UK",
        "Atlantis",
    ),
}  # fmt: skip
DATED = ("within", "older_than")  # that count from a day
OF_DAYS = (*DATED, "before", "after")
