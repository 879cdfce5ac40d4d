"""Comparisons of days: how long ago each is, counted from --as-of."""

from __future__ import annotations

from datetime import date

from leadkit.fields.spans import parse_span
from leadkit.rules.batch import Distinct
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth


def within(value: Item) -> Test:
    """The day is no longer ago than this, counted from --as-of; the future is not within.

    >>> from leadkit.rules.operators import say
    >>> say("{within: 30 days}", "2026-10-08", "2026-09-08", "2026-09-07", "2026-10-09", "soon")
    'yes yes no no ?'
    """
    return _span(value, inside=True)


def older_than(value: Item) -> Test:
    """The day is longer ago than this, counted from --as-of: exactly 30 days are not.

    >>> from leadkit.rules.operators import say
    >>> say("{older_than: 30 days}", "2026-09-07", "2026-09-08", "2026-10-09", "03/04/2025", "")
    'yes no no ? ?'
    """
    return _span(value, inside=False)


def _span(value: Item, inside: bool) -> Test:
    span = parse_span(value.text())
    if span is None:
        raise value.fail(f"'{value.text()}' is no span of time; write it as 30 days or 6 months")

    def test(cells: Distinct, as_of: date | None) -> Truth:
        assert as_of is not None, "rules that count days are not run without a date"
        first, last = span.before(as_of).toordinal(), as_of.toordinal()
        is_day = cells.days > 0
        holds = (cells.days >= first) & (cells.days <= last) if inside else cells.days < first
        return holds & is_day, ~holds & is_day

    return test
